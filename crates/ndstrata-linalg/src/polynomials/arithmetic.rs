//! Sums, products, quotients and values of polynomials.

use ndstrata_array::{DynArray, DynView, Order, atleast_1d, concatenate};
use ndstrata_dtype::promote_types;
use ndstrata_ufunc::{self as ufunc, Closeness, Operand};

use super::fault::PolynomialFault;
use crate::decompositions::input::elements;
use crate::error::Result;

/// The operand with at least one axis.
pub(super) fn coefficients<'a>(operand: impl Into<Operand<'a>>) -> Result<DynArray> {
    Ok(atleast_1d(elements(operand.into())?.into_owned()?)?)
}

/// The values of a polynomial.
///
/// NumPy: [numpy.polyval](https://numpy.org/doc/stable/reference/generated/numpy.polyval.html).
///
/// # Errors
///
/// Coefficients without an axis; types without a common one.
///
/// ```
/// use ndarray::array;
/// let y = ndstrata_linalg::polyval(&array![3, 0, 1], &array![5, -1])?;
/// assert_eq!(y.to_vec::<i32>()?, [76, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polyval<'a, 'b>(p: impl Into<Operand<'a>>, x: impl Into<Operand<'b>>) -> Result<DynArray> {
    let (p, x) = (elements(p.into())?, elements(x.into())?);
    let mut y = DynArray::zeros(x.shape(), x.dtype(), Order::C)?;
    let n = p.shape().first().copied().ok_or(PolynomialFault::NotOneAxis)?;
    for k in 0..n {
        let coefficient = p.view().index_axis(0, k as isize)?;
        y = ufunc::add(&ufunc::multiply(&y, &x)?, coefficient)?;
    }
    Ok(y)
}

/// The sum of two polynomials.
///
/// NumPy: [numpy.polyadd](https://numpy.org/doc/stable/reference/generated/numpy.polyadd.html).
///
/// # Errors
///
/// Types without a sum; shapes that do not broadcast.
///
/// ```
/// use ndarray::array;
/// let sum = ndstrata_linalg::polyadd(&array![1, 2], &array![9, 5, 4])?;
/// assert_eq!(sum.to_vec::<i32>()?, [9, 6, 6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polyadd<'a, 'b>(a1: impl Into<Operand<'a>>, a2: impl Into<Operand<'b>>) -> Result<DynArray> {
    let [a1, a2] = aligned(coefficients(a1)?, coefficients(a2)?)?;
    Ok(ufunc::add(&a1, &a2)?)
}

/// The difference of two polynomials.
///
/// NumPy: [numpy.polysub](https://numpy.org/doc/stable/reference/generated/numpy.polysub.html).
///
/// # Errors
///
/// Types without a difference; shapes that do not broadcast.
///
/// ```
/// use ndarray::array;
/// let difference = ndstrata_linalg::polysub(&array![2, 10, -2], &array![3, 10, -4])?;
/// assert_eq!(difference.to_vec::<i32>()?, [-1, 0, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polysub<'a, 'b>(a1: impl Into<Operand<'a>>, a2: impl Into<Operand<'b>>) -> Result<DynArray> {
    let [a1, a2] = aligned(coefficients(a1)?, coefficients(a2)?)?;
    Ok(ufunc::subtract(&a1, &a2)?)
}

/// The shorter one gets zeros in front.
fn aligned(a1: DynArray, a2: DynArray) -> Result<[DynArray; 2]> {
    let (n1, n2) = (a1.shape()[0], a2.shape()[0]);
    let padded = |a: DynArray, n: usize| -> Result<DynArray> {
        if n == 0 {
            return Ok(a);
        }
        let zeros = DynArray::zeros(&[n], a.dtype(), Order::C)?;
        Ok(concatenate(&[zeros.view(), a.view()], 0)?)
    };
    Ok([padded(a1, n2.saturating_sub(n1))?, padded(a2, n1.saturating_sub(n2))?])
}

