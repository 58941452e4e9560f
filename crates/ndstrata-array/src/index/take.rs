//! `take`: elements of an axis by their positions.
#![expect(unsafe_code, reason = "gathers at positions that were checked against the layout")]

use std::borrow::Cow;

use ndstrata_dtype::Casting;
use ndstrata_kernels::{are_inside, check_indices, take_checked_run, take_run};

use super::fault::IndexFault;
use super::positions::{OutOfBounds, int_values};
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Dims, Order, normalize_axis};

/// Along which axis [`DynBase::take_with`] takes, and what becomes of positions outside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Take {
    axis: Option<isize>,
    mode: OutOfBounds,
}

impl Take {
    /// The axis; `None` takes from the flattened array.
    ///
    /// NumPy: none.
    pub fn axis(mut self, axis: impl Into<Option<isize>>) -> Take {
        self.axis = axis.into();
        self
    }

    /// What becomes of positions outside the axis.
    ///
    /// NumPy: none.
    pub fn mode(mut self, mode: OutOfBounds) -> Take {
        self.mode = mode;
        self
    }
}

impl<S: Storage> DynBase<S> {
    /// The elements at `indices` of the flattened array, in the shape of `indices`.
    ///
    /// NumPy: [numpy.take](https://numpy.org/doc/stable/reference/generated/numpy.take.html).
    ///
    /// # Errors
    ///
    /// Indices that are not integers, or out of bounds.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, Take};
    /// let a = DynArray::from_vec(vec![4, 3, 5, 7, 6, 8]);
    /// let taken = a.take(&DynArray::from_vec(vec![0, 1, -2]).view())?;
    /// assert_eq!(taken.to_vec::<i32>()?, [4, 3, 6]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn take(&self, indices: &DynView<'_>) -> Result<DynArray> {
        self.take_with(indices, Take::default())
    }

    /// The elements at `indices` of an axis; the axes of `indices` replace it.
    ///
    /// NumPy: [numpy.take](https://numpy.org/doc/stable/reference/generated/numpy.take.html).
    ///
    /// # Errors
    ///
    /// As [`take`](DynBase::take); an axis that is not there.
    pub fn take_with(&self, indices: &DynView<'_>, options: Take) -> Result<DynArray> {
        match options.axis {
            Some(axis) if self.ndim() > 0 => {
                let axis = normalize_axis(axis, self.ndim())?;
                take_along(&self.view(), axis, indices, options.mode)
            }
            axis => {
                normalize_axis(axis.unwrap_or(0), 1)?;
                let flat = self.view().reshape([-1])?;
                take_along(&flat.view(), 0, indices, options.mode)
            }
        }
    }
}

fn take_along(
    source: &DynView<'_>,
    axis: usize,
    indices: &DynView<'_>,
    mode: OutOfBounds,
) -> Result<DynArray> {
    let length = source.shape()[axis];
    let mut positions = int_values(indices, Casting::SameKind)?;
    if length == 0 && !positions.is_empty() {
        return Err(IndexFault::EmptyTake.into());
    }
    let n = length as i64;
    let inside = |p: i64| match mode {
        OutOfBounds::Raise => p,
        OutOfBounds::Clip => p.clamp(0, n.max(1) - 1),
        OutOfBounds::Wrap if (0..n).contains(&p) => p,
        OutOfBounds::Wrap => p.rem_euclid(n.max(1)),
    };
    let mut shape = Dims::from_slice(&source.shape()[..axis]);
    shape.extend_from_slice(indices.shape());
    shape.extend_from_slice(&source.shape()[axis + 1..]);
    if mode != OutOfBounds::Raise && source.ndim() == 1 && source.itemsize() > 0 {
        return take_inside(source, &positions, &shape, inside);
    }
    if mode != OutOfBounds::Raise && !are_inside(&positions, length) {
        positions = Cow::Owned(positions.iter().map(|&p| inside(p)).collect());
    }
    take_positions(source, axis, &positions, &shape)
}

/// The elements of a single axis at positions that `inside` brings within it.
fn take_inside(
    source: &DynView<'_>,
    positions: &[i64],
    shape: &[usize],
    inside: impl Fn(i64) -> i64,
) -> Result<DynArray> {
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit(shape, source.dtype(), Order::C)? };
    let (stride, itemsize, length) = (source.strides()[0], source.itemsize(), source.size());
    let (mut to, from) = (result.view_mut()?.as_mut_ptr(), source.as_ptr());
    let mut found = [0; PIECE];
    for piece in positions.chunks(PIECE) {
        let found = &mut found[..piece.len()];
        for (place, &position) in found.iter_mut().zip(piece) {
            *place = inside(position);
            debug_assert!(place.cast_unsigned() < length as u64);
        }
        // SAFETY: the axis has `length` items, which is not 0, and each position lies within it; the
        // result has as many places as there are positions.
        unsafe { take_run(to, from, stride, itemsize, found) };
        to = to.wrapping_add(piece.len() * itemsize);
    }
    Ok(result)
}

/// Positions that are brought within an axis at once.
const PIECE: usize = 512;

/// The elements at positions of an axis (negative ones count from its end) as an array of `shape`,
/// which is the source's with other axes in place of `axis`.
pub(super) fn take_positions(
    source: &DynView<'_>,
    axis: usize,
    positions: &[i64],
    shape: &[usize],
) -> Result<DynArray> {
    let length = source.shape()[axis];
    let out_of_bounds = |at: usize| {
        let index = positions[at];
        Error::new(ErrorKind::IndexOutOfBounds { index, axis, length })
    };
    // SAFETY: every element is written below, or there is none, or the array is dropped.
    let mut result = unsafe { DynArray::uninit(shape, source.dtype(), Order::C)? };
    let n_outer: usize = source.shape()[..axis].iter().product();
    let item = source.shape()[axis + 1..].iter().product::<usize>() * source.itemsize();
    if result.size() == 0 || item == 0 {
        check_indices(positions, length).map_err(out_of_bounds)?;
        return Ok(result);
    }
    let packed;
    let (source, stride) = if source.ndim() == 1 {
        (source, source.strides()[0])
    } else if source.is_c_contiguous() {
        (source, item as isize)
    } else {
        packed = source.copy(Order::C)?;
        (&packed.view(), item as isize)
    };
    let (to, from) = (result.view_mut()?.as_mut_ptr(), source.as_ptr());
    if n_outer == 1 {
        // SAFETY: the axis has `length` items `stride` apart, and the result room for as many as there
        // are positions.
        unsafe { take_checked_run(to, from, stride, length, item, positions) }
            .map_err(out_of_bounds)?;
        return Ok(result);
    }
    check_indices(positions, length).map_err(out_of_bounds)?;
    let mut positions = Cow::Borrowed(positions);
    if positions.iter().any(|&p| p < 0) {
        let from_start = |&p: &i64| if p < 0 { p + length as i64 } else { p };
        positions = Cow::Owned(positions.iter().map(from_start).collect());
    }
    for outer in 0..n_outer {
        let to = to.wrapping_add(outer * positions.len() * item);
        let from = from.wrapping_offset(outer as isize * length as isize * stride);
        // SAFETY: as above, and each position lies within the axis.
        unsafe { take_run(to, from, stride, item, &positions) };
    }
    Ok(result)
}
