//! `a[…]` and `a[…] = value`, for arrays, scalars and data types.

use ndstrata_array::{DynArray, Index, Order};
use ndstrata_dtype::{DType, Kind};

use crate::array_ref::{ArrayClass, ArrayRef};
use crate::coerce::{as_array, as_array_of, as_index, python_scalar};
use crate::error::{Error, Result};
use crate::expression::python_item;
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] =
    &[("getitem", "object, index, /", getitem), ("setitem", "object, index, value, /", setitem)];

fn getitem(a: &Arguments<'_>) -> Result<Value> {
    let index = a.value("index");
    match a.value("object") {
        Value::Array(source) => array_item(source, index),
        Value::DType(dtype) => dtype_item(dtype, index),
        Value::Scalar(scalar) => scalar_item(&scalar.to_array()?, index),
        _ => Ok(Value::from_result(a.array("object")?.index(&as_index(index)?)?)),
    }
}

/// `source[index]`
pub(crate) fn array_item(source: &ArrayRef, index: &Value) -> Result<Value> {
    let array = source.get();
    if let Some(names) = field_names(index, array.dtype()) {
        return Ok(Value::Array(source.derive(fields(array, &names)?)));
    }
    let found = array.index(&as_index(index)?)?;
    drop(array);
    if found.ndim() == 0 && !has_ellipsis(index) {
        let item = Value::from_result(found);
        return match source.class() {
            ArrayClass::Chars => super::char_arrays::element(item),
            _ => Ok(item),
        };
    }
    Ok(Value::Array(source.derive(found)))
}

/// Which fields an index names.
enum Names {
    One(String),
    Several(Vec<String>),
}

/// The fields that an index names, where the type has fields.
fn field_names(index: &Value, dtype: &DType) -> Option<Names> {
    dtype.as_record()?;
    let name = |value: &Value| value.as_str().map(str::to_owned);
    match index {
        Value::Str(_) => name(index).map(Names::One),
        Value::List(items) if !items.is_empty() => {
            items.iter().map(name).collect::<Option<_>>().map(Names::Several)
        }
        _ => None,
    }
}

fn fields(array: DynArray, names: &Names) -> Result<DynArray> {
    Ok(match names {
        Names::One(name) => array.field(name)?,
        Names::Several(names) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            array.fields(&names)?
        }
    })
}

/// A scalar's field by name or position, or the scalar as an array.
fn scalar_item(scalar: &DynArray, index: &Value) -> Result<Value> {
    if let Some(names) = field_names(index, scalar.dtype()) {
        return Ok(Value::from_result(fields(scalar.clone(), &names)?));
    }
    if matches!(scalar.dtype().kind(), Kind::Str | Kind::Bytes)
        && matches!(index, Value::Int(_) | Value::Slice(_))
    {
        let text = Value::from_scalar(&scalar.scalar_at(&[])?)?;
        return python_item(&text, index).unwrap_or(Ok(Value::None));
    }
    let invalid = || Error::new("IndexError", "invalid index to scalar variable.");
    match (index, scalar.dtype().as_record()) {
        (Value::Int(_) | Value::Scalar(_), Some(record)) => {
            let at = crate::registry::int(index)?;
            let name = record.fields().get(wrapped(at, record.fields().len()));
            let name = name.ok_or_else(|| {
                let at = if at < 0 { at + record.fields().len() as i64 } else { at };
                Error::new("IndexError", format!("invalid index ({at})"))
            })?;
            Ok(Value::from_result(scalar.clone().field(&name.name)?))
        }
        (Value::Tuple(parts), _) if parts.is_empty() => Ok(Value::from_result(scalar.clone())),
        (Value::Ellipsis | Value::None | Value::Tuple(_) | Value::Bool(_), _) => {
            let found = scalar.index(&as_index(index)?)?;
            Ok(found.into())
        }
        (_, Some(_)) => Ok(scalar.index(&as_index(index)?)?.into()),
        _ => Err(invalid()),
    }
}

