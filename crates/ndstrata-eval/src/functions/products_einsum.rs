//! `einsum` and `einsum_path`, with labels as text or as lists of numbers.

use ndstrata_array::DynArray;
use ndstrata_dtype::Casting;
use ndstrata_linalg::{Einsum, Optimize, einsum_path};
use ndstrata_ufunc::Operand;

use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int, ints};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    (
        "np.einsum",
        "*operands, out=None, optimize=False, dtype=None, order='K', casting='safe'",
        einsum,
    ),
    ("np.einsum_path", "*operands, optimize='greedy', einsum_call=False", path),
];

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The text of the labels, and the values that are operands.
fn subscripts(given: &[Value], is_optimized: bool) -> Result<(String, Vec<Value>)> {
    let Some(first) = given.first() else {
        return Err(Error::value_error(if is_optimized {
            "No input operands"
        } else {
            "must specify the einstein sum subscripts string and at least one operand, or at least one \
             operand and its corresponding subscripts list"
        }));
    };
    let text = match first {
        Value::Str(text) => Some(text.as_str().unwrap_or("?").to_owned()),
        Value::Bytes(bytes) if !is_optimized => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    };
    if let Some(text) = text {
        if !is_optimized && !text.is_ascii() {
            return Err(Error::new(
                "UnicodeEncodeError",
                "'ascii' codec can't encode the labels: ordinal not in range(128)",
            ));
        }
        if given.len() < 2 && !is_optimized {
            return Err(Error::value_error(
                "must specify the einstein sum subscripts string and at least one operand",
            ));
        }
        return Ok((text, given[1..].to_vec()));
    }
    if given.len() < 2 && !is_optimized {
        return Err(Error::value_error(
            "must provide at least an operand and a subscripts list to einsum",
        ));
    }
    let mut terms = Vec::new();
    let mut operands = Vec::new();
    for pair in given.chunks(2) {
        match pair {
            [operand, labels] => {
                operands.push(operand.clone());
                terms.push(term(labels, is_optimized)?);
            }
            _ => break,
        }
    }
    let mut text = terms.join(",");
    if given.len() % 2 == 1 {
        text.push_str("->");
        text.push_str(&term(&given[given.len() - 1], is_optimized)?);
    }
    Ok((text, operands))
}

/// A list of labels as text.
fn term(labels: &Value, is_optimized: bool) -> Result<String> {
    let items: Vec<Value> = match labels {
        Value::Tuple(items) | Value::List(items) => items.clone(),
        Value::Array(array)
            if array.get().ndim() == 1
                && (is_optimized || array.get().dtype().kind().is_integer()) =>
        {
            ints(labels)?.into_iter().map(|n| Value::from(n as i64)).collect()
        }
        _ if is_optimized => {
            return Err(Error::type_error(
                "For this input type lists must contain either int or Ellipsis",
            ));
        }
        _ => {
            return Err(Error::type_error(
                "the subscripts for each operand must be a list or a tuple",
            ));
        }
    };
    let mut text = String::new();
    for item in &items {
        if matches!(item, Value::Ellipsis) {
            text.push_str("...");
            continue;
        }
        let label = int(item).map_err(|_| {
            Error::type_error(if is_optimized {
                "For this input type lists must contain either int or Ellipsis"
            } else {
                "each subscript must be either an integer or an ellipsis"
            })
        })?;
        let n = LETTERS.len() as i64;
        let place = if is_optimized && (-n..0).contains(&label) { label + n } else { label };
        match usize::try_from(place).ok().and_then(|place| LETTERS.get(place)) {
            Some(&letter) => text.push(letter as char),
            None if is_optimized => {
                return Err(Error::new("IndexError", "string index out of range"));
            }
            None => {
                return Err(Error::value_error("subscript is not within the valid range [0, 52)"));
            }
        }
    }
    Ok(text)
}

