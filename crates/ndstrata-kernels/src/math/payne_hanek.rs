//! Reduction of large arguments modulo π/2, after M. Payne and R. Hanek, "Radian reduction for
//! trigonometric functions" (1983).
//!
//! Of x · 2/π only the bits around the point matter: those to the left of the two quadrant bits are
//! multiples of four, those far to the right do not reach the result. So three words of 2/π, chosen
//! by the exponent of x, are multiplied by its significand in whole numbers.

use super::lanes::{FRACTION, ROUNDER};

/// The binary digits of 2/π, 64 a word; the digit worth 1/2 begins the second word.
const TWO_OVER_PI: [u64; 21] = [
    0, //
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
    0xf0cf_bc20_9af4_361d,
];

/// x modulo π/2 in two parts, and the multiple in the lowest bits of a word, for |x| of at least 2^27;
/// NaN for infinity and NaN.
pub(super) fn reduce_large(x: f64) -> (f64, f64, f64) {
    if !x.is_finite() {
        return (f64::NAN, 0.0, ROUNDER);
    }
    let exponent = ((x.to_bits() >> 52) & 0x7ff) as usize;
    let significand = (x.to_bits() & FRACTION) | (1 << 52);
    // |x| = significand · 2^(exponent - 1075). Its product with the digit worth 2^-(i + 1) is a multiple of
    // four if i < exponent - 1077; the table has 64 zeros more in front.
    let skipped = (exponent + 64).saturating_sub(1077);
    let (word, bit) = (skipped / 64, skipped % 64);
    let digits = |i: usize| {
        let high = TWO_OVER_PI.get(word + i).copied().unwrap_or(0);
        let low = TWO_OVER_PI.get(word + i + 1).copied().unwrap_or(0);
        if bit == 0 { high } else { (high << bit) | (low >> (64 - bit)) }
    };
    // The product modulo 2^192, of which the lowest 64 bits are not wanted.
    let significand = u128::from(significand);
    let low = significand * u128::from(digits(2));
    let middle = significand * u128::from(digits(1)) + (low >> 64);
    let high = (significand as u64).wrapping_mul(digits(0)).wrapping_add((middle >> 64) as u64);
    let product = (u128::from(high) << 64) | u128::from(middle as u64);
    // The two highest bits are the quadrant.
    let quadrant = (product >> 126) as u64;
    let fraction = product << 2;
    // Nearest multiple: a fraction of at least one half counts down from the next.
    let up = (fraction >> 127) as u64;
    let fraction = if up == 1 { fraction.wrapping_neg() } else { fraction };
    let negative = (up == 1) != (x < 0.0);
    let quadrant = quadrant.wrapping_add(up);
    let quadrant = if x < 0.0 { quadrant.wrapping_neg() } else { quadrant };
    let (r, r_tail) = times_half_pi(fraction);
    let sign = if negative { -1.0 } else { 1.0 };
    (sign * r, sign * r_tail, f64::from_bits(ROUNDER.to_bits() + (quadrant & 3)))
}

/// `fraction` / 2^128 · π/2 in two parts.
fn times_half_pi(fraction: u128) -> (f64, f64) {
    let zeros = fraction.leading_zeros().min(127);
    let digits = fraction << zeros;
    // 53 bits, then the next 53.
    let lead = (digits >> 75) as u64 as f64;
    let rest = ((digits >> 22) as u64 & ((1 << 53) - 1)) as f64;
    let unit = f64::from_bits(u64::from(1023 - 53 - zeros) << 52);
    let (a, b) = (lead * unit, rest * (unit / 9_007_199_254_740_992.0));
    let product = a * std::f64::consts::FRAC_PI_2;
    let lost = a.mul_add(std::f64::consts::FRAC_PI_2, -product);
    let tail = lost + a.mul_add(6.123233995736766e-17, b * std::f64::consts::FRAC_PI_2);
    let sum = product + tail;
    (sum, (product - sum) + tail)
}
