//! `outer`: all products of an element of one vector and one of another.

use ndstrata_array::{DynArray, DynCow, DynViewMut, Order};
use ndstrata_ufunc::{CallOptions, Operand, ufuncs};

use super::dot::strong;
use crate::error::Result;

/// All products of an element of `a` and one of `b`, both flattened.
///
/// NumPy: [numpy.outer](https://numpy.org/doc/stable/reference/generated/numpy.outer.html).
///
/// # Errors
///
/// Types without a product.
///
/// ```
/// use ndarray::arr1;
/// let table = ndstrata_linalg::outer(&arr1(&[1, 2]), &arr1(&[3, 4, 5]))?;
/// assert_eq!(table.shape(), [2, 3]);
/// assert_eq!(table.to_vec::<i32>()?, [3, 4, 5, 6, 8, 10]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn outer<'a>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    let (column, row) = (flat(&a, 1)?, flat(&b, 0)?);
    Ok(ndstrata_ufunc::multiply(&column, &row)?)
}

/// As [`outer`], into an array of the result's shape.
///
/// NumPy: [numpy.outer](https://numpy.org/doc/stable/reference/generated/numpy.outer.html) with `out=`.
///
/// # Errors
///
/// As [`outer`]; another shape; a result that the output's type cannot hold.
pub fn outer_into<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    out: DynViewMut<'_>,
) -> Result<()> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    let (column, row) = (flat(&a, 1)?, flat(&b, 0)?);
    ufuncs::MULTIPLY.call(&[(&column).into(), (&row).into()], CallOptions::new().out(out))?;
    Ok(())
}

/// All elements along one axis of two; the other, of length 1, is `axis`.
fn flat<'v>(array: &'v DynCow<'_>, axis: isize) -> Result<DynCow<'v>> {
    Ok(array.view().ravel(Order::C)?.expand_dims(&[axis])?)
}
