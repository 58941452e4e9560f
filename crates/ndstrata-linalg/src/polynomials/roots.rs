//! From zeros to coefficients and back.

use ndstrata_array::{DynArray, Order, concatenate, flatnonzero};
use ndstrata_dtype::{DType, ElementType, Kind};
use ndstrata_ufunc::{self as ufunc, Operand};
use num_complex::Complex64;

use super::arithmetic::{coefficients, convolve};
use super::fault::PolynomialFault;
use crate::decompositions::eigvals;
use crate::error::Result;

/// The coefficients of the polynomial with these zeros, or the characteristic polynomial of a square
/// matrix.
///
/// NumPy: [numpy.poly](https://numpy.org/doc/stable/reference/generated/numpy.poly.html).
///
/// # Errors
///
/// Neither a vector nor a square matrix.
///
/// ```
/// use ndarray::array;
/// assert_eq!(ndstrata_linalg::poly(&array![2, 3])?.to_vec::<f64>()?, [1.0, -5.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn poly<'a>(zeros: impl Into<Operand<'a>>) -> Result<DynArray> {
    let zeros = coefficients(zeros)?;
    let zeros = match *zeros.shape() {
        [m, n] if m == n && m != 0 => eigvals(&zeros)?,
        [_] => match zeros.dtype().element_type() {
            Some(
                ElementType::Float32
                | ElementType::Float64
                | ElementType::Complex64
                | ElementType::Complex128,
            ) => zeros.astype(&zeros.dtype().to_native())?,
            _ => zeros.astype(&DType::FLOAT64)?,
        },
        _ => return Err(PolynomialFault::ZerosShape.into()),
    };
    let one = DynArray::from_vec(vec![1.0]).astype(zeros.dtype())?;
    let mut found = one.clone();
    for k in 0..zeros.size() {
        let minus = ufunc::negative(zeros.view().slice_axis(0, k, 1, 1)?)?;
        let factor = concatenate(&[one.view(), minus.view()], 0)?;
        found = convolve(&found.view(), &factor.view())?;
    }
    if found.dtype().kind() == Kind::Complex && come_in_pairs(&zeros)? {
        return Ok(found.real().copy(Order::C)?);
    }
    Ok(found)
}

/// Whether the zeros are those of a real polynomial, to the last bit.
fn come_in_pairs(zeros: &DynArray) -> Result<bool> {
    let zeros = zeros.astype(&DType::COMPLEX128)?;
    let order = |a: &Complex64, b: &Complex64| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im));
    let mut one = zeros.to_vec::<Complex64>()?;
    let mut other: Vec<Complex64> = one.iter().map(|x| x.conj()).collect();
    // -0.0 and 0.0 are one value in NumPy's order.
    for x in one.iter_mut().chain(&mut other) {
        *x += Complex64::new(0.0, 0.0);
    }
    one.sort_by(order);
    other.sort_by(order);
    Ok(one == other)
}

/// The zeros of a polynomial: the eigenvalues of its companion matrix.
///
/// NumPy: [numpy.roots](https://numpy.org/doc/stable/reference/generated/numpy.roots.html).
///
/// # Errors
///
/// More than one axis; coefficients that are infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// let found = ndstrata_linalg::roots(&array![1.0, -5.0, 6.0])?.to_vec::<f64>()?;
/// assert!((found[0] - 3.0).abs() < 1e-14 && (found[1] - 2.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn roots<'a>(p: impl Into<Operand<'a>>) -> Result<DynArray> {
    let p = coefficients(p)?;
    if p.ndim() != 1 {
        return Err(PolynomialFault::RootsOfMatrix.into());
    }
    let none = || DynArray::zeros(&[0], &DType::FLOAT64, Order::C);
    let places = flatnonzero(&p.view())?.to_vec::<i64>()?;
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return Ok(none()?);
    };
    let (first, last) = (first as usize, last as usize);
    let n_zeros = p.size() - last - 1;
    let p = p.slice_axis(0, first, 1, last - first + 1)?;
    let p = match p.dtype().kind() {
        Kind::Float | Kind::Complex => p,
        _ => p.astype(&DType::FLOAT64)?,
    };
    let n = p.size();
    let found = if n > 1 {
        let mut companion = DynArray::zeros(&[n - 1, n - 1], &p.dtype().to_native(), Order::C)?;
        let one = DynArray::from_vec(vec![1.0]).astype(companion.dtype())?;
        for i in 1..n - 1 {
            let row = companion.view_mut()?.index_axis(0, i as isize)?;
            row.slice_axis(0, i - 1, 1, 1)?.assign(&one.view())?;
        }
        let rest = ufunc::negative(p.view().slice_axis(0, 1, 1, n - 1)?)?;
        let top = ufunc::divide(&rest, p.view().index_axis(0, 0)?)?;
        companion.view_mut()?.index_axis(0, 0)?.assign(&top.view())?;
        eigvals(&companion)?
    } else {
        none()?
    };
    let zeros = DynArray::zeros(&[n_zeros], found.dtype(), Order::C)?;
    Ok(concatenate(&[found.view(), zeros.view()], 0)?)
}
