//! Axes extended by elements that they have: where each new position comes from.
#![expect(unsafe_code, reason = "copies between the places of one array")]

use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::{copy_run, take_run};

use super::joined;
use crate::array::{DynArray, DynView, DynViewMut};
use crate::create::{Inexact, match_inexact};
use crate::error::{Error, ErrorKind, Result};
use crate::index::Take;
use crate::layout::{Dims, Order, Plan, Strides};

/// Where the element comes from that is some way from the start of an axis (before it if negative), for
/// an axis of some length.
pub(super) type Source = fn(i64, i64) -> i64;

/// Fills both ends of an axis of `region` with elements of its middle, at the positions that `source`
/// gives.
pub(super) fn fill_ends(
    mut region: DynViewMut<'_>,
    axis: usize,
    [before, after]: [usize; 2],
    source: Source,
) -> Result<()> {
    let along = axis as isize;
    let length = region.shape()[axis] - before - after;
    for (from, start, count) in
        [(-(before as i64), 0, before), (length as i64, before + length, after)]
    {
        if count == 0 {
            continue;
        }
        let middle = region.view().slice_axis(along, before, 1, length)?;
        let slab = middle.size() / length.max(1);
        let positions = || -> Result<Vec<i64>> {
            let mut positions = Vec::new();
            let too_big = |_| Error::new(ErrorKind::TooBig);
            positions.try_reserve_exact(count).map_err(too_big)?;
            positions.extend((from..from + count as i64).map(|at| source(at, length as i64)));
            Ok(positions)
        };
        // Elements that follow each other are brought from their row to its end, if they are more than a few.
        let is_row = region.strides()[axis] == region.itemsize() as isize;
        if is_row && slab > 1 && count >= LONG_END {
            fill_rows(&mut region, axis, before, start, &positions()?);
            continue;
        }
        // Few large slabs are copied one by one, many small ones gathered at once.
        if count <= SLABS || (middle.ndim() > 1 && slab >= LARGE_SLAB) {
            for k in 0..count {
                let at = before + source(from + k as i64, length as i64) as usize;
                copy_slab(&mut region, axis, at, start + k);
            }
            continue;
        }
        let positions = DynArray::from_vec(positions()?);
        let found = middle.take_with(&positions.view(), Take::default().axis(along))?;
        region.view_mut().slice_axis(along, start, 1, count)?.assign(&found.view())?;
    }
    Ok(())
}

/// Writes, from `start` on, the elements at positions of the part of each row that begins at `first`; rows are
/// contiguous, and the positions lie apart from where they are written.
fn fill_rows(
    region: &mut DynViewMut<'_>,
    axis: usize,
    first: usize,
    start: usize,
    positions: &[i64],
) {
    let itemsize = region.itemsize();
    let (plan, base) = (across(region, axis), region.as_mut_ptr());
    let ([step], count) = (plan.inner_strides(), plan.inner_len());
    plan.for_each_run(|[at]| {
        for k in 0..count as isize {
            let row = base.wrapping_offset(at + k * step);
            let source = row.wrapping_add(first * itemsize).cast_const();
            let place = row.wrapping_add(start * itemsize);
            // SAFETY: positions and places lie within the axis, and no element is at both.
            unsafe { take_run(place, source, itemsize as isize, itemsize, positions) };
        }
    });
}

/// All positions of the other axes.
fn across(region: &DynViewMut<'_>, axis: usize) -> Plan<1> {
    let mut strides = Strides::from_slice(region.strides());
    let mut shape = Dims::from_slice(region.shape());
    strides.remove(axis);
    shape.remove(axis);
    Plan::new(&shape, [&strides])
}

/// Copies what lies at one position of an axis to another, within its length both.
fn copy_slab(region: &mut DynViewMut<'_>, axis: usize, from: usize, to: usize) {
    if from == to {
        return;
    }
    let (itemsize, stride) = (region.itemsize(), region.strides()[axis]);
    let (plan, base) = (across(region, axis), region.as_mut_ptr());
    let ([step], count) = (plan.inner_strides(), plan.inner_len());
    plan.for_each_run(|[at]| {
        let source = base.wrapping_offset(at + from as isize * stride);
        let place = base.wrapping_offset(at + to as isize * stride);
        // SAFETY: both positions lie within the axis, so that these are elements of the region; at
        // different positions they do not overlap.
        unsafe { copy_run(place, step, source, step, count, itemsize) };
    });
}

