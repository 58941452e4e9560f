//! `unicode_escape`: ASCII with the escapes of Python's text literals.

use super::units::Faults;
use crate::error::Result;

/// Appends a character, escaped where it is not printable ASCII.
pub(super) fn push(c: u32, bytes: &mut Vec<u8>) {
    match c {
        0x5c => bytes.extend(b"\\\\"),
        0x9 => bytes.extend(b"\\t"),
        0xa => bytes.extend(b"\\n"),
        0xd => bytes.extend(b"\\r"),
        0x20..=0x7e => bytes.push(c as u8),
        0..=0xff => bytes.extend(format!("\\x{c:02x}").into_bytes()),
        0x100..=0xffff => bytes.extend(format!("\\u{c:04x}").into_bytes()),
        _ => bytes.extend(format!("\\U{c:08x}").into_bytes()),
    }
}

/// Appends the text that escaped bytes stand for; other bytes are Latin-1.
pub(super) fn decode(bytes: &[u8], fault: &mut Faults<'_>, text: &mut Vec<u32>) -> Result<()> {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            text.push(byte.into());
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else {
            return fault.meet(at, 1, "\\ at end of string", text);
        };
        let simple = match letter {
            b'\n' => Some(None),
            b'\\' | b'\'' | b'"' => Some(Some(letter)),
            b'a' => Some(Some(7)),
            b'b' => Some(Some(8)),
            b't' => Some(Some(9)),
            b'n' => Some(Some(10)),
            b'v' => Some(Some(11)),
            b'f' => Some(Some(12)),
            b'r' => Some(Some(13)),
            _ => None,
        };
        if let Some(simple) = simple {
            text.extend(simple.map(u32::from));
            at += 2;
            continue;
        }
        let (digits, n, base): (&[u8], usize, u32) = match letter {
            b'x' => (&bytes[at + 2..], 2, 16),
            b'u' => (&bytes[at + 2..], 4, 16),
            b'U' => (&bytes[at + 2..], 8, 16),
            b'0'..=b'7' => (&bytes[at + 1..], 3, 8),
            _ => {
                text.extend([u32::from(b'\\'), u32::from(letter)]);
                at += 2;
                continue;
            }
        };
        let used = digits.iter().take(n).take_while(|&&d| char::from(d).is_digit(base)).count();
        let digits = std::str::from_utf8(&digits[..used]).unwrap_or_default();
        let point = u32::from_str_radix(digits, base).unwrap_or(u32::MAX);
        let length = if base == 8 { 1 + used } else { 2 + used };
        if (base == 16 && used < n) || point > 0x10_ffff {
            fault.meet(at, length, "truncated or illegal escape", text)?;
        } else {
            text.push(point);
        }
        at += length;
    }
    Ok(())
}
