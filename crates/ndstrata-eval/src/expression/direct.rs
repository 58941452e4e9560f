//! Operators and ufuncs of arrays of numbers, straight to their loops.
//!
//! The registry binds arguments to parameters and asks of each what else it may be. Where all are arrays of
//! numbers and Python's numbers, as most are, that takes longer than the loop over a short array.

use std::borrow::Cow;

use ndstrata_array::{DynArray, Index, Order};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{CallOptions, Operand, Ufunc, ufuncs};
use num_traits::ToPrimitive;

use super::scalars::element_of;
use super::temporary::WORTH_KEEPING;
use crate::array_ref::{ArrayRef, catch_up};
use crate::coerce::as_index;
use crate::error::{Error, Result};
use crate::functions::{array_item, set_array_item};
use crate::value::Value;

/// The ufunc of an operator.
fn ufunc_of(operator: &str) -> Option<&'static Ufunc> {
    Some(match operator {
        "operator.add" => &ufuncs::ADD,
        "operator.sub" => &ufuncs::SUBTRACT,
        "operator.mul" => &ufuncs::MULTIPLY,
        "operator.truediv" => &ufuncs::DIVIDE,
        "operator.floordiv" => &ufuncs::FLOOR_DIVIDE,
        "operator.mod" => &ufuncs::REMAINDER,
        "operator.pow" => &ufuncs::POWER,
        "operator.lshift" => &ufuncs::LEFT_SHIFT,
        "operator.rshift" => &ufuncs::RIGHT_SHIFT,
        "operator.and_" => &ufuncs::BITWISE_AND,
        "operator.or_" => &ufuncs::BITWISE_OR,
        "operator.xor" => &ufuncs::BITWISE_XOR,
        "operator.eq" => &ufuncs::EQUAL,
        "operator.ne" => &ufuncs::NOT_EQUAL,
        "operator.lt" => &ufuncs::LESS,
        "operator.le" => &ufuncs::LESS_EQUAL,
        "operator.gt" => &ufuncs::GREATER,
        "operator.ge" => &ufuncs::GREATER_EQUAL,
        "operator.neg" => &ufuncs::NEGATIVE,
        "operator.pos" => &ufuncs::POSITIVE,
        "operator.invert" => &ufuncs::INVERT,
        "operator.abs" => &ufuncs::ABSOLUTE,
        _ => return None,
    })
}

/// The result of an operator on arrays of numbers; `None` if the registry is to be asked.
pub(super) fn operator(function: &str, operands: &[&Value]) -> Option<Result<Value>> {
    let arrays = operands.iter().filter(|x| matches!(x, Value::Array(_))).count();
    if arrays == 0 {
        return None;
    }
    if function == "operator.matmul" {
        let [x, y] = operands else { return None };
        return matmul(x, y);
    }
    let ufunc = ufunc_of(function)?;
    if let Some((x, y)) = texts(function, operands) {
        return finished(ufunc.call(&[x.into(), y.into()], CallOptions::new()));
    }
    // A power by one number may be a simpler ufunc.
    if function == "operator.pow" && arrays < 2 {
        return None;
    }
    let made = match operands {
        [x] => ufunc.call(&[input(x)?], CallOptions::new()),
        [x, y] => {
            let inputs = [input(x)?, input(y)?];
            // A temporary's memory may be worth having again.
            let is_large = |x: &Operand<'_>| match x {
                Operand::View(view) => view.nbytes() >= WORTH_KEEPING,
                _ => false,
            };
            if inputs.iter().any(is_large) {
                return None;
            }
            ufunc.call(&inputs, CallOptions::new())
        }
        _ => return None,
    };
    finished(made)
}

/// The operands of a comparison of text with text, or of bytes with bytes.
fn texts(function: &str, operands: &[&Value]) -> Option<(DynArray, DynArray)> {
    let [Value::Array(x), Value::Array(y)] = operands else { return None };
    let is_comparison = matches!(
        function,
        "operator.eq"
            | "operator.ne"
            | "operator.lt"
            | "operator.le"
            | "operator.gt"
            | "operator.ge"
    );
    let (x, y) = (x.get(), y.get());
    let kind = x.dtype().kind();
    let are_texts = matches!(kind, Kind::Str | Kind::Bytes) && y.dtype().kind() == kind;
    (is_comparison && are_texts).then_some((x, y))
}

/// An array of numbers changed by an operator in place; `None` if the registry is to be asked.
pub(super) fn update(function: &str, target: &Value, other: &Value) -> Option<Result<()>> {
    let Value::Array(target) = target else { return None };
    // A power by one number may be a simpler ufunc.
    if function == "operator.pow" || !is_of_numbers(&target.get()) {
        return None;
    }
    let done = in_place(ufunc_of(function)?, target, other)?;
    catch_up();
    Some(done)
}

