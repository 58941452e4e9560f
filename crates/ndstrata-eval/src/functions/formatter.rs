//! `formatter={'float': str}`: functions called by name that write the elements of an array.

use std::sync::{Arc, Mutex, PoisonError};

use ndstrata_array::{Datum, FormatterKey, PrintOptions, Real, Scalar};
use ndstrata_dtype::{Complex, DType};

use crate::error::{Error, Result};
use crate::registry;
use crate::value::Value;

/// The first error of a function, as what prints an array cannot pass it on.
pub(super) type Fault = Arc<Mutex<Option<Error>>>;

/// NumPy's keys; others are ignored, as there.
const KEYS: &[(&str, FormatterKey)] = &[
    ("all", FormatterKey::All),
    ("bool", FormatterKey::Bool),
    ("int", FormatterKey::Int),
    ("int_kind", FormatterKey::Int),
    ("float", FormatterKey::Float),
    ("float_kind", FormatterKey::Float),
    ("complexfloat", FormatterKey::Complex),
    ("complex_kind", FormatterKey::Complex),
    ("numpystr", FormatterKey::Str),
    ("str_kind", FormatterKey::Str),
    ("datetime", FormatterKey::DateTime),
    ("timedelta", FormatterKey::TimeDelta),
    ("void", FormatterKey::Void),
];

/// The options with the functions of a dictionary, for an array of one type that is no record.
pub(super) fn with_formatters(
    options: PrintOptions,
    value: &Value,
    dtype: &DType,
    fault: &Fault,
) -> Result<PrintOptions> {
    let Value::Dict(entries) = value else { return Ok(options) };
    if dtype.as_record().is_some() && !entries.is_empty() {
        return Err(Error::unsupported("formatters of the fields of records, by name"));
    }
    entries.iter().try_fold(options, |options, (key, function)| {
        let Some(&(_, key)) = KEYS.iter().find(|(name, _)| key.as_str() == Some(name)) else {
            return Ok(options);
        };
        let name = match function {
            Value::Function(name) | Value::Type(name) if registry::contains(name) => name.clone(),
            Value::Function(name) | Value::Type(name) => {
                return Err(Error::unsupported(format!("'{name}' as a formatter")));
            }
            other => {
                let found = other.type_name();
                return Err(Error::type_error(format!("'{found}' object is not callable")));
            }
        };
        let native = if dtype.is_native() { dtype.clone() } else { dtype.swap_byte_order() };
        let fault = fault.clone();
        Ok(options.formatter(key, move |datum| {
            write(&name, datum, &native).unwrap_or_else(|error| {
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                String::new()
            })
        }))
    })
}

fn write(function: &str, datum: &Datum<'_>, dtype: &DType) -> Result<String> {
    let text = registry::call(function, vec![scalar(datum, dtype)?.into()], Vec::new())?;
    text.as_str().map(str::to_owned).ok_or_else(|| {
        let found = text.type_name();
        Error::new("AttributeError", format!("'{found}' object has no attribute 'splitlines'"))
    })
}

/// An element as the scalar of its array's type that it was.
fn scalar(datum: &Datum<'_>, dtype: &DType) -> Result<Scalar> {
    let number = match datum {
        Datum::Bool(x) => Scalar::new(*x),
        Datum::Int(x) => Scalar::new(*x),
        Datum::UInt(x) => Scalar::new(*x),
        Datum::Float(x) => Scalar::new(wide(*x)),
        Datum::Complex { re, im } => Scalar::new(Complex::new(wide(*re), wide(*im))),
        Datum::DateTime(ticks, _) | Datum::TimeDelta(ticks, _) => {
            return Ok(Scalar::from_bytes(dtype, &ticks.to_ne_bytes())?);
        }
        Datum::Bytes(bytes) => return Ok(Scalar::from_bytes(&DType::bytes(bytes.len()), bytes)?),
        Datum::Void(bytes) => return Ok(Scalar::from_bytes(dtype, bytes)?),
        Datum::Str(text) => {
            let bytes: Vec<u8> = text.iter().flat_map(|c| c.to_ne_bytes()).collect();
            return Ok(Scalar::from_bytes(&DType::str(text.len()), &bytes)?);
        }
        _ => return Err(Error::unsupported("this kind of element")),
    };
    Ok(number.to_array()?.astype(dtype)?.scalar_at(&[])?)
}

fn wide(x: Real) -> f64 {
    match x {
        Real::F16(x) => x.to_f64(),
        Real::F32(x) => x.into(),
        Real::F64(x) => x,
    }
}
