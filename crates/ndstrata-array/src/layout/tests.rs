//! Values that NumPy gives for the same shapes and strides.

use super::*;

fn c(shape: &[usize], itemsize: usize) -> Layout {
    Layout::contiguous(shape, itemsize, Order::C).unwrap()
}

#[test]
fn contiguous_strides() {
    assert_eq!(c(&[2, 3, 4], 8).strides(), [96, 32, 8]);
    assert_eq!(Layout::contiguous(&[3, 3], 4, Order::F).unwrap().strides(), [4, 12]);
    assert_eq!(c(&[0, 3], 4).size(), 0);
    assert!(Layout::contiguous(&[1 << 61], 8, Order::C).is_err());
    assert!(Layout::contiguous(&[0, 1 << 62], 8, Order::C).is_err());
    assert!(Layout::contiguous(&[1; 65], 8, Order::C).is_err());
}

#[test]
fn extent_of_a_reversed_axis() {
    let layout = Layout::strided(&[3, 2], &[-16, 8], 8).unwrap();
    assert_eq!(layout.extent(8), Some(Extent { start: -32, end: 16 }));
    assert!(Layout::strided(&[3], &[isize::MAX], 1).is_err());
}

#[test]
fn reshape_keeps_memory_where_it_can() {
    let a = c(&[4, 3], 8);
    assert_eq!(a.reshape(&[2, 6], Order::C, 8).unwrap().strides(), [48, 8]);
    let t = a.clone().transpose();
    assert!(t.reshape(&[12], Order::C, 8).is_none());
    assert_eq!(t.reshape(&[12], Order::F, 8).unwrap().strides(), [8]);
    assert_eq!(t.reshape(&[3, 2, 2], Order::C, 8).unwrap().strides(), [8, 48, 24]);
}

#[test]
fn unknown_length_is_found() {
    assert_eq!(reshape::resolve_shape(&[2, -1], 12).unwrap().as_slice(), [2, 6]);
    assert!(reshape::resolve_shape(&[5, -1], 12).is_err());
    assert!(reshape::resolve_shape(&[0, -1], 0).is_err());
    assert!(reshape::resolve_shape(&[-1, -1], 12).is_err());
    assert_eq!(reshape::resolve_shape(&[-2, 6], 12).unwrap().as_slice(), [2, 6]);
}

#[test]
fn a_plan_merges_what_follows() {
    let a = c(&[4, 5, 6], 8);
    let plan = Plan::new(a.shape(), [a.strides()]);
    assert_eq!((plan.n_axes(), plan.inner_len()), (1, 120));
    let t = a.clone().transpose();
    assert_eq!(Plan::new(t.shape(), [t.strides()]).inner_len(), 120);
    assert_eq!(Plan::in_c_order(t.shape(), [t.strides()]).inner_len(), 4);
}

#[test]
fn a_plan_visits_each_element_once() {
    let layout = Layout::strided(&[3, 1, 4, 2], &[-80, 0, 20, -10], 8).unwrap();
    let mut seen = Vec::new();
    let plan = Plan::new(layout.shape(), [layout.strides()]);
    plan.for_each_run(|[at]| {
        for i in 0..plan.inner_len() {
            seen.push(at + i as isize * plan.inner_strides()[0]);
        }
    });
    let mut expected = Vec::new();
    for i in 0..3 {
        for k in 0..4 {
            for l in 0..2 {
                expected.push(-80 * i + 20 * k - 10 * l);
            }
        }
    }
    seen.sort_unstable();
    expected.sort_unstable();
    assert_eq!(seen, expected);
}

#[test]
fn broadcasting() {
    let a = c(&[6, 1], 8);
    assert_eq!(a.broadcast_to(&[2, 6, 5]).unwrap().strides(), [0, 8, 0]);
    assert!(a.broadcast_to(&[5, 5]).is_err());
    assert!(a.broadcast_to(&[1]).is_err());
    assert!(broadcast_shapes(&[&[2], &[3]]).is_err());
    assert_eq!(broadcast_shapes(&[&[0], &[1]]).unwrap(), [0]);
}

#[test]
fn self_overlap() {
    assert!(!c(&[4, 3], 8).may_self_overlap(8));
    assert!(Layout::strided(&[4], &[0], 8).unwrap().may_self_overlap(8));
    assert!(Layout::strided(&[4, 3], &[8, 8], 8).unwrap().may_self_overlap(8));
    assert!(!Layout::strided(&[4, 3], &[-8, 32], 8).unwrap().may_self_overlap(8));
}
