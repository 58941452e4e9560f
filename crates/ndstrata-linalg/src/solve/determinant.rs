//! Determinants from the pivots of elimination.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use crate::backend::{Field, Lu, lu_into};
use crate::decompositions::input::{
    Types, array, batch_of, check_square, elements, load, packed, slice, zeros,
};
use crate::error::Result;

/// What [`slogdet`] gives: the determinant is `sign * exp(logabsdet)`.
#[derive(Clone)]
pub struct Slogdet {
    /// A number of absolute value 1, or 0.
    pub sign: DynArray,
    /// The logarithm of the absolute value.
    pub logabsdet: DynArray,
}

/// The determinant of each matrix of a stack.
///
/// NumPy: [numpy.linalg.det](https://numpy.org/doc/stable/reference/generated/numpy.linalg.det.html).
///
/// # Errors
///
/// A matrix that is not square; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::det;
/// let d = det(&array![[1.0, 2.0], [3.0, 4.0]])?;
/// assert_eq!(d.get::<f64>(&[])?, -2.0000000000000004);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn det<'a>(a: impl Into<Operand<'a>>) -> Result<DynArray> {
    let a = elements(a.into())?;
    check_square(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex { det_in::<Complex64>(&a, types) } else { det_in::<f64>(&a, types) }
}

fn det_in<T: Field>(a: &DynCow<'_>, types: Types) -> Result<DynArray> {
    let (signs, logs) = signs_and_logs::<T>(a, types, "det")?;
    let dets = signs.iter().zip(&logs).map(|(sign, log)| *sign * T::from_real(log.exp())).collect();
    array::<T>(dets, batch_of(a, 2), &types.result())
}

/// Sign and logarithm of the determinant of each matrix of a stack.
///
/// NumPy: [numpy.linalg.slogdet](https://numpy.org/doc/stable/reference/generated/numpy.linalg.slogdet.html).
///
/// # Errors
///
/// As [`det`].
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::slogdet;
/// let found = slogdet(&array![[1.0, 2.0], [3.0, 4.0]])?;
/// assert_eq!(found.sign.get::<f64>(&[])?, -1.0);
/// assert!((found.logabsdet.get::<f64>(&[])? - 2_f64.ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn slogdet<'a>(a: impl Into<Operand<'a>>) -> Result<Slogdet> {
    let a = elements(a.into())?;
    check_square(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex { slogdet_in::<Complex64>(&a, types) } else { slogdet_in::<f64>(&a, types) }
}

fn slogdet_in<T: Field>(a: &DynCow<'_>, types: Types) -> Result<Slogdet> {
    let (signs, logs) = signs_and_logs::<T>(a, types, "slogdet")?;
    let shape = batch_of(a, 2);
    Ok(Slogdet {
        sign: array::<T>(signs, shape, &types.result())?,
        logabsdet: array(logs, shape, &types.real_result())?,
    })
}

fn signs_and_logs<T: Field>(
    a: &DynCow<'_>,
    types: Types,
    function: &'static str,
) -> Result<(Vec<T>, Vec<f64>)> {
    let n = check_square(a)?;
    let a = packed(a, &types.working(), function, None)?;
    let shape = batch_of(&a, 2);
    let (mut signs, mut logs) = (zeros::<T>(shape)?, zeros::<f64>(shape)?);
    let elements = slice::<T>(&a)?;
    let mut matrix = zeros::<T>(&[n, n])?;
    let mut factors = Lu::default();
    for (k, (sign, log)) in signs.iter_mut().zip(&mut logs).enumerate() {
        load(&elements[k * n * n..(k + 1) * n * n], [n, n], &mut matrix);
        lu_into(&mut matrix, n, &mut factors);
        if factors.is_singular {
            (*sign, *log) = (T::ZERO, f64::NEG_INFINITY);
            continue;
        }
        *sign = T::from_real(if factors.is_odd { -1.0 } else { 1.0 });
        for pivot in matrix.iter().step_by(n + 1) {
            let size = pivot.modulus();
            *sign *= direction(*pivot, size);
            *log += size.ln();
        }
    }
    Ok((signs, logs))
}

/// A number of absolute value 1 in the direction of a pivot, exact for real ones.
fn direction<T: Field>(pivot: T, size: f64) -> T {
    if T::IS_COMPLEX {
        return T::from_complex(Complex64::new(pivot.re() / size, pivot.im() / size));
    }
    T::from_real(if pivot.re() < 0.0 { -1.0 } else { 1.0 })
}
