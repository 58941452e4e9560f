//! Numbers in text, as C's and Python's readers take them: the longest number that text begins with,
//! and whole texts that are a number.

use std::borrow::Cow;

use ndstrata_dtype::Complex;

use crate::digits::float_at;
use crate::long_double::exponent_at;
use crate::source::is_space;

/// The float that the bytes begin with, and its length; `inf` and `nan` among them. No underscores, no
/// blanks, no hexadecimal digits.
pub(crate) fn float_prefix(bytes: &[u8]) -> Option<(f64, usize)> {
    float_at(bytes, 0).or_else(|| any_float_prefix(bytes))
}

fn any_float_prefix(bytes: &[u8]) -> Option<(f64, usize)> {
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let is_negative = bytes.first() == Some(&b'-');
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut n_digits = whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        n_digits += fraction;
        end += 1 + fraction;
    }
    if n_digits == 0 {
        return special_prefix(&bytes[sign..])
            .map(|(x, n)| (if is_negative { -x } else { x }, sign + n));
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    Some((text.parse().ok()?, end))
}

/// The decimal digits that the bytes begin with, without zeros before them, as what stands behind `0.`; their power of
/// ten, and the length of it all.
pub(crate) fn decimal_prefix(bytes: &[u8]) -> Option<(Vec<u8>, i64, usize)> {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let fraction = if bytes.get(whole) == Some(&b'.') { 1 + digits(whole + 1) } else { 0 };
    let mut end = whole + fraction;
    if whole + fraction.saturating_sub(1) == 0 {
        return None;
    }
    let all = bytes[..end].iter().copied().filter(|&byte| byte != b'.');
    let digits: Vec<u8> = all.skip_while(|&byte| byte == b'0').collect();
    let mut power = digits.len() as i64 - fraction.saturating_sub(1) as i64;
    if let Some((exponent, n)) = exponent_at(&bytes[end..], b'e') {
        power = power.saturating_add(exponent);
        end += n;
    }
    Some((digits, power, end))
}

/// `inf`, `infinity` or `nan`, in any case.
pub(crate) fn special_prefix(bytes: &[u8]) -> Option<(f64, usize)> {
    let begins = |word: &str| {
        bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    if begins("infinity") {
        Some((f64::INFINITY, 8))
    } else if begins("inf") {
        Some((f64::INFINITY, 3))
    } else if begins("nan") {
        Some((f64::NAN, 3))
    } else {
        None
    }
}

/// A text that is a float, with blanks around it.
pub(crate) fn float(text: &str) -> Option<f64> {
    let text = strip(text);
    float_prefix(text.as_bytes()).filter(|&(_, n)| n == text.len()).map(|(x, _)| x)
}

/// A text that is an integer in decimal ASCII digits, with blanks around it.
pub(crate) fn integer(text: &str) -> Option<i128> {
    let bytes = strip(text).as_bytes();
    let (is_negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value: i128 = 0;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
    }
    Some(if is_negative { -value } else { value })
}

/// A complex number as `loadtxt` takes it: `3`, `4j`, `3+4j`, `3+-4j`, each also in parentheses.
pub(crate) fn complex(text: &str) -> Option<Complex<f64>> {
    let text = strip(text);
    let inner = match text.strip_prefix('(') {
        None => text,
        // Blanks before the closing parenthesis only follow an imaginary part.
        Some(rest) => strip_start(rest).strip_suffix(')')?,
    };
    let is_wrapped = inner.len() != text.len();
    let inner = if is_wrapped { strip(inner) } else { inner };
    let bytes = inner.as_bytes();
    let (first, n) = float_prefix(bytes)?;
    match &bytes[n..] {
        [] => (!is_wrapped || !inner.is_empty()).then_some(Complex::new(first, 0.0)),
        [b'j'] => Some(Complex::new(0.0, first)),
        rest @ [b'+' | b'-', ..] => {
            let rest = rest.strip_prefix(b"+").unwrap_or(rest);
            let (second, m) = float_prefix(rest)?;
            (rest[m..] == *b"j").then_some(Complex::new(first, second))
        }
        _ => None,
    }
}

/// The complex number between two places, where both parts are plain: `3`, `4j`, `3-4j`, each also in parentheses.
/// Looking past the end is quicker than stopping there.
#[inline]
pub(crate) fn plain_complex(
    bytes: &[u8],
    start: usize,
    end: usize,
    strips: bool,
) -> Option<Complex<f64>> {
    let (mut start, mut end) = (start, end);
    while strips && start < end && bytes.get(start) == Some(&b' ') {
        start += 1;
    }
    while strips && start < end && bytes.get(end - 1) == Some(&b' ') {
        end -= 1;
    }
    if start + 1 < end && bytes.get(start) == Some(&b'(') && bytes.get(end - 1) == Some(&b')') {
        (start, end) = (start + 1, end - 1);
    }
    let (first, at) = float_at(bytes, start)?;
    if at == end {
        return Some(Complex::new(first, 0.0));
    }
    if at < end && bytes.get(at) == Some(&b'j') {
        return (at + 1 == end).then_some(Complex::new(0.0, first));
    }
    let is_signed = at < end && matches!(bytes.get(at), Some(b'+' | b'-'));
    let (second, at) = if is_signed { float_at(bytes, at)? } else { return None };
    (at + 1 == end && bytes.get(at) == Some(&b'j')).then_some(Complex::new(first, second))
}

/// Python's `float(text)`: underscores between digits, blanks around.
pub(crate) fn python_float(text: &str) -> Option<f64> {
    float(&without_underscores(strip(text))?)
}

/// Python's `int(text)` within 128 bits, saturating.
pub(crate) fn python_int(text: &str) -> Option<i128> {
    integer(&without_underscores(strip(text))?)
}

/// Python's `complex(text)`.
pub(crate) fn python_complex(text: &str) -> Option<Complex<f64>> {
    let text = strip(text);
    let inner = match text.strip_prefix('(') {
        None => text,
        Some(rest) => strip(rest.strip_suffix(')')?),
    };
    let plain = without_underscores(inner)?;
    let bytes = plain.as_bytes();
    let is_j = |rest: &[u8]| matches!(rest, [b'j' | b'J']);
    // A lone sign before `j` stands for one.
    let unit = |bytes: &[u8]| match bytes {
        [b'+', rest @ ..] if is_j(rest) => Some(1.0),
        [b'-', rest @ ..] if is_j(rest) => Some(-1.0),
        rest if is_j(rest) => Some(1.0),
        _ => None,
    };
    if let Some(imaginary) = unit(bytes) {
        return Some(Complex::new(0.0, imaginary));
    }
    let (first, n) = float_prefix(bytes)?;
    match &bytes[n..] {
        [] => Some(Complex::new(first, 0.0)),
        rest if is_j(rest) => Some(Complex::new(0.0, first)),
        rest @ [b'+' | b'-', ..] => match unit(rest) {
            Some(imaginary) => Some(Complex::new(first, imaginary)),
            None => {
                let (second, m) = float_prefix(rest)?;
                is_j(&rest[m..]).then_some(Complex::new(first, second))
            }
        },
        _ => None,
    }
}

/// Where the decimal digits of the world's scripts begin.
const ZEROS: [u32; 36] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

/// The digit that a character of any script is, in ASCII; other characters as they are.
fn ascii_digit(c: char) -> char {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code));
    zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(c)
}

