//! Products of vectors, matrices and tensors.

use ndstrata_array::DynArray;
use ndstrata_dtype::{Casting, DType, Kind};
use ndstrata_linalg::{self as linalg, Cross, TensordotAxes, Trace, product_by_name};
use ndstrata_ufunc::{CoreAxes, Gufunc, GufuncOptions, Operand};

use super::statistics::deliver;
use super::ufunc_arguments::{operand, outputs};
use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int, ints};
use crate::value::Value;

const GUFUNC: &str = "x1, x2, /, *outs, out=None, casting='same_kind', order='K', dtype=None, \
                      subok=True, signature=None, axes=no_value, axis=no_value, keepdims=False";
const RESOLVE: &str = "dtypes, *, signature=None, casting=None, reduction=False";

pub(super) const TABLE: &[Entry] = &[
    ("np.matmul", GUFUNC, gufunc),
    ("np.matvec", GUFUNC, gufunc),
    ("np.vecmat", GUFUNC, gufunc),
    ("np.vecdot", GUFUNC, gufunc),
    ("np.matmul.resolve_dtypes", RESOLVE, resolve_dtypes),
    ("np.matvec.resolve_dtypes", RESOLVE, resolve_dtypes),
    ("np.vecmat.resolve_dtypes", RESOLVE, resolve_dtypes),
    ("np.vecdot.resolve_dtypes", RESOLVE, resolve_dtypes),
    ("np.matmul.reduce", "*args, **kwargs", no_fold),
    ("np.matvec.reduce", "*args, **kwargs", no_fold),
    ("np.vecmat.reduce", "*args, **kwargs", no_fold),
    ("np.vecdot.reduce", "*args, **kwargs", no_fold),
    ("np.matmul.accumulate", "*args, **kwargs", no_fold),
    ("np.matvec.accumulate", "*args, **kwargs", no_fold),
    ("np.vecmat.accumulate", "*args, **kwargs", no_fold),
    ("np.vecdot.accumulate", "*args, **kwargs", no_fold),
    ("np.matmul.reduceat", "*args, **kwargs", no_fold),
    ("np.matvec.reduceat", "*args, **kwargs", no_fold),
    ("np.vecmat.reduceat", "*args, **kwargs", no_fold),
    ("np.vecdot.reduceat", "*args, **kwargs", no_fold),
    ("np.matmul.outer", "*args, **kwargs", no_method),
    ("np.matvec.outer", "*args, **kwargs", no_method),
    ("np.vecmat.outer", "*args, **kwargs", no_method),
    ("np.vecdot.outer", "*args, **kwargs", no_method),
    ("np.matmul.at", "*args, **kwargs", no_method),
    ("np.matvec.at", "*args, **kwargs", no_method),
    ("np.vecmat.at", "*args, **kwargs", no_method),
    ("np.vecdot.at", "*args, **kwargs", no_method),
    ("operator.matmul", "a, b, /", operator),
    ("np.dot", "a, b, out=None", dot),
    ("ndarray.dot", "a, b, /, out=None", dot),
    ("scalar.dot", "a, b, /, out=None", dot),
    ("np.vdot", "a, b, /", |a| Ok(Value::from_result(linalg::vdot(arg(a, "a")?, arg(a, "b")?)?))),
    ("np.inner", "a, b, /", |a| Ok(Value::from_result(linalg::inner(arg(a, "a")?, arg(a, "b")?)?))),
    ("np.outer", "a, b, out=None", outer),
    ("np.kron", "a, b", |a| Ok(Value::from_result(linalg::kron(arg(a, "a")?, arg(a, "b")?)?))),
    ("np.tensordot", "a, b, axes=2", |a| tensordot(a, "a", "b")),
    ("np.cross", "a, b, axisa=-1, axisb=-1, axisc=-1, axis=None", cross),
    ("np.trace", "a, offset=0, axis1=0, axis2=1, dtype=None, out=None", trace),
    ("ndarray.trace", "a, offset=0, axis1=0, axis2=1, dtype=None, out=None", trace),
    ("np.linalg.matrix_power", "a, n", matrix_power),
    ("np.linalg.multi_dot", "arrays, *, out=None", multi_dot),
    ("np.linalg.matmul", "x1, x2, /", |a| product(a, "matmul", "x1", "x2", GufuncOptions::new())),
    ("np.linalg.vecdot", "x1, x2, /, *, axis=-1", |a| {
        product(a, "vecdot", "x1", "x2", GufuncOptions::new().axis(a.int("axis")? as isize))
    }),
    ("np.linalg.outer", "x1, x2, /", array_api_outer),
    ("np.linalg.cross", "x1, x2, /, *, axis=-1", array_api_cross),
    ("np.linalg.tensordot", "x1, x2, /, *, axes=2", |a| tensordot(a, "x1", "x2")),
    ("np.linalg.trace", "x, /, *, offset=0, dtype=None", array_api_trace),
    ("np.linalg.diagonal", "x, /, *, offset=0", |a| {
        let found = linalg::diagonal(a.array("x")?, a.int("offset")? as isize)?;
        Ok(match a.value("x") {
            Value::Array(source) => Value::Array(source.derive_read_only(found)),
            _ => found.into(),
        })
    }),
    ("np.linalg.matrix_transpose", "x, /", |a| {
        Ok(a.derive("x", linalg::matrix_transpose(a.array("x")?)?))
    }),
];

