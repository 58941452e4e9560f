//! [`Encoding`]: how bytes stand for characters, whole or in parts as they come.

mod decoder;

use crate::error::{Error, Result};

pub(super) use decoder::Decoder;
use decoder::utf8_error;

/// How bytes stand for characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, what files are opened as.
    #[default]
    Utf8,
    /// UTF-8 behind a byte order mark, which is passed over.
    Utf8Sig,
    /// ISO 8859-1: each byte the character of its number.
    Latin1,
    /// The 128 characters of ASCII.
    Ascii,
    /// Four bytes a character; behind a byte order mark where the order is not said.
    Utf32(Option<Endian>),
    /// Two or four bytes a character; behind a byte order mark where the order is not said.
    Utf16(Option<Endian>),
    /// One of the encodings of the web, by [`Encoding::named`].
    Named(Named),
}

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    /// The lowest byte first.
    Little,
    /// The highest byte first.
    Big,
}

/// An encoding with a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    #[cfg(feature = "encodings")]
    table: &'static encoding_rs::Encoding,
    #[cfg(not(feature = "encodings"))]
    none: std::convert::Infallible,
}

impl Encoding {
    /// The encoding of a name that Python knows, such as `utf-8`, `latin1` or `cp1252`.
    ///
    /// NumPy: none; it is Python's `codecs.lookup`.
    ///
    /// # Errors
    ///
    /// A name that is not known here.
    pub fn named(name: &str) -> Result<Encoding> {
        let plain = name.to_ascii_lowercase().replace(['-', '_', ' '], "");
        Ok(match plain.as_str() {
            "utf8" | "u8" | "utf" | "utf8ucs2" | "cp65001" => Encoding::Utf8,
            "utf8sig" => Encoding::Utf8Sig,
            "latin1" | "iso88591" | "l1" | "latin" | "8859" | "cp819" => Encoding::Latin1,
            "ascii" | "usascii" | "646" => Encoding::Ascii,
            "utf16" | "u16" => Encoding::Utf16(None),
            "utf16le" | "unicodelittleunmarked" => Encoding::Utf16(Some(Endian::Little)),
            "utf16be" | "unicodebigunmarked" => Encoding::Utf16(Some(Endian::Big)),
            "utf32" | "u32" => Encoding::Utf32(None),
            "utf32le" => Encoding::Utf32(Some(Endian::Little)),
            "utf32be" => Encoding::Utf32(Some(Endian::Big)),
            _ => return Encoding::of_table(name, &plain),
        })
    }

    #[cfg(feature = "encodings")]
    fn of_table(name: &str, plain: &str) -> Result<Encoding> {
        let label = match plain.strip_prefix("cp").filter(|digits| digits.len() == 4) {
            Some(digits) => format!("windows-{digits}"),
            None => name.to_ascii_lowercase().replace('_', "-"),
        };
        match encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()) {
            Some(table) => Ok(Encoding::Named(Named { table })),
            None => Err(unknown(name)),
        }
    }

    #[cfg(not(feature = "encodings"))]
    fn of_table(name: &str, _: &str) -> Result<Encoding> {
        Err(unknown(name))
    }

    /// Decodes bytes.
    ///
    /// NumPy: none; it is Python's `bytes.decode`.
    ///
    /// # Errors
    ///
    /// Bytes that are no text.
    pub fn decode(self, bytes: Vec<u8>) -> Result<String> {
        match self {
            Encoding::Utf8 => {
                String::from_utf8(bytes).map_err(|error| utf8_error(error.as_bytes(), 0))
            }
            Encoding::Ascii | Encoding::Latin1 if bytes.is_ascii() => {
                String::from_utf8(bytes).map_err(|error| utf8_error(error.as_bytes(), 0))
            }
            _ => {
                let mut text = String::new();
                let n = Decoder::new(self).decode(&bytes, true, &mut text)?;
                debug_assert_eq!(n, bytes.len());
                Ok(text)
            }
        }
    }

    /// Encodes text.
    ///
    /// NumPy: none; it is Python's `str.encode`.
    ///
    /// # Errors
    ///
    /// Characters that the encoding does not have.
    pub fn encode(self, text: &str) -> Result<Vec<u8>> {
        let most = match self {
            Encoding::Utf8 => return Ok(text.as_bytes().to_vec()),
            Encoding::Utf8Sig => return Ok(["\u{feff}", text].concat().into_bytes()),
            Encoding::Latin1 => 0xff,
            Encoding::Ascii => 0x7f,
            Encoding::Utf16(order) => return Ok(units(order, 2, &with_mark(order, text))),
            Encoding::Utf32(order) => return Ok(units(order, 4, &with_mark(order, text))),
            Encoding::Named(named) => return named.encode(text),
        };
        let name = if most == 0x7f { "ascii" } else { "latin-1" };
        let codes = text.chars().map(u32::from).enumerate();
        codes
            .map(|(at, code)| match u8::try_from(code) {
                Ok(byte) if code <= most => Ok(byte),
                _ => {
                    Err(unencodable(name, code, at, &format!("ordinal not in range({})", most + 1)))
                }
            })
            .collect()
    }
}

impl Named {
    #[cfg(feature = "encodings")]
    fn encode(self, text: &str) -> Result<Vec<u8>> {
        let (bytes, _, has_gaps) = self.table.encode(text);
        if has_gaps {
            let reason = format!("'{}' codec can't encode a character", self.table.name());
            return Err(Error::argument("UnicodeEncodeError", reason));
        }
        Ok(bytes.into_owned())
    }

    #[cfg(not(feature = "encodings"))]
    fn encode(self, _: &str) -> Result<Vec<u8>> {
        match self.none {}
    }
}

fn with_mark(order: Option<Endian>, text: &str) -> String {
    if order.is_none() { format!("\u{feff}{text}") } else { text.to_owned() }
}

/// Characters as numbers of two or four bytes.
fn units(order: Option<Endian>, width: usize, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * width);
    let mut push = |code: u32| {
        let all = code.to_le_bytes();
        match order {
            Some(Endian::Big) => bytes.extend(all[..width].iter().rev()),
            _ => bytes.extend_from_slice(&all[..width]),
        }
    };
    match width {
        2 => text.encode_utf16().for_each(|unit| push(unit.into())),
        _ => text.chars().for_each(|c| push(c.into())),
    }
    bytes
}

#[cold]
fn unknown(name: &str) -> Error {
    Error::argument("LookupError", format!("unknown encoding: {name}"))
}

#[cold]
fn unencodable(encoding: &str, code: u32, at: usize, reason: &str) -> Error {
    let shown = match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    Error::argument(
        "UnicodeEncodeError",
        format!("'{encoding}' codec can't encode character '{shown}' in position {at}: {reason}"),
    )
}
