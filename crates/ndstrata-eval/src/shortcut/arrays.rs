//! Operators and ufuncs of arrays of numbers, straight to their loops.

use std::borrow::Cow;

use ndstrata_array::{DynArray, Order, compare};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{CallOptions, Operand, Quick, Ufunc};
use num_traits::ToPrimitive;

use super::operator::{Operator, commutes};
use super::temporaries;
use crate::array_ref::{ArrayClass, ArrayRef};
use crate::error::{Error, Result};
use crate::registry::Keywords;
use crate::value::Value;

/// The result of an operator, an operand of which is an array.
pub(super) fn operate(operator: Operator, args: &[Cow<'_, Value>]) -> Option<Result<Value>> {
    let ufunc = operator.ufunc();
    match args {
        [x] => called(ufunc, &[input(x)?]),
        [x, y] => {
            let pair = args.first_chunk()?;
            if let Some(relation) = operator.relation()
                && let Some((x, y)) = texts(x, y)
            {
                // What cannot be broadcast is told of in the function's words.
                return compare(&x.view(), relation, &y.view())
                    .ok()
                    .map(Value::from_result)
                    .map(Ok);
            }
            // A power by one number may be a simpler ufunc.
            if operator == Operator::Pow && !(is_array(x) && is_array(y)) {
                return None;
            }
            if let Some((target, other)) = temporaries::with_room(operator, pair) {
                let done = in_place(ufunc, target, other)?;
                return Some(done.map(|()| Value::Array(target.clone())));
            }
            called(ufunc, &[input(x)?, input(y)?])
        }
        _ => None,
    }
}

/// Whether it is no array of a class of its own, which means other things.
fn is_plain(array: &ArrayRef) -> bool {
    array.class() == ArrayClass::Plain
}

fn is_array(value: &Value) -> bool {
    matches!(value, Value::Array(_))
}

/// Two arrays of text, or of bytes.
fn texts(x: &Value, y: &Value) -> Option<(DynArray, DynArray)> {
    let (Value::Array(x), Value::Array(y)) = (x, y) else { return None };
    if !is_plain(x) || !is_plain(y) {
        return None;
    }
    let (x, y) = (x.get(), y.get());
    let kind = x.dtype().kind();
    let are_texts = matches!(kind, Kind::Str | Kind::Bytes) && y.dtype().kind() == kind;
    are_texts.then_some((x, y))
}

/// An array of numbers changed by an operator in place.
pub(super) fn update(operator: Operator, target: &Value, other: &Value) -> Option<Result<Value>> {
    let Value::Array(held) = target else { return None };
    // A power by one number may be a simpler ufunc.
    if operator == Operator::Pow || !held.read(is_of_numbers) {
        return None;
    }
    let done = in_place(operator.ufunc(), held, other)?;
    Some(done.map(|()| target.clone()))
}

/// The result of a ufunc called on arrays of numbers, perhaps with an array for its result.
pub(super) fn call(
    ufunc: &'static Ufunc,
    args: &[Cow<'_, Value>],
    kwargs: &Keywords<'_>,
) -> Option<Result<Value>> {
    if ufunc.nout() != 1 {
        return None;
    }
    let (inputs, rest) = args.split_at_checked(ufunc.nin())?;
    let mut out = match rest {
        [] => None,
        [out] => Some(&**out),
        _ => return None,
    };
    for (name, value) in kwargs {
        match (&**name, &**value) {
            ("out", value) if out.is_none() => out = Some(value),
            // What holds anyway.
            ("where", Value::Bool(true)) | ("subok", Value::Bool(_)) => {}
            _ => return None,
        }
    }
    let out = match out {
        None | Some(Value::None) => None,
        Some(Value::Array(out)) => Some(out),
        Some(Value::Tuple(items)) if rest.is_empty() => match &items[..] {
            [Value::Array(out)] => Some(out),
            _ => return None,
        },
        Some(_) => return None,
    };
    let Some(out) = out else {
        return match inputs {
            [x] => called(ufunc, &[input(x)?]),
            [x, y] => called(ufunc, &[input(x)?, input(y)?]),
            _ => None,
        };
    };
    let done = match inputs {
        [x] => match is_out(x, out) {
            true => out.update(|mut view| Ok(ufunc.call_in_place(&mut view, &[])?)),
            false => written(ufunc, &[input(x)?], out),
        },
        [x, y] if is_out(x, out) => in_place(ufunc, out, y)?,
        [x, y] if is_out(y, out) && commutes(ufunc) => in_place(ufunc, out, x)?,
        [x, y] => written(ufunc, &[input(x)?, input(y)?], out),
        _ => return None,
    };
    Some(done.map(|()| Value::Array(out.clone())))
}

/// The product of two arrays of numbers; every error is left to the function.
pub(super) fn matmul(x: &Value, y: &Value) -> Option<Result<Value>> {
    let (Value::Array(x), Value::Array(y)) = (x, y) else { return None };
    let (x, y) = (x.get(), y.get());
    if !is_of_numbers(&x) || !is_of_numbers(&y) {
        return None;
    }
    let made = ndstrata_linalg::matmul(x, y).ok()?;
    Some(Ok(Value::from_result(made)))
}

fn is_out(x: &Value, out: &ArrayRef) -> bool {
    matches!(x, Value::Array(x) if x.is(out) && x.read(is_of_numbers))
}

/// The array changed by another operand, which is read from a copy if it lies in the same memory.
fn in_place(ufunc: &'static Ufunc, target: &ArrayRef, other: &Value) -> Option<Result<()>> {
    let other = match other {
        Value::Array(array) => {
            let array = array.get();
            if !is_of_numbers(&array) {
                return None;
            }
            if array.shares_buffer(&target.get()) {
                match array.copy(Order::K) {
                    Ok(copy) => Operand::from(copy),
                    Err(error) => return Some(Err(error.into())),
                }
            } else {
                Operand::from(array)
            }
        }
        other => input(other)?,
    };
    Some(target.update(|mut view| Ok(ufunc.call_in_place(&mut view, &[other])?)))
}

fn written(ufunc: &'static Ufunc, inputs: &[Operand<'_>], out: &ArrayRef) -> Result<()> {
    out.update(|view| {
        ufunc.call(inputs, CallOptions::new().out(view))?;
        Ok(())
    })
}

/// A value as an input, if it is an array of numbers or one of Python's numbers that every integer type
/// might hold.
fn input(value: &Value) -> Option<Operand<'_>> {
    Some(match value {
        Value::Array(array) => {
            let array = array.get();
            if !is_of_numbers(&array) {
                return None;
            }
            Operand::from(array)
        }
        Value::Scalar(x) if is_number(x.dtype()) => Operand::from(x.view().ok()?),
        Value::Int(x) => Operand::Int(x.to_i64()?.into()),
        Value::Float(x) => Operand::Float(*x),
        _ => return None,
    })
}

