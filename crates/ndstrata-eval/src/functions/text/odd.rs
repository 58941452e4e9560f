//! Arguments of `np.genfromtxt` that are of no type it asks for, as its Python takes them: what is never looked at is
//! no error, and what is looked at fails where and how it would there.

use ndstrata_text::{Case, Delimiter};

use super::{string, truth};
use crate::error::{Error, Result};
use crate::registry::{Arguments, int, ints};
use crate::value::Value;

/// The least number of axes, which is one of three.
pub(super) fn ndmin(a: &Arguments<'_>) -> Result<i64> {
    let value = a.value("ndmin");
    let number = match value {
        Value::Float(x) if [0.0, 1.0, 2.0].contains(x) => Some(*x as i64),
        other => int(other).ok().filter(|n| (0..=2).contains(n)),
    };
    number.ok_or_else(|| {
        let shown = value.to_text(&Default::default()).unwrap_or_default();
        Error::value_error(format!("Illegal value of ndmin keyword: {shown}"))
    })
}

/// How many rows at most. A number that no count of rows is equal to is never reached.
pub(super) fn max_rows(a: &Arguments<'_>) -> Result<Option<usize>> {
    let Some(value) = a.optional("max_rows") else { return Ok(None) };
    if truth(a.value("skip_footer")) {
        return Err(Error::value_error(
            "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.",
        ));
    }
    let too_few = || Error::value_error("'max_rows' must be at least 1.");
    match value {
        Value::Float(x) if *x < 1.0 => Err(too_few()),
        Value::Float(x) => Ok((x.fract() == 0.0).then_some(*x as usize)),
        other => match size(other) {
            Ok(0) => Err(too_few()),
            Ok(n) => Ok(Some(n)),
            Err(error) => Err(error),
        },
    }
}

/// A number of lines; less than none is none, and more than there can be is all.
pub(super) fn size(value: &Value) -> Result<usize> {
    match int(value) {
        Ok(n) => Ok(usize::try_from(n).unwrap_or(0)),
        Err(error) if error.class() == "OverflowError" => {
            let is_negative = value.to_repr(&Default::default())?.starts_with('-');
            Ok(if is_negative { 0 } else { usize::MAX })
        }
        Err(error) => Err(error),
    }
}

/// How many lines at the end: what is not more than none is not looked at.
pub(super) fn skip_footer(value: &Value) -> Result<usize> {
    match value {
        Value::Float(x) if x.is_nan() || *x <= 0.0 => Ok(0),
        other => size(other),
    }
}

/// Converters are a dictionary, or nothing.
pub(super) fn check_converters(value: &Value) -> Result<()> {
    if !truth(value) || matches!(value, Value::Dict(_)) {
        return Ok(());
    }
    Err(Error::type_error(format!(
        "The input argument 'converter' should be a valid dictionary (got '<class '{}'>' instead)",
        value.type_name()
    )))
}

/// Names that are not to be used. Of a list, what is no text equals no name.
pub(super) fn excludelist(value: &Value) -> Result<Vec<String>> {
    match value {
        Value::None => Ok(Vec::new()),
        Value::List(items) => items.iter().filter(|item| is_text(item)).map(string).collect(),
        other => Err(no_attribute(other, "extend")),
    }
}

/// Characters to delete; `None` for the usual ones. Of a list, those that are one character.
pub(super) fn deletechars(value: &Value) -> Result<Option<String>> {
    match value {
        Value::None => Ok(None),
        Value::Str(_) => string(value).map(Some),
        Value::Bytes(_) => Ok(Some(String::new())),
        Value::Dict(entries) => Ok(Some(characters(entries.iter().map(|(key, _)| key)))),
        Value::List(items) | Value::Tuple(items) => Ok(Some(characters(items.iter()))),
        other => string(other).map(Some),
    }
}

fn characters<'v>(items: impl Iterator<Item = &'v Value>) -> String {
    let texts = items.filter(|item| is_text(item)).filter_map(|item| string(item).ok());
    texts.filter(|text| text.chars().count() == 1).collect()
}

/// What becomes of capital letters in names.
pub(super) fn case(value: &Value) -> Result<Case> {
    match value {
        Value::Bool(true) | Value::None => Ok(Case::Keep),
        Value::Bool(false) => Ok(Case::Upper),
        Value::Str(_) => match string(value)? {
            text if text.starts_with('u') => Ok(Case::Upper),
            text if text.starts_with('l') => Ok(Case::Lower),
            text => Err(Error::value_error(format!("unrecognized case_sensitive value {text}."))),
        },
        Value::Bytes(_) => Err(Error::type_error(
            "startswith first arg must be bytes or a tuple of bytes, not str",
        )),
        other => Err(no_attribute(other, "startswith")),
    }
}

/// What blanks in names become, where there are names.
pub(super) fn replace_space(a: &Arguments<'_>) -> Result<String> {
    match a.value("replace_space") {
        // Nothing leaves them as they are.
        value if !truth(value) => Ok(" ".to_owned()),
        value @ Value::Str(_) => string(value),
        other if truth(a.value("names")) => Err(Error::type_error(format!(
            "replace() argument 2 must be str, not {}",
            other.type_name()
        ))),
        _ => Ok("_".to_owned()),
    }
}

/// What separates; `None` where fields are less than nothing wide, so that no line has any.
pub(super) fn delimiter(value: &Value) -> Result<Option<Delimiter>> {
    Ok(Some(match value {
        Value::None => Delimiter::Blanks,
        value @ (Value::Str(_) | Value::Bytes(_)) => Delimiter::Text(string(value)?),
        Value::Dict(entries) if entries.is_empty() => return Ok(None),
        value if value.as_sequence().is_some() => Delimiter::Widths(
            ints(value)?.into_iter().map(|n| usize::try_from(n).unwrap_or(0)).collect(),
        ),
        Value::Float(x) if x.is_nan() => {
            return Err(Error::value_error("cannot convert float NaN to integer"));
        }
        Value::Float(x) if x.is_infinite() => {
            let reason = "cannot convert float infinity to integer";
            return Err(Error::new("OverflowError", reason));
        }
        Value::Float(x) if *x <= -1.0 => return Ok(None),
        Value::Float(x) => Delimiter::Width(*x as usize),
        value => match size(value)? {
            0 if truth(value) => return Ok(None),
            width => Delimiter::Width(width),
        },
    }))
}

/// A `False` that is taken for a list of names.
pub(super) fn check_names(a: &Arguments<'_>) -> Result<()> {
    if !matches!(a.value("names"), Value::Bool(false)) {
        return Ok(());
    }
    Err(Error::type_error(match a.is_given("dtype") && a.value("dtype").is_none() {
        true => "'bool' object is not iterable",
        false => "object of type 'bool' has no len()",
    }))
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Str(_))
}

fn no_attribute(value: &Value, name: &str) -> Error {
    let reason = format!("'{}' object has no attribute '{name}'", value.type_name());
    Error::new("AttributeError", reason)
}
