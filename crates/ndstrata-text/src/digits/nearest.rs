//! The float nearest to a decimal number: the algorithm of Michael Eisel and Daniel Lemire ("Number
//! parsing at a gigabyte per second", 2021) for numbers of at most 19 digits.

use super::powers::{LEAST, POWERS};

/// The powers of ten that a float holds exactly.
pub(super) const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The same, for an index of five bits.
const DIVISORS: [f64; 32] = {
    let mut divisors = [1.0; 32];
    let mut i = 0;
    while i < EXACT.len() {
        divisors[i] = EXACT[i];
        i += 1;
    }
    divisors
};

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

/// The same of eight numbers; `None` where one is not decided.
#[inline(always)]
pub(crate) fn nearest_eight(mantissas: &[u64; 8], exponents: &[i64; 8]) -> Option<[f64; 8]> {
    let mut is_exact = true;
    for (mantissa, exponent) in mantissas.iter().zip(exponents) {
        is_exact &= (*mantissa <= 1 << 53) & (-22..=0).contains(exponent);
    }
    if is_exact {
        return Some(std::array::from_fn(|i| {
            mantissas[i] as f64 / DIVISORS[(-exponents[i]) as usize % DIVISORS.len()]
        }));
    }
    let (all, is_decided) = eight_from_products(mantissas, exponents);
    if is_decided {
        return Some(all);
    }
    let mut all = [0.0; 8];
    for ((nearby, &mantissa), &exponent) in all.iter_mut().zip(mantissas).zip(exponents) {
        *nearby = nearest(mantissa, exponent as i32)?;
    }
    Some(all)
}

/// As [`from_product`], without a branch, so that vectors take all at once; and whether each is decided, and is
/// neither too small nor too large.
#[inline(always)]
fn eight_from_products(mantissas: &[u64; 8], exponents: &[i64; 8]) -> ([f64; 8], bool) {
    let mut all = [0.0; 8];
    let mut is_decided = true;
    for ((nearby, &mantissa), &exponent) in all.iter_mut().zip(mantissas).zip(exponents) {
        let place = (exponent - i64::from(LEAST)) as u64;
        is_decided &= place < POWERS.len() as u64;
        let (power, rest) = POWERS[place.min(POWERS.len() as u64 - 1) as usize];
        let some = mantissa | u64::from(mantissa == 0);
        let shift = u64::from(some.leading_zeros());
        let whole = some << shift;
        let (upper, lower) = product(whole, power);
        let (lower, carries) = lower.overflowing_add(product(whole, rest).0);
        let upper = upper + u64::from(carries);
        let top = upper >> 63;
        let cut = top + 9;
        let bits = upper >> cut;
        let binary = ((exponent * 217_706) >> 16) + (63 + 1023) + top as i64 - shift as i64;
        let is_half = (lower <= 1) & (bits & 3 == 1) & (bits << cut == upper);
        is_decided &= (lower != u64::MAX) & !is_half;
        is_decided &= (binary > 0) & (binary < 0x7fe);
        // A carry out of the fraction goes to the exponent.
        let rounded = (bits + (bits & 1)) >> 1;
        let float = (((binary - 1) as u64) << 52).wrapping_add(rounded);
        *nearby = f64::from_bits(if mantissa == 0 { 0 } else { float });
    }
    (all, is_decided)
}

/// The upper and the lower half of a product, of halves that vectors multiply.
#[inline(always)]
fn product(a: u64, b: u64) -> (u64, u64) {
    const HALF: u64 = 0xffff_ffff;
    let (a0, a1, b0, b1) = (a & HALF, a >> 32, b & HALF, b >> 32);
    let (low, high) = (a0 * b0, a1 * b1);
    let (one, other) = (a1 * b0, a0 * b1);
    let middle = one + (low >> 32);
    let carried = (middle & HALF) + other;
    (high + (middle >> 32) + (carried >> 32), carried << 32 | low & HALF)
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
