//! cbrt: a rough inverse root by a polynomial, the root from it, and one of Newton's steps, of second order and with an
//! exact remainder.

use crate::math::lanes::{Mask, ROUNDER_F32, Singles};

/// m^(-1/3) for m from 1 to 2: 2^-11.
const INVERSE: [f32; 4] = [1.541_787, -0.809_780_54, 0.317_656_93, -0.049_928_203];

/// 2^j and 2^(-j/3) for j = 0, 1, 2.
const POWERS: [f32; 16] =
    [1.0, 2.0, 4.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
const INVERSE_ROOTS: [f32; 16] = [
    1.0,
    0.793_700_5,
    0.629_960_54,
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

/// The cube root of a positive normal number.
#[inline(always)]
fn cbrt_of_normal<V: Singles>(x: V) -> V {
    let biased = x.bits_shr::<23>().bits_or(V::splat(8_388_608.0));
    let exponent = biased - V::splat(8_388_608.0 + 127.0);
    let f = x.bits_and(V::bits(0x007f_ffff)).bits_or(V::splat(1.0));
    // A third of the exponent, rounded down.
    let rounder = V::splat(ROUNDER_F32);
    let third = exponent.mul_add(V::splat(1.0 / 3.0), V::splat(-1.0 / 3.0)) + rounder;
    let third = third - rounder;
    let rest = third.mul_add(V::splat(-3.0), exponent) + rounder;
    let m = f * rest.lookup(&POWERS);
    let inverse = f.polynomial(&INVERSE) * rest.lookup(&INVERSE_ROOTS);
    let slope = inverse * inverse;
    let root = m * slope;
    let (square, square_tail) = root.two_product(root);
    let remainder = square_tail.neg_mul_add(root, square.neg_mul_add(root, m));
    let step = remainder * slope;
    let curve = (step * inverse).mul_add(V::splat(2.0 / 9.0), V::splat(1.0 / 3.0));
    step.mul_add(curve, root) * third_power(third)
}

/// 2^`exponent` for a whole number far from the limits.
#[inline(always)]
fn third_power<V: Singles>(exponent: V) -> V {
    (exponent + V::splat(8_388_608.0 + 127.0)).bits_shl::<23>()
}

/// `numpy.cbrt`.
#[inline(always)]
pub(in crate::math) fn cbrt<V: Singles>(x: V) -> V {
    let size = x.abs();
    let ordinary = V::splat(f32::MIN_POSITIVE).le(size) & size.le(V::splat(f32::MAX));
    if (!ordinary).any() {
        let subnormal = size.lt(V::splat(f32::MIN_POSITIVE));
        let up = V::select(subnormal, V::splat(16_777_216.0), V::splat(1.0));
        let down = V::select(subnormal, V::splat(1.0 / 256.0), V::splat(1.0));
        let y = (cbrt_of_normal(size * up) * down).copysign(x);
        let itself = x.eq(V::splat(0.0)) | !size.lt(V::splat(f32::INFINITY));
        return V::select(itself, x, y);
    }
    cbrt_of_normal(size).copysign(x)
}
