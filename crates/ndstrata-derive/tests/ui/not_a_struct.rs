use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
enum Choice {
    A,
    B,
}

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Pair(f64, f64);

fn main() {}
