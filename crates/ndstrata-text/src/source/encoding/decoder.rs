//! [`Decoder`]: bytes into text as they come, with Python's complaints.

use super::{Encoding, Endian, Named};
use crate::error::{Error, ErrorKind, Result};

/// Bytes that are decoded as they come.
pub(in crate::source) struct Decoder {
    encoding: Encoding,
    /// Bytes decoded so far.
    offset: usize,
    /// The order that a mark has told.
    endian: Option<Endian>,
    /// A stream tells its order by a mark; bytes without one are of the machine's.
    is_stream: bool,
    #[cfg(feature = "encodings")]
    table: Option<encoding_rs::Decoder>,
}

impl Decoder {
    pub(in crate::source) fn new(encoding: Encoding) -> Decoder {
        Decoder {
            encoding,
            offset: 0,
            endian: None,
            is_stream: false,
            #[cfg(feature = "encodings")]
            table: match encoding {
                Encoding::Named(named) => Some(named.table.new_decoder()),
                _ => None,
            },
        }
    }

    /// Of what is read as it comes, as Python's `open` does.
    pub(in crate::source) fn of_stream(encoding: Encoding) -> Decoder {
        Decoder { is_stream: true, ..Decoder::new(encoding) }
    }

    /// Whether text is the bytes as they are.
    pub(in crate::source) fn is_utf8(&self) -> bool {
        self.encoding == Encoding::Utf8
    }

