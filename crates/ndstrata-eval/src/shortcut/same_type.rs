//! Arithmetic of two scalars of one type, or of one and a Python number that the type holds: in that type.
//!
//! What `scalars` reckons for all types through the widest ones is made here without a detour, for the types
//! that are met most.

use ndstrata_array::Scalar;
use ndstrata_dtype::{Element, ElementType};
use num_complex::Complex;
use num_traits::{
    CheckedAdd, CheckedMul, CheckedNeg, CheckedSub, Float, FromBytes, NumCast, PrimInt, Signed,
    ToPrimitive,
};

use super::operator::Operator;
use super::scalars::holds;
use crate::value::Value;

/// As [`operate`], for operators of one operand.
pub(super) fn operate_on_one(operator: Operator, scalar: &Scalar) -> Option<Value> {
    match scalar.dtype().element_type().filter(|_| scalar.dtype().is_native())? {
        ElementType::Float32 => on_float::<f32>(operator, read(scalar)?),
        ElementType::Float64 => on_float::<f64>(operator, read(scalar)?),
        ElementType::Int16 => on_integer::<i16>(operator, read(scalar)?),
        ElementType::Int32 => on_integer::<i32>(operator, read(scalar)?),
        ElementType::Int64 => on_integer::<i64>(operator, read(scalar)?),
        _ => None,
    }
}

fn on_float<T: Float + Element>(operator: Operator, x: T) -> Option<Value> {
    let made = match operator {
        Operator::Neg => -x,
        Operator::Abs => x.abs(),
        _ => return None,
    };
    (!made.is_nan()).then(|| Scalar::new(made).into())
}

fn on_integer<T: PrimInt + Signed + CheckedNeg + Element>(
    operator: Operator,
    x: T,
) -> Option<Value> {
    let made = match operator {
        Operator::Neg => x.checked_neg()?,
        Operator::Abs if x.is_negative() => x.checked_neg()?,
        Operator::Abs => x,
        _ => return None,
    };
    Some(Scalar::new(made).into())
}

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
        ElementType::Complex64 => of_complex::<f32>(operator, complex(x)?, complex(y)?),
        ElementType::Complex128 => of_complex::<f64>(operator, complex(x)?, complex(y)?),
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

/// As [`float`], of complex numbers.
fn complex<T: Float + FromBytes<Bytes: for<'a> TryFrom<&'a [u8]>>>(
    value: &Value,
) -> Option<Complex<T>> {
    match value {
        Value::Scalar(scalar) => {
            let (re, im) = scalar.bytes().split_at_checked(size_of::<T>())?;
            let part = |bytes: &[u8]| Some(T::from_ne_bytes(&bytes.try_into().ok()?));
            Some(Complex::new(part(re)?, part(im)?))
        }
        real => Some(Complex::new(float(real)?, T::zero())),
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
    let cancels = || matches!(operator, Operator::Add | Operator::Sub) && x.abs() == y.abs();
    let is_zero = || made.is_zero() && (x.is_zero() || y.is_zero() || cancels());
    (made.is_normal() || is_zero()).then(|| Scalar::new(made).into())
}

/// Numbers whose parts are far from the ends of the type, so that no product of them is lost.
fn of_complex<T: Float>(operator: Operator, x: Complex<T>, y: Complex<T>) -> Option<Value>
where
    Complex<T>: Element,
{
    let (least, most) = (T::from(1e-15)?, T::from(1e15)?);
    let is_ordinary = |part: &T| part.is_zero() || (least..most).contains(&part.abs());
    if ![x.re, x.im, y.re, y.im].iter().all(is_ordinary) {
        return None;
    }
    let two = T::one() + T::one();
    let product = |a: Complex<T>, b: Complex<T>| {
        Complex::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
    };
    let made = match operator {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mul => product(x, y),
        // The one power that is common, and the same as a product.
        Operator::Pow if y.re == two && y.im.is_zero() => product(x, x),
        _ => return None,
    };
    Some(Scalar::new(made).into())
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
