//! `append`, `insert` and `delete`: copies with elements more or fewer.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

use ndstrata_dtype::DType;

use super::concatenate::{Concatenate, concatenate};
use super::fault::JoinFault;
use crate::array::{DynArray, DynBase, DynCow, DynView};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Index, OutOfBounds, Slice, counting, int_values};
use crate::layout::{Dims, Order, normalize_axis};

/// The array with values after its end; `None` flattens both.
///
/// NumPy: [numpy.append](https://numpy.org/doc/stable/reference/generated/numpy.append.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
pub fn append(
    array: &DynView<'_>,
    values: &DynView<'_>,
    axis: impl Into<Option<isize>>,
) -> Result<DynArray> {
    let axis = axis.into();
    if axis.is_some() {
        return Concatenate::default().axis(axis).join(&[array.reborrow(), values.reborrow()]);
    }
    let (array, values) = (array.ravel(Order::C)?, values.ravel(Order::C)?);
    Concatenate::default().join(&[array.view(), values.view()])
}

/// The array, flattened for `None`, and the axis that is edited.
fn along<'a>(array: &DynView<'a>, axis: Option<isize>) -> Result<(DynCow<'a>, usize)> {
    match axis {
        None => Ok((array.ravel(Order::C)?, 0)),
        Some(axis) => Ok((array.reborrow().into_cow(), normalize_axis(axis, array.ndim())?)),
    }
}

/// The array with values before the positions named; `None` flattens it.
///
/// NumPy: [numpy.insert](https://numpy.org/doc/stable/reference/generated/numpy.insert.html).
///
/// # Errors
///
/// A position outside the axis; values that do not broadcast or convert.
///
/// ```
/// use ndstrata_array::{insert, DynArray, Index, Scalar};
/// let a = DynArray::from([[1, 2], [3, 4]]);
/// let b = insert(&a.view(), &Index::Int(1), &Scalar::new(5).view()?, 1)?;
/// assert_eq!(b.to_vec::<i32>()?, [1, 5, 2, 3, 5, 4]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn insert(
    array: &DynView<'_>,
    positions: &Index,
    values: &DynView<'_>,
    axis: impl Into<Option<isize>>,
) -> Result<DynArray> {
    let (array, axis) = along(array, axis.into())?;
    let length = array.shape()[axis];
    let (is_one, positions) = insert_positions(positions, length)?;
    let mut values = values.cast_to_same(array.dtype())?;
    if let [position] = positions[..] {
        let index = position;
        let start = if index < 0 { index.saturating_add(length as i64) } else { index };
        if start < 0 || start > length as i64 {
            return Err(JoinFault::InsertAt { index, axis, length }.into());
        }
        if values.ndim() < array.ndim() {
            let new: Vec<isize> = (0..(array.ndim() - values.ndim()) as isize).collect();
            values = values.expand_dims(&new)?;
        }
        if is_one {
            values = values.moveaxis(&[0], &[axis as isize])?;
        }
        let n_new = values.shape()[axis];
        return insert_run(&array.view(), axis, start as usize, &values.view(), n_new);
    }
    let mut places = positions.clone();
    for place in &mut places {
        if *place < 0 {
            *place = place.saturating_add(length as i64);
        }
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&k| places[k]);
    for (n_before, &k) in order.iter().enumerate() {
        places[k] = places[k].saturating_add(n_before as i64);
    }
    let new_length = length.checked_add(places.len());
    let new_length = new_length.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let mut is_old = vec![true; new_length];
    for &index in &places {
        let place = usize::try_from(index).ok().and_then(|at| is_old.get_mut(at));
        let place = place.ok_or_else(|| {
            Error::new(ErrorKind::IndexOutOfBounds { index, axis: 0, length: new_length })
        })?;
        *place = false;
    }
    let mut result = widened(&array.view(), axis, new_length)?;
    let mut to = result.view_mut()?;
    let mut index = vec![Index::Slice(Slice::all()); axis];
    index.push(Index::from(places));
    to.set(&index, &values.view())?;
    index[axis] = Index::from(is_old);
    to.set(&index, &array.view())?;
    Ok(result)
}

fn widened(array: &DynView<'_>, axis: usize, length: usize) -> Result<DynArray> {
    let mut shape = Dims::from_slice(array.shape());
    shape[axis] = length;
    let is_fortran = array.is_f_contiguous() && !array.is_c_contiguous();
    let order = if is_fortran { Order::F } else { Order::C };
    // SAFETY: both callers write old and new elements, which are all there are, or drop the array.
    unsafe { DynArray::uninit(&shape, array.dtype(), order) }
}

fn insert_run(
    array: &DynView<'_>,
    axis: usize,
    start: usize,
    values: &DynView<'_>,
    n_new: usize,
) -> Result<DynArray> {
    let length = array.shape()[axis];
    let new_length = length.checked_add(n_new).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let mut result = widened(array, axis, new_length)?;
    let mut to = result.view_mut()?;
    let along = axis as isize;
    let before = array.reborrow().slice_axis(along, 0, 1, start)?;
    to.view_mut().slice_axis(along, 0, 1, start)?.assign(&before)?;
    to.view_mut().slice_axis(along, start, 1, n_new)?.assign(values)?;
    let after = array.reborrow().slice_axis(
        along,
        start.min(length.saturating_sub(1)),
        1,
        length - start,
    )?;
    to.view_mut().slice_axis(along, start + n_new, 1, length - start)?.assign(&after)?;
    Ok(result)
}

