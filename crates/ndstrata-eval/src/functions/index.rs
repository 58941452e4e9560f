//! `a[…]` and `a[…] = value`.

use crate::array_ref::ArrayRef;
use crate::coerce::{as_array, as_index, python_scalar};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] =
    &[("getitem", "object, index, /", getitem), ("setitem", "object, index, value, /", setitem)];

fn getitem(a: &Arguments<'_>) -> Result<Value> {
    let index = a.value("index");
    let Value::Array(source) = a.value("object") else {
        let array = a.array("object")?;
        return Ok(Value::from_result(array.index(&as_index(index)?)?));
    };
    if let Value::Str(name) = index {
        let name = name.as_str().unwrap_or_default();
        return Ok(Value::Array(source.derive(source.get().field(name)?)));
    }
    let found = source.get().index(&as_index(index)?)?;
    if found.ndim() == 0 && !has_ellipsis(index) {
        return Ok(Value::from_result(found));
    }
    Ok(Value::Array(source.derive(found)))
}

/// With an ellipsis the result stays an array even without axes.
fn has_ellipsis(index: &Value) -> bool {
    match index {
        Value::Ellipsis => true,
        Value::Tuple(parts) => parts.iter().any(|part| matches!(part, Value::Ellipsis)),
        _ => false,
    }
}

fn setitem(a: &Arguments<'_>) -> Result<Value> {
    let Value::Array(target) = a.value("object") else {
        return Err(Error::type_error("only arrays can be assigned to"));
    };
    let (index, value) = (a.value("index"), a.value("value"));
    if let Value::Str(name) = index {
        let field = source_field(target, name.as_str().unwrap_or_default())?;
        let dtype = field.get().dtype().clone();
        let value = to_assign(value, &dtype)?;
        field.update(|mut view| Ok(view.assign(&value.view())?))?;
        return Ok(Value::None);
    }
    let index = as_index(index)?;
    let value = to_assign(value, target.get().dtype())?;
    target.update(|mut view| Ok(view.set(&index, &value.view())?))?;
    Ok(Value::None)
}

fn source_field(target: &ArrayRef, name: &str) -> Result<ArrayRef> {
    Ok(target.derive(target.get().field(name)?))
}

/// The value as an array; Python's numbers are checked against the type they are written to.
pub(super) fn to_assign(
    value: &Value,
    dtype: &ndstrata_dtype::DType,
) -> Result<ndstrata_array::DynArray> {
    match value {
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) => {
            Ok(python_scalar(value, dtype)?.to_array()?)
        }
        Value::Tuple(_) if dtype.as_record().is_some() => {
            crate::coerce::as_array_of(value, Some(dtype))
        }
        value => as_array(value),
    }
}
