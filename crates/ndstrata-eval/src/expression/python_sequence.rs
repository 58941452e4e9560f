//! Operators on Python's own lists, tuples, dictionaries and `None`.

use std::cmp::Ordering;

use super::python_number;
use crate::coerce::truth;
use crate::error::{Error, Result};
use crate::registry;
use crate::value::Value;

/// Longer sequences are refused rather than made, and those that hold more within each other.
pub(crate) const MAX_LENGTH: usize = 1 << 20;
const MAX_HELD: usize = 1 << 22;

/// Sequences in sequences, further than which is refused.
const MAX_DEPTH: usize = 100;

/// How much a value holds: its own items and those within, eight letters counting as one.
///
/// # Errors
///
/// More than may be made; sequences too deep in each other.
pub(crate) fn held(value: &Value) -> Result<usize> {
    held_within(value, MAX_DEPTH)
}

/// As [`held`], of several values together.
pub(crate) fn all_held<'v>(values: impl IntoIterator<Item = &'v Value>) -> Result<usize> {
    let mut total = 0;
    for value in values {
        total += held(value)?;
        check_held(total)?;
    }
    Ok(total)
}

pub(crate) fn check_held(n_items: usize) -> Result<()> {
    if n_items > MAX_HELD {
        Err(Error::new("MemoryError", "the sequence is too long"))
    } else {
        Ok(())
    }
}

fn held_within(value: &Value, depth: usize) -> Result<usize> {
    let items = match value {
        Value::Tuple(items) | Value::List(items) | Value::Iter(items) => items,
        Value::Str(text) => return Ok(1 + text.code_points().count() / 8),
        Value::Bytes(bytes) => return Ok(1 + bytes.len() / 32),
        Value::Dict(entries) => {
            let depth = one_deeper(depth)?;
            return entries.iter().try_fold(1, |total, (key, value)| {
                let entry = held_within(key, depth)? + held_within(value, depth)?;
                check_held(total + entry)?;
                Ok(total + entry)
            });
        }
        _ => return Ok(1),
    };
    let depth = one_deeper(depth)?;
    items.iter().try_fold(1, |total, item| {
        let total = total + held_within(item, depth)?;
        check_held(total)?;
        Ok(total)
    })
}

fn one_deeper(depth: usize) -> Result<usize> {
    let words = "maximum recursion depth exceeded";
    depth.checked_sub(1).ok_or_else(|| Error::new("RecursionError", words))
}

/// The result of an operator on two sequences of a kind, or on `None`; `None` where others decide.
pub(super) fn operate(function: &str, operands: &[&Value]) -> Option<Result<Value>> {
    let [x, y] = operands else { return None };
    match (x, y) {
        (Value::Type(_), Value::Type(_)) if function == "operator.eq" => {
            Some(Ok(Value::Bool(is_same(x, y))))
        }
        (Value::Type(_), Value::Type(_)) if function == "operator.ne" => {
            Some(Ok(Value::Bool(!is_same(x, y))))
        }
        (Value::List(x), Value::List(y)) => sequences(function, x, y, Value::List),
        (Value::Tuple(x), Value::Tuple(y)) => sequences(function, x, y, Value::Tuple),
        (Value::Dict(x), Value::Dict(y)) => {
            let is_equal = || -> Result<bool> {
                for (key, value) in x {
                    let mut found = false;
                    for (other, with) in y {
                        found = found || (equal(key, other)? && equal(value, with)?);
                    }
                    if !found {
                        return Ok(false);
                    }
                }
                Ok(x.len() == y.len())
            };
            match function {
                "operator.eq" => Some(is_equal().map(Value::Bool)),
                "operator.ne" => Some(is_equal().map(|is_equal| Value::Bool(!is_equal))),
                _ => None,
            }
        }
        _ => None,
    }
    .or_else(|| if is_python(x) && is_python(y) { strangers(function, x, y) } else { None })
}

/// Whether it is one of Python's own values, which NumPy's operators never meet.
fn is_python(value: &Value) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Complex(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Tuple(_)
            | Value::List(_)
            | Value::Dict(_)
    )
}

/// The result for values of kinds that have nothing to do with each other.
fn strangers(function: &str, x: &Value, y: &Value) -> Option<Result<Value>> {
    let (left, right) = (x.type_name(), y.type_name());
    let is_sequence = |value: &Value| {
        matches!(value, Value::Str(_) | Value::Bytes(_) | Value::Tuple(_) | Value::List(_))
    };
    let sign = match function {
        "operator.eq" => return Some(Ok(Value::Bool(x.is_none() && y.is_none()))),
        "operator.ne" => return Some(Ok(Value::Bool(!(x.is_none() && y.is_none())))),
        "operator.lt" => "<",
        "operator.le" => "<=",
        "operator.gt" => ">",
        "operator.ge" => ">=",
        "operator.add" => "+",
        "operator.sub" => "-",
        "operator.mul" => "*",
        "operator.truediv" => "/",
        "operator.floordiv" => "//",
        "operator.pow" => "** or pow()",
        "operator.matmul" => "@",
        "operator.and_" => "&",
        "operator.or_" => "|",
        "operator.xor" => "^",
        "operator.lshift" => "<<",
        "operator.rshift" => ">>",
        "divmod" => "divmod()",
        _ => return None,
    };
    let message = match (sign, x) {
        ("<" | "<=" | ">" | ">=", _) => {
            format!("'{sign}' not supported between instances of '{left}' and '{right}'")
        }
        ("+", Value::Bytes(_)) => format!("can't concat {right} to bytes"),
        ("+", x) if is_sequence(x) => {
            format!("can only concatenate {left} (not \"{right}\") to {left}")
        }
        ("*", x) if is_sequence(x) && !matches!(y, Value::Int(_) | Value::Bool(_)) => {
            format!("can't multiply sequence by non-int of type '{right}'")
        }
        ("*", Value::Int(_) | Value::Bool(_)) if is_sequence(y) => return None,
        ("*", x) if is_sequence(x) => return None,
        ("*", _) if is_sequence(y) => {
            format!("can't multiply sequence by non-int of type '{left}'")
        }
        _ => format!("unsupported operand type(s) for {sign}: '{left}' and '{right}'"),
    };
    Some(Err(Error::type_error(message)))
}

