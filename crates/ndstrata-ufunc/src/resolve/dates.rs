//! Loops on dates and durations: which units the operands and the result have.

use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{Casting, DType, Kind, Operand, TypeClass};
use smallvec::smallvec;

use super::{Resolved, promote};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::loop_types;
use crate::operand::default_dtype;
use crate::ufunc::Ufunc;

/// What an operand is to a date rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Date,
    Duration,
    /// A truth value, an integer wherever it is not refused.
    Truth,
    Integer,
    Float,
    Other,
}

fn part(operand: &Operand) -> Part {
    match default_dtype(operand).kind() {
        Kind::DateTime => Part::Date,
        Kind::TimeDelta => Part::Duration,
        Kind::Bool => Part::Truth,
        Kind::SignedInteger | Kind::UnsignedInteger => Part::Integer,
        Kind::Float => Part::Float,
        _ => Part::Other,
    }
}

fn unit(operand: &Operand) -> Option<DateTimeUnit> {
    match operand {
        Operand::DType(dtype) => match dtype.class() {
            TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => Some(*unit),
            _ => None,
        },
        _ => None,
    }
}

/// The loop for operands of which at least one is a date or duration; `Ok(None)` where the ufunc
/// treats them as it does everything (logic).
pub(super) fn resolve(ufunc: &'static Ufunc, operands: &[Operand]) -> Result<Option<Resolved>> {
    use Part::{Date, Duration, Float, Integer};
    let refuse = || Err(refused(ufunc, operands));
    let is_quotient = matches!(ufunc.name, "divide" | "floor_divide");
    let parts: Vec<Part> = operands
        .iter()
        .map(|operand| match part(operand) {
            Part::Truth if !is_quotient => Part::Integer,
            part => part,
        })
        .collect();
    let is_wide = |operand: &Operand| {
        let dtype = default_dtype(operand);
        dtype.kind() == Kind::UnsignedInteger && dtype.itemsize() == 8
    };
    // A duration and such an integer have no common type.
    if ufunc.is_comparison_or_extreme() && operands.iter().any(is_wide) {
        return Err(super::no_loop(ufunc, operands));
    }
    let signature = match (ufunc.name, &parts[..]) {
        ("logical_and" | "logical_or" | "logical_xor", _) => return Ok(None),
        ("isnat" | "isnan" | "isinf" | "isfinite", [Date]) => "M->?",
        ("isnat" | "isnan" | "isinf" | "isfinite", [Duration]) => "m->?",
        ("absolute" | "negative" | "positive" | "sign", [Duration]) => "m->m",
        ("add", [Date, Duration | Integer]) => "Mm->M",
        ("add", [Duration | Integer, Date]) => "mM->M",
        ("add", [Duration, Duration | Integer] | [Integer, Duration]) => "mm->m",
        ("subtract", [Date, Date]) => "MM->m",
        ("subtract", [Date, Duration | Integer]) => "Mm->M",
        ("subtract", [Duration, Duration | Integer] | [Integer, Duration]) => "mm->m",
        ("multiply", [Duration, Integer]) => "ml->m",
        ("multiply", [Integer, Duration]) => "lm->m",
        ("multiply", [Duration, Float]) => "md->m",
        ("multiply", [Float, Duration]) => "dm->m",
        ("divide", [Duration, Integer]) => "ml->m",
        ("divide", [Duration, Float]) => "md->m",
        ("divide", [Duration, Duration]) => "mm->d",
        ("floor_divide", [Duration, Integer]) => "ml->m",
        ("floor_divide", [Duration, Float]) => "md->m",
        ("floor_divide", [Duration, Duration]) => "mm->l",
        ("remainder", [Duration, Duration]) => "mm->m",
        ("divmod", [Duration, Duration]) => "mm->lm",
        ("maximum" | "minimum" | "fmax" | "fmin", [Date, Date]) => "MM->M",
        (
            "maximum" | "minimum" | "fmax" | "fmin",
            [Duration, Duration | Integer] | [Integer, Duration],
        ) => "mm->m",
        ("equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal", parts) => {
            match parts {
                [Date, Date] => "MM->?",
                [Duration, Duration | Integer] | [Integer, Duration] => "mm->?",
                _ => return refuse(),
            }
        }
        _ => return refuse(),
    };
    let types = loop_types(signature);
    let Some(each) = ufunc.loops().iter().find(|each| each.types == types) else {
        return refuse();
    };
    let unit = match (operands, unit(&operands[0]), operands.get(1).and_then(unit)) {
        ([_, _], Some(_), Some(_)) => {
            let as_duration =
                |operand: &Operand| unit(operand).map_or(DType::INT64, DType::timedelta64);
            let both_dates = parts == [Date, Date];
            let common = if both_dates {
                promote(&default_dtype(&operands[0]), &default_dtype(&operands[1]))?
            } else if parts.contains(&Date) {
                // The duration of `M8 + m8` may have any unit that the date's can express.
                let date =
                    |operand: &Operand| unit(operand).map_or(DType::INT64, DType::datetime64);
                promote(&date(&operands[0]), &date(&operands[1]))?
            } else {
                promote(&as_duration(&operands[0]), &as_duration(&operands[1]))?
            };
            match common.class() {
                TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => *unit,
                _ => return refuse(),
            }
        }
        (_, Some(unit), _) | (_, _, Some(unit)) => unit,
        _ => return refuse(),
    };
    let mut dtypes = smallvec![];
    for loop_type in &each.types {
        dtypes.push(match loop_type {
            crate::kernel::LoopType::Number(element) => DType::from_element(*element),
            crate::kernel::LoopType::DateTime => DType::datetime64(unit),
            crate::kernel::LoopType::TimeDelta => DType::timedelta64(unit),
        });
    }
    Ok(Some(Resolved { kernel: each.kernel, dtypes }))
}

/// Ufuncs that look at the types of dates themselves.
const KNOW_DATES: &[&str] =
    &["add", "divide", "divmod", "floor_divide", "multiply", "remainder", "subtract"];

#[cold]
pub(super) fn refused(ufunc: &'static Ufunc, operands: &[Operand]) -> Error {
    let kinds: Vec<Kind> = operands.iter().map(|o| default_dtype(o).kind()).collect();
    let is_mixed =
        matches!(kinds[..], [Kind::DateTime, Kind::TimeDelta] | [Kind::TimeDelta, Kind::DateTime]);
    if KNOW_DATES.contains(&ufunc.name) || ufunc.is_comparison() && is_mixed {
        let types: Vec<String> =
            operands.iter().map(|operand| format!("{:?}", default_dtype(operand))).collect();
        let message = format!(
            "ufunc '{}' cannot use operands with types {}",
            ufunc.name,
            types.join(" and ")
        );
        return Error::new(ErrorKind::BadTypes {
            ufunc: ufunc.name,
            is_ufunc_error: true,
            message,
        });
    }
    if ufunc.is_comparison_or_extreme() && is_mixed {
        // They meet in a date, which no duration can become.
        let index = kinds.iter().position(|kind| *kind == Kind::TimeDelta).unwrap_or(0);
        let common = |k: usize| unit(&operands[k]).map_or(DType::INT64, DType::datetime64);
        let to = promote(&common(0), &common(1)).unwrap_or_else(|_| common(1 - index));
        return Error::new(ErrorKind::Cast {
            ufunc: ufunc.name,
            is_output: false,
            is_only: false,
            index,
            from: default_dtype(&operands[index]),
            to,
            casting: Casting::SameKind,
        });
    }
    super::no_loop(ufunc, operands)
}
