//! Arithmetic of NumPy's scalars of one type, where there is nothing to refuse or to warn of.

use ndstrata_array::Scalar;
use ndstrata_dtype::{DType, ElementType, Kind};
use num_complex::Complex64;
use num_traits::ToPrimitive;

use crate::value::Value;

/// Python's integers that every float type holds.
const EXACT: u64 = 1 << 11;

/// The result of an operator on two scalars, or on one and one of Python's numbers; `None` if the registry is
/// to be asked, as wherever the result is no ordinary number.
pub(super) fn operate(function: &str, operands: &[Value]) -> Option<Value> {
    let [x, y] = operands else { return None };
    if function == "operator.pow" {
        // The one power that is common, and the same as a product.
        let is_two = matches!(y, Value::Int(y) if y.to_i64() == Some(2));
        return if is_two { operate("operator.mul", &[x.clone(), x.clone()]) } else { None };
    }
    let (of_type, is_first) = match (x, y) {
        (Value::Scalar(x), _) => (x, true),
        (_, Value::Scalar(y)) => (y, false),
        _ => return None,
    };
    let dtype = of_type.dtype();
    let element = dtype.element_type()?;
    if !dtype.is_native() {
        return None;
    }
    let (own, made) = (of_type.bytes(), element_of(if is_first { y } else { x }, dtype)?);
    of_bytes(function, element, if is_first { [own, &made] } else { [&made, own] })
}

/// The bytes of a number as an element of a type, where there is nothing to refuse or to warn of.
pub(super) fn element_of(value: &Value, dtype: &DType) -> Option<Vec<u8>> {
    let (element, kind) = (dtype.element_type()?, dtype.kind());
    match value {
        Value::Scalar(scalar) if scalar.dtype() == dtype => Some(scalar.bytes().to_vec()),
        Value::Int(value) => python(value.to_i64()?, element, kind),
        Value::Float(value) if element == ElementType::Float64 => {
            Some(value.to_ne_bytes().to_vec())
        }
        _ => None,
    }
}

/// One of Python's integers as an element.
fn python(value: i64, element: ElementType, kind: Kind) -> Option<Vec<u8>> {
    macro_rules! integer {
        ($($element:ident: $integer:ty),*) => {
            match element {
                $(ElementType::$element => Some(<$integer>::try_from(value).ok()?.to_ne_bytes().to_vec()),)*
                _ => None,
            }
        };
    }
    match element {
        ElementType::Float32 if value.unsigned_abs() <= EXACT => {
            Some((value as f32).to_ne_bytes().to_vec())
        }
        ElementType::Float64 if value.unsigned_abs() <= EXACT => {
            Some((value as f64).to_ne_bytes().to_vec())
        }
        _ if kind.is_integer() => integer!(
            Int8: i8, Int16: i16, Int32: i32, Int64: i64, UInt8: u8, UInt16: u16, UInt32: u32,
            UInt64: u64
        ),
        _ => None,
    }
}

fn of_bytes(function: &str, element: ElementType, [x, y]: [&[u8]; 2]) -> Option<Value> {
    macro_rules! by_type {
        ($($element:ident: $number:ty, $operate:ident);* $(;)?) => {
            match element {
                $(ElementType::$element => {
                    let [x, y] = [x, y].map(|bytes| bytes.try_into().map(<$number>::from_ne_bytes));
                    let (x, y) = (x.ok()?, y.ok()?);
                    compared(function, &x, &y).or_else(|| $operate!(function, x, y, $number))
                })*
                _ => None,
            }
        };
    }
    macro_rules! integers {
        ($function:expr, $x:expr, $y:expr, $number:ty) => {
            match $function {
                "operator.add" => $x.checked_add($y),
                "operator.sub" => $x.checked_sub($y),
                "operator.mul" => $x.checked_mul($y),
                _ => None,
            }
            .map(|made| Value::from(Scalar::new(made)))
        };
    }
    macro_rules! floats {
        ($function:expr, $x:expr, $y:expr, $number:ty) => {
            match $function {
                "operator.add" => Some($x + $y),
                "operator.sub" => Some($x - $y),
                "operator.mul" => Some($x * $y),
                "operator.truediv" => Some($x / $y),
                _ => None,
            }
            .filter(|made| {
                made.is_normal() || (*made == 0.0 && ($x == 0.0 || $y == 0.0 || $x == $y))
            })
            .map(|made| Value::from(Scalar::new(made)))
        };
    }
    by_type! {
        Int8: i8, integers;
        Int16: i16, integers;
        Int32: i32, integers;
        Int64: i64, integers;
        UInt8: u8, integers;
        UInt16: u16, integers;
        UInt32: u32, integers;
        UInt64: u64, integers;
        Float32: f32, floats;
        Float64: f64, floats;
    }
    .or_else(|| of_complex(function, element, [x, y]))
}

/// The result for two complex numbers that are neither very large nor very small.
fn of_complex(function: &str, element: ElementType, pair: [&[u8]; 2]) -> Option<Value> {
    if element != ElementType::Complex128 {
        return None;
    }
    let [a, b] = pair.map(|bytes| {
        let (re, im) = bytes.split_first_chunk::<8>()?;
        let part = |bytes: [u8; 8]| f64::from_ne_bytes(bytes);
        Some(Complex64::new(part(*re), part(im.try_into().ok()?)))
    });
    let (a, b) = (a?, b?);
    let is_ordinary = |x: &f64| *x == 0.0 || (1e-100..1e100).contains(&x.abs());
    if ![a.re, a.im, b.re, b.im].iter().all(is_ordinary) {
        return None;
    }
    let made = match function {
        "operator.add" => a + b,
        "operator.sub" => a - b,
        "operator.mul" => Complex64::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re),
        _ => return None,
    };
    Some(Value::from(Scalar::new(made)))
}

/// The magnitude of a number, where there is nothing to refuse or to warn of.
pub(super) fn absolute(x: &Value) -> Option<Value> {
    let Value::Scalar(x) = x else { return None };
    if !x.dtype().is_native() {
        return None;
    }
    macro_rules! by_type {
        ($($element:ident: $number:ty, |$x:ident| $made:expr;)*) => {
            match x.dtype().element_type()? {
                $(ElementType::$element => {
                    let $x = <$number>::from_ne_bytes(x.bytes().try_into().ok()?);
                    Some(Value::from(Scalar::new($made)))
                })*
                _ => None,
            }
        };
    }
    by_type! {
        Int8: i8, |x| x.checked_abs()?;
        Int16: i16, |x| x.checked_abs()?;
        Int32: i32, |x| x.checked_abs()?;
        Int64: i64, |x| x.checked_abs()?;
        UInt8: u8, |x| x;
        UInt16: u16, |x| x;
        UInt32: u32, |x| x;
        UInt64: u64, |x| x;
        Float32: f32, |x| x.abs();
        Float64: f64, |x| x.abs();
    }
}

fn compared<T: PartialOrd>(function: &str, x: &T, y: &T) -> Option<Value> {
    let holds = match function {
        "operator.eq" => x == y,
        "operator.ne" => x != y,
        "operator.lt" => x < y,
        "operator.le" => x <= y,
        "operator.gt" => x > y,
        "operator.ge" => x >= y,
        _ => return None,
    };
    Some(Value::from(Scalar::new(holds)))
}