/// An argument as an array: numbers have the type that they have alone.
fn arg(a: &Arguments<'_>, name: &str) -> Result<Operand<'static>> {
    Ok(Operand::from(a.array(name)?))
}

fn named(a: &Arguments<'_>) -> Result<(&'static Gufunc, String)> {
    let name = a.function().split('.').nth(1).unwrap_or_default();
    let found = product_by_name(name);
    found
        .map(|gufunc| (gufunc, name.to_owned()))
        .ok_or_else(|| Error::new("AttributeError", format!("no ufunc '{name}'")))
}

fn gufunc(a: &Arguments<'_>) -> Result<Value> {
    let (gufunc, name) = named(a)?;
    let inputs = [operand(a.value("x1"))?, operand(a.value("x2"))?];
    let outputs = outputs(a, 1)?;
    if !matches!(a.value("subok"), Value::Bool(_)) {
        return Err(Error::type_error("'subok' must be a boolean"));
    }
    let dtype = match a.value("signature") {
        Value::None => a.optional_dtype("dtype")?,
        signature => Some(uniform_type(signature)?),
    };
    if dtype.as_ref().is_some_and(says_more_than_its_class) {
        return Err(Error::type_error(
            "The `dtype` and `signature` arguments to ufuncs only select the general DType and not \
             details such as the byte order or time unit. You can avoid this error by using the scalar \
             types `np.float64` or the dtype string notation.",
        ));
    }
    let mut options = GufuncOptions::new()
        .casting(a.text("casting")?.parse::<Casting>()?)
        .order(a.order("order")?);
    if let Some(dtype) = dtype {
        options = options.dtype(dtype);
    }
    match a.value("keepdims") {
        Value::Bool(true) => options = options.keepdims(),
        // Where cores differ the parameter is refused, whatever its value.
        Value::Bool(false) if a.is_given("keepdims") && name != "vecdot" => {
            options = options.keepdims();
        }
        Value::Bool(false) => {}
        _ => return Err(Error::type_error("'keepdims' must be a boolean")),
    }
    if a.is_given("axes") {
        let Value::List(items) = a.value("axes") else {
            return Err(Error::type_error("axes should be a list."));
        };
        options = options.axes(items.iter().map(core_axes).collect::<Result<Vec<_>>>()?);
    }
    if a.is_given("axis") {
        options = options.axis(int(a.value("axis"))? as isize);
    }
    match &outputs[..] {
        [Some(out)] => {
            out.update(|view| Ok(gufunc.call(&inputs, options.out(view)).map(|_| ())?))?;
            Ok(Value::Array(out.clone()))
        }
        _ => Ok(Value::from_result(gufunc.call(&inputs, options)?.remove(0))),
    }
}

/// The one type of a signature such as `dd->d`; the loops have no others.
fn uniform_type(signature: &Value) -> Result<DType> {
    let refused = || Error::unsupported("signature= of several types is not supported");
    match signature {
        Value::Str(text) => {
            let text = text.as_str().unwrap_or_default();
            let mut letters = text.chars().filter(|c| !"->".contains(*c));
            let first = letters.next().ok_or_else(refused)?;
            if letters.any(|letter| letter != first) {
                return Err(refused());
            }
            Ok(first.to_string().parse()?)
        }
        Value::Tuple(items) => {
            let mut given = items.iter().filter(|item| !item.is_none());
            let first = super::dtype_of(given.next().ok_or_else(refused)?)?;
            for item in given {
                if super::dtype_of(item)? != first {
                    return Err(refused());
                }
            }
            Ok(first)
        }
        _ => Err(refused()),
    }
}

/// A byte order, or the unit of a date.
fn says_more_than_its_class(dtype: &DType) -> bool {
    let is_date = matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta);
    !dtype.is_native() || is_date && dtype.to_string().contains('[')
}

fn core_axes(item: &Value) -> Result<CoreAxes> {
    match item {
        Value::Tuple(_) => Ok(CoreAxes::Many(ints(item)?)),
        one => Ok(CoreAxes::One(int(one)? as isize)),
    }
}

