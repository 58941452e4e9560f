//! `pad`: an array with elements around it.
//!
//! Each axis is extended in turn, the ones before it already with their padding. Modes that repeat
//! elements are gathers by position ([`extend`]), the others join what they compute ([`statistic`])
//! to both ends.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

mod extend;
mod statistic;

use ndstrata_dtype::DType;

use super::concatenate::concatenate;
use super::fault::JoinFault;
use crate::Linspace;
use crate::array::{DynArray, DynView};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Dims, Order};

/// What the elements around an array are.
#[derive(Clone, Default)]
pub enum PadMode {
    /// Zero.
    #[default]
    Zero,
    /// Values that broadcast to one pair for each axis.
    Constant(DynArray),
    /// The nearest element.
    Edge,
    /// Even steps from the nearest element to a value; the values broadcast to one pair for each
    /// axis.
    LinearRamp(DynArray),
    /// A statistic of the elements nearest to each end: of so many, a pair for each axis or one for
    /// all, or of all.
    Statistic(PadStatistic, Option<Vec<[usize; 2]>>),
    /// A mirror image about the outermost elements.
    Reflect(ReflectType),
    /// A mirror image about the ends, which repeats the outermost elements.
    Symmetric(ReflectType),
    /// The elements from the other end.
    Wrap,
    /// Anything.
    Empty,
}

/// The statistics that an array can be padded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadStatistic {
    /// The largest element.
    Maximum,
    /// The mean, rounded to even for integers.
    Mean,
    /// The median, rounded to even for integers.
    Median,
    /// The smallest element.
    Minimum,
}

/// Whether a mirror image is turned around the element that it is mirrored at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReflectType {
    /// The elements as they are.
    #[default]
    Even,
    /// Twice the outermost element less the elements.
    Odd,
}

/// The array with elements before and after those of each axis: one pair of counts for each axis, or
/// one for all.
///
/// NumPy: [numpy.pad](https://numpy.org/doc/stable/reference/generated/numpy.pad.html). Differs: mode
/// `empty` gives zeros; a function as mode is not taken.
///
/// # Errors
///
/// Another number of pairs; values that do not broadcast or convert; an empty axis that is not padded
/// with constants; no memory for the result.
///
/// ```
/// use ndstrata_array::{pad, DynArray, PadMode, ReflectType};
/// let a = DynArray::from([1, 2, 3]);
/// let padded = pad(&a.view(), &[[2, 1]], &PadMode::Reflect(ReflectType::Even))?;
/// assert_eq!(padded.to_vec::<i32>()?, [3, 2, 1, 2, 3, 2]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn pad(array: &DynView<'_>, widths: &[[usize; 2]], mode: &PadMode) -> Result<DynArray> {
    let widths = for_each_axis(widths, array.ndim())?;
    match mode {
        PadMode::Zero | PadMode::Empty => return surrounded(array, &widths),
        PadMode::Constant(values) => return with_constants(array, &widths, &values.view()),
        _ => {}
    }
    for (axis, (&length, width)) in array.shape().iter().zip(&widths).enumerate() {
        if length == 0 && *width != [0, 0] {
            return Err(JoinFault::PadEmptyAxis { axis }.into());
        }
    }
    // Nothing is there to be repeated, and no axis without elements grows.
    if array.size() == 0 {
        return surrounded(array, &widths);
    }
    if let Some(source) = source_of(mode) {
        return mirrored(array, &widths, source);
    }
    if let PadMode::Statistic(statistic, lengths) = mode {
        return with_statistics(array, &widths, *statistic, lengths.as_deref());
    }
    if let PadMode::LinearRamp(ends) = mode {
        return with_ramps(array, &widths, &ends.view());
    }
    let mut padded = array.copy(Order::C)?;
    for (axis, &width) in widths.iter().enumerate() {
        // The axes before may have grown from nothing only where they are not padded at all.
        if width == [0, 0] {
            continue;
        }
        padded = match mode {
            // Nothing to mirror but the element itself.
            PadMode::Reflect(_) if array.shape()[axis] == 1 => {
                let mut widths = vec![[0, 0]; array.ndim()];
                widths[axis] = width;
                mirrored(&padded.view(), &widths, extend::edge)?
            }
            PadMode::Reflect(ReflectType::Odd) => extend::odd(padded, axis, width, false)?,
            PadMode::Symmetric(ReflectType::Odd) => extend::odd(padded, axis, width, true)?,
            // The modes that were seen to before.
            _ => padded,
        };
    }
    Ok(padded)
}

