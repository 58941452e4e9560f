//! Which of the noted floating-point errors NumPy reports for a ufunc.
//!
//! The processor notes more than NumPy tells: comparisons with NaN, for one. And integers divided by
//! zero raise nothing there, but are told.

use ndstrata_array::{DynCow, DynViewMut, Order};
use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::math::Flags;

use crate::error::Result;
use crate::resolve::Resolved;
use crate::ufunc::Ufunc;

/// Ufuncs that report nothing: their results are exact, or comparisons.
const SILENT: &[&str] = &[
    "bitwise_count",
    "ceil",
    "conjugate",
    "copysign",
    "equal",
    "fabs",
    "floor",
    "fmax",
    "fmin",
    "frexp",
    "greater",
    "greater_equal",
    "heaviside",
    "isfinite",
    "isinf",
    "isnan",
    "isnat",
    "less",
    "less_equal",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "modf",
    "negative",
    "not_equal",
    "positive",
    "rint",
    "sign",
    "signbit",
    "trunc",
];

/// Quotients rounded, and what is left of them.
const DIVISIONS: &[&str] = &["divmod", "floor_divide", "fmod", "remainder"];

/// Whether the loop alone cannot tell what is reported of its integers, or what is refused.
pub(crate) fn is_checked(ufunc: &Ufunc, resolved: &Resolved) -> bool {
    let is_division = DIVISIONS.contains(&ufunc.name) && crate::error_state::is_watched();
    let is_power = ufunc.name == "power" && resolved.dtypes[1].kind() == Kind::SignedInteger;
    is_division || is_power
}

/// Whether a ufunc of this name reports floating-point errors at all.
pub(crate) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

