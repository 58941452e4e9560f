//! `split`, `rsplit`, `splitlines`: nested lists, where NumPy has arrays of lists.

use ndstrata_array::DynArray;
use ndstrata_ufunc::strings::{self, Cut, Parts};

use crate::coerce::as_array;
use crate::error::Result;
use crate::python;
use crate::registry::Arguments;
use crate::value::Value;

pub(super) fn split(a: &Arguments<'_>) -> Result<Value> {
    separated(a, Cut::FromLeft)
}

pub(super) fn rsplit(a: &Arguments<'_>) -> Result<Value> {
    separated(a, Cut::FromRight)
}

pub(super) fn splitlines(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    if a.optional("keepends").is_some() {
        return Err(crate::Error::type_error(
            "'numpy.bool' object cannot be interpreted as an integer",
        ));
    }
    nested(array.shape(), strings::parts(&array.view(), None, Cut::Lines)?)
}

fn separated(a: &Arguments<'_>, cut: fn(i64) -> Cut) -> Result<Value> {
    let array = a.array("a")?;
    let sep = a.optional("sep").map(as_array).transpose()?;
    let sep = sep.as_ref().map(DynArray::view);
    let shape = match &sep {
        Some(sep) => ndstrata_array::broadcast_shapes(&[array.shape(), sep.shape()])?,
        None => array.shape().into(),
    };
    let maxsplit = match a.optional("maxsplit") {
        Some(Value::List(items)) if items.len() == 1 => crate::registry::int(&items[0])?,
        _ => a.optional_int("maxsplit")?.unwrap_or(-1),
    };
    nested(&shape, strings::parts(&array.view(), sep.as_ref(), cut(maxsplit))?)
}

fn nested(shape: &[usize], found: Parts) -> Result<Value> {
    let mut parts = Vec::with_capacity(found.parts.size());
    found.parts.for_each_element(|bytes| parts.push(python::item(found.parts.dtype(), bytes)));
    let parts = parts.into_iter().collect::<Result<Vec<Value>>>()?;
    let (mut parts, mut start) = (parts.into_iter(), 0);
    let lists: Vec<Value> = found
        .ends
        .iter()
        .map(|end| {
            let n = end - std::mem::replace(&mut start, *end);
            Value::List(parts.by_ref().take(n).collect())
        })
        .collect();
    fn level(shape: &[usize], lists: &mut impl Iterator<Item = Value>) -> Value {
        match shape.split_first() {
            None => lists.next().unwrap_or(Value::None),
            Some((&n, inner)) => Value::List((0..n).map(|_| level(inner, lists)).collect()),
        }
    }
    Ok(level(shape, &mut lists.into_iter()))
}
