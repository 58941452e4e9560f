//! `stack` and its kin: arrays joined along a new axis, or along one of the first three.

use super::concatenate::Concatenate;
use super::fault::JoinFault;
use crate::array::{DynArray, DynView};
use crate::error::Result;
use crate::layout::normalize_axis;
use crate::shape::{atleast_1d, atleast_2d, atleast_3d};

impl Concatenate {
    /// The arrays, of one shape, along a new axis.
    ///
    /// NumPy: [numpy.stack](https://numpy.org/doc/stable/reference/generated/numpy.stack.html).
    ///
    /// # Errors
    ///
    /// No arrays, or of different shapes; types that do not go together; no memory for the result.
    pub fn stack(&self, arrays: &[DynView<'_>], axis: isize) -> Result<DynArray> {
        let (axis, arrays) = expanded(arrays, axis)?;
        self.clone().axis(axis).join(&arrays)
    }
}

/// The arrays with a new axis of length 1 at the place of stacking, and that place.
pub(crate) fn expanded<'a>(
    arrays: &[DynView<'a>],
    axis: isize,
) -> Result<(isize, Vec<DynView<'a>>)> {
    let Some(first) = arrays.first() else {
        return Err(JoinFault::Nothing { verb: "stack" }.into());
    };
    if arrays.iter().any(|array| array.shape() != first.shape()) {
        return Err(JoinFault::StackShapes.into());
    }
    let axis = normalize_axis(axis, first.ndim() + 1)? as isize;
    let arrays = arrays.iter().map(|array| array.reborrow().expand_dims(&[axis]));
    Ok((axis, arrays.collect::<Result<_>>()?))
}

/// The arrays, of one shape, along a new axis.
///
/// NumPy: [numpy.stack](https://numpy.org/doc/stable/reference/generated/numpy.stack.html).
///
/// # Errors
///
/// As [`Concatenate::stack`].
pub fn stack(arrays: &[DynView<'_>], axis: isize) -> Result<DynArray> {
    Concatenate::default().stack(arrays, axis)
}

/// The arrays as rows, one below the other.
///
/// NumPy: [numpy.vstack](https://numpy.org/doc/stable/reference/generated/numpy.vstack.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
pub fn vstack(arrays: &[DynView<'_>]) -> Result<DynArray> {
    let rows: Vec<DynView<'_>> =
        arrays.iter().map(|array| atleast_2d(array.reborrow())).collect::<Result<_>>()?;
    Concatenate::default().join(&rows)
}

/// The arrays side by side: along the second axis, or the first of one-dimensional ones.
///
/// NumPy: [numpy.hstack](https://numpy.org/doc/stable/reference/generated/numpy.hstack.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
pub fn hstack(arrays: &[DynView<'_>]) -> Result<DynArray> {
    let arrays: Vec<DynView<'_>> =
        arrays.iter().map(|array| atleast_1d(array.reborrow())).collect::<Result<_>>()?;
    let is_flat = arrays.first().is_some_and(|first| first.ndim() == 1);
    Concatenate::default().axis(if is_flat { 0 } else { 1 }).join(&arrays)
}

/// The arrays one behind the other, along the third axis.
///
/// NumPy: [numpy.dstack](https://numpy.org/doc/stable/reference/generated/numpy.dstack.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
pub fn dstack(arrays: &[DynView<'_>]) -> Result<DynArray> {
    let deep: Vec<DynView<'_>> =
        arrays.iter().map(|array| atleast_3d(array.reborrow())).collect::<Result<_>>()?;
    Concatenate::default().axis(2).join(&deep)
}

/// One-dimensional arrays as columns of a matrix; matrices side by side.
///
/// NumPy: [numpy.column_stack](https://numpy.org/doc/stable/reference/generated/numpy.column_stack.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
pub fn column_stack(arrays: &[DynView<'_>]) -> Result<DynArray> {
    let columns: Vec<DynView<'_>> = arrays
        .iter()
        .map(|array| match array.ndim() {
            0 => array.reborrow().expand_dims(&[0, 1]),
            1 => array.reborrow().expand_dims(&[1]),
            _ => Ok(array.reborrow()),
        })
        .collect::<Result<_>>()?;
    Concatenate::default().axis(1).join(&columns)
}
