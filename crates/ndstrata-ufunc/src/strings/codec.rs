//! Between text and bytes: `encode` and `decode`, with Python's codecs and error handlers.

mod escape;
mod units;

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::DType;

use super::convert::Collected;
use super::operands::{Frame, TextKind};
use crate::error::{Error, ErrorKind, Result};

/// How text becomes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Codec {
    /// `utf-8`
    Utf8,
    /// `ascii`
    Ascii,
    /// `latin-1`
    Latin1,
    /// `utf-16`, in this machine's byte order after a mark, or in one that is named.
    Utf16(Option<ndstrata_dtype::ByteOrder>),
    /// `utf-32`, as `utf-16`.
    Utf32(Option<ndstrata_dtype::ByteOrder>),
    /// `unicode_escape`: ASCII with escapes as in Python's literals.
    UnicodeEscape,
}

impl std::str::FromStr for Codec {
    type Err = Error;

    /// The codec of a name, in any of Python's spellings.
    fn from_str(name: &str) -> Result<Codec> {
        use ndstrata_dtype::ByteOrder::{Big, Little};
        let plain: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        Ok(match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
            "ascii" | "us_ascii" | "646" | "ansi_x3_4_1968" => Codec::Ascii,
            "latin_1" | "latin1" | "latin" | "iso_8859_1" | "iso8859_1" | "l1" | "8859"
            | "cp819" => Codec::Latin1,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(None),
            "utf_16_le" | "utf_16le" | "utf16_le" => Codec::Utf16(Some(Little)),
            "utf_16_be" | "utf_16be" | "utf16_be" => Codec::Utf16(Some(Big)),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(None),
            "utf_32_le" | "utf_32le" | "utf32_le" => Codec::Utf32(Some(Little)),
            "utf_32_be" | "utf_32be" | "utf32_be" => Codec::Utf32(Some(Big)),
            "unicode_escape" => Codec::UnicodeEscape,
            _ => return Err(raised("LookupError", format!("unknown encoding: {name}"))),
        })
    }
}

impl Codec {
    /// The name that Python's messages give it.
    fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(_) => "utf-16",
            Codec::Utf32(_) => "utf-32",
            Codec::UnicodeEscape => "unicodeescape",
        }
    }
}

/// What happens to what cannot be encoded or decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodecErrors {
    /// It is an error.
    #[default]
    Strict,
    /// It is left out.
    Ignore,
    /// `?` in bytes, U+FFFD in text.
    Replace,
    /// `\xff`, `\u20ac`
    BackslashReplace,
    /// `&#8364;`, in bytes only.
    XmlCharRefReplace,
    /// Bytes past ASCII are surrogates U+DC80…U+DCFF in text.
    SurrogateEscape,
}

impl std::str::FromStr for CodecErrors {
    type Err = Error;

    fn from_str(name: &str) -> Result<CodecErrors> {
        Ok(match name {
            "strict" => CodecErrors::Strict,
            "ignore" => CodecErrors::Ignore,
            "replace" => CodecErrors::Replace,
            "backslashreplace" => CodecErrors::BackslashReplace,
            "xmlcharrefreplace" => CodecErrors::XmlCharRefReplace,
            "surrogateescape" => CodecErrors::SurrogateEscape,
            _ => {
                return Err(raised("LookupError", format!("unknown error handler name '{name}'")));
            }
        })
    }
}

#[cold]
fn raised(class: &'static str, message: String) -> Error {
    Error::new(ErrorKind::Refused { class, message })
}

/// Each element of type `U` as bytes.
///
/// NumPy: [numpy.strings.encode](https://numpy.org/doc/stable/reference/generated/numpy.strings.encode.html).
///
/// # Errors
///
/// Elements that are not Unicode text; characters that the codec does not have, where `errors` is
/// [`Strict`](CodecErrors::Strict).
///
/// ```
/// use ndstrata_ufunc::strings::{self, Codec, CodecErrors};
/// let a = strings::from_strs(&["aé"])?;
/// let made = strings::encode(&a.view(), Codec::Ascii, CodecErrors::XmlCharRefReplace)?;
/// assert_eq!(strings::to_strings(&made.view())?, ["a&#233;"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode(a: &DynView<'_>, codec: Codec, errors: CodecErrors) -> Result<DynArray> {
    match TextKind::of(a.dtype()) {
        Some(TextKind::Str) => {}
        Some(TextKind::Bytes) => {
            let message = "type object 'bytes' has no attribute 'encode'".to_owned();
            return Err(raised("AttributeError", message));
        }
        None => return Err(Error::wrong_type("string operation on non-string array")),
    }
    let frame = Frame::of_shape(a.shape())?;
    if frame.size() == 0 {
        return Ok(DynArray::zeros(a.shape(), &DType::bytes(1), ndstrata_array::Order::C)?);
    }
    let texts = frame.text(a)?;
    let (texts, mut made) = (texts.texts::<u32>(), Collected::new());
    for i in 0..frame.size() {
        made.push(|bytes| units::encode(texts.get(i), codec, errors, bytes))?;
    }
    made.finish(&frame)
}

/// Each element of type `S` as text.
///
/// NumPy: [numpy.strings.decode](https://numpy.org/doc/stable/reference/generated/numpy.strings.decode.html).
///
/// # Errors
///
/// Elements that are not bytes; bytes that the codec does not have, where `errors` is
/// [`Strict`](CodecErrors::Strict).
///
/// ```
/// use ndstrata_ufunc::strings::{self, Codec, CodecErrors};
/// let a = strings::from_strs(&["aé"])?;
/// let bytes = strings::encode(&a.view(), Codec::Utf8, CodecErrors::Strict)?;
/// let made = strings::decode(&bytes.view(), Codec::Latin1, CodecErrors::Strict)?;
/// assert_eq!(strings::to_strings(&made.view())?, ["aÃ©"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode(a: &DynView<'_>, codec: Codec, errors: CodecErrors) -> Result<DynArray> {
    match TextKind::of(a.dtype()) {
        Some(TextKind::Bytes) => {}
        Some(TextKind::Str) => {
            let message = "type object 'str' has no attribute 'decode'".to_owned();
            return Err(raised("AttributeError", message));
        }
        None => return Err(Error::wrong_type("string operation on non-string array")),
    }
    let frame = Frame::of_shape(a.shape())?;
    if frame.size() == 0 {
        return Ok(DynArray::zeros(a.shape(), &DType::str(1), ndstrata_array::Order::C)?);
    }
    let texts = frame.text(a)?;
    let (texts, mut made) = (texts.texts::<u8>(), Collected::new());
    for i in 0..frame.size() {
        made.push(|text| units::decode(texts.get(i), codec, errors, text))?;
    }
    made.finish(&frame)
}
