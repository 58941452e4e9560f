//! Numbers by C's conversions, without strings in between. What is not decided here (ties too close to
//! call, not-a-number, unusual flags) is left to `percent`, which prints the same more slowly.

use ndstrata_dtype::{ElementType, f16};

use super::percent::Conversion;
use crate::digits::{n_digits, parted, put_digits, put_integer, rounded_at, significant};

/// A number as it is printed: integers by their size.
#[derive(Clone, Copy)]
enum Number {
    Integer { is_negative: bool, size: u64 },
    Float(f64),
}

/// Adds an element by a conversion; false where nothing was added.
#[inline]
pub(super) fn print(
    out: &mut Vec<u8>,
    conversion: &Conversion,
    element: ElementType,
    bytes: &[u8],
) -> bool {
    let Some(number) = number(element, bytes) else { return false };
    let mut buffer = [0; 64];
    let printed = match conversion.code() {
        b'd' | b'i' | b'u' => decimal(number, conversion, &mut buffer),
        code @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G') => {
            let value = match number {
                Number::Float(value) => value,
                Number::Integer { is_negative, size } => {
                    if is_negative {
                        -(size as f64)
                    } else {
                        size as f64
                    }
                }
            };
            float(value, code, conversion, &mut buffer)
        }
        _ => None,
    };
    match printed {
        Some((is_negative, n)) => {
            pad(out, conversion, is_negative, &buffer, n);
            true
        }
        None => false,
    }
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
            let mut digits = [0; 20];
            let start = put_integer(size, &mut digits);
            out.extend_from_slice(&digits[start..]);
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
#[inline]
fn decimal(number: Number, conversion: &Conversion, out: &mut [u8; 64]) -> Option<(bool, usize)> {
    let (is_negative, size) = match number {
        Number::Integer { is_negative, size } => (is_negative, size),
        Number::Float(value) => {
            let whole = value.trunc();
            if !(whole.abs() < 1.8e19) {
                return None;
            }
            (whole < 0.0, whole.abs() as u64)
        }
    };
    let n = n_digits(size);
    let n_zeros = match conversion.precision() {
        Some(precision) if precision > 40 => return None,
        Some(precision) => precision.saturating_sub(n),
        None => 0,
    };
    out[..n_zeros].fill(b'0');
    put_digits(size, &mut out[n_zeros..n_zeros + n]);
    Some((is_negative, n_zeros + n))
}

#[inline]
fn float(
    value: f64,
    code: u8,
    conversion: &Conversion,
    out: &mut [u8; 64],
) -> Option<(bool, usize)> {
    if !value.is_finite() || conversion.is_alternative() {
        return None;
    }
    let (size, precision) = (value.abs(), conversion.precision().unwrap_or(6));
    let n = match code.to_ascii_lowercase() {
        b'e' => scientific(size, precision, code, out),
        b'f' => fixed(size, precision, out),
        _ => general(size, precision.max(1), code, out),
    }?;
    Some((value.is_sign_negative(), n))
}

fn scientific(size: f64, precision: usize, code: u8, out: &mut [u8; 64]) -> Option<usize> {
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
fn put_pointed(digits: u64, precision: usize, out: &mut [u8; 64]) -> usize {
    put_digits(digits, &mut out[1..precision + 2]);
    out[0] = out[1];
    if precision == 0 {
        return 1;
    }
    out[1] = b'.';
    precision + 2
}

#[inline]
fn put_exponent(exponent: i32, code: u8, mut n: usize, out: &mut [u8; 64]) -> usize {
    out[n] = code & 0x20 | b'E';
    out[n + 1] = if exponent < 0 { b'-' } else { b'+' };
    let size = u64::from(exponent.unsigned_abs());
    let n_digits = if size < 100 { 2 } else { 3 };
    put_digits(size, &mut out[n + 2..n + 2 + n_digits]);
    n += 2 + n_digits;
    n
}

fn fixed(size: f64, precision: usize, out: &mut [u8; 64]) -> Option<usize> {
    let digits = u64::try_from(rounded_at(size, precision)?).ok()?;
    let (whole, fraction) = parted(digits, precision);
    let n = n_digits(whole);
    put_digits(whole, &mut out[..n]);
    if precision == 0 {
        return Some(n);
    }
    out[n] = b'.';
    put_digits(fraction, &mut out[n + 1..n + 1 + precision]);
    Some(n + 1 + precision)
}

/// C's `%g`: the shorter of both forms, without zeros at the end.
fn general(size: f64, precision: usize, code: u8, out: &mut [u8; 64]) -> Option<usize> {
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
        let n_zeros = (-exponent - 1) as usize;
        out[..2].copy_from_slice(b"0.");
        out[2..2 + n_zeros].fill(b'0');
        put_digits(digits, &mut out[2 + n_zeros..2 + n_zeros + n_digits]);
        return Some(2 + n_zeros + n_digits);
    }
    let whole = exponent as usize + 1;
    if n_digits <= whole {
        put_digits(digits, &mut out[..n_digits]);
        out[n_digits..whole].fill(b'0');
        return Some(whole);
    }
    // The point goes in between, by moving what comes before it.
    put_digits(digits, &mut out[1..n_digits + 1]);
    out.copy_within(1..whole + 1, 0);
    out[whole] = b'.';
    Some(n_digits + 1)
}

/// Adds a sign, digits, and what fills the width.
#[inline]
fn pad(out: &mut Vec<u8>, conversion: &Conversion, is_negative: bool, digits: &[u8; 64], n: usize) {
    let sign = match is_negative {
        true => Some(b'-'),
        false => conversion.plus(),
    };
    let gap = conversion.width().saturating_sub(n + usize::from(sign.is_some()));
    let (is_left, has_zeros) = (conversion.is_left(), conversion.has_zeros());
    if gap > 0 && !is_left && !has_zeros {
        out.resize(out.len() + gap, b' ');
    }
    out.extend(sign);
    if gap > 0 && !is_left && has_zeros {
        out.resize(out.len() + gap, b'0');
    }
    // A copy of a fixed length is a few instructions.
    let end = out.len() + n;
    out.extend_from_slice(digits);
    out.truncate(end);
    if gap > 0 && is_left {
        out.resize(out.len() + gap, b' ');
    }
}
