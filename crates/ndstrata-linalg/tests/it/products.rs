//! Products against their definition, with whole numbers whose sums are exact: in several types and layouts, and
//! lengths on both sides of every change of algorithm.

use ndarray::{Array2, Ix2};
use ndstrata_array::{DynArray, Order, stack};
use ndstrata_dtype::{DType, Kind};
use ndstrata_linalg::{dot, matmul, vecdot};
use num_complex::Complex64;

const TYPES: &[DType] =
    &[DType::FLOAT32, DType::FLOAT64, DType::COMPLEX64, DType::COMPLEX128, DType::INT32];

fn whole(rows: usize, columns: usize, seed: usize, dtype: &DType) -> DynArray {
    let numbers = Array2::from_shape_fn((rows, columns), |(i, j)| {
        let x = ((i * 7 + j * 3 + seed) % 11) as f64 - 5.0;
        Complex64::new(x, if dtype.kind() == Kind::Complex { x % 3.0 } else { 0.0 })
    });
    match dtype.kind() {
        Kind::Complex => DynArray::from(numbers).astype(dtype).unwrap(),
        _ => DynArray::from(numbers.mapv(|x| x.re)).astype(dtype).unwrap(),
    }
}

fn wide(a: &DynArray) -> Array2<Complex64> {
    a.astype(&DType::COMPLEX128).unwrap().into_typed::<Complex64, Ix2>().unwrap()
}

fn by_definition(a: &DynArray, b: &DynArray) -> Array2<Complex64> {
    let (a, b) = (wide(a), wide(b));
    Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).map(|k| a[(i, k)] * b[(k, j)]).sum()
    })
}

/// The same matrix as it is, by columns, and backwards in memory.
fn layouts(a: &DynArray) -> [DynArray; 3] {
    let by_columns = a.clone().t().copy(Order::C).unwrap().t();
    let turned = |a: DynArray| {
        let n = a.shape()[0];
        if n == 0 { a } else { a.slice_axis(0, n - 1, -1, n).unwrap() }
    };
    let backwards = turned(turned(a.clone()).copy(Order::C).unwrap());
    [a.clone(), by_columns, backwards]
}

#[test]
fn matrices_of_every_layout() {
    let shapes = [
        [1, 1, 1],
        [2, 3, 4],
        [5, 0, 3],
        [0, 2, 2],
        [8, 8, 8],
        [9, 17, 30],
        [1, 40, 7],
        [50, 3, 1],
        [30, 70, 26],
    ];
    for dtype in TYPES {
        for [rows, depth, columns] in shapes {
            let (a, b) = (whole(rows, depth, 1, dtype), whole(depth, columns, 4, dtype));
            let expected = by_definition(&a, &b);
            for a in layouts(&a) {
                for b in layouts(&b) {
                    let found = matmul(&a, &b).unwrap();
                    assert_eq!((found.dtype(), found.shape()), (dtype, &[rows, columns][..]));
                    assert_eq!(wide(&found), expected, "{rows} {depth} {columns} {dtype}");
                    assert_eq!(wide(&dot(&a, &b).unwrap()), expected);
                }
            }
        }
    }
}

#[test]
fn vectors_are_rows_and_columns() {
    for dtype in TYPES {
        for [n, m] in [[1, 1], [3, 2], [7, 30], [40, 9]] {
            let (a, x) = (whole(n, m, 2, dtype), whole(m, 1, 5, dtype));
            let expected = by_definition(&a, &x);
            let vector = x.clone().reshape([m as isize]).unwrap();
            for a in layouts(&a) {
                let found = matmul(&a, &vector).unwrap();
                assert_eq!(found.shape(), [n]);
                assert_eq!(wide(&found.expand_dims(&[1]).unwrap()), expected);
                let found = matmul(&vector, a.clone().t()).unwrap();
                assert_eq!(wide(&found.expand_dims(&[1]).unwrap()), expected);
            }
            let found = dot(&vector, &vector).unwrap();
            assert_eq!(found.shape(), [] as [usize; 0]);
            let expected = by_definition(&x.clone().t(), &x)[(0, 0)];
            assert_eq!(
                found.astype(&DType::COMPLEX128).unwrap().get::<Complex64>(&[]).unwrap(),
                expected
            );
            let conjugated = wide(&x).iter().map(|x| x.conj() * x).sum::<Complex64>();
            let found = vecdot(&vector, &vector).unwrap().astype(&DType::COMPLEX128).unwrap();
            assert_eq!(found.get::<Complex64>(&[]).unwrap(), conjugated);
        }
    }
}

/// Half of such a product is computed, and the other half copied.
#[test]
fn a_matrix_with_its_own_transpose() {
    for dtype in TYPES {
        for [n, m] in [[63, 5], [64, 7], [97, 3], [120, 2]] {
            let a = whole(n, m, 3, dtype);
            let (right, left) = (a.clone().t(), a.clone().t());
            assert_eq!(wide(&matmul(&a, &right).unwrap()), by_definition(&a, &right));
            assert_eq!(wide(&matmul(&left, &a).unwrap()), by_definition(&left, &a));
        }
    }
}

#[test]
fn stacks_are_products_of_their_matrices() {
    for dtype in TYPES {
        for [rows, depth, columns] in [[2, 2, 2], [3, 4, 5], [8, 8, 8], [9, 12, 30], [1, 6, 1]] {
            let left: Vec<DynArray> = (0..5).map(|k| whole(rows, depth, k, dtype)).collect();
            let right: Vec<DynArray> =
                (0..5).map(|k| whole(depth, columns, 2 * k, dtype)).collect();
            let views =
                |all: &[DynArray]| stack(&all.iter().map(DynArray::view).collect::<Vec<_>>(), 0);
            let (a, b) = (views(&left).unwrap(), views(&right).unwrap());
            let found = matmul(&a, &b).unwrap();
            let one_right = matmul(&a, &right[1]).unwrap();
            let one_left = matmul(&left[1], &b).unwrap();
            for k in 0..5 {
                let part =
                    |stack: &DynArray| wide(&stack.clone().index_axis(0, k as isize).unwrap());
                assert_eq!(
                    part(&found),
                    by_definition(&left[k], &right[k]),
                    "{rows} {depth} {dtype}"
                );
                assert_eq!(part(&one_right), by_definition(&left[k], &right[1]));
                assert_eq!(part(&one_left), by_definition(&left[1], &right[k]));
            }
        }
    }
}