/// What `optimize=` asks for.
fn optimize(value: &Value) -> Result<Optimize> {
    match value {
        Value::None | Value::Bool(false) => Ok(Optimize::No),
        Value::Bool(true) => Ok(Optimize::Greedy(None)),
        Value::Str(name) => Ok(named(name.as_str().unwrap_or_default(), None)),
        Value::Tuple(items) | Value::List(items) => match &items[..] {
            [Value::Str(first), steps @ ..] if first.as_str() == Some("einsum_path") => {
                let steps = steps
                    .iter()
                    .map(|step| {
                        ints(step)?
                            .into_iter()
                            .map(|place| {
                                usize::try_from(place).map_err(|_| {
                                    Error::unsupported("a place in a path counted from the end")
                                })
                            })
                            .collect()
                    })
                    .collect::<Result<_>>()?;
                Ok(Optimize::Path(steps))
            }
            [Value::Str(name), limit @ (Value::Int(_) | Value::Float(_))] => {
                let limit = match limit {
                    Value::Float(limit) => limit.trunc(),
                    other => int(other)? as f64,
                };
                Ok(named(name.as_str().unwrap_or_default(), Some(limit)))
            }
            // An empty sequence is false in Python.
            [] => Ok(Optimize::No),
            _ => Err(Error::type_error("Did not understand the path")),
        },
        other => {
            Err(Error::type_error(format!("object of type '{}' has no len()", other.type_name())))
        }
    }
}

fn named(name: &str, limit: Option<f64>) -> Optimize {
    match name {
        "greedy" => Optimize::Greedy(limit),
        "optimal" => Optimize::Optimal(limit),
        name => Optimize::Unknown(name.to_owned()),
    }
}

/// The labels, the operands, and how they are put in order.
fn read(a: &Arguments<'_>) -> Result<(String, Vec<Value>, Vec<DynArray>, Optimize)> {
    let is_plain = matches!(a.value("optimize"), Value::Bool(false));
    let is_optimized = !is_plain || a.function().ends_with("path");
    let (text, values) = subscripts(a.rest(), is_optimized)?;
    let arrays = values.iter().map(as_array).collect::<Result<Vec<_>>>()?;
    let optimize = optimize(a.value("optimize"))?;
    // `None` optimises nothing, but words its refusals as if it did.
    let optimize = match optimize {
        Optimize::No if !is_plain => Optimize::Path(vec![(0..arrays.len()).collect()]),
        other => other,
    };
    Ok((text, values, arrays, optimize))
}

fn einsum(a: &Arguments<'_>) -> Result<Value> {
    let (text, values, arrays, optimize) = read(a)?;
    let mut options = Einsum::default().order(a.order("order")?).optimize(optimize);
    let casting = a.text("casting")?.parse::<Casting>()?;
    // Where steps are ufuncs, these have a default of their own.
    if a.is_given("casting") {
        options = options.casting(casting);
    }
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    let operands: Vec<Operand<'_>> = arrays.into_iter().map(Operand::from).collect();
    match a.value("out") {
        Value::None => {}
        Value::Array(out) => {
            out.update(|view| Ok(options.call_into(&text, &operands, view)?))?;
            return Ok(Value::Array(out.clone()));
        }
        _ => return Err(Error::type_error("keyword parameter out must be an array for einsum")),
    }
    let made = options.call(&text, &operands)?;
    if made.ndim() == 0 && options.ends_in_matrices(&text, &operands)? {
        return Ok(Value::Array(ArrayRef::new(made)));
    }
    Ok(match &values[..] {
        [Value::Array(source)] if made.ndim() > 0 => Value::Array(source.derive(made)),
        _ => Value::from_result(made),
    })
}

fn path(a: &Arguments<'_>) -> Result<Value> {
    if a.truth("einsum_call")? {
        return Err(Error::unsupported("einsum_call= is not supported"));
    }
    let (text, _, arrays, optimize) = read(a)?;
    let operands: Vec<Operand<'_>> = arrays.into_iter().map(Operand::from).collect();
    let found = einsum_path(&text, &operands, &optimize)?;
    let step = |places: Vec<usize>| {
        Value::Tuple(places.into_iter().map(|place| Value::from(place as i64)).collect())
    };
    let mut steps = vec![Value::from("einsum_path")];
    steps.extend(found.steps.into_iter().map(step));
    Ok(Value::Tuple(vec![Value::List(steps), Value::from(found.report.as_str())]))
}
