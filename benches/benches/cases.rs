//! The areas of `cases/*.txt`: universal functions, reductions, order, bins, by NumPy's names.

use criterion::{criterion_group, criterion_main};
use ndstrata_benches::cases;

criterion_group!(benches, cases::all);
criterion_main!(benches);
