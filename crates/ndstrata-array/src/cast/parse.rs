//! Numbers read from text as Python's `int`, `float` and `complex` read them.
//!
//! White space around a number and single underscores between digits are allowed, and text of code
//! points may use any decimal digits of Unicode; [`push_plain`] turns those into ASCII first.

use num_complex::Complex64;

/// An integer from text; NumPy tells apart only those that fit 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integer {
    /// It fits either signed or unsigned 64 bits.
    Fits(i128),
    /// It is larger.
    TooLarge,
}

/// `int(text)`; `None` where Python raises `ValueError`.
pub(crate) fn parse_int(text: &str) -> Option<Integer> {
    let text = text.trim_matches(is_space);
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (mut value, mut after_digit) = (0_i128, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value.saturating_mul(10).saturating_add(i128::from(byte - b'0'));
                after_digit = true;
            }
            b'_' if after_digit => after_digit = false,
            _ => return None,
        }
    }
    let value = if negative { -value } else { value };
    let fits = i64::try_from(value).is_ok() || u64::try_from(value).is_ok();
    after_digit.then_some(if fits { Integer::Fits(value) } else { Integer::TooLarge })
}

/// `float(text)`; `None` where Python raises `ValueError`.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let mut buffer = String::new();
    without_underscores(text.trim_matches(is_space), &mut buffer)?.parse().ok()
}

/// `complex(text)`; `None` where Python raises `ValueError`.
pub(crate) fn parse_complex(text: &str) -> Option<Complex64> {
    let mut text = text.trim_matches(is_space);
    if let Some(inside) = text.strip_prefix('(') {
        text = inside.strip_suffix(')')?.trim_matches(is_space);
    }
    let mut buffer = String::new();
    let text = without_underscores(text, &mut buffer)?;
    let (first, rest) = text.split_at(float_prefix(text));
    if first.is_empty() {
        return Some(Complex64::new(0.0, lone_unit(rest)?));
    }
    let value = first.parse().ok()?;
    match rest.as_bytes() {
        [] => Some(Complex64::new(value, 0.0)),
        [b'j' | b'J'] => Some(Complex64::new(0.0, value)),
        [b'+' | b'-', ..] => {
            let (second, unit) = rest.split_at(float_prefix(rest));
            let imaginary = match second {
                "" => lone_unit(rest)?,
                second => second.parse().ok().filter(|_| matches!(unit, "j" | "J"))?,
            };
            Some(Complex64::new(value, imaginary))
        }
        _ => None,
    }
}

/// `j` with or without a sign.
fn lone_unit(text: &str) -> Option<f64> {
    match text {
        "j" | "J" | "+j" | "+J" => Some(1.0),
        "-j" | "-J" => Some(-1.0),
        _ => None,
    }
}

/// How many bytes at the start are a float; 0 where none are.
fn float_prefix(text: &str) -> usize {
    let bytes = text.as_bytes();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    for word in ["infinity", "inf", "nan"] {
        let found = bytes.get(sign..sign + word.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes())) {
            return sign + word.len();
        }
    }
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut n_digits = digits_from(sign);
    let mut end = sign + n_digits;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits_from(end + 1);
        n_digits += fraction;
        end += 1 + fraction;
    }
    if n_digits == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits_from((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// The text without underscores, each of which must stand between digits.
fn without_underscores<'a>(text: &'a str, buffer: &'a mut String) -> Option<&'a str> {
    if !text.contains('_') {
        return Some(text);
    }
    let bytes = text.as_bytes();
    for (i, _) in text.match_indices('_') {
        let is_digit =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        if !is_digit(i.checked_sub(1)) || !is_digit(Some(i + 1)) {
            return None;
        }
    }
    buffer.extend(text.chars().filter(|&c| c != '_'));
    Some(buffer)
}

/// Python's white space among the ASCII characters.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
}

/// Appends a character as Python sees it in a number: a decimal digit of any script as `0` to `9`,
/// any white space as a blank.
pub(crate) fn push_plain(text: &mut String, point: u32) {
    match char::from_u32(point) {
        Some(c) if c.is_ascii() => text.push(c),
        Some(c) if c.is_whitespace() => text.push(' '),
        Some(c) => {
            let start = match DIGIT_ZEROS.binary_search(&point) {
                Ok(found) => Some(found),
                Err(after) => after.checked_sub(1),
            };
            let digit = start.map(|i| point - DIGIT_ZEROS[i]).filter(|&digit| digit < 10);
            text.push(digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c));
        }
        None => text.push(char::REPLACEMENT_CHARACTER),
    }
}

/// Appends a character as it is.
pub(crate) fn push_char(text: &mut String, point: u32) {
    text.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
}

/// The zeros of the decimal digits beyond ASCII (Unicode's category Nd, version 14).
const DIGIT_ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_python_reads_them() {
        let fits = |x| Some(Integer::Fits(x));
        for (text, expected) in [
            ("1_000", fits(1000)),
            (" 12 \t", fits(12)),
            ("+5", fits(5)),
            ("-0", fits(0)),
            ("007", fits(7)),
            ("18446744073709551615", fits(u64::MAX.into())),
            ("18446744073709551616", Some(Integer::TooLarge)),
            ("-9223372036854775809", Some(Integer::TooLarge)),
            ("9".repeat(60).as_str(), Some(Integer::TooLarge)),
            ("", None),
            ("+", None),
            ("1__0", None),
            ("_1", None),
            ("1_", None),
            ("0x10", None),
            ("1.5", None),
        ] {
            assert_eq!(parse_int(text), expected, "{text:?}");
        }
    }

    #[test]
    fn floats_are_read_as_python_reads_them() {
        for (text, expected) in [
            ("1e400", Some(f64::INFINITY)),
            ("1_0.5", Some(10.5)),
            (" -Infinity ", Some(f64::NEG_INFINITY)),
            ("1e5_0", Some(1e50)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            (".", None),
            ("1_.5", None),
            ("in", None),
            ("0x1p3", None),
            ("", None),
        ] {
            assert_eq!(parse_float(text), expected, "{text:?}");
        }
        assert!(parse_float("-nan").is_some_and(f64::is_nan));
    }

    #[test]
    fn complex_numbers_are_read_as_python_reads_them() {
        let z = |re, im| Some(Complex64::new(re, im));
        for (text, expected) in [
            ("1+2j", z(1.0, 2.0)),
            ("( 1+2j )", z(1.0, 2.0)),
            ("1_0j", z(0.0, 10.0)),
            ("+j", z(0.0, 1.0)),
            ("-J", z(0.0, -1.0)),
            ("1-j", z(1.0, -1.0)),
            (".5+.5J", z(0.5, 0.5)),
            ("1e5j", z(0.0, 1e5)),
            (" 1 ", z(1.0, 0.0)),
            ("1 + 2j", None),
            ("(1+2j", None),
            ("1+2", None),
            ("1j+2", None),
            ("1e", None),
            ("", None),
        ] {
            assert_eq!(parse_complex(text), expected, "{text:?}");
        }
    }

    #[test]
    fn digits_of_all_scripts_count() {
        let mut text = String::new();
        "\u{663}.\u{665}\u{3000}".chars().for_each(|c| push_plain(&mut text, c.into()));
        assert_eq!(text, "3.5 ");
    }
}
