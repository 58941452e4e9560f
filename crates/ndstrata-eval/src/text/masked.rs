//! Masked arrays as Python's `str` shows them: arrays of Python objects, with `--` for what is missing.

use ndstrata_array::{Datum, DynArray, FormatterKey, PrintOptions, array_str};

use crate::error::Result;
use crate::python;
use crate::value::{Masked, Value};

/// What stands for a missing element.
const MISSING: &str = "--";

pub(super) fn masked_str(masked: &Masked, options: &PrintOptions) -> Result<String> {
    let Some(mask) = &masked.mask else { return Ok(array_str(&masked.data, options)?) };
    let items = flat(&masked.data)?;
    let flags = flat(mask)?;
    let texts = items.iter().zip(&flags).map(|(item, flag)| shown(item, flag, options));
    let texts = texts.collect::<Result<Vec<String>>>()?;
    if let ([], [only]) = (masked.data.shape(), &texts[..]) {
        return Ok(only.clone());
    }
    // Objects are printed as they are, side by side; where each stands, an array of their numbers knows.
    let shape: Vec<isize> = masked.data.shape().iter().map(|&n| n as isize).collect();
    let places = DynArray::from_vec((0..texts.len() as i64).collect::<Vec<_>>()).reshape(shape)?;
    let options = options.clone().formatter(FormatterKey::Int, move |datum| match datum {
        Datum::Int(i) => texts.get(*i as usize).cloned().unwrap_or_default(),
        _ => String::new(),
    });
    Ok(array_str(&places, &options)?)
}

/// All elements as Python's values.
fn flat(array: &DynArray) -> Result<Vec<Value>> {
    match python::list(&array.clone().reshape([-1])?)? {
        Value::List(items) => Ok(items),
        other => Ok(vec![other]),
    }
}

fn shown(item: &Value, flag: &Value, options: &PrintOptions) -> Result<String> {
    Ok(match (item, flag) {
        (Value::Tuple(items), Value::Tuple(flags)) => {
            let parts = items.iter().zip(flags).map(|(item, flag)| shown(item, flag, options));
            let comma = if items.len() == 1 { "," } else { "" };
            format!("({}{comma})", parts.collect::<Result<Vec<_>>>()?.join(", "))
        }
        (_, Value::Bool(true)) => MISSING.to_owned(),
        (item, _) => item.to_repr(options)?,
    })
}
