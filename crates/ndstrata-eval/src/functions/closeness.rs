//! `isclose` and `allclose` of tolerances that are arrays, of durations and of narrow numbers: what NumPy's
//! promotion makes of each step.

use ndstrata_dtype::{Kind, Operand, result_type};

use crate::coerce::as_array;
use crate::error::Result;
use crate::registry::{self, Arguments};
use crate::value::Value;

pub(super) fn allclose(a: &Arguments<'_>) -> Result<Value> {
    let all = registry::call("np.all", vec![isclose(a)?], Vec::new())?;
    Ok(crate::coerce::truth(&all)?.into())
}

/// `|x - y| <= atol + rtol * |y|` where `y` is finite, or `x == y`.
pub(super) fn isclose(a: &Arguments<'_>) -> Result<Value> {
    let (x, rtol, atol) = (taken(a.value("a"))?, taken(a.value("rtol"))?, taken(a.value("atol"))?);
    let y = inexact(taken(a.value("b"))?)?;
    let call = |name: &str, operands: &[&Value]| {
        let operands = operands.iter().map(|&operand| operand.clone()).collect();
        registry::call(name, operands, Vec::new())
    };
    let distance = call("abs", &[&call("operator.sub", &[&x, &y])?])?;
    let scaled = call("operator.mul", &[&rtol, &call("abs", &[&y])?])?;
    let allowed = call("operator.add", &[&atol, &scaled])?;
    let is_near = call("np.less_equal", &[&distance, &allowed])?;
    let is_finite = call("operator.and_", &[&is_near, &call("np.isfinite", &[&y])?])?;
    let mut close = call("np.logical_or", &[&is_finite, &call("np.equal", &[&x, &y])?])?;
    if a.truth("equal_nan")? {
        let both = call("np.logical_and", &[&call("np.isnan", &[&x])?, &call("np.isnan", &[&y])?])?;
        close = call("np.logical_or", &[&close, &both])?;
    }
    Ok(close)
}

/// Python's numbers as they are, all else as an array.
fn taken(value: &Value) -> Result<Value> {
    Ok(match value {
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) => value.clone(),
        Value::Array(_) => value.clone(),
        other => as_array(other)?.into(),
    })
}

/// Numbers that differences of integers do not overflow in.
fn inexact(y: Value) -> Result<Value> {
    match &y {
        Value::Bool(_) | Value::Int(_) => registry::call("float", vec![y], Vec::new()),
        Value::Array(array) if array.get().dtype().kind() != Kind::TimeDelta => {
            let array = array.get();
            let dtype = result_type(&[array.dtype().into(), Operand::WeakFloat])?;
            Ok(array.astype(&dtype)?.into())
        }
        _ => Ok(y),
    }
}
