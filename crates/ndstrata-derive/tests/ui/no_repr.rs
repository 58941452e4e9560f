use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
struct Point {
    x: f64,
}

fn main() {}
