//! Powers and roots: `cbrt`, `pow`, `hypot`.

use super::exp::{EXP_LONG, SIXTEENTHS, Sixteenths, clamp, exp_short, grow};
use super::lanes::{Doubles, Lanes, Mask, ROUNDER, Singles, power_of_two};
use super::log::{Natural, log_long, log_short};
use super::run::{Binary, Unary};
use super::singles::root;

/// f^(-1/3) for f from 1 to 2, relative error 2^-17.4.
const INVERSE_CBRT: [f64; 6] = [
    1.7810575275241154,
    -1.5660281360458583,
    1.2437847227456458,
    -0.5978722031960808,
    0.15607134000617368,
    -0.017018999932686917,
];
/// 2^(-j/3) for j = 0, 1, 2.
const INVERSE_CBRT_POWERS: [f64; 16] = [
    1.0,
    0.7937005259840998,
    0.6299605249474366,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
    1.0,
];

/// `numpy.cbrt`.
pub(super) struct Cbrt;

/// `numpy.power` of floating-point numbers.
pub(super) struct Pow;

/// `numpy.hypot`.
pub(super) struct Hypot;

/// The cube root of a positive normal number: its inverse by a polynomial and one of Halley's steps, then
/// the root by one of Newton's steps with an exact remainder.
#[inline(always)]
fn cbrt_of_normal<V: Doubles>(x: V) -> V {
    let exponent = x.exponent();
    let third = exponent.mul_add(V::splat(1.0 / 3.0), V::splat(-1.0 / 3.0)) + V::splat(ROUNDER);
    let third = third - V::splat(ROUNDER);
    let rest = third.mul_add(V::splat(-3.0), exponent);
    let f = x.significand();
    let word = rest + V::splat(ROUNDER);
    let rough = f.polynomial(&INVERSE_CBRT) * word.lookup(&INVERSE_CBRT_POWERS);
    let m = f * power_of_two(rest);
    let h = (rough * rough * rough).neg_mul_add(m, V::splat(1.0));
    let inverse = (rough * h).mul_add(h.mul_add(V::splat(2.0 / 9.0), V::splat(1.0 / 3.0)), rough);
    let square = inverse * inverse;
    let root = m * square;
    let (root_square, tail) = root.two_product(root);
    let remainder = root_square.neg_mul_add(root, m) - tail * root;
    remainder.mul_add(square * V::splat(1.0 / 3.0), root) * power_of_two(third)
}

impl Unary for Cbrt {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let ordinary = V::splat(f64::MIN_POSITIVE).le(size) & size.le(V::splat(f64::MAX));
        if (!ordinary).any() {
            let subnormal = size.lt(V::splat(f64::MIN_POSITIVE));
            let up = V::select(subnormal, V::splat(18_014_398_509_481_984.0), V::splat(1.0));
            let down = V::select(subnormal, V::splat(1.0 / 262_144.0), V::splat(1.0));
            let y = (cbrt_of_normal(size * up) * down).copysign(x);
            let itself = x.eq(V::splat(0.0)) | !size.lt(V::splat(f64::INFINITY));
            return V::select(itself, x, y);
        }
        cbrt_of_normal(size).copysign(x)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        root::cbrt(x)
    }
}

/// |x|^y for a normal x, as 2^`k` |x|, and a finite y: e^(y log |x|), the logarithm and the product in two
/// parts each.
#[inline(always)]
fn power_of_size<V: Doubles>(k: V, size: V, y: V) -> V {
    let (log, log_tail) = log_long(k, size);
    // A larger exponent would give the same zero or infinity, but not finite parts.
    let y = clamp(y, -1e25, 1e25);
    let product = y * log;
    let tail = log.mul_add(y, -product) + log_tail * y;
    let product = clamp(product, -746.0, 710.0);
    let n = Sixteenths::nearest(product, SIXTEENTHS);
    let (r, r_tail) = n.remainder(product);
    let tail = clamp(tail, -1e-9, 1e-9) + r_tail;
    let curve = (r * r).mul_add(r.polynomial(&EXP_LONG), r.mul_add(tail, tail));
    grow(n, r + curve)
}

/// The sign that an odd power of a negative number has, NaN for a broken one; `size` is |x|^y.
#[inline(always)]
fn signed_power<V: Doubles>(x: V, y: V, size: V) -> V {
    let whole = y.trunc().eq(y);
    let half = y * V::splat(0.5);
    let even = half.trunc().eq(half);
    let odd = V::select(even, size, -size);
    V::select(x.lt(V::splat(0.0)), V::select(whole, odd, V::splat(f64::NAN)), size)
}

/// Computes lanes with zeros, infinities and NaN one by one.
#[inline(always)]
fn replace_special_powers<V: Doubles>(x: V, y: V, z: V) -> V {
    let mut z = z.to_array();
    let (x, y) = (x.to_array(), y.to_array());
    for i in 0..V::N {
        if x[i] == 0.0 || !x[i].is_finite() || !y[i].is_finite() {
            z[i] = special_power(x[i], y[i]);
        }
    }
    V::from_array(&z)
}

