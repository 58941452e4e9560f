//! Numbers by C's conversions, without strings in between. What is not decided here (ties too close to
//! call, not-a-number, unusual flags) is left to `percent`, which prints the same more slowly.

use ndstrata_dtype::{ElementType, f16};

use super::percent::Conversion;
use crate::digits::{
    ROOM, eight_digits, n_digits, parted, put_digits, put_integer, put_word, rounded_at,
    significant,
};

/// A number as it is printed: integers by their size.
#[derive(Clone, Copy)]
enum Number {
    Integer { is_negative: bool, size: u64 },
    Float(f64),
}

/// A number takes no more bytes than this with its sign, but for its width; some of them are written that are not kept.
pub(super) const MOST: usize = ROOM + 8;

/// Writes an element by a conversion at `at`; gives where it ends, `None` where nothing can be said of it here.
/// `out` has room for [`MOST`] bytes and the width.
#[inline]
pub(super) fn print(
    out: &mut [u8],
    at: usize,
    conversion: &Conversion,
    element: ElementType,
    bytes: &[u8],
) -> Option<usize> {
    let number = number(element, bytes)?;
    let code = conversion.code();
    let is_decimal = matches!(code, b'd' | b'i' | b'u');
    let is_negative = match number {
        Number::Integer { is_negative, .. } => is_negative,
        // What is cut to 0 has no sign.
        Number::Float(value) if is_decimal => value <= -1.0,
        Number::Float(value) => value.is_sign_negative(),
    };
    // Signs of numbers come as they like, so no branch depends on them.
    let plus = conversion.plus();
    *out.get_mut(at)? = if is_negative { b'-' } else { plus.unwrap_or_default() };
    let start = at + usize::from(is_negative | plus.is_some());
    let digits: &mut [u8; ROOM] = out.get_mut(start..)?.first_chunk_mut()?;
    let n = if is_decimal {
        decimal(number, conversion, digits)?
    } else {
        let value = match number {
            Number::Float(value) => value,
            Number::Integer { is_negative: true, size } => -(size as f64),
            Number::Integer { size, .. } => size as f64,
        };
        float(value, code, conversion, digits)?
    };
    let end = start + n;
    let width = conversion.width();
    if width <= end - at {
        return Some(end);
    }
    let gap = width - (end - at);
    let filled = if conversion.is_left() {
        end..end + gap
    } else {
        let moved = if conversion.has_zeros() { start } else { at };
        out.copy_within(moved..end, moved + gap);
        moved..moved + gap
    };
    let zeros = conversion.has_zeros() && !conversion.is_left();
    out[filled].fill(if zeros { b'0' } else { b' ' });
    Some(end + gap)
}

/// Adds a number in the fewest digits that are read back as the same.
pub(super) fn print_shortest(out: &mut Vec<u8>, element: ElementType, bytes: &[u8]) -> bool {
    use std::io::Write;

    match number(element, bytes) {
        None => false,
        Some(Number::Integer { is_negative, size }) => {
            if is_negative {
                out.push(b'-');
            }
            let mut digits = [0; ROOM];
            let end = put_integer(size, &mut digits, 0);
            out.extend_from_slice(&digits[..end]);
            true
        }
        Some(Number::Float(value)) if !value.is_finite() => false,
        Some(Number::Float(value)) => match element {
            ElementType::Float16 => write!(out, "{:?}", f16::from_f64(value)).is_ok(),
            ElementType::Float32 => write!(out, "{:?}", value as f32).is_ok(),
            _ => write!(out, "{value:?}").is_ok(),
        },
    }
}

