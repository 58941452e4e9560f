//! `split` and its kin: an axis cut into parts that share the array's memory.

use super::fault::JoinFault;
use crate::array::DynArray;
use crate::error::Result;
use crate::layout::normalize_axis;

/// Where an axis is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sections {
    /// Into so many parts.
    Parts(usize),
    /// Before these positions, which count as Python's bounds of slices do.
    At(Vec<isize>),
}

impl From<usize> for Sections {
    fn from(parts: usize) -> Sections {
        Sections::Parts(parts)
    }
}

impl<const N: usize> From<[isize; N]> for Sections {
    fn from(positions: [isize; N]) -> Sections {
        Sections::At(positions.to_vec())
    }
}

/// Parts of an axis; if their number is given, the first ones are longer where they are not equal.
///
/// NumPy: [numpy.array_split](https://numpy.org/doc/stable/reference/generated/numpy.array_split.html).
///
/// # Errors
///
/// No parts; an axis that is not there.
pub fn array_split(
    array: &DynArray,
    sections: impl Into<Sections>,
    axis: isize,
) -> Result<Vec<DynArray>> {
    let axis = normalize_axis(axis, array.ndim())?;
    let length = array.shape()[axis];
    let mut parts = Vec::new();
    match sections.into() {
        Sections::Parts(0) => return Err(JoinFault::Sections.into()),
        Sections::Parts(n_parts) => {
            let (each, n_longer) = (length / n_parts, length % n_parts);
            let mut start = 0;
            for part in 0..n_parts {
                let n = each + usize::from(part < n_longer);
                parts.push(array.clone().slice_axis(axis as isize, start.min(length), 1, n)?);
                start += n;
            }
        }
        Sections::At(positions) => {
            let bound = |position: isize| {
                let n = length as isize;
                let wrapped = if position < 0 { position.saturating_add(n) } else { position };
                wrapped.clamp(0, n) as usize
            };
            let mut start = 0;
            for end in positions.into_iter().map(bound).chain([length]) {
                let n = end.saturating_sub(start);
                parts.push(array.clone().slice_axis(axis as isize, start, 1, n)?);
                start = end;
            }
        }
    }
    Ok(parts)
}

/// Equal parts of an axis, or parts between positions.
///
/// NumPy: [numpy.split](https://numpy.org/doc/stable/reference/generated/numpy.split.html).
///
/// # Errors
///
/// An axis that is not there, or does not split into so many equal parts.
///
/// ```
/// use ndstrata_array::{split, DynArray};
/// let parts = split(&DynArray::from([0, 1, 2, 3, 4, 5, 6, 7]), [3, 5, 6, 10], 0)?;
/// let lengths: Vec<usize> = parts.iter().map(|part| part.size()).collect();
/// assert_eq!(lengths, [3, 2, 1, 2, 0]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn split(
    array: &DynArray,
    sections: impl Into<Sections>,
    axis: isize,
) -> Result<Vec<DynArray>> {
    let sections = sections.into();
    if let Sections::Parts(n_parts) = sections {
        let length = array.shape()[normalize_axis(axis, array.ndim())?];
        if n_parts > 0 && !length.is_multiple_of(n_parts) {
            return Err(JoinFault::UnequalSplit.into());
        }
    }
    array_split(array, sections, axis)
}

fn split_along(
    array: &DynArray,
    sections: Sections,
    axis: isize,
    (function, needed): (&'static str, usize),
) -> Result<Vec<DynArray>> {
    if array.ndim() < needed {
        return Err(JoinFault::FewAxes { function, needed }.into());
    }
    split(array, sections, axis)
}

/// Parts side by side: along the second axis, or the first of a one-dimensional array.
///
/// NumPy: [numpy.hsplit](https://numpy.org/doc/stable/reference/generated/numpy.hsplit.html).
///
/// # Errors
///
/// As [`split`]; no axes.
pub fn hsplit(array: &DynArray, sections: impl Into<Sections>) -> Result<Vec<DynArray>> {
    let axis = if array.ndim() > 1 { 1 } else { 0 };
    split_along(array, sections.into(), axis, ("hsplit", 1))
}

/// Parts one below the other.
///
/// NumPy: [numpy.vsplit](https://numpy.org/doc/stable/reference/generated/numpy.vsplit.html).
///
/// # Errors
///
/// As [`split`]; fewer than two axes.
pub fn vsplit(array: &DynArray, sections: impl Into<Sections>) -> Result<Vec<DynArray>> {
    split_along(array, sections.into(), 0, ("vsplit", 2))
}

/// Parts one behind the other.
///
/// NumPy: [numpy.dsplit](https://numpy.org/doc/stable/reference/generated/numpy.dsplit.html).
///
/// # Errors
///
/// As [`split`]; fewer than three axes.
pub fn dsplit(array: &DynArray, sections: impl Into<Sections>) -> Result<Vec<DynArray>> {
    split_along(array, sections.into(), 2, ("dsplit", 3))
}

/// The array at each position of an axis, which disappears.
///
/// NumPy: [numpy.unstack](https://numpy.org/doc/stable/reference/generated/numpy.unstack.html).
///
/// # Errors
///
/// No axes; an axis that is not there.
pub fn unstack(array: &DynArray, axis: isize) -> Result<Vec<DynArray>> {
    if array.ndim() == 0 {
        return Err(JoinFault::Unstack.into());
    }
    let along = normalize_axis(axis, array.ndim())?;
    (0..array.shape()[along] as isize).map(|i| array.clone().index_axis(axis, i)).collect()
}