/// The result of a ufunc called on arrays of numbers, perhaps with an array for its result; `None` if the
/// registry is to be asked.
pub(super) fn call(
    ufunc: &'static Ufunc,
    args: &[Cow<'_, Value>],
    kwargs: &[(Cow<'_, str>, Cow<'_, Value>)],
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
        return finished(match inputs {
            [x] => ufunc.call(&[input(x)?], CallOptions::new()),
            [x, y] => ufunc.call(&[input(x)?, input(y)?], CallOptions::new()),
            _ => return None,
        });
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
    catch_up();
    Some(done.map(|()| Value::Array(out.clone())))
}

/// The product of two arrays of numbers; `None` if the registry is to be asked, as for every error.
pub(super) fn matmul(x: &Value, y: &Value) -> Option<Result<Value>> {
    let (Value::Array(x), Value::Array(y)) = (x, y) else { return None };
    let (x, y) = (x.get(), y.get());
    if !is_of_numbers(&x) || !is_of_numbers(&y) {
        return None;
    }
    let made = ndstrata_linalg::matmul(x, y).ok()?;
    catch_up();
    Some(Ok(Value::from_result(made)))
}

/// The part of an array of numbers at an index; `None` if the registry is to be asked.
pub(super) fn item(object: &Value, index: &Value) -> Option<Result<Value>> {
    let Value::Array(source) = object else { return None };
    let array = source.get();
    let found = match place_of(&array, index) {
        Some((place, n_axes)) => {
            array.scalar_at(&place[..n_axes]).map(Value::Scalar).map_err(Error::from)
        }
        None if is_of_numbers(&array) => array_item(source, index),
        None => return None,
    };
    drop(array);
    catch_up();
    Some(found)
}

/// Writes to an array of numbers at an index; `None` if the registry is to be asked.
pub(super) fn set_item(object: &Value, index: &Value, value: &Value) -> Option<Result<()>> {
    let Value::Array(target) = object else { return None };
    let array = target.get();
    if !is_of_numbers(&array) {
        return None;
    }
    let element = element_of(value, array.dtype()).filter(|_| array.dtype().is_native());
    // Held no longer, so that it is not copied before it is written.
    drop(array);
    let written = match (element, basic_index(index)) {
        (Some(element), Some(index)) => target.update(|mut view| match view.slice_mut(&index) {
            Ok(mut part) => Ok(part.fill(&element).is_ok()),
            Err(_) => Ok(false),
        }),
        _ => Ok(false),
    };
    let done = match written {
        Ok(true) => Ok(()),
        Ok(false) => set_array_item(target, index, value),
        Err(error) => Err(error),
    };
    catch_up();
    Some(done)
}

/// An index of integers, slices and their like, which selects each element once.
fn basic_index(index: &Value) -> Option<Vec<Index>> {
    let is_basic = |part: &Value| {
        matches!(part, Value::Int(_) | Value::Slice(_) | Value::Ellipsis | Value::None)
    };
    let is_all_basic = match index {
        Value::Tuple(parts) => parts.iter().all(is_basic),
        one => is_basic(one),
    };
    if is_all_basic { as_index(index).ok() } else { None }
}

/// Most axes for which indices are looked at here.
const FEW_AXES: usize = 4;

/// The place that integers name, one for each axis of an array of numbers in the machine's byte order, and the
/// number of axes.
fn place_of(array: &DynArray, index: &Value) -> Option<([isize; FEW_AXES], usize)> {
    let parts = match index {
        Value::Tuple(items) => &items[..],
        Value::Int(_) => std::slice::from_ref(index),
        _ => return None,
    };
    let n_axes = parts.len();
    let is_plain = is_of_numbers(array) && array.dtype().is_native();
    if n_axes > FEW_AXES || array.ndim() != n_axes || !is_plain {
        return None;
    }
    let mut place = [0; FEW_AXES];
    for ((place, part), &length) in place.iter_mut().zip(parts).zip(array.shape()) {
        let Value::Int(i) = part else { return None };
        let (i, length) = (i.to_isize()?, length as isize);
        let from_start = if i < 0 { i + length } else { i };
        // What is out of bounds is told of by the registry.
        *place = Some(from_start).filter(|i| (0..length).contains(i))?;
    }
    Some((place, n_axes))
}

fn is_out(x: &Value, out: &ArrayRef) -> bool {
    matches!(x, Value::Array(x) if x.is(out) && is_of_numbers(&x.get()))
}

/// Whether the operands may change places.
fn commutes(ufunc: &'static Ufunc) -> bool {
    let all = [
        &ufuncs::ADD,
        &ufuncs::MULTIPLY,
        &ufuncs::BITWISE_AND,
        &ufuncs::BITWISE_OR,
        &ufuncs::BITWISE_XOR,
    ];
    all.into_iter().any(|one| std::ptr::eq(one, ufunc))
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
fn input(value: &Value) -> Option<Operand<'static>> {
    Some(match value {
        Value::Array(array) => {
            let array = array.get();
            if !is_of_numbers(&array) {
                return None;
            }
            Operand::from(array)
        }
        Value::Scalar(x) if is_number(x.dtype()) => Operand::from(x.to_array().ok()?),
        Value::Int(x) => Operand::Int(x.to_i64()?.into()),
        Value::Float(x) => Operand::Float(*x),
        _ => return None,
    })
}

fn is_of_numbers(array: &DynArray) -> bool {
    is_number(array.dtype())
}

fn is_number(dtype: &DType) -> bool {
    let kind = dtype.kind();
    kind.is_number() || kind == Kind::Bool
}

/// The one result, or the error; an error that the registry may turn into an answer is left to it.
fn finished(
    made: ndstrata_ufunc::Result<impl IntoIterator<Item = DynArray>>,
) -> Option<Result<Value>> {
    let done = match made {
        Ok(made) => Ok(Value::from_result(made.into_iter().next()?)),
        Err(error) => {
            let error = Error::from(error);
            if error.class() == "UFuncTypeError" {
                return None;
            }
            Err(error)
        }
    };
    catch_up();
    Some(done)
}
