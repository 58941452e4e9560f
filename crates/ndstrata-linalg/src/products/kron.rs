//! `kron`: an array in which every element of one is replaced by its product with another array.

use ndstrata_array::DynArray;
use ndstrata_ufunc::Operand;

use super::dot::strong;
use crate::error::Result;

/// The Kronecker product.
///
/// NumPy: [numpy.kron](https://numpy.org/doc/stable/reference/generated/numpy.kron.html).
///
/// # Errors
///
/// Types without a product; a result too large.
///
/// ```
/// use ndarray::arr1;
/// let product = ndstrata_linalg::kron(&arr1(&[1, 10, 100]), &arr1(&[5, 6, 7]))?;
/// assert_eq!(product.to_vec::<i32>()?, [5, 6, 7, 50, 60, 70, 500, 600, 700]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn kron<'a>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    let n_axes = a.ndim().max(b.ndim());
    let padded = |shape: &[usize]| [vec![1; n_axes - shape.len()], shape.to_vec()].concat();
    let (a_shape, b_shape) = (padded(a.shape()), padded(b.shape()));
    // Axes alternate: one of `a`, then one of `b`.
    let spread = |shape: &[usize], is_first: bool| -> Vec<isize> {
        shape
            .iter()
            .flat_map(|&n| if is_first { [n as isize, 1] } else { [1, n as isize] })
            .collect()
    };
    let (a, b) =
        (a.view().reshape(spread(&a_shape, true))?, b.view().reshape(spread(&b_shape, false))?);
    let products = ndstrata_ufunc::multiply(&a, &b)?;
    let shape: Vec<isize> =
        a_shape.iter().zip(&b_shape).map(|(n, m)| n.saturating_mul(*m) as isize).collect();
    Ok(products.reshape(shape)?)
}
