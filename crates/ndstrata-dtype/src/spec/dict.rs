//! The dictionary forms: `{'names': …, 'formats': …, …}` and `{name: (format, offset, title)}`.

use std::borrow::Cow;

use super::Spec;
use super::convert::{convert as convert_spec, name, title};
use super::fault::SpecFault;
use crate::literal::{Literal, PyInt};
use crate::record::Assembler;
use crate::{DType, Error, Result};

pub(super) fn convert(entries: &[(Spec, Spec)], align: bool, depth: usize) -> Result<DType> {
    let entry = |key| Spec::entry(entries, key);
    match (entry("names"), entry("formats")) {
        (Some(names), Some(formats)) => {
            if entry("metadata").is_some() {
                return Err(Error::spec(SpecFault::Unsupported { what: "metadata of a dtype" }));
            }
            let aligned = match entry("aligned") {
                None => false,
                Some(Spec::Value(Literal::Bool(aligned))) => aligned,
                Some(_) => return Err(Error::spec(SpecFault::AlignedFlag)),
            };
            let lists =
                Lists { names, formats, offsets: entry("offsets"), titles: entry("titles") };
            let itemsize = entry("itemsize");
            lists.convert(itemsize.as_ref(), align || aligned, depth)
        }
        _ => match entries.iter().find(|(key, _)| is_minus_one(key)) {
            Some((_, names)) if !matches!(names, Spec::Value(Literal::None)) => {
                by_ordered_names(entries, names)?.convert(None, align, depth)
            }
            _ => by_name(entries, align, depth)?.convert(None, align, depth),
        },
    }
}

/// The parallel lists of the first form.
struct Lists {
    names: Spec,
    formats: Spec,
    offsets: Option<Spec>,
    titles: Option<Spec>,
}

impl Lists {
    fn convert(&self, itemsize: Option<&Spec>, align: bool, depth: usize) -> Result<DType> {
        let names = items(&self.names).ok_or_else(|| not_iterable(&self.names))?;
        let list = |spec: &Spec| -> Result<Vec<Spec>> {
            items(spec)
                .filter(|items| items.len() >= names.len())
                .map(Cow::into_owned)
                .ok_or_else(|| Error::spec(SpecFault::Lengths))
        };
        let formats = list(&self.formats)?;
        let offsets = self.offsets.as_ref().map(list).transpose()?;
        let titles = self.titles.as_ref().map(list).transpose()?;
        let mut record = Assembler::from_dict(align);
        for (index, field) in names.iter().enumerate() {
            let title = titles.as_ref().map(|titles| title(&titles[index])).transpose()?.flatten();
            let dtype = convert_spec(&formats[index], align, depth + 1)?;
            let offset = match &offsets {
                None => None,
                Some(offsets) => {
                    let offset = c_int(&offsets[index])?;
                    let negative = |_| SpecFault::NegativeOffset { offset: offset.into() };
                    Some(usize::try_from(offset).map_err(negative).map_err(Error::spec)?)
                }
            };
            let name = name(field)?.ok_or_else(|| Error::spec(SpecFault::NamesNotText))?;
            record.push(name, title, dtype, offset)?;
        }
        let itemsize = itemsize.map(c_int).transpose()?;
        Ok(DType::record(record.finish(itemsize.map(i64::from))?))
    }
}

/// The items of what Python can index by position.
fn items(spec: &Spec) -> Option<Cow<'_, [Spec]>> {
    match spec {
        Spec::Tuple(items) | Spec::List(items) => Some(Cow::Borrowed(items)),
        Spec::Text(text) => Some(text.chars().map(|c| Spec::Text(c.to_string())).collect()),
        Spec::Value(Literal::Bytes(bytes)) => {
            Some(bytes.iter().map(|&b| Spec::from(i64::from(b))).collect())
        }
        _ => None,
    }
}

fn not_iterable(spec: &Spec) -> Error {
    match spec {
        Spec::Dict(_) => Error::spec(SpecFault::MissingKey { key: "0".to_owned() }),
        other => python_type(format!("'{}' object is not iterable", other.type_name())),
    }
}

#[cold]
fn missing(key: &Spec) -> Error {
    let key = match key {
        Spec::Text(text) => text.clone(),
        other => other.to_string(),
    };
    Error::spec(SpecFault::MissingKey { key })
}

#[cold]
fn python_type(message: String) -> Error {
    Error::spec(SpecFault::PythonType { message })
}

/// An integer as C's `int`, by the rules of Python's C interface.
fn c_int(spec: &Spec) -> Result<i32> {
    match spec {
        Spec::Value(Literal::Int(value)) => match value.to_i64() {
            None => Err(Error::spec(SpecFault::NotCLong)),
            Some(value) => i32::try_from(value).map_err(|_| Error::spec(SpecFault::NotCInt)),
        },
        Spec::Value(Literal::Bool(_)) => Err(python_type("an integer is required".to_owned())),
        other => Err(python_type(format!(
            "'{}' object cannot be interpreted as an integer",
            other.type_name()
        ))),
    }
}

