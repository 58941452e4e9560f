//! Decompositions, solvers and norms, of one matrix and of stacks of small ones.
//!
//! NumPy's twin is `numpy/linalg_decompositions.py`. Answers are sums of absolute values, rounded: the
//! last digits depend on the order of additions.

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array2, Array3, ArrayD};
use ndstrata_array::DynArray;
use ndstrata_benches::bench;
use ndstrata_dtype::DType;
use ndstrata_linalg::{
    Norm, Pinv, QrMode, Rcond, SvdOptions, Triangle, cholesky, eig, eigh, eigvals, eigvalsh, inv,
    lstsq, norm, pinv, qr, slogdet, solve, svd, svdvals,
};
use serde_json::{Value, json};

criterion_group!(benches, single, stacked);
criterion_main!(benches);

/// A matrix, a positive definite one, and right-hand sides.
struct Operands {
    general: DynArray,
    positive: DynArray,
    sides: DynArray,
}

type Operation = (&'static str, fn(&Operands) -> DynArray);

const OPERATIONS: &[Operation] = &[
    ("solve", |x| solve(&x.general, &x.sides).expect("regular")),
    ("inv", |x| inv(&x.general).expect("regular")),
    ("slogdet", |x| slogdet(&x.positive).expect("square").logabsdet),
    ("cholesky", |x| cholesky(&x.positive, Triangle::Lower).expect("positive definite")),
    ("qr", |x| qr(&x.general, QrMode::Reduced).expect("a matrix").r),
    ("svd", |x| svd(&x.general, SvdOptions::default()).expect("finite").s),
    ("svdvals", |x| svdvals(&x.general).expect("finite")),
    ("eigh", |x| eigh(&x.positive, Triangle::Lower).expect("finite").eigenvalues),
    ("eigvalsh", |x| eigvalsh(&x.positive, Triangle::Lower).expect("finite")),
    ("eig", |x| eig(&x.general).expect("finite").eigenvalues),
    ("eigvals", |x| eigvals(&x.general).expect("finite")),
    ("pinv", |x| pinv(&x.general, Pinv::default()).expect("finite")),
    ("norm", |x| norm(&x.general, Norm::default()).expect("numbers")),
];

fn single(criterion: &mut Criterion) {
    for n in [4, 10, 32, 100, 300, 1000] {
        let prepare = move || operands(1, n);
        for &(name, operation) in OPERATIONS {
            let id = format!("linalg_decompositions/{name}/{n}/ndstrata");
            bench(criterion, &id, prepare, |x| operation(x), answer);
        }
        let id = format!("linalg_decompositions/lstsq/{n}/ndstrata");
        let fit =
            |x: &mut Operands| lstsq(&x.general, &x.sides, Rcond::Precision).expect("finite").x;
        bench(criterion, &id, prepare, fit, answer);
    }
}

fn stacked(criterion: &mut Criterion) {
    for n in [2, 3, 4, 8, 16, 32] {
        let prepare = move || operands(1000, n);
        for &(name, operation) in OPERATIONS {
            let id = format!("linalg_decompositions/{name}/1000x{n}/ndstrata");
            bench(criterion, &id, prepare, |x| operation(x), answer);
        }
    }
}

fn operands(count: usize, n: usize) -> Operands {
    let element = |(k, i, j): (usize, usize, usize)| {
        let mixed = (i * i * 31 + j * 17 + i * j * 7 + k * 13) % 1009;
        let shift = if i == j { n as f64 } else { 0.0 };
        mixed as f64 / 1009.0 - 0.5 + shift
    };
    let general = Array3::from_shape_fn((count, n, n), element);
    let mut positive = Array3::zeros((count, n, n));
    for (a, mut to) in general.outer_iter().zip(positive.outer_iter_mut()) {
        let product: Array2<f64> = a.dot(&a.t());
        to.assign(&product);
    }
    let sides = Array3::from_shape_fn((count, n, 2), |(k, i, j)| ((k + 3 * i + 5 * j) % 11) as f64);
    let one = |array: Array3<f64>| -> DynArray {
        let array: ArrayD<f64> = array.into_dyn();
        let array = DynArray::from(array);
        if count == 1 { array.squeeze_axes(&[0]).expect("one matrix") } else { array }
    };
    Operands { general: one(general), positive: one(positive), sides: one(sides) }
}

fn answer(found: &DynArray) -> Value {
    let sizes = ndstrata_ufunc::absolute(found).expect("numbers");
    let sizes = sizes.astype(&DType::FLOAT64).expect("memory").to_vec::<f64>().expect("numbers");
    let sum: f64 = sizes.iter().sum();
    // Four digits, whatever the size.
    let digits = 3 - sum.log10().floor() as i32;
    json!([found.shape(), (sum * 10_f64.powi(digits)).round() as i64])
}
