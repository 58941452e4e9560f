//! One type as text: `f8`, `<U3`, `M8[ns]`, `float64`, `intc`, `q`.

use super::comma;
use super::fault::TextFault;
use super::names;
use crate::datetime::{DateTimeErrorKind, DateTimeUnit};
use crate::dtype::Spelling;
use crate::error::ErrorKind;
use crate::{ByteOrder, DType, ElementType, Error, Result};

/// The dtype that a text spells, comma strings included.
pub(super) fn parse(text: &str, align: bool) -> Result<DType> {
    if comma::is_comma_string(text.as_bytes()) {
        return comma::parse(text, align);
    }
    parse_one(text).map_err(|(fault, offset)| at(text, fault, offset))
}

/// The error of a text at a byte offset.
#[cold]
pub(super) fn at(text: &str, fault: TextFault, offset: usize) -> Error {
    Error::new(ErrorKind::Text { text: text.to_owned(), offset, fault })
}

fn parse_one(text: &str) -> Result<DType, (TextFault, usize)> {
    let unknown = || (TextFault::NotUnderstood { part: text.to_owned() }, 0);
    let bytes = text.as_bytes();
    let (order, code) = match bytes {
        [b'>', rest @ ..] => (ByteOrder::Big, rest),
        [b'<', rest @ ..] => (ByteOrder::Little, rest),
        [b'=' | b'|', rest @ ..] => (ByteOrder::NATIVE, rest),
        _ => (ByteOrder::NATIVE, bytes),
    };
    let dtype = match code {
        [] => return Err(unknown()),
        [letter] => match from_letter(*letter) {
            Some(dtype) => dtype,
            None if *letter == b'T' => return Err((TextFault::StringDType, 0)),
            None => return names::from_name(text).ok_or_else(unknown),
        },
        [kind, digits @ ..] => match date_code(code) {
            Some((make, skip)) => {
                let start = text.len() - code.len() + skip;
                make(unit(&text[start..]).map_err(|(fault, at)| (fault, start + at))?)
            }
            None => match size(digits).and_then(|size| from_size(*kind, size)) {
                Some(dtype) => dtype,
                None => return named(text, code).ok_or_else(unknown)?,
            },
        },
    };
    Ok(if order.is_native() { dtype } else { dtype.with_byte_order(order) })
}

/// A name takes no byte order; the removed ones are told apart whatever stands before them.
fn named(text: &str, code: &[u8]) -> Option<Result<DType, (TextFault, usize)>> {
    match names::is_removed(code) {
        true => Some(Err((TextFault::RemovedAlias { alias: text.to_owned() }, 0))),
        false => names::from_name(text).map(Ok),
    }
}

type DateType = fn(DateTimeUnit) -> DType;

/// Whether the code is that of a date, and how many bytes stand before its unit.
fn date_code(code: &[u8]) -> Option<(DateType, usize)> {
    match code {
        [b'M', b'8', ..] => Some((DType::datetime64, 2)),
        [b'm', b'8', ..] => Some((DType::timedelta64, 2)),
        _ if code.starts_with(b"datetime64") => Some((DType::datetime64, 10)),
        _ if code.starts_with(b"timedelta64") => Some((DType::timedelta64, 11)),
        _ => None,
    }
}

/// The unit after a date's code; an error gives the byte within `text` where it lies.
fn unit(text: &str) -> Result<DateTimeUnit, (TextFault, usize)> {
    DateTimeUnit::from_metadata(text).map_err(|error| match error.into_kind() {
        ErrorKind::DateTime(kind) => {
            let offset = match &kind {
                DateTimeErrorKind::Metadata { position, .. } => position.unwrap_or(0),
                _ => 0,
            };
            (TextFault::DateTime(kind), offset)
        }
        _ => (TextFault::NotUnderstood { part: text.to_owned() }, 0),
    })
}

/// A size as C's `strtol` reads it, blanks and sign included, if that is the whole text and fits
/// into a C int.
fn size(digits: &[u8]) -> Option<usize> {
    let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r');
    let number = match &digits[digits.iter().take_while(blank).count()..] {
        [b'+', rest @ ..] => rest,
        // Nothing below 0 fits, but NumPy takes `-0`.
        [b'-', rest @ ..] if rest.iter().all(|&b| b == b'0') => rest,
        rest => rest,
    };
    let digit = |b: &u8| b.is_ascii_digit().then(|| usize::from(b - b'0'));
    let add = |n: usize, b: &u8| n.checked_mul(10)?.checked_add(digit(b)?);
    let value = number.iter().try_fold(0, add).filter(|_| !number.is_empty())?;
    (value <= i32::MAX as usize).then_some(value)
}

/// The type of a letter and a size in bytes (in characters for `U`).
fn from_size(kind: u8, length: usize) -> Option<DType> {
    let element = match (kind, length) {
        (b'f', 8) => ElementType::Float64,
        (b'f', 4) => ElementType::Float32,
        (b'f', 2) => ElementType::Float16,
        (b'i', 8) => ElementType::Int64,
        (b'i', 4) => ElementType::Int32,
        (b'i', 2) => ElementType::Int16,
        (b'i', 1) => ElementType::Int8,
        (b'u', 8) => ElementType::UInt64,
        (b'u', 4) => ElementType::UInt32,
        (b'u', 2) => ElementType::UInt16,
        (b'u', 1) => ElementType::UInt8,
        (b'c', 8) => ElementType::Complex64,
        (b'c', 16) => ElementType::Complex128,
        (b'b', 1) => ElementType::Bool,
        (b'f', 16) => return Some(DType::LONG_DOUBLE),
        (b'c', 32) => return Some(DType::COMPLEX_LONG_DOUBLE),
        (b'O', 4 | 8) => return Some(DType::OBJECT),
        (b'S' | b'a', _) => return Some(DType::bytes(length)),
        (b'V', _) => return Some(DType::void(length)),
        (b'U', _) if length <= i32::MAX as usize / 4 => return Some(DType::str(length)),
        _ => return None,
    };
    Some(DType::from_element(element))
}

/// The type of a one-letter code, or of NumPy's type number as a control character.
fn from_letter(letter: u8) -> Option<DType> {
    let longlong = |dtype: DType| dtype.with_spelling(Spelling::LongLong);
    let letter_date = |make: DateType| make(DateTimeUnit::GENERIC).with_spelling(Spelling::Letter);
    Some(match letter {
        b'p' | b'n' => DType::INT64,
        b'P' | b'N' => DType::UINT64,
        b'q' | 9 => longlong(DType::INT64),
        b'Q' | 10 => longlong(DType::UINT64),
        b'g' | 13 => DType::LONG_DOUBLE,
        b'G' | 16 => DType::COMPLEX_LONG_DOUBLE,
        b'O' | 17 => DType::OBJECT,
        b'S' | 18 => DType::bytes(0),
        b'U' | 19 => DType::str(0),
        b'V' | 20 => DType::void(0),
        b'M' | 21 => letter_date(DType::datetime64),
        b'm' | 22 => letter_date(DType::timedelta64),
        b'c' => DType::bytes(1).with_spelling(Spelling::Char),
        _ => {
            let known = |element: &&ElementType| {
                element.char() == char::from(letter) || element.num() == i32::from(letter)
            };
            DType::from_element(*ElementType::ALL.iter().find(known)?)
        }
    })
}