/// The product of two polynomials.
///
/// NumPy: [numpy.polymul](https://numpy.org/doc/stable/reference/generated/numpy.polymul.html).
///
/// # Errors
///
/// Coefficients of more than one axis; types without a product.
///
/// ```
/// use ndarray::array;
/// let product = ndstrata_linalg::polymul(&array![1, 2, 3], &array![9, 5, 1])?;
/// assert_eq!(product.to_vec::<i32>()?, [9, 23, 38, 17, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polymul<'a, 'b>(a1: impl Into<Operand<'a>>, a2: impl Into<Operand<'b>>) -> Result<DynArray> {
    let (a1, a2) =
        (without_leading_zeros(coefficients(a1)?)?, without_leading_zeros(coefficients(a2)?)?);
    Ok(ufunc::convolve(&a1.view(), &a2.view(), ufunc::ConvolveMode::Full)?)
}

fn without_leading_zeros(a: DynArray) -> Result<DynArray> {
    if a.ndim() > 1 {
        return Err(PolynomialFault::NotOneAxis.into());
    }
    let found = ndstrata_array::flatnonzero(&a.view())?;
    if found.size() == 0 {
        return Ok(DynArray::zeros(&[1], a.dtype(), Order::C)?);
    }
    let first = found.get::<i64>(&[0])? as usize;
    let n = a.size() - first;
    Ok(a.slice_axis(0, first, 1, n)?)
}

/// Every product of an element of one with an element of the other, summed where powers are equal.
pub(super) fn convolve(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    let (long, short) = if a.size() < b.size() { (b, a) } else { (a, b) };
    let dtype = promote_types(a.dtype(), b.dtype())?;
    let n = long.size();
    let mut result = DynArray::zeros(&[n + short.size() - 1], &dtype, Order::C)?;
    for k in 0..short.size() {
        let part = result.view().slice_axis(0, k, 1, n)?;
        let factor = short.clone().index_axis(0, k as isize)?;
        let sum = ufunc::add(part, &ufunc::multiply(long, factor)?)?;
        result.view_mut()?.slice_axis(0, k, 1, n)?.assign(&sum.view())?;
    }
    Ok(result)
}

/// Quotient and remainder of two polynomials.
///
/// NumPy: [numpy.polydiv](https://numpy.org/doc/stable/reference/generated/numpy.polydiv.html).
///
/// # Errors
///
/// No coefficients; types without a quotient.
///
/// ```
/// use ndarray::array;
/// let (q, r) = ndstrata_linalg::polydiv(&array![3.0, 5.0, 2.0], &array![2.0, 1.0])?;
/// assert_eq!(q.to_vec::<f64>()?, [1.5, 1.75]);
/// assert_eq!(r.to_vec::<f64>()?, [0.25]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polydiv<'a, 'b>(
    u: impl Into<Operand<'a>>,
    v: impl Into<Operand<'b>>,
) -> Result<(DynArray, DynArray)> {
    let u = ufunc::add(&coefficients(u)?, 0.0)?;
    let v = ufunc::add(&coefficients(v)?, 0.0)?;
    if u.shape()[0] == 0 || v.shape()[0] == 0 {
        return Err(PolynomialFault::NoCoefficients.into());
    }
    let dtype = promote_types(u.dtype(), v.dtype())?;
    let (m, n) = (u.shape()[0] - 1, v.shape()[0] - 1);
    let scale = ufunc::divide(1.0, v.view().index_axis(0, 0)?)?;
    let steps = (m + 1).saturating_sub(n);
    let mut q = DynArray::zeros(&[steps.max(1)], &dtype, Order::C)?;
    let mut r = u.astype(&dtype)?;
    for k in 0..steps {
        let d = ufunc::multiply(&scale, r.view().index_axis(0, k as isize)?)?;
        q.view_mut()?.slice_axis(0, k, 1, 1)?.assign(&d.view())?;
        let part = r.view().slice_axis(0, k, 1, n + 1)?;
        let rest = ufunc::subtract(part, &ufunc::multiply(&d, &v)?)?;
        r.view_mut()?.slice_axis(0, k, 1, n + 1)?.assign(&rest.view())?;
    }
    while r.shape()[0] > 1 {
        let head = r.view().index_axis(0, 0)?;
        if !ufunc::allclose(head, 0, Closeness::default().rtol(1e-14))? {
            break;
        }
        let n = r.shape()[0] - 1;
        r = r.slice_axis(0, 1, 1, n)?;
    }
    Ok((q, r))
}
