use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Point {
    x: f64,
    name: &'static str,
}

fn main() {}
