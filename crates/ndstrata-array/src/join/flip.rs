//! `flip` and `rot90`: axes turned around, without a copy.

use super::fault::JoinFault;
use crate::array::{DynBase, Storage};
use crate::error::Result;
use crate::layout::normalize_axes;

impl<S: Storage> DynBase<S> {
    /// All axes turned around.
    ///
    /// NumPy: [numpy.flip](https://numpy.org/doc/stable/reference/generated/numpy.flip.html) without an axis.
    ///
    /// # Errors
    ///
    /// None; the result is that of [`flip_axes`](DynBase::flip_axes).
    pub fn flip(self) -> Result<Self> {
        let axes: Vec<isize> = (0..self.ndim() as isize).collect();
        self.flip_axes(&axes)
    }

    /// Some axes turned around.
    ///
    /// NumPy: [numpy.flip](https://numpy.org/doc/stable/reference/generated/numpy.flip.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there, or is named twice.
    pub fn flip_axes(self, axes: &[isize]) -> Result<Self> {
        let mut flipped = self;
        for axis in normalize_axes(axes, flipped.ndim())? {
            let length = flipped.shape()[axis];
            flipped = flipped.slice_axis(axis as isize, length.saturating_sub(1), -1, length)?;
        }
        Ok(flipped)
    }

    /// The second axis turned around.
    ///
    /// NumPy: [numpy.fliplr](https://numpy.org/doc/stable/reference/generated/numpy.fliplr.html).
    ///
    /// # Errors
    ///
    /// Fewer than two axes.
    pub fn fliplr(self) -> Result<Self> {
        if self.ndim() < 2 {
            return Err(JoinFault::FlipDims { needed: 2 }.into());
        }
        self.flip_axes(&[1])
    }

    /// The first axis turned around.
    ///
    /// NumPy: [numpy.flipud](https://numpy.org/doc/stable/reference/generated/numpy.flipud.html).
    ///
    /// # Errors
    ///
    /// No axes.
    pub fn flipud(self) -> Result<Self> {
        if self.ndim() < 1 {
            return Err(JoinFault::FlipDims { needed: 1 }.into());
        }
        self.flip_axes(&[0])
    }

    /// The plane of two axes turned by `k` times 90 degrees, from the first towards the second.
    ///
    /// NumPy: [numpy.rot90](https://numpy.org/doc/stable/reference/generated/numpy.rot90.html).
    ///
    /// # Errors
    ///
    /// Axes that are not there, or one twice.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from([[1, 2], [3, 4]]).rot90(1, [0, 1])?;
    /// assert_eq!(a.to_vec::<i32>()?, [2, 4, 1, 3]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn rot90(self, k: isize, axes: [isize; 2]) -> Result<Self> {
        let n_axes = self.ndim();
        let [a, b] = axes;
        if a == b || a.abs_diff(b) == n_axes {
            return Err(JoinFault::RotateSame.into());
        }
        let limit = n_axes as isize;
        if [a, b].iter().any(|&axis| axis >= limit || axis < -limit) {
            return Err(JoinFault::RotateAxes { axes, n_axes }.into());
        }
        match k.rem_euclid(4) {
            0 => Ok(self),
            1 => self.flip_axes(&[b])?.swapaxes(a, b),
            2 => self.flip_axes(&[a])?.flip_axes(&[b]),
            _ => self.swapaxes(a, b)?.flip_axes(&[b]),
        }
    }
}