/// So many positions at the end of a row are worth a call for each row.
const LONG_END: usize = 8;
/// So many positions along an axis are always copied one by one.
const SLABS: usize = 16;
/// Elements of a position along an axis from which on it is copied by itself.
const LARGE_SLAB: usize = 512;

pub(super) fn edge(at: i64, length: i64) -> i64 {
    at.clamp(0, length - 1)
}

pub(super) fn wrap(at: i64, length: i64) -> i64 {
    at.rem_euclid(length)
}

pub(super) fn reflect(at: i64, length: i64) -> i64 {
    // Nothing to mirror but the element itself.
    if length == 1 {
        return 0;
    }
    let within = at.rem_euclid(2 * (length - 1));
    within.min(2 * (length - 1) - within)
}

pub(super) fn symmetric(at: i64, length: i64) -> i64 {
    let within = at.rem_euclid(2 * length);
    within.min(2 * length - 1 - within)
}

/// The axis extended by mirror images turned around the outermost elements, period by period.
pub(super) fn odd(
    array: DynArray,
    axis: usize,
    [mut before, mut after]: [usize; 2],
    has_edge: bool,
) -> Result<DynArray> {
    let along = axis as isize;
    let original = array.shape()[axis];
    let mut extended = array;
    while before > 0 || after > 0 {
        let length = extended.shape()[axis];
        // A whole number of the original's periods.
        let (available, skipped) = if has_edge {
            (length / original * original, 0)
        } else {
            ((length - 1) / (original - 1) * (original - 1), 1)
        };
        let (n_before, n_after) = (available.min(before), available.min(after));
        let image = |start: usize, n: usize, edge: isize| -> Result<DynArray> {
            let part = extended.view().slice_axis(along, start.min(length - 1), 1, n)?;
            let edge = extended.view().index_axis(along, edge)?.expand_dims(&[along])?;
            turned(
                &part.flip_axes(&[along])?,
                &edge.broadcast_to(&with_length(&extended, axis, n))?,
            )
        };
        let left = image(skipped, n_before, 0)?;
        let right = image(length - skipped - n_after, n_after, -1)?;
        extended = joined(&left, &extended, &right, axis)?;
        (before, after) = (before - n_before, after - n_after);
    }
    Ok(extended)
}

fn with_length(array: &DynArray, axis: usize, length: usize) -> Vec<usize> {
    let mut shape = array.shape().to_vec();
    shape[axis] = length;
    shape
}

/// Twice the edge less the part, in the arithmetic of the type.
fn turned(part: &DynView<'_>, edge: &DynView<'_>) -> Result<DynArray> {
    let dtype = part.dtype();
    let form: Vec<isize> = part.shape().iter().map(|&n| n as isize).collect();
    let made = match dtype.kind() {
        Kind::Float | Kind::Complex => match_inexact!(dtype, T => {
            let (part, edge) = (numbers::<T>(part)?, numbers::<T>(edge)?);
            let two = T::count(2);
            let values = part.iter().zip(&edge).map(|(&x, &e)| two.mul(e).sub(x));
            Result::Ok(DynArray::from_vec(values.collect::<Vec<T>>()))
        })?,
        _ => {
            let wide = |view: &DynView<'_>| view.cast_to(&DType::INT64)?.to_vec::<i64>();
            let (part, edge) = (wide(part)?, wide(edge)?);
            let values = part.iter().zip(&edge);
            let values = values.map(|(&x, &e)| e.wrapping_mul(2).wrapping_sub(x));
            DynArray::from_vec(values.collect::<Vec<i64>>())
        }
    };
    made.reshape(form)?.view().cast_to_same(dtype)?.into_owned()
}

fn numbers<T: Inexact>(view: &DynView<'_>) -> Result<Vec<T>> {
    view.copy(Order::C)?.to_vec::<T>()
}
