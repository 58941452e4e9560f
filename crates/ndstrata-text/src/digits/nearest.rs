//! The float nearest to a decimal number: the algorithm of Michael Eisel and Daniel Lemire ("Number
//! parsing at a gigabyte per second", 2021) for numbers of at most 19 digits.

use super::powers::{LEAST, POWERS};

/// The powers of ten that a float holds exactly.
pub(super) const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The float nearest to `mantissa * 10**exponent`, to the even one of two; `None` where that is not
/// decided by the digits of the power at hand.
#[inline(always)]
pub(crate) fn nearest(mantissa: u64, exponent: i32) -> Option<f64> {
    if mantissa <= 1 << 53 {
        // Both are exact, so the one rounding is the right one (Clinger's fast path).
        if (0..=22).contains(&exponent) {
            return Some(mantissa as f64 * EXACT[exponent as usize]);
        }
        if (-22..0).contains(&exponent) {
            return Some(mantissa as f64 / EXACT[-exponent as usize]);
        }
    }
    from_product(mantissa, exponent)
}

#[inline(always)]
fn from_product(mantissa: u64, exponent: i32) -> Option<f64> {
    if mantissa == 0 || exponent < LEAST {
        return Some(0.0);
    }
    if exponent > 308 {
        return Some(f64::INFINITY);
    }
    let (high, low) = POWERS[(exponent - LEAST) as usize];
    let shift = mantissa.leading_zeros();
    let whole = mantissa << shift;
    let mut product = u128::from(whole) * u128::from(high);
    // The lower half of the power is needed only where it could carry into the bits that are kept.
    if (product >> 64) as u64 & 0x1ff == 0x1ff {
        product = product.wrapping_add((u128::from(whole) * u128::from(low)) >> 64);
    }
    let (upper, lower) = ((product >> 64) as u64, product as u64);
    if lower == u64::MAX && !(-27..=55).contains(&exponent) {
        return None;
    }
    let top = (upper >> 63) as i32;
    let cut = top + 64 - 52 - 3;
    let mut bits = upper >> cut;
    let binary = ((exponent * 217_706) >> 16) + 63 + top - shift as i32 + 1023;
    if binary <= 0 {
        // Below the normal floats.
        if -binary + 1 >= 64 {
            return Some(0.0);
        }
        bits >>= -binary + 1;
        bits += bits & 1;
        return Some(f64::from_bits(bits >> 1));
    }
    if lower <= 1 && (-4..=23).contains(&exponent) && bits & 3 == 1 && bits << cut == upper {
        // Halfway between two floats, exactly: the even one.
        bits &= !1;
    }
    bits += bits & 1;
    bits >>= 1;
    let mut binary = binary as u64;
    if bits >= 2 << 52 {
        bits = 1 << 52;
        binary += 1;
    }
    if binary >= 0x7ff {
        return Some(f64::INFINITY);
    }
    Some(f64::from_bits(bits & !(1 << 52) | binary << 52))
}
