//! The scalar types as functions: `np.int8(3)`, `np.datetime64('2001', 'D')`, `np.str_(5)`.

use ndstrata_array::{DynArray, Order, Scalar};
use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{Casting, DType, Kind, TypeClass, can_cast};

use ndstrata_ufunc::strings::{self, CodecErrors};

use crate::coerce::{as_array, as_array_of, as_dtype, python_str, text_scalar};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

macro_rules! constructors {
    ($($signature:literal, $body:ident: $($name:literal)*;)*) => {
        &[$($(($name, $signature, $body),)*)*]
    };
}

pub(super) const TABLE: &[Entry] = constructors! {
    "x=0, /", number:
        "np.int8" "np.int16" "np.int32" "np.int64" "np.uint8" "np.uint16" "np.uint32" "np.uint64"
        "np.byte" "np.short" "np.intc" "np.int_" "np.long" "np.longlong" "np.intp" "np.ubyte"
        "np.ushort" "np.uintc" "np.uint" "np.ulong" "np.ulonglong" "np.uintp" "np.half" "np.single"
        "np.double" "np.float16" "np.float32" "np.float64" "np.bool" "np.bool_";
    "real=0, imag=0, /", complex: "np.complex64" "np.complex128" "np.csingle" "np.cdouble";
    "object='', /, encoding=None, errors=None", text: "np.str_";
    "object=b'', /, encoding=None, errors=None", bytes: "np.bytes_";
    "object=None, unit=None, /", date: "np.datetime64";
    "object=0, unit=None, /", date: "np.timedelta64";
    "length_or_data, /, dtype=None", void: "np.void";
    "*args, **kwargs", refused:
        "np.generic" "np.number" "np.integer" "np.signedinteger" "np.unsignedinteger" "np.inexact"
        "np.floating" "np.complexfloating" "np.flexible" "np.character";
};

/// The type that a constructor is named for.
fn named(a: &Arguments<'_>) -> Result<DType> {
    as_dtype(&Value::Type(a.function().to_owned()))
}

/// Types that have no values of their own.
fn refused(a: &Arguments<'_>) -> Result<Value> {
    let name = a.function().trim_start_matches("np.");
    Err(Error::type_error(format!("cannot create 'numpy.{name}' instances")))
}

fn number(a: &Arguments<'_>) -> Result<Value> {
    let made = as_array_of(a.value("x"), Some(&named(a)?))?;
    if let Value::Float(x) = a.value("x") {
        super::cast_errors::check(&Scalar::new(*x).to_array()?, &made)?;
    }
    Ok(Value::from_result(made))
}

fn complex(a: &Arguments<'_>) -> Result<Value> {
    let dtype = named(a)?;
    let real = as_array_of(a.value("real"), Some(&dtype))?;
    if !a.is_given("imag") {
        return Ok(Value::from_result(real));
    }
    let is_number = |name: &str| {
        matches!(a.value(name), Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Scalar(_))
    };
    if !is_number("real") || !is_number("imag") {
        return Err(Error::type_error("Could not convert arguments into a complex scalar."));
    }
    let imag = as_array_of(a.value("imag"), Some(&dtype))?.real();
    let mut made = real;
    made.view_mut()?.imag()?.assign(&imag.view())?;
    Ok(Value::from_result(made))
}

fn text(a: &Arguments<'_>) -> Result<Value> {
    let object = a.value("object");
    if a.is_given("encoding") {
        let decoded = match object {
            Value::Bytes(bytes) => decode(bytes, a.text("encoding")?)?,
            Value::Str(_) => return Err(Error::type_error("decoding str is not supported")),
            other => {
                return Err(Error::type_error(format!(
                    "decoding to str: need a bytes-like object, {} found",
                    other.type_name()
                )));
            }
        };
        return Ok(Value::Scalar(text_scalar(decoded.into_iter())?));
    }
    let points: Vec<u32> = match object {
        Value::Str(text) => text.code_points().collect(),
        other => python_str(other)?.chars().map(u32::from).collect(),
    };
    Ok(Value::Scalar(text_scalar(points.into_iter())?))
}

