//! Layout operations on real memory, against values that NumPy gives.

use ndstrata_dtype::{DType, Record};

use crate::{DynArray, DynView, ErrorKind, Layout, Order};

fn numbers(shape: &[isize]) -> DynArray {
    let n = shape.iter().product::<isize>() as i32;
    DynArray::from_vec((0..n).collect::<Vec<i32>>()).reshape_view(shape, Order::C).unwrap()
}

/// The elements in C order.
fn values(view: &DynView<'_>) -> Vec<i32> {
    let packed = view.copy(Order::C).unwrap();
    let (vec, at) = packed.into_raw_vec::<i32>().ok().unwrap();
    vec[at..at + view.size()].to_vec()
}

#[test]
fn transposing_and_copying() {
    let a = numbers(&[2, 3]);
    let t = a.view().t();
    assert_eq!(t.shape(), [3, 2]);
    assert_eq!(values(&t), [0, 3, 1, 4, 2, 5]);
    assert_eq!(t.copy(Order::K).unwrap().strides(), [4, 12]);
    assert_eq!(t.copy(Order::C).unwrap().strides(), [8, 4]);
}

#[test]
fn narrowing_checks_each_position() {
    let a = numbers(&[4, 3]);
    assert_eq!(values(&a.view().slice_axis(0, 3, -2, 2).unwrap()), [9, 10, 11, 3, 4, 5]);
    assert_eq!(values(&a.view().index_axis(1, -1).unwrap()), [2, 5, 8, 11]);
    assert!(a.view().slice_axis(0, 3, 1, 2).is_err());
    assert!(a.view().slice_axis(0, 1, -1, 3).is_err());
    assert!(a.view().index_axis(0, 4).is_err());
    assert_eq!(a.view().slice_axis(1, 99, 1, 0).unwrap().shape(), [4, 0]);
}

#[test]
fn writing_one_clone_leaves_the_other() {
    let mut a = numbers(&[3]);
    let b = a.clone();
    assert!(a.shares_buffer(&b));
    a.view_mut().unwrap().assign_same_dtype(&numbers(&[1]).view()).unwrap();
    assert_eq!(values(&a.view()), [0, 0, 0]);
    assert_eq!(values(&b.view()), [0, 1, 2]);
}

#[test]
fn a_write_is_seen_through_both_shapes() {
    let mut a = numbers(&[4]);
    let mut view = a.view_mut().unwrap();
    let mut square = view.view_mut().reshape_view(&[2, 2], Order::C).unwrap();
    square.assign_same_dtype(&DynArray::from_vec(vec![7, 8]).view()).unwrap();
    assert_eq!(values(&a.view()), [7, 8, 7, 8]);
}

#[test]
fn fields_of_packed_records_are_views() {
    let record = Record::builder().field("a", DType::UINT8).field("b", DType::INT32).build();
    let dtype = DType::record(record.unwrap());
    let bytes = [1, 10, 0, 0, 0, 2, 20, 0, 0, 0];
    let layout = Layout::contiguous(&[2], 5, Order::C).unwrap();
    let a = DynView::from_bytes(&bytes, 0, layout, &dtype).unwrap();
    let b = a.field("b").unwrap();
    assert!(!b.is_aligned());
    assert_eq!(values(&b), [10, 20]);
}

#[test]
fn layouts_outside_the_memory_are_refused() {
    let bytes = [0_u8; 16];
    let layout = |strides: &[isize]| Layout::strided(&[3], strides, 4).unwrap();
    let error = DynView::from_bytes(&bytes, 4, layout(&[8]), &DType::INT32).err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::OutOfBuffer { start: 4, end: 24, len: 16 }));
    assert!(DynView::from_bytes(&bytes, 4, layout(&[-4]), &DType::INT32).is_err());
    assert!(DynView::from_bytes(&bytes, 8, layout(&[-4]), &DType::INT32).is_ok());
}

#[test]
fn huge_shapes_are_errors() {
    let error = DynArray::zeros(&[1 << 40, 1 << 10], &DType::FLOAT64, Order::C).err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::Memory { .. }), "{error}");
    assert!(DynArray::zeros(&[1 << 61], &DType::FLOAT64, Order::C).is_err());
}

#[test]
fn moving_axes() {
    let a = numbers(&[2, 3, 4]);
    assert_eq!(a.view().moveaxis(&[0], &[-1]).unwrap().shape(), [3, 4, 2]);
    assert_eq!(a.view().moveaxis(&[0, 1], &[-1, -2]).unwrap().shape(), [4, 3, 2]);
    assert_eq!(a.view().expand_dims(&[0, -1]).unwrap().shape(), [1, 2, 3, 4, 1]);
    assert!(a.view().transpose(&[0, 0, 1]).is_err());
    assert!(a.view().squeeze_axes(&[0]).is_err());
}

#[test]
fn arrays_as_elements_are_further_axes() {
    let array = DynArray::from_vec(vec![[1, 2], [3, 4]]);
    assert_eq!(array.shape(), [2, 2]);
    assert_eq!(values(&array.view()), [1, 2, 3, 4]);
}

#[test]
fn views_that_change_places_take_all_that_they_are_with_them() {
    let (mut long, mut short) = (numbers(&[2, 3]), numbers(&[2]));
    let (mut a, mut b) = (long.view_mut().unwrap(), short.view_mut().unwrap());
    std::mem::swap(&mut a, &mut b);
    b.fill(&crate::Scalar::new(7_i32)).unwrap();
    a.fill(&crate::Scalar::new(8_i32)).unwrap();
    assert_eq!((values(&long.view()), values(&short.view())), (vec![7; 6], vec![8; 2]));
}

#[test]
fn shapes_that_count_past_the_end_are_refused() {
    let error = Layout::strided(&[1 << 32, 1 << 32], &[1 << 20, 1], 1).err().unwrap();
    assert_eq!(error.kind(), &ErrorKind::TooBig);
    let one = DynArray::from_vec(vec![1_u8]);
    assert!(one.view().broadcast_to(&[1 << 32, 1 << 32]).is_err());
    assert!(one.view().broadcast_to(&[usize::MAX]).is_err());
    assert!(one.view().broadcast_to(&[(1 << 63) + 4, 2]).is_err());
}

#[test]
fn empty_layouts_may_have_any_strides() {
    let layout = Layout::strided(&[0, 4], &[1, isize::MAX], 1).unwrap();
    let view = DynView::from_bytes(&[], 0, layout, &DType::UINT8).unwrap();
    assert_eq!(view.slice_axis(1, 1, 2, 2).unwrap().shape(), [0, 2]);
}
