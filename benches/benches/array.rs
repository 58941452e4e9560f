//! Views, clones and copies: what costs nothing should cost nothing, and the rest what memory costs.
//!
//! NumPy's twin is `numpy/array.py`; `ndarray` is measured where it can say the same.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array1, Array2, s};
use ndstrata_array::{DynArray, DynView, Index, Layout, Order, Slice, index};
use ndstrata_benches::{bench, digest, shape_and_digest};
use ndstrata_dtype::{DType, Record};
use serde_json::{Value, json};

criterion_group!(benches, calls, copies, conversions, selections);
criterion_main!(benches);

/// What a call on a small array costs, where no element is touched.
fn calls(criterion: &mut Criterion) {
    let thousand = || halves(1000);
    bench(
        criterion,
        "array/call/slice/ndstrata",
        thousand,
        |a| black_box(a.view().slice(&index![Slice::new(1, 999, 2)]).expect("a slice")).shape()[0],
        |n| json!(n),
    );
    bench(
        criterion,
        "array/call/slice/ndarray",
        || vector(1000),
        |a| black_box(a.slice(s![1..998;2])).len(),
        |n| json!(n),
    );
    bench(
        criterion,
        "array/call/transpose/ndstrata",
        || matrix(25, 40),
        |a| black_box(a.view().t()).shape()[0],
        |n| json!(n),
    );
    bench(
        criterion,
        "array/call/reshape/ndstrata",
        thousand,
        |a| black_box(a.view().reshape_view(&[25, -1], Order::C).expect("its size")).shape()[1],
        |n| json!(n),
    );
    bench(
        criterion,
        "array/call/field/ndstrata",
        || records(1000),
        |a| black_box(a.view().field("x").expect("there is one")).shape()[0],
        |n| json!(n),
    );
    bench(
        criterion,
        "array/call/zeros_10/ndstrata",
        || (),
        |()| DynArray::zeros(&[10], &DType::FLOAT64, Order::C).expect("80 bytes"),
        |a| shape_and_digest(&a.view()),
    );
    bench(
        criterion,
        "array/call/clone/ndstrata",
        || halves(1_000_000),
        |a| a.clone(),
        |a| json!(a.shape()),
    );
}

/// A copy in C order of one element in each way it can lie.
fn copies(criterion: &mut Criterion) {
    for (name, n, rows) in [("1e5", 100_000, 250), ("1e7", 10_000_000, 2500)] {
        let columns = n / rows;
        let vector_of = move |n| move || vector(n);

        copy(criterion, "contiguous", name, move || halves(n), |a| a.view());
        let id = format!("array/copy/contiguous_{name}/ndarray");
        bench(criterion, &id, vector_of(n), |a| a.clone(), typed_answer);

        copy(
            criterion,
            "strided",
            name,
            move || halves(2 * n),
            |a| a.view().slice_axis(0, 0, 2, a.size() / 2).expect("every second one"),
        );
        let id = format!("array/copy/strided_{name}/ndarray");
        let every_second = |a: &mut Array1<f64>| a.slice(s![..;2]).to_owned();
        bench(criterion, &id, vector_of(2 * n), every_second, typed_answer);

        copy(
            criterion,
            "reversed",
            name,
            move || halves(n),
            |a| a.view().slice_axis(0, a.size() - 1, -1, a.size()).expect("all of them"),
        );

        copy(criterion, "transposed", name, move || matrix(rows, columns), |a| a.view().t());
        let id = format!("array/copy/transposed_{name}/ndarray");
        let typed = move || Array2::from_shape_vec((rows, columns), numbers(n)).expect("its size");
        let transposed = |a: &mut Array2<f64>| a.t().as_standard_layout().into_owned();
        let answer = |a: &Array2<f64>| answer_of(a.shape(), a.iter());
        bench(criterion, &id, typed, transposed, answer);

        copy(
            criterion,
            "field",
            name,
            move || records(n),
            |a| a.view().field("x").expect("there is one"),
        );
    }
}

