//! A x = b, and inverses, by elimination with partial pivoting.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use crate::backend::{Field, Lu, lu_into, solve_lu};
use crate::decompositions::MatrixFault;
use crate::decompositions::input::{
    Batch, Types, array, as_type, batch_of, check_square, elements, load, packed, slice, store,
    zeros,
};
use crate::error::Result;

/// The x with A x = b, for each matrix of a stack.
///
/// NumPy: [numpy.linalg.solve](https://numpy.org/doc/stable/reference/generated/numpy.linalg.solve.html).
///
/// # Shape and dtype
///
/// `b` with one axis is a vector for every matrix; else its last two axes are a matrix of columns. All
/// is computed in double precision; the result is single where both operands are.
///
/// # Errors
///
/// A matrix that is not square or is singular; operands whose shapes do not fit; half precision.
///
/// ```
/// use ndarray::{array, Array1, Ix1};
/// use ndstrata_linalg::solve;
/// let a = array![[3.0, 1.0], [1.0, 2.0]];
/// let x: Array1<f64> = solve(&a, &array![9.0, 8.0])?.into_typed::<f64, Ix1>()?;
/// assert!((&x - &array![2.0, 3.0]).iter().all(|d| d.abs() < 1e-15));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solve<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> Result<DynArray> {
    let (a, b) = (elements(a.into())?, elements(b.into())?);
    check_square(&a)?;
    let types = Types::of(&[&a, &b])?;
    if types.is_complex {
        solve_in::<Complex64>(&a, &b, types)
    } else {
        solve_in::<f64>(&a, &b, types)
    }
}

fn solve_in<T: Field>(a: &DynCow<'_>, b: &DynCow<'_>, types: Types) -> Result<DynArray> {
    let n = check_square(a)?;
    let is_vector = b.ndim() == 1;
    let (function, signature, needed) = if is_vector {
        ("solve1", "(m,m),(m)->(m)", 1)
    } else {
        ("solve", "(m,m),(m,n)->(m,n)", 2)
    };
    let working = types.working();
    let a = packed(a, &working, function, Some(0))?;
    let b = packed(b, &working, function, Some(1))?;
    if b.ndim() < needed {
        let n_axes = b.ndim();
        return Err(
            MatrixFault::TooFewAxes { function, operand: 1, n_axes, signature, needed }.into()
        );
    }
    let found = b.shape()[b.ndim() - needed];
    if found != n {
        let fault = MatrixFault::CoreLength {
            function,
            operand: 1,
            axis: 0,
            signature,
            found,
            expected: n,
        };
        return Err(fault.into());
    }
    let n_columns = if is_vector { 1 } else { b.shape()[b.ndim() - 1] };
    let batch = Batch::new(batch_of(&a, 2), batch_of(&b, needed))?;
    let shape = batch.with(&b.shape()[b.ndim() - needed..]);
    let mut result = zeros::<T>(&shape)?;
    let (a, b) = (slice::<T>(&a)?, slice::<T>(&b)?);
    let mut work = zeros::<T>(&[n, n + n_columns + 1])?;
    let (matrix, rest) = work.split_at_mut(n * n);
    let (columns, scratch) = rest.split_at_mut(n * n_columns);
    let mut factors = Lu::default();
    let mut factored = None;
    let size = n * n_columns;
    for k in 0..batch.count {
        let [at, bt] = batch.places(k);
        if factored != Some(at) {
            load(&a[at * n * n..(at + 1) * n * n], [n, n], matrix);
            lu_into(matrix, n, &mut factors);
            if factors.is_singular {
                return Err(MatrixFault::Singular.into());
            }
            factored = Some(at);
        }
        load(&b[bt * size..(bt + 1) * size], [n, n_columns], columns);
        solve_lu(matrix, &factors, n, columns, scratch);
        store(columns, [n, n_columns], &mut result[k * size..(k + 1) * size]);
    }
    array(result, &shape, &types.result())
}

/// The inverse of each matrix of a stack.
///
/// NumPy: [numpy.linalg.inv](https://numpy.org/doc/stable/reference/generated/numpy.linalg.inv.html).
///
/// # Errors
///
/// A matrix that is not square or is singular; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::inv;
/// let a = inv(&array![[1.0, 2.0], [3.0, 4.0]])?;
/// assert!((a.get::<f64>(&[0, 0])? - -2.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn inv<'a>(a: impl Into<Operand<'a>>) -> Result<DynArray> {
    let a = elements(a.into())?;
    check_square(&a)?;
    let types = Types::of(&[&a])?;
    let inverse = if types.is_complex {
        inverse_in::<Complex64>(&a, types, false)
    } else {
        inverse_in::<f64>(&a, types, false)
    };
    as_type(inverse?, &types.result())
}

/// The inverses in double precision, NaN where there is none.
pub(crate) fn inverse_with_nan(a: &DynCow<'_>, types: Types) -> Result<DynArray> {
    if types.is_complex {
        inverse_in::<Complex64>(a, types, true)
    } else {
        inverse_in::<f64>(a, types, true)
    }
}

fn inverse_in<T: Field>(a: &DynCow<'_>, types: Types, gives_nan: bool) -> Result<DynArray> {
    let n = check_square(a)?;
    let a = packed(a, &types.working(), "inv", None)?;
    let mut result = zeros::<T>(a.shape())?;
    let mut work = zeros::<T>(&[n, 2 * n + 1])?;
    let (matrix, rest) = work.split_at_mut(n * n);
    let (columns, scratch) = rest.split_at_mut(n * n);
    let mut factors = Lu::default();
    let size = (n * n).max(1);
    for (from, to) in slice::<T>(&a)?.chunks_exact(size).zip(result.chunks_exact_mut(size)) {
        load(from, [n, n], matrix);
        lu_into(matrix, n, &mut factors);
        if factors.is_singular {
            if !gives_nan {
                return Err(MatrixFault::Singular.into());
            }
            to.fill(T::from_real(f64::NAN));
            continue;
        }
        columns.fill(T::ZERO);
        columns.iter_mut().step_by(n + 1).for_each(|x| *x = T::ONE);
        solve_lu(matrix, &factors, n, columns, scratch);
        store(columns, [n, n], to);
    }
    array(result, a.shape(), &types.working())
}
