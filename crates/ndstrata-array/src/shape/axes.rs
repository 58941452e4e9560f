//! Older and newer names for moving axes.

use super::fault::ShapeFault;
use crate::array::{DynBase, Storage};
use crate::error::Result;
use crate::layout::normalize_axis;

impl<S: Storage> DynBase<S> {
    /// One axis moved to before the position `start`.
    ///
    /// NumPy: [numpy.rollaxis](https://numpy.org/doc/stable/reference/generated/numpy.rollaxis.html).
    ///
    /// # Errors
    ///
    /// An axis or a position that is not there.
    pub fn rollaxis(self, axis: isize, start: isize) -> Result<Self> {
        let n_axes = self.ndim();
        let axis = normalize_axis(axis, n_axes)?;
        let limit = n_axes as isize;
        let wrapped = if start < 0 { start.saturating_add(limit) } else { start };
        if wrapped < 0 || wrapped > limit {
            return Err(ShapeFault::RollStart { start, n_axes }.into());
        }
        // Counted without the axis itself.
        let place = if (axis as isize) < wrapped { wrapped - 1 } else { wrapped };
        self.moveaxis(&[axis as isize], &[place])
    }

    /// The axes in the order given; in reverse for `None`.
    ///
    /// NumPy: [numpy.permute_dims](https://numpy.org/doc/stable/reference/generated/numpy.permute_dims.html).
    ///
    /// # Errors
    ///
    /// As [`transpose`](DynBase::transpose).
    pub fn permute_dims(self, axes: Option<&[isize]>) -> Result<Self> {
        match axes {
            Some(axes) => self.transpose(axes),
            None => Ok(self.t()),
        }
    }
}
