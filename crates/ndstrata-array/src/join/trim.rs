//! `trim_zeros`: an array without the zeros around its elements.

use crate::array::DynArray;
use crate::error::Result;
use crate::index::truth_bytes;
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
    let view = array.view();
    let (mask, shape) = (truth_bytes(&view)?, array.shape());
    let mut parts = Vec::with_capacity(axes.len());
    for axis in axes {
        let length = shape[axis];
        let inner = shape[axis + 1..].iter().product::<usize>();
        // Which places along the axis hold something.
        let mut holds = vec![false; length];
        for block in mask.chunks_exact((length * inner).max(1)) {
            for (holds, part) in holds.iter_mut().zip(block.chunks_exact(inner)) {
                *holds |= part.iter().fold(0, |all, byte| all | byte) != 0;
            }
        }
        let (start, end) =
            match (holds.iter().position(|&holds| holds), holds.iter().rposition(|&holds| holds)) {
                (Some(first), Some(last)) => (
                    if sides.front { first } else { 0 },
                    if sides.back { last + 1 } else { length },
                ),
                // Where nothing is found, all of it goes.
                _ => (0, 0),
            };
        parts.push((axis as isize, start, end - start));
    }
    drop(mask);
    parts.into_iter().try_fold(array, |trimmed, (axis, start, length)| {
        trimmed.slice_axis(axis, start, 1, length)
    })
}
