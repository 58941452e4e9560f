//! Methods that text has in Python and arrays of text have not, of strings, bytes and their scalars.

use std::borrow::Cow;

use ndstrata_dtype::Kind;
use ndstrata_dtype::literal::PyStr;

use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Body, Entry};
use crate::value::Value;

const SELF: &str = "self, /";

pub(super) const TABLE: &[Entry] = &[
    ("text.isascii", SELF, |a| Ok(units(a.value("self"))?.iter().all(|&unit| unit < 0x80).into())),
    ("text.removeprefix", "self, prefix, /", |a| {
        let (whole, part) = (units(a.value("self"))?, units(a.value("prefix"))?);
        Ok(like(a, whole.strip_prefix(&part[..]).unwrap_or(&whole)))
    }),
    ("text.removesuffix", "self, suffix, /", |a| {
        let (whole, part) = (units(a.value("self"))?, units(a.value("suffix"))?);
        Ok(like(a, whole.strip_suffix(&part[..]).unwrap_or(&whole)))
    }),
    ("text.join", "self, iterable, /", |a| {
        let separator = units(a.value("self"))?;
        let parts = crate::expression::python_items(a.value("iterable"))?;
        let parts = parts.iter().map(units).collect::<Result<Vec<_>>>()?;
        Ok(like(a, &parts.join(&separator[..])))
    }),
    ("text.hex", SELF, |a| match python(a.value("self"))? {
        Value::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(digits.into())
        }
        _ => Err(Error::new("AttributeError", "'str' object has no attribute 'hex'")),
    }),
];

/// What Python's text can do, which scalars of text inherit.
const INHERITED: &[&str] = &[
    "capitalize",
    "center",
    "count",
    "decode",
    "encode",
    "endswith",
    "expandtabs",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "islower",
    "isnumeric",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
    "zfill",
];

/// The methods of scalars of text.
pub(super) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    INHERITED
        .iter()
        .map(|name| (format!("scalar.{name}"), "self, /, *args, **options", inherited as Body))
}

fn inherited(a: &Arguments<'_>) -> Result<Value> {
    let name = a.function().trim_start_matches("scalar.");
    let text = match a.value("self") {
        Value::Scalar(scalar) if matches!(scalar.dtype().kind(), Kind::Str | Kind::Bytes) => {
            a.value("self").clone()
        }
        other => {
            return Err(Error::new(
                "AttributeError",
                format!("'{}' object has no attribute '{name}'", other.class_name()),
            ));
        }
    };
    let method = ["text", "chararray"]
        .iter()
        .find_map(|class| registry::find(&format!("{class}.{name}")))
        .ok_or_else(|| registry::no_function(a.function()))?;
    let args = std::iter::once(text).chain(a.rest().iter().cloned()).map(Cow::Owned);
    let options = a.options().iter().map(|(name, value)| (name.into(), Cow::Borrowed(value)));
    let (args, options): (Vec<_>, Vec<_>) = (args.collect(), options.collect());
    crate::expression::as_python(method.call(&args, &options)?)
}

/// A scalar as Python's own text.
fn python(value: &Value) -> Result<Value> {
    match value {
        Value::Scalar(scalar) => Value::from_scalar(scalar),
        other => Ok(other.clone()),
    }
}

/// Code points of text, or bytes.
fn units(value: &Value) -> Result<Vec<u32>> {
    match python(value)? {
        Value::Str(text) => Ok(text.code_points().collect()),
        Value::Bytes(bytes) => Ok(bytes.iter().map(|&byte| byte.into()).collect()),
        other => {
            Err(Error::type_error(format!("expected str instance, {} found", other.type_name())))
        }
    }
}

/// Units as what the method was called on is.
fn like(a: &Arguments<'_>, units: &[u32]) -> Value {
    match python(a.value("self")) {
        Ok(Value::Bytes(_)) => {
            Value::from(units.iter().map(|&unit| unit as u8).collect::<Vec<u8>>())
        }
        _ => Value::Str(PyStr::from_code_points(units.to_vec())),
    }
}
