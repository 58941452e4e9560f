//! Derivatives and integrals of polynomials.

use ndstrata_array::{DynArray, Order, concatenate};
use ndstrata_dtype::DType;
use ndstrata_ufunc::{self as ufunc, Operand};

use super::arithmetic::coefficients;
use super::fault::PolynomialFault;
use crate::decompositions::input::elements;
use crate::error::Result;

/// Beyond this order NumPy's recursion fails.
const MAX_ORDER: i64 = 900;

/// The `m`-th derivative.
///
/// NumPy: [numpy.polyder](https://numpy.org/doc/stable/reference/generated/numpy.polyder.html).
///
/// # Errors
///
/// A negative order; coefficients without an axis.
///
/// ```
/// use ndarray::array;
/// let p = ndstrata_linalg::polyder(&array![1, 1, 1, 1], 1)?;
/// assert_eq!(p.to_vec::<i64>()?, [3, 2, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polyder<'a>(p: impl Into<Operand<'a>>, m: i64) -> Result<DynArray> {
    if m < 0 {
        return Err(PolynomialFault::DerivativeOrder.into());
    }
    if m > MAX_ORDER {
        return Err(PolynomialFault::TooDeep.into());
    }
    let mut p = elements(p.into())?.into_owned()?;
    if p.ndim() == 0 {
        return Err(PolynomialFault::NotOneAxis.into());
    }
    for _ in 0..m {
        let n = p.shape()[0].saturating_sub(1);
        let powers = DynArray::from_vec((1..=n as i64).rev().collect());
        let is_done = n == 0 && p.shape()[0] == 0;
        p = ufunc::multiply(p.view().slice_axis(0, 0, 1, n)?, &powers)?;
        if is_done {
            // Nothing is left to change.
            break;
        }
    }
    if p.ndim() > 1 {
        // NumPy takes one derivative more than it returns, which may not broadcast.
        let n = p.shape()[0].saturating_sub(1);
        let powers = DynArray::from_vec((1..=n as i64).rev().collect());
        ufunc::multiply(p.view().slice_axis(0, 0, 1, n)?, &powers)?;
    }
    Ok(p)
}

/// The `m`-th integral, with the constants `k` of integration (zeros where there are none; one for
/// all, or one for each).
///
/// NumPy: [numpy.polyint](https://numpy.org/doc/stable/reference/generated/numpy.polyint.html).
///
/// # Errors
///
/// A negative order; too few constants.
///
/// ```
/// use ndarray::array;
/// let p = ndstrata_linalg::polyint(&array![1.0, 1.0, 1.0], 1, None)?;
/// assert_eq!(p.to_vec::<f64>()?, [1.0 / 3.0, 0.5, 1.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polyint<'a>(p: impl Into<Operand<'a>>, m: i64, k: Option<DynArray>) -> Result<DynArray> {
    let Ok(m) = usize::try_from(m) else {
        return Err(PolynomialFault::IntegralOrder.into());
    };
    if m as i64 > MAX_ORDER {
        return Err(PolynomialFault::TooDeep.into());
    }
    let mut k = match k {
        None => DynArray::zeros(&[m], &DType::FLOAT64, Order::C)?,
        Some(k) => coefficients(&k)?,
    };
    if k.shape()[0] == 1 && m > 1 {
        let ones = ufunc::add(&DynArray::zeros(&[m], &DType::FLOAT64, Order::C)?, 1.0)?;
        k = ufunc::multiply(k.view().index_axis(0, 0)?, &ones)?;
    }
    if k.shape()[0] < m {
        return Err(PolynomialFault::TooFewConstants.into());
    }
    let mut p = elements(p.into())?.into_owned()?;
    for i in 0..m {
        let n = p.shape().first().copied().ok_or(PolynomialFault::NotOneAxis)?;
        let powers = DynArray::from_vec((1..=n as i64).rev().collect());
        let scaled = ufunc::divide(&p, &powers)?;
        // A constant takes part in promotion as the double that a Python list makes of it.
        let constant = k.view().slice_axis(0, i, 1, 1)?;
        p = concatenate(&[scaled.view(), constant], 0)?;
    }
    Ok(p)
}