fn product(
    a: &Arguments<'_>,
    name: &str,
    x1: &str,
    x2: &str,
    options: GufuncOptions<'_>,
) -> Result<Value> {
    let gufunc = product_by_name(name)
        .ok_or_else(|| Error::new("AttributeError", format!("no ufunc '{name}'")))?;
    let inputs = [operand(a.value(x1))?, operand(a.value(x2))?];
    Ok(Value::from_result(gufunc.call(&inputs, options)?.remove(0)))
}

fn operator(a: &Arguments<'_>) -> Result<Value> {
    let (lhs, rhs) = (a.value("a"), a.value("b"));
    // Only arrays have the operator.
    if ![lhs, rhs].iter().any(|value| matches!(value, Value::Array(_))) {
        return Err(Error::type_error(format!(
            "unsupported operand type(s) for @: '{}' and '{}'",
            lhs.type_name(),
            rhs.type_name()
        )));
    }
    product(a, "matmul", "a", "b", GufuncOptions::new())
}

fn resolve_dtypes(a: &Arguments<'_>) -> Result<Value> {
    let inputs = a
        .value("dtypes")
        .as_sequence()
        .unwrap_or_default()
        .iter()
        .take(2)
        .map(|value| match value {
            Value::Type(name) if name == "int" => Ok(ndstrata_dtype::Operand::WeakInt),
            Value::Type(name) if name == "float" => Ok(ndstrata_dtype::Operand::WeakFloat),
            Value::Type(name) if name == "complex" => Ok(ndstrata_dtype::Operand::WeakComplex),
            other => Ok(ndstrata_dtype::Operand::DType(super::dtype_of(other)?)),
        })
        .collect::<Result<Vec<_>>>()?;
    let found = named(a)?.0.resolve_dtypes(&inputs)?;
    Ok(Value::Tuple(found.into_iter().map(Value::DType).collect()))
}

fn no_fold(_: &Arguments<'_>) -> Result<Value> {
    Err(Error::new("RuntimeError", "Reduction not defined on ufunc with signature"))
}

fn no_method(a: &Arguments<'_>) -> Result<Value> {
    let (gufunc, name) = named(a)?;
    Err(Error::type_error(match a.function().ends_with(".outer") {
        true => "method outer is not allowed in ufunc with non-trivial signature".to_owned(),
        false => format!(
            "{name}.at does not support ufunc with non-trivial signature: {name} has signature {}.",
            gufunc.signature()
        ),
    }))
}

/// The array to write to, if one is given.
fn out_of<'a>(a: &'a Arguments<'_>) -> Result<Option<&'a ArrayRef>> {
    match a.value("out") {
        Value::None => Ok(None),
        Value::Array(out) => Ok(Some(out)),
        _ => Err(Error::type_error("'out' must be an array")),
    }
}

fn dot(a: &Arguments<'_>) -> Result<Value> {
    let (lhs, rhs) = (Operand::from(a.subject_array()?), arg(a, "b")?);
    match out_of(a)? {
        Some(out) => {
            out.update(|view| Ok(linalg::dot_into(lhs, rhs, view)?))?;
            // A result without axes is a scalar even then.
            Ok(match out.get().ndim() {
                0 => Value::from_result(out.get()),
                _ => Value::Array(out.clone()),
            })
        }
        None => Ok(Value::from_result(linalg::dot(lhs, rhs)?)),
    }
}

fn outer(a: &Arguments<'_>) -> Result<Value> {
    let (lhs, rhs) = (arg(a, "a")?, arg(a, "b")?);
    match out_of(a)? {
        Some(out) => {
            out.update(|view| Ok(linalg::outer_into(lhs, rhs, view)?))?;
            Ok(Value::Array(out.clone()))
        }
        None => Ok(Value::Array(ArrayRef::new(linalg::outer(lhs, rhs)?))),
    }
}

fn tensordot(a: &Arguments<'_>, x1: &str, x2: &str) -> Result<Value> {
    let axes = match a.value("axes") {
        value @ (Value::Tuple(_) | Value::List(_) | Value::Array(_) | Value::Str(_)) => {
            let items: Vec<Value> = match value {
                Value::Array(array) if array.get().ndim() == 0 => {
                    vec![]
                }
                Value::Array(array) => (0..array.get().shape()[0] as isize)
                    .map(|i| Ok(array.get().index_axis(0, i)?.into()))
                    .collect::<Result<_>>()?,
                Value::Str(text) => vec![Value::None; text.len()],
                value => value.as_sequence().unwrap_or_default().to_vec(),
            };
            match (value, &items[..]) {
                (Value::Array(array), _) if array.get().ndim() == 0 => {
                    TensordotAxes::Last(int(value)? as isize)
                }
                (_, [first, second]) => TensordotAxes::Pairs(ints(first)?, ints(second)?),
                (_, items) if items.len() < 2 => {
                    return Err(Error::value_error(format!(
                        "not enough values to unpack (expected 2, got {})",
                        items.len()
                    )));
                }
                _ => return Err(Error::value_error("too many values to unpack (expected 2)")),
            }
        }
        one => TensordotAxes::Last(int(one)? as isize),
    };
    // The result of NumPy's function is an array, also without axes.
    Ok(Value::Array(ArrayRef::new(linalg::tensordot(arg(a, x1)?, arg(a, x2)?, axes)?)))
}

