//! Arithmetic of NumPy's scalars of one type, where there is nothing to refuse or to warn of.

use ndstrata_array::Scalar;
use ndstrata_dtype::{ElementType, Kind};
use num_traits::ToPrimitive;

use crate::value::Value;

/// Python's integers that every float type holds.
const EXACT: u64 = 1 << 11;

/// The result of an operator on two scalars, or on one and one of Python's numbers; `None` if the registry is
/// to be asked, as wherever the result is no ordinary number.
pub(super) fn operate(function: &str, operands: &[Value]) -> Option<Value> {
    let [x, y] = operands else { return None };
    let (of_type, is_first) = match (x, y) {
        (Value::Scalar(x), _) => (x, true),
        (_, Value::Scalar(y)) => (y, false),
        _ => return None,
    };
    let dtype = of_type.dtype();
    let (element, kind) = (dtype.element_type()?, dtype.kind());
    if !dtype.is_native() {
        return None;
    }
    let made = match if is_first { y } else { x } {
        Value::Scalar(other) if other.dtype() == dtype => {
            let pair = if is_first { [of_type, other] } else { [other, of_type] };
            return of_bytes(function, element, pair.map(Scalar::bytes));
        }
        Value::Int(other) => python(other.to_i64()?, element, kind)?,
        Value::Float(other) if element == ElementType::Float64 => other.to_ne_bytes().to_vec(),
        _ => return None,
    };
    let own = of_type.bytes();
    of_bytes(function, element, if is_first { [own, &made] } else { [&made, own] })
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
