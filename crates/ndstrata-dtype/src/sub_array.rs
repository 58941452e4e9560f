//! Sub-array types: a fixed-shape block of one type inside each element, such as `('f8', (2, 3))`.

use crate::{DType, Error, Result, error::ErrorKind};

/// A base type repeated over a fixed shape, in C order.
///
/// NumPy: [numpy.dtype.subdtype](https://numpy.org/doc/stable/reference/generated/numpy.dtype.subdtype.html).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubArray {
    base: DType,
    shape: Box<[usize]>,
    itemsize: usize,
}

impl SubArray {
    /// The most dimensions a sub-array may have, as an array's.
    pub const MAX_DIMS: usize = 64;

    /// A block of `shape` elements of `base`; a base that is itself a sub-array is flattened into
    /// the shape.
    ///
    /// # Errors
    ///
    /// When the size in bytes passes `i32::MAX` (NumPy's limit) or there are more than 64 axes.
    pub fn new(base: DType, shape: &[usize]) -> Result<SubArray> {
        let (base, shape) = match base.sub_array() {
            Some(inner) => {
                (inner.base.clone(), shape.iter().chain(&*inner.shape).copied().collect())
            }
            None => (base, Box::<[usize]>::from(shape)),
        };
        if shape.len() > Self::MAX_DIMS {
            return Err(Error::new(ErrorKind::TooManyDims { n_axes: shape.len() }));
        }
        let too_large = || Error::new(ErrorKind::SubArrayTooLarge { shape: shape.to_vec() });
        let itemsize = shape
            .iter()
            .try_fold(base.itemsize(), |size, &n| {
                size.checked_mul(n)
                    .filter(|&size| size <= i32::MAX as usize && n <= i32::MAX as usize)
            })
            .ok_or_else(too_large)?;
        Ok(SubArray { base, shape, itemsize })
    }

    /// The same block over another base of the same size.
    pub(crate) fn with_base(&self, base: DType) -> SubArray {
        SubArray { base, shape: self.shape.clone(), itemsize: self.itemsize }
    }

    /// The type of one element of the block; never itself a sub-array.
    pub fn base(&self) -> &DType {
        &self.base
    }

    /// The shape of the block.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of elements in the block.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// The size of the block in bytes.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }
}
