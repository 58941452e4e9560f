//! Whether elements or arrays are equal, or nearly so.

use ndstrata_array::{DynArray, DynView, broadcast_shapes};
use ndstrata_dtype::{Kind, Operand as TypeOperand, result_type};

use crate::blocks::in_blocks;
use crate::error::Result;
use crate::functions::{
    absolute, add, bitwise_and, bitwise_or, equal, isfinite, isnan, less_equal, multiply, subtract,
};
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::statistics::all;

/// How near is near enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closeness {
    rtol: f64,
    atol: f64,
    equal_nan: bool,
}

impl Default for Closeness {
    /// NumPy's: `rtol=1e-05`, `atol=1e-08`, NaN equal to nothing.
    fn default() -> Closeness {
        Closeness { rtol: 1e-5, atol: 1e-8, equal_nan: false }
    }
}

impl Closeness {
    /// The distance allowed for each unit of the second element's size.
    ///
    /// NumPy: `rtol=`.
    pub fn rtol(mut self, rtol: f64) -> Closeness {
        self.rtol = rtol;
        self
    }

    /// The distance allowed always.
    ///
    /// NumPy: `atol=`.
    pub fn atol(mut self, atol: f64) -> Closeness {
        self.atol = atol;
        self
    }

    /// Takes NaN as equal to NaN.
    ///
    /// NumPy: `equal_nan=True`.
    pub fn equal_nan(mut self) -> Closeness {
        self.equal_nan = true;
        self
    }
}

/// Where elements are nearly equal: `|a - b| <= atol + rtol * |b|`.
///
/// NumPy: [numpy.isclose](https://numpy.org/doc/stable/reference/generated/numpy.isclose.html).
///
/// # Errors
///
/// Types that cannot be subtracted; shapes that do not broadcast.
pub fn isclose<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    near: Closeness,
) -> Result<DynArray> {
    let (a, b) = (a.into(), inexact(b.into())?);
    if let (Operand::View(a), Operand::View(b)) = (&a, &b) {
        return in_blocks([&a.view(), &b.view()], |[a, b]| are_close(a.into(), b.into(), near));
    }
    are_close(a, b, near)
}

fn are_close(a: Operand<'_>, b: Operand<'_>, near: Closeness) -> Result<DynArray> {
    let distance = absolute(&subtract(a.clone(), b.clone())?)?;
    let allowed = add(near.atol, &multiply(near.rtol, &absolute(b.clone())?)?)?;
    let is_near = bitwise_and(&less_equal(&distance, &allowed)?, &isfinite(b.clone())?)?;
    let result = bitwise_or(&is_near, &equal(a.clone(), b.clone())?)?;
    if !near.equal_nan {
        return Ok(result);
    }
    bitwise_or(&result, &bitwise_and(&isnan(a)?, &isnan(b)?)?)
}

/// Floats, so that distances of integers cannot wrap around; durations stay as they are.
fn inexact(operand: Operand<'_>) -> Result<Operand<'_>> {
    Ok(match operand {
        Operand::View(view) if view.dtype().kind() != Kind::TimeDelta => {
            let dtype = result_type(&[view.dtype().into(), TypeOperand::WeakFloat])?;
            match *view.dtype() == dtype {
                true => Operand::View(view),
                false => Operand::from(view.astype(&dtype)?),
            }
        }
        Operand::Int(n) => Operand::Float(n as f64),
        other => other,
    })
}

/// Whether all elements are nearly equal.
///
/// NumPy: [numpy.allclose](https://numpy.org/doc/stable/reference/generated/numpy.allclose.html).
///
/// # Errors
///
/// As [`isclose`].
pub fn allclose<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    near: Closeness,
) -> Result<bool> {
    all_true(&isclose(a, b, near)?)
}

/// Whether shapes and elements are the same.
///
/// NumPy: [numpy.array_equal](https://numpy.org/doc/stable/reference/generated/numpy.array_equal.html).
///
/// # Errors
///
/// Types that cannot be compared.
pub fn array_equal(a1: &DynView<'_>, a2: &DynView<'_>) -> Result<bool> {
    Ok(a1.shape() == a2.shape() && all_true(&equal(a1.clone(), a2.clone())?)?)
}

/// As [`array_equal`], where NaN and NaT equal themselves.
///
/// NumPy: [numpy.array_equal](https://numpy.org/doc/stable/reference/generated/numpy.array_equal.html)
/// with `equal_nan=True`.
///
/// # Errors
///
/// As [`array_equal`].
pub fn array_equal_nan(a1: &DynView<'_>, a2: &DynView<'_>) -> Result<bool> {
    if a1.shape() != a2.shape() {
        return Ok(false);
    }
    let same = equal(a1.clone(), a2.clone())?;
    if !(may_hold_nan(a1) && may_hold_nan(a2)) {
        return all_true(&same);
    }
    let both = bitwise_and(&isnan(a1.clone())?, &isnan(a2.clone())?)?;
    all_true(&bitwise_or(&same, &both)?)
}

fn may_hold_nan(a: &DynView<'_>) -> bool {
    matches!(a.dtype().kind(), Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta)
}

/// Whether elements are the same after broadcasting.
///
/// NumPy: [numpy.array_equiv](https://numpy.org/doc/stable/reference/generated/numpy.array_equiv.html).
///
/// # Errors
///
/// Types that cannot be compared.
pub fn array_equiv(a1: &DynView<'_>, a2: &DynView<'_>) -> Result<bool> {
    if broadcast_shapes(&[a1.shape(), a2.shape()]).is_err() {
        return Ok(false);
    }
    all_true(&equal(a1.clone(), a2.clone())?)
}

fn all_true(truth: &DynArray) -> Result<bool> {
    Ok(all(&truth.view(), ReduceOptions::new())?.get::<bool>(&[])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_operand_sets_the_scale() {
        let a = DynArray::from_vec(vec![1e10, 1e-7, f64::NAN, f64::INFINITY]);
        let b = DynArray::from_vec(vec![1.00001e10, 1e-8, f64::NAN, f64::INFINITY]);
        let near = isclose(&a, &b, Closeness::default()).unwrap();
        assert_eq!(near.to_vec::<bool>().unwrap(), [true, false, false, true]);
        let near = isclose(&a, &b, Closeness::default().equal_nan()).unwrap();
        assert_eq!(near.to_vec::<bool>().unwrap(), [true, false, true, true]);
    }

    #[test]
    fn nan_equals_itself_on_request() {
        let a = DynArray::from_vec(vec![1.0, f64::NAN]);
        assert!(!array_equal(&a.view(), &a.view()).unwrap());
        assert!(array_equal_nan(&a.view(), &a.view()).unwrap());
        let one = DynArray::from_vec(vec![1, 1]);
        assert!(array_equiv(&one.view(), &DynArray::from_vec(vec![1]).view()).unwrap());
    }
}
