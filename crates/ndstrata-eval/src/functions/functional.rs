//! Functions that call functions, by name: along an axis, over axes, piece by piece.

use ndstrata_array::{DynArray, DynView, Order, ndindex, normalize_axis, stack};
use ndstrata_dtype::DType;

use crate::array_ref::ArrayRef;
use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.apply_along_axis", "func1d, axis, arr, *args, **kwargs", apply_along_axis),
    ("np.apply_over_axes", "func, a, axes", apply_over_axes),
    ("np.piecewise", "x, condlist, funclist, *args, **kw", piecewise),
];

/// The name of a function given as an argument.
fn name_of<'a>(a: &'a Arguments<'_>, name: &str) -> Result<&'a str> {
    match a.value(name) {
        Value::Function(function) => Ok(function),
        other => Err(Error::type_error(format!("'{}' object is not callable", other.type_name()))),
    }
}

fn apply_along_axis(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("arr")?;
    let axis = normalize_axis(a.int("axis")? as isize, array.ndim())?;
    let function = name_of(a, "func1d")?;
    let lines = array.moveaxis(&[axis as isize], &[-1])?;
    let outer = lines.shape()[..lines.ndim() - 1].to_vec();
    if outer.contains(&0) {
        return Err(Error::value_error(
            "Cannot apply_along_axis when any iteration dimensions are 0",
        ));
    }
    let mut found: Vec<DynArray> = Vec::new();
    for index in ndindex(&outer) {
        let mut line = lines.clone();
        for place in index {
            line = line.index_axis(0, place as isize)?;
        }
        let mut args = vec![Value::from(line)];
        args.extend_from_slice(a.rest());
        let result = as_array(&registry::call(function, args, a.options().to_vec())?)?;
        found.push(match found.first() {
            Some(first) if first.dtype() != result.dtype() => result.astype(first.dtype())?,
            _ => result,
        });
        if let (Some(first), Some(last)) = (found.first(), found.last())
            && first.shape() != last.shape()
        {
            let last = last.view().broadcast_to(first.shape())?.copy(Order::C)?;
            found.pop();
            found.push(last);
        }
    }
    let views: Vec<DynView<'_>> = found.iter().map(DynArray::view).collect();
    let joined = stack(&views, 0)?;
    let inner = joined.shape()[1..].to_vec();
    let shape: Vec<isize> = outer.iter().chain(&inner).map(|&n| n as isize).collect();
    let joined = joined.reshape_view(&shape, Order::C)?;
    // The axes of the results take the place of the axis that was left out.
    let (n_outer, n_inner) = (outer.len() as isize, inner.len() as isize);
    let axis = axis as isize;
    let order: Vec<isize> =
        (0..axis).chain(n_outer..n_outer + n_inner).chain(axis..n_outer).collect();
    Ok(joined.transpose(&order)?.into())
}

fn apply_over_axes(a: &Arguments<'_>) -> Result<Value> {
    let mut array = a.array("a")?;
    let mut value = Value::from(array.clone());
    let n_axes = array.ndim() as isize;
    let function = name_of(a, "func")?;
    for axis in a.ints_of("axes")? {
        let axis = if axis < 0 { n_axes + axis } else { axis };
        let args = vec![array.clone().into(), Value::from(axis as i64)];
        value = registry::call(function, args, Vec::new())?;
        let result = as_array(&value)?;
        array = if result.ndim() == array.ndim() {
            result
        } else {
            let expanded = result.expand_dims(&[axis])?;
            if expanded.ndim() != array.ndim() {
                return Err(Error::value_error(
                    "function is not returning an array of the correct shape",
                ));
            }
            value = Value::from(expanded.clone());
            expanded
        };
    }
    Ok(value)
}

fn piecewise(a: &Arguments<'_>) -> Result<Value> {
    let x = a.array("x")?;
    let functions = match a.value("funclist") {
        Value::Tuple(items) | Value::List(items) => items.clone(),
        Value::Array(array) => {
            let array = array.get();
            let n = array.shape().first().copied().unwrap_or(0) as isize;
            let items = (0..n).map(|k| Ok(array.clone().index_axis(0, k)?));
            items.map(|item| item.map(Value::from_result)).collect::<Result<_>>()?
        }
        other => {
            let name = other.type_name();
            return Err(Error::type_error(format!("object of type '{name}' has no len()")));
        }
    };
    let conditions = conditions(a.value("condlist"), x.ndim())?;
    let conditions = as_array_of(&conditions, Some(&DType::BOOL))?;
    let n = conditions.shape().first().copied().unwrap_or(0);
    let each = |k: usize| -> Result<DynArray> { Ok(conditions.clone().index_axis(0, k as isize)?) };
    let mut conditions: Vec<DynArray> = (0..n).map(each).collect::<Result<_>>()?;
    if conditions.len() + 1 == functions.len() {
        let mut none = ndstrata_ufunc::logical_not(&conditions[0])?;
        for condition in &conditions[1..] {
            let other = ndstrata_ufunc::logical_not(condition)?;
            none = ndstrata_ufunc::logical_and(&none, &other)?;
        }
        conditions.push(none);
    } else if conditions.len() != functions.len() {
        return Err(Error::value_error(format!(
            "with {n} condition(s), either {n} or {} functions are expected",
            n + 1
        )));
    }
    let result = ArrayRef::new(DynArray::zeros(x.shape(), x.dtype(), Order::K)?);
    let x = Value::from(x);
    for (condition, function) in conditions.into_iter().zip(&functions) {
        let condition = Value::from(condition);
        let value = match function {
            Value::Function(name) => {
                let chosen =
                    registry::call("getitem", vec![x.clone(), condition.clone()], Vec::new())?;
                if as_array(&chosen)?.size() == 0 {
                    continue;
                }
                let mut args = vec![chosen];
                args.extend_from_slice(a.rest());
                registry::call(name, args, a.options().to_vec())?
            }
            value => value.clone(),
        };
        let target = Value::Array(result.clone());
        registry::call("setitem", vec![target, condition, value], Vec::new())?;
    }
    Ok(Value::Array(result))
}

/// A list of conditions, also where only one was given.
fn conditions(value: &Value, n_axes: usize) -> Result<Value> {
    let first_is_list = match value {
        Value::List(items) | Value::Tuple(items) => match items.first() {
            None => return Err(Error::new("IndexError", "list index out of range")),
            Some(first) => matches!(first, Value::List(_) | Value::Array(_)),
        },
        Value::Array(array) => {
            let array = array.get();
            if array.ndim() == 0 {
                return Err(Error::new(
                    "IndexError",
                    "too many indices for array: array is 0-dimensional, but 1 were indexed",
                ));
            }
            if array.shape()[0] == 0 {
                return Err(Error::new(
                    "IndexError",
                    "index 0 is out of bounds for axis 0 with size 0",
                ));
            }
            array.ndim() > 1
        }
        _ => return Ok(Value::List(vec![value.clone()])),
    };
    if first_is_list || n_axes == 0 {
        return Ok(value.clone());
    }
    Ok(Value::List(vec![value.clone()]))
}
