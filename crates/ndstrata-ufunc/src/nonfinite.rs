//! Infinities by sign, and numbers in the place of what is not finite.

use ndstrata_array::{DynArray, DynView, Order, where_};
use ndstrata_dtype::{DType, ElementType, Kind};

use crate::error::{Error, Result};
use crate::float_map::float_map;
use crate::functions::{isinf, isnan, logical_and, logical_not, signbit};
use crate::table::ufuncs;

/// Where elements are positive infinity.
///
/// NumPy: [numpy.isposinf](https://numpy.org/doc/stable/reference/generated/numpy.isposinf.html).
///
/// # Errors
///
/// Complex numbers, whose infinities have no sign.
pub fn isposinf(x: &DynView<'_>) -> Result<DynArray> {
    logical_and(&isinf(x)?, &logical_not(&sign(x)?)?)
}

/// Where elements are negative infinity.
///
/// NumPy: [numpy.isneginf](https://numpy.org/doc/stable/reference/generated/numpy.isneginf.html).
///
/// # Errors
///
/// As [`isposinf`].
pub fn isneginf(x: &DynView<'_>) -> Result<DynArray> {
    logical_and(&isinf(x)?, &sign(x)?)
}

fn sign(x: &DynView<'_>) -> Result<DynArray> {
    signbit(x).map_err(|_| {
        let dtype = x.dtype();
        Error::wrong_type(format!(
            "This operation is not supported for {} values because it would be ambiguous.",
            dtype.name()
        ))
    })
}

/// What takes the place of numbers that are not finite.
#[derive(Clone, Debug, Default)]
pub struct NanToNum {
    nan: Option<DynArray>,
    posinf: Option<DynArray>,
    neginf: Option<DynArray>,
}

impl NanToNum {
    /// What takes the place of NaN: 0 by default.
    ///
    /// NumPy: `nan=`.
    pub fn nan(mut self, value: DynArray) -> NanToNum {
        self.nan = Some(value);
        self
    }

    /// What takes the place of positive infinity: the largest number of the type by default.
    ///
    /// NumPy: `posinf=`.
    pub fn posinf(mut self, value: DynArray) -> NanToNum {
        self.posinf = Some(value);
        self
    }

    /// What takes the place of negative infinity: the least number of the type by default.
    ///
    /// NumPy: `neginf=`.
    pub fn neginf(mut self, value: DynArray) -> NanToNum {
        self.neginf = Some(value);
        self
    }
}

/// The elements, with numbers in the place of NaN and the infinities.
///
/// NumPy: [numpy.nan_to_num](https://numpy.org/doc/stable/reference/generated/numpy.nan_to_num.html).
/// Differs: always a copy.
///
/// # Errors
///
/// Replacements that do not broadcast or convert.
pub fn nan_to_num(x: &DynView<'_>, replace: &NanToNum) -> Result<DynArray> {
    match x.dtype().kind() {
        Kind::Complex => {
            let mut result = x.copy(Order::K)?;
            let real = nan_to_num(&x.clone().real(), replace)?;
            let imag = nan_to_num(&x.clone().imag()?, replace)?;
            result.view_mut()?.real().assign(&real.view())?;
            result.view_mut()?.imag()?.assign(&imag.view())?;
            Ok(result)
        }
        Kind::Float => {
            let most = match x.dtype().element_type() {
                Some(ElementType::Float16) => 65504.0,
                Some(ElementType::Float32) => f64::from(f32::MAX),
                _ => f64::MAX,
            };
            let number = |value: f64| DynArray::from_vec(vec![value]).squeeze();
            let or =
                |given: &Option<DynArray>, value| given.clone().unwrap_or_else(|| number(value));
            let plain = |given: &Option<DynArray>, value: f64| match given {
                None => Some(value),
                Some(given) if given.ndim() == 0 => {
                    let value = given.astype(&DType::FLOAT64).ok()?.get::<f64>(&[]).ok()?;
                    // Larger integers would be rounded twice on their way to `f32`.
                    let is_exact = value.abs() <= 9_007_199_254_740_992.0;
                    (is_exact || given.dtype().kind() == Kind::Float).then_some(value)
                }
                Some(_) => None,
            };
            if let (Some(nan), Some(high), Some(low)) = (
                plain(&replace.nan, 0.0),
                plain(&replace.posinf, most),
                plain(&replace.neginf, -most),
            ) && let Some(finite) = with_numbers(x, nan, high, low)?
            {
                return Ok(finite);
            }
            let places = [
                (isnan(x)?, or(&replace.nan, 0.0)),
                (isposinf(x)?, or(&replace.posinf, most)),
                (isneginf(x)?, or(&replace.neginf, -most)),
            ];
            let mut result = x.copy(Order::K)?;
            for (place, value) in places {
                let value = value.astype(x.dtype())?;
                result = where_(&place.view(), &value.view(), &result.view())?;
            }
            Ok(result)
        }
        _ => Ok(x.copy(Order::K)?),
    }
}

/// The floats with numbers for NaN and the infinities, where one pass makes them.
fn with_numbers(x: &DynView<'_>, nan: f64, high: f64, low: f64) -> Result<Option<DynArray>> {
    let singles = (nan as f32, high as f32, low as f32);
    float_map(
        x,
        |x| {
            let found = if x.is_nan() { nan } else { x };
            let found = if x == f64::INFINITY { high } else { found };
            if x == f64::NEG_INFINITY { low } else { found }
        },
        |x| {
            let found = if x.is_nan() { singles.0 } else { x };
            let found = if x == f32::INFINITY { singles.1 } else { found };
            if x == f32::NEG_INFINITY { singles.2 } else { found }
        },
    )
}

/// The elements, with `value` in the place of NaN, and otherwise as they are.
///
/// NumPy: [numpy.nan_to_num](https://numpy.org/doc/stable/reference/generated/numpy.nan_to_num.html) of
/// NaN alone.
///
/// # Errors
///
/// A value that the type cannot hold.
pub fn without_nan(a: &DynView<'_>, value: f64) -> Result<DynArray> {
    Ok(replaced_nan(a, value)?.0)
}

/// `a` with `value` in the place of NaN, and where NaN was; `None` for types without NaN.
pub(crate) fn replaced_nan(a: &DynView<'_>, value: f64) -> Result<(DynArray, Option<DynArray>)> {
    if !matches!(a.dtype().kind(), Kind::Float | Kind::Complex) {
        return Ok((a.copy(Order::K)?, None));
    }
    let mask = ufuncs::ISNAN.one(&[a.clone().into()])?;
    let value = DynArray::from_vec(vec![value]).squeeze().astype(a.dtype())?;
    let replaced = where_(&mask.view(), &value.view(), a)?;
    Ok((replaced, Some(mask)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_become_the_extremes_of_the_type() {
        let x = DynArray::from_vec(vec![f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1.0]);
        let numbers = nan_to_num(&x.view(), &NanToNum::default()).unwrap();
        assert_eq!(numbers.to_vec::<f32>().unwrap(), [0.0, f32::MAX, f32::MIN, 1.0]);
        assert_eq!(
            isposinf(&x.view()).unwrap().to_vec::<bool>().unwrap(),
            [false, true, false, false]
        );
        let complex = DynArray::from_vec(vec![num_complex::Complex64::I]);
        assert_eq!(isneginf(&complex.view()).err().unwrap().numpy_class(), "TypeError");
    }
}
