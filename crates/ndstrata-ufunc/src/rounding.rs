//! `clip`, `round` and `fix`: elements brought to bounds or to fewer digits.

mod one_pass;

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{Kind, result_type};

use crate::blocks::in_blocks;
use crate::error::{Error, ErrorKind, Result};
use crate::float_map::float_map;
use crate::functions::{divide, maximum, minimum, multiply, positive, rint, trunc};
use crate::operand::Operand;

/// The elements, those below `min` and above `max` replaced by these.
///
/// NumPy: [numpy.clip](https://numpy.org/doc/stable/reference/generated/numpy.clip.html).
///
/// # Errors
///
/// As [`maximum`]: types without an order, shapes that do not broadcast.
pub fn clip<'a>(
    a: impl Into<Operand<'a>>,
    min: Option<Operand<'a>>,
    max: Option<Operand<'a>>,
) -> Result<DynArray> {
    let a = a.into();
    let (least, most) = integer_range(&a);
    // A weak bound past the type's own bounds nothing.
    let min = min.filter(|min| !matches!(min, Operand::Int(n) if *n < least));
    let max = max.filter(|max| !matches!(max, Operand::Int(n) if *n > most));
    let a = match (&min, &max) {
        (Some(min), Some(max)) => in_common_type(a, min, max)?,
        _ => a,
    };
    if let (Operand::View(view), Some(min), Some(max)) = (&a, &min, &max)
        && let Some(clipped) = one_pass::clip(&view.view(), min, max)?
    {
        return Ok(clipped);
    }
    match (min, max) {
        (None, None) => positive(a),
        (Some(min), None) => maximum(a, min),
        (None, Some(max)) => minimum(a, max),
        (Some(min), Some(max)) => {
            let between =
                maximum(a.clone(), min.clone()).and_then(|bounded| minimum(&bounded, max.clone()));
            between.map_err(|error| of_three(error, &[a, min, max]))
        }
    }
}

/// What one of two steps refuses, told of all three operands.
#[cold]
fn of_three(error: Error, operands: &[Operand<'_>; 3]) -> Error {
    match error.kind() {
        ErrorKind::Broadcast { .. } => {
            let shapes = operands.iter().map(|operand| operand.shape().to_vec()).collect();
            Error::new(ErrorKind::Broadcast { shapes })
        }
        ErrorKind::NoLoop { .. } => {
            let kinds = operands.each_ref().map(Operand::kind);
            Error::new(ErrorKind::NoLoop {
                ufunc: "clip",
                types: crate::resolve::refused_types(&kinds),
                result: "None".to_owned(),
                is_ufunc_error: true,
            })
        }
        _ => error,
    }
}

/// The elements in the type that all three operands have in common, where they are numbers.
fn in_common_type<'a>(a: Operand<'a>, min: &Operand<'_>, max: &Operand<'_>) -> Result<Operand<'a>> {
    let is_number = |operand: &Operand<'_>| match operand {
        Operand::View(view) => view.dtype().element_type().is_some(),
        _ => true,
    };
    let Operand::View(view) = &a else { return Ok(a) };
    if !(is_number(&a) && is_number(min) && is_number(max)) {
        return Ok(a);
    }
    let common = result_type(&[a.kind(), min.kind(), max.kind()])?;
    if *view.dtype() == common {
        return Ok(a);
    }
    Ok(view.astype(&common)?.into())
}

/// The least and the largest integer that the elements can be, if they are integers.
fn integer_range(a: &Operand<'_>) -> (i128, i128) {
    let Operand::View(view) = a else { return (i128::MIN, i128::MAX) };
    let bits = 8 * view.itemsize() as u32;
    match view.dtype().kind() {
        Kind::SignedInteger if bits <= 64 => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        Kind::UnsignedInteger if bits <= 64 => (0, (1 << bits) - 1),
        _ => (i128::MIN, i128::MAX),
    }
}

/// The elements rounded to a number of decimals, half to even; a negative number rounds to tens,
/// hundreds and so on.
///
/// NumPy: [numpy.round](https://numpy.org/doc/stable/reference/generated/numpy.round.html).
///
/// # Shape and dtype
///
/// Integers stay integers; truth values give `f2`.
///
/// # Errors
///
/// Types that cannot be multiplied.
pub fn round(a: &DynView<'_>, decimals: i32) -> Result<DynArray> {
    let kind = a.dtype().kind();
    if kind == Kind::Complex {
        let mut rounded = DynArray::zeros(a.shape(), &a.dtype().to_native(), Order::C)?;
        let real = round(&a.clone().real(), decimals)?;
        let imag = round(&a.clone().imag()?, decimals)?;
        rounded.view_mut()?.real().assign(&real.view())?;
        rounded.view_mut()?.imag()?.assign(&imag.view())?;
        return Ok(rounded);
    }
    if decimals >= 0 && kind.is_integer() {
        return Ok(a.copy(Order::K)?);
    }
    if decimals == 0 {
        return rint(a);
    }
    let power = 10_f64.powi(decimals.saturating_abs());
    let single = power as f32;
    let in_one_pass = match decimals > 0 {
        true => float_map(
            a,
            |x| (x * power).round_ties_even() / power,
            |x| (x * single).round_ties_even() / single,
        ),
        false => float_map(
            a,
            |x| (x / power).round_ties_even() * power,
            |x| (x / single).round_ties_even() * single,
        ),
    };
    if let Some(rounded) = in_one_pass? {
        return Ok(rounded);
    }
    let rounded = in_blocks([a], |[a]| match decimals > 0 {
        true => divide(&rint(&multiply(a, power)?)?, power),
        false => multiply(&rint(&divide(a, power)?)?, power),
    })?;
    Ok(if kind.is_integer() { rounded.astype(a.dtype())? } else { rounded })
}

/// The elements rounded towards zero.
///
/// NumPy: [numpy.fix](https://numpy.org/doc/stable/reference/generated/numpy.fix.html).
///
/// # Errors
///
/// As [`trunc`].
pub fn fix<'a>(x: impl Into<Operand<'a>>) -> Result<DynArray> {
    trunc(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_goes_to_even() {
        let a = DynArray::from_vec(vec![0.5, 1.5, 2.675, -125.0]);
        let rounded = |decimals| round(&a.view(), decimals).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(rounded(0), [0.0, 2.0, 3.0, -125.0]);
        assert_eq!(rounded(2), [0.5, 1.5, 2.68, -125.0]);
        assert_eq!(rounded(-1), [0.0, 0.0, 0.0, -120.0]);
        let integers = DynArray::from_vec(vec![15_i32, 25, -27]);
        let tens = round(&integers.view(), -1).unwrap();
        assert_eq!(tens.to_vec::<i32>().unwrap(), [20, 20, -30]);
    }

    #[test]
    fn nan_is_not_clipped() {
        let a = DynArray::from_vec(vec![f64::NAN, -1.0, 5.0]);
        let clipped = clip(&a, Some(0.into()), Some(2.into())).unwrap().to_vec::<f64>().unwrap();
        assert!(clipped[0].is_nan());
        assert_eq!(clipped[1..], [0.0, 2.0]);
    }
}
