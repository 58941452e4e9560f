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

/// As [`normalize_axis`], for an axis that one of several arguments names, which the error tells.
///
/// NumPy: [numpy.lib.array_utils.normalize_axis_index](https://numpy.org/doc/stable/reference/generated/numpy.lib.array_utils.normalize_axis_index.html) with `msg_prefix`.
///
/// # Errors
///
/// As [`normalize_axis`].
pub fn normalize_axis_of(argument: &'static str, axis: isize, n_axes: usize) -> Result<usize> {
    normalize_axis(axis, n_axes)
        .map_err(|_| Error::new(ErrorKind::AxisOf { argument, axis, n_axes }))
}

/// As [`normalize_axes`], for the axes that one of several arguments names.
pub(crate) fn normalize_axes_of(
    argument: &'static str,
    axes: &[isize],
    n_axes: usize,
) -> Result<Dims> {
    normalize_axes(axes, n_axes).map_err(|error| match *error.kind() {
        ErrorKind::Axis { axis, n_axes } => {
            Error::new(ErrorKind::AxisOf { argument, axis, n_axes })
        }
        ErrorKind::RepeatedAxis { axis } => {
            Error::new(ErrorKind::RepeatedAxisOf { argument, axis })
        }
        _ => error,
    })
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