fn cross(a: &Arguments<'_>) -> Result<Value> {
    let axes = match a.axis("axis")? {
        Some(axis) => Cross::default().axis(axis),
        None => Cross::default()
            .axis_a(a.int("axisa")? as isize)
            .axis_b(a.int("axisb")? as isize)
            .axis_c(a.int("axisc")? as isize),
    };
    Ok(Value::Array(ArrayRef::new(linalg::cross(arg(a, "a")?, arg(a, "b")?, axes)?)))
}

fn trace(a: &Arguments<'_>) -> Result<Value> {
    let mut options = Trace::default()
        .offset(a.int("offset")? as isize)
        .axes([a.int("axis1")? as isize, a.int("axis2")? as isize]);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    deliver(a, linalg::trace(a.subject_array()?, &options)?)
}

fn array_api_trace(a: &Arguments<'_>) -> Result<Value> {
    let mut options = Trace::default().offset(a.int("offset")? as isize).axes([-2, -1]);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    Ok(Value::from_result(linalg::trace(a.array("x")?, &options)?))
}

fn multi_dot(a: &Arguments<'_>) -> Result<Value> {
    let items: Vec<DynArray> = match a.value("arrays") {
        Value::Array(array) if array.get().ndim() > 0 => (0..array.get().shape()[0] as isize)
            .map(|i| Ok(array.get().index_axis(0, i)?))
            .collect::<Result<_>>()?,
        value => value
            .as_sequence()
            .ok_or_else(|| Error::type_error("object of this type has no len()"))?
            .iter()
            .map(as_array)
            .collect::<Result<_>>()?,
    };
    let operands: Vec<Operand<'_>> = items.iter().map(Operand::from).collect();
    match out_of(a)? {
        Some(out) => {
            out.update(|view| Ok(linalg::multi_dot_into(&operands, view)?))?;
            Ok(Value::Array(out.clone()))
        }
        None => Ok(Value::from_result(linalg::multi_dot(&operands)?)),
    }
}

fn matrix_power(a: &Arguments<'_>) -> Result<Value> {
    let matrix = a.array("a")?;
    // What is no square matrix is refused before the exponent is looked at.
    let first = linalg::matrix_power(&matrix, 1)?;
    let n = int(a.value("n")).map_err(|error| match error.class() {
        "TypeError" => Error::type_error("exponent must be an integer"),
        _ => error,
    })?;
    if n == 1 {
        return Ok(a.derive("a", first));
    }
    Ok(Value::from_result(linalg::matrix_power(&matrix, n)?))
}

fn array_api_outer(a: &Arguments<'_>) -> Result<Value> {
    let (x1, x2) = (a.array("x1")?, a.array("x2")?);
    if x1.ndim() != 1 || x2.ndim() != 1 {
        return Err(Error::value_error(format!(
            "Input arrays must be one-dimensional, but they are x1.ndim={} and x2.ndim={}.",
            x1.ndim(),
            x2.ndim()
        )));
    }
    Ok(Value::Array(ArrayRef::new(linalg::outer(&x1, &x2)?)))
}

fn array_api_cross(a: &Arguments<'_>) -> Result<Value> {
    let (x1, x2) = (a.array("x1")?, a.array("x2")?);
    let axis = a.int("axis")? as isize;
    let length = |x: &DynArray| -> Result<usize> {
        let place = if axis < 0 { axis + x.ndim() as isize } else { axis };
        usize::try_from(place)
            .ok()
            .and_then(|place| x.shape().get(place).copied())
            .ok_or_else(|| Error::new("IndexError", "tuple index out of range"))
    };
    let (n1, n2) = (length(&x1)?, length(&x2)?);
    if n1 != 3 || n2 != 3 {
        return Err(Error::value_error(format!(
            "Both input arrays must be (arrays of) 3-dimensional vectors, but they are {n1} and {n2} \
             dimensional instead."
        )));
    }
    Ok(Value::Array(ArrayRef::new(linalg::cross(&x1, &x2, Cross::default().axis(axis))?)))
}
