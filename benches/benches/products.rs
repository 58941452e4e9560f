//! Products of vectors, matrices and stacks of them, and `einsum`.
//!
//! NumPy's twin is `numpy/products.py`; `ndarray` and `nalgebra` are measured where they can say the same.

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::Array2;
use ndstrata_array::{DynArray, Order};
use ndstrata_benches::{bench, shape_and_digest};
use ndstrata_linalg as linalg;
use serde_json::{Value, json};

criterion_group!(benches, squares, forms, stacks, vectors, sums);
criterion_main!(benches);

/// Small whole numbers, so that every order of sums has the same answer.
fn numbers(shape: &[usize], dtype: &str) -> DynArray {
    let size: usize = shape.iter().product();
    let values: Vec<i64> = (0..size as i64).map(|i| i * 7 % 5 - 2).collect();
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let array = DynArray::from_vec(values).reshape(shape).expect("its size");
    array.astype(&dtype.parse().expect("a type")).expect("small numbers")
}

fn typed(n: usize, m: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, m), |(i, j)| ((i * m + j) as i64 * 7 % 5 - 2) as f64)
}

fn answer(array: &DynArray) -> Value {
    shape_and_digest(&array.view())
}

fn pair(
    criterion: &mut Criterion,
    id: &str,
    operands: impl Fn() -> (DynArray, DynArray),
    product: impl Fn(&DynArray, &DynArray) -> linalg::Result<DynArray>,
) {
    let id = format!("products/{id}/ndstrata");
    bench(criterion, &id, operands, |(a, b)| product(a, b).expect("a product"), answer);
}

fn matmul(a: &DynArray, b: &DynArray) -> linalg::Result<DynArray> {
    linalg::matmul(a, b)
}

const FLOATS: &[&str] = &["f8", "f4", "c16", "c8"];

/// Square matrices of every size.
fn squares(criterion: &mut Criterion) {
    for &dtype in FLOATS {
        for n in [2, 4, 8, 16, 32, 64, 100, 128, 200, 256, 512, 1024, 2048] {
            if n == 2048 && dtype != "f8" {
                continue;
            }
            let operands = move || (numbers(&[n, n], dtype), numbers(&[n, n], dtype));
            pair(criterion, &format!("square/{dtype}_{n}"), operands, matmul);
        }
    }
    for dtype in ["i8", "i4", "i2", "i1", "f2", "?"] {
        for n in [8, 64, 256] {
            let operands = move || (numbers(&[n, n], dtype), numbers(&[n, n], dtype));
            pair(criterion, &format!("square/{dtype}_{n}"), operands, matmul);
        }
    }
    for n in [8, 100, 512] {
        bench(
            criterion,
            &format!("products/square/f8_{n}/ndarray"),
            || (typed(n, n), typed(n, n)),
            |(a, b)| a.dot(b),
            |c| {
                json!([
                    c.shape(),
                    answer(&DynArray::from_ndarray(c).into_owned().expect("a copy"))[1]
                ])
            },
        );
    }
}

/// Tall, thin, transposed and strided matrices.
fn forms(criterion: &mut Criterion) {
    for &dtype in &["f8", "f4"] {
        let forms: [(&str, [usize; 3]); 5] = [
            ("tall_10000x32x32", [10_000, 32, 32]),
            ("wide_32x32x10000", [32, 32, 10_000]),
            ("deep_32x10000x32", [32, 10_000, 32]),
            ("thin_1000x4x1000", [1000, 4, 1000]),
            ("narrow_1000x1000x4", [1000, 1000, 4]),
        ];
        for (name, [m, k, n]) in forms {
            let operands = move || (numbers(&[m, k], dtype), numbers(&[k, n], dtype));
            pair(criterion, &format!("form/{dtype}_{name}"), operands, matmul);
        }
        for n in [64, 400] {
            let square = move || numbers(&[n, n], dtype);
            let both = move || (square().t(), square());
            pair(criterion, &format!("form/{dtype}_transposed_left_{n}"), both, matmul);
            let both = move || (square(), square().t());
            pair(criterion, &format!("form/{dtype}_transposed_right_{n}"), both, matmul);
            let strided = move || {
                let wide = numbers(&[n, 2 * n], dtype);
                wide.slice_axis(1, 0, 2, n).expect("every second column")
            };
            pair(
                criterion,
                &format!("form/{dtype}_strided_{n}"),
                move || (strided(), strided()),
                matmul,
            );
        }
    }
}

