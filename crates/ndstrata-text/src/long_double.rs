//! C's `long double` of x86-64, which has no Rust type: read from text and rounded to `f64`. Exact, and not quick.

mod natural;

use crate::number::{decimal_prefix, special_prefix};
use natural::Big;

/// A number of 64 bits of precision, as it lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongDouble {
    is_negative: bool,
    /// Biased, as in memory.
    exponent: u16,
    /// With the leading bit.
    mantissa: u64,
}

/// More digits than this decide nothing but whether what is left of them is zero.
const MOST_DIGITS: usize = 20_000;

/// How a binary format keeps numbers.
struct Format {
    n_bits: u32,
    bias: i64,
    /// The exponent of infinity.
    last: i64,
}

const EXTENDED: Format = Format { n_bits: 64, bias: 16383, last: 0x7fff };
const DOUBLE: Format = Format { n_bits: 53, bias: 1023, last: 0x7ff };

impl LongDouble {
    pub(crate) const NAN: LongDouble =
        LongDouble { is_negative: false, exponent: 0x7fff, mantissa: 3 << 62 };
    pub(crate) const ZERO: LongDouble = LongDouble { is_negative: false, exponent: 0, mantissa: 0 };
    const INFINITY: LongDouble =
        LongDouble { is_negative: false, exponent: 0x7fff, mantissa: 1 << 63 };

    /// A whole text as NumPy's `longdouble` takes it: blanks before it and none behind it.
    pub(crate) fn parse(text: &str) -> Option<LongDouble> {
        // To C it ends at NUL.
        let text = text.split('\0').next().unwrap_or_default().as_bytes();
        let blanks = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).count();
        match LongDouble::prefix(&text[blanks..]) {
            Some((value, n)) => (blanks + n == text.len()).then_some(value),
            // NumPy takes blanks for zero.
            None => (blanks > 0 && blanks == text.len()).then_some(LongDouble::ZERO),
        }
    }

    /// The number that the bytes begin with, and its length, as C's `strtold` has it.
    pub(crate) fn prefix(bytes: &[u8]) -> Option<(LongDouble, usize)> {
        let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
        let is_negative = bytes.first() == Some(&b'-');
        let rest = &bytes[sign..];
        let signed = |value: LongDouble| LongDouble { is_negative, ..value };
        if let Some((special, n)) = special_prefix(rest) {
            if !special.is_nan() {
                return Some((signed(LongDouble::INFINITY), sign + n));
            }
            // What may follow says nothing that NumPy keeps, and neither does the sign.
            let inner = rest[n..].strip_prefix(b"(").map_or(0, |inner| {
                let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
                let n = inner.iter().take_while(is_word).count();
                if inner.get(n) == Some(&b')') { n + 2 } else { 0 }
            });
            return Some((LongDouble::NAN, sign + n + inner));
        }
        if matches!(rest, [b'0', b'x' | b'X', ..])
            && let Some((value, n)) = hexadecimal(&rest[2..])
        {
            return Some((signed(value), sign + 2 + n));
        }
        let (digits, exponent, n) = decimal_prefix(rest)?;
        Some((signed(decimal(&digits, exponent)), sign + n))
    }

    /// The bytes that NumPy keeps, with zeros where it keeps nothing.
    pub(crate) fn to_ne_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let top = u16::from(self.is_negative) << 15 | self.exponent;
        bytes[..8].copy_from_slice(&self.mantissa.to_le_bytes());
        bytes[8..10].copy_from_slice(&top.to_le_bytes());
        bytes
    }

    /// The number that the bytes keep.
    pub(crate) fn from_ne_bytes(bytes: &[u8; 16]) -> LongDouble {
        let [m0, m1, m2, m3, m4, m5, m6, m7, low, high, ..] = *bytes;
        let top = u16::from_le_bytes([low, high]);
        LongDouble {
            is_negative: top >> 15 == 1,
            exponent: top & 0x7fff,
            mantissa: u64::from_le_bytes([m0, m1, m2, m3, m4, m5, m6, m7]),
        }
    }

    /// The nearest `f64`.
    pub(crate) fn to_f64(self) -> f64 {
        let size = if i64::from(self.exponent) == EXTENDED.last {
            if self.mantissa << 1 == 0 { f64::INFINITY } else { f64::NAN }
        } else {
            let exponent = i64::from(self.exponent.max(1)) - EXTENDED.bias - 63;
            let (exponent, mantissa) = DOUBLE.rounded(self.mantissa.into(), exponent, false);
            f64::from_bits(exponent << 52 | mantissa & (u64::MAX >> 12))
        };
        if self.is_negative { -size } else { size }
    }

    fn of(mantissa: u128, exponent: i64, is_more: bool) -> LongDouble {
        let (exponent, mantissa) = EXTENDED.rounded(mantissa, exponent, is_more);
        LongDouble { is_negative: false, exponent: exponent as u16, mantissa }
    }
}

