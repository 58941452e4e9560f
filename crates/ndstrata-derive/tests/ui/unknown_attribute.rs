use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C, packed)]
#[record(align)]
struct Packed {
    x: f64,
}

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Point {
    #[record(name = "y")]
    x: f64,
}

fn main() {}