/// Digits of other scripts as ASCII; underscores stand between digits and mean nothing.
fn without_underscores(text: &str) -> Option<Cow<'_, str>> {
    let text: Cow<'_, str> = match text.is_ascii() {
        true => text.into(),
        false => text.chars().map(ascii_digit).collect::<String>().into(),
    };
    if !text.contains('_') {
        return Some(text);
    }
    let bytes = text.as_bytes();
    let is_digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    for (i, &byte) in bytes.iter().enumerate() {
        if byte == b'_' && !(is_digit(i.checked_sub(1)) && is_digit(Some(i + 1))) {
            return None;
        }
    }
    Some(text.replace('_', "").into())
}

/// Without blanks at both ends.
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

fn strip_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_whole_texts() {
        for (text, expected) in [
            (" 1.5 ", Some(1.5)),
            ("1e400", Some(f64::INFINITY)),
            ("-INFINITY", Some(f64::NEG_INFINITY)),
            (".5", Some(0.5)),
            ("1.", Some(1.0)),
            ("\u{2003}1\u{2003}", Some(1.0)),
            ("infin", None),
            (".", None),
            ("1e", None),
            ("1_0", None),
            ("0x10", None),
            ("1\0", None),
            ("", None),
        ] {
            assert_eq!(float(text), expected, "{text:?}");
        }
        assert_eq!(python_float("1_0.5_0"), Some(10.5));
        assert_eq!(python_float("1__0"), None);
        assert_eq!(python_int(" -1_000 "), Some(-1000));
        assert_eq!(python_float("１２.٣"), Some(12.3));
    }

    #[test]
    fn plain_floats_are_read_as_all_are() {
        let texts = [
            "1",
            "-1.5",
            "+.5e-3",
            "5.",
            ".",
            "-",
            "1e",
            "1e+",
            "1e5j",
            "2E-07x",
            "1.5.2",
            "00012",
            "-0",
            "9999999999999999999",
            "1234567890123456789.5",
            "0.1234567890123456789",
            "1e400",
            "1e-400",
            "3-2j",
            "1e99999",
            "1e999999",
            "123456789012345678",
            "inf",
            "-nan",
            "1_0",
            "1.7976931348623157e308",
        ];
        for text in texts {
            let found = |read: Option<(f64, usize)>| read.map(|(x, n)| (x.to_bits(), n));
            let bytes = text.as_bytes();
            assert_eq!(found(float_prefix(bytes)), found(any_float_prefix(bytes)), "{text}");
        }
    }

    #[test]
    fn complex_numbers_have_several_forms() {
        let c = |re, im| Some(Complex::new(re, im));
        for (text, expected) in [
            ("1", c(1.0, 0.0)),
            ("1j", c(0.0, 1.0)),
            ("( 1+2j )", c(1.0, 2.0)),
            ("1+-2j", c(1.0, -2.0)),
            (" (1j) ", c(0.0, 1.0)),
            ("1+j", None),
            ("1 + 2j", None),
            ("1--2j", None),
            ("1+2J", None),
            ("(1", None),
            ("1)", None),
            ("j", None),
        ] {
            assert_eq!(complex(text), expected, "{text:?}");
        }
        assert_eq!(python_complex("1+J"), c(1.0, 1.0));
        assert_eq!(python_complex("-j"), c(0.0, -1.0));
    }
}
