//! From a description to a dtype: type objects, pairs and lists of fields.

use super::fault::SpecFault;
use super::{Spec, dict, names, text};
use crate::dtype::Spelling;
use crate::literal::Literal;
use crate::record::Assembler;
use crate::{DType, Error, Record, Result, SubArray, TypeClass};

/// The dtype of a description that stands `depth` levels within another.
pub(super) fn convert(spec: &Spec, align: bool, depth: usize) -> Result<DType> {
    if depth > DType::MAX_DEPTH {
        return Err(Error::spec(SpecFault::TooDeep));
    }
    match spec {
        Spec::DType(dtype) => Ok(dtype.clone()),
        Spec::Type(name) => names::from_type_object(name),
        Spec::Text(spelling) => text::parse(spelling, align),
        Spec::Tuple(items) => match items.as_slice() {
            [base, new] => pair(convert(base, align, depth + 1)?, new, depth + 1),
            _ => Err(Error::spec(SpecFault::TupleSize { size: items.len() })),
        },
        Spec::List(items) => list(items, align, depth),
        Spec::Dict(entries) => dict::convert(entries, align, depth),
        Spec::Value(value) => from_value(value, align, depth),
    }
}

fn from_value(value: &Literal, align: bool, depth: usize) -> Result<DType> {
    match value {
        Literal::None => Ok(DType::FLOAT64),
        Literal::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(spelling) if bytes.is_ascii() => text::parse(spelling, align),
            _ => Err(Error::spec(SpecFault::NotAscii)),
        },
        Literal::Str(_) | Literal::Tuple(_) | Literal::List(_) | Literal::Dict(_) => {
            match Spec::from(value) {
                Spec::Value(_) => Err(Error::spec(SpecFault::Surrogate)),
                spec => convert(&spec, align, depth + 1),
            }
        }
        _ => Err(Error::spec(SpecFault::CannotInterpret { value: value.to_string() })),
    }
}

/// `(base, new)`: `new` is another type, the size of a flexible type, or a shape.
pub(super) fn pair(base: DType, new: &Spec, depth: usize) -> Result<DType> {
    if !is_shape(new)
        && let Ok(other) = convert(new, false, depth)
    {
        return Ok(no_longer_builtin(inherit(base, &other)?));
    }
    match is_unsized(&base) {
        true => Ok(no_longer_builtin(with_size(base, new)?)),
        false => {
            let shape = shape(new)?;
            DType::sub_array_of(base, &shape)
        }
    }
}

/// The type as an object of its own, which NumPy's built-in one no longer is.
fn no_longer_builtin(dtype: DType) -> DType {
    match dtype.spelling() {
        Spelling::Plain | Spelling::Letter => dtype.with_spelling(Spelling::Copy),
        _ => dtype,
    }
}

fn is_int(spec: &Spec) -> bool {
    matches!(spec, Spec::Value(Literal::Int(_)))
}

fn is_shape(spec: &Spec) -> bool {
    match spec {
        Spec::Tuple(items) => items.iter().all(is_int),
        other => is_int(other),
    }
}

/// Whether NumPy takes it for a type whose size is still open: `S`, `U`, `V`, and all of size 0.
fn is_unsized(dtype: &DType) -> bool {
    dtype.itemsize() == 0 && dtype.as_record().is_none()
}

/// `base` with the size, and where they make sense the fields, of `other`.
fn inherit(base: DType, other: &DType) -> Result<DType> {
    let is_unsized = is_unsized(&base);
    if !is_unsized {
        if base.itemsize() != other.itemsize() {
            return Err(Error::spec(SpecFault::SizeMismatch));
        }
        if (base.has_object() || other.has_object()) && !is_object_view(&base, other) {
            return Err(Error::spec(SpecFault::ObjectUnion));
        }
    }
    match (base.class(), other.as_record()) {
        (TypeClass::Void(_) | TypeClass::Record(_), Some(record)) => {
            let mut record = Record::clone(record);
            record.set_alignment(base.alignment());
            Ok(DType::record(record).with_spelling(base.spelling()))
        }
        (_, Some(_)) => {
            let what = "a type of a base that has fields without being a record";
            Err(Error::spec(SpecFault::Unsupported { what }))
        }
        (TypeClass::Bytes(_), None) if is_unsized => Ok(DType::bytes(other.itemsize())),
        // NumPy keeps a size that is no whole number of characters; here the rest is cut off.
        (TypeClass::Str(_), None) if is_unsized => {
            Ok(DType::str(other.itemsize() / 4).with_byte_order(base.byte_order()))
        }
        (TypeClass::Void(_), None) if is_unsized => {
            Ok(DType::void(other.itemsize()).with_spelling(base.spelling()))
        }
        _ => Ok(base),
    }
}

/// `('O', [('name', 'O')])`, the one form of two types that NumPy allows to hold objects.
fn is_object_view(base: &DType, other: &DType) -> bool {
    let only = match other.fields() {
        [field] => matches!(field.dtype.class(), TypeClass::Object),
        _ => false,
    };
    matches!(base.class(), TypeClass::Object) && only
}

