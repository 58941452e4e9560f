//! Quotients of 64 bits: products with a reciprocal in floats where all are small, else the high half of a
//! product with a scaled reciprocal.

use super::{Dividend, SMALL, floor_small, reciprocal};
use crate::packed::Packed;

/// A divisor of 64 bits: its scaled reciprocal, and two shifts.
#[derive(Clone, Copy)]
pub(in crate::elementwise) struct Wide {
    inverse: u64,
    /// The low half's bits, by a number that the compiler does not know: else it takes the high half of a
    /// product of 64 bits for what it is, and goes number by number, as vectors have no such product.
    low: u64,
    shifts: [u32; 2],
    /// For dividends that are small.
    reciprocal: (f64, f64),
}

impl Wide {
    #[inline(always)]
    fn new(divisor: u64) -> Wide {
        let low = core::hint::black_box(LOW);
        if divisor == 0 {
            // Every quotient is shifted away.
            return Wide { inverse: 0, low, shifts: [63, 63], reciprocal: (0.0, 0.0) };
        }
        let bits = 64 - (divisor - 1).leading_zeros();
        let above = (1u128 << bits) - u128::from(divisor);
        let inverse = ((above << 64) / u128::from(divisor)) as u64;
        let shifts = [bits.min(1), bits.saturating_sub(1)];
        let reciprocal = reciprocal(divisor as f64);
        Wide { inverse: inverse.wrapping_add(1), low, shifts, reciprocal }
    }

    #[inline(always)]
    fn quotient(self, dividend: u64) -> u64 {
        let high = high_half(dividend, self.inverse, self.low);
        (high + ((dividend - high) >> self.shifts[0])) >> self.shifts[1]
    }
}

/// The bits of the low half.
const LOW: u64 = 0xffff_ffff;

/// The high half of a product, by products of halves, which vectors have; `low` is [`LOW`].
#[inline(always)]
fn high_half(a: u64, b: u64, low: u64) -> u64 {
    let (a0, a1, b0, b1) = (a & LOW, a >> 32, b & LOW, b >> 32);
    let middle = a1 * b0 + ((a0 * b0) >> 32);
    let other = a0 * b1 + (middle & low);
    a1 * b1 + (middle >> 32) + (other >> 32)
}

impl Dividend for u64 {
    type Divisor = Wide;

    #[inline(always)]
    fn divisor(rhs: Self) -> Wide {
        Wide::new(rhs)
    }

    #[inline(always)]
    fn floor(self, rhs: Wide) -> Self {
        rhs.quotient(self)
    }

    #[inline(always)]
    fn are_small(values: &[Packed<Self>]) -> bool {
        let mut bits = 0;
        for value in values {
            bits |= value.0;
        }
        bits < SMALL
    }

    #[inline(always)]
    fn floor_small(self, rhs: Wide) -> Self {
        floor_small(self as i64, rhs.reciprocal) as u64
    }
}

/// A signed divisor: its magnitude, and whether it is negative and whether it is not 0, as masks.
#[derive(Clone, Copy)]
pub(in crate::elementwise) struct Signed {
    magnitude: Wide,
    is_negative: i64,
    is_some: i64,
}

impl Dividend for i64 {
    type Divisor = Signed;

    #[inline(always)]
    fn divisor(rhs: Self) -> Signed {
        let wide = Wide::new(rhs.unsigned_abs());
        Signed {
            magnitude: Wide { reciprocal: reciprocal(rhs as f64), ..wide },
            is_negative: rhs >> 63,
            is_some: -i64::from(rhs != 0),
        }
    }

    #[inline(always)]
    fn are_small(values: &[Packed<Self>]) -> bool {
        let mut bits = 0;
        for value in values {
            bits |= value.0 ^ (value.0 >> 63);
        }
        (bits as u64) < SMALL
    }

    #[inline(always)]
    fn floor_small(self, rhs: Signed) -> Self {
        floor_small(self, rhs.magnitude.reciprocal)
    }

    #[inline(always)]
    fn floor(self, rhs: Signed) -> Self {
        let towards = (self ^ rhs.is_negative).wrapping_sub(rhs.is_negative);
        // The quotient of a negative number rounded down is the complement of that of its complement. The
        // least number has no opposite and stays what it is, which is right as a magnitude.
        let sign = (towards & (!self | !rhs.is_negative) & rhs.is_some) >> 63;
        rhs.magnitude.quotient((towards ^ sign) as u64) as i64 ^ sign
    }
}
