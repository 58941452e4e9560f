//! Sums of diagonals, and the array-API forms that take the last two axes.

use ndstrata_array::{DynArray, DynBase, Storage};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{Operand, ReduceOptions, ufuncs};

use super::dot::strong;
use crate::error::Result;

/// Which diagonal is summed, and in which type; the default is NumPy's.
///
/// NumPy: the arguments of [numpy.trace](https://numpy.org/doc/stable/reference/generated/numpy.trace.html).
#[derive(Clone, Debug)]
pub struct Trace {
    offset: isize,
    axes: [isize; 2],
    dtype: Option<DType>,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace { offset: 0, axes: [0, 1], dtype: None }
    }
}

impl Trace {
    /// How far above the main diagonal.
    ///
    /// NumPy: `offset=`.
    pub fn offset(mut self, offset: isize) -> Trace {
        self.offset = offset;
        self
    }

    /// The axes of the matrices.
    ///
    /// NumPy: `axis1=`, `axis2=`.
    pub fn axes(mut self, axes: [isize; 2]) -> Trace {
        self.axes = axes;
        self
    }

    /// The type of the sum.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> Trace {
        self.dtype = Some(dtype);
        self
    }
}

/// The sum along a diagonal of each matrix.
///
/// NumPy: [numpy.trace](https://numpy.org/doc/stable/reference/generated/numpy.trace.html).
///
/// # Errors
///
/// Fewer than two axes, one axis twice, an axis that there is not; types that cannot be added.
///
/// ```
/// use ndarray::Array2;
/// use ndstrata_linalg::{Trace, trace};
/// assert_eq!(trace(&Array2::<f64>::eye(3), &Trace::default())?.to_vec::<f64>()?, [3.0]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn trace<'a>(a: impl Into<Operand<'a>>, options: &Trace) -> Result<DynArray> {
    let diagonal = strong(a.into())?.diagonal(options.offset, options.axes)?;
    let mut reduce = ReduceOptions::new().axes(&[-1]);
    let is_text = matches!(diagonal.dtype().kind(), Kind::Bytes | Kind::Str);
    if let Some(dtype) = &options.dtype
        && !is_text
    {
        reduce = reduce.dtype(dtype.clone());
    }
    Ok(ufuncs::ADD.reduce(&diagonal.view(), reduce)?)
}

/// A diagonal of each matrix of the last two axes.
///
/// NumPy: [numpy.linalg.diagonal](https://numpy.org/doc/stable/reference/generated/numpy.linalg.diagonal.html).
///
/// # Errors
///
/// Fewer than two axes.
pub fn diagonal<S: Storage>(a: DynBase<S>, offset: isize) -> Result<DynBase<S>> {
    Ok(a.diagonal(offset, [-2, -1])?)
}

/// The last two axes exchanged.
///
/// NumPy: [numpy.linalg.matrix_transpose](https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_transpose.html).
///
/// # Errors
///
/// Fewer than two axes.
pub fn matrix_transpose<S: Storage>(a: DynBase<S>) -> Result<DynBase<S>> {
    Ok(a.mt()?)
}
