//! What may be borrowed as `ndarray`, what may not and why, and that moves keep allocations.

use ndarray::{Array1, Array2, Ix1, Ix2, IxDyn, array, s};
use ndstrata_dtype::DType;

use super::*;

#[test]
fn owned_arrays_go_in_and_out_without_a_copy() {
    let a: Array2<f64> = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let address = a.as_ptr();
    let dynamic = DynArray::from(a);
    assert_eq!(dynamic.strides(), [24, 8]);
    let back = dynamic.into_typed::<f64, Ix2>().unwrap();
    assert_eq!(back.as_ptr(), address);
    assert_eq!(back, array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
}

#[test]
fn our_own_allocations_become_ndarrays_without_a_copy() {
    for order in [Order::C, Order::F] {
        let a = DynArray::zeros(&[100, 50], &DType::FLOAT64, order).unwrap();
        let address = a.as_ptr();
        let back = a.into_typed::<f64, Ix2>().unwrap();
        assert_eq!((back.as_ptr().cast(), back.shape()), (address, &[100, 50][..]));
    }
}

#[test]
fn sliced_and_reversed_arrays_keep_their_elements() {
    let a = Array1::from_iter(0..10_i16).slice_move(s![2..9;-3]);
    assert_eq!(a, array![8, 5, 2]);
    let dynamic = DynArray::from(a.clone());
    assert_eq!(dynamic.strides(), [-6]);
    assert_eq!(dynamic.view().typed::<i16, Ix1>().unwrap(), a);
    assert_eq!(dynamic.into_typed::<i16, IxDyn>().unwrap(), a.into_dyn());
}

#[test]
fn each_obstacle_is_named() {
    let bytes: Vec<u8> = (0..64).collect();
    let view = |offset, shape: &[usize], strides: &[isize], dtype: &DType| {
        let layout = Layout::strided(shape, strides, dtype.itemsize()).unwrap();
        DynView::from_bytes(&bytes, offset, layout, dtype).unwrap()
    };
    let start = bytes.as_ptr().align_offset(4);
    let kind = |view: DynView<'_>| view.typed::<i32, Ix1>().err().map(|e| e.kind().clone());
    assert_eq!(kind(view(start, &[3], &[8], &DType::INT32)), None);
    assert_eq!(
        kind(view(start + 1, &[3], &[8], &DType::INT32)),
        Some(ErrorKind::Unaligned { alignment: 4 })
    );
    assert_eq!(
        kind(view(start, &[3], &[6], &DType::INT32)),
        Some(ErrorKind::StrideNotMultiple { axis: 0, stride: 6, itemsize: 4 })
    );
    let swapped = DType::INT32.swap_byte_order();
    assert_eq!(kind(view(start, &[3], &[8], &swapped)), Some(ErrorKind::Swapped));
    assert_eq!(
        kind(view(start, &[1, 3], &[0, 8], &DType::INT32)),
        Some(ErrorKind::RankMismatch { found: 2, expected: 1 })
    );
    assert!(matches!(
        kind(view(start, &[3], &[8], &DType::UINT32)),
        Some(ErrorKind::TypeMismatch { .. })
    ));
    let bools = view(0, &[3], &[1], &DType::BOOL).typed::<bool, Ix1>();
    assert!(matches!(bools.err().unwrap().kind(), ErrorKind::InvalidValue { .. }));
    // Nothing is read where there is nothing, so nothing need be aligned.
    assert_eq!(kind(view(start + 1, &[0], &[8], &DType::INT32)), None);
}

#[test]
fn overlapping_elements_are_not_lent_for_writing() {
    let mut bytes = vec![0_u8; 64];
    let start = bytes.as_ptr().align_offset(4);
    let layout = Layout::strided(&[3], &[0], 4).unwrap();
    let mut view = DynViewMut::from_bytes(&mut bytes, start, layout, &DType::INT32).unwrap();
    let error = view.typed_mut::<i32, Ix1>().err().unwrap();
    assert_eq!(error.kind(), &ErrorKind::SelfOverlap);
}

#[test]
fn writing_through_the_typed_door() {
    let mut a = DynArray::from(array![[1, 2], [3, 4]]);
    let mut view = a.view_mut().unwrap();
    view.typed_mut::<i32, Ix2>().unwrap()[[1, 0]] = 9;
    assert_eq!(a.get::<i32>(&[1, 0]).unwrap(), 9);
}

#[test]
fn axes_past_the_most_that_numpy_has_are_left_out() {
    let shape = |at: &[(usize, usize)], n_axes: usize| {
        let mut shape = vec![1; n_axes];
        at.iter().for_each(|&(axis, n)| shape[axis] = n);
        shape
    };
    let long = ndarray::ArrayD::<i32>::from_shape_vec(
        shape(&[(3, 2), (69, 3)], 70),
        (0..6).collect::<Vec<_>>(),
    )
    .unwrap();
    for dynamic in [
        DynArray::from(long.clone()),
        DynView::from_ndarray(&long).unwrap().copy(Order::C).unwrap(),
    ] {
        assert_eq!(dynamic.ndim(), 64);
        assert_eq!(dynamic.clone().squeeze().shape(), [2, 3]);
        assert_eq!(dynamic.to_vec::<i32>().unwrap(), [0, 1, 2, 3, 4, 5]);
        assert!(dynamic.copy(Order::F).is_ok());
    }
    let mut empty = vec![2; 62];
    empty.extend([0, 0, 1, 1, 1]);
    let empty = DynArray::from(ndarray::ArrayD::<i32>::zeros(empty));
    assert_eq!((empty.ndim(), empty.size()), (64, 0));
    let all_zero = DynArray::from(ndarray::ArrayD::<bool>::from_elem(vec![0; 80], true));
    assert_eq!((all_zero.ndim(), all_zero.size()), (64, 0));
}

#[test]
fn arrays_without_elements_are_seen_and_owned() {
    for shape in [[5, 0], [0, 3], [0, 0]] {
        let mut a = DynArray::zeros(&shape, &DType::FLOAT64, Order::C).unwrap();
        for order in [Order::C, Order::F] {
            let a = a.copy(order).unwrap();
            assert_eq!(a.view().typed::<f64, Ix2>().unwrap().to_owned().shape(), shape);
            assert_eq!(a.clone().into_typed::<f64, Ix2>().unwrap().shape(), shape);
        }
        let mut view = a.view_mut().unwrap();
        let mut view = view.typed_mut::<f64, Ix2>().unwrap();
        assert_eq!(view.as_slice_mut(), Some(&mut [][..]));
        assert_eq!(view.to_owned().shape(), shape);
    }
}
