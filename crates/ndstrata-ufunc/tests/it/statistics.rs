//! Means, spreads, order and search.

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;
use ndstrata_ufunc::{
    MeanOptions, Side, SortOptions, argmax, argsort, cumsum, mean, ptp, searchsorted, sort, std,
    var,
};

#[test]
fn means_and_spreads() {
    let a = DynArray::from(ndarray::array![[1.0, 2.0, 4.0], [7.0, 0.0, -2.0]]);
    assert_eq!(mean(&a.view(), &MeanOptions::new()).unwrap().to_string(), "2.0");
    let by_row = MeanOptions::new().axes(&[1]);
    assert_eq!(mean(&a.view(), &by_row).unwrap().to_string(), "[2.33333333 1.66666667]");
    assert_eq!(var(&a.view(), &by_row).unwrap().to_string(), "[ 1.55555556 14.88888889]");
    let sample = std(&a.view(), &MeanOptions::new().ddof(1.0)).unwrap();
    assert_eq!(sample.to_string(), "3.1622776601683795");
    assert_eq!(ptp(&a.view(), Some(&[0])).unwrap().to_string(), "[6. 2. 6.]");
    let halves = a.astype(&DType::FLOAT16).unwrap();
    assert_eq!(mean(&halves.view(), &by_row).unwrap().to_string(), "[2.334 1.667]");
    assert_eq!(cumsum(&a.view(), None, None).unwrap().to_string(), "[ 1.  3.  7. 14. 14. 12.]");
}

#[test]
fn order() {
    let a = DynArray::from(ndarray::array![[3.0, f64::NAN, 1.0], [-0.5, 9.0, 2.0]]);
    let sorted = sort(&a.view(), SortOptions::default()).unwrap();
    assert_eq!(sorted.to_string(), "[[ 1.   3.   nan]\n [-0.5  2.   9. ]]");
    let by_column = sort(&a.view(), SortOptions::default().axis(Some(0))).unwrap();
    assert_eq!(by_column.to_string(), "[[-0.5  9.   1. ]\n [ 3.   nan  2. ]]");
    let places = argsort(&a.view(), SortOptions::default().axis(None)).unwrap();
    assert_eq!(places.to_string(), "[3 2 5 0 4 1]");
    assert_eq!(argmax(&a.view(), Some(1)).unwrap().to_string(), "[1 1]");
    let words = DynArray::from_vec(vec![3_i64, 21, 100]).astype(&"U3".parse().unwrap()).unwrap();
    assert_eq!(
        sort(&words.view(), SortOptions::default()).unwrap().to_string(),
        "['100' '21' '3']"
    );
}

#[test]
fn searching() {
    let a = DynArray::from_vec(vec![1, 2, 2, 5]);
    let v = DynArray::from_vec(vec![2.0, 4.5, -1.0, f64::NAN]);
    let found = |side| searchsorted(&a.view(), &v.view(), side).unwrap().to_string();
    assert_eq!(found(Side::Left), "[1 3 0 4]");
    assert_eq!(found(Side::Right), "[3 3 0 4]");
}
