//! Python's `repr` of text, bytes and floating-point numbers.

use std::fmt::Write;

use num_complex::Complex64;

use super::printable::is_printable;

/// The text that Python's `repr` gives for a `str`.
///
/// Single quotes, unless the text holds single quotes and no double ones; what is not printable
/// (by Unicode 14, as in CPython 3.11) is escaped.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::repr_str;
/// assert_eq!(repr_str("it's\n"), r#""it's\n""#);
/// assert_eq!(repr_str("\u{e9}\u{ad}"), r"'é\xad'");
/// ```
pub fn repr_str(text: &str) -> String {
    repr_code_points(text.chars().map(u32::from))
}

/// As [`repr_str`], for code points that may hold lone surrogates, which Rust's `str` may not.
///
/// A value past U+10FFFF is no Python character; it is escaped in the eight-digit form.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::repr_code_points;
/// assert_eq!(repr_code_points([0x61, 0xd800]), r"'a\ud800'");
/// ```
pub fn repr_code_points<I>(code_points: I) -> String
where
    I: IntoIterator<Item = u32, IntoIter: Clone>,
{
    let code_points = code_points.into_iter();
    let quote = quote_for(code_points.clone());
    let mut out = String::with_capacity(code_points.size_hint().0.saturating_add(2));
    out.push(char::from(quote));
    for code_point in code_points {
        push_code_point(&mut out, code_point, quote);
    }
    out.push(char::from(quote));
    out
}

/// The text that Python's `repr` gives for `bytes`.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::repr_bytes;
/// assert_eq!(repr_bytes(b"a\x00'\xff"), r#"b"a\x00'\xff""#);
/// ```
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes.iter().map(|&byte| u32::from(byte)));
    let mut out = String::with_capacity(bytes.len().saturating_add(3));
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            0x80.. => push_hex(&mut out, u32::from(byte)),
            _ => push_code_point(&mut out, u32::from(byte), quote),
        }
    }
    out.push(char::from(quote));
    out
}

/// The text that Python's `repr` gives for a `float`: the shortest that reads back as the same.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::repr_float;
/// assert_eq!(repr_float(1e16), "1e+16");
/// assert_eq!(repr_float(1e15), "1000000000000000.0");
/// assert_eq!(repr_float(1e-5), "1e-05");
/// ```
pub fn repr_float(value: f64) -> String {
    let text = shortest(value);
    let is_integer = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_integer { text + ".0" } else { text }
}

/// The text that Python's `repr` gives for a `complex`.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::repr_complex;
/// use num_complex::Complex64;
/// assert_eq!(repr_complex(Complex64::new(1.0, -2.5)), "(1-2.5j)");
/// assert_eq!(repr_complex(Complex64::new(0.0, 2.0)), "2j");
/// ```
pub fn repr_complex(value: Complex64) -> String {
    let (re, im) = (shortest(value.re), shortest(value.im));
    if value.re == 0.0 && value.re.is_sign_positive() {
        return im + "j";
    }
    let sign = if im.starts_with('-') { "" } else { "+" };
    format!("({re}{sign}{im}j)")
}

/// Python's `float.__format__` with the presentation `r`: no `.0` after an integer.
fn shortest(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    // Rust gives as few digits, but of two such texts that are equally near the one that is not even.
    let text = format!("{value:e}");
    let n_decimals =
        text.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count() - 1;
    let nearest = format!("{value:.n_decimals$e}");
    let is_same = nearest.parse() == Ok(value);
    let scientific = if is_same { nearest } else { text };
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value == 0.0 || (-4..16).contains(&exponent) {
        let places = (n_decimals as i32 - exponent).max(0) as usize;
        return if is_same { format!("{value:.places$}") } else { format!("{value}") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

fn quote_for(mut code_points: impl Iterator<Item = u32> + Clone) -> u8 {
    let single = code_points.clone().any(|c| c == u32::from('\''));
    if single && !code_points.any(|c| c == u32::from('"')) { b'"' } else { b'\'' }
}

fn push_code_point(out: &mut String, code_point: u32, quote: u8) {
    match char::from_u32(code_point) {
        Some('\t') => out.push_str("\\t"),
        Some('\n') => out.push_str("\\n"),
        Some('\r') => out.push_str("\\r"),
        Some('\\') => out.push_str("\\\\"),
        Some(c) if c == char::from(quote) => out.extend(['\\', c]),
        Some(c) if is_printable(code_point) => out.push(c),
        _ => push_hex(out, code_point),
    }
}

fn push_hex(out: &mut String, code_point: u32) {
    // Writing to a String cannot fail.
    let _ = match code_point {
        0..0x100 => write!(out, "\\x{code_point:02x}"),
        0x100..0x1_0000 => write!(out, "\\u{code_point:04x}"),
        _ => write!(out, "\\U{code_point:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_chosen_as_python_does() {
        assert_eq!(repr_str("plain"), "'plain'");
        assert_eq!(repr_str("it's"), "\"it's\"");
        assert_eq!(repr_str("say \"hi\""), "'say \"hi\"'");
        assert_eq!(repr_str("'\""), r#"'\'"'"#);
        assert_eq!(repr_bytes(b"'\""), r#"b'\'"'"#);
        assert_eq!(repr_bytes(b""), "b''");
    }

    #[test]
    fn what_is_not_printable_is_escaped() {
        assert_eq!(repr_str("\t\n\r\\\0\x1b\x7f"), r"'\t\n\r\\\x00\x1b\x7f'");
        assert_eq!(repr_str("\u{a0}\u{ad}\u{2028}\u{e000}"), r"'\xa0\xad\u2028\ue000'");
        assert_eq!(repr_str("\u{1f600}\u{10ffff}"), "'\u{1f600}\\U0010ffff'");
        assert_eq!(repr_str("e\u{301}\u{3042}"), "'e\u{301}\u{3042}'");
        assert_eq!(repr_code_points([0xdfff, 0x0011_0000]), r"'\udfff\U00110000'");
    }
}