/// The positions that an index names, and whether it is one without an axis.
fn insert_positions(index: &Index, length: usize) -> Result<(bool, Vec<i64>)> {
    match index {
        Index::Int(position) => Ok((true, vec![*position])),
        Index::Slice(slice) => {
            let found = slice.resolve(length)?;
            let at = |i: usize| found.start as i64 + i as i64 * found.step as i64;
            Ok((false, (0..found.len).map(at).collect()))
        }
        Index::Array(array) if array.ndim() > 1 => Err(JoinFault::InsertDims.into()),
        Index::Array(array) if array.dtype() == &DType::BOOL && array.ndim() != 1 => {
            Err(JoinFault::InsertDims.into())
        }
        Index::Array(array) if array.dtype() == &DType::BOOL => {
            Ok((false, array.nonzero()?.swap_remove(0).to_vec()?))
        }
        Index::Array(array) => {
            let view = array.view();
            check_integers(array)?;
            let values = int_values(&view, ndstrata_dtype::Casting::Unsafe)?;
            Ok((array.ndim() == 0, values.into_owned()))
        }
        Index::Ellipsis | Index::NewAxis => Err(Error::new(ErrorKind::NotBasicIndex)),
    }
}

fn check_integers(array: &DynArray) -> Result<()> {
    if !array.dtype().kind().is_integer() {
        return Err(Error::new(ErrorKind::IndexType { dtype: array.dtype().clone() }));
    }
    Ok(())
}

/// The array without the positions named, or without those for which a mask is true; `None` flattens
/// it.
///
/// NumPy: [numpy.delete](https://numpy.org/doc/stable/reference/generated/numpy.delete.html).
///
/// # Errors
///
/// A position outside the axis; a mask of another length.
pub fn delete(
    array: &DynView<'_>,
    positions: &Index,
    axis: impl Into<Option<isize>>,
) -> Result<DynArray> {
    let (array, axis) = along(array, axis.into())?;
    let left = without(&array, positions, axis)?;
    // In F order only after arrays in F order.
    let is_fortran = array.is_f_contiguous() && !array.is_c_contiguous();
    Ok(match is_fortran && !left.is_f_contiguous() {
        true => left.copy(Order::F)?,
        false => left,
    })
}

fn without(array: &DynCow<'_>, positions: &Index, axis: usize) -> Result<DynArray> {
    let length = array.shape()[axis];
    if let Index::Int(index) = *positions
        && let Some(at) = OutOfBounds::Raise.resolve(index, length)
    {
        let part = |start: usize, n: usize| {
            // No part begins past the last element, also where it is empty.
            let start = start.min(length - 1);
            array.view().slice_axis(axis as isize, start, 1, n)
        };
        return concatenate(&[part(0, at)?, part(at + 1, length - at - 1)?], axis as isize);
    }
    if let Index::Array(given) = positions
        && given.dtype() != &DType::BOOL
        && given.size() <= length / FEW
    {
        return without_few(&array.view(), given, axis);
    }
    let mut is_kept = vec![true; counting(length)?.len()];
    let mut drop = |index: i64| -> Result<()> {
        let at = if index < 0 { index.saturating_add(length as i64) } else { index };
        match usize::try_from(at).ok().and_then(|at| is_kept.get_mut(at)) {
            Some(kept) => *kept = false,
            None => return Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis, length })),
        }
        Ok(())
    };
    match positions {
        Index::Int(position) => drop(*position)?,
        Index::Slice(slice) => {
            let found = slice.resolve(length)?;
            (0..found.len as i64)
                .try_for_each(|i| drop(found.start as i64 + i * found.step as i64))?;
        }
        Index::Array(mask) if mask.dtype() == &DType::BOOL => {
            if mask.shape() != [length] {
                return Err(JoinFault::DeleteMask { length }.into());
            }
            mask.nonzero()?.swap_remove(0).to_vec::<i64>()?.into_iter().try_for_each(drop)?;
        }
        Index::Array(array) => {
            check_integers(array)?;
            let view = array.view();
            let values = int_values(&view, ndstrata_dtype::Casting::Unsafe)?;
            values.iter().try_for_each(|&index| drop(index))?;
        }
        Index::Ellipsis | Index::NewAxis => return Err(Error::new(ErrorKind::NotBasicIndex)),
    }
    let is_kept = DynArray::from_vec(is_kept);
    DynBase::compress(array, &is_kept.view(), axis as isize)
}

/// Among so many elements, a position is few enough for the parts between to be copied one by one.
const FEW: usize = 256;

/// The array without some positions, which are few: the parts between them.
fn without_few(array: &DynView<'_>, positions: &DynArray, axis: usize) -> Result<DynArray> {
    check_integers(positions)?;
    let length = array.shape()[axis];
    let view = positions.view();
    let values = int_values(&view, ndstrata_dtype::Casting::Unsafe)?;
    let mut dropped = Vec::with_capacity(values.len());
    for &index in values.iter() {
        match OutOfBounds::Raise.resolve(index, length) {
            Some(at) => dropped.push(at),
            None => return Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis, length })),
        }
    }
    dropped.sort_unstable();
    dropped.dedup();
    let (mut parts, mut start) = (Vec::with_capacity(dropped.len() + 1), 0);
    for end in dropped.into_iter().chain([length]) {
        if end > start {
            parts.push(array.reborrow().slice_axis(axis as isize, start, 1, end - start)?);
        }
        start = end + 1;
    }
    if parts.is_empty() {
        return array.reborrow().slice_axis(axis as isize, 0, 1, 0)?.copy(Order::C);
    }
    concatenate(&parts, axis as isize)
}
