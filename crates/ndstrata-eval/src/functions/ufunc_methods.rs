//! The methods of universal functions by name: `np.add.reduce` and its kin.

use ndstrata_array::{DynArray, normalize_axis};
use ndstrata_dtype::{Casting, Kind, can_cast};
use ndstrata_ufunc::{CallOptions, ReduceOptions, Ufunc};

use super::ufunc::{mask, operand, outputs, ufunc_of};
use crate::coerce::{as_array, as_index};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
use crate::value::Value;

/// The methods of every ufunc, also of those that refuse them.
pub(super) fn entries(
    names: impl Iterator<Item = &'static str> + Clone,
) -> impl Iterator<Item = (String, &'static str, Body)> {
    const METHODS: &[(&str, &str, Body)] = &[
        (
            "reduce",
            "array, /, axis=0, dtype=None, out=None, keepdims=False, initial=no_value, where=True",
            reduce,
        ),
        ("accumulate", "array, /, axis=0, dtype=None, out=None", accumulate),
        ("reduceat", "array, indices, /, axis=0, dtype=None, out=None", reduceat),
        (
            "outer",
            "A, B, /, *, out=None, where=True, casting='same_kind', order='K', dtype=None, subok=True, signature=None",
            outer,
        ),
        ("at", "a, indices, b=no_value, /", at),
    ];
    names.flat_map(|name| {
        METHODS
            .iter()
            .map(move |&(method, signature, body)| (format!("np.{name}.{method}"), signature, body))
    })
}

fn reduce(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let array = a.array("array")?;
    let mut options = ReduceOptions::new();
    options = match a.value("axis") {
        Value::None => options.all_axes(),
        _ => options.axes(&a.ints_of("axis")?),
    };
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    if a.is_given("initial") {
        options = match a.value("initial") {
            Value::None => options.no_initial(),
            value => options.initial(operand(value)?),
        };
    }
    let mask = mask(a)?;
    if let Some(mask) = &mask {
        options = options.mask(mask.view());
    }
    match &outputs(a, 1)?[..] {
        [Some(out)] => {
            out.update(|mut view| Ok(ufunc.reduce_into(&array.view(), options, &mut view)?))?;
            Ok(Value::Array(out.clone()))
        }
        _ => Ok(Value::from_result(ufunc.reduce(&array.view(), options)?)),
    }
}

fn one_axis(a: &Arguments<'_>, method: &str) -> Result<isize> {
    match a.ints_of("axis") {
        Ok(axes) if axes.len() == 1 => Ok(axes[0]),
        _ if a.value("axis").is_none() || a.value("axis").as_sequence().is_some() => {
            Err(Error::value_error(format!("{method} does not allow multiple axes")))
        }
        Ok(_) => Err(Error::value_error(format!("{method} does not allow multiple axes"))),
        Err(error) => Err(error),
    }
}

/// Writes a result to the output that was given, if one was.
fn deliver(a: &Arguments<'_>, ufunc: &Ufunc, result: DynArray) -> Result<Value> {
    match &outputs(a, 1)?[..] {
        [Some(out)] => {
            let (from, to) = (result.dtype().clone(), out.get().dtype().clone());
            if !can_cast(&from, &to, Casting::SameKind) {
                return Err(Error::new(
                    "UFuncTypeError",
                    format!(
                        "Cannot cast ufunc '{}' output from {from:?} to {to:?} with casting rule \
                         'same_kind'",
                        ufunc.name()
                    ),
                ));
            }
            if out.get().shape() != result.shape() {
                return Err(Error::value_error(format!(
                    "provided out is the wrong shape for the result: {:?}, expected {:?}",
                    out.get().shape(),
                    result.shape()
                )));
            }
            out.update(|mut view| Ok(view.assign(&result.view())?))?;
            Ok(Value::Array(out.clone()))
        }
        _ => Ok(Value::Array(crate::ArrayRef::new(result))),
    }
}

fn accumulate(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let array = a.array("array")?;
    let axis = one_axis(a, "accumulate")?;
    let dtype = computed_type(a)?;
    deliver(a, ufunc, ufunc.accumulate(&array.view(), axis, dtype.as_ref())?)
}

/// `dtype=`, or the type of the output that is given.
fn computed_type(a: &Arguments<'_>) -> Result<Option<ndstrata_dtype::DType>> {
    Ok(match (a.optional_dtype("dtype")?, &outputs(a, 1)?[..]) {
        (None, [Some(out)]) => Some(out.get().dtype().to_native()),
        (dtype, _) => dtype,
    })
}

fn reduceat(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let array = a.array("array")?;
    let axis = one_axis(a, "reduceat")?;
    let indices = as_array(a.value("indices"))?;
    if indices.ndim() != 1 {
        return Err(Error::value_error("the indices of reduceat have one axis"));
    }
    if indices.size() > 0 && indices.dtype().kind() == Kind::Complex {
        return Err(Error::type_error("the indices of reduceat are integers"));
    }
    let indices = indices.astype(&ndstrata_dtype::DType::INT64)?.to_vec::<i64>()?;
    if array.ndim() > 0 {
        normalize_axis(axis, array.ndim())?;
    }
    let dtype = computed_type(a)?;
    deliver(a, ufunc, ufunc.reduceat(&array.view(), &indices, axis, dtype.as_ref())?)
}

fn outer(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let mut options =
        CallOptions::new().casting(a.text("casting")?.parse::<Casting>()?).order(a.order("order")?);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    let (lhs, rhs) = (operand(a.value("A"))?, operand(a.value("B"))?);
    if let [Some(out)] = &outputs(a, ufunc.nout())?[..] {
        out.update(|view| {
            ufunc.outer(lhs, rhs, options.out(view))?;
            Ok(())
        })?;
        return Ok(Value::Array(out.clone()));
    }
    let mut values: Vec<Value> =
        ufunc.outer(lhs, rhs, options)?.into_iter().map(Value::from_result).collect();
    Ok(if values.len() == 1 { values.remove(0) } else { Value::Tuple(values) })
}

fn at(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let Value::Array(target) = a.value("a") else {
        return Err(Error::type_error("first operand must be array"));
    };
    let indices = as_index(a.value("indices"))?;
    let b = if a.is_given("b") { Some(operand(a.value("b"))?) } else { None };
    target.update(|mut view| Ok(ufunc.at(&mut view, &indices, b)?))?;
    Ok(Value::None)
}
