//! `atleast_1d`, `atleast_2d`, `atleast_3d`: axes of length 1 where there are too few.

use crate::array::{DynBase, Storage};
use crate::error::Result;

/// The array with at least one axis.
///
/// NumPy: [numpy.atleast_1d](https://numpy.org/doc/stable/reference/generated/numpy.atleast_1d.html).
///
/// # Errors
///
/// None.
pub fn atleast_1d<S: Storage>(array: DynBase<S>) -> Result<DynBase<S>> {
    if array.ndim() == 0 { array.expand_dims(&[0]) } else { Ok(array) }
}

/// The array with at least two axes; new ones go in front.
///
/// NumPy: [numpy.atleast_2d](https://numpy.org/doc/stable/reference/generated/numpy.atleast_2d.html).
///
/// # Errors
///
/// None.
pub fn atleast_2d<S: Storage>(array: DynBase<S>) -> Result<DynBase<S>> {
    match array.ndim() {
        0 => array.expand_dims(&[0, 1]),
        1 => array.newaxis(&[0]),
        _ => Ok(array),
    }
}

/// The array with at least three axes: one axis becomes the middle one, two the first two.
///
/// NumPy: [numpy.atleast_3d](https://numpy.org/doc/stable/reference/generated/numpy.atleast_3d.html).
///
/// # Errors
///
/// None.
pub fn atleast_3d<S: Storage>(array: DynBase<S>) -> Result<DynBase<S>> {
    match array.ndim() {
        0 => array.expand_dims(&[0, 1, 2]),
        1 => array.newaxis(&[0, 2]),
        2 => array.newaxis(&[2]),
        _ => Ok(array),
    }
}