fn is_minus_one(spec: &Spec) -> bool {
    matches!(spec, Spec::Value(Literal::Int(n)) if *n == -1)
}

/// `{name: (format, offset[, title])}`: the fields in the order of their offsets.
fn by_name(entries: &[(Spec, Spec)], align: bool, depth: usize) -> Result<Lists> {
    let mut fields = Vec::with_capacity(entries.len());
    for (name, entry) in entries {
        let parts = match entry {
            Spec::Tuple(parts) if matches!(parts.len(), 2 | 3) => parts,
            Spec::Value(Literal::Bytes(_) | Literal::Set(_) | Literal::Str(_))
            | Spec::Text(_)
            | Spec::List(_)
            | Spec::Dict(_)
            | Spec::Tuple(_)
            | Spec::DType(_) => {
                return Err(Error::spec(SpecFault::Entry));
            }
            other => {
                return Err(python_type(format!(
                    "object of type '{}' has no len()",
                    other.type_name()
                )));
            }
        };
        if parts.get(2) == Some(name) {
            continue;
        }
        let offset = python_int(&parts[1])?;
        if offset.is_negative() {
            return Err(Error::spec(SpecFault::InvalidOffset));
        }
        let dtype = convert_spec(&parts[0], align, depth + 1)?;
        let title = parts.get(2).cloned().unwrap_or(Spec::Value(Literal::None));
        fields.push((name.clone(), dtype, offset, title));
    }
    // What does not fit sorts last, and is refused when its turn comes.
    fields.sort_by_key(|(_, _, offset, _)| offset.to_i64().unwrap_or(i64::MAX));
    let mut lists = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, dtype, offset, title) in fields {
        lists.0.push(name);
        lists.1.push(Spec::DType(dtype));
        lists.2.push(Spec::Value(Literal::Int(offset)));
        lists.3.push(title);
    }
    Ok(Lists {
        names: Spec::List(lists.0),
        formats: Spec::List(lists.1),
        offsets: Some(Spec::List(lists.2)),
        titles: Some(Spec::List(lists.3)),
    })
}

/// The same form with the names in order under the key -1.
fn by_ordered_names(entries: &[(Spec, Spec)], names: &Spec) -> Result<Lists> {
    let names = items(names).ok_or_else(|| not_iterable(names))?.into_owned();
    let (mut formats, mut offsets, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    for name in &names {
        let entry = entries.iter().find(|(key, _)| key == name).map(|(_, entry)| entry);
        let entry = entry.ok_or_else(|| missing(name))?;
        let parts = items(entry).ok_or_else(|| {
            python_type(format!("'{}' object is not subscriptable", entry.type_name()))
        })?;
        let [format, offset, rest @ ..] = &*parts else {
            return Err(Error::spec(SpecFault::PythonIndex));
        };
        formats.push(format.clone());
        offsets.push(offset.clone());
        titles.push(rest.first().cloned().unwrap_or(Spec::Value(Literal::None)));
    }
    Ok(Lists {
        names: Spec::List(names),
        formats: Spec::List(formats),
        offsets: Some(Spec::List(offsets)),
        titles: Some(Spec::List(titles)),
    })
}

/// Python's `int(value)`.
fn python_int(spec: &Spec) -> Result<PyInt> {
    let refuse = |message: &str| Error::spec(SpecFault::PythonInt { message: message.to_owned() });
    let from_text = |text: &str| {
        let literal = text.trim().trim_start_matches('+').trim_start_matches('0');
        let literal = if literal.is_empty() && text.contains('0') { "0" } else { literal };
        match literal.parse() {
            Ok(Literal::Int(value)) => Ok(value),
            _ => Err(refuse(&format!("invalid literal for int() with base 10: {spec}"))),
        }
    };
    match spec {
        Spec::Value(Literal::Int(value)) => Ok(value.clone()),
        Spec::Value(Literal::Bool(value)) => Ok(i64::from(*value).into()),
        Spec::Value(Literal::Float(value)) if value.is_nan() => {
            Err(refuse("cannot convert float NaN to integer"))
        }
        // A number past an i64 is past every size, so the limit stands for all of them.
        Spec::Value(Literal::Float(value)) if value.abs() < 9e18 => Ok((*value as i64).into()),
        Spec::Value(Literal::Float(_)) => Err(Error::spec(SpecFault::NotCLong)),
        Spec::Text(text) => from_text(text),
        Spec::Value(Literal::Bytes(bytes)) => from_text(&String::from_utf8_lossy(bytes)),
        other => Err(python_type(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            other.type_name()
        ))),
    }
}
