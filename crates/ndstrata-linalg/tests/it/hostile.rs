//! Matrices that LAPACK refuses or that tempt a library to panic give NumPy's error or NumPy's values.

use ndarray::{Array2, array};
use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_linalg::{
    Error, Norm, Pinv, QrMode, Rcond, SvdOptions, Triangle, cholesky, cond, det, eig, eigh,
    eigvals, eigvalsh, inv, lstsq, matrix_rank, norm, pinv, qr, qr_raw, slogdet, solve, svd,
    svdvals,
};
use num_complex::Complex64;

use crate::matrices::Numbers;

fn message<T>(found: Result<T, Error>) -> String {
    match found {
        Ok(_) => "no error".to_owned(),
        Err(error) => format!("{}: {error}", error.numpy_class()),
    }
}

#[test]
fn errors_are_numpys() {
    let vector = array![1.0, 2.0];
    let wide = array![[1.0, 2.0, 3.0]];
    let square = array![[1.0, 2.0], [2.0, 4.0]];
    let at_least = "LinAlgError: 1-dimensional array given. Array must be at least two-dimensional";
    assert_eq!(message(inv(&vector)), at_least);
    assert_eq!(message(qr(&vector, QrMode::R)), at_least);
    assert_eq!(message(svdvals(&vector)), at_least);
    assert_eq!(message(inv(&wide)), "LinAlgError: Last 2 dimensions of the array must be square");
    assert_eq!(message(inv(&square)), "LinAlgError: Singular matrix");
    assert_eq!(message(solve(&square, &vector)), "LinAlgError: Singular matrix");
    assert_eq!(
        message(cholesky(&-square, Triangle::Lower)),
        "LinAlgError: Matrix is not positive definite"
    );
    assert_eq!(
        message(solve(&array![[1.0, 0.0], [0.0, 1.0]], &array![1.0, 2.0, 3.0])),
        "ValueError: solve1: Input operand 1 has a mismatch in its core dimension 0, with gufunc \
         signature (m,m),(m)->(m) (size 3 is different from 2)"
    );
    assert_eq!(
        message(lstsq(&wide, &array![1.0, 2.0], Rcond::Precision)),
        "LinAlgError: Incompatible dimensions"
    );
    let half = DynArray::zeros(&[2, 2], &DType::FLOAT16, Order::C).unwrap();
    assert_eq!(message(inv(&half)), "TypeError: array type float16 is unsupported in linalg");
    let text = DynArray::zeros(&[2, 2], &DType::str(2), Order::C).unwrap();
    assert_eq!(
        message(det(&text)),
        "UFuncTypeError: Cannot cast ufunc 'det' input from dtype('<U2') to dtype('float64') with \
         casting rule 'same_kind'"
    );
    let empty = DynArray::zeros(&[0, 3], &DType::FLOAT64, Order::C).unwrap();
    assert_eq!(
        message(cond(&empty, Default::default())),
        "LinAlgError: cond is not defined on empty arrays"
    );
}

#[test]
fn what_is_not_finite_ends_in_numpys_way() {
    for n in [2, 3, 50, 81] {
        let mut a = Array2::<f64>::eye(n);
        a[(1, 0)] = f64::NAN;
        assert_eq!(message(svdvals(&a)), "LinAlgError: SVD did not converge");
        assert_eq!(
            message(lstsq(&a, &Array2::<f64>::eye(n), Rcond::Precision)),
            "LinAlgError: SVD did not converge in Linear Least Squares"
        );
        assert_eq!(message(eig(&a)), "LinAlgError: Array must not contain infs or NaNs");
        assert!(det(&a).unwrap().get::<f64>(&[]).unwrap().is_nan() || n == 2);
        a[(1, 0)] = f64::INFINITY;
        assert_eq!(message(eigvals(&a)), "LinAlgError: Array must not contain infs or NaNs");
        let s = svdvals(&a).unwrap().to_vec::<f64>().unwrap();
        assert!(s.len() == n && s.iter().all(|x| x.is_nan()));
        let w = eigh(&a, Triangle::Lower).unwrap().eigenvalues.to_vec::<f64>().unwrap();
        assert!(w.iter().all(|x| x.is_nan()));
    }
}