/// `astype` between types and byte orders.
fn conversions(criterion: &mut Criterion) {
    let swapped = DType::FLOAT64.swap_byte_order();
    let pairs = [
        ("f8_to_big_endian", DType::FLOAT64, swapped.clone()),
        ("big_endian_to_f8", swapped, DType::FLOAT64),
        ("f8_to_f4", DType::FLOAT64, DType::FLOAT32),
        ("f8_to_i4", DType::FLOAT64, DType::INT32),
        ("i4_to_f8", DType::INT32, DType::FLOAT64),
        ("f4_to_f2", DType::FLOAT32, DType::FLOAT16),
        ("u1_to_i8", DType::UINT8, DType::INT64),
    ];
    for (name, n) in [("1e5", 100_000), ("1e7", 10_000_000)] {
        for (case, from, to) in &pairs {
            bench(
                criterion,
                &format!("array/astype/{case}_{name}/ndstrata"),
                // Small enough for every type that is converted to.
                || small(n).astype(from).expect("memory"),
                |a| a.astype(to).expect("memory"),
                |a| shape_and_digest(&a.astype(&to.to_native()).expect("memory").view()),
            );
        }
    }
}

/// Masks and index arrays, read and written.
fn selections(criterion: &mut Criterion) {
    const N: usize = 1_000_000;
    let mask = || (0..N).map(|i| i * 7919 % 1000 < 300).collect::<Vec<bool>>();
    let places = || (0..N).map(|i| (i * 7919 % N) as i64).collect::<Vec<i64>>();
    let masked = || (halves(N), [Index::from(mask())]);
    bench(
        criterion,
        "array/select/mask_1e6/ndstrata",
        masked,
        |(a, mask)| a.index(&*mask).expect("a mask of its shape"),
        |a| shape_and_digest(&a.view()),
    );
    bench(
        criterion,
        "array/select/places_1e6/ndstrata",
        || (halves(N), [Index::from(places())]),
        |(a, places)| a.index(&*places).expect("places inside"),
        |a| shape_and_digest(&a.view()),
    );
    bench(
        criterion,
        "array/select/assign_by_mask_1e6/ndstrata",
        || (halves(N), [Index::from(mask())], DynArray::from_vec(vec![-1.0]).squeeze()),
        |(a, mask, value)| {
            a.set(&*mask, &value.view()).expect("a mask of its shape");
            // A clone would make the next round copy before it writes.
            [0, 1, N as isize - 1].map(|at| a.get::<f64>(&[at]).expect("inside"))
        },
        |picked| json!(picked),
    );
}

fn copy(
    criterion: &mut Criterion,
    case: &str,
    size: &str,
    prepare: impl Fn() -> DynArray,
    view: impl Fn(&DynArray) -> DynView<'_>,
) {
    let id = format!("array/copy/{case}_{size}/ndstrata");
    bench(
        criterion,
        &id,
        prepare,
        |a| view(a).copy(Order::C).expect("memory for a copy"),
        |a| shape_and_digest(&a.view()),
    );
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64 * 0.5).collect()
}

fn small(n: usize) -> DynArray {
    DynArray::from_vec((0..n).map(|i| (i % 101) as f64 * 0.5).collect::<Vec<_>>())
}

fn halves(n: usize) -> DynArray {
    DynArray::from_vec(numbers(n))
}

fn matrix(rows: usize, columns: usize) -> DynArray {
    let shape = [rows as isize, columns as isize];
    halves(rows * columns).reshape_view(&shape, Order::C).expect("its size")
}

/// Packed records `[('a', 'u1'), ('x', '<f8'), ('b', '<i4')]`, so that `x` is unaligned.
fn records(n: usize) -> DynArray {
    let record = Record::builder()
        .field("a", DType::UINT8)
        .field("x", DType::FLOAT64)
        .field("b", DType::INT32)
        .build()
        .expect("three fields");
    let dtype = DType::record(record);
    let bytes = (0..n * 13).map(|i| (i * 7 % 251) as u8).collect();
    let layout = Layout::contiguous(&[n], 13, Order::C).expect("one axis");
    DynArray::from_bytes(bytes, 0, layout, &dtype).expect("13 bytes a record")
}

fn vector(n: usize) -> Array1<f64> {
    Array1::from_vec(numbers(n))
}

fn typed_answer(array: &Array1<f64>) -> Value {
    answer_of(array.shape(), array.iter())
}

fn answer_of<'a>(shape: &[usize], items: impl Iterator<Item = &'a f64>) -> Value {
    let bytes: Vec<u8> = items.flat_map(|item| item.to_ne_bytes()).collect();
    json!([shape, digest(&bytes)])
}
