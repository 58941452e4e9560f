//! What follows a backslash in a string.

use super::cursor::Cursor;
use super::error::{LiteralError, LiteralErrorKind};

/// Decodes the escape whose backslash has just been read.
pub(super) fn escape(
    cursor: &mut Cursor<'_>,
    bytes: bool,
    out: &mut Vec<u32>,
) -> Result<(), LiteralError> {
    let backslash = cursor.at - 1;
    let code_point = match cursor.bump() {
        Some('\n') => return Ok(()),
        Some('\r') => {
            cursor.eat("\n");
            return Ok(());
        }
        Some(c @ ('\\' | '\'' | '"')) => u32::from(c),
        Some('a') => 0x07,
        Some('b') => 0x08,
        Some('t') => 0x09,
        Some('n') => 0x0a,
        Some('v') => 0x0b,
        Some('f') => 0x0c,
        Some('r') => 0x0d,
        Some(digit @ '0'..='7') => {
            let mut value = digit.to_digit(8).unwrap_or(0);
            for _ in 0..2 {
                let Some(digit) = cursor.peek().and_then(|c| c.to_digit(8)) else { break };
                value = value * 8 + digit;
                cursor.at += 1;
            }
            if bytes { value & 0xff } else { value }
        }
        Some('x') => hex(cursor, 2, "\\xXX", backslash)?,
        Some('u') if !bytes => hex(cursor, 4, "\\uXXXX", backslash)?,
        Some('U') if !bytes => hex(cursor, 8, "\\UXXXXXXXX", backslash)?,
        Some('N') if !bytes => {
            return Err(cursor.error_at(LiteralErrorKind::NamedCharacter, backslash));
        }
        // An unknown escape means itself; the character is read again as any other.
        other => {
            cursor.at -= other.map_or(0, char::len_utf8);
            u32::from('\\')
        }
    };
    out.push(code_point);
    Ok(())
}

fn hex(
    cursor: &mut Cursor<'_>,
    n_digits: usize,
    escape: &'static str,
    backslash: usize,
) -> Result<u32, LiteralError> {
    let digits = cursor.rest().get(..n_digits).unwrap_or("");
    // `from_str_radix` alone would take a sign.
    let digits = if digits.bytes().all(|b| b.is_ascii_hexdigit()) { digits } else { "" };
    match u32::from_str_radix(digits, 16) {
        Ok(value @ ..=0x10_ffff) => {
            cursor.at += n_digits;
            Ok(value)
        }
        _ => Err(cursor.error_at(LiteralErrorKind::BadEscape { escape }, backslash)),
    }
}