#[test]
fn no_shape_without_elements_panics() {
    for dtype in [DType::FLOAT32, DType::COMPLEX128, DType::INT64] {
        for shape in [&[0, 0][..], &[0, 3], &[3, 0], &[2, 0, 0], &[0, 2, 2], &[2, 0, 3], &[1, 1, 0]]
        {
            let a = DynArray::zeros(shape, &dtype, Order::C).unwrap();
            let [m, n] = [shape[shape.len() - 2], shape[shape.len() - 1]];
            let batch = &shape[..shape.len() - 2];
            for mode in [QrMode::Reduced, QrMode::Complete, QrMode::R] {
                let found = qr(&a, mode).unwrap();
                assert_eq!(found.r.shape()[shape.len() - 1], n);
            }
            qr_raw(&a).unwrap();
            let found = svd(&a, SvdOptions::default()).unwrap();
            assert_eq!(found.u.shape(), [batch, &[m, m]].concat());
            assert_eq!(found.vh.shape(), [batch, &[n, n]].concat());
            assert_eq!(pinv(&a, Pinv::default()).unwrap().shape(), [batch, &[n, m]].concat());
            matrix_rank(&a, Default::default()).unwrap();
            norm(&a, Norm::default()).unwrap();
            if m == n {
                assert_eq!(inv(&a).unwrap().shape(), shape);
                assert_eq!(slogdet(&a).unwrap().sign.shape(), batch);
                assert_eq!(eig(&a).unwrap().eigenvectors.shape(), shape);
                assert_eq!(eigh(&a, Triangle::Upper).unwrap().eigenvectors.shape(), shape);
                assert_eq!(cholesky(&a, Triangle::Upper).unwrap().shape(), shape);
                let b = DynArray::zeros(&[n, 0], &dtype, Order::C).unwrap();
                assert_eq!(solve(&a, &b).unwrap().shape(), [batch, &[n, 0]].concat());
            }
        }
    }
}

#[test]
fn what_memory_cannot_hold_is_an_error() {
    let tall = DynArray::zeros(&[1 << 33, 0], &DType::FLOAT64, Order::C).unwrap();
    assert!(message(svd(&tall, SvdOptions::default())).contains("Error: "));
    assert!(message(qr(&tall, QrMode::Complete)).contains("Error: "));
}

#[test]
fn extreme_sizes_keep_their_digits() {
    for scale in [1e-300, 1e-160, 1e160, 1e300] {
        let a = array![[3.0, 1.0], [1.0, 2.0]] * scale;
        let s = svdvals(&a).unwrap().to_vec::<f64>().unwrap();
        let w = eigh(&a, Triangle::Lower).unwrap().eigenvalues.to_vec::<f64>().unwrap();
        let golden = (5.0 + 5_f64.sqrt()) / 2.0;
        assert!((s[0] / scale - golden).abs() < 1e-14 && (w[1] / scale - golden).abs() < 1e-14);
        let found = eigvals(&a).unwrap().to_vec::<f64>().unwrap();
        assert!((found[0] / scale - golden).abs() < 1e-13, "{scale} {found:?}");
        let r = qr(&a, QrMode::R).unwrap().r;
        assert!((r.get::<f64>(&[0, 0]).unwrap() / scale + 10_f64.sqrt()).abs() < 1e-14);
    }
    for scale in [1e-300, 1e300] {
        let a = Array2::<f64>::from_diag_elem(90, 2.0 * scale) + Array2::from_elem((90, 90), scale);
        let w = eigvals(&a).unwrap().astype(&DType::COMPLEX128).unwrap();
        let w = w.to_vec::<Complex64>().unwrap();
        let s = svdvals(&a).unwrap().to_vec::<f64>().unwrap();
        assert!((s[0] / scale - 92.0).abs() < 1e-10 && (s[89] / scale - 2.0).abs() < 1e-10);
        assert!(w.iter().any(|w| (w.re / scale - 92.0).abs() < 1e-10));
        assert!(w.iter().all(|w| (w.im / scale).abs() < 1e-10));
    }
    // What is small beside the largest element is not lost.
    for scale in [1e160, 1e200] {
        let mut w =
            eigvals(&array![[0.0, scale], [1.0 / scale, 0.0]]).unwrap().to_vec::<f64>().unwrap();
        w.sort_by(f64::total_cmp);
        assert!((w[0] + 1.0).abs() < 1e-14 && (w[1] - 1.0).abs() < 1e-14, "{scale} {w:?}");
    }
    let diagonal = Array2::from_diag(&array![1e150, 1e-170, 1.0]);
    assert_eq!(eigvals(&diagonal).unwrap().to_vec::<f64>().unwrap(), [1e150, 1e-170, 1.0]);
    // numpy.linalg.eigvals(numpy.arange(16.).reshape(4, 4))[:2]
    let expected = [32.46424919657298, -2.464249196572981];
    for scale in [1e-200, 1.0, 1e200] {
        let a = Array2::from_shape_fn((4, 4), |(i, j)| (4 * i + j) as f64 * scale);
        let w = eigvals(&a).unwrap().astype(&DType::COMPLEX128).unwrap();
        let w = w.to_vec::<Complex64>().unwrap();
        for expected in expected {
            assert!(w.iter().any(|w| (w / scale - expected).norm() < 1e-12), "{scale} {w:?}");
        }
        let turned = a.mapv(|x| Complex64::new(x, scale));
        assert!(
            eigvals(&turned).unwrap().shape() == [4] && eig(&turned).is_ok() && eig(&a).is_ok()
        );
    }
    let tiny = array![[1e-320, 0.0], [0.0, 1e-320]];
    assert!(det(&tiny).unwrap().get::<f64>(&[]).unwrap() == 0.0);
}

