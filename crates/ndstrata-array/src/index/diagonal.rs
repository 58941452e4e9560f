//! `diagonal`, `fill_diagonal` and the indices of a diagonal.
#![expect(unsafe_code, reason = "narrows layouts that were checked against memory")]

use super::fault::IndexFault;
use super::positions::counting;
use crate::array::{DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::Result;
use crate::layout::normalize_axis_of;

impl<S: Storage> DynBase<S> {
    /// A diagonal of the two axes given, as the last axis of what remains; `offset` diagonals above
    /// the main one. It shares memory.
    ///
    /// NumPy: [numpy.diagonal](https://numpy.org/doc/stable/reference/generated/numpy.diagonal.html).
    /// Differs: a diagonal of a view for writing may be written.
    ///
    /// # Errors
    ///
    /// Fewer than two axes; an axis that is not there, or twice the same.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from_vec(vec![[0, 1], [2, 3]]);
    /// assert_eq!(a.clone().diagonal(0, [0, 1])?.to_vec::<i32>()?, [0, 3]);
    /// assert_eq!(a.diagonal(1, [0, 1])?.to_vec::<i32>()?, [1]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn diagonal(self, offset: isize, axes: [isize; 2]) -> Result<Self> {
        if self.ndim() < 2 {
            return Err(IndexFault::Diagonal.into());
        }
        let row = normalize_axis_of("axis1", axes[0], self.ndim())?;
        let column = normalize_axis_of("axis2", axes[1], self.ndim())?;
        if row == column {
            return Err(IndexFault::DiagonalAxes.into());
        }
        let (mut n_rows, mut n_columns) = (self.shape()[row], self.shape()[column]);
        let (row_stride, column_stride) = (self.strides()[row], self.strides()[column]);
        let distance = offset.unsigned_abs();
        let (skipped, stride) = if offset >= 0 {
            n_columns = n_columns.saturating_sub(distance);
            (distance, column_stride)
        } else {
            n_rows = n_rows.saturating_sub(distance);
            (distance, row_stride)
        };
        let length = n_rows.min(n_columns);
        let start = if length > 0 { skipped as isize * stride } else { 0 };
        let axes = (0..self.ndim()).filter(|&axis| axis != row && axis != column);
        let mut shape: crate::layout::Dims = axes.clone().map(|axis| self.shape()[axis]).collect();
        let mut strides: crate::layout::Strides = axes.map(|axis| self.strides()[axis]).collect();
        shape.push(length);
        // A step past the extent is only possible where at most one position remains.
        strides.push(if length > 1 { row_stride + column_stride } else { 0 });
        let layout = crate::Layout::from_parts(shape, strides);
        // SAFETY: the diagonal's positions lie within both axes, and no two of them are the same.
        Ok(unsafe { self.with_layout(layout, start) })
    }
}

impl DynArray {
    /// Fills the main diagonal; values repeat. With `wrap`, the diagonal of a tall matrix begins
    /// again below, one row further down.
    ///
    /// NumPy: [numpy.fill_diagonal](https://numpy.org/doc/stable/reference/generated/numpy.fill_diagonal.html).
    ///
    /// # Errors
    ///
    /// Fewer than two axes; more than two of different lengths; values that do not convert.
    pub fn fill_diagonal(&mut self, values: &DynView<'_>, wrap: Wrap) -> Result<()> {
        self.view_mut()?.fill_diagonal(values, wrap)
    }
}

/// Whether [`DynArray::fill_diagonal`] begins the diagonal of a tall matrix again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrap {
    /// One diagonal.
    #[default]
    No,
    /// Another after each block of as many rows as columns.
    Yes,
}

impl DynViewMut<'_> {
    /// As [`DynArray::fill_diagonal`].
    ///
    /// NumPy: [numpy.fill_diagonal](https://numpy.org/doc/stable/reference/generated/numpy.fill_diagonal.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::fill_diagonal`].
    pub fn fill_diagonal(&mut self, values: &DynView<'_>, wrap: Wrap) -> Result<()> {
        let (step, end) = match *self.shape() {
            [] | [_] => return Err(IndexFault::FewAxes { is_input: false }.into()),
            [n_rows, n_columns] if wrap == Wrap::Yes => (n_columns + 1, n_rows * n_columns),
            [n_rows, n_columns] => {
                (n_columns + 1, n_columns.saturating_mul(n_columns).min(n_rows * n_columns))
            }
            _ => {
                check_equal_lengths(self.shape())?;
                let steps =
                    (0..self.ndim() - 1).map(|k| self.shape()[0].saturating_pow(k as u32 + 1));
                (steps.fold(1_usize, usize::saturating_add), self.size())
            }
        };
        if values.size() == 0 || self.size() == 0 {
            return Ok(());
        }
        let positions: Vec<i64> = (0..end as i64).step_by(step).collect();
        let values = values.cast_to_same(self.dtype())?;
        let flat = values.view().reshape([-1])?;
        self.put_flat(&positions, &flat.view());
        Ok(())
    }
}

fn check_equal_lengths(shape: &[usize]) -> Result<()> {
    if shape.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(IndexFault::UnequalLengths.into());
    }
    Ok(())
}

/// The indices, axis by axis, of the main diagonal of an array of `n_axes` axes of length `n`.
///
/// NumPy: [numpy.diag_indices](https://numpy.org/doc/stable/reference/generated/numpy.diag_indices.html).
///
/// # Errors
///
/// No memory for them.
pub fn diag_indices(n: usize, n_axes: usize) -> Result<Vec<DynArray>> {
    let along = DynArray::from_vec(counting(n)?);
    Ok(vec![along; n_axes])
}

/// The indices, axis by axis, of an array's main diagonal.
///
/// NumPy: [numpy.diag_indices_from](https://numpy.org/doc/stable/reference/generated/numpy.diag_indices_from.html).
///
/// # Errors
///
/// Fewer than two axes, or axes of different lengths.
pub fn diag_indices_from(array: &DynView<'_>) -> Result<Vec<DynArray>> {
    if array.ndim() < 2 {
        return Err(IndexFault::FewAxes { is_input: true }.into());
    }
    check_equal_lengths(array.shape())?;
    diag_indices(array.shape()[0], array.ndim())
}
