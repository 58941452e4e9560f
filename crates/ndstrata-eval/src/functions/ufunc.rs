//! Universal functions: called, their methods, and the operators that stand for them.

use ndstrata_array::{DynArray, Index};
use ndstrata_dtype::{Casting, DType, can_cast};
use ndstrata_ufunc::{CallOptions, Operand, Ufunc, by_name, ufuncs};
use num_traits::ToPrimitive;

use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
use crate::value::Value;

const UNARY: &str = "x, /, *outs, out=None, where=True, casting='same_kind', order='K', \
                     dtype=None, subok=True, signature=None";
const BINARY: &str = "x1, x2, /, *outs, out=None, where=True, casting='same_kind', order='K', \
                      dtype=None, subok=True, signature=None";

/// NumPy's second names, and the operators.
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

const OPERATORS: &[(&str, &str)] = &[
    ("operator.add", "a, b, /"),
    ("operator.sub", "a, b, /"),
    ("operator.mul", "a, b, /"),
    ("operator.truediv", "a, b, /"),
    ("operator.floordiv", "a, b, /"),
    ("operator.mod", "a, b, /"),
    ("operator.pow", "a, b, /"),
    ("operator.lshift", "a, b, /"),
    ("operator.rshift", "a, b, /"),
    ("operator.and_", "a, b, /"),
    ("operator.or_", "a, b, /"),
    ("operator.xor", "a, b, /"),
    ("operator.eq", "a, b, /"),
    ("operator.ne", "a, b, /"),
    ("operator.lt", "a, b, /"),
    ("operator.le", "a, b, /"),
    ("operator.gt", "a, b, /"),
    ("operator.ge", "a, b, /"),
    ("operator.neg", "a, /"),
    ("operator.pos", "a, /"),
    ("operator.invert", "a, /"),
];

/// Every ufunc, its methods and the operators, as lines of the registry.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    let names = ufuncs::ALL.iter().map(|ufunc| ufunc.name()).chain(ALIASES.iter().copied());
    let calls = names.clone().map(|name| {
        let n_inputs = by_name(name).map_or(1, Ufunc::nin);
        (format!("np.{name}"), if n_inputs == 1 { UNARY } else { BINARY }, call as Body)
    });
    let of_text = OF_TEXT.iter().map(|name| (format!("np.strings.{name}"), BINARY, call as Body));
    let resolutions = names.clone().map(|name| {
        let signature = "dtypes, *, signature=None, casting=None, reduction=False";
        (format!("np.{name}.resolve_dtypes"), signature, resolve_dtypes as Body)
    });
    let operators =
        OPERATORS.iter().map(|&(name, signature)| (name.to_owned(), signature, operator as Body));
    let methods = super::ufunc_methods::entries(names);
    calls.chain(of_text).chain(resolutions).chain(operators).chain(methods)
}

/// The ufunc whose function or method was called.
pub(super) fn ufunc_of(a: &Arguments<'_>) -> Result<&'static Ufunc> {
    let path = a.function();
    let path = path.strip_prefix("np.strings.").or(path.strip_prefix("np.")).unwrap_or(path);
    let name = path.split('.').next().unwrap_or_default();
    by_name(name).ok_or_else(|| Error::new("AttributeError", format!("no ufunc '{name}'")))
}

/// A value as an input: Python's numbers are weak.
pub(super) fn operand(value: &Value) -> Result<Operand<'static>> {
    Ok(match value {
        Value::Bool(x) => Operand::from(*x),
        Value::Int(x) => match x.to_i128() {
            Some(x) if x.unsigned_abs() <= u64::MAX.into() => Operand::Int(x),
            _ => return Err(Error::unsupported("integers past 64 bits are objects")),
        },
        Value::Float(x) => Operand::Float(*x),
        Value::Complex(x) => Operand::Complex(*x),
        value => Operand::from(as_array(value)?),
    })
}

/// The arrays to write to, `None` for one that is to be made; empty if none is given.
pub(super) fn outputs(a: &Arguments<'_>, n_outputs: usize) -> Result<Vec<Option<ArrayRef>>> {
    if a.rest().len() > n_outputs {
        return Err(Error::type_error("too many positional arguments"));
    }
    let given: Vec<Value> = match (a.rest(), a.value("out")) {
        ([], Value::None) => return Ok(Vec::new()),
        ([], Value::Tuple(items)) => items.clone(),
        ([], one) => vec![one.clone()],
        (rest, Value::None) => rest.to_vec(),
        _ => {
            return Err(Error::type_error(
                "cannot specify 'out' as both a positional and keyword argument",
            ));
        }
    };
    if matches!(a.value("out"), Value::Tuple(_)) && given.len() != n_outputs {
        return Err(Error::value_error(
            "The 'out' tuple must have exactly one entry per ufunc output",
        ));
    }
    if n_outputs > 1 && matches!(a.value("out"), Value::Array(_)) {
        return Err(Error::type_error("'out' must be a tuple of arrays"));
    }
    let mut outputs: Vec<Option<ArrayRef>> = given
        .into_iter()
        .map(|value| match value {
            Value::None => Ok(None),
            Value::Array(array) => Ok(Some(array)),
            _ => Err(Error::type_error("return arrays must be of ArrayType")),
        })
        .collect::<Result<_>>()?;
    outputs.resize(n_outputs, None);
    Ok(if outputs.iter().all(Option::is_none) { Vec::new() } else { outputs })
}

