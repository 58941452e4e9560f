//! `[…]` of Python's own lists, tuples, text and bytes.

use ndstrata_array::DynArray;
use ndstrata_dtype::literal::PyStr;

use crate::coerce::as_index;
use crate::error::{Error, Result};
use crate::registry::int;
use crate::value::Value;

/// The item or the part that an index selects; `None` where it is no sequence of Python's.
pub(crate) fn item(object: &Value, index: &Value) -> Option<Result<Value>> {
    Some(match object {
        Value::List(items) => {
            selected(items, index, "list").map(|found| found.map_or_else(one, Value::List))
        }
        Value::Tuple(items) => {
            selected(items, index, "tuple").map(|found| found.map_or_else(one, Value::Tuple))
        }
        Value::Str(text) => {
            let points: Vec<u32> = text.code_points().collect();
            selected(&points, index, "string").map(|found| {
                let points = found.unwrap_or_else(|point| vec![point]);
                Value::Str(PyStr::from_code_points(points))
            })
        }
        Value::Bytes(bytes) => selected(bytes, index, "byte").map(|found| match found {
            Ok(part) => Value::Bytes(part.into()),
            Err(byte) => Value::from(i64::from(byte)),
        }),
        _ => return None,
    })
}

fn one(item: Value) -> Value {
    item
}

/// `Ok` of a part, `Err` of a single item.
fn selected<T: Clone>(
    items: &[T],
    index: &Value,
    kind: &str,
) -> Result<std::result::Result<Vec<T>, T>> {
    if let Value::Slice(_) = index {
        let positions = DynArray::from_vec((0..items.len() as i64).collect());
        let positions = positions.index(&as_index(index)?)?.to_vec::<i64>()?;
        return Ok(Ok(positions.into_iter().map(|at| items[at as usize].clone()).collect()));
    }
    let at = int(index).map_err(|error| match error.class() {
        "TypeError" => Error::type_error(match kind {
            "string" => format!("string indices must be integers, not '{}'", index.class_name()),
            _ => format!("{kind} indices must be integers or slices, not {}", index.class_name()),
        }),
        _ => error,
    })?;
    let at = if at < 0 { at.saturating_add(items.len() as i64) } else { at };
    let found = usize::try_from(at).ok().and_then(|at| items.get(at).cloned());
    found.map(Err).ok_or_else(|| {
        let place = if kind == "byte" { "index" } else { &format!("{kind} index") };
        Error::new("IndexError", format!("{place} out of range"))
    })
}
