//! One Python value as one element, with Python's own conversions (`int()`, `float()`, `str()`).

use ndstrata_array::{CastFault, DynArray, ErrorKind, PrintOptions, Scalar};
use ndstrata_dtype::datetime::NAT;
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Kind, TypeClass, check_python_int};
use num_bigint::{BigInt, Sign};
use num_complex::Complex64;
use num_traits::{FromPrimitive, ToPrimitive};

use crate::error::{Error, Result};
use crate::value::Value;

/// A Python or NumPy value as a scalar that converts to `dtype` as an element, as assignment does.
///
/// # Errors
///
/// An integer that the type cannot hold (`OverflowError`, as in NumPy 2); a value of which Python's
/// own conversion makes no such number.
pub(crate) fn python_scalar(value: &Value, dtype: &DType) -> Result<Scalar> {
    match (value, dtype.kind()) {
        // A date becomes text as Python's `str` shows it, whatever the room.
        (Value::Scalar(scalar), Kind::Bytes | Kind::Str)
            if scalar.dtype().kind() == Kind::DateTime =>
        {
            text(value)
        }
        (Value::Scalar(scalar), _) => Ok(scalar.clone()),
        (Value::Array(array), _) if array.get().ndim() == 0 => Ok(array.get().scalar_at(&[])?),
        (_, Kind::Object) => Err(Error::unsupported("object arrays are not supported")),
        (_, Kind::Bool) => truth(value).map(Scalar::new),
        (_, Kind::SignedInteger | Kind::UnsignedInteger) => integer(value, dtype),
        (_, Kind::Float) => float(value),
        (_, Kind::Complex) => complex(value),
        (_, Kind::Bytes | Kind::Str) => text(value),
        (_, Kind::DateTime | Kind::TimeDelta) => ticks(value, dtype),
        (Value::Bytes(bytes), Kind::Void) => {
            Ok(Scalar::from_bytes(&DType::void(bytes.len()), bytes)?)
        }
        (_, Kind::Void) => Err(Error::type_error(format!(
            "a bytes-like object is required, not '{}'",
            value.type_name()
        ))),
    }
}

/// Text as an element of type `U`.
pub(crate) fn text_scalar(code_points: impl ExactSizeIterator<Item = u32>) -> Result<Scalar> {
    let dtype = DType::str(code_points.len());
    let bytes: Vec<u8> = code_points.flat_map(u32::to_ne_bytes).collect();
    Ok(Scalar::from_bytes(&dtype, &bytes)?)
}

/// What `str(value)` shows.
pub(crate) fn python_str(value: &Value) -> Result<String> {
    value.to_text(&PrintOptions::default())
}

/// `bool(value)`.
pub(crate) fn truth(value: &Value) -> Result<bool> {
    Ok(match value {
        Value::None => false,
        Value::Bool(x) => *x,
        Value::Int(x) => *x != BigInt::ZERO,
        Value::Float(x) => *x != 0.0,
        Value::Complex(x) => *x != Complex64::ZERO,
        Value::Str(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Moment(moment) => {
            moment.dtype().kind() == Kind::DateTime || moment.bytes().iter().any(|&byte| byte != 0)
        }
        Value::Tuple(items) | Value::List(items) => !items.is_empty(),
        Value::Dict(entries) => !entries.is_empty(),
        Value::Scalar(scalar) if is_number(scalar.dtype()) => truth(&Value::from_scalar(scalar)?)?,
        Value::Scalar(scalar) => one::<bool>(&scalar.to_array()?.astype(&DType::BOOL)?)?,
        Value::Array(array) => return array_truth(&array.get()),
        _ => true,
    })
}

fn is_number(dtype: &DType) -> bool {
    dtype.kind().is_number() || dtype.kind() == Kind::Bool
}

/// Only one element is true or false.
fn array_truth(array: &ndstrata_array::DynArray) -> Result<bool> {
    match array.size() {
        1 if is_number(array.dtype()) => {
            let first = [0; ndstrata_array::MAX_DIMS];
            truth(&Value::from_scalar(&array.scalar_at(&first[..array.ndim()])?)?)
        }
        1 => Ok(array.astype(&DType::BOOL)?.to_vec::<bool>()? == [true]),
        0 => Err(Error::value_error(
            "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an \
             array is not empty.",
        )),
        _ => Err(Error::value_error(
            "The truth value of an array with more than one element is ambiguous. Use a.any() or \
             a.all()",
        )),
    }
}

fn integer(value: &Value, dtype: &DType) -> Result<Scalar> {
    let x = match value {
        Value::Bool(x) => return Ok(Scalar::new(*x)),
        Value::Int(x) => x.clone(),
        Value::Float(x) if x.is_nan() => {
            return Err(Error::value_error("cannot convert float NaN to integer"));
        }
        Value::Float(x) => BigInt::from_f64(x.trunc()).ok_or_else(|| {
            Error::new("OverflowError", "cannot convert float infinity to integer")
        })?,
        Value::Str(_) | Value::Bytes(_) => return parsed(value, dtype),
        other => {
            return Err(Error::type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                other.type_name()
            )));
        }
    };
    let room = 8 * dtype.itemsize() as u64;
    let clearly_fits = match dtype.kind() {
        Kind::SignedInteger => x.bits() < room,
        _ => x.sign() != Sign::Minus && x.bits() <= room,
    };
    if !clearly_fits && let Ok(Literal::Int(x)) = x.to_string().parse::<Literal>() {
        check_python_int(&x, dtype)?;
    }
    match (x.to_i64(), x.to_u64()) {
        (Some(x), _) => Ok(Scalar::new(x)),
        (_, Some(x)) => Ok(Scalar::new(x)),
        _ => Err(too_large()),
    }
}

