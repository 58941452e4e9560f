//! Functions that read and rearrange elements give the same from any layout as from a packed copy.

use ndstrata_array::{
    DynArray, DynView, Index, Layout, Order, OutOfBounds, PadMode, PadStatistic, ReflectType,
    Reshape, Take, argwhere, concatenate, delete, extract, flatnonzero, insert, pad, stack, where_,
};
use ndstrata_dtype::DType;
use ndstrata_testkit::layouts;
use proptest::prelude::*;

/// Bytes that differ, so that every element does.
fn buffer(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i as u8).wrapping_mul(37).wrapping_add(11) % 7).collect()
}

fn source(layout: &ndstrata_testkit::Layout) -> DynArray {
    let dtype = DType::INT16;
    let dtype = if layout.swapped { dtype.swap_byte_order() } else { dtype };
    let strided = Layout::strided(&layout.shape, &layout.strides, layout.itemsize).unwrap();
    DynArray::from_bytes(buffer(layout.buffer_len), layout.offset, strided, &dtype).unwrap()
}

fn values(array: &DynArray) -> (Vec<usize>, Vec<i64>) {
    (array.shape().to_vec(), array.astype(&DType::INT64).unwrap().to_vec().unwrap())
}

/// What a function gives for the two, or the text of its error.
fn same(
    a: &DynArray,
    packed: &DynArray,
    function: impl Fn(&DynView<'_>) -> ndstrata_array::Result<DynArray>,
) {
    let shown = |array: &DynArray| function(&array.view()).map(|made| values(&made));
    match (shown(a), shown(packed)) {
        (Ok(found), Ok(expected)) => assert_eq!(found, expected),
        (found, expected) => assert_eq!(
            found.map_err(|error| error.to_string()),
            expected.map_err(|error| error.to_string())
        ),
    }
}

proptest! {
    #[test]
    fn picking(layout in layouts(2), axis in -1_isize..4, seed in any::<u64>()) {
        let a = source(&layout);
        let packed = a.copy(Order::C).unwrap();
        let positions: Vec<i64> = (0..5).map(|i| (seed >> (8 * i)) as i64 % 6 - 3).collect();
        let positions = DynArray::from_vec(positions);
        for mode in [OutOfBounds::Raise, OutOfBounds::Wrap, OutOfBounds::Clip] {
            let options = Take::default().axis(axis).mode(mode);
            same(&a, &packed, |x| x.take_with(&positions.view(), options));
            same(&a, &packed, |x| x.take_with(&positions.view(), Take::default().mode(mode)));
        }
        let mask = DynArray::from([seed & 1 == 1, seed & 2 == 2]);
        same(&a, &packed, |x| x.compress(&mask.view(), axis));
        same(&a, &packed, |x| extract(x, x));
        same(&a, &packed, flatnonzero);
        same(&a, &packed, argwhere);
        same(&a, &packed, |x| where_(x, x, &positions.view().slice_axis(0, 0, 1, 1)?));
        let choice = DynArray::from([100_i16]);
        same(&a, &packed, |x| x.choose(&[x.clone(), choice.view(), x.clone()], OutOfBounds::Wrap));
    }

    #[test]
    fn arranging(layout in layouts(2), axis in -1_isize..4, n in 0_usize..4) {
        let a = source(&layout);
        let packed = a.copy(Order::C).unwrap();
        for order in [Order::C, Order::F] {
            same(&a, &packed, |x| x.flatten(order));
            same(&a, &packed, |x| x.ravel(order)?.into_owned());
            let options = Reshape::default().order(order);
            same(&a, &packed, |x| x.reshape_with([-1, 1, 2], options)?.into_owned());
        }
        same(&a, &packed, |x| x.repeat(n, axis));
        same(&a, &packed, |x| x.tile(&[n, 2]));
        same(&a, &packed, |x| x.roll(n as isize * 3 - 4));
        same(&a, &packed, |x| x.roll_axes(&[n as isize - 2], &[axis]));
        same(&a, &packed, |x| concatenate(&[x.clone(), x.clone()], axis));
        same(&a, &packed, |x| stack(&[x.clone(), x.clone()], axis));
        same(&a, &packed, |x| insert(x, &Index::Int(n as i64), &x.clone().squeeze(), None));
        same(&a, &packed, |x| delete(x, &Index::Int(n as i64), axis));
        same(&a, &packed, |x| x.triu(n as isize - 1));
        same(&a, &packed, |x| x.resized(&[n, 3]));
        for mode in [
            PadMode::Zero,
            PadMode::Edge,
            PadMode::Wrap,
            PadMode::Reflect(ReflectType::Even),
            PadMode::Symmetric(ReflectType::Odd),
            PadMode::Statistic(PadStatistic::Median, None),
        ] {
            same(&a, &packed, |x| pad(x, &[[n, 2]], &mode));
        }
    }

    #[test]
    fn writing(layout in ndstrata_testkit::disjoint_layouts(2), seed in any::<u64>()) {
        let a = source(&layout);
        let packed = a.copy(Order::C).unwrap();
        let mask: Vec<bool> = (0..a.size()).map(|i| seed >> (i % 64) & 1 == 1).collect();
        let mask = DynArray::from_vec(mask);
        let positions = DynArray::from([seed as i64 % 7, -1, 0]);
        let new = DynArray::from([500_i16, 501]);
        let written = |array: &DynArray| -> ndstrata_array::Result<_> {
            let (mut placed, mut masked, mut put) = (array.clone(), array.clone(), array.clone());
            placed.place(&mask.view(), &new.view())?;
            masked.putmask(&mask.view(), &new.view())?;
            put.put(&positions.view(), &new.view(), OutOfBounds::Wrap)?;
            Ok([values(&placed), values(&masked), values(&put)])
        };
        let (found, expected) = (written(&a), written(&packed));
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (found, expected) => assert_eq!(found.is_err(), expected.is_err()),
        }
    }
}
