//! `split`, `rsplit`, `splitlines`: nested lists, where NumPy has arrays of lists.

use ndstrata_array::{DynArray, DynView};
use ndstrata_ufunc::strings;

use crate::coerce::as_array;
use crate::error::Result;
use crate::python;
use crate::registry::Arguments;
use crate::value::Value;

type Split = fn(&DynView<'_>, Option<&DynView<'_>>, i64) -> ndstrata_ufunc::Result<Vec<DynArray>>;

pub(super) fn split(a: &Arguments<'_>) -> Result<Value> {
    separated(a, strings::split)
}

pub(super) fn rsplit(a: &Arguments<'_>) -> Result<Value> {
    separated(a, strings::rsplit)
}

pub(super) fn splitlines(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    if a.optional("keepends").is_some() {
        return Err(crate::Error::type_error(
            "'numpy.bool' object cannot be interpreted as an integer",
        ));
    }
    nested(array.shape(), strings::splitlines(&array.view())?)
}

fn separated(a: &Arguments<'_>, function: Split) -> Result<Value> {
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
    nested(&shape, function(&array.view(), sep.as_ref(), maxsplit)?)
}

fn nested(shape: &[usize], lists: Vec<DynArray>) -> Result<Value> {
    let lists = lists.iter().map(python::list).collect::<Result<Vec<_>>>()?;
    fn level(shape: &[usize], lists: &mut impl Iterator<Item = Value>) -> Value {
        match shape.split_first() {
            None => lists.next().unwrap_or(Value::None),
            Some((&n, inner)) => Value::List((0..n).map(|_| level(inner, lists)).collect()),
        }
    }
    Ok(level(shape, &mut lists.into_iter()))
}
