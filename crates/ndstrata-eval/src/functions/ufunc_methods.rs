//! The methods of universal functions by name: `np.add.reduce` and its kin.

use ndstrata_array::{DynArray, normalize_axis};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_ufunc::{Operand, ReduceOptions, Ufunc};

use super::ufunc::ufunc_of;
use super::ufunc_arguments::{
    casting, general_dtype, keyword_outputs, mask, operand, options, outputs, returned,
};
use crate::coerce::{as_array, as_index, python_scalar};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body, int};
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
            "*operands, out=None, where=True, casting='same_kind', order='K', dtype=None, subok=True, signature=None, sig=None",
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
        _ => options.axes(&a.reduced_axes("axis")?),
    };
    if let Some(dtype) = general_dtype(a)? {
        options = options.dtype(dtype);
    }
    if int(a.value("keepdims"))? != 0 {
        options = options.keepdims();
    }
    if a.is_given("initial") {
        options = match a.value("initial") {
            Value::None => options.no_initial(),
            value => {
                let dtype = general_dtype(a)?.or_else(|| ufunc.reduced_type(array.dtype()));
                let dtype = dtype.unwrap_or_else(|| array.dtype().clone());
                options.initial(initial(value, &dtype)?)
            }
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
        _ => Ok(returned(a, ufunc.reduce(&array.view(), options)?)),
    }
}

/// What a reduction in a type starts from: one number, which Python converts where it is no number.
pub(super) fn initial(value: &Value, dtype: &DType) -> Result<Operand<'static>> {
    let is_text = matches!(dtype.kind(), Kind::Str | Kind::Bytes);
    let is_real = !matches!(dtype.kind(), Kind::Complex);
    match value {
        Value::Tuple(_) | Value::List(_) if dtype.kind() == Kind::Float => {
            Err(Error::value_error("setting an array element with a sequence."))
        }
        Value::Str(_) | Value::Bytes(_) | Value::Tuple(_) | Value::List(_) if !is_text => {
            Ok(Operand::from(python_scalar(value, dtype)?.to_array()?.astype(dtype)?))
        }
        Value::Complex(_) if is_real && dtype.element_type().is_some() => {
            Ok(Operand::from(python_scalar(value, dtype)?.to_array()?))
        }
        Value::Array(array) if array.get().ndim() > 0 => {
            Err(Error::value_error("setting an array element with a sequence."))
        }
        value => operand(value),
    }
}

/// The one axis of a method that folds along one.
fn one_axis(a: &Arguments<'_>, method: &str, array: &DynArray) -> Result<isize> {
    let axes = match a.value("axis") {
        Value::None => (0..array.ndim().max(1) as isize).collect(),
        _ => a.reduced_axes("axis")?,
    };
    for &axis in &axes {
        normalize_axis(axis, array.ndim().max(1))?;
    }
    match axes[..] {
        [axis] => Ok(axis),
        _ => Err(Error::value_error(format!("{method} does not allow multiple axes"))),
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
                return Err(Error::value_error(
                    "provided out is the wrong size for the accumulation.",
                ));
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
    let axis = one_axis(a, "accumulate", &array)?;
    let dtype = computed_type(a)?;
    deliver(a, ufunc, ufunc.accumulate(&array.view(), axis, dtype.as_ref())?)
}

/// `dtype=`, or the type of the output that is given.
fn computed_type(a: &Arguments<'_>) -> Result<Option<ndstrata_dtype::DType>> {
    Ok(match (general_dtype(a)?, &outputs(a, 1)?[..]) {
        (None, [Some(out)]) => Some(out.get().dtype().to_native()),
        (dtype, _) => dtype,
    })
}

fn reduceat(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let array = a.array("array")?;
    let axis = one_axis(a, "reduceat", &array)?;
    let given = a.value("indices");
    let indices = as_array(given)?;
    match indices.ndim() {
        0 => return Err(Error::value_error("object of too small depth for desired array")),
        1 => {}
        _ => return Err(Error::value_error("object too deep for desired array")),
    }
    // An array keeps its type, which must be that of an index; a list is read as indices.
    let is_array = matches!(given, Value::Array(_) | Value::Scalar(_));
    let is_index = indices.dtype().kind().is_integer() || indices.dtype().kind() == Kind::Bool;
    if (is_array && !is_index) || indices.dtype().kind() == Kind::Complex {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {:?} to dtype('int64') according to the rule 'safe'",
            indices.dtype()
        )));
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
    if ufunc.nin() == 2 && (a.rest().len() != 2) {
        return Err(Error::type_error("exactly two arguments expected"));
    }
    let [lhs, rhs] = a.rest() else {
        return Err(Error::value_error("outer product only supported for binary functions"));
    };
    // Numbers are arrays here, of types of their own.
    let strong = |value: &Value| match value {
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) => {
            as_array(value).map(Operand::from)
        }
        value => operand(value),
    };
    let (lhs, rhs) = (strong(lhs)?, strong(rhs)?);
    let options = || options(a, ufunc);
    let mask = mask(a)?;
    let given = keyword_outputs(a, ufunc.nout())?;
    if let [Some(out)] = &given[..] {
        out.update(|view| {
            let mut options = options()?.out(view);
            if let Some(mask) = &mask {
                options = options.mask(mask.view());
            }
            ufunc.outer(lhs, rhs, options)?;
            Ok(())
        })?;
        return Ok(Value::Array(out.clone()));
    }
    let mut options = options()?;
    if let Some(mask) = &mask {
        options = options.mask(mask.view());
    }
    let made = ufunc.outer(lhs, rhs, options)?;
    let mut values = Vec::new();
    for (k, made) in made.into_iter().enumerate() {
        values.push(match given.get(k) {
            Some(Some(out)) => {
                let casting = casting(a)?;
                if !can_cast(made.dtype(), out.get().dtype(), casting) {
                    return Err(Error::new(
                        "UFuncTypeError",
                        format!("Cannot cast ufunc '{}' output {k}", ufunc.name()),
                    ));
                }
                out.update(|mut view| Ok(view.assign(&made.view())?))?;
                Value::Array(out.clone())
            }
            _ => returned(a, made),
        });
    }
    Ok(super::ufunc::results(values.into_iter()))
}

fn at(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let Value::Array(target) = a.value("a") else {
        return Err(Error::type_error("first operand must be array"));
    };
    let indices = as_index(a.value("indices"))?;
    // Python's numbers are arrays here, and so of their own types.
    let b = match a.is_given("b") {
        true => Some(Operand::from(a.array("b")?)),
        false => None,
    };
    target.update(|mut view| Ok(ufunc.at(&mut view, &indices, b)?))?;
    Ok(Value::None)
}
