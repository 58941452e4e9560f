//! Numbers as Python spells them: integers in four bases, floats, imaginary parts, underscores.

use num_complex::Complex64;

use super::cursor::Cursor;
use super::error::{LiteralError, LiteralErrorKind};
use super::{Literal, PyInt};

/// Python's limit on converting between text and an integer in base 10.
const MAX_DECIMAL_DIGITS: usize = 4300;

/// Reads the number that starts here: a digit, or a point and a digit.
pub(super) fn number(cursor: &mut Cursor<'_>, long_suffix: bool) -> Result<Literal, LiteralError> {
    let value = match cursor.rest().as_bytes() {
        [b'0', b'x' | b'X', ..] => based(cursor, 4, "hexadecimal")?,
        [b'0', b'o' | b'O', ..] => based(cursor, 3, "octal")?,
        [b'0', b'b' | b'B', ..] => based(cursor, 1, "binary")?,
        _ => decimal(cursor)?,
    };
    if long_suffix && matches!(value, Literal::Int(_)) {
        cursor.eat("L");
    }
    match cursor.peek() {
        Some(c) if c.is_alphanumeric() || c == '_' => {
            let form = match value {
                Literal::Complex(_) => "imaginary",
                _ => "decimal",
            };
            Err(cursor.error(LiteralErrorKind::BadNumber { form }))
        }
        _ => Ok(value),
    }
}

fn based(cursor: &mut Cursor<'_>, bits: u32, form: &'static str) -> Result<Literal, LiteralError> {
    cursor.at += 2;
    let mut digits = Vec::new();
    // One underscore may stand before each digit.
    while let Some(digit) = cursor.rest().strip_prefix('_').unwrap_or(cursor.rest()).chars().next()
    {
        let Some(digit) = digit.to_digit(1 << bits) else { break };
        cursor.eat("_");
        cursor.at += 1;
        digits.push(digit);
    }
    match cursor.peek() {
        Some(digit) if digit.is_ascii_digit() => {
            Err(cursor.error(LiteralErrorKind::BadDigit { digit, form }))
        }
        _ if digits.is_empty() => Err(cursor.error(LiteralErrorKind::BadNumber { form })),
        _ => Ok(Literal::Int(PyInt::from_bit_digits(bits, &digits))),
    }
}

fn decimal(cursor: &mut Cursor<'_>) -> Result<Literal, LiteralError> {
    let start = cursor.at;
    let mut text = digits(cursor)?;
    let mut is_float = false;
    if cursor.eat(".") {
        is_float = true;
        text.push('.');
        if cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
            text += &digits(cursor)?;
        }
    }
    let rest = cursor.rest();
    let signed = rest.strip_prefix(['e', 'E']).unwrap_or("");
    let unsigned = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    if unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        is_float = true;
        text.push_str(&rest[..rest.len() - unsigned.len()]);
        cursor.at += rest.len() - unsigned.len();
        text += &digits(cursor)?;
    }
    let imaginary = cursor.eat("j") || cursor.eat("J");
    if is_float || imaginary {
        let bad = || cursor.error_at(LiteralErrorKind::BadNumber { form: "decimal" }, start);
        let value: f64 = text.parse().map_err(|_| bad())?;
        return Ok(match imaginary {
            true => Literal::Complex(Complex64::new(0.0, value)),
            false => Literal::Float(value),
        });
    }
    if text.starts_with('0') && text.bytes().any(|b| b != b'0') {
        return Err(cursor.error_at(LiteralErrorKind::LeadingZeros, start));
    }
    if text.len() > MAX_DECIMAL_DIGITS {
        let kind = LiteralErrorKind::TooManyDigits { digits: text.len() };
        return Err(cursor.error_at(kind, start));
    }
    let digits = text.bytes().map(|b| u32::from(b - b'0'));
    Ok(Literal::Int(PyInt::from_digits(10, digits)))
}

/// Digits, with single underscores between them.
fn digits(cursor: &mut Cursor<'_>) -> Result<String, LiteralError> {
    let text = cursor.take_while(|c| c.is_ascii_digit() || c == '_');
    if text.ends_with('_') || text.contains("__") || text.starts_with('_') {
        return Err(cursor.error(LiteralErrorKind::BadNumber { form: "decimal" }));
    }
    Ok(text.replace('_', ""))
}
