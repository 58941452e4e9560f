//! The text of arrays: what looking at them and writing each element costs.
//!
//! NumPy's twin is `numpy/print.py`. The texts must be the same to the last space.

use criterion::{Criterion, criterion_group, criterion_main};
use ndstrata_array::{
    DynArray, FloatMode, Layout, Order, PrintOptions, Scientific, array_repr, array_str,
    format_float_scientific,
};
use ndstrata_benches::{bench, digest};
use ndstrata_dtype::{DType, Record};

criterion_group!(benches, arrays, numbers);
criterion_main!(benches);

/// `str` of a thousand elements, the most that is shown in full, and of an array that is summarised.
fn arrays(criterion: &mut Criterion) {
    let default = PrintOptions::default;
    str_of(criterion, "f64_1000", || DynArray::from_vec(sevenths(1000)), default());
    str_of(criterion, "exponent_1000", || DynArray::from_vec(scaled(1000)), default());
    let fixed = default().floatmode(FloatMode::Fixed);
    str_of(criterion, "fixed_1000", || DynArray::from_vec(sevenths(1000)), fixed);
    let narrow = || sevenths(1000).into_iter().map(|x| x as f32).collect();
    str_of(criterion, "f32_1000", move || DynArray::from_vec::<f32>(narrow()), default());
    let integers = || (0..1000_i64).map(|i| i * i * i % 99_991).collect();
    str_of(criterion, "i64_1000", move || DynArray::from_vec::<i64>(integers()), default());
    str_of(criterion, "records_300", || records(300), default());
    str_of(criterion, "summary_1e6", || DynArray::from_vec(sevenths(1_000_000)), default());
    bench(
        criterion,
        "print/repr/f64_3/ndstrata",
        || DynArray::from_vec(sevenths(3)),
        |a| array_repr(a, &PrintOptions::default()).expect("a text"),
        |text| digest(text.as_bytes()),
    );
}

fn str_of(
    criterion: &mut Criterion,
    case: &str,
    prepare: impl Fn() -> DynArray,
    options: PrintOptions,
) {
    bench(
        criterion,
        &format!("print/str/{case}/ndstrata"),
        prepare,
        |a| array_str(a, &options).expect("a text"),
        |text| digest(text.as_bytes()),
    );
}

/// One number at a time.
fn numbers(criterion: &mut Criterion) {
    bench(
        criterion,
        "print/number/scientific/ndstrata",
        || 1e23_f64,
        |x| format_float_scientific(*x, Scientific::default()).expect("a text"),
        |text| digest(text.as_bytes()),
    );
    bench(
        criterion,
        "print/number/exact/ndstrata",
        || 1e23_f64,
        |x| {
            let exact = Scientific::default().unique(false).precision(30);
            format_float_scientific(*x, exact).expect("a text")
        },
        |text| digest(text.as_bytes()),
    );
}

fn sevenths(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i * i % 1009) as f64 / 7.0).collect()
}

fn scaled(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i + 1) as f64 / 7.0 * 2_f64.powi((i % 60) as i32 - 30)).collect()
}

/// `[('a', '<i4'), ('x', '<f8'), ('s', 'S3')]`.
fn records(n: usize) -> DynArray {
    let record = Record::builder()
        .field("a", DType::INT32)
        .field("x", DType::FLOAT64)
        .field("s", DType::bytes(3))
        .build()
        .expect("three fields");
    let mut bytes = Vec::new();
    for (i, x) in sevenths(n).into_iter().enumerate() {
        bytes.extend_from_slice(&(i as i32).to_ne_bytes());
        bytes.extend_from_slice(&x.to_ne_bytes());
        bytes.extend_from_slice(b"abc");
    }
    let layout = Layout::contiguous(&[n], 15, Order::C).expect("one axis");
    DynArray::from_bytes(bytes, 0, layout, &DType::record(record)).expect("15 bytes a record")
}
