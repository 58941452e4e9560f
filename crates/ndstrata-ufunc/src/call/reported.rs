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
        let is_count = kind.is_integer() || kind == Kind::TimeDelta;
        match self.name {
            "absolute" if kind != Kind::Complex => Ok(Flags::NONE),
            "reciprocal" if is_count => {
                let zero =
                    |flags| if any_zero(&inputs[0]).unwrap_or(false) { flags } else { Flags::NONE };
                Ok(zero(Flags::DIVIDE | Flags::INVALID))
            }
            "divide" if kind == Kind::TimeDelta => divided_by_zero(inputs),
            name if DIVISIONS.contains(&name) && is_count => {
                let overflows = matches!(name, "divmod" | "floor_divide")
                    && kind == Kind::SignedInteger
                    && overflows(inputs, &resolved.dtypes[0], outputs[0].shape())?;
                let over = if overflows { Flags::OVER } else { Flags::NONE };
                Ok(divided_by_zero(inputs)? | over)
            }
            name if DIVISIONS.contains(&name) && !noted.is_empty() => {
                float_division(name, noted, inputs, outputs)
            }
            _ => Ok(noted),
        }
    }
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
    let mut flags = Flags::NONE;
    for kept in [Flags::OVER, Flags::UNDER] {
        if noted.contains(kept) {
            flags |= kept;
        }
    }
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
