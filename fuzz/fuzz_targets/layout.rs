//! Any sequence of layout operations and indices on any layout: errors or arrays, and every way to
//! read one sees the same elements.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use ndstrata_array::{DynArray, Index, Layout, Order, Slice};
use ndstrata_dtype::DType;

#[derive(Arbitrary, Debug)]
struct Program {
    itemsize: u8,
    offset: u8,
    shape: Vec<u8>,
    strides: Vec<i8>,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
enum Step {
    Index(Vec<Part>),
    Transpose(Vec<i8>),
    Swap(i8, i8),
    Move(Vec<i8>, Vec<i8>),
    Squeeze,
    Expand(Vec<i8>),
    Reshape(Vec<i8>, bool),
    Broadcast(Vec<u8>),
    Write(Vec<Part>, u8),
}

#[derive(Arbitrary, Debug)]
enum Part {
    Int(i8),
    FarInt(i64),
    Slice(Option<i64>, Option<i64>, Option<i8>),
    Ellipsis,
    NewAxis,
    Ints(Vec<i8>),
    Mask(Vec<bool>),
}

/// Enough for every case, and quick to copy.
const MOST_ELEMENTS: usize = 1 << 7;

fuzz_target!(|program: Program| {
    let Some(mut array) = start(&program) else { return };
    for step in program.steps.iter().take(12) {
        if array.size() > MOST_ELEMENTS {
            return;
        }
        if let Some(next) = apply(&array, step) {
            array = next;
        }
    }
    if array.size() > MOST_ELEMENTS {
        return;
    }
    check(&array);
});

fn start(program: &Program) -> Option<DynArray> {
    let itemsize = usize::from(program.itemsize % 18);
    let shape: Vec<usize> = program.shape.iter().take(6).map(|&n| usize::from(n % 9)).collect();
    let strides: Vec<isize> =
        (0..shape.len()).map(|axis| program.strides.get(axis).map_or(1, |&s| s.into())).collect();
    let layout = Layout::strided(&shape, &strides, itemsize).ok()?;
    let bytes = (0..2048_u32).map(|i| (i * 31 % 256) as u8).collect();
    DynArray::from_bytes(bytes, usize::from(program.offset) * 4, layout, &DType::void(itemsize))
        .ok()
}

fn apply(array: &DynArray, step: &Step) -> Option<DynArray> {
    let wide = |axes: &[i8]| axes.iter().map(|&axis| isize::from(axis)).collect::<Vec<_>>();
    let same = array.clone();
    match step {
        Step::Index(parts) => array.index(&indices(parts)).ok(),
        Step::Transpose(axes) if axes.is_empty() => Some(same.t()),
        Step::Transpose(axes) => same.transpose(&wide(axes)).ok(),
        Step::Swap(a, b) => same.swapaxes((*a).into(), (*b).into()).ok(),
        Step::Move(from, to) => same.moveaxis(&wide(from), &wide(to)).ok(),
        Step::Squeeze => Some(same.squeeze()),
        Step::Expand(axes) => same.expand_dims(&wide(axes)).ok(),
        Step::Reshape(shape, fortran) => {
            let order = if *fortran { Order::F } else { Order::C };
            same.reshape_view(&wide(shape), order).ok()
        }
        Step::Broadcast(shape) => {
            let shape: Vec<usize> = shape.iter().take(6).map(|&n| usize::from(n % 9)).collect();
            let view = array.view();
            let wide = view.broadcast_to(&shape).ok()?;
            (wide.size() <= MOST_ELEMENTS).then(|| wide.copy(Order::K).ok())?
        }
        Step::Write(parts, byte) => {
            let mut written = same;
            let bytes = vec![*byte; array.itemsize()];
            let layout = Layout::strided(&[], &[], array.itemsize()).ok()?;
            let value = DynArray::from_bytes(bytes, 0, layout, array.dtype()).ok()?;
            let before = elements(array);
            let done = written.set(&indices(parts), &value.view());
            // The array written is a clone, so the original must not have changed.
            assert_eq!(elements(array), before);
            done.ok().map(|()| written)
        }
    }
}

fn indices(parts: &[Part]) -> Vec<Index> {
    let index = |part: &Part| match part {
        Part::Int(at) => Index::Int((*at).into()),
        Part::FarInt(at) => Index::Int(*at),
        Part::Slice(start, stop, step) => {
            Index::Slice(Slice::new(*start, *stop, step.map(i64::from)))
        }
        Part::Ellipsis => Index::Ellipsis,
        Part::NewAxis => Index::NewAxis,
        Part::Ints(at) => Index::from(at.iter().take(32).copied().collect::<Vec<i8>>()),
        Part::Mask(mask) => Index::from(mask.iter().take(32).copied().collect::<Vec<bool>>()),
    };
    parts.iter().take(8).map(index).collect()
}

/// The bytes of all elements in C order, and how many elements there were.
fn elements(array: &DynArray) -> (Vec<u8>, usize) {
    let (mut all, mut count) = (Vec::new(), 0);
    array.for_each_element(|bytes| {
        all.extend_from_slice(bytes);
        count += 1;
    });
    (all, count)
}

fn check(array: &DynArray) {
    let expected = elements(array);
    assert_eq!(expected.1, array.size());
    for order in [Order::C, Order::F, Order::A, Order::K] {
        let Ok(copy) = array.copy(order) else { continue };
        assert_eq!(copy.shape(), array.shape());
        assert_eq!(elements(&copy), expected, "{order:?}");
    }
    let mut index = vec![0; array.ndim()];
    for element in 0..expected.1 {
        let bytes = &expected.0[element * array.itemsize()..][..array.itemsize()];
        assert_eq!(array.element_bytes(&index), Some(bytes));
        advance(&mut index, array.shape());
    }
}

/// The next index in C order.
fn advance(index: &mut [usize], shape: &[usize]) {
    for (at, &len) in index.iter_mut().zip(shape).rev() {
        *at += 1;
        if *at < len {
            return;
        }
        *at = 0;
    }
}
