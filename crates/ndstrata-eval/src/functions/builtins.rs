//! Python's functions that make and fold sequences: `slice`, `range`, `list`, `sum`, `sorted`.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::coerce::truth;
use crate::error::{Error, Result};
use crate::expression::{MAX_PYTHON_ITEMS as MAX_ITEMS, python_items};
use crate::registry::{self, Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("slice", "*args", slice),
    ("range", "*args", range),
    ("list", "iterable=(), /", |a| Ok(Value::List(python_items(a.value("iterable"))?))),
    ("tuple", "iterable=(), /", |a| Ok(Value::Tuple(python_items(a.value("iterable"))?))),
    ("bytes", "source=b'', encoding=None", bytes),
    ("dict", "**kwargs", |a| {
        let entry = |(name, value): &(String, Value)| (name.as_str().into(), value.clone());
        Ok(Value::Dict(a.options().iter().map(entry).collect()))
    }),
    ("all", "iterable, /", |a| Ok(junction(a, false)?.into())),
    ("any", "iterable, /", |a| Ok(junction(a, true)?.into())),
    ("max", "*args", |a| extreme(a, "operator.gt")),
    ("min", "*args", |a| extreme(a, "operator.lt")),
    ("sum", "iterable, /, start=0", sum),
    ("sorted", "iterable, /, *, reverse=False", sorted),
    ("round", "number, ndigits=None", round),
    ("type", "object, /", kind),
];

fn slice(a: &Arguments<'_>) -> Result<Value> {
    let bounds = match a.rest() {
        [stop] => [Value::None, stop.clone(), Value::None],
        [start, stop] => [start.clone(), stop.clone(), Value::None],
        [start, stop, step] => [start.clone(), stop.clone(), step.clone()],
        [] => return Err(Error::type_error("slice expected at least 1 argument, got 0")),
        more => {
            let n = more.len();
            return Err(Error::type_error(format!("slice expected at most 3 arguments, got {n}")));
        }
    };
    Ok(Value::Slice(Box::new(bounds)))
}

fn range(a: &Arguments<'_>) -> Result<Value> {
    let bound = |value: &Value| registry::int(value).map(i128::from);
    let (start, stop, step) = match a.rest() {
        [stop] => (0, bound(stop)?, 1),
        [start, stop] => (bound(start)?, bound(stop)?, 1),
        [start, stop, step] => (bound(start)?, bound(stop)?, bound(step)?),
        [] => return Err(Error::type_error("range expected at least 1 argument, got 0")),
        more => {
            let n = more.len();
            return Err(Error::type_error(format!("range expected at most 3 arguments, got {n}")));
        }
    };
    if step == 0 {
        return Err(Error::value_error("range() arg 3 must not be zero"));
    }
    let distance = if step > 0 { stop - start } else { start - stop };
    let n = distance.max(0) as u128;
    let n = usize::try_from(n.div_ceil(step.unsigned_abs())).unwrap_or(usize::MAX);
    if n > MAX_ITEMS {
        return Err(Error::new("MemoryError", "the range is too long"));
    }
    let item = |i: usize| Value::Int(BigInt::from(start + step * i as i128));
    Ok(Value::List((0..n).map(item).collect()))
}

fn is_true(operator: &str, x: &Value, y: &Value) -> Result<bool> {
    truth(&registry::call(operator, vec![x.clone(), y.clone()], Vec::new())?)
}

/// The first of the greatest, or of the least, of several values or of the items of one.
fn extreme(a: &Arguments<'_>, is_better: &str) -> Result<Value> {
    let items = match a.rest() {
        [one] => python_items(one)?,
        several => several.to_vec(),
    };
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        let name = a.function();
        return Err(Error::value_error(format!("{name}() arg is an empty sequence")));
    };
    for item in items {
        if is_true(is_better, &item, &best)? {
            best = item;
        }
    }
    Ok(best)
}

fn bytes(a: &Arguments<'_>) -> Result<Value> {
    let byte = |item: &Value| {
        u8::try_from(registry::int(item)?)
            .map_err(|_| Error::value_error("bytes must be in range(0, 256)"))
    };
    let bytes: Vec<u8> = match a.value("source") {
        bytes @ Value::Bytes(_) => return Ok(bytes.clone()),
        Value::Str(text) if a.value("encoding").is_none() => {
            let _ = text;
            return Err(Error::type_error("string argument without an encoding"));
        }
        Value::Str(text) => {
            let encoding = a.text("encoding")?;
            super::scalars::encode(&text.code_points().collect::<Vec<_>>(), encoding)?
        }
        Value::Int(n) => match n.to_usize() {
            Some(n) if n <= MAX_ITEMS => vec![0; n],
            Some(_) => return Err(Error::new("MemoryError", "too many bytes")),
            None => return Err(Error::value_error("negative count")),
        },
        items => python_items(items)?.iter().map(byte).collect::<Result<_>>()?,
    };
    Ok(bytes.into())
}

/// Whether an item is `end`, and whether none is otherwise.
fn junction(a: &Arguments<'_>, end: bool) -> Result<bool> {
    for item in python_items(a.value("iterable"))? {
        if truth(&item)? == end {
            return Ok(end);
        }
    }
    Ok(!end)
}

