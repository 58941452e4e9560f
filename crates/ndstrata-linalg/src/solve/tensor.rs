//! Linear systems whose unknowns and equations are arrays.

use ndstrata_array::{DynArray, Order};
use ndstrata_ufunc::Operand;

use super::systems::{inv, solve};
use crate::decompositions::MatrixFault;
use crate::decompositions::input::elements;
use crate::error::Result;

/// The x with `tensordot(a, x, x.ndim) == b`; `axes` of `a` are moved to its end first.
///
/// NumPy: [numpy.linalg.tensorsolve](https://numpy.org/doc/stable/reference/generated/numpy.linalg.tensorsolve.html).
///
/// # Errors
///
/// Shapes that make no square system; an axis that is not there, or twice; as [`solve`].
///
/// ```
/// use ndarray::{array, Array};
/// use ndstrata_linalg::tensorsolve;
/// let a = Array::from_diag(&array![1.0, 2.0, 4.0, 8.0]).into_shape_with_order((2, 2, 2, 2))?;
/// let x = tensorsolve(&a, &array![[1.0, 1.0], [1.0, 1.0]], &[])?;
/// assert_eq!(x.to_vec::<f64>()?, [1.0, 0.5, 0.25, 0.125]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tensorsolve<'a, 'b>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'b>>,
    axes: &[isize],
) -> Result<DynArray> {
    let (mut a, b) = (elements(a.into())?, elements(b.into())?);
    if !axes.is_empty() {
        let mut order: Vec<isize> = (0..a.ndim() as isize).collect();
        for &axis in axes {
            order.retain(|&known| known != axis);
            order.insert(order.len().min(a.ndim()), axis);
        }
        a = a.transpose(&order)?;
    }
    // As Python slices: as many of the last axes as `b` leaves, all where it leaves none.
    let left = a.ndim() as isize - b.ndim() as isize;
    let from = if left > 0 { a.ndim() - left as usize } else { left.unsigned_abs().min(a.ndim()) };
    let shape: Vec<isize> = a.shape()[from..].iter().map(|&n| n as isize).collect();
    let size: usize = a.shape()[from..].iter().product();
    if size.checked_mul(size) != Some(a.size()) {
        return Err(MatrixFault::TensorShape.into());
    }
    let matrix = a.into_owned()?.reshape([size as isize, size as isize])?;
    let x = solve(&matrix, &b.view().ravel(Order::C)?.into_owned()?)?;
    Ok(x.reshape(&shape)?)
}

/// The inverse of `a` under `tensordot(a, ·, ind)`, for the first `ind` axes against the rest.
///
/// NumPy: [numpy.linalg.tensorinv](https://numpy.org/doc/stable/reference/generated/numpy.linalg.tensorinv.html).
///
/// # Errors
///
/// `ind` that is not positive; as [`inv`].
///
/// ```
/// use ndarray::{array, Array};
/// use ndstrata_linalg::tensorinv;
/// let a = Array::from_diag(&array![1.0, 2.0, 4.0, 8.0]).into_shape_with_order((2, 2, 4))?;
/// let inverse = tensorinv(&a, 2)?;
/// assert_eq!(inverse.shape(), [4, 2, 2]);
/// assert_eq!(inverse.get::<f64>(&[3, 1, 1])?, 0.125);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tensorinv<'a>(a: impl Into<Operand<'a>>, ind: isize) -> Result<DynArray> {
    let a = elements(a.into())?;
    let Some(ind) = usize::try_from(ind).ok().filter(|&ind| ind > 0) else {
        return Err(MatrixFault::BadInd.into());
    };
    let (rows, columns) = a.shape().split_at(ind.min(a.ndim()));
    let shape: Vec<isize> = columns.iter().chain(rows).map(|&n| n as isize).collect();
    let n_rows: usize = columns.iter().product();
    let matrix = a.into_owned()?.reshape([n_rows as isize, -1])?;
    Ok(inv(&matrix)?.reshape(&shape)?)
}
