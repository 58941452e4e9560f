//! Floating-point errors of conversions, where they are raised.

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, Kind};

use crate::error::{Error, Result};
use crate::registry::error_is_raised;

/// Refuses what NumPy refuses of a conversion under the state in force: numbers that the new type
/// cannot hold.
pub(super) fn check(source: &DynArray, made: &DynArray) -> Result<()> {
    let raised = |kind: &str| error_is_raised(kind);
    if !is_watched() {
        return Ok(());
    }
    let (from, to) = (source.dtype(), made.dtype());
    let is_number = |dtype: &DType| dtype.element_type().is_some();
    let is_text = matches!(from.kind(), Kind::Str | Kind::Bytes) && to.kind() == Kind::Float;
    let is_known = is_number(from) || is_text;
    if !is_known || !is_number(to) || source.shape() != made.shape() {
        return Ok(());
    }
    let (before, after) = (parts(source)?, parts(made)?);
    let is_inexact = matches!(to.kind(), Kind::Float | Kind::Complex);
    let is_float = matches!(from.kind(), Kind::Float | Kind::Complex);
    let least = match (to.kind(), to.itemsize()) {
        (Kind::Float, 2) => 6.103_515_625e-5,
        (Kind::Float, 4) | (Kind::Complex, 8) => f64::from(f32::MIN_POSITIVE),
        _ => 0.0,
    };
    let pairs = || before.iter().zip(&after);
    let over = is_inexact && pairs().any(|(x, y)| x.is_finite() && y.is_infinite());
    let under = is_inexact && pairs().any(|(x, y)| *x != 0.0 && y.abs() < least && x != y);
    let invalid = is_float && !is_inexact && to.kind() != Kind::Bool && {
        let (low, high) = processor_range(to);
        before.iter().any(|x| !(low..high).contains(&x.trunc()))
    };
    for (kind, found, words) in [
        ("over", over, "overflow"),
        ("under", under, "underflow"),
        ("invalid", invalid, "invalid value"),
    ] {
        if found && raised(kind) {
            let message = format!("{words} encountered in cast");
            return Err(Error::new("FloatingPointError", message));
        }
    }
    Ok(())
}

/// As [`check`], of elements that are written to an array of this type.
pub(super) fn check_assigned(source: &DynArray, dtype: &DType) -> Result<()> {
    if !is_watched() || source.dtype() == dtype {
        return Ok(());
    }
    check(source, &source.astype(dtype)?)
}

/// Whether any error of a conversion is raised.
pub(super) fn is_watched() -> bool {
    ["over", "under", "invalid"].into_iter().any(error_is_raised)
}

/// What the processor's conversion that C uses for an integer type holds.
fn processor_range(to: &DType) -> (f64, f64) {
    let bits = match (to.kind(), to.itemsize()) {
        (Kind::UnsignedInteger, 8) => return (-(2_f64.powi(63)), 2_f64.powi(64)),
        (_, 8) | (Kind::UnsignedInteger, 4) => 63,
        _ => 31,
    };
    (-(2_f64.powi(bits)), 2_f64.powi(bits))
}

/// The elements as doubles, both parts of complex numbers.
fn parts(array: &DynArray) -> Result<Vec<f64>> {
    if array.dtype().kind() != Kind::Complex {
        return Ok(array.astype(&DType::FLOAT64)?.to_vec::<f64>()?);
    }
    let wide = array.astype(&DType::COMPLEX128)?;
    let mut found = wide.clone().real().to_vec::<f64>()?;
    found.extend(wide.imag()?.to_vec::<f64>()?);
    Ok(found)
}