fn decode(bytes: &[u8], encoding: &str) -> Result<Vec<u32>> {
    match encoding.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.chars().map(u32::from).collect()),
            Err(_) => Err(Error::new("UnicodeDecodeError", "'utf-8' codec can't decode bytes")),
        },
        "ascii" if !bytes.is_ascii() => {
            Err(Error::new("UnicodeDecodeError", "'ascii' codec can't decode bytes"))
        }
        "ascii" | "latin1" | "latin-1" | "iso-8859-1" => {
            Ok(bytes.iter().map(|&byte| byte.into()).collect())
        }
        _ => {
            let array = Scalar::from_bytes(&DType::bytes(bytes.len()), bytes)?.to_array()?;
            let made = strings::decode(&array.view(), encoding.parse()?, CodecErrors::default())?;
            match Value::from_result(made) {
                Value::Scalar(text) => match Value::from_scalar(&text)? {
                    Value::Str(text) => Ok(text.code_points().collect()),
                    _ => Ok(Vec::new()),
                },
                _ => Ok(Vec::new()),
            }
        }
    }
}

fn bytes(a: &Arguments<'_>) -> Result<Value> {
    let bytes = match a.value("object") {
        Value::Str(text) if a.is_given("encoding") => {
            let points = text.code_points().collect::<Vec<_>>();
            encode(&points, a.text("encoding")?)?
        }
        Value::Str(_) | Value::Float(_) | Value::Complex(_) | Value::None => {
            let found = as_array_of(a.value("object"), Some(&DType::bytes(0)))?;
            return Ok(Value::from_result(found));
        }
        Value::Bytes(bytes) => bytes.to_vec(),
        // Of integers, so many zeros.
        Value::Scalar(scalar) if scalar.dtype().kind().is_integer() => Vec::new(),
        Value::Array(array)
            if array.get().ndim() == 0 && array.get().dtype().kind().is_integer() =>
        {
            Vec::new()
        }
        Value::Array(array) => {
            array.get().copy(Order::C)?.packed_bytes().unwrap_or_default().to_vec()
        }
        Value::Scalar(scalar) => scalar.bytes().to_vec(),
        // As Python's `bytes(n)`: so many zeros, which are the padding of `S`.
        Value::Int(n) if n.sign() != num_bigint::Sign::Minus => Vec::new(),
        Value::Bool(_) => Vec::new(),
        Value::Int(n) => n.to_string().into_bytes(),
        other => {
            let items = other.as_sequence().unwrap_or_default();
            let byte = |item: &Value| {
                u8::try_from(crate::registry::int(item)?)
                    .map_err(|_| Error::value_error("bytes must be in range(0, 256)"))
            };
            items.iter().map(byte).collect::<Result<_>>()?
        }
    };
    let used = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    Ok(Value::Scalar(Scalar::from_bytes(&DType::bytes(used), &bytes[..used])?))
}

pub(super) fn encode(points: &[u32], encoding: &str) -> Result<Vec<u8>> {
    let refused = || Error::new("UnicodeEncodeError", format!("'{encoding}' can't encode this"));
    let below = |limit: u32| {
        let byte = |&point: &u32| u8::try_from(point).ok().filter(|_| point < limit);
        points.iter().map(byte).collect::<Option<Vec<u8>>>().ok_or_else(refused)
    };
    match encoding.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => {
            let text: Option<String> = points.iter().map(|&p| char::from_u32(p)).collect();
            text.map(String::into_bytes).ok_or_else(refused)
        }
        "ascii" => below(0x80),
        "latin1" | "latin-1" | "iso-8859-1" => below(0x100),
        _ => {
            let array = text_scalar(points.iter().copied())?.to_array()?;
            let made = strings::encode(&array.view(), encoding.parse()?, CodecErrors::default())?;
            Ok(made.packed_bytes().unwrap_or_default().to_vec())
        }
    }
}