fn for_each_axis(pairs: &[[usize; 2]], n_axes: usize) -> Result<Vec<[usize; 2]>> {
    match pairs {
        [all] => Ok(vec![*all; n_axes]),
        pairs if pairs.len() == n_axes => Ok(pairs.to_vec()),
        pairs => Err(JoinFault::PadPairs { n_pairs: pairs.len(), n_axes }.into()),
    }
}

/// The positions that a mode takes elements from, if it makes none of its own.
fn source_of(mode: &PadMode) -> Option<extend::Source> {
    match mode {
        PadMode::Edge => Some(extend::edge),
        PadMode::Wrap => Some(extend::wrap),
        PadMode::Reflect(ReflectType::Even) => Some(extend::reflect),
        PadMode::Symmetric(ReflectType::Even) => Some(extend::symmetric),
        _ => None,
    }
}

/// The array within its own elements, axis by axis: of the axes before, all, and of those to come,
/// only the array's own part.
fn mirrored(
    array: &DynView<'_>,
    widths: &[[usize; 2]],
    source: extend::Source,
) -> Result<DynArray> {
    // SAFETY: the middle is written at once, and the ends of each axis below.
    let make =
        |shape: &[usize], dtype: &DType, order| unsafe { DynArray::uninit(shape, dtype, order) };
    let mut result = within(array, widths, make)?;
    for (axis, &width) in widths.iter().enumerate() {
        let mut region = result.view_mut()?;
        for (later, &[before, _]) in widths.iter().enumerate().skip(axis + 1) {
            let length = array.shape()[later];
            let start = if length > 0 { before } else { 0 };
            region = region.slice_axis(later as isize, start, 1, length)?;
        }
        extend::fill_ends(region, axis, width, source)?;
    }
    Ok(result)
}

/// The array within zeros.
fn surrounded(array: &DynView<'_>, widths: &[[usize; 2]]) -> Result<DynArray> {
    if array.dtype().as_record().is_some() {
        return within(array, widths, DynArray::zeros);
    }
    // What the array covers need not be cleared.
    with_constants(array, widths, &DynArray::zeros(&[], array.dtype(), Order::C)?.view())
}

/// The array in the middle of a new one.
fn within(
    array: &DynView<'_>,
    widths: &[[usize; 2]],
    make: impl FnOnce(&[usize], &DType, Order) -> Result<DynArray>,
) -> Result<DynArray> {
    let too_big = || Error::new(ErrorKind::TooBig);
    let mut shape = Dims::new();
    for (&length, [before, after]) in array.shape().iter().zip(widths) {
        let length = length.checked_add(*before).and_then(|n| n.checked_add(*after));
        shape.push(length.ok_or_else(too_big)?);
    }
    let is_fortran = array.is_f_contiguous() && !array.is_c_contiguous();
    let order = if is_fortran { Order::F } else { Order::C };
    let mut result = make(&shape, array.dtype(), order)?;
    let mut middle = result.view_mut()?;
    for (axis, ([before, _], &length)) in widths.iter().zip(array.shape()).enumerate() {
        let start = if length > 0 { *before } else { 0 };
        middle = middle.slice_axis(axis as isize, start, 1, length)?;
    }
    middle.assign(array)?;
    Ok(result)
}

/// The values for both ends of an axis, from values that broadcast to a pair for each axis.
fn pair_of(values: &DynView<'_>, axis: usize, n_axes: usize) -> Result<[DynArray; 2]> {
    let pairs = values.broadcast_to(&[n_axes, 2])?.index_axis(0, axis as isize)?;
    let end = |k: isize| pairs.clone().index_axis(0, k)?.copy(Order::C);
    Ok([end(0)?, end(1)?])
}

fn with_constants(
    array: &DynView<'_>,
    widths: &[[usize; 2]],
    values: &DynView<'_>,
) -> Result<DynArray> {
    let values = values.cast_to_same(array.dtype())?;
    // SAFETY: the middle is written at once, and the ends of each axis below, or the array is dropped.
    let make =
        |shape: &[usize], dtype: &DType, order| unsafe { DynArray::uninit(shape, dtype, order) };
    let mut result = within(array, widths, make)?;
    let mut region = result.view_mut()?;
    // Of the axes to come, only the array's own part; of those before, all.
    for (axis, &[before, after]) in widths.iter().enumerate() {
        let mut place = region.view_mut();
        for (later, &[before, _]) in widths.iter().enumerate().skip(axis + 1) {
            let length = array.shape()[later];
            let start = if length > 0 { before } else { 0 };
            place = place.slice_axis(later as isize, start, 1, length)?;
        }
        let [first, last] = pair_of(&values.view(), axis, array.ndim())?;
        let length = place.shape()[axis];
        if before > 0 {
            let mut end = place.view_mut().slice_axis(axis as isize, 0, 1, before)?;
            end.assign(&first.view())?;
        }
        if after > 0 {
            let mut end = place.slice_axis(axis as isize, length - after, 1, after)?;
            end.assign(&last.view())?;
        }
    }
    Ok(result)
}