fn float(value: &Value) -> Result<Scalar> {
    Ok(match value {
        Value::Str(_) | Value::Bytes(_) => return parsed(value, &DType::FLOAT64),
        Value::Complex(_) => return Err(no_float(value)),
        other => Scalar::new(real(other)?),
    })
}

/// A number or `None` as a float.
fn real(value: &Value) -> Result<f64> {
    Ok(match value {
        Value::None => f64::NAN,
        Value::Bool(x) => f64::from(u8::from(*x)),
        Value::Float(x) => *x,
        Value::Int(x) => {
            let float = x.to_f64().filter(|x| x.is_finite());
            float.ok_or_else(|| Error::new("OverflowError", "int too large to convert to float"))?
        }
        other => return Err(no_float(other)),
    })
}

#[cold]
fn no_float(value: &Value) -> Error {
    Error::type_error(format!(
        "float() argument must be a string or a real number, not '{}'",
        value.type_name()
    ))
}

fn complex(value: &Value) -> Result<Scalar> {
    Ok(match value {
        Value::Complex(x) => Scalar::new(*x),
        Value::Str(_) | Value::Bytes(_) => return parsed(value, &DType::COMPLEX128),
        Value::None => Scalar::new(Complex64::new(f64::NAN, f64::NAN)),
        other => Scalar::new(real(other)?),
    })
}

fn text(value: &Value) -> Result<Scalar> {
    match value {
        Value::Str(text) => text_scalar(text.code_points().collect::<Vec<_>>().into_iter()),
        Value::Bytes(bytes) => Ok(Scalar::from_bytes(&DType::bytes(bytes.len()), bytes)?),
        other => {
            let text = python_str(other)?;
            text_scalar(text.chars().map(u32::from).collect::<Vec<_>>().into_iter())
        }
    }
}

/// A date or duration; text is read when it is assigned.
fn ticks(value: &Value, dtype: &DType) -> Result<Scalar> {
    let is_date = dtype.kind() == Kind::DateTime;
    let without_unit = matches!(dtype.class(), TypeClass::DateTime64(unit) if unit.is_generic());
    if without_unit && matches!(value, Value::Bool(_) | Value::Int(_)) {
        return Err(Error::value_error(
            "Converting an integer to a NumPy datetime requires a specified unit",
        ));
    }
    let count = match value {
        Value::Moment(moment) if moment.dtype().kind() == dtype.kind() => {
            crate::python_date::check_unit(moment, dtype)?;
            return Ok(moment.clone());
        }
        Value::Str(_) | Value::Bytes(_) => return text(value),
        Value::None => NAT,
        Value::Bool(x) => i64::from(*x),
        Value::Int(x) => {
            x.to_i64().ok_or_else(|| Error::new("OverflowError", "int too big to convert"))?
        }
        _ => {
            let name = if is_date { "datetime" } else { "timedelta" };
            return Err(Error::value_error(format!("Could not convert object to NumPy {name}")));
        }
    };
    Ok(Scalar::from_bytes(&dtype.to_native(), &count.to_ne_bytes())?)
}

/// Text as a number of a type, read as `int`, `float` and `complex` read it.
fn parsed(value: &Value, dtype: &DType) -> Result<Scalar> {
    let read = text(value)?.to_array()?.astype(dtype);
    let array = read.map_err(|error| match error.kind() {
        // Python shows the text itself, not NumPy's scalar of it.
        ErrorKind::Cast(CastFault::NotInteger { text }) => {
            Error::value_error(format!("invalid literal for int() with base 10: {}", bare(text)))
        }
        ErrorKind::Cast(CastFault::NotFloat { text }) => {
            Error::value_error(format!("could not convert string to float: {}", bare(text)))
        }
        _ => error.into(),
    })?;
    Ok(array.scalar_at(&[])?)
}

/// `'x'` of `np.str_('x')`.
fn bare(text: &str) -> &str {
    let inside = text.strip_prefix("np.str_(").or_else(|| text.strip_prefix("np.bytes_("));
    inside.and_then(|inside| inside.strip_suffix(')')).unwrap_or(text)
}

fn one<T: ndstrata_dtype::Element>(array: &DynArray) -> Result<T> {
    Ok(array.scalar_at(&[])?.get()?)
}

#[cold]
fn too_large() -> Error {
    Error::new("OverflowError", "Python int too large to convert to C long")
}
