//! Arithmetic of Python's own numbers, which are never arrays.

use num_bigint::BigInt;
use num_complex::Complex64;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use crate::error::{Error, Result};
use crate::value::Value;

/// Powers and shifts past this many bits are refused rather than computed.
const MAX_BITS: u64 = 1 << 16;

/// The result of an operator of this name on Python numbers; `None` where an operand is none.
pub(crate) fn operate(function: &str, operands: &[&Value]) -> Option<Result<Value>> {
    match operands {
        [Value::Str(_) | Value::Bytes(_), _] | [_, Value::Str(_) | Value::Bytes(_)] => {
            super::python_text::operate(function, operands)
                .or_else(|| super::python_sequence::operate(function, operands))
        }
        [x] => unary(function, Number::of(x)?),
        [x, y] => match (Number::of(x), Number::of(y)) {
            (Some(x), Some(y)) => binary(function, x, y),
            _ => super::python_sequence::operate(function, operands),
        },
        _ => None,
    }
}

#[derive(Clone)]
enum Number {
    Int(BigInt),
    Float(f64),
    Complex(Complex64),
}

impl Number {
    fn of(value: &Value) -> Option<Number> {
        match value {
            Value::Bool(x) => Some(Number::Int(i64::from(*x).into())),
            Value::Int(x) => Some(Number::Int(x.clone())),
            Value::Float(x) => Some(Number::Float(*x)),
            Value::Complex(x) => Some(Number::Complex(*x)),
            _ => None,
        }
    }

    fn float(&self) -> Option<f64> {
        match self {
            Number::Int(x) => x.to_f64(),
            Number::Float(x) => Some(*x),
            Number::Complex(_) => None,
        }
    }

    fn complex(&self) -> Complex64 {
        match self {
            Number::Complex(z) => *z,
            real => Complex64::new(real.float().unwrap_or(f64::NAN), 0.0),
        }
    }
}

fn unary(function: &str, x: Number) -> Option<Result<Value>> {
    Some(Ok(match (function, x) {
        ("operator.neg", Number::Int(x)) => Value::Int(-x),
        ("operator.neg", Number::Float(x)) => Value::Float(-x),
        ("operator.neg", Number::Complex(x)) => Value::Complex(-x),
        ("operator.pos", Number::Int(x)) => Value::Int(x),
        ("operator.pos", Number::Float(x)) => Value::Float(x),
        ("operator.pos", Number::Complex(x)) => Value::Complex(x),
        ("operator.invert" | "operator.inv", Number::Int(x)) => Value::Int(-x - 1),
        ("operator.abs", Number::Int(x)) => Value::Int(x.abs()),
        ("operator.abs", Number::Float(x)) => Value::Float(x.abs()),
        ("operator.abs", Number::Complex(x)) => Value::Float(x.norm()),
        _ => return Some(Err(unsupported(function))),
    }))
}

fn binary(function: &str, x: Number, y: Number) -> Option<Result<Value>> {
    if function == "divmod" {
        let quotient = binary("operator.floordiv", x.clone(), y.clone())?;
        let rest = binary("operator.mod", x, y)?;
        return Some(quotient.and_then(|quotient| Ok(Value::Tuple(vec![quotient, rest?]))));
    }
    Some(match (x, y) {
        (Number::Int(x), Number::Int(y)) => integers(function, &x, &y),
        (x, y) => match (x.float(), y.float()) {
            (Some(x), Some(y)) => floats(function, x, y),
            _ => complexes(function, x.complex(), y.complex()),
        },
    })
}

#[cold]
fn unsupported(function: &str) -> Error {
    Error::type_error(format!("unsupported operand type(s) for {function}"))
}

#[cold]
fn division_by_zero() -> Error {
    Error::new("ZeroDivisionError", "division by zero")
}

