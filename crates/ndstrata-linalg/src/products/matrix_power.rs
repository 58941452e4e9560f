//! `matrix_power`: a square matrix multiplied with itself.

use ndstrata_array::{DynArray, Eye};
use ndstrata_ufunc::Operand;

use super::dot::strong;
use super::fault::ProductFault;
use super::gufuncs::matmul;
use crate::error::Result;
use crate::solve::inv;

/// Square matrices to a whole power, by repeated squaring; to a negative one, that of the inverse.
///
/// NumPy: [numpy.linalg.matrix_power](https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_power.html).
///
/// # Errors
///
/// Matrices that are not square, or have no inverse where one is needed; types without a product.
///
/// ```
/// use ndarray::arr2;
/// let turn = arr2(&[[0, 1], [-1, 0]]);
/// let power = ndstrata_linalg::matrix_power(&turn, 3)?;
/// assert_eq!(power.to_vec::<i32>()?, [0, -1, 1, 0]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn matrix_power<'a>(a: impl Into<Operand<'a>>, n: i64) -> Result<DynArray> {
    let a = strong(a.into())?;
    check_square(a.shape())?;
    if n == 0 {
        let length = a.shape()[a.ndim() - 1];
        let one = Eye::default().dtype(a.dtype()).array(length)?;
        return Ok(one.broadcast_to(a.shape())?.copy(ndstrata_array::Order::C)?);
    }
    let mut square = if n < 0 { inv(&a)? } else { a.into_owned()? };
    let mut n = n.unsigned_abs();
    let mut power: Option<DynArray> = None;
    loop {
        if n & 1 == 1 {
            power = Some(match power {
                None => square.clone(),
                Some(power) => matmul(&power, &square)?,
            });
        }
        n >>= 1;
        if n == 0 {
            break;
        }
        square = matmul(&square, &square)?;
    }
    Ok(power.unwrap_or(square))
}

/// Refuses what is no stack of square matrices.
fn check_square(shape: &[usize]) -> Result<()> {
    match shape {
        [.., rows, columns] if rows == columns => Ok(()),
        [.., _, _] => Err(ProductFault::NotSquare.into()),
        _ => Err(ProductFault::NoMatrix { n_axes: shape.len() }.into()),
    }
}
