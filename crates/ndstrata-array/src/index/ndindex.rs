//! `ndindex` and `ndenumerate`: every index of a shape, in C order, and the elements there.

use crate::array::DynView;
use crate::scalar::Scalar;

/// Every index of a shape, last axis fastest.
///
/// NumPy: [numpy.ndindex](https://numpy.org/doc/stable/reference/generated/numpy.ndindex.html).
///
/// ```
/// let indices: Vec<_> = ndstrata_array::ndindex(&[2, 2]).collect();
/// assert_eq!(indices, [[0, 0], [0, 1], [1, 0], [1, 1]]);
/// ```
pub fn ndindex(shape: &[usize]) -> NdIndex {
    let next = (!shape.contains(&0)).then(|| vec![0; shape.len()]);
    NdIndex { shape: shape.to_vec(), next }
}

/// The iterator that [`ndindex`] gives.
///
/// NumPy: [numpy.ndindex](https://numpy.org/doc/stable/reference/generated/numpy.ndindex.html).
#[derive(Clone, Debug)]
pub struct NdIndex {
    shape: Vec<usize>,
    next: Option<Vec<usize>>,
}

impl Iterator for NdIndex {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let current = self.next.take()?;
        let mut following = current.clone();
        for (place, &length) in following.iter_mut().zip(&self.shape).rev() {
            *place += 1;
            if *place < length {
                self.next = Some(following);
                break;
            }
            *place = 0;
        }
        Some(current)
    }
}

/// Every index of an array with the element there, in C order.
///
/// NumPy: [numpy.ndenumerate](https://numpy.org/doc/stable/reference/generated/numpy.ndenumerate.html).
///
/// ```
/// use ndstrata_array::{ndenumerate, DynArray};
/// let a = DynArray::from_vec(vec![[1, 2], [3, 4]]);
/// let (index, element) = ndenumerate(&a.view()).nth(2).unwrap();
/// assert_eq!((index, element.get::<i32>()?), (vec![1, 0], 3));
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn ndenumerate<'a>(array: &DynView<'a>) -> NdEnumerate<'a> {
    NdEnumerate { indices: ndindex(array.shape()), array: array.clone() }
}

/// The iterator that [`ndenumerate`] gives.
///
/// NumPy: [numpy.ndenumerate](https://numpy.org/doc/stable/reference/generated/numpy.ndenumerate.html).
pub struct NdEnumerate<'a> {
    indices: NdIndex,
    array: DynView<'a>,
}

impl Iterator for NdEnumerate<'_> {
    type Item = (Vec<usize>, Scalar);

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.indices.next()?;
        let bytes = self.array.element_bytes(&index)?;
        let element = Scalar::from_bytes(self.array.dtype(), bytes).ok()?;
        Some((index, element))
    }
}
