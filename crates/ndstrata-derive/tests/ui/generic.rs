use ndstrata_dtype::Record;

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Point<T> {
    x: T,
}

fn main() {}
