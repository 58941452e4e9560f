//! Factors multiply back to the matrix, to within a few units of its size, in four types and sizes
//! on both sides of every change of algorithm.

use ndarray::{Array2, Ix2};
use ndstrata_array::{DynArray, stack};
use ndstrata_dtype::{DType, Kind};
use ndstrata_linalg::{
    QrMode, Rcond, SvdOptions, Triangle, cholesky, eig, eigh, eigvalsh, inv, lstsq, matrix_rank,
    pinv, qr, solve, svd, svdvals,
};
use num_complex::Complex64;

use crate::matrices::{Numbers, adjoint, applied, distance, probe, product, skewness};

const SIZES: &[usize] = &[1, 2, 3, 5, 8, 17, 33, 50, 80];
const TYPES: &[DType] = &[DType::FLOAT32, DType::FLOAT64, DType::COMPLEX64, DType::COMPLEX128];

/// A matrix of each type, with what its results may be off.
fn cases(m: usize, n: usize) -> impl Iterator<Item = (DynArray, f64)> {
    // Single precision differs in the last step only.
    let types = TYPES.iter().filter(move |dtype| n < 20 || dtype.itemsize() != 4);
    types.filter(move |dtype| n < 20 || **dtype != DType::COMPLEX64).map(move |dtype| {
        let mut numbers = Numbers::new((m * 1000 + n) as u64);
        let matrix = if dtype.kind() == Kind::Complex {
            DynArray::from(numbers.complex(m, n)).astype(dtype).unwrap()
        } else {
            DynArray::from(numbers.real(m, n)).astype(dtype).unwrap()
        };
        let is_single = matches!(dtype.itemsize(), 4) || *dtype == DType::COMPLEX64;
        let eps = if is_single { f64::from(f32::EPSILON) } else { f64::EPSILON };
        (matrix, eps * 40.0 * m.max(n) as f64)
    })
}

fn wide(a: &DynArray) -> Array2<Complex64> {
    a.astype(&DType::COMPLEX128).unwrap().into_typed::<Complex64, Ix2>().unwrap()
}

fn diagonal(values: &DynArray) -> Array2<Complex64> {
    let values = values.astype(&DType::COMPLEX128).unwrap().to_vec::<Complex64>().unwrap();
    Array2::from_diag(&ndarray::Array1::from(values))
}

#[test]
fn qr_multiplies_back() {
    for &n in SIZES {
        for [m, n] in [[n, n], [2 * n, n], [n, n + 3]] {
            for (a, tolerance) in cases(m, n) {
                for mode in [QrMode::Reduced, QrMode::Complete] {
                    let found = qr(&a, mode).unwrap();
                    let (q, r) = (wide(&found.q.unwrap()), wide(&found.r));
                    assert!(
                        distance(&applied(&[&q, &r]), &applied(&[&wide(&a)])) < tolerance * 3.0,
                        "{m} {n} {a:?}"
                    );
                    assert!(skewness(&q) < tolerance, "{m} {n}");
                    assert!(r.indexed_iter().all(|((i, j), x)| i <= j || x.norm() == 0.0));
                }
            }
        }
    }
}

#[test]
fn singular_vectors_multiply_back() {
    for &n in SIZES {
        for [m, n] in [[n, n], [2 * n, n], [n, 3 * n]] {
            for (a, tolerance) in cases(m, n) {
                let found = svd(&a, SvdOptions::default().reduced()).unwrap();
                let (u, s, vh) = (wide(&found.u), diagonal(&found.s), wide(&found.vh));
                let back = applied(&[&u, &s, &vh]);
                assert!(
                    distance(&back, &applied(&[&wide(&a)])) < tolerance * 3.0,
                    "{m} {n} {:?}",
                    a.dtype()
                );
                assert!(skewness(&u) < tolerance && skewness(&adjoint(&vh)) < tolerance, "{m} {n}");
                let full = svd(&a, SvdOptions::default()).unwrap();
                assert_eq!((full.u.shape(), full.vh.shape()), (&[m, m][..], &[n, n][..]));
                assert!(
                    skewness(&wide(&full.u)) < tolerance && skewness(&wide(&full.vh)) < tolerance
                );
                let alone = diagonal(&svdvals(&a).unwrap());
                assert!(distance(&alone, &s) < tolerance);
                assert!((1..s.nrows()).all(|i| s[(i, i)].re <= s[(i - 1, i - 1)].re));
            }
        }
    }
}