fn sequences(
    function: &str,
    x: &[Value],
    y: &[Value],
    made: fn(Vec<Value>) -> Value,
) -> Option<Result<Value>> {
    let wanted: fn(Ordering) -> bool = match function {
        "operator.add" => {
            return Some(all_held(x.iter().chain(y)).map(|_| made([x, y].concat())));
        }
        "operator.eq" => Ordering::is_eq,
        "operator.ne" => Ordering::is_ne,
        "operator.lt" => Ordering::is_lt,
        "operator.le" => Ordering::is_le,
        "operator.gt" => Ordering::is_gt,
        "operator.ge" => Ordering::is_ge,
        _ => return None,
    };
    let compare = || -> Result<Ordering> {
        for (x, y) in x.iter().zip(y) {
            if !equal(x, y)? {
                // Which is less is asked only where it matters.
                let is_less = !matches!(function, "operator.eq" | "operator.ne")
                    && truth(&of_values("operator.lt", x, y)?)?;
                return Ok(if is_less { Ordering::Less } else { Ordering::Greater });
            }
        }
        Ok(x.len().cmp(&y.len()))
    };
    Some(compare().map(|order| Value::Bool(wanted(order))))
}

fn equal(x: &Value, y: &Value) -> Result<bool> {
    Ok(is_same(x, y) || truth(&of_values("operator.eq", x, y)?)?)
}

fn of_values(function: &str, x: &Value, y: &Value) -> Result<Value> {
    match python_number::operate(function, &[x, y]) {
        Some(found) => found,
        None => registry::call(function, vec![x.clone(), y.clone()], Vec::new()),
    }
}

/// Whether two values are one object, as far as values tell.
pub(super) fn is_same(x: &Value, y: &Value) -> bool {
    match (x, y) {
        (Value::None, Value::None) | (Value::Ellipsis, Value::Ellipsis) => true,
        (Value::Bool(x), Value::Bool(y)) => x == y,
        // Which numbers and texts are one object is Python's own choice: equal ones count as such.
        (Value::Int(x), Value::Int(y)) => x == y,
        (Value::Float(x), Value::Float(y)) => x.to_bits() == y.to_bits(),
        (Value::Str(x), Value::Str(y)) => x == y,
        (Value::Bytes(x), Value::Bytes(y)) => x == y,
        (Value::Type(x), Value::Type(y)) | (Value::Function(x), Value::Function(y)) => x == y,
        (Value::DType(x), Value::DType(y)) => x == y,
        (Value::Array(x), Value::Array(y)) => x.is(y),
        _ => false,
    }
}

/// `item in container`.
pub(super) fn contains(container: &Value, item: &Value) -> Result<bool> {
    match (container, item) {
        (Value::Str(text), Value::Str(part)) => {
            let (text, part): (Vec<u32>, Vec<u32>) =
                (text.code_points().collect(), part.code_points().collect());
            Ok(part.is_empty() || text.windows(part.len()).any(|window| window == part))
        }
        (Value::Archive(members), key) => Ok(super::python_archive::contains(members, key)),
        (Value::Array(_), _) => {
            let args = vec![container.clone(), item.clone()];
            truth(&registry::call("operator.contains", args, Vec::new())?)
        }
        _ => {
            for found in items(container)? {
                if equal(&found, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// What iterating over a value gives, in order.
///
/// # Errors
///
/// `TypeError` for what cannot be iterated over; more items than can be held.
pub(crate) fn items(value: &Value) -> Result<Vec<Value>> {
    match value {
        Value::Tuple(items) | Value::List(items) | Value::Iter(items) => Ok(items.clone()),
        Value::Named(named) => Ok(named.fields.iter().map(|(_, value)| value.clone()).collect()),
        Value::Dict(entries) => Ok(entries.iter().map(|(key, _)| key.clone()).collect()),
        Value::Archive(members) => Ok(super::python_archive::names(members)),
        Value::Bytes(bytes) => Ok(bytes.iter().map(|&byte| Value::Int(byte.into())).collect()),
        Value::Str(text) => Ok(text
            .code_points()
            .map(|point| Value::Str(ndstrata_dtype::literal::PyStr::from_code_points(vec![point])))
            .collect()),
        Value::Array(array) => {
            let n = match array.get().shape().first() {
                Some(&n) if n <= MAX_LENGTH => n,
                Some(_) => return Err(Error::new("MemoryError", "the array is too long")),
                None => return Err(Error::type_error("iteration over a 0-d array")),
            };
            (0..n)
                .map(|i| registry::call("getitem", vec![value.clone(), Value::from(i)], Vec::new()))
                .collect()
        }
        other => Err(Error::type_error(format!("'{}' object is not iterable", other.type_name()))),
    }
}
