//! The tables of `translate`: a dictionary, text by code point, or 256 bytes.

use ndstrata_dtype::Kind;
use ndstrata_ufunc::strings::{self, Translation};
use num_traits::ToPrimitive;

use crate::error::{Error, Result};
use crate::registry::Arguments;
use crate::value::Value;

pub(super) fn translate(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    if array.size() == 0 && matches!(array.dtype().kind(), Kind::Str | Kind::Bytes) {
        return Ok(array.copy(ndstrata_array::Order::C)?.into());
    }
    let table = match array.dtype().kind() {
        Kind::Str => of_text(a.value("table"))?,
        Kind::Bytes => of_bytes(a.value("table"), a.value("deletechars"))?,
        _ => return Err(Error::type_error("string operation on non-string array")),
    };
    Ok(strings::translate(&array.view(), &table)?.into())
}

fn of_text(table: &Value) -> Result<Translation> {
    let mut translation = Translation::new();
    match table {
        Value::Dict(entries) => {
            for (from, to) in entries {
                let Value::Int(from) = from else { continue };
                let Some(from) = from.to_u32() else { continue };
                translation = match to {
                    Value::None => translation.with(from, []),
                    Value::Str(text) => translation.with(from, text.code_points()),
                    Value::Int(to) => {
                        let to = to.to_u32().filter(|&to| to <= 0x10_ffff).ok_or_else(|| {
                            Error::value_error("character mapping must be in range(0x110000)")
                        })?;
                        translation.with(from, [to])
                    }
                    _ => {
                        return Err(Error::type_error(
                            "character mapping must return integer, None or str",
                        ));
                    }
                };
            }
        }
        Value::Str(text) => {
            for (from, to) in text.code_points().enumerate() {
                translation = translation.with(from as u32, [to]);
            }
        }
        Value::Bytes(bytes) => {
            for (from, &to) in bytes.iter().enumerate() {
                translation = translation.with(from as u32, [to.into()]);
            }
        }
        Value::None => return Err(Error::type_error("'NoneType' object is not subscriptable")),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => {}
        _ => return Err(Error::unsupported("this table of translations is not supported")),
    }
    Ok(translation)
}

fn of_bytes(table: &Value, deleted: &Value) -> Result<Translation> {
    let mut translation = Translation::new();
    let bytes = |value: &Value| match value {
        Value::None => Ok(Vec::new()),
        Value::Bytes(bytes) => Ok(bytes.to_vec()),
        // The bytes of text are those that an array of it has.
        Value::Str(text) => Ok(text.code_points().flat_map(u32::to_le_bytes).collect()),
        other => Err(Error::type_error(format!(
            "a bytes-like object is required, not '{}'",
            other.type_name()
        ))),
    };
    let table = match table {
        Value::None => None,
        value => Some(bytes(value)?),
    };
    if let Some(table) = table {
        if table.len() != 256 {
            return Err(Error::value_error("translation table must be 256 characters long"));
        }
        for (from, to) in table.into_iter().enumerate() {
            translation = translation.with(from as u32, [to.into()]);
        }
    }
    for byte in bytes(deleted)? {
        translation = translation.with(byte.into(), []);
    }
    Ok(translation)
}