/// A position that may count from the end; past any end where it lies before the start.
fn wrapped(at: i64, length: usize) -> usize {
    let at = if at < 0 { at.saturating_add(length as i64) } else { at };
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// A field's type by name or position, or the type of several fields.
fn dtype_item(dtype: &DType, index: &Value) -> Result<Value> {
    if dtype.as_record().is_none() {
        let words = format!("'There are no fields in dtype {dtype}.'");
        return Err(Error::new("KeyError", words));
    }
    match index {
        Value::Str(text) => {
            Ok(dtype.field(text.as_str().unwrap_or_default())?.dtype.clone().into())
        }
        Value::List(items) => {
            let names = items.iter().map(|item| {
                item.as_str().ok_or_else(|| {
                    Error::type_error(
                        "Field key must be an integer field offset, single field name, or list \
                         of field names.",
                    )
                })
            });
            Ok(dtype.select(&names.collect::<Result<Vec<_>>>()?)?.into())
        }
        Value::Int(_) | Value::Bool(_) | Value::Scalar(_) => {
            Ok(dtype.field_at(crate::registry::int(index)?)?.dtype.clone().into())
        }
        _ => Err(Error::type_error(
            "Field key must be an integer field offset, single field name, or list of field names.",
        )),
    }
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
    set_array_item(target, a.value("index"), a.value("value"))?;
    Ok(Value::None)
}

/// `target[index] = value`
pub(crate) fn set_array_item(target: &ArrayRef, index: &Value, value: &Value) -> Result<()> {
    let array = target.get();
    if let Some(names) = field_names(index, array.dtype()) {
        let field = target.derive(fields(array, &names)?);
        let value = to_assign(value, field.get().dtype())?;
        return field.update(|mut view| Ok(view.assign(&value.view())?));
    }
    let index = as_index(index)?;
    if is_one_element(&index, array.ndim()) && array.dtype().kind() != Kind::Void {
        // An index that is out of bounds is told of before a value that does not fit.
        check_one_element(value, array.dtype())
            .or_else(|error| array.index(&index).map_err(Error::from).and(Err(error)))?;
    }
    let is_one = is_one_element(&index, array.ndim());
    let assigned = to_assign(value, array.dtype()).or_else(|error| match is_one {
        true => array.index(&index).map_err(Error::from).and(Err(error)),
        false => Err(error),
    });
    let (mut value, dtype) = (assigned?, array.dtype().clone());
    if value.shares_buffer(&array) {
        // What is read while it is written is read from a copy.
        value = value.copy(Order::K)?;
    }
    drop(array);
    target.update(|mut view| Ok(view.set(&index, &value.view())?))?;
    super::cast_errors::check_assigned(&value, &dtype)
}

/// Whether an index of integers alone names each axis.
fn is_one_element(index: &[Index], n_axes: usize) -> bool {
    let is_integer = |part: &Index| match part {
        Index::Int(_) => true,
        Index::Array(array) => array.ndim() == 0 && array.dtype().kind().is_integer(),
        _ => false,
    };
    index.len() == n_axes && index.iter().all(is_integer)
}

/// An element takes one value, no array of one and no list.
fn check_one_element(value: &Value, dtype: &DType) -> Result<()> {
    match value {
        Value::Array(array) if array.get().ndim() > 0 => Err(match dtype.kind() {
            Kind::Complex => {
                Error::type_error("only 0-dimensional arrays can be converted to Python scalars")
            }
            Kind::Str | Kind::Bytes => {
                Error::value_error("setting an array element with a sequence")
            }
            Kind::DateTime => Error::value_error("Could not convert object to NumPy datetime"),
            Kind::TimeDelta => Error::value_error("Could not convert object to NumPy timedelta"),
            _ => Error::value_error("setting an array element with a sequence."),
        }),
        Value::List(_) | Value::Tuple(_) if dtype.kind() == Kind::Float => {
            Err(Error::value_error("setting an array element with a sequence."))
        }
        Value::List(_) | Value::Tuple(_) => python_scalar(value, dtype).map(drop),
        _ => Ok(()),
    }
}

/// The value as an array; Python's values are converted to the type they are written to as Python
/// does.
pub(super) fn to_assign(value: &Value, dtype: &DType) -> Result<DynArray> {
    match value {
        Value::Array(_) | Value::Scalar(_) => as_array(value),
        value => {
            let made = as_array_of(value, Some(dtype))?;
            if super::cast_errors::is_watched() && is_number(value) {
                super::cast_errors::check(
                    &as_array_of(value, wide(value, dtype).as_ref())?,
                    &made,
                )?;
            }
            Ok(made)
        }
    }
}

fn is_number(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Complex(_)
            | Value::Str(_)
            | Value::Bytes(_)
    )
}

/// The type that Python reads a value in, where it is not the one that NumPy finds for it.
fn wide(value: &Value, dtype: &DType) -> Option<DType> {
    match (value, dtype.kind()) {
        (Value::Str(_) | Value::Bytes(_) | Value::Int(_), Kind::Float) => Some(DType::FLOAT64),
        (Value::Str(_) | Value::Bytes(_) | Value::Int(_), Kind::Complex) => Some(DType::COMPLEX128),
        (Value::Str(_) | Value::Bytes(_), _) => Some(dtype.clone()),
        _ => None,
    }
}
