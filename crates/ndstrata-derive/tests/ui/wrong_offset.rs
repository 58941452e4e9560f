use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Point {
    flag: u8,
    #[record(offset = 1)]
    x: f64,
}

fn main() {}