/// Systems of every size, with nothing on the right.
#[test]
fn no_right_hand_sides_are_no_solutions() {
    for n in [1, 2, 19, 24, 33, 40, 64] {
        let mut numbers = Numbers::new(n as u64);
        let (square, tall) = (numbers.real(n, n), numbers.real(n + 7, n));
        let wide = numbers.real(n, n + 7);
        let nothing = |rows: usize| Array2::<f64>::zeros((rows, 0));
        assert_eq!(solve(&square, &nothing(n)).unwrap().shape(), [n, 0]);
        let found = lstsq(&tall, &nothing(n + 7), Rcond::Precision).unwrap();
        assert_eq!(found.x.shape(), [n, 0]);
        let found = lstsq(&wide, &nothing(n), Rcond::Precision).unwrap();
        assert_eq!(found.x.shape(), [n + 7, 0]);
    }
}

/// The expected values are NumPy's.
#[test]
fn the_limit_of_least_squares_is_lapacks() {
    let (a, b) = (array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], array![1.0, 0.0, 2.0]);
    // A limit outside (0, 1) is the precision; one that is no number excludes nothing.
    for limit in [-1.0, 0.0, 0.04, 1.0, 2.0, f64::INFINITY, f64::NAN] {
        let found = lstsq(&a, &b, Rcond::Given(limit)).unwrap();
        let x = found.x.to_vec::<f64>().unwrap();
        assert_eq!(found.rank, 2, "{limit}");
        assert!(x[0].abs() < 1e-14 && (x[1] - 0.25).abs() < 1e-14, "{limit} {x:?}");
        assert!((found.residuals.get::<f64>(&[0]).unwrap() - 1.5).abs() < 1e-14);
    }
    let found = lstsq(&a, &b, Rcond::Given(0.5)).unwrap();
    let x = found.x.to_vec::<f64>().unwrap();
    assert!((x[0] - 0.12158594).abs() < 1e-8 && (x[1] - 0.15401483).abs() < 1e-8);
    assert_eq!((found.rank, found.residuals.shape()), (1, &[0][..]));
    let wide = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let x = lstsq(&wide, &array![1.0, 2.0], Rcond::Precision).unwrap().x.to_vec::<f64>().unwrap();
    let expected = [-1.0 / 18.0, 1.0 / 9.0, 5.0 / 18.0];
    assert!(x.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-14), "{x:?}");
    let found =
        lstsq(&array![[1.0, 2.0], [2.0, 4.0]], &array![1.0, 1.0], Rcond::Precision).unwrap();
    let x = found.x.to_vec::<f64>().unwrap();
    assert!(found.rank == 1 && (x[0] - 0.12).abs() < 1e-14 && (x[1] - 0.24).abs() < 1e-14);
}