/// `('S', 5)`: a flexible type with its size, in characters for `U`.
fn with_size(base: DType, size: &Spec) -> Result<DType> {
    let wrong = || Error::spec(SpecFault::GenericItemsize);
    let Spec::Value(Literal::Int(size)) = size else { return Err(wrong()) };
    let size = size.to_i64().and_then(|n| i32::try_from(n).ok());
    let size = size.and_then(|n| usize::try_from(n).ok()).ok_or_else(wrong)?;
    match base.class() {
        TypeClass::Bytes(_) if base.spelling() != Spelling::Char => Ok(DType::bytes(size)),
        TypeClass::Str(_) if size <= i32::MAX as usize / 4 => {
            Ok(DType::str(size).with_byte_order(base.byte_order()))
        }
        TypeClass::Void(_) => Ok(DType::void(size).with_spelling(base.spelling())),
        _ => Err(wrong()),
    }
}

/// A shape: one length, or a sequence of them.
fn shape(spec: &Spec) -> Result<Vec<usize>> {
    let wrong = || Error::spec(SpecFault::Shape);
    let lengths: Vec<i64> = match spec {
        Spec::Tuple(items) | Spec::List(items) => {
            items.iter().map(length).collect::<Option<_>>().ok_or_else(wrong)?
        }
        one => vec![length(one).ok_or_else(wrong)?],
    };
    if lengths.len() > SubArray::MAX_DIMS {
        return Err(wrong());
    }
    let fits = |n: i64| match usize::try_from(n) {
        Err(_) => Err(Error::spec(SpecFault::ShapeNegative)),
        Ok(n) if n > i32::MAX as usize => Err(Error::spec(SpecFault::ShapeTooLong)),
        Ok(n) => Ok(n),
    };
    lengths.into_iter().map(fits).collect()
}

fn length(spec: &Spec) -> Option<i64> {
    match spec {
        Spec::Value(Literal::Int(n)) => n.to_i64(),
        _ => None,
    }
}

/// A list of fields.
fn list(items: &[Spec], align: bool, depth: usize) -> Result<DType> {
    let mut record = Assembler::new(align);
    for (index, item) in items.iter().enumerate() {
        let Spec::Tuple(parts) = item else {
            return Err(Error::spec(SpecFault::FieldItem { item: item.to_string() }));
        };
        let [name, format @ ..] = parts.as_slice() else {
            return Err(Error::spec(SpecFault::FieldItem { item: item.to_string() }));
        };
        if format.is_empty() {
            return Err(Error::spec(SpecFault::FieldItem { item: item.to_string() }));
        }
        let (title, name) = field_name(name, index)?;
        let dtype = match format {
            [format] => convert(format, align, depth + 1)?,
            [format, shape] => pair(convert(format, align, depth + 1)?, shape, depth + 1)?,
            _ => return Err(Error::spec(SpecFault::FieldItemTooLong { item: item.to_string() })),
        };
        record.push(name, title, dtype, None)?;
    }
    Ok(DType::record(record.finish(None)?))
}

/// `name`, or `(title, name)`; an empty name is the title, or `f0`, `f1`, ….
fn field_name(spec: &Spec, index: usize) -> Result<(Option<String>, String)> {
    let (title, name) = match spec {
        Spec::Text(_) | Spec::Value(Literal::Str(_)) => (None, spec),
        Spec::Tuple(parts) => match parts.as_slice() {
            [title, name] => (Some(title), name),
            _ => return Err(Error::spec(SpecFault::FieldNameSize { size: parts.len() })),
        },
        _ => return Err(Error::spec(SpecFault::FieldNameType)),
    };
    let name = self::name(name)?.ok_or_else(|| Error::spec(SpecFault::FieldNameNotText))?;
    if !name.is_empty() {
        return Ok((title.map(self::title).transpose()?.flatten(), name));
    }
    match title {
        None => Ok((None, format!("f{index}"))),
        Some(Spec::Text(title)) if !title.is_empty() => Ok((Some(title.clone()), title.clone())),
        Some(_) => Err(Error::spec(SpecFault::EmptyTitle)),
    }
}

/// The text of a name, or none if it is no text.
pub(super) fn name(spec: &Spec) -> Result<Option<String>> {
    match spec {
        Spec::Text(name) => Ok(Some(name.clone())),
        Spec::Value(Literal::Str(_)) => {
            Err(Error::spec(SpecFault::Unsupported { what: "a field name with a lone surrogate" }))
        }
        _ => Ok(None),
    }
}

/// The text of a title; `None` is none.
pub(super) fn title(spec: &Spec) -> Result<Option<String>> {
    match spec {
        Spec::Text(title) => Ok(Some(title.clone())),
        Spec::Value(Literal::None) => Ok(None),
        _ => Err(Error::spec(SpecFault::Unsupported { what: "a title that is no text" })),
    }
}