#[test]
fn eigenvectors_of_hermitian_matrices_multiply_back() {
    for &n in SIZES {
        for (a, tolerance) in cases(n, n) {
            let a = wide(&a);
            let sum = &a + &adjoint(&a);
            let hermitian = DynArray::from(sum.clone());
            for triangle in [Triangle::Lower, Triangle::Upper] {
                // What stands in the other half is not read.
                let half = Array2::from_shape_fn((n, n), |(i, j)| {
                    let is_read = i == j || (i > j) == (triangle == Triangle::Lower);
                    if is_read { sum[(i, j)] } else { Complex64::new(f64::NAN, 7.0) }
                });
                let found = eigh(DynArray::from(half), triangle).unwrap();
                let (w, v) = (diagonal(&found.eigenvalues), wide(&found.eigenvectors));
                let back = applied(&[&v, &w, &adjoint(&v)]);
                assert!(distance(&back, &applied(&[&sum])) < tolerance * 3.0, "{n} {triangle:?}");
                assert!(skewness(&v) < tolerance, "{n}");
                let alone = diagonal(&eigvalsh(&hermitian, triangle).unwrap());
                assert!(distance(&alone, &w) < tolerance, "{n}");
            }
        }
    }
}

#[test]
fn eigenvectors_keep_their_direction() {
    for &n in SIZES {
        for (a, tolerance) in cases(n, n) {
            let found = eig(&a).unwrap();
            let (w, v, a) = (diagonal(&found.eigenvalues), wide(&found.eigenvectors), wide(&a));
            let residual = distance(&applied(&[&a, &v]), &applied(&[&v, &w]));
            assert!(residual < tolerance * 4.0, "{n} {residual}");
            for column in v.columns() {
                let length: f64 = column.iter().map(|x| x.norm_sqr()).sum();
                assert!((length - 1.0).abs() < tolerance, "{n} {length}");
            }
        }
    }
}

#[test]
fn cholesky_factors_multiply_back() {
    for &n in SIZES {
        for (a, tolerance) in cases(n, n) {
            let a = wide(&a);
            let positive = &product(&a, &adjoint(&a)) + &Array2::<Complex64>::eye(n);
            let given = DynArray::from(positive.clone());
            let l = wide(&cholesky(&given, Triangle::Lower).unwrap());
            let back = applied(&[&l, &adjoint(&l)]);
            assert!(distance(&back, &applied(&[&positive])) < tolerance * n as f64, "{n}");
            let u = wide(&cholesky(&given, Triangle::Upper).unwrap());
            assert!(distance(&adjoint(&u), &l) < tolerance * n as f64, "{n}");
        }
    }
}

#[test]
fn systems_are_solved() {
    for &n in SIZES {
        for (a, tolerance) in cases(n, n) {
            // Far from singular.
            let a = &wide(&a) + &(Array2::<Complex64>::eye(n) * Complex64::new(n as f64, 0.0));
            let given = DynArray::from(a.clone());
            let b = DynArray::from(Numbers::new(7).complex(n, 3));
            let x = wide(&solve(&given, &b).unwrap());
            assert!(distance(&product(&a, &x), &wide(&b)) < tolerance * 4.0, "{n}");
            let inverse = wide(&inv(&given).unwrap());
            assert!(distance(&applied(&[&a, &inverse]), &probe(n)) < tolerance * 4.0, "{n}");
            let pseudo = wide(&pinv(&given, Default::default()).unwrap());
            assert!(distance(&pseudo, &inverse) < tolerance * 4.0, "{n}");
        }
    }
}