#[inline]
fn number(element: ElementType, bytes: &[u8]) -> Option<Number> {
    let signed =
        |value: i64| Number::Integer { is_negative: value < 0, size: value.unsigned_abs() };
    let unsigned = |size: u64| Number::Integer { is_negative: false, size };
    Some(match element {
        ElementType::Float64 => Number::Float(f64::from_ne_bytes(*bytes.first_chunk()?)),
        ElementType::Float32 => Number::Float(f32::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::Float16 => Number::Float(f16::from_ne_bytes(*bytes.first_chunk()?).to_f64()),
        ElementType::Int64 => signed(i64::from_ne_bytes(*bytes.first_chunk()?)),
        ElementType::Int32 => signed(i32::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::Int16 => signed(i16::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::Int8 => signed(i8::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::UInt64 => unsigned(u64::from_ne_bytes(*bytes.first_chunk()?)),
        ElementType::UInt32 => unsigned(u32::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::UInt16 => unsigned(u16::from_ne_bytes(*bytes.first_chunk()?).into()),
        ElementType::UInt8 => unsigned((*bytes.first()?).into()),
        _ => return None,
    })
}

/// The digits of an integer, or of a float cut to one.
#[inline(always)]
fn decimal(number: Number, conversion: &Conversion, out: &mut [u8; ROOM]) -> Option<usize> {
    let size = match number {
        Number::Integer { size, .. } => size,
        Number::Float(value) => {
            let whole = value.trunc();
            if !(whole.abs() < 1.8e19) {
                return None;
            }
            whole.abs() as u64
        }
    };
    let n_zeros = match conversion.precision() {
        None => 0,
        Some(precision) if precision > 40 => return None,
        Some(precision) => precision.saturating_sub(n_digits(size)),
    };
    if n_zeros > 0 {
        out[..n_zeros].fill(b'0');
    }
    Some(put_integer(size, out, n_zeros))
}

#[inline(always)]
fn float(value: f64, code: u8, conversion: &Conversion, out: &mut [u8; ROOM]) -> Option<usize> {
    if !value.is_finite() || conversion.is_alternative() {
        return None;
    }
    let (size, precision) = (value.abs(), conversion.precision().unwrap_or(6));
    match code {
        b'e' | b'E' => scientific(size, precision, code, out),
        b'f' | b'F' => fixed(size, precision, out),
        b'g' | b'G' => match precision.max(1) {
            few @ ..=8 => general(size, few, code, out),
            many => general_in_many(size, many, code, out),
        },
        _ => None,
    }
}

#[inline]
fn scientific(size: f64, precision: usize, code: u8, out: &mut [u8; ROOM]) -> Option<usize> {
    if precision > 18 {
        return None;
    }
    let (digits, exponent) = match size {
        0.0 => (0, 0),
        _ => significant(size, precision + 1)?,
    };
    let n = put_pointed(digits, precision, out);
    Some(put_exponent(exponent, code, n, out))
}

/// A digit, a point and the others.
#[inline]
fn put_pointed(digits: u64, precision: usize, out: &mut [u8; ROOM]) -> usize {
    put_digits(digits, precision + 1, out, 1);
    out[0] = out[1];
    if precision == 0 {
        return 1;
    }
    out[1] = b'.';
    precision + 2
}

#[inline]
fn put_exponent(exponent: i32, code: u8, n: usize, out: &mut [u8; ROOM]) -> usize {
    out[n] = code & 0x20 | b'E';
    out[n + 1] = if exponent < 0 { b'-' } else { b'+' };
    let size = exponent.unsigned_abs();
    let n_digits = if size < 100 { 2 } else { 3 };
    put_digits(size.into(), n_digits, out, n + 2);
    n + 2 + n_digits
}

#[inline]
fn fixed(size: f64, precision: usize, out: &mut [u8; ROOM]) -> Option<usize> {
    let digits = u64::try_from(rounded_at(size, precision)?).ok()?;
    let (whole, fraction) = parted(digits, precision);
    let n = put_integer(whole, out, 0);
    if precision == 0 {
        return Some(n);
    }
    out[n] = b'.';
    put_digits(fraction, precision, out, n + 1);
    Some(n + 1 + precision)
}

/// C's `%g`: the shorter of both forms, without zeros at the end. Of at most eight digits, which are one word.
#[inline]
fn general(size: f64, precision: usize, code: u8, out: &mut [u8; ROOM]) -> Option<usize> {
    if size == 0.0 {
        out[0] = b'0';
        return Some(1);
    }
    let (digits, exponent) = significant(size, precision)?;
    let word = eight_digits(digits as u32) >> (8 * (8 - precision));
    let n_digits = 8 - word.leading_zeros() as usize / 8;
    if exponent < -4 || exponent >= precision as i32 {
        put_word(word, out, 0);
        put_word(word >> 8, out, 2);
        out[1] = b'.';
        let n = if n_digits == 1 { 1 } else { n_digits + 1 };
        return Some(put_exponent(exponent, code, n, out));
    }
    if exponent < 0 {
        // `0.` and zeros, then the digits.
        let start = 1 + (-exponent) as usize;
        put_word(0, out, 0);
        out[1] = b'.';
        put_word(word, out, start);
        return Some(start + n_digits);
    }
    // All digits, and once more those after the point.
    let whole = exponent as usize + 1;
    put_word(word, out, 0);
    if n_digits <= whole {
        return Some(whole);
    }
    put_word(word >> (8 * whole), out, whole + 1);
    out[whole] = b'.';
    Some(n_digits + 1)
}

/// The same of up to 19 digits.
fn general_in_many(size: f64, precision: usize, code: u8, out: &mut [u8; ROOM]) -> Option<usize> {
    if precision > 19 {
        return None;
    }
    if size == 0.0 {
        out[0] = b'0';
        return Some(1);
    }
    let (mut digits, exponent) = significant(size, precision)?;
    let mut n_digits = precision;
    while n_digits > 1 && digits.is_multiple_of(10) {
        digits /= 10;
        n_digits -= 1;
    }
    if exponent < -4 || exponent >= precision as i32 {
        let n = put_pointed(digits, n_digits - 1, out);
        return Some(put_exponent(exponent, code, n, out));
    }
    if exponent < 0 {
        let start = 1 + (-exponent) as usize;
        put_word(0, out, 0);
        out[1] = b'.';
        put_digits(digits, n_digits, out, start);
        return Some(start + n_digits);
    }
    let whole = exponent as usize + 1;
    if n_digits <= whole {
        put_digits(digits, n_digits, out, 0);
        out[n_digits..whole].fill(b'0');
        return Some(whole);
    }
    // The point goes in between, by moving what comes before it.
    put_digits(digits, n_digits, out, 1);
    out.copy_within(1..whole + 1, 0);
    out[whole] = b'.';
    Some(n_digits + 1)
}