impl From<f64> for LongDouble {
    fn from(x: f64) -> LongDouble {
        let is_negative = x.is_sign_negative();
        let value = if x.is_nan() {
            return LongDouble::NAN;
        } else if x.is_infinite() {
            LongDouble::INFINITY
        } else {
            let exponent = (x.to_bits() >> 52 & 0x7ff) as i64;
            let fraction = x.to_bits() & (u64::MAX >> 12);
            let mantissa = fraction | u64::from(exponent > 0) << 52;
            LongDouble::of(mantissa.into(), exponent.max(1) - DOUBLE.bias - 52, false)
        };
        LongDouble { is_negative, ..value }
    }
}

impl Format {
    /// `mantissa * 2^exponent`, and a little more where it says so, rounded to the nearest and of two as near to the
    /// even one: the biased exponent, and the mantissa with its leading bit.
    fn rounded(&self, mantissa: u128, exponent: i64, is_more: bool) -> (u64, u64) {
        if mantissa == 0 {
            return (0, 0);
        }
        let zeros = mantissa.leading_zeros();
        let mantissa = mantissa << zeros;
        let biased = exponent.saturating_sub(zeros.into()).saturating_add(127 + self.bias);
        if biased >= self.last {
            return (self.last as u64, 1 << (self.n_bits - 1));
        }
        // Below the least exponent bits are lost one by one.
        let n_lost = i64::from(128 - self.n_bits) + (1 - biased).max(0);
        let (kept, lost) = match u32::try_from(n_lost) {
            Ok(n @ ..128) => (mantissa >> n, mantissa << (128 - n)),
            Ok(128) => (0, mantissa),
            _ => (0, 0),
        };
        let half = 1 << 127;
        let is_up = lost > half || (lost == half && (is_more || kept & 1 == 1));
        let mut kept = kept + u128::from(is_up);
        let mut biased = biased.max(0) as u64;
        if kept >> self.n_bits == 1 {
            kept >>= 1;
            biased += 1;
        } else if biased == 0 && kept >> (self.n_bits - 1) == 1 {
            biased = 1;
        }
        (biased, kept as u64)
    }
}

/// Hexadecimal digits with a point and an exponent of two.
fn hexadecimal(bytes: &[u8]) -> Option<(LongDouble, usize)> {
    let (mut mantissa, mut exponent, mut is_more) = (0u128, 0i64, false);
    let (mut n_digits, mut n, mut has_point) = (0, 0, false);
    while let Some(&byte) = bytes.get(n) {
        match char::from(byte).to_digit(16) {
            Some(digit) => {
                n_digits += 1;
                exponent -= if has_point { 4 } else { 0 };
                if mantissa >> 124 == 0 {
                    mantissa = mantissa << 4 | u128::from(digit);
                } else {
                    is_more |= digit != 0;
                    exponent += 4;
                }
            }
            None if byte == b'.' && !has_point => has_point = true,
            None => break,
        }
        n += 1;
    }
    if n_digits == 0 {
        return None;
    }
    if let Some((power, length)) = exponent_at(&bytes[n..], b'p') {
        exponent = exponent.saturating_add(power);
        n += length;
    }
    Some((LongDouble::of(mantissa, exponent, is_more), n))
}

/// The exponent behind its letter, and its length.
pub(crate) fn exponent_at(bytes: &[u8], letter: u8) -> Option<(i64, usize)> {
    let rest = bytes
        .strip_prefix(&[letter])
        .or_else(|| bytes.strip_prefix(&[letter.to_ascii_uppercase()]))?;
    let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
    let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit());
    let (value, n) = digits.fold((0i64, 0), |(value, n), digit| {
        (value.saturating_mul(10).saturating_add(i64::from(digit - b'0')), n + 1)
    });
    (n > 0).then_some((if rest.first() == Some(&b'-') { -value } else { value }, 1 + sign + n))
}

