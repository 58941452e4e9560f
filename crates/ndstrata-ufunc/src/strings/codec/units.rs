//! One text as bytes and back.

use ndstrata_dtype::ByteOrder;

use super::{Codec, CodecErrors, escape, raised};
use crate::error::Result;

/// Appends text as bytes.
pub(super) fn encode(
    text: &[u32],
    codec: Codec,
    errors: CodecErrors,
    bytes: &mut Vec<u8>,
) -> Result<()> {
    match codec {
        Codec::Utf8 | Codec::Ascii | Codec::Latin1
            if text.iter().fold(0, |all, &c| all | c) < 0x80 =>
        {
            bytes.extend(text.iter().map(|&c| c as u8));
            return Ok(());
        }
        Codec::Utf16(None) => bytes.extend(0xfeff_u16.to_ne_bytes()),
        Codec::Utf32(None) => bytes.extend(0xfeff_u32.to_ne_bytes()),
        _ => {}
    }
    for (at, &c) in text.iter().enumerate() {
        if push(c, codec, bytes) {
            continue;
        }
        match errors {
            CodecErrors::Strict => return Err(refused(text, at, codec)),
            CodecErrors::Ignore => {}
            CodecErrors::SurrogateEscape if (0xdc80..=0xdcff).contains(&c) => {
                bytes.push((c - 0xdc00) as u8);
            }
            CodecErrors::SurrogateEscape => return Err(refused(text, at, codec)),
            CodecErrors::Replace => {
                push('?'.into(), codec, bytes);
            }
            CodecErrors::BackslashReplace => {
                let escape = match c {
                    0..=0xff => format!("\\x{c:02x}"),
                    0x100..=0xffff => format!("\\u{c:04x}"),
                    _ => format!("\\U{c:08x}"),
                };
                escape.chars().for_each(|c| {
                    push(c.into(), codec, bytes);
                });
            }
            CodecErrors::XmlCharRefReplace => format!("&#{c};").chars().for_each(|c| {
                push(c.into(), codec, bytes);
            }),
        }
    }
    Ok(())
}

/// Appends a character; false where the codec does not have it.
fn push(c: u32, codec: Codec, bytes: &mut Vec<u8>) -> bool {
    let character = char::from_u32(c);
    match codec {
        Codec::Ascii if c > 0x7f => return false,
        Codec::Latin1 if c > 0xff => return false,
        Codec::Ascii | Codec::Latin1 => bytes.push(c as u8),
        Codec::UnicodeEscape => escape::push(c, bytes),
        Codec::Utf8 | Codec::Utf16(_) | Codec::Utf32(_) => {
            let Some(character) = character else { return false };
            match codec {
                Codec::Utf16(order) => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        bytes.extend(match order.unwrap_or(ByteOrder::NATIVE) {
                            ByteOrder::Big => unit.to_be_bytes(),
                            _ => unit.to_le_bytes(),
                        });
                    }
                }
                Codec::Utf32(order) => bytes.extend(match order.unwrap_or(ByteOrder::NATIVE) {
                    ByteOrder::Big => c.to_be_bytes(),
                    _ => c.to_le_bytes(),
                }),
                _ => bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
    true
}

#[cold]
fn refused(text: &[u32], at: usize, codec: Codec) -> crate::Error {
    let cannot = |c: &u32| !push(*c, codec, &mut Vec::new());
    let end = at + text[at..].iter().take_while(|c| cannot(c)).count();
    let limit = match codec {
        Codec::Ascii => "ordinal not in range(128)",
        Codec::Latin1 => "ordinal not in range(256)",
        _ => "surrogates not allowed",
    };
    let c = text[at];
    let what = match (end - at, c) {
        (1, 0..=0xff) => format!("character '\\x{c:02x}' in position {at}"),
        (1, 0x100..=0xffff) => format!("character '\\u{c:04x}' in position {at}"),
        (1, _) => format!("character '\\U{c:08x}' in position {at}"),
        _ => format!("characters in position {at}-{}", end - 1),
    };
    raised("UnicodeEncodeError", format!("'{}' codec can't encode {what}: {limit}", codec.name()))
}

/// Appends bytes as text.
pub(super) fn decode(
    bytes: &[u8],
    codec: Codec,
    errors: CodecErrors,
    text: &mut Vec<u32>,
) -> Result<()> {
    let mut fault = Faults { codec, errors, all: bytes };
    match codec {
        Codec::Utf8 | Codec::Ascii if bytes.is_ascii() => {
            text.extend(bytes.iter().map(|&byte| u32::from(byte)));
        }
        Codec::Latin1 => text.extend(bytes.iter().map(|&byte| u32::from(byte))),
        Codec::Ascii => {
            for (at, &byte) in bytes.iter().enumerate() {
                match byte.is_ascii() {
                    true => text.push(byte.into()),
                    false => fault.meet(at, 1, "ordinal not in range(128)", text)?,
                }
            }
        }
        Codec::Utf8 => {
            let mut at = 0;
            for chunk in bytes.utf8_chunks() {
                text.extend(chunk.valid().chars().map(u32::from));
                at += chunk.valid().len();
                let invalid = chunk.invalid();
                if !invalid.is_empty() {
                    let is_cut = at + invalid.len() == bytes.len() && starts_longer(invalid);
                    let why = match invalid[0] {
                        _ if is_cut => "unexpected end of data",
                        0xc2..=0xf4 => "invalid continuation byte",
                        _ => "invalid start byte",
                    };
                    fault.meet(at, invalid.len(), why, text)?;
                    at += invalid.len();
                }
            }
        }
        Codec::Utf16(order) => decode_utf16(bytes, order, &mut fault, text)?,
        Codec::Utf32(order) => decode_utf32(bytes, order, &mut fault, text)?,
        Codec::UnicodeEscape => escape::decode(bytes, &mut fault, text)?,
    }
    Ok(())
}

/// Whether some bytes begin a character that needs more of them.
fn starts_longer(invalid: &[u8]) -> bool {
    let needed = match invalid[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    invalid.len() < needed
}

/// What is done about bytes that are no text.
pub(super) struct Faults<'b> {
    codec: Codec,
    errors: CodecErrors,
    all: &'b [u8],
}

impl Faults<'_> {
    pub(super) fn meet(
        &mut self,
        at: usize,
        n: usize,
        why: &str,
        text: &mut Vec<u32>,
    ) -> Result<()> {
        let bytes = self.all.get(at..at + n).unwrap_or_default();
        let name = self.codec.name();
        match self.errors {
            CodecErrors::Ignore => {}
            CodecErrors::Replace => text.push(char::REPLACEMENT_CHARACTER.into()),
            CodecErrors::BackslashReplace => {
                let escapes = bytes.iter().map(|byte| format!("\\x{byte:02x}"));
                text.extend(escapes.collect::<String>().chars().map(u32::from));
            }
            CodecErrors::SurrogateEscape if bytes.iter().all(|byte| !byte.is_ascii()) => {
                text.extend(bytes.iter().map(|&byte| 0xdc00 + u32::from(byte)));
            }
            CodecErrors::XmlCharRefReplace => {
                return Err(crate::Error::wrong_type(
                    "don't know how to handle UnicodeDecodeError in error callback",
                ));
            }
            CodecErrors::Strict | CodecErrors::SurrogateEscape => {
                let what = match bytes {
                    [byte] => format!("byte 0x{byte:02x} in position {at}"),
                    _ => format!("bytes in position {at}-{}", (at + n).saturating_sub(1)),
                };
                let message = format!("'{name}' codec can't decode {what}: {why}");
                return Err(raised("UnicodeDecodeError", message));
            }
        }
        Ok(())
    }
}