/// The expected values are NumPy's.
#[test]
fn complex_numbers_are_divided_without_their_squares() {
    let complex = |re: f64, im: f64| Complex64::new(re, im);
    for n in [1, 30, 300] {
        let a = Array2::from_diag_elem(n, complex(1e300, 1e300));
        let found = inv(&a).unwrap().get::<Complex64>(&[0, 0]).unwrap();
        assert!((found - complex(5e-301, -5e-301)).norm() < 1e-315, "{n} {found}");
        let found = slogdet(&a).unwrap();
        let log = found.logabsdet.get::<f64>(&[]).unwrap();
        // ln √2 + 300 ln 10.
        assert!((log / n as f64 - 691.1221014884937).abs() < 1e-6, "{n} {log}");
    }
    let found = inv(&array![[complex(f64::INFINITY, 0.0)]]).unwrap();
    assert_eq!(found.get::<Complex64>(&[0, 0]).unwrap(), Complex64::ZERO);
    let tiny =
        array![[complex(1e-310, 1e-310), Complex64::ZERO], [Complex64::ZERO, complex(1.0, 0.0)]];
    let found = det(&tiny).unwrap().get::<Complex64>(&[]).unwrap();
    assert!((found.re / 1e-310 - 1.0).abs() < 1e-9 && (found.im / 1e-310 - 1.0).abs() < 1e-9);
}

/// What LAPACK's scaling makes of one infinity, by its place.
#[test]
fn an_infinity_in_a_symmetric_matrix() {
    for (row, column, vectors, values, complex) in [
        (0, 0, true, true, true),
        (1, 1, true, false, true),
        (2, 2, true, true, true),
        (1, 0, true, true, false),
        (2, 1, true, true, true),
        (2, 0, false, false, false),
    ] {
        let mut a = Array2::<f64>::eye(3) + 1.0;
        a[(row, column)] = f64::INFINITY;
        let found = eigh(&a, Triangle::Lower);
        assert_eq!(found.is_ok(), vectors, "{row} {column}");
        if let Ok(found) = found {
            assert!(found.eigenvalues.to_vec::<f64>().unwrap().iter().all(|w| w.is_nan()));
        }
        assert_eq!(eigvalsh(&a, Triangle::Lower).is_ok(), values, "{row} {column}");
        let a = a.mapv(|x| Complex64::new(x, 0.0));
        assert_eq!(eigh(&a, Triangle::Lower).is_ok(), complex, "{row} {column}");
    }
}

/// Reflections of what rounding left of a matrix of low rank, whose squares vanish.
#[test]
fn tiny_complex_vectors_are_reflected() {
    for n in [3, 19, 40] {
        for (size, rank) in [(1e-200, n), (1.0, 1)] {
            let a = Array2::from_shape_fn((n, n), |(i, j)| {
                let x = if rank == 1 { 1.0 } else { ((i * 7 + j * j * 3) % 11) as f64 - 5.0 };
                Complex64::new(x * size, 0.0)
            });
            let q = qr(&a, QrMode::Reduced).unwrap().q.unwrap();
            assert!(q.to_vec::<Complex64>().unwrap().iter().all(|x| x.norm() < 1.0 + 1e-14));
            let found = svd(&a, SvdOptions::default()).unwrap();
            assert!(found.s.to_vec::<f64>().unwrap().iter().all(|x| x.is_finite()));
            let found = eigh(&a, Triangle::Lower).unwrap();
            assert!(found.eigenvalues.to_vec::<f64>().unwrap().iter().all(|x| x.is_finite()));
        }
    }
}

/// Ones have one singular value; what rounding leaves of the others shrinks from column to column.
#[test]
fn matrices_of_rank_one_have_vectors() {
    for n in [16, 33, 40, 55, 61, 64, 96, 100] {
        let a = Array2::<f64>::ones((n, n));
        let found = svd(&a, SvdOptions::default()).unwrap();
        let s = found.s.to_vec::<f64>().unwrap();
        assert!((s[0] - n as f64).abs() < 1e-12 && s[1..].iter().all(|&s| s < 1e-12), "{s:?}");
        for vectors in [found.u, found.vh] {
            assert!(vectors.to_vec::<f64>().unwrap().iter().all(|x| x.abs() < 1.0 + 1e-14));
        }
        let found = eigh(&a, Triangle::Lower).unwrap();
        let w = found.eigenvalues.to_vec::<f64>().unwrap();
        assert!((w[n - 1] - n as f64).abs() < 1e-12 && w[..n - 1].iter().all(|w| w.abs() < 1e-12));
        let vectors = found.eigenvectors.to_vec::<f64>().unwrap();
        assert!(vectors.iter().all(|x| x.abs() < 1.0 + 1e-14));
    }
}
