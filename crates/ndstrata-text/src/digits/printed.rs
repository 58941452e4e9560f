//! Digits of floats and integers. A float times a power of ten is an integer of the digits asked for and a
//! rest: where the rest is too near to a half for the 128 bits of the power, nothing is decided.

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

/// `00`, `01`, … `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut i = 0;
    while i < 100 {
        pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
        i += 1;
    }
    pairs
};

/// A positive finite float rounded to `n` significant digits, 1 to 19: the digits as an integer, and the
/// power of ten of the first. `None` where that is not decided.
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
        // The product of 192 bits without its last 64.
        let top = u128::from(mantissa) * u128::from(high)
            + ((u128::from(mantissa) * u128::from(low)) >> 64);
        let cut = -(binary + ((power * 217_706) >> 16) - 127) - 64;
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
pub(crate) fn rounded_at(size: f64, n: usize) -> Option<u128> {
    let (mantissa, binary) = parts(size);
    let product = u128::from(mantissa) * u128::from(*TENS.get(n)?);
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
fn parts(size: f64) -> (u64, i32) {
    let bits = size.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i32 & 0x7ff, bits & ((1 << 52) - 1));
    match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, exponent - 1075),
    }
}

/// Writes an integer to all of `out`, with zeros before it.
#[inline]
pub(crate) fn put_digits(mut value: u64, out: &mut [u8]) {
    let mut rest = out;
    while rest.len() >= 8 {
        let (before, last) = rest.split_at_mut(rest.len() - 8);
        let eight = (value % 100_000_000) as u32;
        value /= 100_000_000;
        let (upper, lower) = (eight / 10_000, eight % 10_000);
        last[0..2].copy_from_slice(&PAIRS[(upper / 100) as usize]);
        last[2..4].copy_from_slice(&PAIRS[(upper % 100) as usize]);
        last[4..6].copy_from_slice(&PAIRS[(lower / 100) as usize]);
        last[6..8].copy_from_slice(&PAIRS[(lower % 100) as usize]);
        rest = before;
    }
    let mut value = value as u32;
    while rest.len() >= 2 {
        let (before, last) = rest.split_at_mut(rest.len() - 2);
        last.copy_from_slice(&PAIRS[(value % 100) as usize]);
        value /= 100;
        rest = before;
    }
    if let [last] = rest {
        *last = b'0' + (value % 10) as u8;
    }
}

/// Writes an integer to the end of `out`; gives where it begins.
#[inline]
pub(crate) fn put_integer(value: u64, out: &mut [u8; 20]) -> usize {
    let n = n_digits(value);
    put_digits(value, &mut out[20 - n..]);
    20 - n
}

/// How many decimal digits an integer has; 0 has one.
#[inline]
pub(crate) fn n_digits(value: u64) -> usize {
    // 1233 / 4096 is the logarithm of 2 to base 10.
    let guess = ((64 - (value | 1).leading_zeros() as usize) * 1233) >> 12;
    guess + usize::from(value >= TENS[guess] || guess == 0)
}
