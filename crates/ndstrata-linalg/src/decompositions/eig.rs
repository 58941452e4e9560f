//! A V = V Λ, for any square A.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::{self as ufunc, Operand, ReduceOptions};
use num_complex::Complex64;

use super::fault::MatrixFault;
use super::input::{
    Types, array, batch_of, check_square, elements, load, packed, slice, store, zeros,
};
use crate::backend::Field;
use crate::error::Result;

/// What [`eig`] and [`eigh`](super::eigh) give.
#[derive(Clone)]
pub struct Eig {
    /// The eigenvalues, each as often as its multiplicity.
    pub eigenvalues: DynArray,
    /// Eigenvectors of length 1, as columns.
    pub eigenvectors: DynArray,
}

/// Eigenvalues and eigenvectors of each matrix of a stack.
///
/// NumPy: [numpy.linalg.eig](https://numpy.org/doc/stable/reference/generated/numpy.linalg.eig.html).
///
/// # Shape and dtype
///
/// Real where the matrices are real and so are all eigenvalues, else complex.
///
/// # Errors
///
/// A matrix that is not square; an element that is infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// let found = ndstrata_linalg::eig(&array![[1.0, 0.0], [0.0, 3.0]])?;
/// assert_eq!(found.eigenvalues.to_vec::<f64>()?, [1.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn eig<'a>(a: impl Into<Operand<'a>>) -> Result<Eig> {
    let a = elements(a.into())?;
    let (eigenvalues, eigenvectors) = solve(&a, true)?;
    Ok(Eig { eigenvalues, eigenvectors })
}

/// Eigenvalues of each matrix of a stack.
///
/// NumPy: [numpy.linalg.eigvals](https://numpy.org/doc/stable/reference/generated/numpy.linalg.eigvals.html).
///
/// # Errors
///
/// As [`eig`].
///
/// ```
/// use ndarray::array;
/// use num_complex::Complex64;
/// let w = ndstrata_linalg::eigvals(&array![[0.0, 1.0], [-1.0, 0.0]])?;
/// assert_eq!(w.to_vec::<Complex64>()?, [Complex64::new(0.0, 1.0), Complex64::new(0.0, -1.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn eigvals<'a>(a: impl Into<Operand<'a>>) -> Result<DynArray> {
    let a = elements(a.into())?;
    Ok(solve(&a, false)?.0)
}

fn solve(a: &DynCow<'_>, wants_vectors: bool) -> Result<(DynArray, DynArray)> {
    check_square(a)?;
    let is_finite = ufunc::all(&ufunc::isfinite(a)?.view(), ReduceOptions::new().all_axes())?;
    if !is_finite.get::<bool>(&[])? {
        return Err(MatrixFault::NotFinite.into());
    }
    let types = Types::of(&[a])?;
    if types.is_complex {
        solve_in::<Complex64>(a, types, wants_vectors)
    } else {
        solve_in::<f64>(a, types, wants_vectors)
    }
}

fn solve_in<T: Field>(
    a: &DynCow<'_>,
    types: Types,
    wants_vectors: bool,
) -> Result<(DynArray, DynArray)> {
    let n = check_square(a)?;
    let function = if wants_vectors { "eig" } else { "eigvals" };
    let a = packed(a, &types.working(), function, None)?;
    let w_shape = [batch_of(&a, 2), &[n]].concat();
    let v_shape = if wants_vectors { a.shape().to_vec() } else { vec![0] };
    let mut values = zeros::<Complex64>(&w_shape)?;
    let mut vectors = zeros::<Complex64>(&v_shape)?;
    let mut matrix = zeros::<T>(&[n, n])?;
    let size = (n * n).max(1);
    let matrices = slice::<T>(&a)?.chunks_exact(size);
    for (i, (from, w)) in matrices.zip(values.chunks_exact_mut(n.max(1))).enumerate() {
        load(from, [n, n], &mut matrix);
        let found = <T as Field>::eigen(&mut matrix, n, wants_vectors)
            .map_err(|_| MatrixFault::EigenvaluesDidNotConverge)?;
        w.copy_from_slice(&found.values);
        if wants_vectors {
            store(&found.vectors, [n, n], &mut vectors[i * size..(i + 1) * size]);
        }
    }
    if !types.is_complex && values.iter().all(|w| w.im == 0.0) {
        let real = |from: Vec<Complex64>| from.into_iter().map(|x| x.re).collect::<Vec<f64>>();
        let dtype = types.real_result();
        return Ok((
            array(real(values), &w_shape, &dtype)?,
            array(real(vectors), &v_shape, &dtype)?,
        ));
    }
    let dtype = types.complex_result();
    Ok((array(values, &w_shape, &dtype)?, array(vectors, &v_shape, &dtype)?))
}
