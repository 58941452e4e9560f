//! Methods that numbers have in Python, of NumPy's scalars: `is_integer`, `as_integer_ratio`, `bit_count`.

use ndstrata_dtype::Kind;
use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::error::{Error, Result};
use crate::python;
use crate::registry::{Arguments, Entry};
use crate::value::Value;

const SELF: &str = "self, /";

pub(super) const TABLE: &[Entry] = &[
    ("scalar.is_integer", SELF, |a| match number(a)? {
        Value::Int(_) => Ok(true.into()),
        Value::Float(x) => Ok((x.is_finite() && x.fract() == 0.0).into()),
        _ => Err(missing(a)),
    }),
    ("scalar.as_integer_ratio", SELF, |a| match number(a)? {
        Value::Float(x) => ratio(x),
        _ => Err(missing(a)),
    }),
    ("scalar.hex", SELF, |a| match number(a)? {
        Value::Float(x) => Ok(hex(x).into()),
        _ => Err(missing(a)),
    }),
    ("scalar.numerator", SELF, |a| match number(a)? {
        Value::Int(_) => Ok(a.value("self").clone()),
        _ => Err(missing(a)),
    }),
    ("scalar.denominator", SELF, |a| match number(a)? {
        Value::Int(_) => Ok(1_i64.into()),
        _ => Err(missing(a)),
    }),
    ("scalar.bit_count", SELF, |a| match number(a)? {
        Value::Int(x) => {
            let ones: u32 = x.magnitude().iter_u64_digits().map(u64::count_ones).sum();
            Ok(i64::from(ones).into())
        }
        _ => Err(missing(a)),
    }),
];

/// The scalar as Python's number.
fn number(a: &Arguments<'_>) -> Result<Value> {
    match a.value("self") {
        Value::Scalar(scalar) => match scalar.dtype().kind() {
            Kind::SignedInteger | Kind::UnsignedInteger | Kind::Float => {
                python::item(scalar.dtype(), scalar.bytes())
            }
            _ => Err(missing(a)),
        },
        other => Ok(other.clone()),
    }
}

#[cold]
fn missing(a: &Arguments<'_>) -> Error {
    let name = a.function().trim_start_matches("scalar.");
    let found = a.value("self").type_name();
    Error::new("AttributeError", format!("'{found}' object has no attribute '{name}'"))
}

/// A float in hexadecimal digits, all thirteen of them.
fn hex(x: f64) -> String {
    if !x.is_finite() {
        return if x.is_nan() { "nan".to_owned() } else { format!("{x:?}") };
    }
    let (bits, sign) = (x.to_bits(), if x.is_sign_negative() { "-" } else { "" });
    let (exponent, digits) = ((bits >> 52 & 0x7ff) as i64, bits & ((1 << 52) - 1));
    match (exponent, digits) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{digits:013x}p-1022"),
        _ => format!("{sign}0x1.{digits:013x}p{:+}", exponent - 1023),
    }
}

/// A float as the ratio of two integers without a common divisor.
fn ratio(x: f64) -> Result<Value> {
    if x.is_nan() {
        return Err(Error::value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::new("OverflowError", "cannot convert Infinity to integer ratio"));
    }
    let (mut scaled, mut shift) = (x, 0_u32);
    // Doubling is exact, and a float has at most 1074 binary places.
    while scaled.fract() != 0.0 && shift < 1100 {
        scaled *= 2.0;
        shift += 1;
    }
    let above = BigInt::from_f64(scaled).unwrap_or_default();
    Ok(Value::Tuple(vec![Value::Int(above), Value::Int(BigInt::from(1) << shift)]))
}
