use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(packed)]
struct Point {
    x: f64,
}

fn main() {}