/// `datetime64` and `timedelta64`: of the unit given, else of the value's own.
fn date(a: &Arguments<'_>) -> Result<Value> {
    let is_date = a.function() == "np.datetime64";
    let letter = if is_date { "M8" } else { "m8" };
    let dtype = match a.value("unit") {
        Value::None => as_dtype(&Value::from(letter))?,
        unit => {
            let text = unit_text(unit)?;
            if !text.is_empty() {
                text.parse::<DateTimeUnit>()?;
            }
            let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
            as_dtype(&Value::from(format!("{letter}[{}]", bare.unwrap_or(&text))))?
        }
    };
    let object = a.value("object");
    let is_convertible = match object {
        Value::Scalar(scalar) => is_counted(scalar.dtype().kind()),
        Value::Array(array) => array.get().ndim() == 0 && is_counted(array.get().dtype().kind()),
        other => other.as_sequence().is_none(),
    };
    if !is_convertible {
        let name = if is_date { "datetime" } else { "timedelta" };
        return Err(Error::value_error(format!("Could not convert object to NumPy {name}")));
    }
    if !is_date && !a.value("unit").is_none() {
        check_unit(object, &dtype)?;
    }
    Ok(Value::from_result(as_array_of(object, Some(&dtype))?))
}

/// A duration in days is none in months, unless it is no time at all.
fn check_unit(object: &Value, dtype: &DType) -> Result<()> {
    if !matches!(object, Value::Scalar(_) | Value::Array(_)) {
        return Ok(());
    }
    let array = as_array(object)?;
    if array.dtype().kind() != Kind::TimeDelta
        || can_cast(array.dtype(), dtype, Casting::SameKind)
        || array.astype(&DType::INT64)?.to_vec::<i64>()?.contains(&i64::MIN)
    {
        return Ok(());
    }
    let metadata = |dtype: &DType| {
        let code = dtype.str_code();
        code.find('[').map_or_else(String::new, |at| code[at..].to_owned())
    };
    let (from, to) = (metadata(array.dtype()), metadata(dtype));
    Err(Error::type_error(format!(
        "Cannot cast NumPy timedelta64 scalar from metadata {from} to {to} according to the rule \
         'same_kind'"
    )))
}

fn is_counted(kind: Kind) -> bool {
    kind.is_integer()
        || matches!(kind, Kind::DateTime | Kind::TimeDelta | Kind::Bool | Kind::Str | Kind::Bytes)
}

/// A unit as text: `'s'`, or `('s', 25)` as `25s`.
fn unit_text(unit: &Value) -> Result<String> {
    match unit {
        Value::Tuple(items) => match &items[..] {
            [base, multiple, ..] if items.len() <= 4 => {
                let base = base.as_str().unwrap_or_default();
                match crate::registry::int(multiple)? {
                    multiple @ 1.. => Ok(format!("{multiple}{base}")),
                    _ => Err(Error::type_error(
                        "Invalid tuple values for tuple to NumPy datetime metadata conversion",
                    )),
                }
            }
            _ => Err(Error::type_error(
                "Require tuple of size 2 to 4 for tuple to NumPy datetime metadata conversion",
            )),
        },
        Value::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        other => other.as_str().map(str::to_owned).ok_or_else(|| {
            Error::type_error("Invalid object for specifying NumPy datetime metadata")
        }),
    }
}

fn void(a: &Arguments<'_>) -> Result<Value> {
    let data = a.value("length_or_data");
    if let Some(dtype) = a.optional_dtype("dtype")? {
        if dtype.kind() != Kind::Void {
            return Err(Error::type_error(format!(
                "void: descr must be a `void` dtype that is not a subarray dtype (structured or \
                 unstructured). Got '{dtype:?}'."
            )));
        }
        return Ok(Value::from_result(as_array_of(data, Some(&dtype))?));
    }
    match data {
        Value::Int(_) | Value::Bool(_) => {
            let length = crate::registry::int(data)?;
            let length = usize::try_from(length)
                .ok()
                .filter(|&length| i32::try_from(length).is_ok())
                .ok_or_else(|| {
                    Error::new(
                        "OverflowError",
                        "size must be non-negative and not greater than 2147483647",
                    )
                })?;
            let zeros = DynArray::zeros(&[], &DType::void(length), Order::C)?;
            Ok(Value::from_result(zeros))
        }
        Value::Scalar(scalar) if matches!(scalar.dtype().class(), TypeClass::Record(_)) => {
            Ok(data.clone())
        }
        _ => Ok(Value::from_result(as_array_of(data, Some(&DType::void(0)))?)),
    }
}
