//! Sub-array types: a fixed-shape block of one type inside each element, such as `('f8', (2, 3))`.

use crate::spec::SpecFault;
use crate::{DType, Error, ErrorKind, Result};

/// A base type repeated over a fixed shape, in C order.
///
/// NumPy: [numpy.dtype.subdtype](https://numpy.org/doc/stable/reference/generated/numpy.dtype.subdtype.html).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubArray {
    base: DType,
    shape: Box<[usize]>,
    itemsize: usize,
    /// How many records and sub-arrays stand within each other, this one included.
    depth: usize,
}

impl SubArray {
    /// The most dimensions a sub-array may have, as an array's.
    pub const MAX_DIMS: usize = 64;

    /// A block of `shape` elements of `base`, which may itself be a sub-array and then stays one.
    ///
    /// # Errors
    ///
    /// When the size in bytes passes `i32::MAX` (NumPy's limit), there are more than 64 axes, or
    /// more than [`DType::MAX_DEPTH`] levels.
    pub fn new(base: DType, shape: &[usize]) -> Result<SubArray> {
        let depth = base.depth() + 1;
        if depth > DType::MAX_DEPTH {
            return Err(Error::spec(SpecFault::TooDeep));
        }
        if shape.len() > Self::MAX_DIMS {
            return Err(Error::new(ErrorKind::TooManyDims { n_axes: shape.len() }));
        }
        let too_large = || Error::new(ErrorKind::SubArrayTooLarge { shape: shape.to_vec() });
        let fits = |n: usize| n <= i32::MAX as usize;
        // An axis of length 0 makes the block empty, whatever the others are.
        let count = match shape.contains(&0) {
            true => Some(0),
            false => shape.iter().try_fold(1_usize, |count, &n| count.checked_mul(n)),
        };
        let itemsize = count.filter(|&n| fits(n)).and_then(|n| n.checked_mul(base.itemsize()));
        let itemsize = itemsize.filter(|&n| fits(n) && shape.iter().all(|&n| fits(n)));
        let itemsize = itemsize.ok_or_else(too_large)?;
        Ok(SubArray { base, shape: shape.into(), itemsize, depth })
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The same block over another base of the same size.
    pub(crate) fn with_base(&self, base: DType) -> SubArray {
        SubArray { base, shape: self.shape.clone(), ..*self }
    }

    /// The type of one element of the block; itself a sub-array if it was made so.
    pub fn base(&self) -> &DType {
        &self.base
    }

    /// The shape of the block.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of elements in the block.
    pub fn count(&self) -> usize {
        match self.shape.contains(&0) {
            true => 0,
            false => self.shape.iter().product(),
        }
    }

    /// The size of the block in bytes.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }
}