fn integers(function: &str, x: &BigInt, y: &BigInt) -> Result<Value> {
    let floor_div = |x: &BigInt, y: &BigInt| {
        let (quotient, remainder) = (x / y, x % y);
        if !remainder.is_zero() && (remainder.is_negative() != y.is_negative()) {
            quotient - 1
        } else {
            quotient
        }
    };
    let shift = |y: &BigInt| match y.to_u64() {
        Some(bits) if bits <= MAX_BITS => Ok(bits),
        Some(_) => Err(Error::new("OverflowError", "shift count too large")),
        None => Err(Error::value_error("negative shift count")),
    };
    Ok(match function {
        "operator.add" => Value::Int(x + y),
        "operator.sub" => Value::Int(x - y),
        "operator.mul" if x.bits() + y.bits() <= MAX_BITS => Value::Int(x * y),
        "operator.mul" => return Err(Error::new("OverflowError", "the product is too large")),
        "operator.truediv" | "operator.floordiv" | "operator.mod" if y.is_zero() => {
            return Err(division_by_zero());
        }
        "operator.truediv" => {
            let (x, y) = (x.to_f64().unwrap_or(f64::NAN), y.to_f64().unwrap_or(f64::NAN));
            Value::Float(x / y)
        }
        "operator.floordiv" => Value::Int(floor_div(x, y)),
        "operator.mod" => Value::Int(x - floor_div(x, y) * y),
        "operator.pow" => match y.to_u64() {
            Some(n) if x.bits().saturating_mul(n) <= MAX_BITS => Value::Int(Pow::pow(x, n)),
            Some(_) => return Err(Error::new("OverflowError", "the power is too large")),
            None if x.is_zero() => {
                return Err(Error::new(
                    "ZeroDivisionError",
                    "0.0 cannot be raised to a negative power",
                ));
            }
            None => {
                let (x, y) = (x.to_f64().unwrap_or(f64::NAN), y.to_f64().unwrap_or(f64::NAN));
                Value::Float(x.powf(y))
            }
        },
        "operator.and_" => Value::Int(x & y),
        "operator.or_" => Value::Int(x | y),
        "operator.xor" => Value::Int(x ^ y),
        "operator.lshift" => Value::Int(x << shift(y)?),
        "operator.rshift" => Value::Int(x >> shift(y)?),
        _ => return comparison(function, x.partial_cmp(y)),
    })
}

fn floats(function: &str, x: f64, y: f64) -> Result<Value> {
    let floor_mod = |x: f64, y: f64| {
        let remainder = x % y;
        if remainder != 0.0 && (remainder < 0.0) != (y < 0.0) { remainder + y } else { remainder }
    };
    Ok(Value::Float(match function {
        "operator.add" => x + y,
        "operator.sub" => x - y,
        "operator.mul" => x * y,
        "operator.truediv" | "operator.floordiv" | "operator.mod" if y == 0.0 => {
            return Err(division_by_zero());
        }
        "operator.truediv" => x / y,
        "operator.floordiv" => ((x - floor_mod(x, y)) / y).round(),
        "operator.mod" => floor_mod(x, y),
        "operator.pow" if x < 0.0 && y.fract() != 0.0 => {
            return Ok(Value::Complex(Complex64::new(x, 0.0).powf(y)));
        }
        "operator.pow" => x.powf(y),
        _ => return comparison(function, x.partial_cmp(&y)),
    }))
}

fn complexes(function: &str, x: Complex64, y: Complex64) -> Result<Value> {
    Ok(match function {
        "operator.add" => Value::Complex(x + y),
        "operator.sub" => Value::Complex(x - y),
        "operator.mul" => Value::Complex(x * y),
        "operator.truediv" if y.is_zero() => return Err(division_by_zero()),
        "operator.truediv" => Value::Complex(x / y),
        "operator.pow" => Value::Complex(x.powc(y)),
        "operator.eq" => Value::Bool(x == y),
        "operator.ne" => Value::Bool(x != y),
        _ => return Err(unsupported(function)),
    })
}

fn comparison(function: &str, order: Option<std::cmp::Ordering>) -> Result<Value> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    Ok(Value::Bool(match function {
        "operator.lt" => order == Some(Less),
        "operator.le" => matches!(order, Some(Less | Equal)),
        "operator.gt" => order == Some(Greater),
        "operator.ge" => matches!(order, Some(Greater | Equal)),
        "operator.eq" => order == Some(Equal),
        "operator.ne" => order != Some(Equal),
        _ => return Err(unsupported(function)),
    }))
}
