//! Axis numbers as NumPy takes them: negative ones count from the end.

use super::Dims;
use crate::error::{Error, ErrorKind, Result};

/// The axis that `axis` means among `n_axes`.
///
/// NumPy: [numpy.lib.array_utils.normalize_axis_index](https://numpy.org/doc/stable/reference/generated/numpy.lib.array_utils.normalize_axis_index.html).
///
/// # Errors
///
/// `AxisError` when it is outside `-n_axes..n_axes`.
pub fn normalize_axis(axis: isize, n_axes: usize) -> Result<usize> {
    let wrapped = if axis < 0 { axis.wrapping_add(n_axes as isize) } else { axis };
    match usize::try_from(wrapped) {
        Ok(found) if found < n_axes => Ok(found),
        _ => Err(Error::new(ErrorKind::Axis { axis, n_axes })),
    }
}

/// Each axis of a list, none of them twice.
pub(crate) fn normalize_axes(axes: &[isize], n_axes: usize) -> Result<Dims> {
    let mut found = Dims::new();
    for &axis in axes {
        let axis = normalize_axis(axis, n_axes)?;
        if found.contains(&axis) {
            return Err(Error::new(ErrorKind::RepeatedAxis { axis }));
        }
        found.push(axis);
    }
    Ok(found)
}
