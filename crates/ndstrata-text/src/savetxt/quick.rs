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

/// A number takes no more bytes than this, but for its width.
pub(super) const MOST: usize = 80;

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
    let sign = if is_negative { Some(b'-') } else { conversion.plus() };
    let start = at + usize::from(sign.is_some());
    if let Some(sign) = sign {
        out[at] = sign;
    }
    let digits: &mut [u8; 64] = out.get_mut(start..)?.first_chunk_mut()?;
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
fn decimal(number: Number, conversion: &Conversion, out: &mut [u8; 64]) -> Option<usize> {
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
    let n = n_digits(size);
    let n_zeros = match conversion.precision() {
        Some(precision) if precision > 40 => return None,
        Some(precision) => precision.saturating_sub(n),
        None => 0,
    };
    out[..n_zeros].fill(b'0');
    put_digits(size, &mut out[n_zeros..n_zeros + n]);
    Some(n_zeros + n)
}

#[inline]
fn float(value: f64, code: u8, conversion: &Conversion, out: &mut [u8; 64]) -> Option<usize> {
    if !value.is_finite() || conversion.is_alternative() {
        return None;
    }
    let (size, precision) = (value.abs(), conversion.precision().unwrap_or(6));
    match code {
        b'e' | b'E' => scientific(size, precision, code, out),
        b'f' | b'F' => fixed(size, precision, out),
        b'g' | b'G' => general(size, precision.max(1), code, out),
        _ => None,
    }
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