#[test]
fn least_squares_leave_a_residual_across_the_columns() {
    for &n in SIZES {
        for (a, tolerance) in cases(2 * n + 1, n) {
            let b = DynArray::from(Numbers::new(3).complex(2 * n + 1, 2));
            let found = lstsq(&a, &b, Rcond::Precision).unwrap();
            let residual = &wide(&b) - &product(&wide(&a), &wide(&found.x));
            let along = product(&adjoint(&wide(&a)), &residual);
            assert!(along.iter().all(|x| x.norm() < tolerance * 20.0), "{n}");
            assert_eq!(found.rank, n);
            let sums = found.residuals.astype(&DType::FLOAT64).unwrap().to_vec::<f64>().unwrap();
            for (column, sum) in residual.columns().into_iter().zip(sums) {
                let expected: f64 = column.iter().map(|x| x.norm_sqr()).sum();
                assert!((expected - sum).abs() < tolerance * 20.0 * (1.0 + expected), "{n}");
            }
        }
    }
}

#[test]
fn a_stack_gives_what_its_matrices_give() {
    let mut numbers = Numbers::new(11);
    let matrices: Vec<DynArray> = (0..3).map(|_| DynArray::from(numbers.real(6, 6))).collect();
    let views: Vec<_> = matrices.iter().map(|a| a.view()).collect();
    let all = stack(&views, 0).unwrap();
    let together = |f: &dyn Fn(&DynArray) -> DynArray| {
        let found = f(&all);
        for (k, matrix) in matrices.iter().enumerate() {
            let one = f(matrix);
            let part = found.view().index_axis(0, k as isize).unwrap();
            assert_eq!(
                part.copy(ndstrata_array::Order::C).unwrap().packed_bytes(),
                one.packed_bytes()
            );
        }
    };
    together(&|a| inv(a).unwrap());
    together(&|a| svdvals(a).unwrap());
    together(&|a| eig(a).unwrap().eigenvectors.astype(&DType::COMPLEX128).unwrap());
    together(&|a| eigh(a, Triangle::Lower).unwrap().eigenvectors);
    together(&|a| qr(a, QrMode::Complete).unwrap().q.unwrap());
    together(&|a| {
        svd(a, SvdOptions::default()).unwrap().vh.copy(ndstrata_array::Order::C).unwrap()
    });
    together(&|a| matrix_rank(a, Default::default()).unwrap());
}

/// Without vectors other algorithms run.
#[test]
fn values_alone_are_those_with_vectors() {
    for n in [3, 31, 39, 48, 71] {
        for (a, tolerance) in cases(n, n) {
            let hermitian = {
                let a = wide(&a);
                DynArray::from_ndarray(&(&a + &adjoint(&a))).into_owned().unwrap()
            };
            let alone = numbers(&eigvalsh(&hermitian, Triangle::Lower).unwrap());
            let beside = numbers(&eigh(&hermitian, Triangle::Lower).unwrap().eigenvalues);
            assert!(near(&alone, &beside, tolerance), "{n} {:?}", a.dtype());
            for rows in [n, n + 9] {
                for (a, tolerance) in cases(rows, n) {
                    let alone = numbers(&svdvals(&a).unwrap());
                    let beside = numbers(&svd(&a, SvdOptions::default().reduced()).unwrap().s);
                    assert!(near(&alone, &beside, tolerance), "{rows} {n} {:?}", a.dtype());
                }
            }
        }
    }
}

fn numbers(values: &DynArray) -> Vec<f64> {
    values.astype(&DType::FLOAT64).unwrap().to_vec::<f64>().unwrap()
}

fn near(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    let largest = b.iter().fold(1.0_f64, |m, x| m.max(x.abs()));
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * largest)
}
