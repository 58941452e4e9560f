//! Operators on Python's own text and bytes.

use ndstrata_dtype::literal::PyStr;
use num_traits::ToPrimitive;

use crate::error::{Error, Result};
use crate::value::Value;

/// Longer repetitions are refused rather than made.
const MAX_LENGTH: usize = 1 << 24;

/// The result of an operator on text, bytes and counts; `None` where arrays decide.
pub(super) fn operate(function: &str, operands: &[&Value]) -> Option<Result<Value>> {
    let relation = |order: std::cmp::Ordering| {
        Some(match function {
            "operator.eq" => order.is_eq(),
            "operator.ne" => order.is_ne(),
            "operator.lt" => order.is_lt(),
            "operator.le" => order.is_le(),
            "operator.gt" => order.is_gt(),
            "operator.ge" => order.is_ge(),
            _ => return None,
        })
    };
    match operands {
        [Value::Str(x), Value::Str(y)] => match function {
            "operator.add" => {
                let points = x.code_points().chain(y.code_points());
                Some(Ok(Value::Str(PyStr::from_code_points(points.collect()))))
            }
            _ => relation(x.code_points().cmp(y.code_points())).map(|is| Ok(Value::Bool(is))),
        },
        [Value::Bytes(x), Value::Bytes(y)] => match function {
            "operator.add" => Some(Ok(Value::Bytes([&x[..], &y[..]].concat().into()))),
            _ => relation(x.cmp(y)).map(|is| Ok(Value::Bool(is))),
        },
        [text @ (Value::Str(_) | Value::Bytes(_)), Value::Int(n)]
        | [Value::Int(n), text @ (Value::Str(_) | Value::Bytes(_))]
            if function == "operator.mul" =>
        {
            Some(repeated(text, n.to_usize().unwrap_or(0)))
        }
        _ => None,
    }
}

fn repeated(text: &Value, n: usize) -> Result<Value> {
    let check = |length: usize| match length.checked_mul(n) {
        Some(length) if length <= MAX_LENGTH => Ok(()),
        _ => Err(Error::new("OverflowError", "the repeated text is too long")),
    };
    match text {
        Value::Str(text) => {
            let points: Vec<u32> = text.code_points().collect();
            check(points.len())?;
            Ok(Value::Str(PyStr::from_code_points(points.repeat(n))))
        }
        Value::Bytes(bytes) => {
            check(bytes.len())?;
            Ok(Value::Bytes(bytes.repeat(n).into()))
        }
        other => Ok(other.clone()),
    }
}
