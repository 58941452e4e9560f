//! What C's `strtod` and `strtol` make of text, and NumPy of them.

use ndstrata_dtype::{Complex, ElementType, f16};

use crate::long_double::LongDouble;
use crate::number::float_prefix;

/// What is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Number {
    Element(ElementType),
    /// A date or span of time, as the integer that it is kept as.
    Count,
    LongDouble,
}

pub(super) fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn n_blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_blank(byte)).count()
}

/// Reads one number; gives the bytes passed over, 0 where there was nothing.
pub(super) fn next_number(number: Number, text: &[u8], out: &mut [u8]) -> usize {
    let element = match number {
        Number::Element(element) => element,
        Number::Count => {
            let (value, n) = count(text);
            out.copy_from_slice(&value.to_ne_bytes());
            return n;
        }
        Number::LongDouble => {
            let blanks = n_blanks(text);
            let (value, n) = LongDouble::prefix(&text[blanks..]).unwrap_or((LongDouble::ZERO, 0));
            out.copy_from_slice(&value.to_ne_bytes());
            return blanks + n;
        }
    };
    macro_rules! put {
        ($value:expr, $n:expr) => {{
            out.copy_from_slice(&$value.to_ne_bytes());
            $n
        }};
    }
    match element {
        ElementType::Bool => {
            let (x, n) = strtod(text);
            out[0] = u8::from(x != 0.0);
            n
        }
        ElementType::Int8 => {
            let (x, n) = strtol(text);
            put!(x as i8, n)
        }
        ElementType::Int16 => {
            let (x, n) = strtol(text);
            put!(x as i16, n)
        }
        ElementType::Int32 => {
            let (x, n) = strtol(text);
            put!(x as i32, n)
        }
        ElementType::Int64 => {
            let (x, n) = strtol(text);
            put!(x, n)
        }
        ElementType::UInt8 => {
            let (x, n) = strtoul(text);
            put!(x as u8, n)
        }
        ElementType::UInt16 => {
            let (x, n) = strtoul(text);
            put!(x as u16, n)
        }
        ElementType::UInt32 => {
            let (x, n) = strtoul(text);
            put!(x as u32, n)
        }
        ElementType::UInt64 => {
            let (x, n) = strtoul(text);
            put!(x, n)
        }
        ElementType::Float16 => {
            let (x, n) = strtod(text);
            put!(f16::from_f64(x), n)
        }
        ElementType::Float32 => {
            let (x, n) = strtod(text);
            put!((x as f32), n)
        }
        ElementType::Float64 => {
            let (x, n) = strtod(text);
            put!(x, n)
        }
        ElementType::Complex64 | ElementType::Complex128 => {
            let (z, n) = complex(text);
            if element == ElementType::Complex64 {
                out[..4].copy_from_slice(&(z.re as f32).to_ne_bytes());
                out[4..].copy_from_slice(&(z.im as f32).to_ne_bytes());
            } else {
                out[..8].copy_from_slice(&z.re.to_ne_bytes());
                out[8..].copy_from_slice(&z.im.to_ne_bytes());
            }
            n
        }
    }
}

fn complex(text: &[u8]) -> (Complex<f64>, usize) {
    let (first, n) = strtod(text);
    match text.get(n) {
        Some(b'+' | b'-') => {
            let (second, m) = strtod(&text[n..]);
            match text.get(n + m) {
                Some(b'j') => (Complex::new(first, second), n + m + 1),
                _ => (Complex::new(first, 0.0), n + m),
            }
        }
        Some(b'j') => (Complex::new(0.0, first), n + 1),
        _ => (Complex::new(first, 0.0), n),
    }
}

/// NumPy's `strtod`: without a number the value is -1, and blanks before it are passed over.
fn strtod(text: &[u8]) -> (f64, usize) {
    let blanks = n_blanks(text);
    let rest = &text[blanks..];
    let Some((x, n)) = float_prefix(rest) else { return (-1.0, blanks) };
    if !x.is_nan() || rest.get(n) != Some(&b'(') {
        return (x, blanks + n);
    }
    // C's payload of a NaN: `nan(0x1)`.
    let inner = rest[n + 1..].iter();
    let inner = inner.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let end = n + 1 + inner;
    (x, blanks + end + usize::from(rest.get(end) == Some(&b')')))
}

/// Python's `strtol`: past the largest it is the largest; a sign is passed over also alone.
fn strtol(text: &[u8]) -> (i64, usize) {
    let blanks = n_blanks(text);
    let is_negative = text.get(blanks) == Some(&b'-');
    let sign = usize::from(is_negative || text.get(blanks) == Some(&b'+'));
    let (x, n) = strtoul(&text[blanks + sign..]);
    let value = match i64::try_from(x) {
        Ok(x) if is_negative => -x,
        Ok(x) => x,
        Err(_) if is_negative && x == i64::MIN.unsigned_abs() => i64::MIN,
        Err(_) => i64::MAX,
    };
    (value, blanks + sign + n)
}

/// C's `strtol`: the least and the largest past them, and nothing is passed over where there is no digit.
fn count(text: &[u8]) -> (i64, usize) {
    let blanks = n_blanks(text);
    let is_negative = text.get(blanks) == Some(&b'-');
    let sign = usize::from(is_negative || text.get(blanks) == Some(&b'+'));
    let digits = &text[blanks + sign..];
    let n = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if n == 0 {
        return (0, 0);
    }
    let (size, _) = strtoul(&digits[..n]);
    let value = i128::from(size) * if is_negative { -1 } else { 1 };
    let value = value.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    (value, blanks + sign + n)
}

fn strtoul(text: &[u8]) -> (u64, usize) {
    let blanks = n_blanks(text);
    let digits = text[blanks..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut value: Option<u64> = Some(0);
    for digit in &text[blanks..blanks + digits] {
        value = value
            .and_then(|x| x.checked_mul(10))
            .and_then(|x| x.checked_add(u64::from(digit - b'0')));
    }
    (value.unwrap_or(u64::MAX), blanks + digits)
}
