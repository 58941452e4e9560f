//! Arithmetic of NumPy's scalars, where there is nothing to refuse or to warn of.
//!
//! Integers are held as `i128` and real numbers as `f64`, which hold the operands of every type. A sum, a
//! difference, a product or a quotient of two shorter floats, made in `f64` and rounded again, is the one
//! rounded once, as `f64` has more than twice their digits and two more.

use std::cmp::Ordering;

use ndstrata_array::Scalar;
use ndstrata_dtype::{DType, ElementType, Kind, promote_types};
use num_complex::{Complex, Complex32, Complex64};
use num_traits::{Float, ToPrimitive};

use super::operator::Operator;
use super::same_type;
use crate::value::Value;

/// A number as it is reckoned with.
#[derive(Clone, Copy)]
enum Number {
    Int(i128),
    Real(f64),
    Complex(Complex64),
}

use Number::{Int, Real};

impl Number {
    fn of_element(element: ElementType, bytes: &[u8]) -> Option<Number> {
        fn raw<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
            bytes.try_into().ok()
        }
        Some(match element {
            ElementType::Bool => Int((*bytes.first()?).into()),
            ElementType::Int8 => Int(i8::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Int16 => Int(i16::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Int32 => Int(i32::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Int64 => Int(i64::from_ne_bytes(raw(bytes)?).into()),
            ElementType::UInt8 => Int(u8::from_ne_bytes(raw(bytes)?).into()),
            ElementType::UInt16 => Int(u16::from_ne_bytes(raw(bytes)?).into()),
            ElementType::UInt32 => Int(u32::from_ne_bytes(raw(bytes)?).into()),
            ElementType::UInt64 => Int(u64::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Float16 => Real(half::f16::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Float32 => Real(f32::from_ne_bytes(raw(bytes)?).into()),
            ElementType::Float64 => Real(f64::from_ne_bytes(raw(bytes)?)),
            ElementType::Complex64 => {
                let (re, im) = bytes.split_at_checked(4)?;
                let part = |bytes| Some(f64::from(f32::from_ne_bytes(raw(bytes)?)));
                Number::Complex(Complex64::new(part(re)?, part(im)?))
            }
            ElementType::Complex128 => {
                let (re, im) = bytes.split_at_checked(8)?;
                let part = |bytes| Some(f64::from_ne_bytes(raw(bytes)?));
                Number::Complex(Complex64::new(part(re)?, part(im)?))
            }
        })
    }

    /// The number as an element of a type; `None` where it does not fit, or is none of the ordinary numbers.
    fn to_scalar(self, element: ElementType) -> Option<Scalar> {
        Some(match (self, element) {
            (Int(x), ElementType::Bool) => Scalar::new(x != 0),
            (Int(x), ElementType::Int8) => Scalar::new(i8::try_from(x).ok()?),
            (Int(x), ElementType::Int16) => Scalar::new(i16::try_from(x).ok()?),
            (Int(x), ElementType::Int32) => Scalar::new(i32::try_from(x).ok()?),
            (Int(x), ElementType::Int64) => Scalar::new(i64::try_from(x).ok()?),
            (Int(x), ElementType::UInt8) => Scalar::new(u8::try_from(x).ok()?),
            (Int(x), ElementType::UInt16) => Scalar::new(u16::try_from(x).ok()?),
            (Int(x), ElementType::UInt32) => Scalar::new(u32::try_from(x).ok()?),
            (Int(x), ElementType::UInt64) => Scalar::new(u64::try_from(x).ok()?),
            (Int(x), _) => return Real(rounded(x)).to_scalar(element),
            (Real(x), ElementType::Float16) => {
                let rounded = half::f16::from_f64(x);
                (rounded.is_normal() || x == 0.0).then(|| Scalar::new(rounded))?
            }
            (Real(x), ElementType::Float32) => Scalar::new(ordinary::<f32>(x)?),
            (Real(x), ElementType::Float64) => Scalar::new(ordinary::<f64>(x)?),
            (Real(x), _) => return Number::Complex(x.into()).to_scalar(element),
            (Number::Complex(x), ElementType::Complex64) => {
                Scalar::new(Complex32::new(ordinary(x.re)?, ordinary(x.im)?))
            }
            (Number::Complex(x), ElementType::Complex128) => {
                Scalar::new(Complex64::new(ordinary(x.re)?, ordinary(x.im)?))
            }
            _ => return None,
        })
    }
}

/// A number rounded to a type, if that is neither infinite nor below what the type holds with all its digits.
fn ordinary<T: Float>(x: f64) -> Option<T> {
    T::from(x).filter(|rounded| rounded.is_normal() || x == 0.0)
}

/// The result of an operator on scalars, or on one and one of Python's numbers, where it is an ordinary number.
pub(super) fn operate(operator: Operator, x: &Value, y: &Value) -> Option<Value> {
    if let Some(made) = same_type::operate(operator, x, y) {
        return Some(made);
    }
    let (element, x, y) = together(x, y)?;
    if let Some(holds) = compared(operator, element, x, y) {
        return Some(Value::from(Scalar::new(holds)));
    }
    let (made, element) = match (x, y) {
        _ if element == ElementType::Bool => return None,
        (Int(x), Int(y)) if operator == Operator::TrueDiv && y != 0 => {
            (Real(rounded(x) / rounded(y)), ElementType::Float64)
        }
        (Int(x), Int(y)) if element.kind().is_integer() => {
            (Int(of_integers(operator, x, y)?), element)
        }
        (Number::Complex(_), _) | (_, Number::Complex(_)) => {
            (of_complex(operator, element, x, y)?, element)
        }
        _ if element.kind() == Kind::Float => (Real(of_reals(operator, x, y)?), element),
        _ => (of_complex(operator, element, x, y)?, element),
    };
    made.to_scalar(element).map(Value::from)
}

/// An ordinary number as an element of a type, if it is one of that type or of a simpler kind.
pub(crate) fn element_of(value: &Value, dtype: &DType) -> Option<Scalar> {
    let number = match value {
        Value::Scalar(scalar) if scalar.dtype() == dtype => return Some(scalar.clone()),
        Value::Scalar(scalar) => strong(scalar)?.1,
        value => weak(value)?,
    };
    number.to_scalar(dtype.element_type()?)
}

/// One of Python's number types, by the name of its function.
#[derive(Clone, Copy)]
pub(crate) enum PythonType {
    Bool,
    Int,
    Float,
    Complex,
}

/// The one number of a scalar, or of an array without axes, as Python's own.
pub(super) fn to_python(to: PythonType, value: &Value) -> Option<Value> {
    let number = match value {
        Value::Scalar(scalar) => strong(scalar)?.1,
        Value::Array(array) => array.read(|array| {
            let bytes = array.packed_bytes().filter(|_| array.ndim() == 0)?;
            let element = array.dtype().element_type().filter(|_| array.dtype().is_native())?;
            Number::of_element(element, bytes)
        })?,
        _ => return None,
    };
    Some(match (to, number) {
        (PythonType::Bool, Int(x)) => Value::Bool(x != 0),
        (PythonType::Bool, Real(x)) => Value::Bool(x != 0.0),
        (PythonType::Bool, Number::Complex(x)) => Value::Bool(x.re != 0.0 || x.im != 0.0),
        (PythonType::Int, Int(x)) => Value::Int(x.into()),
        (PythonType::Int, Real(x)) if x.abs() < EXACT => Value::from(x as i64),
        (PythonType::Float, Int(x)) => Value::Float(rounded(x)),
        (PythonType::Float, Real(x)) => Value::Float(x),
        (PythonType::Complex, Int(x)) => Value::Complex(rounded(x).into()),
        (PythonType::Complex, Real(x)) => Value::Complex(x.into()),
        (PythonType::Complex, Number::Complex(x)) => Value::Complex(x),
        _ => return None,
    })
}

/// Every integer below is a double.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// As [`operate`], for operators of one operand.
pub(super) fn operate_on_one(operator: Operator, x: &Value) -> Option<Value> {
    let Value::Scalar(x) = x else { return None };
    if let Some(made) = same_type::operate_on_one(operator, x) {
        return Some(made);
    }
    let (element, x) = strong(x)?;
    let made = match (operator, x) {
        _ if element == ElementType::Bool => return None,
        (Operator::Neg, Int(x)) => Int(-x),
        (Operator::Neg, Real(x)) => Real(-x),
        (Operator::Abs, Int(x)) => Int(x.abs()),
        (Operator::Abs, Real(x)) => Real(x.abs()),
        _ => return None,
    };
    made.to_scalar(element).map(Value::from)
}

/// One of NumPy's scalars in the machine's byte order, and its type.
fn strong(scalar: &Scalar) -> Option<(ElementType, Number)> {
    let element = scalar.dtype().element_type().filter(|_| scalar.dtype().is_native())?;
    Some((element, Number::of_element(element, scalar.bytes())?))
}

/// One of Python's numbers.
fn weak(value: &Value) -> Option<Number> {
    Some(match value {
        Value::Bool(x) => Int((*x).into()),
        Value::Int(x) => Int(x.to_i64()?.into()),
        Value::Float(x) => Real(*x),
        Value::Complex(x) => Number::Complex(*x),
        _ => return None,
    })
}

/// Two operands, one of them NumPy's, and the type of which both are elements.
fn together(x: &Value, y: &Value) -> Option<(ElementType, Number, Number)> {
    let (of_type, other, is_first) = match (x, y) {
        (Value::Scalar(a), Value::Scalar(b)) if a.dtype() == b.dtype() => {
            let (element, x) = strong(a)?;
            return Some((element, x, strong(b)?.1));
        }
        (Value::Scalar(a), Value::Scalar(b)) => {
            let ((_, x), (_, y)) = (strong(a)?, strong(b)?);
            let common = promote_types(a.dtype(), b.dtype()).ok()?.element_type()?;
            return Some((common, x, y));
        }
        // A double is one of Python's floats to a complex number on its left.
        (Value::Complex(_), Value::Scalar(y)) if *y.dtype() == DType::FLOAT64 => return None,
        (Value::Scalar(x), y) => (x, y, true),
        (x, Value::Scalar(y)) => (y, x, false),
        _ => return None,
    };
    let ((element, own), other) = (strong(of_type)?, weak(other)?);
    let is_boolean = element == ElementType::Bool;
    let element = match (other, element) {
        _ if is_boolean => return None,
        (Int(_), element) => element,
        (Real(_), element) if element.kind().is_integer() => ElementType::Float64,
        (Real(_), element) => element,
        (
            Number::Complex(_),
            ElementType::Float16 | ElementType::Float32 | ElementType::Complex64,
        ) => ElementType::Complex64,
        (Number::Complex(_), _) => ElementType::Complex128,
    };
    // Python's number takes the type before it is reckoned with, and may not fit it.
    let other = Number::of_element(element, other.to_scalar(element)?.bytes())?;
    Some(if is_first { (element, own, other) } else { (element, other, own) })
}

fn of_integers(operator: Operator, x: i128, y: i128) -> Option<i128> {
    match operator {
        Operator::Add => Some(x + y),
        Operator::Sub => Some(x - y),
        Operator::Mul => x.checked_mul(y),
        Operator::FloorDiv if y != 0 => Some(floored(x, y)),
        Operator::Mod if y != 0 => Some(x - floored(x, y) * y),
        Operator::Pow => x.checked_pow(u32::try_from(y).ok()?),
        Operator::And => Some(x & y),
        Operator::Or => Some(x | y),
        Operator::Xor => Some(x ^ y),
        _ => None,
    }
}

/// The quotient rounded down.
fn floored(x: i128, y: i128) -> i128 {
    let is_rounded_up = x % y != 0 && (x < 0) != (y < 0);
    x / y - i128::from(is_rounded_up)
}

fn of_reals(operator: Operator, x: Number, y: Number) -> Option<f64> {
    let (x, y) = (real(x)?, real(y)?);
    match operator {
        Operator::Add => Some(x + y),
        Operator::Sub => Some(x - y),
        Operator::Mul => Some(x * y),
        Operator::TrueDiv if y != 0.0 => Some(x / y),
        // The one power that is common, and the same as a product.
        Operator::Pow if y == 2.0 => Some(x * x),
        _ => None,
    }
    // Nothing that is zero because it was rounded.
    .filter(|made| {
        let cancels = matches!(operator, Operator::Add | Operator::Sub) && x.abs() == y.abs();
        *made != 0.0 || x == 0.0 || y == 0.0 || cancels
    })
}

/// An integer as the nearest double: a function of its own, as the compiler would else do this long work for
/// numbers that are none.
#[inline(never)]
fn rounded(x: i128) -> f64 {
    x as f64
}

fn real(x: Number) -> Option<f64> {
    match x {
        Int(x) => Some(rounded(x)),
        Real(x) => Some(x),
        Number::Complex(_) => None,
    }
}

/// The result for two complex numbers that are neither very large nor very small.
fn of_complex(operator: Operator, element: ElementType, x: Number, y: Number) -> Option<Number> {
    let complex = |x| match x {
        Number::Complex(x) => Some(x),
        real_number => real(real_number).map(Complex64::from),
    };
    let (x, y) = (complex(x)?, complex(y)?);
    let range = if element == ElementType::Complex64 { 1e-15..1e15 } else { 1e-100..1e100 };
    let is_ordinary = |x: &f64| *x == 0.0 || range.contains(&x.abs());
    if ![x.re, x.im, y.re, y.im].iter().all(is_ordinary) {
        return None;
    }
    let made = match element {
        ElementType::Complex64 => {
            let short = |x: Complex64| Complex32::new(x.re as f32, x.im as f32);
            let made = of_parts(operator, short(x), short(y))?;
            Complex64::new(made.re.into(), made.im.into())
        }
        _ => of_parts(operator, x, y)?,
    };
    Some(Number::Complex(made))
}

fn of_parts<T: Float>(operator: Operator, a: Complex<T>, b: Complex<T>) -> Option<Complex<T>> {
    match operator {
        Operator::Add => Some(a + b),
        Operator::Sub => Some(a - b),
        Operator::Mul => Some(Complex::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)),
        Operator::Pow if b.re == T::one() + T::one() && b.im.is_zero() => {
            of_parts(Operator::Mul, a, a)
        }
        _ => None,
    }
}

/// What a comparison says: of integers as they are, of others as elements of their common type.
fn compared(operator: Operator, element: ElementType, x: Number, y: Number) -> Option<bool> {
    let order = match (x, y) {
        (Int(x), Int(y)) => Some(x.cmp(&y)),
        (Number::Complex(_), _) | (_, Number::Complex(_)) => return None,
        _ if element.kind() != Kind::Float => return None,
        (x, y) => real(x)?.partial_cmp(&real(y)?),
    };
    holds(operator, order)
}

/// What a comparison says of two operands in this order; of those in none, that they differ.
#[inline]
pub(super) fn holds(operator: Operator, order: Option<Ordering>) -> Option<bool> {
    Some(match operator {
        Operator::Eq => order.is_some_and(|order| order.is_eq()),
        Operator::Ne => order.is_none_or(|order| order.is_ne()),
        Operator::Lt => order.is_some_and(|order| order.is_lt()),
        Operator::Le => order.is_some_and(|order| order.is_le()),
        Operator::Gt => order.is_some_and(|order| order.is_gt()),
        Operator::Ge => order.is_some_and(|order| order.is_ge()),
        _ => return None,
    })
}
