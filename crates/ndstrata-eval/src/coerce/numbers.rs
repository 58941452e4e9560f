//! Nested sequences of Python's own numbers alone, without a scalar for each of them.

use ndstrata_array::{DynArray, FromBuffer, Order};
use ndstrata_dtype::{DType, Element, Kind};
use num_complex::Complex64;
use num_traits::ToPrimitive;

use crate::error::Result;
use crate::value::Value;

/// Deeper nesting is left to the general way.
const MAX_DEPTH: usize = 16;

/// The array of a sequence that holds nothing but numbers, in sequences of equal lengths; `None`
/// where that is not so, or the type needs each number looked at on its own.
pub(super) fn array(value: &Value, dtype: Option<&DType>) -> Result<Option<DynArray>> {
    let Some(shape) = shape_of(value) else { return Ok(None) };
    let Some(kind) = kind_of(value, &shape) else { return Ok(None) };
    let wanted = dtype.map_or(Some(kind), |dtype| meeting(kind, dtype));
    let made = match wanted {
        Some(Kind::Bool) => made(value, &shape, boolean),
        Some(Kind::SignedInteger) => made(value, &shape, integer),
        Some(Kind::Float) => made(value, &shape, float),
        Some(Kind::Complex) => made(value, &shape, complex),
        _ => None,
    };
    let Some(made) = made else { return Ok(None) };
    let made = match &shape[..] {
        [_] => made,
        _ => {
            let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
            made.reshape_view(&shape, Order::C)?
        }
    };
    // A type that is equal may have another letter.
    let is_it = |dtype: &DType| dtype == made.dtype() && dtype.char() == made.dtype().char();
    match dtype {
        Some(dtype) if !is_it(dtype) => Ok(Some(made.astype(dtype)?)),
        _ => Ok(Some(made)),
    }
}

/// The array of a sequence of scalars that all have one type of number, which is the type asked for if one
/// is.
pub(super) fn of_scalars(value: &Value, dtype: Option<&DType>) -> Result<Option<DynArray>> {
    let Some(items @ [Value::Scalar(first), ..]) = value.as_sequence() else { return Ok(None) };
    let own = first.dtype();
    if own.element_type().is_none() || !own.is_native() || dtype.is_some_and(|dtype| dtype != own) {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(items.len() * own.itemsize());
    for item in items {
        match item {
            Value::Scalar(scalar) if scalar.dtype() == own => {
                bytes.extend_from_slice(scalar.bytes());
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(FromBuffer::new(own).view(&bytes)?.copy(Order::C)?))
}

/// What the numbers are read as on the way to a type; `None` where that is not the same for all.
fn meeting(kind: Kind, dtype: &DType) -> Option<Kind> {
    dtype.element_type()?;
    match (kind, dtype.kind()) {
        (Kind::Complex, Kind::Float) => None,
        (_, kind @ (Kind::Float | Kind::Complex)) => Some(kind),
        (Kind::Bool | Kind::SignedInteger, _) if *dtype == DType::INT64 => {
            Some(Kind::SignedInteger)
        }
        (Kind::Bool, Kind::Bool) => Some(Kind::Bool),
        _ => None,
    }
}

/// The lengths that the first items have.
fn shape_of(value: &Value) -> Option<Vec<usize>> {
    let mut shape = Vec::new();
    let mut found = value;
    while let Some(items) = found.as_sequence() {
        if shape.len() == MAX_DEPTH {
            return None;
        }
        shape.push(items.len());
        found = items.first()?;
    }
    (!shape.is_empty()).then_some(shape)
}

/// The kind of number that holds all of them, where all sequences have the lengths of the first.
fn kind_of(value: &Value, shape: &[usize]) -> Option<Kind> {
    let Some((&n, inner)) = shape.split_first() else {
        return match value {
            Value::Bool(_) => Some(Kind::Bool),
            Value::Int(x) if x.bits() < 64 => Some(Kind::SignedInteger),
            Value::Float(_) => Some(Kind::Float),
            Value::Complex(_) => Some(Kind::Complex),
            _ => None,
        };
    };
    let items = value.as_sequence().filter(|items| items.len() == n)?;
    let mut kind = Kind::Bool;
    for item in items {
        let found = kind_of(item, inner)?;
        if rank(found) > rank(kind) {
            kind = found;
        }
    }
    Some(kind)
}

/// Which kinds of numbers hold which.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Bool => 0,
        Kind::SignedInteger => 1,
        Kind::Float => 2,
        _ => 3,
    }
}

fn made<T: Element>(
    value: &Value,
    shape: &[usize],
    number: fn(&Value) -> Option<T>,
) -> Option<DynArray> {
    let mut numbers = Vec::new();
    // All were seen already, so that this is no more than the values take.
    numbers.try_reserve_exact(shape.iter().product()).ok()?;
    collect(value, shape.len(), number, &mut numbers)?;
    Some(DynArray::from_vec(numbers))
}

fn collect<T>(
    value: &Value,
    depth: usize,
    number: fn(&Value) -> Option<T>,
    numbers: &mut Vec<T>,
) -> Option<()> {
    let items = value.as_sequence()?;
    if depth > 1 {
        return items.iter().try_for_each(|item| collect(item, depth - 1, number, numbers));
    }
    for item in items {
        numbers.push(number(item)?);
    }
    Some(())
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(x) => Some(*x),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(x) => Some(i64::from(*x)),
        Value::Int(x) => x.to_i64(),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Float(x) => Some(*x),
        other => Some(integer(other)? as f64),
    }
}

fn complex(value: &Value) -> Option<Complex64> {
    match value {
        Value::Complex(x) => Some(*x),
        other => Some(float(other)?.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: Vec<Value>) -> Value {
        Value::List(items)
    }

    #[test]
    fn numbers_meet_in_the_kind_that_holds_all() {
        let value =
            list(vec![list(vec![true.into(), 2_i64.into()]), list(vec![0.5.into(), 1_i64.into()])]);
        let found = array(&value, None).unwrap().unwrap();
        assert_eq!(found.to_vec::<f64>().unwrap(), [1.0, 2.0, 0.5, 1.0]);
        assert_eq!(found.shape(), [2, 2]);
        let single = array(&value, Some(&DType::FLOAT32)).unwrap().unwrap();
        assert_eq!(single.to_vec::<f32>().unwrap(), [1.0, 2.0, 0.5, 1.0]);
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        let ragged = list(vec![list(vec![1_i64.into()]), list(vec![])]);
        let text = list(vec![1_i64.into(), "a".into()]);
        let deep = list(vec![1_i64.into(), list(vec![1_i64.into()])]);
        for value in [ragged, text, deep, list(vec![]), 1_i64.into()] {
            assert!(array(&value, None).unwrap().is_none());
        }
        let numbers = list(vec![300_i64.into()]);
        assert!(array(&numbers, Some(&DType::UINT8)).unwrap().is_none());
    }
}