fn decode_utf16(
    bytes: &[u8],
    order: Option<ByteOrder>,
    fault: &mut Faults<'_>,
    text: &mut Vec<u32>,
) -> Result<()> {
    let (order, skipped) = match (order, bytes) {
        (None, [0xff, 0xfe, ..]) => (ByteOrder::Little, 2),
        (None, [0xfe, 0xff, ..]) => (ByteOrder::Big, 2),
        (order, _) => (order.unwrap_or(ByteOrder::NATIVE), 0),
    };
    let (pairs, rest) = bytes[skipped..].as_chunks::<2>();
    let units = pairs.iter().map(|pair| match order {
        ByteOrder::Big => u16::from_be_bytes(*pair),
        _ => u16::from_le_bytes(*pair),
    });
    let mut at = skipped;
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => {
                text.push(c.into());
                at += 2 * c.len_utf16();
            }
            Err(_) => {
                fault.meet(at, 2, "illegal encoding", text)?;
                at += 2;
            }
        }
    }
    if rest.is_empty() { Ok(()) } else { fault.meet(at, rest.len(), "truncated data", text) }
}

fn decode_utf32(
    bytes: &[u8],
    order: Option<ByteOrder>,
    fault: &mut Faults<'_>,
    text: &mut Vec<u32>,
) -> Result<()> {
    let (order, skipped) = match (order, bytes) {
        (None, [0xff, 0xfe, 0, 0, ..]) => (ByteOrder::Little, 4),
        (None, [0, 0, 0xfe, 0xff, ..]) => (ByteOrder::Big, 4),
        (order, _) => (order.unwrap_or(ByteOrder::NATIVE), 0),
    };
    let (fours, rest) = bytes[skipped..].as_chunks::<4>();
    for (i, four) in fours.iter().enumerate() {
        let point = match order {
            ByteOrder::Big => u32::from_be_bytes(*four),
            _ => u32::from_le_bytes(*four),
        };
        match char::from_u32(point) {
            Some(c) => text.push(c.into()),
            None => fault.meet(skipped + 4 * i, 4, "code point not in range(0x110000)", text)?,
        }
    }
    let at = bytes.len() - rest.len();
    if rest.is_empty() { Ok(()) } else { fault.meet(at, rest.len(), "truncated data", text) }
}
