use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Point {
    x: f64,
    #[record(rename = "x")]
    y: f64,
}

fn main() {}
