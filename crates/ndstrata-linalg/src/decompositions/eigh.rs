//! A = Q Λ Qᴴ, for symmetric and Hermitian A.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use super::cholesky::Triangle;
use super::eig::Eig;
use super::fault::MatrixFault;
use super::input::{
    Types, array, batch_of, check_square, elements, load, packed, slice, store, zeros,
};
use crate::backend::{self, Field};
use crate::error::Result;

/// Eigenvalues in ascending order and orthonormal eigenvectors, of which one half is read.
///
/// NumPy: [numpy.linalg.eigh](https://numpy.org/doc/stable/reference/generated/numpy.linalg.eigh.html).
///
/// # Errors
///
/// A matrix that is not square; an element that is infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{eigh, Triangle};
/// let found = eigh(&array![[2.0, 0.0], [0.0, 1.0]], Triangle::Lower)?;
/// assert_eq!(found.eigenvalues.to_vec::<f64>()?, [1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn eigh<'a>(a: impl Into<Operand<'a>>, triangle: Triangle) -> Result<Eig> {
    let a = elements(a.into())?;
    let types = check(&a)?;
    let (eigenvalues, vectors) = solve(&a, types, triangle, true)?;
    Ok(Eig { eigenvalues, eigenvectors: vectors })
}

/// Eigenvalues of symmetric and Hermitian matrices, in ascending order.
///
/// NumPy: [numpy.linalg.eigvalsh](https://numpy.org/doc/stable/reference/generated/numpy.linalg.eigvalsh.html).
///
/// # Errors
///
/// As [`eigh`].
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{eigvalsh, Triangle};
/// let w = eigvalsh(&array![[2.0, 0.0], [0.0, 1.0]], Triangle::Lower)?;
/// assert_eq!(w.to_vec::<f64>()?, [1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn eigvalsh<'a>(a: impl Into<Operand<'a>>, triangle: Triangle) -> Result<DynArray> {
    let a = elements(a.into())?;
    let types = check(&a)?;
    Ok(solve(&a, types, triangle, false)?.0)
}

fn check(a: &DynCow<'_>) -> Result<Types> {
    check_square(a)?;
    Types::of(&[a])
}

fn solve(
    a: &DynCow<'_>,
    types: Types,
    triangle: Triangle,
    wants_vectors: bool,
) -> Result<(DynArray, DynArray)> {
    if types.is_complex {
        solve_in::<Complex64>(a, types, triangle, wants_vectors)
    } else {
        solve_in::<f64>(a, types, triangle, wants_vectors)
    }
}

fn solve_in<T: Field>(
    a: &DynCow<'_>,
    types: Types,
    triangle: Triangle,
    wants_vectors: bool,
) -> Result<(DynArray, DynArray)> {
    let n = check_square(a)?;
    let function = match (wants_vectors, triangle) {
        (true, Triangle::Lower) => "eigh_lo",
        (true, Triangle::Upper) => "eigh_up",
        (false, Triangle::Lower) => "eigvalsh_lo",
        (false, Triangle::Upper) => "eigvalsh_up",
    };
    let a = packed(a, &types.working(), function, None)?;
    let batch = batch_of(&a, 2);
    let w_shape = [batch, &[n]].concat();
    let v_shape = if wants_vectors { a.shape().to_vec() } else { vec![0] };
    let (mut w, mut vectors) = (zeros::<f64>(&w_shape)?, zeros::<T>(&v_shape)?);
    let mut matrix = zeros::<T>(&[n, n])?;
    let mut memory = backend::EighWork::default();
    let size = (n * n).max(1);
    let matrices = slice::<T>(&a)?.chunks_exact(size);
    for (i, (from, w)) in matrices.zip(w.chunks_exact_mut(n.max(1))).enumerate() {
        match triangle {
            Triangle::Lower => load(from, [n, n], &mut matrix),
            // Rows taken as columns: the conjugate of the upper half is the lower.
            Triangle::Upper => {
                matrix.iter_mut().zip(from).for_each(|(to, &from)| *to = Field::conj(from));
            }
        }
        backend::eigh(&mut matrix, n, w, wants_vectors, &mut memory)
            .map_err(|_| MatrixFault::EigenvaluesDidNotConverge)?;
        if wants_vectors {
            store(&matrix, [n, n], &mut vectors[i * size..(i + 1) * size]);
        }
    }
    Ok((array(w, &w_shape, &types.real_result())?, array(vectors, &v_shape, &types.result())?))
}