/// The parts joined along an axis; those of no length are left out.
fn joined(before: &DynArray, array: &DynArray, after: &DynArray, axis: usize) -> Result<DynArray> {
    concatenate(&[before.view(), array.view(), after.view()], axis as isize)
}

/// The array within ramps from its edges to other values, axis by axis as [`mirrored`].
fn with_ramps(array: &DynView<'_>, widths: &[[usize; 2]], ends: &DynView<'_>) -> Result<DynArray> {
    // SAFETY: the middle is written at once, and the ends of each axis below, or the array is dropped.
    let make =
        |shape: &[usize], dtype: &DType, order| unsafe { DynArray::uninit(shape, dtype, order) };
    let mut result = within(array, widths, make)?;
    for (axis, &[before, after]) in widths.iter().enumerate() {
        let (along, length) = (axis as isize, array.shape()[axis]);
        let mut region = result.view_mut()?;
        for (later, &[before, _]) in widths.iter().enumerate().skip(axis + 1) {
            region = region.slice_axis(later as isize, before, 1, array.shape()[later])?;
        }
        let [first, last] = pair_of(ends, axis, array.ndim())?;
        let ramp = |end: &DynArray, edge: usize, count: usize| -> Result<DynArray> {
            let options =
                Linspace::default().num(count).endpoint(false).dtype(array.dtype()).axis(along);
            options.array(&end.view(), &region.view().index_axis(along, edge as isize)?)
        };
        let first = ramp(&first, before, before)?;
        let last = ramp(&last, before + length - 1, after)?.flip_axes(&[along])?;
        if before > 0 {
            let mut end = region.view_mut().slice_axis(along, 0, 1, before)?;
            end.assign(&first.view())?;
        }
        if after > 0 {
            region.slice_axis(along, before + length, 1, after)?.assign(&last.view())?;
        }
    }
    Ok(result)
}

/// The array within a statistic of its own elements, axis by axis as [`mirrored`].
fn with_statistics(
    array: &DynView<'_>,
    widths: &[[usize; 2]],
    statistic: PadStatistic,
    lengths: Option<&[[usize; 2]]>,
) -> Result<DynArray> {
    let lengths = lengths.map(|lengths| for_each_axis(lengths, array.ndim())).transpose()?;
    let is_extreme = matches!(statistic, PadStatistic::Maximum | PadStatistic::Minimum);
    // SAFETY: the middle is written at once, and the ends of each axis below, or the array is dropped.
    let make =
        |shape: &[usize], dtype: &DType, order| unsafe { DynArray::uninit(shape, dtype, order) };
    let mut result = within(array, widths, make)?;
    for (axis, &[before, after]) in widths.iter().enumerate() {
        let (along, length) = (axis as isize, array.shape()[axis]);
        let lengths = lengths.as_ref().map_or([length; 2], |l| l[axis].map(|n| n.min(length)));
        if lengths.contains(&0) && is_extreme {
            return Err(JoinFault::PadStatLength.into());
        }
        if before == 0 && after == 0 {
            continue;
        }
        let mut region = result.view_mut()?;
        for (later, &[before, _]) in widths.iter().enumerate().skip(axis + 1) {
            region = region.slice_axis(later as isize, before, 1, array.shape()[later])?;
        }
        let is_c = array.is_c_contiguous() || !array.is_f_contiguous();
        let found = |start: usize, n: usize| -> Result<DynArray> {
            let start = before + start.min(length - 1);
            let part = region.view().slice_axis(along, start, 1, n)?;
            statistic::along(&part, axis, statistic, is_c)?.expand_dims(&[along])
        };
        let first = found(0, lengths[0])?;
        let last = match lengths == [length; 2] {
            true => first.clone(),
            false => found(length - lengths[1], lengths[1])?,
        };
        if before > 0 {
            let mut end = region.view_mut().slice_axis(along, 0, 1, before)?;
            end.assign(&first.view())?;
        }
        if after > 0 {
            region.slice_axis(along, before + length, 1, after)?.assign(&last.view())?;
        }
    }
    Ok(result)
}

/// The type that a statistic of integers is computed in.
fn is_integral(dtype: &DType) -> bool {
    dtype.kind().is_integer()
}