/// `where=`: nothing for `True`.
pub(super) fn mask(a: &Arguments<'_>) -> Result<Option<DynArray>> {
    match a.value("where") {
        Value::Bool(true) => Ok(None),
        value => {
            let mask = as_array(value)?;
            if mask.dtype() != &DType::BOOL && !can_cast(mask.dtype(), &DType::BOOL, Casting::Safe)
            {
                return Err(Error::type_error(format!(
                    "Cannot cast array data from {:?} to dtype('bool') according to the rule 'safe'",
                    mask.dtype()
                )));
            }
            Ok(Some(mask))
        }
    }
}

fn call(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    if ufunc.nin() == 2
        && let Some(made) = super::strings::text_loop(ufunc.name(), a.value("x1"), a.value("x2"))?
    {
        return match &outputs(a, 1)?[..] {
            [Some(out)] => {
                out.update(|mut view| Ok(view.assign(&made.view())?))?;
                Ok(Value::Array(out.clone()))
            }
            _ => Ok(Value::from_result(made)),
        };
    }
    let inputs = match ufunc.nin() {
        1 => vec![operand(a.value("x"))?],
        _ => vec![operand(a.value("x1"))?, operand(a.value("x2"))?],
    };
    let outputs = outputs(a, ufunc.nout())?;
    let mask = mask(a)?;
    if !a.value("signature").is_none() {
        return Err(Error::unsupported("signature= is not supported; give dtype="));
    }
    if !matches!(a.value("subok"), Value::Bool(_)) {
        return Err(Error::type_error("'subok' must be a boolean"));
    }
    let casting = a.text("casting")?.parse::<Casting>()?;
    let order = a.order("order")?;
    let dtype = a.optional_dtype("dtype")?;
    let options = || {
        let mut options = CallOptions::new().casting(casting).order(order);
        if let Some(dtype) = &dtype {
            options = options.dtype(dtype.clone());
        }
        options
    };
    if let [Some(out)] = &outputs[..] {
        out.update(|view| {
            let mut options = options().out(view);
            if let Some(mask) = &mask {
                options = options.mask(mask.view());
            }
            ufunc.call(&inputs, options)?;
            Ok(())
        })?;
        return Ok(Value::Array(out.clone()));
    }
    if outputs.is_empty() {
        let mut options = options();
        if let Some(mask) = &mask {
            options = options.mask(mask.view());
        }
        return Ok(results(ufunc.call(&inputs, options)?.into_iter().map(Value::from_result)));
    }
    // Several outputs may be views of one array, so each is written on its own.
    let made = ufunc.call(&inputs, options())?;
    let mut values = Vec::new();
    for (made, out) in made.into_iter().zip(&outputs) {
        let Some(out) = out else {
            values.push(Value::from_result(made));
            continue;
        };
        let (from, to) = (made.dtype().clone(), out.get().dtype().clone());
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
fn results(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    if values.len() == 1 { values.remove(0) } else { Value::Tuple(values) }
}

fn operator(a: &Arguments<'_>) -> Result<Value> {
    let is_binary = !matches!(a.function(), "operator.neg" | "operator.pos" | "operator.invert");
    if is_binary
        && let Some(found) =
            super::dtype_attributes::compared(a.function(), a.value("a"), a.value("b"))
    {
        return found.map(Value::Bool);
    }
    let name = match a.function() {
        "operator.eq" => "equal",
        "operator.ne" => "not_equal",
        "operator.lt" => "less",
        "operator.le" => "less_equal",
        "operator.gt" => "greater",
        "operator.ge" => "greater_equal",
        "operator.neg" => "negative",
        "operator.pos" => "positive",
        "operator.invert" => "invert",
        other => {
            crate::registry::ufunc_of_operator(other).unwrap_or_default().trim_start_matches("np.")
        }
    };
    let Some(ufunc) = by_name(name) else {
        return Err(Error::unsupported(format!("{} is not supported", a.function())));
    };
    if ufunc.nin() == 2
        && let Some(made) = super::strings::text_loop(name, a.value("a"), a.value("b"))?
    {
        let is_array = |value: &Value| matches!(value, Value::Array(_) | Value::List(_));
        return match Value::from_result(made) {
            // Text without an array is Python's own.
            Value::Scalar(scalar) if name == "add" && !is_array(a.value("a")) => {
                if is_array(a.value("b")) { Ok(scalar.into()) } else { Value::from_scalar(&scalar) }
            }
            value => Ok(value),
        };
    }
    let mut inputs = vec![operand(a.value("a"))?];
    if ufunc.nin() == 2 {
        inputs.push(operand(a.value("b"))?);
    }
    Ok(results(ufunc.call(&inputs, CallOptions::new())?.into_iter().map(Value::from_result)))
}

fn resolve_dtypes(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = ufunc_of(a)?;
    let given = a.value("dtypes").as_sequence().unwrap_or_default();
    let inputs = given.iter().take(ufunc.nin()).map(|value| match value {
        Value::Type(name) if name == "int" => Ok(ndstrata_dtype::Operand::WeakInt),
        Value::Type(name) if name == "float" => Ok(ndstrata_dtype::Operand::WeakFloat),
        Value::Type(name) if name == "complex" => Ok(ndstrata_dtype::Operand::WeakComplex),
        other => Ok(ndstrata_dtype::Operand::DType(super::dtype_of(other)?)),
    });
    let inputs = inputs.collect::<Result<Vec<_>>>()?;
    let found = ufunc.resolve_dtypes(&inputs)?;
    Ok(Value::Tuple(found.into_iter().map(Value::DType).collect()))
}