impl Ufunc {
    /// What NumPy reports of a call that has noted `noted`.
    pub(super) fn reported(
        &self,
        noted: Flags,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &[DynViewMut<'_>],
    ) -> Result<Flags> {
        if is_silent(self.name) || outputs[0].size() == 0 {
            return Ok(Flags::NONE);
        }
        let kind = resolved.dtypes[0].kind();
        let is_count = kind.is_integer();
        let noted = noted
            | halves_overflow(noted, resolved, inputs, outputs)?
            | halves_underflow(self.name, resolved, inputs, outputs)?;
        match self.name {
            "absolute" if kind != Kind::Complex => Ok(Flags::NONE),
            "reciprocal" if is_count => {
                let zero =
                    |flags| if any_zero(&inputs[0]).unwrap_or(false) { flags } else { Flags::NONE };
                Ok(zero(Flags::DIVIDE | Flags::INVALID))
            }
            name if kind == Kind::TimeDelta && is_quotient(name) => {
                duration_division(name, noted, resolved, inputs, outputs[0].shape())
            }
            "divide" if kind == Kind::Complex && noted.contains(Flags::DIVIDE) => {
                let is_divided = divides(inputs, outputs[0].shape())?;
                let kept = only(noted, &[Flags::OVER, Flags::UNDER, Flags::INVALID]);
                Ok(if is_divided { noted } else { kept })
            }
            "nextafter" | "spacing" if resolved.dtypes[0] == DType::FLOAT16 => {
                half_neighbour(self.name, inputs, outputs)
            }
            "spacing" => Ok(only(noted, &[Flags::UNDER])),
            name if DIVISIONS.contains(&name) && is_count => {
                let overflows = matches!(name, "divmod" | "floor_divide")
                    && kind == Kind::SignedInteger
                    && overflows(inputs, &resolved.dtypes[0], outputs[0].shape())?;
                let over = if overflows { Flags::OVER } else { Flags::NONE };
                Ok(divided_by_zero(inputs)? | over)
            }
            // The kernels note more than these raise.
            "arctan2" => Ok(only(noted, &[Flags::UNDER])),
            "arccosh" | "arcsinh" => Ok(only(noted, &[Flags::INVALID])),
            name if DIVISIONS.contains(&name) && !noted.is_empty() => {
                float_division(name, noted, inputs, outputs)
            }
            _ => Ok(noted),
        }
    }
}

/// The flags that are among these.
fn only(noted: Flags, kept: &[Flags]) -> Flags {
    let found = kept.iter().filter(|&&flag| noted.contains(flag));
    found.fold(Flags::NONE, |all, &flag| all | flag)
}

fn divided_by_zero(inputs: &[DynCow<'_>]) -> Result<Flags> {
    Ok(if any_zero(&inputs[1])? { Flags::DIVIDE } else { Flags::NONE })
}

fn any_zero(input: &DynCow<'_>) -> Result<bool> {
    let view = input.view();
    let truth = match input.dtype().kind() {
        Kind::TimeDelta => view.astype(&DType::INT64)?.astype(&DType::BOOL)?,
        _ => view.astype(&DType::BOOL)?,
    };
    Ok(truth.to_vec::<bool>()?.contains(&false))
}

fn is_quotient(name: &str) -> bool {
    name == "divide" || DIVISIONS.contains(&name)
}

/// Durations divided by durations or integers: by zero, and of no time at all.
fn duration_division(
    name: &str,
    noted: Flags,
    resolved: &Resolved,
    inputs: &[DynCow<'_>],
    shape: &[usize],
) -> Result<Flags> {
    let divisor = resolved.dtypes[1].kind();
    if divisor == Kind::Float {
        return Ok(only(noted, &[Flags::INVALID]));
    }
    if name == "divide" && divisor == Kind::TimeDelta {
        return Ok(noted);
    }
    let values = |input: &DynCow<'_>| -> Result<Vec<i64>> {
        let input = input.view().broadcast_to(shape)?;
        Ok(input.astype(&DType::INT64)?.to_vec::<i64>()?)
    };
    let (lhs, rhs) = (values(&inputs[0])?, values(&inputs[1])?);
    let is_time = |x: i64| x != i64::MIN;
    let counts_times = divisor == Kind::TimeDelta && matches!(name, "floor_divide" | "divmod");
    let mut flags = Flags::NONE;
    for (&a, &b) in lhs.iter().zip(&rhs) {
        if is_time(a) && b == 0 {
            flags |= Flags::DIVIDE;
        }
        if counts_times && (!is_time(a) || !is_time(b)) {
            flags |= Flags::INVALID;
        }
    }
    Ok(flags)
}

/// Whether a complex number that is not zero is divided by zero.
fn divides(inputs: &[DynCow<'_>], shape: &[usize]) -> Result<bool> {
    let truth = |input: &DynCow<'_>| -> Result<Vec<bool>> {
        let input = input.view().broadcast_to(shape)?;
        Ok(input.astype(&DType::BOOL)?.to_vec::<bool>()?)
    };
    let (lhs, rhs) = (truth(&inputs[0])?, truth(&inputs[1])?);
    Ok(lhs.iter().zip(&rhs).any(|(&a, &b)| a && !b))
}

/// Half precision is computed in single precision, where little overflows: an infinity of finite
/// operands is told of here.
fn halves_overflow(
    noted: Flags,
    resolved: &Resolved,
    inputs: &[DynCow<'_>],
    outputs: &[DynViewMut<'_>],
) -> Result<Flags> {
    let is_half = resolved.dtypes.iter().all(|dtype| *dtype == DType::FLOAT16);
    if !is_half || noted.contains(Flags::DIVIDE) || noted.contains(Flags::OVER) {
        return Ok(Flags::NONE);
    }
    let shape = outputs[0].shape();
    let values = |view: &ndstrata_array::DynView<'_>| -> Result<Vec<f64>> {
        Ok(view.broadcast_to(shape)?.astype(&DType::FLOAT64)?.to_vec::<f64>()?)
    };
    let results = values(&outputs[0].view())?;
    if !results.iter().any(|x| x.is_infinite()) {
        return Ok(Flags::NONE);
    }
    let operands = inputs.iter().map(|input| values(&input.view())).collect::<Result<Vec<_>>>()?;
    let overflows = results
        .iter()
        .enumerate()
        .any(|(i, x)| x.is_infinite() && operands.iter().all(|operand| operand[i].is_finite()));
    Ok(if overflows { Flags::OVER } else { Flags::NONE })
}

/// Halves whose product or quotient is too small to be held exactly.
fn halves_underflow(
    name: &str,
    resolved: &Resolved,
    inputs: &[DynCow<'_>],
    outputs: &[DynViewMut<'_>],
) -> Result<Flags> {
    let is_half = resolved.dtypes.iter().all(|dtype| *dtype == DType::FLOAT16);
    if !is_half || !matches!(name, "multiply" | "divide") {
        return Ok(Flags::NONE);
    }
    let shape = outputs[0].shape();
    let (lhs, rhs) = (floats(&inputs[0].view(), shape)?, floats(&inputs[1].view(), shape)?);
    let results = floats(&outputs[0].view(), shape)?;
    let exact = |a: f64, b: f64| if name == "multiply" { a * b } else { a / b };
    let is_lost = lhs.iter().zip(&rhs).zip(&results).any(|((&a, &b), &x)| {
        let exact = exact(a, b);
        exact != x && exact.abs() < LEAST_NORMAL_HALF
    });
    Ok(if is_lost { Flags::UNDER } else { Flags::NONE })
}

const LEAST_NORMAL_HALF: f64 = 6.103_515_625e-5;

/// What is told of the halves beside others: of steps past the largest, and of those from no number.
fn half_neighbour(name: &str, inputs: &[DynCow<'_>], outputs: &[DynViewMut<'_>]) -> Result<Flags> {
    let shape = outputs[0].shape();
    let from = floats(&inputs[0].view(), shape)?;
    let results = floats(&outputs[0].view(), shape)?;
    let mut flags = Flags::NONE;
    for (from, result) in from.iter().zip(results) {
        if from.is_finite() && result.is_infinite() {
            flags |= Flags::OVER;
        }
        if name == "spacing" && !from.is_finite() {
            flags |= Flags::INVALID;
        }
    }
    Ok(flags)
}

fn floats(view: &ndstrata_array::DynView<'_>, shape: &[usize]) -> Result<Vec<f64>> {
    Ok(view.broadcast_to(shape)?.astype(&DType::FLOAT64)?.to_vec::<f64>()?)
}

/// Whether the least integer is divided by -1.
fn overflows(inputs: &[DynCow<'_>], dtype: &DType, shape: &[usize]) -> Result<bool> {
    let least = i64::MIN >> (64 - 8 * dtype.itemsize());
    let values = |input: &DynCow<'_>| -> Result<Vec<i64>> {
        let input = input.view().broadcast_to(shape)?;
        Ok(input.astype(&DType::INT64)?.to_vec::<i64>()?)
    };
    let (lhs, rhs) = (values(&inputs[0])?, values(&inputs[1])?);
    Ok(lhs.iter().zip(&rhs).any(|(&a, &b)| a == least && b == -1))
}

/// An invalid result is a NaN of numbers; a division by zero is told of quotients alone.
fn float_division(
    name: &str,
    noted: Flags,
    inputs: &[DynCow<'_>],
    outputs: &[DynViewMut<'_>],
) -> Result<Flags> {
    let shape = outputs[0].shape();
    let values = |input: &ndstrata_array::DynView<'_>| -> Result<Vec<f64>> {
        let input = input.broadcast_to(shape)?;
        Ok(input.astype(&DType::FLOAT64)?.copy(Order::C)?.to_vec::<f64>()?)
    };
    let (lhs, rhs) = (values(&inputs[0].view())?, values(&inputs[1].view())?);
    let mut flags = only(noted, &[Flags::OVER, Flags::UNDER]);
    for output in outputs {
        let results = values(&output.view())?;
        for ((&a, &b), result) in lhs.iter().zip(&rhs).zip(results) {
            if result.is_nan() && !a.is_nan() && !b.is_nan() {
                flags |= Flags::INVALID;
            }
        }
    }
    let divides = lhs.iter().zip(&rhs).any(|(&a, &b)| b == 0.0 && a != 0.0 && a.is_finite());
    if divides && matches!(name, "divmod" | "floor_divide") {
        flags |= Flags::DIVIDE;
    }
    Ok(flags)
}
