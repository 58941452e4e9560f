//! Types by name: `float64`, `intc`, `ubyte`, and the Python and NumPy type objects.

use super::fault::SpecFault;
use crate::datetime::DateTimeUnit;
use crate::dtype::Spelling;
use crate::error::ErrorKind;
use crate::{DType, Error, Result};

/// The type that NumPy's dictionary of type names holds under a name.
pub(super) fn from_name(name: &str) -> Option<DType> {
    Some(match name {
        "bool" | "bool_" => DType::BOOL,
        "int8" | "byte" => DType::INT8,
        "int16" | "short" => DType::INT16,
        "int32" | "intc" => DType::INT32,
        "int64" | "int" | "int_" | "intp" | "long" => DType::INT64,
        "uint8" | "ubyte" => DType::UINT8,
        "uint16" | "ushort" => DType::UINT16,
        "uint32" | "uintc" => DType::UINT32,
        "uint64" | "uint" | "uintp" | "ulong" => DType::UINT64,
        "longlong" => DType::INT64.with_spelling(Spelling::LongLong),
        "ulonglong" => DType::UINT64.with_spelling(Spelling::LongLong),
        "float16" | "half" => DType::FLOAT16,
        "float32" | "single" => DType::FLOAT32,
        "float64" | "double" | "float" => DType::FLOAT64,
        "float128" | "longdouble" => DType::LONG_DOUBLE,
        "complex64" | "csingle" => DType::COMPLEX64,
        "complex128" | "cdouble" | "complex" => DType::COMPLEX128,
        "complex256" | "clongdouble" => DType::COMPLEX_LONG_DOUBLE,
        "bytes" | "bytes_" | "a" => DType::bytes(0),
        "str" | "str_" | "unicode" => DType::str(0),
        "void" => DType::void(0),
        "object" | "object_" => DType::OBJECT,
        "datetime64" => DType::datetime64(DateTimeUnit::GENERIC),
        "timedelta64" => DType::timedelta64(DateTimeUnit::GENERIC),
        _ => return None,
    })
}

/// Whether NumPy 2.0 removed this name.
pub(super) fn is_removed(name: &[u8]) -> bool {
    const REMOVED: &[&[u8]] =
        &[b"bool8", b"int0", b"uint0", b"str0", b"bytes0", b"object0", b"void0"];
    REMOVED.contains(&name)
}

/// The dtype of a type object: a Python type by its bare name, a NumPy scalar type with `np.` or
/// `numpy.` before it. Any other class is an object's.
pub(super) fn from_type_object(name: &str) -> Result<DType> {
    let numpy = name.strip_prefix("np.").or_else(|| name.strip_prefix("numpy."));
    Ok(match (numpy, name) {
        (Some("record" | "rec.record"), _) => DType::void(0).with_spelling(Spelling::RecordClass),
        (Some("object" | "float" | "complex" | "int" | "unicode" | "a"), _) => DType::OBJECT,
        // The types stand for the same objects as their letters.
        (Some("datetime64"), _) => "M".parse()?,
        (Some("timedelta64"), _) => "m".parse()?,
        (Some(scalar), _) => match abstract_type(scalar) {
            Some(message) => {
                return Err(Error::new(ErrorKind::Spec(SpecFault::AbstractType { message })));
            }
            None => from_name(scalar).unwrap_or(DType::OBJECT),
        },
        (None, "int" | "float" | "complex" | "bool" | "str" | "bytes") => {
            from_name(name).unwrap_or(DType::OBJECT)
        }
        (None, "memoryview") => DType::void(0),
        _ => DType::OBJECT,
    })
}

fn abstract_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "generic" | "flexible" => "Converting `np.generic` to a dtype is not allowed.",
        "number" | "inexact" | "floating" => {
            "Converting `np.inexact` or `np.floating` to a dtype not allowed"
        }
        "integer" | "signedinteger" => {
            "Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed"
        }
        "unsignedinteger" => "Converting `np.unsignedinteger` to a dtype is not allowed",
        "complexfloating" => "Converting `np.complex` to a dtype is not allowed.",
        "character" => "Converting `np.character` to a dtype is not allowed",
        _ => return None,
    })
}
