//! Sorting, positions of extremes, and searching, along an axis.
//!
//! Each works on the lines of an axis, brought together in memory one after the other; what is done to
//! a line is the kernels' business.

mod argextreme;
mod introselect;
mod lex;
mod memory;
mod partition;
mod search;
mod sort;

use ndarray::IxDyn;
use ndstrata_array::{
    AxisOrder, DynArray, DynCow, DynView, Order, axes_by_strides, normalize_axis,
};
use ndstrata_dtype::{DType, Element};

use crate::error::Result;

pub(crate) use memory::{counts, packed_bytes_mut};

pub use argextreme::{argmax, argmin};
pub(crate) use lex::argsort_rows;
pub use lex::lexsort;
pub use partition::{argpartition, partition, sort_complex};
pub use search::{Side, searchsorted, searchsorted_through};
pub use sort::{SortOptions, argsort, sort};

/// The array with an axis moved last and packed, so that each line lies in one run; and the axis.
/// Without an axis, the flattened array.
fn lines(a: &DynView<'_>, axis: Option<isize>) -> Result<(DynArray, usize)> {
    match axis {
        None => {
            let flat = native(a)?.reshape_view(&[-1], Order::C)?;
            Ok((flat, 0))
        }
        // An array without axes counts as having one.
        Some(0 | -1) if a.ndim() == 0 => lines(a, None),
        Some(axis) => {
            let axis = normalize_axis(axis, a.ndim())?;
            let moved = a.clone().moveaxis(&[axis as isize], &[-1])?;
            Ok((native(&moved)?, axis))
        }
    }
}

/// As [`lines`], to be read only: of a packed array whose last axis is meant, its own.
fn lines_to_read<'a>(a: &DynView<'a>, axis: Option<isize>) -> Result<(DynCow<'a>, usize)> {
    let last = a.ndim().wrapping_sub(1);
    let is_last = match axis {
        None => a.ndim() == 1,
        Some(axis) => a.ndim() > 0 && normalize_axis(axis, a.ndim())? == last,
    };
    if is_last && a.is_c_contiguous() && a.is_aligned() && a.dtype().is_native() {
        return Ok((a.clone().into_cow(), last));
    }
    let (lines, axis) = lines(a, axis)?;
    Ok((lines.into_cow(), axis))
}

/// The array with its elements, which lie in C order, changed: where they lie if that can be.
fn changed<T: Element>(mut array: DynArray, change: impl FnOnce(&mut [T])) -> Result<DynArray> {
    if let Some(values) = array.view_mut()?.typed_mut::<T, IxDyn>()?.as_slice_mut() {
        change(values);
        return Ok(array);
    }
    let shape: Vec<isize> = array.shape().iter().map(|&n| n as isize).collect();
    let mut values = array.to_vec::<T>()?;
    change(&mut values);
    Ok(DynArray::from_vec(values).reshape_view(&shape, Order::C)?)
}

/// A packed copy in C order, in the machine's byte order.
fn native(a: &DynView<'_>) -> Result<DynArray> {
    if a.dtype().is_native() {
        return Ok(a.copy(Order::C)?);
    }
    Ok(a.astype(&a.dtype().to_native())?.copy(Order::C)?)
}

/// In a byte order.
fn in_order_of(result: DynArray, dtype: &DType) -> Result<DynArray> {
    if dtype.is_native() || result.dtype() == dtype {
        return Ok(result);
    }
    Ok(result.astype(dtype)?)
}

/// Puts the last axis back where it was, and all axes in the order in memory that they have in `a`.
fn unmoved_as(result: DynArray, axis: usize, a: &DynView<'_>) -> Result<DynArray> {
    if result.ndim() < 2 || (axis + 1 == result.ndim() && a.is_c_contiguous()) {
        return Ok(result);
    }
    let moved = result.moveaxis(&[-1], &[axis as isize])?;
    match a.ndim() == moved.ndim() {
        true => laid_along(moved, &order_in_memory(a)),
        false => Ok(moved),
    }
}

/// The axes from the outermost in memory on.
pub(crate) fn order_in_memory(a: &DynView<'_>) -> AxisOrder {
    if a.is_c_contiguous() {
        (0..a.ndim()).collect()
    } else if a.is_f_contiguous() {
        (0..a.ndim()).rev().collect()
    } else {
        axes_by_strides(a.ndim(), [a.strides()])
    }
}

/// The array packed, its axes in an order in memory, the outermost first.
pub(crate) fn laid_along(array: DynArray, order: &[usize]) -> Result<DynArray> {
    let axes: Vec<isize> = order.iter().map(|&axis| axis as isize).collect();
    let along = array.transpose(&axes)?;
    let packed = if along.is_c_contiguous() { along } else { along.copy(Order::C)? };
    let mut back = vec![0_isize; order.len()];
    order.iter().enumerate().for_each(|(place, &axis)| back[axis] = place as isize);
    Ok(packed.transpose(&back)?)
}

/// Puts the last axis back where it was.
fn unmoved(result: DynArray, axis: usize) -> Result<DynArray> {
    if axis + 1 == result.ndim() || result.ndim() == 0 {
        return Ok(result);
    }
    Ok(result.moveaxis(&[-1], &[axis as isize])?.copy(Order::C)?)
}
