//! Differences, gradients, areas and interpolation by name.

use ndstrata_array::{DynArray, concatenate};
use ndstrata_dtype::Kind;
use ndstrata_ufunc::{self as ufunc, EdgeOrder, Gradient, Interp, Unwrap};

use super::statistics::float;
use super::ufunc_arguments::operand;
use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.diff", "a, n=1, axis=-1, prepend=no_value, append=no_value", diff),
    ("np.ediff1d", "ary, to_end=None, to_begin=None", |a| {
        let array = a.array("ary")?;
        let first = a.optional("to_begin").map(as_array).transpose()?;
        let last = a.optional("to_end").map(as_array).transpose()?;
        let (first, last) = (first.as_ref().map(|x| x.view()), last.as_ref().map(|x| x.view()));
        Ok(ufunc::ediff1d(&array.view(), first.as_ref(), last.as_ref())?.into())
    }),
    ("np.gradient", "f, *varargs, axis=None, edge_order=1", gradient),
    ("np.trapezoid", "y, x=None, dx=1.0, axis=-1", |a| {
        let (y, axis) = (a.array("y")?, a.int("axis")? as isize);
        if ndstrata_array::normalize_axis(axis, y.ndim()).is_err() {
            return Err(Error::new("IndexError", "list assignment index out of range"));
        }
        let x = a.optional("x").map(as_array).transpose()?;
        let x = x.as_ref().map(|x| x.view());
        let dx = operand(a.value("dx"))?;
        Ok(Value::from_result(ufunc::trapezoid(&y.view(), x.as_ref(), dx, axis)?))
    }),
    ("np.interp", "x, xp, fp, left=None, right=None, period=None", interp),
    ("np.unwrap", "p, discont=None, axis=-1, *, period=6.283185307179586", |a| {
        let mut options = Unwrap::default().axis(a.int("axis")? as isize);
        if let Some(discont) = a.optional("discont") {
            options = options.discont(operand(discont)?);
        }
        let options = options.period(operand(a.value("period"))?);
        Ok(options.unwrap(&a.array("p")?.view())?.into())
    }),
];

fn gradient(a: &Arguments<'_>) -> Result<Value> {
    let mut options = Gradient::default();
    for spacing in a.rest() {
        options = options.spacing(operand(spacing)?);
    }
    if !a.value("axis").is_none() {
        options = options.axes(&a.ints_of("axis")?);
    }
    options = match a.int("edge_order")? {
        1 => options,
        order if order > 2 => {
            // What is wrong with the distances is found first.
            match options.gradient(&a.array("f")?.view()) {
                Err(error)
                    if !["Shape of array", "numpy boolean subtract"]
                        .iter()
                        .any(|later| error.to_string().starts_with(later)) =>
                {
                    return Err(error.into());
                }
                _ => {}
            }
            return Err(Error::value_error("'edge_order' greater than 2 not supported"));
        }
        _ => options.edge_order(EdgeOrder::Second),
    };
    let mut found = options.gradient(&a.array("f")?.view())?;
    if found.len() == 1 {
        return Ok(found.remove(0).into());
    }
    Ok(Value::Tuple(found.into_iter().map(Value::from).collect()))
}

fn interp(a: &Arguments<'_>) -> Result<Value> {
    // Python converts what is no array yet.
    let numbers = |name: &str| -> Result<DynArray> {
        let array = a.array(name)?;
        let is_given = matches!(a.value(name), Value::Array(_) | Value::Scalar(_));
        if name == "xp" && !is_given && array.ndim() > 1 {
            return Err(Error::value_error(
                "setting an array element with a sequence. The requested array would exceed the \
                 maximum number of dimension of 1.",
            ));
        }
        let is_text = matches!(array.dtype().kind(), Kind::Str | Kind::Bytes);
        if is_text && !is_given {
            return as_array_of(a.value(name), Some(&ndstrata_dtype::DType::FLOAT64));
        }
        Ok(array)
    };
    let (x, xp, fp) = (numbers("x")?, numbers("xp")?, a.array("fp")?);
    let mut options = Interp::default();
    let end = |name: &str| -> Result<Option<num_complex::Complex64>> {
        let Some(value) = a.optional(name) else { return Ok(None) };
        let number = as_array(value)?;
        if number.dtype().kind() == Kind::Complex && fp.dtype().kind() != Kind::Complex {
            return Err(Error::type_error("must be real number, not complex"));
        }
        Ok(Some(number.astype(&ndstrata_dtype::DType::COMPLEX128)?.get(&[])?))
    };
    if let Some(period) = a.optional("period") {
        options = options.period(float(period)?);
    } else {
        if let Some(left) = end("left")? {
            options = options.left(left);
        }
        if let Some(right) = end("right")? {
            options = options.right(right);
        }
    }
    Ok(Value::from_result(options.interp(&x.view(), &xp.view(), &fp.view())?))
}

fn diff(a: &Arguments<'_>) -> Result<Value> {
    let (mut array, axis) = (a.array("a")?, a.int("axis")? as isize);
    let n = usize::try_from(a.int("n")?).map_err(|_| {
        let n = a.int("n").unwrap_or_default();
        Error::value_error(format!("order must be non-negative but got {n}"))
    })?;
    if n == 0 {
        return Ok(a.value("a").clone());
    }
    for (name, is_first) in [("prepend", true), ("append", false)] {
        if !a.is_given(name) {
            continue;
        }
        let mut edge = a.array(name)?;
        if edge.ndim() == 0 {
            // One value stands before, or after, every line.
            let mut shape = array.shape().to_vec();
            shape[ndstrata_array::normalize_axis(axis, array.ndim())?] = 1;
            edge = edge.broadcast_to(&shape)?;
        }
        let (first, second) = if is_first { (&edge, &array) } else { (&array, &edge) };
        array = concatenate(&[first.view(), second.view()], axis)?;
    }
    Ok(ufunc::diff(&array.view(), n, axis)?.into())
}