fn sum(a: &Arguments<'_>) -> Result<Value> {
    python_items(a.value("iterable"))?
        .into_iter()
        .try_fold(a.value("start").clone(), |total, item| {
            registry::call("operator.add", vec![total, item], Vec::new())
        })
}

fn sorted(a: &Arguments<'_>) -> Result<Value> {
    let mut items = python_items(a.value("iterable"))?;
    let descends = a.truth("reverse")?;
    if descends {
        items.reverse();
    }
    let mut items = merged(items)?;
    if descends {
        items.reverse();
    }
    Ok(Value::List(items))
}

/// The items in order, equal ones in theirs. Of any two only `<` is asked, as Python does, whose order need
/// not be one.
fn merged(mut items: Vec<Value>) -> Result<Vec<Value>> {
    if items.len() < 2 {
        return Ok(items);
    }
    let after = items.split_off(items.len() / 2);
    let (before, after) = (merged(items)?, merged(after)?);
    let mut made = Vec::with_capacity(before.len() + after.len());
    let (mut before, mut after) = (before.into_iter().peekable(), after.into_iter().peekable());
    while let (Some(x), Some(y)) = (before.peek(), after.peek()) {
        let is_later_first = is_true("operator.lt", y, x)?;
        made.extend(if is_later_first { after.next() } else { before.next() });
    }
    made.extend(before);
    made.extend(after);
    Ok(made)
}

fn round(a: &Arguments<'_>) -> Result<Value> {
    let digits = a.optional_int("ndigits")?;
    match (a.value("number"), digits) {
        (Value::Float(x), None) => whole(*x),
        (Value::Float(x), Some(digits)) => Ok(Value::Float(to_digits(*x, digits)?)),
        (Value::Int(x), Some(digits)) => Ok(Value::Int(to_tens(x, digits, false))),
        (Value::Int(x), None) => Ok(Value::Int(x.clone())),
        (Value::Bool(x), digits) => {
            let x = BigInt::from(i64::from(*x));
            Ok(Value::Int(to_tens(&x, digits.unwrap_or(0), false)))
        }
        (Value::Complex(_), _) => {
            Err(Error::type_error("type complex doesn't define __round__ method"))
        }
        (Value::Scalar(_), None) => {
            let rounded = registry::call("np.round", vec![a.value("number").clone()], Vec::new())?;
            let Value::Scalar(x) = &rounded else { return Ok(rounded) };
            match Value::from_scalar(x)? {
                Value::Float(x) => whole(x),
                other => Ok(other),
            }
        }
        (number, digits) => {
            let mut args = vec![number.clone()];
            args.extend(digits.map(Value::from));
            registry::call("np.round", args, Vec::new())
        }
    }
}

/// The nearest integer, half to even.
fn whole(x: f64) -> Result<Value> {
    match BigInt::from_f64(x.round_ties_even()) {
        Some(x) => Ok(Value::Int(x)),
        None if x.is_nan() => Err(Error::value_error("cannot convert float NaN to integer")),
        None => Err(Error::new("OverflowError", "cannot convert float infinity to integer")),
    }
}

/// To so many decimals, or tens, as if written in full.
fn to_digits(x: f64, digits: i64) -> Result<f64> {
    // No float has digits beyond these.
    if !x.is_finite() || digits > 323 {
        return Ok(x);
    }
    if digits >= 0 {
        return Ok(format!("{x:.*}", digits as usize).parse().unwrap_or(x));
    }
    let Some(below) = BigInt::from_f64(x.trunc()) else { return Ok(x) };
    let rounded = to_tens(&below, digits, x.fract() != 0.0).to_f64().unwrap_or(f64::INFINITY);
    if rounded.is_infinite() {
        return Err(Error::new("OverflowError", "rounded value too large to represent"));
    }
    Ok(rounded.copysign(x))
}

/// To a multiple of a power of ten, half to even; `has_more` tells of a rest that `x` does not show.
fn to_tens(x: &BigInt, digits: i64, has_more: bool) -> BigInt {
    let n_digits = x.bits() / 3 + 1;
    if digits >= 0 {
        return x.clone();
    }
    if digits.unsigned_abs() > n_digits {
        return BigInt::zero();
    }
    let unit = BigInt::from(10).pow(digits.unsigned_abs() as u32);
    let (below, rest) = (x / &unit, x % &unit);
    let twice = rest.abs() * 2;
    let is_odd = !(&below % 2_i32).is_zero();
    let is_away = twice > unit || twice == unit && (is_odd || has_more);
    let step = if !is_away {
        0
    } else if x.is_negative() {
        -1
    } else {
        1
    };
    (below + step) * unit
}

fn kind(a: &Arguments<'_>) -> Result<Value> {
    Ok(Value::Type(match a.value("object") {
        Value::Scalar(scalar) => {
            let name = scalar.dtype().scalar_type();
            format!("np.{}", name.trim_start_matches("np."))
        }
        Value::Array(_) => "np.ndarray".to_owned(),
        Value::Matrix(_) => "np.matrix".to_owned(),
        Value::DType(_) => "np.dtype".to_owned(),
        other => other.type_name().to_owned(),
    }))
}
