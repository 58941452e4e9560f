//! NumPy's indexing, read and write, basic and advanced.
//!
//! An index is first resolved whole against a layout ([`resolve`]): basic parts become a new layout,
//! advanced parts one broadcast selection. Only then are elements read ([`read`]) or written
//! ([`write`]), so a bad index changes nothing. NumPy's functions on positions and masks have a file
//! each.

mod along_axis;
mod choose;
mod compress;
mod diagonal;
mod fault;
mod mask_write;
mod multi_index;
mod ndindex;
mod nonzero;
mod positions;
mod put;
mod read;
mod resolve;
mod select;
mod slice;
mod take;
mod triangle;
mod write;

use ndstrata_dtype::Element;

use crate::array::DynArray;

pub use compress::extract;
pub use diagonal::{Wrap, diag_indices, diag_indices_from};
pub use fault::IndexFault;
pub use mask_write::CopyTo;
pub use multi_index::{RavelMultiIndex, ravel_multi_index, unravel_index};
pub use ndindex::{NdEnumerate, NdIndex, ndenumerate, ndindex};
pub use nonzero::{argwhere, flatnonzero};
pub use positions::OutOfBounds;
pub(crate) use positions::{counting, int_values, truth_bytes};
pub use select::{Select, select, where_};
pub use slice::Slice;
pub use take::Take;
pub use triangle::{
    mask_indices, tril_indices, tril_indices_from, triu_indices, triu_indices_from,
};

/// One part of an index, as between the commas of `a[…]`.
///
/// NumPy: [indexing on ndarrays](https://numpy.org/doc/stable/user/basics.indexing.html).
#[derive(Clone)]
pub enum Index {
    /// One position; negative ones count from the end. The axis disappears.
    Int(i64),
    /// A range of positions with a step.
    Slice(Slice),
    /// As many full slices as are missing.
    Ellipsis,
    /// A new axis of length 1.
    NewAxis,
    /// Integer positions, or a mask if the dtype is `bool` (also without axes, as `True`).
    Array(DynArray),
}

impl From<i64> for Index {
    fn from(position: i64) -> Index {
        Index::Int(position)
    }
}

impl From<i32> for Index {
    fn from(position: i32) -> Index {
        Index::Int(position.into())
    }
}

impl From<usize> for Index {
    /// Positions past `i64::MAX` are out of bounds of any axis, and stay so.
    fn from(position: usize) -> Index {
        Index::Int(i64::try_from(position).unwrap_or(i64::MAX))
    }
}

impl From<Slice> for Index {
    fn from(slice: Slice) -> Index {
        Index::Slice(slice)
    }
}

impl From<DynArray> for Index {
    fn from(array: DynArray) -> Index {
        Index::Array(array)
    }
}

impl From<bool> for Index {
    fn from(mask: bool) -> Index {
        // One element without its axis is an array without axes.
        Index::Array(DynArray::from_vec(vec![mask]).squeeze())
    }
}

impl<T: Element, const N: usize> From<[T; N]> for Index {
    fn from(positions: [T; N]) -> Index {
        Index::Array(DynArray::from_vec(positions.to_vec()))
    }
}

impl<T: Element> From<Vec<T>> for Index {
    fn from(positions: Vec<T>) -> Index {
        Index::Array(DynArray::from_vec(positions))
    }
}

/// An index from its parts, each anything that [`Index`] can be made from.
///
/// ```
/// use ndstrata_array::{index, DynArray, Slice};
/// let a = DynArray::from(ndarray::array![[0, 1, 2], [3, 4, 5]]);
/// assert_eq!(a.view().index(&index![.., Slice::all().step(-1)])?.shape(), [2, 3]);
/// assert_eq!(a.view().index(&index![1, [2, 0]])?.get::<i32>(&[0])?, 5);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
#[macro_export]
macro_rules! index {
    ($($part:expr),* $(,)?) => { [$($crate::Index::from($part)),*] };
}

#[cfg(test)]
mod tests;
