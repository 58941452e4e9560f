//! `compress` and `extract`: the elements for which a condition is true.
#![expect(unsafe_code, reason = "compresses runs that were checked against the mask")]

use ndstrata_kernels::{compress_run, count_true};

use super::fault::IndexFault;
use super::nonzero::true_positions;
use super::positions::truth_bytes;
use super::take::take_positions;
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::Result;
use crate::layout::{Dims, Order, normalize_axis};

impl<S: Storage> DynBase<S> {
    /// The positions of an axis (of the flattened array for `None`) for which a one-dimensional
    /// condition is true. A condition may be shorter than the axis.
    ///
    /// NumPy: [numpy.compress](https://numpy.org/doc/stable/reference/generated/numpy.compress.html).
    ///
    /// # Errors
    ///
    /// A condition of another number of axes, or true past the end of the axis; an axis that is not
    /// there.
    pub fn compress(
        &self,
        condition: &DynView<'_>,
        axis: impl Into<Option<isize>>,
    ) -> Result<DynArray> {
        if condition.ndim() != 1 {
            return Err(IndexFault::Condition.into());
        }
        match axis.into() {
            Some(axis) if self.ndim() > 0 => {
                compress_along(&self.view(), normalize_axis(axis, self.ndim())?, condition)
            }
            axis => {
                normalize_axis(axis.unwrap_or(0), 1)?;
                compress_along(&self.view().reshape([-1])?.view(), 0, condition)
            }
        }
    }
}

/// The elements of the flattened array for which the flattened condition is true.
///
/// NumPy: [numpy.extract](https://numpy.org/doc/stable/reference/generated/numpy.extract.html).
///
/// # Errors
///
/// A condition that is true past the array's end.
pub fn extract(condition: &DynView<'_>, array: &DynView<'_>) -> Result<DynArray> {
    compress_along(&array.reshape([-1])?.view(), 0, &condition.reshape([-1])?.view())
}

fn compress_along(source: &DynView<'_>, axis: usize, condition: &DynView<'_>) -> Result<DynArray> {
    let mask = truth_bytes(condition)?;
    let mut shape = Dims::from_slice(source.shape());
    shape[axis] = count_true(&mask);
    let item = source.shape()[axis + 1..].iter().product::<usize>() * source.itemsize();
    let is_plain = source.is_c_contiguous() || source.ndim() == 1;
    if mask.len() > source.shape()[axis] || !is_plain || item == 0 {
        return take_positions(source, axis, &true_positions(&mask)?, &shape);
    }
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit(&shape, source.dtype(), Order::C)? };
    let (to, from) = (result.view_mut()?.as_mut_ptr(), source.as_ptr());
    let stride = if source.ndim() == 1 { source.strides()[0] } else { item as isize };
    let n_outer = source.shape()[..axis].iter().product::<usize>();
    for outer in 0..n_outer {
        let to = to.wrapping_add(outer * shape[axis] * item);
        let from = from.wrapping_add(outer * source.shape()[axis] * item);
        // SAFETY: the mask is no longer than the axis, whose items lie `stride` apart, and the
        // result has room for the true ones.
        unsafe { compress_run(to, from, stride, item, &mask) };
    }
    Ok(result)
}
