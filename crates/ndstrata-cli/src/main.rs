//! The `ndstrata` command.
fn main() {}
