//! Matrices put together out of blocks.

use super::{Matrix, beside};
use crate::error::Result;

/// The matrix of rows of blocks.
///
/// NumPy: [numpy.bmat](https://numpy.org/doc/stable/reference/generated/numpy.bmat.html).
///
/// # Errors
///
/// No blocks; blocks of a row that differ in rows, or rows that differ in columns.
///
/// ```
/// use ndstrata_linalg::{bmat, Matrix};
/// let (a, b): (Matrix, Matrix) = ("1 1; 1 1".parse()?, "2 2; 2 2".parse()?);
/// let whole = bmat(&[vec![a.clone(), b.clone()], vec![b, a]])?;
/// assert_eq!(whole.to_string(), "[[1 1 2 2]\n [1 1 2 2]\n [2 2 1 1]\n [2 2 1 1]]");
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn bmat(rows: &[Vec<Matrix>]) -> Result<Matrix> {
    let rows: Vec<Matrix> =
        rows.iter().map(|row| Ok(Matrix(beside(row, -1)?))).collect::<Result<_>>()?;
    Ok(Matrix(beside(&rows, 0)?))
}
