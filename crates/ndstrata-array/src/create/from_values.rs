//! Arrays from closures, iterators and Rust's own arrays and slices.

use ndstrata_dtype::Element;

use super::fault::CreateFault;
use crate::array::DynArray;
use crate::error::{Error, ErrorKind, Result};
use crate::index::ndindex;

/// An array of a function of the index.
///
/// NumPy: [numpy.fromfunction](https://numpy.org/doc/stable/reference/generated/numpy.fromfunction.html).
/// Differs: the function is called for each element, not once for arrays of coordinates
/// ([`indices`](crate::indices) makes those).
///
/// # Errors
///
/// No memory for it.
///
/// ```
/// use ndstrata_array::fromfunction;
/// let squares = fromfunction(&[4], |i| (i[0] * i[0] + 1) as i64)?;
/// assert_eq!(squares.to_vec::<i64>()?, [1, 2, 5, 10]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn fromfunction<T: Element>(
    shape: &[usize],
    mut function: impl FnMut(&[usize]) -> T,
) -> Result<DynArray> {
    let mut indices = ndindex(shape);
    let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n));
    let size = size.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let mut values = Vec::new();
    values.try_reserve_exact(size).map_err(|_| Error::new(ErrorKind::TooBig))?;
    values.extend(indices.by_ref().map(|index| function(&index)));
    let form: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let inner: Vec<isize> = T::dtype().shape().iter().map(|&n| n as isize).collect();
    DynArray::from_vec(values).reshape([form, inner].concat())
}

/// A one-dimensional array of what an iterator gives; of the first `count`, if it is said.
///
/// NumPy: [numpy.fromiter](https://numpy.org/doc/stable/reference/generated/numpy.fromiter.html).
///
/// # Errors
///
/// Fewer than `count` items; no memory for them.
pub fn fromiter<T: Element>(
    items: impl IntoIterator<Item = T>,
    count: impl Into<Option<usize>>,
) -> Result<DynArray> {
    let count = count.into();
    let mut values = Vec::new();
    for item in items.into_iter().take(count.unwrap_or(usize::MAX)) {
        values.try_reserve(1).map_err(|_| Error::new(ErrorKind::TooBig))?;
        values.push(item);
    }
    match count {
        Some(count) if values.len() < count => {
            Err(CreateFault::IteratorTooShort { found: values.len(), count }.into())
        }
        _ => Ok(DynArray::from_vec(values)),
    }
}

impl<T: Element, const N: usize> From<[T; N]> for DynArray {
    /// NumPy: [numpy.array](https://numpy.org/doc/stable/reference/generated/numpy.array.html); nested
    /// arrays give further axes.
    fn from(values: [T; N]) -> DynArray {
        DynArray::from_vec(Vec::from(values))
    }
}

impl<T: Element> From<&[T]> for DynArray {
    fn from(values: &[T]) -> DynArray {
        DynArray::from_vec(values.to_vec())
    }
}
