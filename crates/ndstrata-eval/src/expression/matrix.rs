//! Operators and attributes of matrices, which differ from those of arrays.

use std::borrow::Cow;

use ndstrata_linalg::Matrix;

use crate::coerce::as_array;
use crate::error::Result;
use crate::registry::{self, Function};
use crate::value::Value;

/// An operator of which one operand is a matrix: `*` and `@` between arrays are the matrix product,
/// `**` is the matrix power, the others go element by element; the result is a matrix.
pub(super) fn operate(function: &'static Function, operands: Vec<Value>) -> Result<Value> {
    if let ("operator.mul" | "operator.matmul", [a, b]) = (function.name(), &operands[..])
        && !is_number(a)
        && !is_number(b)
    {
        return Ok(matrix((&as_matrix(a)? * &as_matrix(b)?)?));
    }
    if let ("operator.pow", [a, n]) = (function.name(), &operands[..]) {
        return Ok(matrix(as_matrix(a)?.pow(registry::int(n)?)?));
    }
    let arrays = operands.into_iter().map(|operand| match operand {
        Value::Matrix(found) => Cow::Owned(found.into_array().into()),
        other => Cow::Owned(other),
    });
    let result = function.call(&arrays.collect::<Vec<_>>(), &[])?;
    Ok(match result {
        Value::Array(array) => matrix(Matrix::new(array.get())?),
        other => other,
    })
}

/// An attribute that arrays have not, or not so.
pub(super) fn attribute(found: &Matrix, name: &str) -> Option<Result<Value>> {
    Some(match name {
        "T" | "getT" => Ok(matrix(found.t())),
        "H" | "getH" => found.h().map(matrix).map_err(Into::into),
        "I" | "getI" => found.i().map(matrix).map_err(Into::into),
        "A" | "getA" => Ok(found.a().clone().into()),
        "A1" | "getA1" => found.a1().map(Value::from).map_err(Into::into),
        _ => return None,
    })
}

fn matrix(found: Matrix) -> Value {
    Value::Matrix(Box::new(found))
}

fn as_matrix(value: &Value) -> Result<Matrix> {
    match value {
        Value::Matrix(found) => Ok((**found).clone()),
        other => Ok(Matrix::new(&as_array(other)?)?),
    }
}

fn is_number(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) | Value::Scalar(_)
    )
}
