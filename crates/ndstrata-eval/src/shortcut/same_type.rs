//! Arithmetic of two scalars of one type, or of one and a Python number that the type holds: in that type.
//!
//! What `scalars` reckons for all types through the widest ones is made here without a detour, for the types
//! that are met most.

use ndstrata_array::Scalar;
use ndstrata_dtype::{Element, ElementType};
use num_traits::{
    CheckedAdd, CheckedMul, CheckedSub, Float, FromBytes, NumCast, PrimInt, ToPrimitive,
};

use super::operator::Operator;
use super::scalars::holds;
use crate::value::Value;

/// Integers up to this are exact in every type of floats here.
const EXACT: u64 = 1 << 24;

/// The result of an operator, where it is an ordinary number.
pub(super) fn operate(operator: Operator, x: &Value, y: &Value) -> Option<Value> {
    let scalar = match (x, y) {
        (Value::Scalar(a), Value::Scalar(b)) if a.dtype() != b.dtype() => return None,
        (Value::Scalar(scalar), _) | (_, Value::Scalar(scalar)) => scalar,
        _ => return None,
    };
    match scalar.dtype().element_type().filter(|_| scalar.dtype().is_native())? {
        ElementType::Float32 => of_floats::<f32>(operator, float(x)?, float(y)?),
        ElementType::Float64 => of_floats::<f64>(operator, float(x)?, float(y)?),
        ElementType::Int8 => of_integers::<i8>(operator, integer(x)?, integer(y)?),
        ElementType::Int16 => of_integers::<i16>(operator, integer(x)?, integer(y)?),
        ElementType::Int32 => of_integers::<i32>(operator, integer(x)?, integer(y)?),
        ElementType::Int64 => of_integers::<i64>(operator, integer(x)?, integer(y)?),
        ElementType::UInt8 => of_integers::<u8>(operator, integer(x)?, integer(y)?),
        ElementType::UInt16 => of_integers::<u16>(operator, integer(x)?, integer(y)?),
        ElementType::UInt32 => of_integers::<u32>(operator, integer(x)?, integer(y)?),
        ElementType::UInt64 => of_integers::<u64>(operator, integer(x)?, integer(y)?),
        _ => None,
    }
}

/// A scalar of this type, or one of Python's numbers as an element of it.
fn float<T: Float + FromBytes<Bytes: for<'a> TryFrom<&'a [u8]>>>(value: &Value) -> Option<T> {
    match value {
        Value::Scalar(scalar) => read(scalar),
        Value::Float(x) => T::from(*x).filter(|rounded| rounded.is_normal() || *x == 0.0),
        Value::Int(x) => {
            x.to_i64().filter(|x| x.unsigned_abs() <= EXACT).and_then(<T as NumCast>::from)
        }
        _ => None,
    }
}

/// As [`float`], of integers.
fn integer<T: PrimInt + FromBytes<Bytes: for<'a> TryFrom<&'a [u8]>>>(value: &Value) -> Option<T> {
    match value {
        Value::Scalar(scalar) => read(scalar),
        Value::Int(x) => x.to_i64().and_then(<T as NumCast>::from),
        _ => None,
    }
}

fn read<T: FromBytes<Bytes: for<'a> TryFrom<&'a [u8]>>>(scalar: &Scalar) -> Option<T> {
    Some(T::from_ne_bytes(&scalar.bytes().try_into().ok()?))
}

fn of_floats<T: Float + Element>(operator: Operator, x: T, y: T) -> Option<Value> {
    if let Some(holds) = holds(operator, x.partial_cmp(&y)) {
        return Some(Scalar::new(holds).into());
    }
    let made = match operator {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mul => x * y,
        Operator::TrueDiv if !y.is_zero() => x / y,
        // The one power that is common, and the same as a product.
        Operator::Pow if y == T::one() + T::one() => x * x,
        _ => return None,
    };
    // Nothing that is zero because it was rounded.
    let is_zero = || made.is_zero() && (x.is_zero() || y.is_zero() || x.abs() == y.abs());
    (made.is_normal() || is_zero()).then(|| Scalar::new(made).into())
}

fn of_integers<T>(operator: Operator, x: T, y: T) -> Option<Value>
where
    T: PrimInt + CheckedAdd + CheckedSub + CheckedMul + Element,
{
    if let Some(holds) = holds(operator, Some(x.cmp(&y))) {
        return Some(Scalar::new(holds).into());
    }
    let made = match operator {
        Operator::Add => x.checked_add(&y)?,
        Operator::Sub => x.checked_sub(&y)?,
        Operator::Mul => x.checked_mul(&y)?,
        Operator::Pow if y == T::one() + T::one() => x.checked_mul(&x)?,
        Operator::And => x & y,
        Operator::Or => x | y,
        Operator::Xor => x ^ y,
        _ => return None,
    };
    Some(Scalar::new(made).into())
}
