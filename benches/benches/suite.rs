//! The area `suite`: what NumPy's own benchmark suite calls.

use criterion::{criterion_group, criterion_main};
use ndstrata_benches::suite;

criterion_group!(benches, suite::all);
criterion_main!(benches);
