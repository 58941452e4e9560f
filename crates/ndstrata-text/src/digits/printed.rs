//! Digits of floats and integers. A float times a power of ten is an integer of the digits asked for and a
//! rest: where the rest is too near to a half for the 128 bits of the power, nothing is decided.

use super::nearest::EXACT;
use super::powers::{LEAST, MOST, POWERS};

const TENS: [u64; 20] = {
    let mut tens = [1; 20];
    let mut i = 1;
    while i < 20 {
        tens[i] = tens[i - 1] * 10;
        i += 1;
    }
    tens
};

/// Bytes that a number is written into.
pub(crate) const ROOM: usize = 80;

/// A positive finite float rounded to `n` significant digits, 1 to 19: the digits as an integer, and the
/// power of ten of the first. `None` where that is not decided.
#[inline]
pub(crate) fn significant(size: f64, n: usize) -> Option<(u64, i32)> {
    let (mantissa, binary) = parts(size);
    let shift = mantissa.leading_zeros();
    let (mantissa, binary) = (mantissa << shift, binary - shift as i32);
    // The logarithm by a straight line is too small by less than 0.03, so the exponent may be by one. It is in
    // units of 2**-16, and then times log10(2) in units of 2**-32.
    let logarithm = (i64::from(binary + 63) << 16) + ((mantissa << 1) >> 48) as i64;
    let mut exponent = ((logarithm * 1_292_913_986) >> 48) as i32;
    let (least, most) = (TENS[n - 1], u128::from(TENS[n - 1]) * 10);
    for _ in 0..3 {
        let power = n as i32 - 1 - exponent;
        if !(LEAST..=MOST).contains(&power) {
            return None;
        }
        let (high, low) = POWERS[(power - LEAST) as usize];
        let cut = -(binary + ((power * 217_706) >> 16) - 127) - 64;
        if (72..128).contains(&cut) {
            // Few digits are decided by the upper half of what is looked at below, which is too small by 2 at most.
            let upper = ((u128::from(mantissa) * u128::from(high)) >> 64) as u64;
            let cut = cut - 64;
            let (digits, rest, half) = (upper >> cut, upper & ((1 << cut) - 1), 1 << (cut - 1));
            if digits >= 10 * least {
                exponent += 1;
                continue;
            }
            if digits < least {
                exponent -= 1;
                continue;
            }
            if rest.abs_diff(half) <= 4 {
                return None;
            }
            let digits = digits + u64::from(rest > half);
            return Some(match digits == 10 * least {
                true => (least, exponent + 1),
                false => (digits, exponent),
            });
        }
        // The product of 192 bits without its last 64.
        let top = u128::from(mantissa) * u128::from(high)
            + ((u128::from(mantissa) * u128::from(low)) >> 64);
        if !(1..128).contains(&cut) {
            return None;
        }
        let digits = top >> cut;
        if digits >= most {
            exponent += 1;
            continue;
        }
        if digits < u128::from(least) {
            exponent -= 1;
            continue;
        }
        let (rest, half) = (top & ((1 << cut) - 1), 1 << (cut - 1));
        if rest.abs_diff(half) <= 4 {
            return None;
        }
        let digits = digits + u128::from(rest > half);
        return Some(match digits == most {
            true => (least, exponent + 1),
            false => (digits as u64, exponent),
        });
    }
    None
}

/// A finite float that is not negative, times `10**n`, rounded to an integer, halves to even. `None` where it
/// is too large for that.
#[inline]
pub(crate) fn rounded_at(size: f64, n: usize) -> Option<u128> {
    /// Floats from here on have no bits behind the point.
    const WHOLE: f64 = (1u64 << 52) as f64;
    let ten = *TENS.get(n)?;
    let product = size * EXACT[n];
    if product < WHOLE {
        // Halves below are floats, so a rounded product that is none of them lies on the same side of each as the
        // exact one.
        let sum = product + WHOLE;
        if (product - (sum - WHOLE)).abs() != 0.5 {
            return Some((sum.to_bits() - WHOLE.to_bits()).into());
        }
    }
    rounded_exactly(size, ten)
}