pub(super) fn is_of_numbers(array: &DynArray) -> bool {
    is_number(array.dtype())
}

fn is_number(dtype: &DType) -> bool {
    let kind = dtype.kind();
    kind.is_number() || kind == Kind::Bool
}

/// The one result, or the error; an error that the function may turn into an answer is left to it.
fn called(ufunc: &'static Ufunc, inputs: &[Operand<'_>]) -> Option<Result<Value>> {
    match ufunc.call_quickly(inputs) {
        Some(Quick::Array(made)) => return Some(Ok(made.into())),
        Some(Quick::Scalar(made)) => return Some(Ok(made.into())),
        None => {}
    }
    match ufunc.call(inputs, CallOptions::new()) {
        Ok(made) => Some(Ok(Value::from_result(made.into_iter().next()?))),
        Err(error) => {
            Some(Error::from(error)).filter(|error| error.class() != "UFuncTypeError").map(Err)
        }
    }
}

/// An array that lies packed already.
pub(super) fn as_contiguous(value: &Value) -> Option<Value> {
    let Value::Array(held) = value else { return None };
    if !is_plain(held) {
        return None;
    }
    held.read(|array| array.ndim() > 0 && array.is_c_contiguous()).then(|| value.clone())
}

/// An array that is of the type and in the order asked for already, or a copy of it.
pub(super) fn as_array(
    is_array_function: bool,
    args: &[Cow<'_, Value>],
    kwargs: &Keywords<'_>,
) -> Option<Result<Value>> {
    let (value, dtype) = match args {
        [value] => (value, None),
        [value, dtype] => (value, Some(("dtype", &**dtype))),
        _ => return None,
    };
    let Value::Array(held) = &**value else { return None };
    if !is_plain(held) {
        return None;
    }
    // `np.array` copies unless it is told otherwise.
    let mut copies = is_array_function;
    let options = kwargs.iter().map(|(name, option)| (&**name, &**option));
    for (name, option) in options.chain(dtype) {
        let is_met = match (name, option) {
            ("copy", Value::Bool(is_wanted)) => {
                copies = *is_wanted;
                true
            }
            ("copy", Value::None) => {
                copies = false;
                true
            }
            // Of two types the function complains.
            ("dtype", _) if dtype.is_some() && args.len() + kwargs.len() > 2 => false,
            ("dtype" | "order", Value::None) => true,
            ("subok", Value::Bool(_)) => is_array_function,
            ("dtype", Value::DType(dtype)) => held.read(|array| array.dtype() == dtype),
            ("order", Value::Str(order)) => held.read(|array| match order.as_str() {
                Some("C") => array.is_c_contiguous(),
                Some("F") => array.is_f_contiguous(),
                _ => false,
            }),
            ("ndmin", Value::Int(ndmin)) if is_array_function => {
                ndmin.to_usize().is_some_and(|ndmin| held.read(|array| ndmin <= array.ndim()))
            }
            _ => false,
        };
        if !is_met {
            return None;
        }
    }
    if !copies {
        return Some(Ok(Value::clone(value)));
    }
    let array = held.get();
    if !is_of_numbers(&array) {
        return None;
    }
    Some(array.copy(Order::K).map(Value::from).map_err(Error::from))
}
