//! Universal functions by name.

use ndstrata_array::{DynArray, Index};
use ndstrata_dtype::can_cast;
use ndstrata_ufunc::{Ufunc, by_name, ufuncs};

use super::ufunc_arguments::{casting, options, returned};
pub(super) use super::ufunc_arguments::{mask, operands, outputs};
use super::ufunc_attributes::resolve_dtypes;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
use crate::value::Value;

macro_rules! signature {
    ($inputs:literal, $outputs:literal) => {
        concat!(
            $inputs,
            ", /, *",
            $outputs,
            ", out=None, where=True, casting='same_kind', order='K', dtype=None, subok=True, \
             signature=None, sig=None"
        )
    };
}

/// The parameters by the numbers of inputs and outputs; further positional arguments are outputs.
fn signature(ufunc: &Ufunc) -> &'static str {
    match (ufunc.nin(), ufunc.nout()) {
        (1, 1) => signature!("x", "out1"),
        (1, _) => signature!("x", "out1_out2"),
        (_, 1) => signature!("x1, x2", "out1"),
        _ => signature!("x1, x2", "out1_out2"),
    }
}

/// NumPy's second names.
const ALIASES: &[&str] = &[
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bitwise_invert",
    "bitwise_not",
    "bitwise_left_shift",
    "bitwise_right_shift",
    "conj",
    "mod",
    "pow",
    "true_divide",
];

/// Ufuncs that `numpy.strings` has too.
const OF_TEXT: &[&str] =
    &["add", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal"];

/// Every ufunc and its methods, as lines of the registry.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    let names = ufuncs::ALL.iter().map(|ufunc| ufunc.name()).chain(ALIASES.iter().copied());
    let calls = names
        .clone()
        .map(|name| (format!("np.{name}"), by_name(name).map_or("", signature), call as Body));
    let of_text = OF_TEXT.iter().map(|name| {
        (format!("np.strings.{name}"), by_name(name).map_or("", signature), call as Body)
    });
    let resolutions = names.clone().map(|name| {
        let signature = "dtypes, *, signature=None, casting=None, reduction=False";
        (format!("np.{name}.resolve_dtypes"), signature, resolve_dtypes as Body)
    });
    let methods = super::ufunc_methods::entries(names);
    calls.chain(of_text).chain(resolutions).chain(methods)
}

/// The ufunc whose function or method was called.
pub(super) fn ufunc_of(a: &Arguments<'_>) -> Result<&'static Ufunc> {
    let path = a.function();
    let path = path.strip_prefix("np.strings.").or(path.strip_prefix("np.")).unwrap_or(path);
    let name = path.split('.').next().unwrap_or_default();
    by_name(name).ok_or_else(|| Error::new("AttributeError", format!("no ufunc '{name}'")))
}

fn call(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    if matches!(ufunc.name(), "equal" | "not_equal")
        && a.rest().is_empty()
        && a.value("out").is_none()
        && let Some(found) =
            super::operators::compared_with_none(ufunc.name(), a.value("x1"), a.value("x2"))?
    {
        return Ok(match found {
            Value::Bool(x) => Value::from_result(DynArray::from_vec(vec![x]).squeeze()),
            found => found,
        });
    }
    if let Some(found) = super::ufunc_objects::called(a, ufunc)? {
        return Ok(found);
    }
    let inputs = match ufunc.nin() {
        1 => operands(&[a.value("x")])?,
        _ => operands(&[a.value("x1"), a.value("x2")])?,
    };
    let outputs = outputs(a, ufunc.nout())?;
    let mask = mask(a)?;
    let options = options(a, ufunc)?;
    if let [Some(out)] = &outputs[..] {
        out.update(|view| {
            let mut options = options.out(view);
            if let Some(mask) = &mask {
                options = options.mask(mask.view());
            }
            ufunc.call(&inputs, options)?;
            Ok(())
        })?;
        return Ok(Value::Array(out.clone()));
    }
    if outputs.is_empty() {
        let mut options = options;
        if let Some(mask) = &mask {
            options = options.mask(mask.view());
        }
        let made = ufunc.call(&inputs, options)?;
        return Ok(results(made.into_iter().map(|made| returned(a, made))));
    }
    // Several outputs may be views of one array, so each is written on its own.
    let made = ufunc.call(&inputs, options)?;
    let mut values = Vec::new();
    for (made, out) in made.into_iter().zip(&outputs) {
        let Some(out) = out else {
            values.push(Value::from_result(made));
            continue;
        };
        let (from, to) = (made.dtype().clone(), out.get().dtype().clone());
        let casting = casting(a)?;
        if !can_cast(&from, &to, casting) {
            return Err(Error::new(
                "UFuncTypeError",
                format!(
                    "Cannot cast ufunc '{}' output from {from:?} to {to:?} with casting rule \
                     '{casting}'",
                    ufunc.name()
                ),
            ));
        }
        out.update(|mut view| {
            match &mask {
                None => view.assign(&made.view())?,
                Some(mask) => {
                    let index = [Index::Array(
                        mask.view().broadcast_to(made.shape())?.copy(ndstrata_array::Order::C)?,
                    )];
                    view.set(&index, &made.index(&index)?.view())?;
                }
            }
            Ok(())
        })?;
        values.push(Value::Array(out.clone()));
    }
    Ok(results(values.into_iter()))
}

/// One value, or a tuple of several.
pub(super) fn results(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    if values.len() == 1 { values.remove(0) } else { Value::Tuple(values) }
}