#[inline(never)]
fn rounded_exactly(size: f64, ten: u64) -> Option<u128> {
    let (mantissa, binary) = parts(size);
    let product = u128::from(mantissa) * u128::from(ten);
    if binary >= 0 {
        let is_small = product.leading_zeros() >= binary as u32;
        return is_small.then(|| product << binary);
    }
    let cut = -binary as u32;
    if cut >= 127 {
        // The product has 117 bits at most.
        return Some(0);
    }
    let (digits, rest, half) = (product >> cut, product & ((1 << cut) - 1), 1 << (cut - 1));
    Some(digits + u128::from(rest > half || (rest == half && digits & 1 == 1)))
}

/// An integer without its last `n` digits, and those.
#[inline]
pub(crate) fn parted(value: u64, n: usize) -> (u64, u64) {
    let power = TENS[n];
    (value / power, value % power)
}

/// The integer and the power of two whose product a positive float is.
#[inline(always)]
fn parts(size: f64) -> (u64, i32) {
    let bits = size.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i32 & 0x7ff, bits & ((1 << 52) - 1));
    match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, exponent - 1075),
    }
}

/// The digits of an integer below `10**8`, as values in the bytes of a word, the first in the lowest: the algorithm of Paul
/// Khuong ("How to print integers really fast", 2017). All are found side by side, and no branch depends on them.
#[inline(always)]
pub(crate) fn eight_digits(value: u32) -> u64 {
    let halves = u64::from(value / 10_000) | u64::from(value % 10_000) << 32;
    let upper = ((halves * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = upper + ((halves - 100 * upper) << 16);
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    tens + ((pairs - 10 * tens) << 8)
}

/// Writes the digits of a word as text at `at`: all eight bytes of it, whatever is used of them.
#[inline(always)]
pub(crate) fn put_word(word: u64, out: &mut [u8; ROOM], at: usize) {
    let text = word | 0x3030_3030_3030_3030;
    out[at..at + 8].copy_from_slice(&text.to_le_bytes());
}

/// Writes an integer in `n` digits at `at`, with zeros before it. Up to seven bytes after them are written too.
#[inline(always)]
pub(crate) fn put_digits(value: u64, n: usize, out: &mut [u8; ROOM], at: usize) {
    let (upper, lower) = (value / TENS[8], (value % TENS[8]) as u32);
    if n <= 8 {
        // A word shifted by all of its bits is not what is meant by no digits.
        put_word(eight_digits(lower) >> (8 * (8 - n.max(1))), out, at);
        return;
    }
    if n <= 16 {
        put_word(eight_digits(upper as u32) >> (8 * (16 - n)), out, at);
    } else {
        let (top, middle) = (upper / TENS[8], (upper % TENS[8]) as u32);
        put_word(eight_digits(top as u32) >> (8 * (24 - n.min(24))), out, at);
        put_word(eight_digits(middle), out, at + n - 16);
    }
    put_word(eight_digits(lower), out, at + n - 8);
}

/// Writes an integer at `at`, and gives where it ends. Up to seven bytes after it are written too.
#[inline(always)]
pub(crate) fn put_integer(value: u64, out: &mut [u8; ROOM], at: usize) -> usize {
    if value < TENS[8] {
        let word = eight_digits(value as u32);
        // The last digit stays, also of 0.
        let n_zeros = ((word | 1 << 56).trailing_zeros() / 8) as usize;
        put_word(word >> (8 * n_zeros), out, at);
        return at + 8 - n_zeros;
    }
    let n = n_digits(value);
    put_digits(value, n, out, at);
    at + n
}

/// How many decimal digits an integer has; 0 has one.
#[inline]
pub(crate) fn n_digits(value: u64) -> usize {
    // 1233 / 4096 is the logarithm of 2 to base 10.
    let guess = ((64 - (value | 1).leading_zeros() as usize) * 1233) >> 12;
    guess + usize::from(value >= TENS[guess] || guess == 0)
}
