//! Indexing against what NumPy gives, on an array of ones' own positions.

use crate::{DynArray, Index, Order, Scalar, Slice};

/// `np.arange(n).reshape(shape)`
fn arange(shape: &[isize]) -> DynArray {
    let n = shape.iter().product::<isize>() as i64;
    DynArray::from_vec((0..n).collect::<Vec<i64>>()).reshape_view(shape, Order::C).unwrap()
}

#[track_caller]
fn check(shape: &[isize], indices: &[Index], expected_shape: &[usize], expected: &[i64]) {
    let a = arange(shape);
    let found = a.view().index(indices).unwrap();
    assert_eq!(found.shape(), expected_shape);
    assert_eq!(found.to_vec::<i64>().unwrap(), expected);
    assert_eq!(a.index(indices).unwrap().to_vec::<i64>().unwrap(), expected);
}

#[track_caller]
fn check_error(shape: &[isize], indices: &[Index], class: &str, message: &str) {
    let error = arange(shape).view().index(indices).err().unwrap();
    assert_eq!((error.numpy_class(), error.to_string().as_str()), (class, message));
}

fn shape_of(shape: &[isize], indices: &[Index]) -> Vec<usize> {
    arange(shape).view().index(indices).unwrap().shape().to_vec()
}

#[test]
fn basic() {
    check(&[3, 4], &index![1], &[4], &[4, 5, 6, 7]);
    check(&[3, 4], &index![-1, ..2], &[2], &[8, 9]);
    check(&[3, 4], &index![Slice::all().step(-2), 1], &[2], &[9, 1]);
    check(&[3, 4], &[Index::Ellipsis, 0.into()], &[3], &[0, 4, 8]);
    check(&[4], &[Index::NewAxis, (1..3).into()], &[1, 2], &[1, 2]);
    check(&[3, 4], &[], &[3, 4], &(0..12).collect::<Vec<_>>());
}

#[test]
fn advanced() {
    check(&[3, 4], &index![[2, 0]], &[2, 4], &[8, 9, 10, 11, 0, 1, 2, 3]);
    check(&[3, 4], &index![[2, 0], [1, -1]], &[2], &[9, 3]);
    check(&[3, 4], &index![.., [3, 1]], &[3, 2], &[3, 1, 7, 5, 11, 9]);
    check(&[3, 4], &index![[true, false, true]], &[2, 4], &[0, 1, 2, 3, 8, 9, 10, 11]);
    check(&[3, 4], &index![[true, false, true], 1], &[2], &[1, 9]);
    let mask = DynArray::from_vec(vec![[true, false], [false, true], [true, true]]);
    check(&[3, 2], &index![mask], &[4], &[0, 3, 4, 5]);
}

#[test]
fn where_the_selection_goes() {
    assert_eq!(shape_of(&[5, 2, 3], &index![.., [0], Index::Ellipsis, [1]]), [1, 5]);
    assert_eq!(shape_of(&[5, 2, 3], &index![.., [0, 1], Index::NewAxis, [1, 1]]), [2, 5, 1]);
    assert_eq!(shape_of(&[5, 2, 3], &index![0, .., [1, 1]]), [2, 2]);
    assert_eq!(shape_of(&[5, 2, 3], &index![.., true, [0, 1]]), [5, 2, 3]);
    assert_eq!(shape_of(&[5, 2, 3], &index![.., .., true]), [5, 2, 1, 3]);
    assert_eq!(shape_of(&[5, 2, 3], &index![Index::NewAxis, 0, [0, 1]]), [1, 2, 3]);
    assert_eq!(shape_of(&[5, 2, 3], &index![0, Index::NewAxis, [0, 1]]), [2, 1, 3]);
    assert_eq!(shape_of(&[3, 4], &index![false]), [0, 3, 4]);
}

#[test]
fn nothing_selected() {
    check(&[3, 4], &index![Vec::<i64>::new()], &[0, 4], &[]);
    check(&[3, 4], &index![Vec::<bool>::new()], &[0, 4], &[]);
    check(&[3, 0], &index![.., Vec::<i64>::new()], &[3, 0], &[]);
}

#[test]
fn errors() {
    let text = "index 10 is out of bounds for axis 0 with size 3";
    check_error(&[3, 0], &index![[10]], "IndexError", text);
    let text = "too many indices for array: array is 2-dimensional, but 3 were indexed";
    check_error(&[3, 4], &index![0, [0], 0], "IndexError", text);
    let text = "boolean index did not match indexed array along axis 1; size of axis is 4 but \
                size of corresponding boolean axis is 2";
    check_error(&[3, 4], &index![0, [true, true]], "IndexError", text);
    let text = "shape mismatch: indexing arrays could not be broadcast together with shapes (2,) \
                (3,) ";
    check_error(&[3, 4], &index![[0, 1], [0, 1, 2]], "IndexError", text);
    let text = "an index can only have a single ellipsis ('...')";
    check_error(&[3, 4], &[Index::Ellipsis, Index::Ellipsis], "IndexError", text);
    check_error(&[3], &index![Slice::all().step(0)], "ValueError", "slice step cannot be zero");
    let text = "arrays used as indices must be of integer (or boolean) type";
    check_error(&[3], &index![[1.0]], "IndexError", text);
}

#[test]
fn assignment() {
    let mut a = arange(&[3, 4]);
    let one = Scalar::new(100_i64);
    a.set(&index![1, ..2], &one.view().unwrap()).unwrap();
    a.set(&index![[0, 2], [3, 3]], &DynArray::from_vec(vec![1.5, -2.5]).view()).unwrap();
    assert_eq!(a.to_vec::<i64>().unwrap(), [0, 1, 2, 1, 100, 100, 6, 7, 8, 9, 10, -2]);
    let mask = a.to_vec::<i64>().unwrap().iter().map(|&x| x > 6).collect::<Vec<_>>();
    let mask = DynArray::from_vec(mask).reshape_view(&[3, 4], Order::C).unwrap();
    a.set(&index![mask.clone()], &DynArray::from_vec((0..6_i64).collect::<Vec<_>>()).view())
        .unwrap();
    assert_eq!(a.to_vec::<i64>().unwrap(), [0, 1, 2, 1, 0, 1, 6, 2, 3, 4, 5, -2]);
    let three = DynArray::from_vec(vec![1, 2, 3]);
    let error = a.set(&index![mask], &three.view()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "NumPy boolean array indexing assignment cannot assign 3 input values to the 6 output \
         values where the mask is true"
    );
    let error = a.set(&index![[0, 1]], &three.view()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "shape mismatch: value array of shape (3,) could not be broadcast to indexing result of \
         shape (2,4)"
    );
    let error = a.set(&index![..2], &three.view()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "could not broadcast input array from shape (3,) into shape (2,4)"
    );
}
