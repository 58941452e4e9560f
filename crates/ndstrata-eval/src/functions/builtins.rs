//! Python's functions that make and fold sequences: `slice`, `range`, `list`, `sum`, `sorted`.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::coerce::truth;
use crate::error::{Error, Result};
use crate::expression::python_items;
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

/// More items than this are refused rather than made.
const MAX_ITEMS: usize = 1 << 20;

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
    Ok(Value::Bytes(match a.value("source") {
        Value::Bytes(bytes) => bytes.clone(),
        Value::Str(text) if a.value("encoding").is_none() => {
            let _ = text;
            return Err(Error::type_error("string argument without an encoding"));
        }
        Value::Str(text) => text.as_str().unwrap_or_default().as_bytes().to_vec(),
        Value::Int(n) => match n.to_usize() {
            Some(n) if n <= MAX_ITEMS => vec![0; n],
            Some(_) => return Err(Error::new("MemoryError", "too many bytes")),
            None => return Err(Error::value_error("negative count")),
        },
        items => python_items(items)?.iter().map(byte).collect::<Result<_>>()?,
    }))
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
    let mut failed = None;
    let descends = a.truth("reverse")?;
    items.sort_by(|x, y| {
        let mut is_less = |x: &Value, y: &Value| {
            is_true("operator.lt", x, y).unwrap_or_else(|error| {
                failed.get_or_insert(error);
                false
            })
        };
        let order = match (is_less(x, y), is_less(y, x)) {
            (true, false) => std::cmp::Ordering::Less,
            (false, true) => std::cmp::Ordering::Greater,
            _ => std::cmp::Ordering::Equal,
        };
        if descends { order.reverse() } else { order }
    });
    failed.map_or(Ok(Value::List(items)), Err)
}

fn round(a: &Arguments<'_>) -> Result<Value> {
    let digits = a.optional_int("ndigits")?;
    match (a.value("number"), digits) {
        (Value::Float(x), None) if x.is_finite() => {
            Ok(Value::Int(BigInt::from_f64(x.round_ties_even()).unwrap_or_default()))
        }
        (Value::Float(x), None) => Err(match x.is_nan() {
            true => Error::value_error("cannot convert float NaN to integer"),
            false => Error::new("OverflowError", "cannot convert float infinity to integer"),
        }),
        (Value::Float(x), Some(digits @ 0..=300)) if x.is_finite() => {
            Ok(Value::Float(format!("{x:.*}", digits as usize).parse().unwrap_or(*x)))
        }
        (Value::Int(x), Some(digits @ -300..0)) => {
            let unit = BigInt::from(10).pow(digits.unsigned_abs() as u32);
            let (below, rest) = (x / &unit, x % &unit);
            let twice = rest.abs() * 2;
            let is_odd = !(&below % 2_i32).is_zero();
            let away = twice > unit || twice == unit && is_odd;
            let step = if away {
                BigInt::from(if x.is_negative() { -1 } else { 1 })
            } else {
                BigInt::zero()
            };
            Ok(Value::Int((below + step) * unit))
        }
        (Value::Int(x), _) => Ok(Value::Int(x.clone())),
        (Value::Bool(x), _) => Ok(Value::Int(i64::from(*x).into())),
        (Value::Scalar(_), None) => {
            let rounded = registry::call("np.round", vec![a.value("number").clone()], Vec::new())?;
            match &rounded {
                Value::Scalar(x) => match Value::from_scalar(x)? {
                    Value::Float(x) if x.is_finite() => {
                        Ok(Value::Int(BigInt::from_f64(x).unwrap_or_default()))
                    }
                    other => Ok(other),
                },
                _ => Ok(rounded),
            }
        }
        (number, digits) => {
            let mut args = vec![number.clone()];
            args.extend(digits.map(Value::from));
            registry::call("np.round", args, Vec::new())
        }
    }
}

fn kind(a: &Arguments<'_>) -> Result<Value> {
    Ok(Value::Type(match a.value("object") {
        Value::Scalar(scalar) => scalar.dtype().scalar_type().to_owned(),
        Value::Array(_) => "np.ndarray".to_owned(),
        Value::Matrix(_) => "np.matrix".to_owned(),
        Value::DType(_) => "np.dtype".to_owned(),
        other => other.type_name().to_owned(),
    }))
}
