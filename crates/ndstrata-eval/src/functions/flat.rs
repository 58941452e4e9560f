//! `a.flat[…]` and `a.flat[…] = value`: an array's elements in C order, whatever its layout.

use ndstrata_array::{DynArray, Index, Order, OutOfBounds, Slice};
use ndstrata_dtype::{DType, Kind};

use crate::coerce::{as_array, as_index};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("flatiter.getitem", "object, index, /", getitem),
    ("flatiter.setitem", "object, index, value, /", setitem),
    ("ndarray.flat.set", "self, value, /", |a| {
        put(a, "self", &all(&a.array("self")?)?)?;
        Ok(Value::None)
    }),
];

fn getitem(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("object")?;
    let size = array.size();
    let selected = match a.value("index") {
        Value::Tuple(parts) if parts.len() == 1 => &parts[0],
        index => index,
    };
    let selected = match selected {
        Value::Ellipsis => Index::from(Slice::all()),
        Value::Tuple(parts) if parts.is_empty() => Index::from(Slice::all()),
        Value::Slice(_) => match <[Index; 1]>::try_from(as_index(selected)?) {
            Ok([slice]) => slice,
            Err(_) => return Err(invalid()),
        },
        Value::Array(mask) if mask.get().dtype().kind() == Kind::Bool => {
            Index::from(mask_of(size, mask.get())?)
        }
        index => Index::from(positions(&array, index)?),
    };
    let in_order = if array.is_c_contiguous() { array } else { array.copy(Order::C)? };
    let flat = in_order.reshape_view(&[-1], Order::C)?;
    let is_slice = matches!(selected, Index::Slice(_));
    let taken = flat.index(&[selected])?;
    // A slice of the elements shares no memory with them.
    let taken = if is_slice { taken.copy(Order::C)? } else { taken };
    Ok(if taken.ndim() == 0 { Value::from_result(taken) } else { taken.into() })
}

fn setitem(a: &Arguments<'_>) -> Result<Value> {
    if matches!(a.value("index"), Value::Tuple(parts) if parts.is_empty()) {
        return Err(Error::new(
            "IndexError",
            "Assigning to a flat iterator with a 0-D index is not supported",
        ));
    }
    let found = positions(&a.array("object")?, a.value("index"))?;
    let is_one = found.ndim() == 0 && !matches!(a.value("value"), Value::Array(_));
    put(a, "object", &found).map_err(|error| match (is_one, error.class()) {
        (true, "ValueError" | "TypeError") if error.message() != READ_ONLY => {
            Error::value_error("Error setting single item of array.")
        }
        _ => error,
    })?;
    Ok(Value::None)
}

const READ_ONLY: &str = "assignment destination is read-only";

/// Writes values, again from the first where there are fewer than positions.
fn put(a: &Arguments<'_>, target: &str, positions: &DynArray) -> Result<()> {
    let Some(target) = a.array_ref(target) else { return Ok(()) };
    let values = super::index::to_assign(a.value("value"), target.get().dtype())?;
    if values.size() == 0 || positions.size() == 0 {
        return Ok(());
    }
    target.update(|mut view| Ok(view.put(&positions.view(), &values.view(), OutOfBounds::Raise)?))
}

fn all(array: &DynArray) -> Result<DynArray> {
    Ok(DynArray::from_vec((0..array.size() as i64).collect()))
}

/// The positions that an index selects.
fn positions(array: &DynArray, index: &Value) -> Result<DynArray> {
    let size = array.size();
    let index = match index {
        Value::Tuple(parts) => match &parts[..] {
            [] => return all(array),
            [one] => one,
            many if many.iter().any(|part| matches!(part, Value::Ellipsis | Value::None)) => {
                return Err(invalid());
            }
            many => return Err(too_many(many.len())),
        },
        one => one,
    };
    let found = match index {
        Value::Ellipsis => return all(array),
        Value::Slice(_) => return Ok(all(array)?.index(&as_index(index)?)?),
        Value::Int(_) => DynArray::from_vec(vec![int(index)?]).reshape_view(&[], Order::C)?,
        Value::List(items) if items.is_empty() => return Ok(DynArray::from_vec(vec![0_i64; 0])),
        Value::List(_) => {
            let list = as_array(index)?;
            match list.dtype().kind() {
                Kind::Bool => return Err(no_masks()),
                kind if kind.is_integer() => list,
                _ => return Err(invalid()),
            }
        }
        Value::Array(found) if found.get().dtype().kind() == Kind::Bool => {
            let mask = mask_of(size, found.get())?;
            return Ok(ndstrata_array::flatnonzero(&mask.view())?);
        }
        Value::Array(found) if !found.get().dtype().kind().is_integer() => {
            return Err(Error::new(
                "IndexError",
                "arrays used as indices must be of integer (or boolean) type",
            ));
        }
        Value::Scalar(scalar) if scalar.dtype().kind() == Kind::Bool => return Err(no_masks()),
        Value::Array(_) => as_array(index)?,
        Value::Scalar(scalar) if scalar.dtype().kind().is_integer() => as_array(index)?,
        _ => return Err(invalid()),
    };
    within(found.astype(&DType::INT64)?, size)
}

/// The indices, none of them outside, counted from the start.
fn within(found: DynArray, size: usize) -> Result<DynArray> {
    let shape: Vec<isize> = found.shape().iter().map(|&n| n as isize).collect();
    let mut indices = found.to_vec::<i64>()?;
    for index in &mut indices {
        let wrapped = if *index < 0 { index.saturating_add(size as i64) } else { *index };
        if wrapped < 0 || wrapped >= size as i64 {
            return Err(Error::new(
                "IndexError",
                format!("index {index} is out of bounds for size {size}"),
            ));
        }
        *index = wrapped;
    }
    Ok(DynArray::from_vec(indices).reshape_view(&shape, Order::C)?)
}

/// A mask, if it has an element for each of the array's.
fn mask_of(size: usize, mask: DynArray) -> Result<DynArray> {
    match mask.ndim() {
        0 => return Err(no_masks()),
        1 => {}
        n => return Err(too_many(n)),
    }
    let n = mask.size();
    if n != size {
        return Err(Error::new(
            "IndexError",
            format!(
                "boolean index did not match indexed flat iterator along axis 0; size of axis is \
                 {size} but size of corresponding boolean axis is {n}"
            ),
        ));
    }
    Ok(mask)
}

#[cold]
fn invalid() -> Error {
    Error::new(
        "IndexError",
        "only integers, slices (`:`), ellipsis (`...`) and integer or boolean arrays are valid \
         indices",
    )
}

#[cold]
fn no_masks() -> Error {
    Error::new(
        "IndexError",
        "boolean indices for iterators are not supported because of previous behavior that was \
         confusing (valid boolean indices are expected to work in the future)",
    )
}

#[cold]
fn too_many(n: usize) -> Error {
    Error::new(
        "IndexError",
        format!(
            "too many indices for flat iterator: flat iterator is 1-dimensional, but {n} were indexed"
        ),
    )
}