    /// UTF-8 as text without a copy of it, and the bytes at its end that begin a character. The first `n_known` bytes
    /// were decoded before.
    pub(in crate::source) fn take_utf8(
        &mut self,
        mut bytes: Vec<u8>,
        n_known: usize,
        is_last: bool,
    ) -> Result<(String, Vec<u8>)> {
        let n_cut = if is_last { 0 } else { n_begun(&bytes) };
        let rest = bytes.split_off(bytes.len() - n_cut);
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.offset += text.len() - n_known;
                Ok((text, rest))
            }
            Err(error) => Err(utf8_error(&error.as_bytes()[n_known..], self.offset)),
        }
    }

    /// Decodes what can be; gives how many bytes that are. What is left begins a character.
    pub(in crate::source) fn decode(
        &mut self,
        bytes: &[u8],
        is_last: bool,
        text: &mut String,
    ) -> Result<usize> {
        let n = match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Sig => {
                let valid = match std::str::from_utf8(bytes) {
                    Ok(valid) => valid,
                    Err(error) if error.error_len().is_none() && !is_last => {
                        std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
                    }
                    Err(_) => return Err(utf8_error(bytes, self.offset)),
                };
                let has_mark = self.encoding == Encoding::Utf8Sig && self.offset == 0;
                text.push_str(if has_mark { valid.trim_start_matches('\u{feff}') } else { valid });
                valid.len()
            }
            Encoding::Latin1 => {
                text.extend(bytes.iter().copied().map(char::from));
                bytes.len()
            }
            Encoding::Ascii => match std::str::from_utf8(bytes).ok().filter(|_| bytes.is_ascii()) {
                Some(ascii) => {
                    text.push_str(ascii);
                    bytes.len()
                }
                None => {
                    let at = bytes.iter().take_while(|byte| byte.is_ascii()).count();
                    let reason = format!(
                        "byte 0x{:02x} in position {}: ordinal not in range(128)",
                        bytes[at],
                        self.offset + at
                    );
                    return Err(undecodable("ascii", self.offset + at, reason));
                }
            },
            Encoding::Utf16(order) => self.decode_units(order, 2, bytes, is_last, text)?,
            Encoding::Utf32(order) => self.decode_units(order, 4, bytes, is_last, text)?,
            Encoding::Named(named) => self.decode_by_table(named, bytes, is_last, text)?,
        };
        self.offset += n;
        Ok(n)
    }

    /// Characters as numbers of two or four bytes.
    fn decode_units(
        &mut self,
        order: Option<Endian>,
        width: usize,
        bytes: &[u8],
        is_last: bool,
        text: &mut String,
    ) -> Result<usize> {
        let mut at = 0;
        let mut endian = order.or(self.endian).unwrap_or(Endian::Little);
        let unit = |at: usize, endian: Endian| {
            let bytes = bytes.get(at..at + width)?;
            let add = |value: u32, byte: &u8| value << 8 | u32::from(*byte);
            Some(match endian {
                Endian::Big => bytes.iter().fold(0, add),
                Endian::Little => bytes.iter().rev().fold(0, add),
            })
        };
        if order.is_none() && self.endian.is_none() && bytes.len() >= width {
            let marked = [Endian::Little, Endian::Big].into_iter();
            let marked =
                marked.map(|endian| (endian, unit(0, endian))).find(|&(_, c)| c == Some(0xfeff));
            if let Some((found, _)) = marked {
                endian = found;
                at = width;
            } else if self.is_stream {
                let name = if width == 2 { "UTF-16" } else { "UTF-32" };
                let reason = format!("{name} stream does not start with BOM");
                return Err(Error::argument("UnicodeError", reason));
            }
            self.endian = Some(endian);
        }
        let name = match (width, endian) {
            (2, Endian::Little) => "utf-16-le",
            (2, Endian::Big) => "utf-16-be",
            (_, Endian::Little) => "utf-32-le",
            (_, Endian::Big) => "utf-32-be",
        };
        while let Some(code) = unit(at, endian) {
            let (code, n) = match code {
                0xd800..=0xdbff if width == 2 => match unit(at + 2, endian) {
                    Some(low @ 0xdc00..=0xdfff) => {
                        (0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), 4)
                    }
                    None if !is_last => break,
                    _ => (code, 2),
                },
                code => (code, width),
            };
            let Some(c) = char::from_u32(code) else {
                let place = self.offset + at;
                let reason =
                    format!("bytes in position {place}-{}: illegal encoding", place + n - 1);
                return Err(undecodable(name, place, reason));
            };
            text.push(c);
            at += n;
        }
        if is_last && at < bytes.len() {
            let place = self.offset + at;
            let reason = match &bytes[at..] {
                [byte] => format!("byte 0x{byte:02x} in position {place}: truncated data"),
                rest => {
                    format!("bytes in position {place}-{}: truncated data", place + rest.len() - 1)
                }
            };
            return Err(undecodable(name, place, reason));
        }
        Ok(at)
    }

    #[cfg(feature = "encodings")]
    fn decode_by_table(
        &mut self,
        named: Named,
        bytes: &[u8],
        is_last: bool,
        text: &mut String,
    ) -> Result<usize> {
        let Some(decoder) = &mut self.table else { return Ok(0) };
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        text.reserve(room.unwrap_or(bytes.len()));
        let (result, n) = decoder.decode_to_string_without_replacement(bytes, text, is_last);
        match result {
            encoding_rs::DecoderResult::InputEmpty => Ok(n),
            _ => {
                let at = self.offset + n;
                let reason = format!("bytes in position {at}: illegal multibyte sequence");
                Err(undecodable(named.table.name(), at, reason))
            }
        }
    }

    #[cfg(not(feature = "encodings"))]
    fn decode_by_table(
        &mut self,
        named: Named,
        _: &[u8],
        _: bool,
        _: &mut String,
    ) -> Result<usize> {
        match named.none {}
    }
}

/// How many bytes at the end begin a character of UTF-8 that is longer.
fn n_begun(bytes: &[u8]) -> usize {
    for (i, byte) in bytes.iter().rev().take(3).enumerate() {
        let length = match byte {
            0x80..=0xbf => continue,
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0.. => 4,
            _ => 1,
        };
        return if length > i + 1 { i + 1 } else { 0 };
    }
    0
}

#[cold]
fn undecodable(encoding: &'static str, offset: usize, reason: String) -> Error {
    ErrorKind::Encoding { encoding, offset, reason }.into()
}

/// Python's words for bytes that are no UTF-8.
#[cold]
pub(super) fn utf8_error(bytes: &[u8], offset: usize) -> Error {
    let Err(error) = std::str::from_utf8(bytes) else {
        return undecodable("utf-8", offset, "bytes".to_owned());
    };
    let at = error.valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let n = error.error_len().unwrap_or(bytes.len() - at);
    let reason = match byte {
        _ if error.error_len().is_none() => "unexpected end of data",
        0x80..=0xc1 | 0xf5.. => "invalid start byte",
        _ => "invalid continuation byte",
    };
    let at = offset + at;
    let place = match n {
        0 | 1 => format!("byte 0x{byte:02x} in position {at}"),
        _ => format!("bytes in position {at}-{}", at + n - 1),
    };
    undecodable("utf-8", at, format!("{place}: {reason}"))
}