/// x^y where either is special, as C99 Annex F lists them.
#[inline(never)]
fn special_power(x: f64, y: f64) -> f64 {
    if x == 1.0 || y == 0.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let odd = y.is_finite() && y % 2.0 != 0.0 && y.trunc() == y;
    // Whether the result is infinite rather than zero.
    let grows = if y.is_infinite() {
        if x.abs() == 1.0 {
            return 1.0;
        }
        (x.abs() > 1.0) == (y > 0.0)
    } else {
        (x != 0.0) == (y > 0.0)
    };
    let size = if grows { f64::INFINITY } else { 0.0 };
    if odd { size.copysign(x) } else { size }
}

impl Binary for Pow {
    const UNDERFLOWS: bool = true;

    fn pole(x: f64, y: f64) -> bool {
        x == 0.0 && y < 0.0
    }

    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        // The square is rounded once.
        let is_square = y.eq(V::splat(2.0));
        if !(!is_square).any() {
            return x * x;
        }
        V::select(is_square, x * x, pow_long(x, y))
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, y: V) -> V {
        let is_square = y.eq(V::splat(2.0));
        if !(!is_square).any() {
            return x * x;
        }
        let (x_a, x_b) = x.widen();
        let (y_a, y_b) = y.widen();
        V::select(is_square, x * x, V::narrow(pow_short(x_a, y_a), pow_short(x_b, y_b)))
    }
}

#[inline(always)]
fn pow_long<V: Doubles>(x: V, y: V) -> V {
    let ordinary = V::splat(f64::MIN_POSITIVE).le(x)
        & x.le(V::splat(f64::MAX))
        & y.abs().le(V::splat(f64::MAX));
    let zero = V::splat(0.0);
    if (!ordinary).any() {
        let size = x.abs();
        let subnormal = size.lt(V::splat(f64::MIN_POSITIVE));
        let up = V::select(subnormal, V::splat(18_014_398_509_481_984.0), V::splat(1.0));
        let k = V::select(subnormal, V::splat(-54.0), zero);
        let z = signed_power(x, y, power_of_size(k, size * up, y));
        let special = x.eq(zero) | !size.le(V::splat(f64::MAX)) | !y.abs().le(V::splat(f64::MAX));
        return if special.any() { replace_special_powers(x, y, z) } else { z };
    }
    power_of_size(zero, x, y)
}

#[inline(always)]
fn pow_short<V: Doubles>(x: V, y: V) -> V {
    let zero = V::splat(0.0);
    let ordinary = zero.lt(x) & x.lt(V::splat(f64::INFINITY)) & y.abs().lt(V::splat(f64::INFINITY));
    if (!ordinary).any() {
        let size = x.abs();
        let z =
            signed_power(x, y, exp_short(clamp(y * log_short::<Natural, V>(size), -110.0, 90.0)));
        let special =
            x.eq(zero) | !size.lt(V::splat(f64::INFINITY)) | !y.abs().lt(V::splat(f64::INFINITY));
        return if special.any() { replace_special_powers(x, y, z) } else { z };
    }
    exp_short(clamp(y * log_short::<Natural, V>(x), -110.0, 90.0))
}

impl Binary for Hypot {
    const UNDERFLOWS: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        let (width, height) = (x.abs(), y.abs());
        let (less, more) = (width.min(height), width.max(height));
        let ordinary = V::splat(f64::MIN_POSITIVE).le(more)
            & more.lt(V::splat(f64::INFINITY))
            & x.eq(x)
            & y.eq(y);
        if (!ordinary).any() {
            let tiny = more.lt(V::splat(f64::MIN_POSITIVE));
            let up = V::select(tiny, V::splat(18_014_398_509_481_984.0), V::splat(1.0));
            let down = V::select(tiny, V::splat(1.0 / 18_014_398_509_481_984.0), V::splat(1.0));
            let z = hypot_of_normal(less * up, more * up) * down;
            let z = V::select(more.eq(V::splat(0.0)), more, z);
            let z = V::select(x.eq(x) & y.eq(y), z, V::splat(f64::NAN));
            let infinite = width.eq(V::splat(f64::INFINITY)) | height.eq(V::splat(f64::INFINITY));
            return V::select(infinite, V::splat(f64::INFINITY), z);
        }
        hypot_of_normal(less, more)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, y: V) -> V {
        let (x_a, x_b) = x.widen();
        let (y_a, y_b) = y.widen();
        let z = V::narrow(x_a.mul_add(x_a, y_a * y_a).sqrt(), x_b.mul_add(x_b, y_b * y_b).sqrt());
        let infinity = V::splat(f32::INFINITY);
        V::select(x.abs().eq(infinity) | y.abs().eq(infinity), infinity, z)
    }
}

/// √(less^2 + more^2) in two parts, for a normal `more`, on significands.
#[inline(always)]
fn hypot_of_normal<V: Doubles>(less: V, more: V) -> V {
    let exponent = more.exponent();
    // 2^-1023 is no normal number, so the largest are brought down by half as much.
    let exponent = V::splat(1022.0).min(exponent);
    let down = power_of_two(-exponent);
    let (less, more) = (less * down, more * down);
    let (big, big_tail) = more.two_product(more);
    let (small, small_tail) = less.two_product(less);
    let (sum, lost) = big.fast_two_sum(small);
    let (root, tail) = sum.root_in_two(lost + (big_tail + small_tail));
    (root + tail) * power_of_two(exponent)
}
