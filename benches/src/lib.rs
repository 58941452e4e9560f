//! What the benchmark areas share: one case is a set-up, an operation, and the answer it gives.
//!
//! Ids are `area/op/case/implementation`. NumPy's side of a case is in `numpy/<area>.py` under the
//! same id; `cargo xtask bench --compare` runs both in turn and compares the answers.

pub mod cases;
pub mod suite;

use std::hint::black_box;
use std::path::PathBuf;

use criterion::Criterion;
use ndstrata_array::{DynView, Order};
use serde_json::{Value, json};

/// Measures one implementation of one case.
///
/// `prepare` is run once, and only when the case is chosen. `operation` is what is timed; its first
/// result becomes the answer.
pub fn bench<S, R>(
    criterion: &mut Criterion,
    id: &str,
    prepare: impl Fn() -> S,
    operation: impl Fn(&mut S) -> R,
    answer: impl Fn(&R) -> Value,
) {
    criterion.bench_function(id, |bencher| {
        let mut state = prepare();
        keep(id, &answer(&operation(&mut state)));
        bencher.iter(|| operation(black_box(&mut state)));
    });
}

/// A digest of a result's elements in C order and native byte order.
pub fn digest(bytes: &[u8]) -> Value {
    Value::from(format!("{}:{:08x}", bytes.len(), crc32fast::hash(bytes)))
}

/// Shape and digest of an array.
pub fn shape_and_digest(array: &DynView<'_>) -> Value {
    let packed = array.copy(Order::C).expect("memory for a copy");
    let bytes = packed.view().packed_bytes().map(digest);
    json!([array.shape(), bytes])
}

/// Leaves the answer where `cargo xtask bench` looks for it.
fn keep(id: &str, answer: &Value) {
    let Some(folder) = std::env::var_os("BENCH_ANSWERS") else { return };
    let path = PathBuf::from(folder).join(format!("{}.json", id.replace('/', "+")));
    std::fs::write(&path, answer.to_string()).expect("the folder of answers can be written");
}