/// `0.ddd… * 10^exponent`, of digits that do not begin with zero.
fn decimal(digits: &[u8], exponent: i64) -> LongDouble {
    // The least is 3.6e-4951, the largest 1.2e4932.
    if digits.is_empty() || exponent < -4960 {
        return LongDouble::ZERO;
    }
    if exponent > 4940 {
        return LongDouble::INFINITY;
    }
    let (kept, rest) = digits.split_at(digits.len().min(MOST_DIGITS));
    let mut is_more = rest.iter().any(|&digit| digit != b'0');
    let mut number = Big::default();
    for digit in kept {
        number.multiply_add(10, u32::from(digit - b'0'));
    }
    let power = exponent - kept.len() as i64;
    let mut divisor = Big(vec![1]);
    for _ in 0..power.unsigned_abs() {
        if power > 0 { &mut number } else { &mut divisor }.multiply_add(10, 0);
    }
    // The quotient gets a few bits more than are kept.
    let shift = divisor.n_bits() as i64 - number.n_bits() as i64 + 68;
    if shift > 0 {
        number.shift_left(shift as usize);
    } else {
        divisor.shift_left(shift.unsigned_abs() as usize);
    }
    divisor.shift_left(70);
    let mut quotient = 0u128;
    for _ in 0..=70 {
        quotient = quotient << 1 | u128::from(number.subtract_if_not_less(&divisor));
        divisor.halve();
    }
    is_more |= !number.is_zero();
    LongDouble::of(quotient, -shift, is_more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(text: &str) -> String {
        match LongDouble::parse(text) {
            None => String::new(),
            Some(value) => {
                let bytes = value.to_ne_bytes();
                bytes[..10].iter().rev().map(|byte| format!("{byte:02x}")).collect()
            }
        }
    }

    #[test]
    fn texts_are_read_as_numpy_reads_them() {
        for (text, expected) in [
            ("1", "3fff8000000000000000"),
            (" 1", "3fff8000000000000000"),
            ("1 ", ""),
            ("1_0", ""),
            ("0x10", "40038000000000000000"),
            ("0X1P3", "40028000000000000000"),
            ("0x1.8p-3", "3ffcc000000000000000"),
            ("-0x.8", "bffe8000000000000000"),
            ("0x", ""),
            ("0x1p", ""),
            ("nan(x_1)", "7fffc000000000000000"),
            ("-nan", "7fffc000000000000000"),
            ("nan(", ""),
            ("-Infinity", "ffff8000000000000000"),
            ("infx", ""),
            ("1e5000", "7fff8000000000000000"),
            ("-1e-5000", "80000000000000000000"),
            ("3.6e-4951", "00000000000000000001"),
            ("1.8e-4951", "00000000000000000000"),
            ("1e4932", "7ffed72cb2a95c7ef6cd"),
            ("1.2e4932", "7fff8000000000000000"),
            ("1.18973149535723176502e4932", "7ffeffffffffffffffff"),
            ("1.1897314953572317651e4932", "7fff8000000000000000"),
            ("0.1", "3ffbcccccccccccccccd"),
            ("3.14159265358979323846264338327950288", "4000c90fdaa22168c235"),
            ("18446744073709551617", "403f8000000000000000"),
            ("18446744073709551617.5", "403f8000000000000001"),
            ("0x1.fffffffffffffffffp0", "40008000000000000000"),
            ("  ", "00000000000000000000"),
            ("", ""),
        ] {
            assert_eq!(bits(text), expected, "{text:?}");
        }
    }

    #[test]
    fn doubles_are_kept() {
        for x in [0.0, -0.0, 1.5, -0.1, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, 1e-310]
        {
            let back = LongDouble::from(x).to_f64();
            assert_eq!(back.to_bits(), x.to_bits(), "{x}");
        }
        for text in ["1e-330", "4.9e-324", "2.5e-324", "1.7976931348623159e308", "0.3"] {
            let value = LongDouble::parse(text).map(LongDouble::to_f64);
            assert_eq!(value, text.parse().ok(), "{text}");
        }
        assert!(LongDouble::NAN.to_f64().is_nan());
    }
}
