//! Real and imaginary parts as questions: which elements are real, and what angle they have.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{DType, ElementType, Kind};

use crate::error::Result;
use crate::functions::{absolute, arctan2, equal, less, multiply, not_equal};
use crate::reduce::ReduceOptions;
use crate::statistics::all;

/// The angle of complex numbers in radians; `0` or π for real ones.
///
/// NumPy: [numpy.angle](https://numpy.org/doc/stable/reference/generated/numpy.angle.html).
///
/// # Errors
///
/// As [`arctan2`].
pub fn angle(z: &DynView<'_>) -> Result<DynArray> {
    if z.dtype().kind() == Kind::Complex {
        return arctan2(z.clone().imag()?, z.clone().real());
    }
    arctan2(0, z)
}

/// The angle of complex numbers in degrees.
///
/// NumPy: [numpy.angle](https://numpy.org/doc/stable/reference/generated/numpy.angle.html) with
/// `deg=True`.
///
/// # Errors
///
/// As [`angle`].
pub fn angle_in_degrees(z: &DynView<'_>) -> Result<DynArray> {
    multiply(&angle(z)?, 180.0 / std::f64::consts::PI)
}

/// Where the imaginary part is not zero.
///
/// NumPy: [numpy.iscomplex](https://numpy.org/doc/stable/reference/generated/numpy.iscomplex.html).
///
/// # Errors
///
/// Memory for the answer.
pub fn iscomplex(x: &DynView<'_>) -> Result<DynArray> {
    match x.dtype().kind() {
        Kind::Complex => not_equal(x.clone().imag()?, 0),
        _ => Ok(DynArray::zeros(x.shape(), &DType::BOOL, Order::C)?),
    }
}

/// Where the imaginary part is zero.
///
/// NumPy: [numpy.isreal](https://numpy.org/doc/stable/reference/generated/numpy.isreal.html).
///
/// # Errors
///
/// Memory for the answer.
pub fn isreal(x: &DynView<'_>) -> Result<DynArray> {
    match x.dtype().kind() {
        Kind::Complex => equal(x.clone().imag()?, 0),
        _ => Ok(DynArray::ones(x.shape(), &DType::BOOL, Order::C)?),
    }
}

/// The real parts if all imaginary parts are nearly zero, otherwise the array.
///
/// A tolerance over 1 counts in machine epsilons.
///
/// NumPy: [numpy.real_if_close](https://numpy.org/doc/stable/reference/generated/numpy.real_if_close.html),
/// where `tol=100`.
///
/// # Errors
///
/// Memory for the comparison.
pub fn real_if_close(a: &DynArray, tol: f64) -> Result<DynArray> {
    let eps = match a.dtype().element_type() {
        Some(ElementType::Complex64) => f64::from(f32::EPSILON),
        Some(ElementType::Complex128) => f64::EPSILON,
        _ => return Ok(a.clone()),
    };
    let tol = if tol > 1.0 { eps * tol } else { tol };
    let imag = a.clone().imag()?;
    let are_small = |part: &DynView<'_>| -> Result<bool> {
        let is_small = less(&absolute(part)?, tol)?;
        Ok(all(&is_small.view(), ReduceOptions::new())?.get::<bool>(&[])?)
    };
    let all_small = match imag.view().reshape_view(&[-1], Order::C) {
        // One that is not small is found early, and none takes memory for all.
        Ok(flat) => {
            let mut all_small = true;
            for start in (0..flat.size()).step_by(BLOCK) {
                let n = BLOCK.min(flat.size() - start);
                all_small = all_small && are_small(&flat.clone().slice_axis(0, start, 1, n)?)?;
            }
            all_small
        }
        Err(_) => are_small(&imag.view())?,
    };
    Ok(if all_small { a.clone().real() } else { a.clone() })
}

/// Elements that are looked at together.
const BLOCK: usize = 1 << 12;

#[cfg(test)]
mod tests {
    use super::*;
    use num_complex::Complex64;

    #[test]
    fn nearly_real_numbers_become_real() {
        let a = DynArray::from_vec(vec![Complex64::new(2.1, 4e-14)]);
        assert_eq!(real_if_close(&a, 1000.0).unwrap().to_vec::<f64>().unwrap(), [2.1]);
        assert_eq!(real_if_close(&a, 100.0).unwrap().dtype(), &DType::COMPLEX128);
        assert_eq!(iscomplex(&a.view()).unwrap().to_vec::<bool>().unwrap(), [true]);
    }
}