/// A thousand small matrices.
fn stacks(criterion: &mut Criterion) {
    for &dtype in &["f8", "f4", "c16"] {
        for n in [2, 3, 4, 6, 8, 16, 32] {
            let operands = move || (numbers(&[1000, n, n], dtype), numbers(&[1000, n, n], dtype));
            pair(criterion, &format!("stack/{dtype}_1000x{n}"), operands, matmul);
        }
        let operands = move || (numbers(&[1000, 8, 8], dtype), numbers(&[8, 8], dtype));
        pair(criterion, &format!("stack/{dtype}_one_right_1000x8"), operands, matmul);
        let operands = move || (numbers(&[8, 8], dtype), numbers(&[1000, 8, 8], dtype));
        pair(criterion, &format!("stack/{dtype}_one_left_1000x8"), operands, matmul);
    }
}

/// Vectors with vectors and matrices.
fn vectors(criterion: &mut Criterion) {
    for &dtype in &["f8", "f4", "c16", "i8"] {
        for n in [10, 1000, 1_000_000] {
            let operands = move || (numbers(&[n], dtype), numbers(&[n], dtype));
            pair(criterion, &format!("vector/{dtype}_dot_{n}"), operands, |a, b| linalg::dot(a, b));
        }
        for n in [10, 100, 1000] {
            let operands = move || (numbers(&[n, n], dtype), numbers(&[n], dtype));
            pair(criterion, &format!("vector/{dtype}_right_{n}"), operands, matmul);
            let operands = move || (numbers(&[n], dtype), numbers(&[n, n], dtype));
            pair(criterion, &format!("vector/{dtype}_left_{n}"), operands, matmul);
            let operands = move || (numbers(&[n, n], dtype).t(), numbers(&[n], dtype));
            pair(criterion, &format!("vector/{dtype}_transposed_{n}"), operands, matmul);
        }
        let operands = move || (numbers(&[1000, 100], dtype), numbers(&[1000, 100], dtype));
        pair(criterion, &format!("vector/{dtype}_vecdot_1000x100"), operands, |a, b| {
            linalg::vecdot(a, b)
        });
        let operands = move || (numbers(&[1000], dtype), numbers(&[1000], dtype));
        pair(criterion, &format!("vector/{dtype}_outer_1000"), operands, |a, b| {
            linalg::outer(a, b)
        });
    }
}

/// `einsum` as NumPy's own benchmarks use it.
fn sums(criterion: &mut Criterion) {
    let cases: [(&str, &str, &[&[usize]]); 12] = [
        ("noncon_outer", "i,j->ij", &[&[1000], &[1000]]),
        ("noncon_mul", "...,...", &[&[300, 300], &[300, 300]]),
        ("noncon_sum_mul", ",...", &[&[], &[100_000]]),
        ("noncon_sum_mul2", "...,...->", &[&[100_000], &[100_000]]),
        ("contig_contig", "ji,i->j", &[&[300, 300], &[300]]),
        ("contig_outstride0", "i->", &[&[100_000]]),
        ("matmul", "ij,jk", &[&[100, 100], &[100, 100]]),
        ("batch", "bij,bjk->bik", &[&[100, 16, 16], &[100, 16, 16]]),
        ("trace", "ii", &[&[1000, 1000]]),
        ("three", "ij,jk,kl->il", &[&[60, 60], &[60, 60], &[60, 60]]),
        ("bilinear", "i,ij,j->", &[&[300], &[300, 300], &[300]]),
        ("tensor", "abc,cbd->ad", &[&[30, 20, 25], &[25, 20, 30]]),
    ];
    for dtype in ["f8", "f4"] {
        for (name, subscripts, shapes) in cases {
            bench(
                criterion,
                &format!("products/einsum/{dtype}_{name}/ndstrata"),
                || shapes.iter().map(|shape| numbers(shape, dtype)).collect::<Vec<_>>(),
                |operands| {
                    let operands: Vec<_> = operands.iter().map(Into::into).collect();
                    linalg::einsum(subscripts, &operands).expect("a sum")
                },
                |a| shape_and_digest(&a.copy(Order::C).expect("a copy").view()),
            );
        }
    }
}
