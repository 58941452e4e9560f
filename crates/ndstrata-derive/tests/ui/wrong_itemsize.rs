use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
#[record(itemsize = 9)]
struct Point {
    flag: u8,
    x: f64,
}

fn main() {}
