//! Parts of arrays of numbers, read and written.

use ndstrata_array::{DynArray, Index};
use num_traits::ToPrimitive;

use super::arrays::is_of_numbers;
use super::scalars::element_of;
use crate::coerce::as_index;
use crate::error::{Error, Result};
use crate::functions::{array_item, set_array_item};
use crate::value::Value;

/// The part of an array of numbers at an index.
pub(super) fn item(object: &Value, index: &Value) -> Option<Result<Value>> {
    let Value::Array(source) = object else { return None };
    let array = source.get();
    let found = match place_of(&array, index) {
        Some((place, n_axes)) => {
            array.scalar_at(&place[..n_axes]).map(Value::Scalar).map_err(Error::from)
        }
        None if !is_of_numbers(&array) => return None,
        None => match (index, array.shape()) {
            // A row, or what is one of more axes.
            (Value::Int(i), [_, _, ..]) => match i.to_isize() {
                Some(i) => match array.index_axis(0, i) {
                    Ok(row) => return Some(Ok(Value::Array(source.derive(row)))),
                    Err(_) => array_item(source, index),
                },
                None => array_item(source, index),
            },
            _ => {
                drop(array);
                array_item(source, index)
            }
        },
    };
    Some(found)
}

/// Writes to an array of numbers at an index.
pub(super) fn set_item(object: &Value, index: &Value, value: &Value) -> Option<Result<Value>> {
    let Value::Array(target) = object else { return None };
    let (element, place) = target.read(|array| {
        let element = element_of(value, array.dtype()).filter(|_| array.dtype().is_native());
        is_of_numbers(array).then(|| (element, place_of(array, index)))
    })?;
    if let (Some(element), Some((place, n_axes))) = (&element, place) {
        let written = target.set_element(&place[..n_axes], element);
        return Some(written.map(|()| Value::None));
    }
    let written = match (element, basic_index(index)) {
        (Some(element), Some(index)) => target.update(|mut view| match view.slice_mut(&index) {
            Ok(mut part) => Ok(part.fill(&element).is_ok()),
            Err(_) => Ok(false),
        }),
        _ => Ok(false),
    };
    let done = match written {
        Ok(true) => Ok(()),
        Ok(false) => set_array_item(target, index, value),
        Err(error) => Err(error),
    };
    Some(done.map(|()| Value::None))
}

/// An index of integers, slices and their like, which selects each element once.
fn basic_index(index: &Value) -> Option<Vec<Index>> {
    let is_basic = |part: &Value| {
        matches!(part, Value::Int(_) | Value::Slice(_) | Value::Ellipsis | Value::None)
    };
    let is_all_basic = match index {
        Value::Tuple(parts) => parts.iter().all(is_basic),
        one => is_basic(one),
    };
    if is_all_basic { as_index(index).ok() } else { None }
}

/// Most axes for which indices are looked at here.
const FEW_AXES: usize = 4;

/// The place that integers name, one for each axis of an array of numbers in the machine's byte order, and the
/// number of axes.
fn place_of(array: &DynArray, index: &Value) -> Option<([isize; FEW_AXES], usize)> {
    let parts = match index {
        Value::Tuple(items) => &items[..],
        Value::Int(_) => std::slice::from_ref(index),
        _ => return None,
    };
    let n_axes = parts.len();
    let is_plain = is_of_numbers(array) && array.dtype().is_native();
    if n_axes > FEW_AXES || array.ndim() != n_axes || !is_plain {
        return None;
    }
    let mut place = [0; FEW_AXES];
    for ((place, part), &length) in place.iter_mut().zip(parts).zip(array.shape()) {
        let Value::Int(i) = part else { return None };
        let (i, length) = (i.to_isize()?, length as isize);
        let from_start = if i < 0 { i + length } else { i };
        // What is out of bounds is told of by the function.
        *place = Some(from_start).filter(|i| (0..length).contains(i))?;
    }
    Some((place, n_axes))
}
