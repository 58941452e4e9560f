//! `trim_zeros`: an array without the zeros around its elements.

use crate::array::DynArray;
use crate::error::Result;
use crate::index::argwhere;
use crate::layout::normalize_axes_of;

/// Which ends of the axes [`trim_zeros`] cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim {
    /// Whether zeros before the first element are cut.
    pub front: bool,
    /// Whether zeros after the last element are cut.
    pub back: bool,
}

impl Default for Trim {
    /// NumPy's: both ends.
    fn default() -> Trim {
        Trim { front: true, back: true }
    }
}

/// The array without leading and trailing zeros along some axes, or all; it shares memory.
///
/// NumPy: [numpy.trim_zeros](https://numpy.org/doc/stable/reference/generated/numpy.trim_zeros.html).
///
/// # Errors
///
/// An axis that is not there.
pub fn trim_zeros(array: DynArray, sides: Trim, axes: Option<&[isize]>) -> Result<DynArray> {
    let n_axes = array.ndim();
    let axes = match axes {
        Some(axes) => normalize_axes_of("axis", axes, n_axes)?,
        None => (0..n_axes).collect(),
    };
    let found = argwhere(&array.view())?;
    let n_found = found.shape()[0];
    let mut trimmed = array;
    for axis in axes {
        let length = trimmed.shape()[axis];
        let positions = found.clone().index_axis(1, axis as isize)?.to_vec::<i64>()?;
        let first = positions.iter().min().map_or(length, |&at| at as usize);
        let end = positions.iter().max().map_or(0, |&at| at as usize + 1);
        // Where nothing is found, all of it goes.
        let start = if sides.front && n_found > 0 { first } else { 0 };
        let end = if n_found == 0 {
            0
        } else if sides.back {
            end
        } else {
            length
        };
        trimmed = trimmed.slice_axis(axis as isize, start, 1, end.saturating_sub(start))?;
    }
    Ok(trimmed)
}
