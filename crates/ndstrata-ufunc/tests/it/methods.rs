//! `reduce`, `accumulate`, `reduceat`, `outer` and `at`.

use ndstrata_array::{DynArray, Order, index};
use ndstrata_dtype::DType;
use ndstrata_ufunc::{CallOptions, Operand, ReduceOptions, ufuncs};

fn matrix() -> DynArray {
    DynArray::from(ndarray::array![[1_i8, 2, 3], [4, 5, 6]])
}

#[test]
fn reduce() {
    let a = matrix();
    let sum = |options| ufuncs::ADD.reduce(&a.view(), options).unwrap();
    assert_eq!(sum(ReduceOptions::new()).to_string(), "[5 7 9]");
    assert_eq!(sum(ReduceOptions::new()).dtype(), &DType::INT64);
    assert_eq!(sum(ReduceOptions::new().all_axes().initial(100)).to_string(), "121");
    assert_eq!(sum(ReduceOptions::new().axes(&[1]).keepdims()).to_string(), "[[ 6]\n [15]]");
    assert_eq!(sum(ReduceOptions::new().dtype(DType::INT8)).dtype(), &DType::INT8);
    let mask = DynArray::from_vec(vec![true, false, true]);
    assert_eq!(sum(ReduceOptions::new().axes(&[1]).mask(mask.view())).to_string(), "[ 4 10]");
    let quotient = ufuncs::DIVIDE.reduce(&a.view(), ReduceOptions::new().axes(&[1])).unwrap();
    assert_eq!(quotient.to_string(), "[0.16666667 0.13333333]");
}

#[test]
fn reduce_errors() {
    let a = matrix();
    let message = |result: ndstrata_ufunc::Result<DynArray>| result.unwrap_err().to_string();
    assert_eq!(
        message(ufuncs::SUBTRACT.reduce(&a.view(), ReduceOptions::new().all_axes())),
        "reduction operation 'subtract' is not reorderable, so at most one axis may be specified"
    );
    assert_eq!(
        message(ufuncs::SIN.reduce(&a.view(), ReduceOptions::new())),
        "reduce only supported for binary functions"
    );
    let empty = DynArray::zeros(&[0, 2], &DType::FLOAT64, Order::C).unwrap();
    assert_eq!(
        message(ufuncs::MAXIMUM.reduce(&empty.view(), ReduceOptions::new())),
        "zero-size array to reduction operation maximum which has no identity"
    );
    let kept = ufuncs::MAXIMUM.reduce(&empty.view(), ReduceOptions::new().axes(&[1])).unwrap();
    assert_eq!(kept.shape(), [0]);
    assert_eq!(
        message(ufuncs::ADD.reduce(&a.view(), ReduceOptions::new().axes(&[0, 0]))),
        "duplicate value in 'axis'"
    );
}

#[test]
fn accumulate_and_reduceat() {
    let a = matrix();
    let running = ufuncs::ADD.accumulate(&a.view(), 1, None).unwrap();
    assert_eq!(running.to_string(), "[[ 1  3  6]\n [ 4  9 15]]");
    let highest = ufuncs::MAXIMUM.accumulate(&a.view(), 0, None).unwrap();
    assert_eq!(highest.to_string(), "[[1 2 3]\n [4 5 6]]");
    let line = DynArray::from_vec((0..8).collect::<Vec<i32>>());
    let sums = ufuncs::ADD.reduceat(&line.view(), &[0, 4, 1, 5, 2, 6, 3, 7], 0, None).unwrap();
    assert_eq!(sums.to_string(), "[ 6  4 10  5 14  6 18  7]");
    let error = ufuncs::ADD.reduceat(&line.view(), &[0, 9], 0, None).unwrap_err();
    assert_eq!(error.to_string(), "index 9 out-of-bounds in add.reduceat [0, 8)");
}

#[test]
fn outer_and_at() {
    let (a, b) = (DynArray::from_vec(vec![1, 2]), DynArray::from_vec(vec![1, 2, 3]));
    let table = ufuncs::MULTIPLY.outer(&a, &b, CallOptions::new()).unwrap();
    assert_eq!(table[0].to_string(), "[[1 2 3]\n [2 4 6]]");
    let mut counts = DynArray::zeros(&[3], &DType::FLOAT64, Order::C).unwrap();
    let add = DynArray::from_vec(vec![1, 2, 3]);
    let mut view = counts.view_mut().unwrap();
    ufuncs::ADD.at(&mut view, &index![[0, 0, 1]], Some(Operand::from(&add))).unwrap();
    assert_eq!(counts.to_string(), "[3. 3. 0.]");
}

#[test]
fn what_a_reduction_starts_from_is_held_by_its_type() {
    let a = DynArray::from_vec(vec![1_i8, 2]);
    let sum = |initial: i64| {
        let options = ReduceOptions::new().dtype(DType::INT8).initial(initial);
        ufuncs::ADD.reduce(&a.view(), options)
    };
    assert_eq!(sum(100).unwrap().to_string(), "103");
    assert_eq!(sum(300).unwrap_err().to_string(), "Python integer 300 out of bounds for int8");
}
