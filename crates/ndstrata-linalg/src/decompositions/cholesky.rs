//! A = L Lᴴ.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use super::fault::MatrixFault;
use super::input::{Types, array, check_square, elements, load, packed, slice, store, zeros};
use crate::backend::{self, Field};
use crate::error::Result;

/// Which half of a symmetric matrix is read, or made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Triangle {
    /// On and below the diagonal.
    #[default]
    Lower,
    /// On and above the diagonal.
    Upper,
}

/// The triangular L with A = L Lᴴ, or U with A = Uᴴ U, of each matrix of a stack; only that half of A
/// is read.
///
/// NumPy: [numpy.linalg.cholesky](https://numpy.org/doc/stable/reference/generated/numpy.linalg.cholesky.html).
///
/// # Errors
///
/// A matrix that is not square or not positive definite; half precision.
///
/// ```
/// use ndarray::{array, Ix2};
/// use ndstrata_linalg::{cholesky, Triangle};
/// let l = cholesky(&array![[4.0, 2.0], [2.0, 5.0]], Triangle::Lower)?.into_typed::<f64, Ix2>()?;
/// assert_eq!(l, array![[2.0, 0.0], [1.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cholesky<'a>(a: impl Into<Operand<'a>>, triangle: Triangle) -> Result<DynArray> {
    let a = elements(a.into())?;
    check_square(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex {
        cholesky_in::<Complex64>(&a, types, triangle)
    } else {
        cholesky_in::<f64>(&a, types, triangle)
    }
}

fn cholesky_in<T: Field>(a: &DynCow<'_>, types: Types, triangle: Triangle) -> Result<DynArray> {
    let n = check_square(a)?;
    let is_upper = triangle == Triangle::Upper;
    let function = if is_upper { "cholesky_up" } else { "cholesky_lo" };
    let a = packed(a, &types.working(), function, None)?;
    let mut result = zeros::<T>(a.shape())?;
    let mut matrix = zeros::<T>(&[n, n])?;
    let size = (n * n).max(1);
    for (from, to) in slice::<T>(&a)?.chunks_exact(size).zip(result.chunks_exact_mut(size)) {
        if is_upper {
            // Rows taken as columns are the transpose, whose lower half, conjugate, is the same matrix.
            matrix.iter_mut().zip(from).for_each(|(to, &from)| *to = Field::conj(from));
        } else {
            load(from, [n, n], &mut matrix);
        }
        backend::cholesky(&mut matrix, n).map_err(|_| MatrixFault::NotPositiveDefinite)?;
        if is_upper {
            // A number without an imaginary part has none with a sign either.
            let conjugate =
                |x: T| if x.im() == 0.0 { T::from_real(x.re()) } else { Field::conj(x) };
            to.iter_mut().zip(&matrix).for_each(|(to, &from)| *to = conjugate(from));
        } else {
            store(&matrix, [n, n], to);
        }
    }
    array(result, a.shape(), &types.result())
}
