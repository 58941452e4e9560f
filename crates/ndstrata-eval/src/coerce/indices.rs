//! Python values as indices.

use ndstrata_array::{DynArray, Index};
use ndstrata_dtype::{DType, Kind};
use num_traits::ToPrimitive;

use super::as_array;
use crate::error::{Error, Result};
use crate::value::Value;

/// The value as an index: what stands between the brackets of `a[…]`.
pub(crate) fn as_index(value: &Value) -> Result<Vec<Index>> {
    match value {
        Value::Tuple(items) => {
            check_count(items)?;
            // Parts that are no index at all are told of before bounds of slices.
            let (mut found, mut failed) = (Vec::with_capacity(items.len()), None);
            for item in items {
                match index_part(item) {
                    Ok(part) => found.push(part),
                    Err(error) if matches!(item, Value::Slice(_)) => {
                        failed.get_or_insert(error);
                    }
                    Err(error) => return Err(error),
                }
            }
            failed.map_or(Ok(found), Err)
        }
        one => Ok(vec![index_part(one)?]),
    }
}

/// NumPy's room for index arrays, of which each truth value is one.
fn check_count(items: &[Value]) -> Result<()> {
    let is_array = |item: &&Value| match item {
        Value::Bool(_) | Value::List(_) | Value::Tuple(_) => true,
        Value::Array(array) => array.get().ndim() > 0 || *array.get().dtype() == DType::BOOL,
        Value::Scalar(scalar) => scalar.dtype().kind() == Kind::Bool,
        _ => false,
    };
    let message = match items.len() {
        0..64 => return Ok(()),
        _ => match items.iter().filter(is_array).count() {
            0..64 => return Ok(()),
            64 => {
                "when no subspace is given, the number of index arrays cannot be above 63, but 64 \
                 index arrays found"
            }
            _ => {
                "too many advanced (array) indices. This probably means you are indexing with too \
                 many booleans. (more than 64 found)"
            }
        },
    };
    Err(Error::new("IndexError", message))
}

/// An array as an index, which is one of Python's integers if it has no axes.
fn alone(array: DynArray) -> Result<DynArray> {
    if array.ndim() == 0
        && *array.dtype() == DType::UINT64
        && i64::try_from(array.get::<u64>(&[])?).is_err()
    {
        return Err(past_long());
    }
    Ok(array)
}

#[cold]
fn past_long() -> Error {
    Error::new("OverflowError", "Python int too large to convert to C long")
}

fn index_part(value: &Value) -> Result<Index> {
    let invalid = || {
        Error::new(
            "IndexError",
            "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or \
             boolean arrays are valid indices",
        )
    };
    Ok(match value {
        Value::None => Index::NewAxis,
        Value::Ellipsis => Index::Ellipsis,
        Value::Bool(x) => Index::from(*x),
        Value::Int(x) if x.to_u64().is_some() => Index::Int(x.to_i64().ok_or_else(past_long)?),
        Value::Int(x) => Index::Int(x.to_i64().ok_or_else(invalid)?),
        Value::Slice(bounds) => {
            let bound = |value: &Value| match value {
                Value::None => Ok(None),
                // A bound past any axis is clipped anyway.
                Value::Int(x) => Ok(Some(x.to_i64().unwrap_or(match x.sign() {
                    num_bigint::Sign::Minus => i64::MIN,
                    _ => i64::MAX,
                }))),
                other => crate::registry::int(other).map(Some).map_err(|_| {
                    Error::type_error(
                        "slice indices must be integers or None or have an __index__ method",
                    )
                }),
            };
            let [start, stop, step] = &**bounds;
            Index::Slice(ndstrata_array::Slice::new(bound(start)?, bound(stop)?, bound(step)?))
        }
        Value::Array(array) => Index::Array(alone(array.get())?),
        Value::Scalar(scalar)
            if !(scalar.dtype().kind().is_integer() || scalar.dtype().kind() == Kind::Bool) =>
        {
            return Err(invalid());
        }
        Value::Scalar(scalar) => Index::Array(alone(scalar.to_array()?)?),
        Value::List(items) if items.is_empty() => Index::from(Vec::<i64>::new()),
        Value::List(_) | Value::Tuple(_) => {
            let array = as_array(value)?;
            match array.dtype().kind() {
                Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger => Index::Array(array),
                // An empty nested list selects nothing, whatever its type.
                _ if array.size() == 0 => Index::Array(array.astype(&DType::INT64)?),
                _ => return Err(invalid()),
            }
        }
        _ => return Err(invalid()),
    })
}
