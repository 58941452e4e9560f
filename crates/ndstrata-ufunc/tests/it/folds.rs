//! Folds, running results, segments and changes in place, against the ufunc called on two elements.

use ndstrata_array::{DynArray, Index, Order};
use ndstrata_dtype::{ByteOrder, DType};
use ndstrata_ufunc::{CallOptions, ReduceOptions, Ufunc, ufuncs};

/// Ufuncs whose folds go from the first element to the last, whatever NumPy does with a tree.
const FOLDED: &[&Ufunc] = &[
    &ufuncs::SUBTRACT,
    &ufuncs::MULTIPLY,
    &ufuncs::BITWISE_AND,
    &ufuncs::BITWISE_XOR,
    &ufuncs::LEFT_SHIFT,
    &ufuncs::GCD,
    &ufuncs::MAXIMUM,
    &ufuncs::FMIN,
    &ufuncs::COPYSIGN,
    &ufuncs::LOGICAL_XOR,
    &ufuncs::LOGICAL_AND,
];

fn cube(dtype: &str) -> DynArray {
    let values: Vec<i64> = (0..3 * 37 * 5).map(|k| k * 7919 % 13 - 2).collect();
    let dtype: DType = dtype.parse().unwrap();
    DynArray::from_vec(values).astype(&dtype).unwrap().reshape_view(&[3, 37, 5], Order::C).unwrap()
}

/// The array as it lies in other orders of axes and of bytes.
fn arranged(a: &DynArray) -> Vec<DynArray> {
    let fortran = a.copy(Order::F).unwrap();
    let swapped = a.astype(&a.dtype().with_byte_order(ByteOrder::SWAPPED)).unwrap();
    let mut doubled = DynArray::zeros(&[3, 37, 10], a.dtype(), Order::C).unwrap();
    let view = doubled.view_mut().unwrap();
    view.slice_axis(2, 0, 2, 5).unwrap().assign(&a.view()).unwrap();
    let apart = doubled.slice_axis(2, 0, 2, 5).unwrap();
    vec![a.clone(), fortran, swapped, apart]
}

/// The folds of every prefix along an axis, one call each.
fn prefixes(ufunc: &'static Ufunc, a: &DynArray, axis: isize) -> Option<Vec<DynArray>> {
    let line = |k: usize| a.clone().index_axis(axis, k as isize).unwrap();
    let start = ufunc.accumulate(&a.view(), axis, None).ok()?.dtype().clone();
    let mut all = vec![line(0).astype(&start).unwrap()];
    for k in 1..a.shape()[axis as usize] {
        let element = line(k).astype(&start).unwrap();
        let inputs = [(&all[k - 1]).into(), (&element).into()];
        let folded = ufunc.call(&inputs, CallOptions::new()).ok()?.pop()?;
        all.push(folded.astype(&start).unwrap());
    }
    Some(all)
}

fn text(a: &DynArray) -> String {
    format!("{} {:?} {a}", a.dtype().to_native(), a.shape())
}

#[test]
fn every_way_of_folding_is_that_of_pairs() {
    let mut n_checked = 0;
    for dtype in ["?", "i1", "u2", "i4", "i8", "f4", "f8"] {
        let a = cube(dtype);
        for &ufunc in FOLDED {
            for axis in 0..3 {
                let Some(expected) = prefixes(ufunc, &a, axis) else { continue };
                n_checked += 1;
                for a in arranged(&a) {
                    let name = format!("{} {dtype} axis {axis}", ufunc.name());
                    let running = ufunc.accumulate(&a.view(), axis, None).unwrap();
                    for (k, expected) in expected.iter().enumerate() {
                        let found = running.clone().index_axis(axis, k as isize).unwrap();
                        assert_eq!(text(&found), text(expected), "{name} accumulate {k}");
                    }
                    let options = ReduceOptions::new().axes(&[axis]).no_initial();
                    let folded = ufunc.reduce(&a.view(), options).unwrap();
                    assert_eq!(text(&folded), text(expected.last().unwrap()), "{name} reduce");
                    let last = a.shape()[axis as usize] as i64 - 1;
                    let cuts = ufunc.reduceat(&a.view(), &[0, last, 0], axis, None).unwrap();
                    let before = cuts.clone().index_axis(axis, 0).unwrap();
                    assert_eq!(
                        text(&before),
                        text(&expected[last as usize - 1]),
                        "{name} reduceat"
                    );
                    let whole = cuts.index_axis(axis, 2).unwrap();
                    assert_eq!(text(&whole), text(expected.last().unwrap()), "{name} reduceat");
                }
            }
        }
    }
    assert!(n_checked > 120, "{n_checked}");
}

