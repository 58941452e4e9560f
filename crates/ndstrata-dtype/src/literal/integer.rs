//! [`PyInt`]: a Python integer as a literal can spell it. It can be read, compared and printed;
//! arithmetic is not its business.

use std::fmt;

/// A Python `int` of any size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PyInt {
    negative: bool,
    /// Base 2³², least significant first, without leading zeros; empty for 0, never negative.
    limbs: Vec<u32>,
}

/// Printing in decimal takes quadratic time; from this size on (Python refuses to print beyond
/// 4,300 digits) the hexadecimal form is printed.
const MAX_DECIMAL_LIMBS: usize = 450;

impl PyInt {
    /// The value of these digits, each below `base`.
    pub(super) fn from_digits(base: u32, digits: impl Iterator<Item = u32>) -> PyInt {
        let mut limbs: Vec<u32> = Vec::new();
        for digit in digits {
            let mut carry = u64::from(digit);
            for limb in &mut limbs {
                let wide = u64::from(*limb) * u64::from(base) + carry;
                *limb = wide as u32;
                carry = wide >> 32;
            }
            if carry > 0 {
                limbs.push(carry as u32);
            }
        }
        PyInt { negative: false, limbs }
    }

    /// The value of digits of `1 << bits` each, most significant first.
    pub(super) fn from_bit_digits(bits: u32, digits: &[u32]) -> PyInt {
        let mut limbs = Vec::new();
        let (mut acc, mut filled) = (0u64, 0);
        for &digit in digits.iter().rev() {
            acc |= u64::from(digit) << filled;
            filled += bits;
            if filled >= 32 {
                limbs.push(acc as u32);
                acc >>= 32;
                filled -= 32;
            }
        }
        limbs.push(acc as u32);
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        PyInt { negative: false, limbs }
    }

    /// This number with the other sign.
    pub fn negated(mut self) -> PyInt {
        self.negative = !self.negative && !self.limbs.is_empty();
        self
    }

    /// Is it below 0?
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The value, where it fits.
    pub fn to_i128(&self) -> Option<i128> {
        if self.limbs.len() > 4 {
            return None;
        }
        let fold = |acc: u128, limb: &u32| acc << 32 | u128::from(*limb);
        let magnitude = self.limbs.iter().rev().fold(0, fold);
        match self.negative {
            false => i128::try_from(magnitude).ok(),
            true => 0i128.checked_sub_unsigned(magnitude),
        }
    }

    /// The value, where it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.to_i128()?.try_into().ok()
    }

    /// The value, where it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.to_i128()?.try_into().ok()
    }

    /// The value, where it fits.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i128()?.try_into().ok()
    }

    /// The nearest `f64`, or `None` where Python says that the integer is too large.
    pub fn to_f64(&self) -> Option<f64> {
        // Only the top 64 bits and whether anything follows them decide the rounding.
        let bit_length = self.bit_length();
        let shift = bit_length.saturating_sub(64);
        if shift > 1024 {
            return None;
        }
        let (skip, bits) = (shift / 32, shift % 32);
        let top = self.limbs.iter().skip(skip).rev();
        let wide = top.fold(0u128, |acc, limb| acc << 32 | u128::from(*limb));
        let below = self.limbs.iter().take(skip).any(|&limb| limb != 0);
        let cut = wide & ((1u128 << bits) - 1) != 0;
        let mantissa = (wide >> bits) as u64 | u64::from(below || cut);
        let value = (mantissa as f64) * 2f64.powi(shift as i32);
        let value = if self.negative { -value } else { value };
        value.is_finite().then_some(value)
    }

    fn bit_length(&self) -> usize {
        let top = self.limbs.last().map_or(0, |limb| 32 - limb.leading_zeros() as usize);
        self.limbs.len().saturating_sub(1) * 32 + top
    }
}

impl From<i64> for PyInt {
    fn from(value: i64) -> Self {
        let magnitude = PyInt::from(value.unsigned_abs());
        if value < 0 { magnitude.negated() } else { magnitude }
    }
}

impl From<u64> for PyInt {
    fn from(value: u64) -> Self {
        PyInt::from_bit_digits(32, &[(value >> 32) as u32, value as u32])
    }
}

impl PartialEq<i64> for PyInt {
    fn eq(&self, other: &i64) -> bool {
        self.to_i64() == Some(*other)
    }
}

impl fmt::Display for PyInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(value) = self.to_i128() {
            return write!(f, "{value}");
        }
        if self.negative {
            f.write_str("-")?;
        }
        if self.limbs.len() > MAX_DECIMAL_LIMBS {
            f.write_str("0x")?;
            let mut limbs = self.limbs.iter().rev();
            limbs.next().map_or(Ok(()), |top| write!(f, "{top:x}"))?;
            return limbs.try_for_each(|limb| write!(f, "{limb:08x}"));
        }
        const CHUNK: u64 = 1_000_000_000;
        let (mut limbs, mut chunks) = (self.limbs.clone(), Vec::new());
        while !limbs.is_empty() {
            let mut rest = 0;
            for limb in limbs.iter_mut().rev() {
                let wide = rest << 32 | u64::from(*limb);
                *limb = (wide / CHUNK) as u32;
                rest = wide % CHUNK;
            }
            chunks.push(rest);
            while limbs.last() == Some(&0) {
                limbs.pop();
            }
        }
        let mut chunks = chunks.iter().rev();
        chunks.next().map_or(Ok(()), |top| write!(f, "{top}"))?;
        chunks.try_for_each(|chunk| write!(f, "{chunk:09}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> PyInt {
        PyInt::from_digits(10, text.bytes().map(|b| u32::from(b - b'0')))
    }

    #[test]
    fn any_size_is_printed_back() {
        for text in ["0", "9", "4294967296", "340282366920938463463374607431768211456"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        let long = "123456789".repeat(20) + "000000000";
        assert_eq!(decimal(&long).negated().to_string(), format!("-{long}"));
        let wide = PyInt::from_bit_digits(4, &[15; 8 * MAX_DECIMAL_LIMBS + 1]);
        assert_eq!(wide.to_string(), format!("0x{}", "f".repeat(8 * MAX_DECIMAL_LIMBS + 1)));
    }

    #[test]
    fn conversions_say_when_it_does_not_fit() {
        assert_eq!(decimal("9223372036854775808").to_i64(), None);
        assert_eq!(decimal("9223372036854775808").negated().to_i64(), Some(i64::MIN));
        assert_eq!(decimal("18446744073709551615").to_u64(), Some(u64::MAX));
        assert_eq!(decimal("0").negated(), PyInt::from(0i64));
    }

    #[test]
    fn floats_are_rounded_to_nearest_even() {
        assert_eq!(decimal("9007199254740993").to_f64(), Some(9007199254740992.0));
        assert_eq!(decimal("9007199254740995").to_f64(), Some(9007199254740996.0));
        let above_half = "36893488147419107329"; // 2^65 + 2^12 + 1: just above the half-way point
        assert_eq!(decimal(above_half).to_f64(), Some(36893488147419111424.0));
        assert_eq!(decimal(&("1".to_owned() + &"0".repeat(308))).to_f64(), Some(1e308));
        assert_eq!(decimal(&("1".to_owned() + &"0".repeat(309))).to_f64(), None);
    }
}
