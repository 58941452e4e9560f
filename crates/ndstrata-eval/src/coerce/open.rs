//! What an open type (`S`, `U`, `V`, dates without a unit) becomes for Python values.

use ndstrata_dtype::datetime::{DateOrDelta, DateTimeUnit, ParsedDateTime};
use ndstrata_dtype::{DType, Kind, TypeClass, promote_types};

use super::element::python_str;
use crate::error::{Error, Result};
use crate::value::Value;

/// The type with the width or unit that the values need; the type itself where it is not open.
pub(super) fn fitted(dtype: &DType, value: &Value) -> Result<DType> {
    let order = dtype.byte_order();
    let fitted = match dtype.class() {
        TypeClass::Bytes(0) => DType::bytes(widest(value, dtype)?.max(1)),
        TypeClass::Str(0) => DType::str(widest(value, dtype)?.max(1)),
        TypeClass::Void(0) => DType::void(void_width(value)?),
        TypeClass::DateTime64(unit) if unit.is_generic() => {
            DType::datetime64(unit_of(value, DateOrDelta::Date)?)
        }
        TypeClass::TimeDelta64(unit) if unit.is_generic() => {
            DType::timedelta64(unit_of(value, DateOrDelta::Delta)?)
        }
        _ => return Ok(dtype.clone()),
    };
    Ok(fitted.with_byte_order(order))
}

/// Calls `visit` with each value that is no sequence.
pub(super) fn visit_leaves(
    value: &Value,
    visit: &mut dyn FnMut(&Value) -> Result<()>,
) -> Result<()> {
    match value.as_sequence() {
        Some(items) => items.iter().try_for_each(|item| visit_leaves(item, visit)),
        None => visit(value),
    }
}

fn widest(value: &Value, dtype: &DType) -> Result<usize> {
    let mut widest = 0;
    visit_leaves(value, &mut |leaf| {
        widest = widest.max(match leaf {
            Value::Str(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Scalar(scalar) if scalar.dtype().kind() != Kind::DateTime => {
                dtype_width(scalar.dtype(), dtype)?
            }
            Value::Array(array) => dtype_width(array.get().dtype(), dtype)?,
            other => python_str(other)?.chars().count(),
        });
        Ok(())
    })?;
    Ok(widest)
}

/// The width that any element of a type needs as text.
fn dtype_width(from: &DType, to: &DType) -> Result<usize> {
    let empty = ndstrata_array::DynArray::zeros(&[0], from, ndstrata_array::Order::C)?;
    let found = empty.astype(to)?;
    let unit = if to.kind() == Kind::Str { 4 } else { 1 };
    Ok(found.itemsize() / unit)
}

fn void_width(value: &Value) -> Result<usize> {
    let mut found: Option<usize> = None;
    visit_leaves(value, &mut |leaf| {
        let width = match leaf {
            Value::Bytes(bytes) => bytes.len(),
            Value::Scalar(scalar) => scalar.bytes().len(),
            Value::Array(array) => array.get().itemsize(),
            other => {
                return Err(Error::type_error(format!(
                    "A bytes-like object is required, not '{}'",
                    other.type_name()
                )));
            }
        };
        if found.is_some_and(|found| found != width) {
            promote_types(&DType::void(width), &DType::void(found.unwrap_or(0)))?;
        }
        found = Some(width);
        Ok(())
    })?;
    // NumPy's width of no bytes at all.
    Ok(found.unwrap_or(8))
}

fn unit_of(value: &Value, kind: DateOrDelta) -> Result<DateTimeUnit> {
    let mut found = DateTimeUnit::GENERIC;
    let is_date = kind == DateOrDelta::Date;
    let of_dtype = |dtype: &DType| match dtype.class() {
        TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => *unit,
        _ => DateTimeUnit::GENERIC,
    };
    visit_leaves(value, &mut |leaf| {
        let unit = match leaf {
            Value::Scalar(scalar) => of_dtype(scalar.dtype()),
            Value::Moment(moment) if (moment.dtype().kind() == Kind::DateTime) == is_date => {
                of_dtype(moment.dtype())
            }
            Value::Array(array) => of_dtype(array.get().dtype()),
            Value::Str(_) | Value::Bytes(_) if is_date => {
                let text = match leaf {
                    Value::Str(text) => text.as_str().unwrap_or("\u{fffd}").to_owned(),
                    Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    _ => String::new(),
                };
                DateTimeUnit::new(ParsedDateTime::parse(&text)?.base)
            }
            _ => return Ok(()),
        };
        found = found.common(unit, kind)?;
        Ok(())
    })?;
    Ok(found)
}