#[test]
fn halves_are_rounded_where_rows_are_folded() {
    // `(numpy.arange(300) * 0.1).astype('f2').reshape(100, 3).sum(0)`, and in Fortran's order.
    let values: Vec<f64> = (0..300).map(|k| f64::from(k) * 0.1).collect();
    let half: DType = "f2".parse().unwrap();
    let a = DynArray::from_vec(values).astype(&half).unwrap();
    let rows = a.reshape_view(&[100, 3], Order::C).unwrap();
    let sum = |a: &DynArray, axis| {
        ufuncs::ADD.reduce(&a.view(), ReduceOptions::new().axes(&[axis])).unwrap().to_string()
    };
    assert_eq!(sum(&rows, 0), "[1.485e+03 1.496e+03 1.505e+03]");
    assert_eq!(sum(&rows.copy(Order::F).unwrap(), 0), "[1.485e+03 1.495e+03 1.505e+03]");
}

#[test]
fn elements_are_changed_as_often_as_they_are_named() {
    let positions = vec![3_i64, 0, -1, 3, 3, 7];
    for dtype in ["u1", "i8", "f2", "f4", "f8", "c16"] {
        let dtype: DType = dtype.parse().unwrap();
        for ufunc in [&ufuncs::ADD, &ufuncs::MAXIMUM, &ufuncs::MULTIPLY] {
            let start = DynArray::from_vec((1..=9).collect::<Vec<i64>>()).astype(&dtype).unwrap();
            let by = DynArray::from_vec(vec![2_i64, 3, 4, 5, 6, 1]).astype(&dtype).unwrap();
            let mut expected = start.clone();
            for (k, &position) in positions.iter().enumerate() {
                let one = |a: &DynArray, at| a.clone().slice_axis(0, at, 1, 1).unwrap();
                let at = position.rem_euclid(9) as usize;
                let (element, operand) = (one(&expected, at), one(&by, k));
                let inputs = [(&element).into(), (&operand).into()];
                let changed = ufunc.call(&inputs, CallOptions::new()).unwrap().pop().unwrap();
                let mut place = expected.view_mut().unwrap().slice_axis(0, at, 1, 1).unwrap();
                place.assign(&changed.view()).unwrap();
            }
            let mut found = start.clone();
            let index = [Index::from(positions.clone())];
            ufunc.at(&mut found.view_mut().unwrap(), &index, Some((&by).into())).unwrap();
            assert_eq!(text(&found), text(&expected), "{} {dtype}", ufunc.name());
        }
    }
    let mut a = DynArray::from_vec(vec![1.5_f64, -2.0, 4.0]);
    let index = [Index::from(vec![0_i64, 0, 2])];
    ufuncs::NEGATIVE.at(&mut a.view_mut().unwrap(), &index, None).unwrap();
    assert_eq!(a.to_vec::<f64>().unwrap(), [1.5, -2.0, -4.0]);
    let past = [Index::from(vec![0_i64, 3])];
    let error = ufuncs::NEGATIVE.at(&mut a.view_mut().unwrap(), &past, None).unwrap_err();
    assert_eq!(error.to_string(), "index 3 is out of bounds for axis 0 with size 3");
}
