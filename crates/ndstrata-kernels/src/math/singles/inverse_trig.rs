//! asin, acos, atan and atan2: odd minimax polynomials; asin beyond 1/2 through asin x = π/2 - 2 asin √((1 - x)/2),
//! atan beyond 1 through atan x = π/2 - atan(1/x).

use crate::math::lanes::Singles;
use std::f32::consts::{FRAC_PI_2, PI};

/// What π/2 and π leave.
const HALF_PI_TAIL: f32 = -4.371_139e-8;
const PI_TAIL: f32 = -8.742_278e-8;

/// asin x = x + x^3 p(x^2) on |x| <= 1/2: 2^-27.
const ASIN: [f32; 5] = [0.166_667_54, 0.074_952_54, 0.045_475_353, 0.024_157_198, 0.042_200_43];
/// atan x = x + x^3 p(x^2) on |x| <= 1: 2^-28.
const ATAN: [f32; 9] = [
    -0.333_333_02,
    0.199_986_28,
    -0.142_651_28,
    0.109_569_475,
    -0.084_176_056,
    0.058_202_82,
    -0.031_424_373,
    0.011_047_921,
    -0.001_823_616_6,
];

/// As the `f64` form has it: the leading part and the tail of asin |x|, or of asin √((1 - |x|)/2).
#[inline(always)]
fn asin_parts<V: Singles>(size: V) -> (V::Mask, V, V) {
    let outer = V::splat(0.5).lt(size);
    let complement = size.neg_mul_add(V::splat(0.5), V::splat(0.5));
    let root = complement.sqrt();
    // 1 / √c to four percent by its bits, which is enough for the rest of the root.
    let inverse = V::bits(0x5f37_5a86).bits_sub(complement.bits_shr::<1>());
    let root_tail = root.neg_mul_add(root, complement) * (inverse * V::splat(0.5));
    let square = V::select(outer, complement, size * size);
    let lead = V::select(outer, root, size);
    let curve = square * lead;
    let tail = V::select(outer, root_tail, V::splat(0.0));
    (outer, lead, curve.mul_add(square.polynomial(&ASIN), tail))
}

/// `numpy.arcsin`.
#[inline(always)]
pub(in crate::math) fn asin<V: Singles>(x: V) -> V {
    let (outer, lead, tail) = asin_parts(x.abs());
    let (sum, lost) = V::splat(FRAC_PI_2).fast_two_sum(lead * V::splat(-2.0));
    let far = sum + (lost + tail.mul_add(V::splat(-2.0), V::splat(HALF_PI_TAIL)));
    V::select(outer, far, lead + tail).copysign(x)
}

/// `numpy.arccos`.
#[inline(always)]
pub(in crate::math) fn acos<V: Singles>(x: V) -> V {
    let (outer, lead, tail) = asin_parts(x.abs());
    // base + times · asin: π/2 - asin x, 2 asin √…, or π - 2 asin √….
    let negative = x.lt(V::splat(0.0));
    let far = V::select(negative, V::splat(PI), V::splat(0.0));
    let far_tail = V::select(negative, V::splat(PI_TAIL), V::splat(0.0));
    let base = V::select(outer, far, V::splat(FRAC_PI_2));
    let base_tail = V::select(outer, far_tail, V::splat(HALF_PI_TAIL));
    let times = V::select(outer, V::splat(2.0), V::splat(-1.0)).xor_sign(x);
    let (sum, lost) = base.fast_two_sum(lead * times);
    sum + (lost + tail.mul_add(times, base_tail))
}

/// `numpy.arctan`.
#[inline(always)]
pub(in crate::math) fn atan<V: Singles>(x: V) -> V {
    // Beyond 1e30 the reciprocal no longer matters.
    let size = V::splat(1e30).min(x.abs());
    let outer = V::splat(1.0).lt(size);
    let inverse = V::splat(-1.0) / size;
    // What the division lost, times the slope where that matters most.
    let inverse_tail = inverse * inverse.mul_add(size, V::splat(1.0));
    let outer_tail = inverse_tail.mul_add(V::splat(0.6), V::splat(HALF_PI_TAIL));
    let q = V::select(outer, inverse, size);
    let square = q * q;
    let base = V::select(outer, V::splat(FRAC_PI_2), V::splat(0.0));
    let base_tail = V::select(outer, outer_tail, V::splat(0.0));
    let (sum, lost) = base.fast_two_sum(q);
    let tail = (square * q).mul_add(square.polynomial(&ATAN), lost + base_tail);
    (sum + tail).copysign(x)
}

/// `numpy.arctan2`, and for which lanes it is not that: those whose arguments or ratio are extreme.
#[inline(always)]
pub(in crate::math) fn atan2<V: Singles>(y: V, x: V) -> (V, V::Mask) {
    let (height, width) = (y.abs(), x.abs());
    let (less, more) = (height.min(width), height.max(width));
    let zero = V::splat(0.0);
    let ordinary = more.le(V::splat(1e15))
        & V::splat(1e-15).le(more)
        & (V::splat(1e-15).le(less) | less.eq(zero))
        & y.eq(y);
    let inverse = V::splat(1.0) / more;
    let q = less * inverse;
    let q_tail = q.neg_mul_add(more, less) * inverse;
    let steep = width.lt(height);
    let behind = x.lt(zero);
    let flat = V::select(behind, V::splat(PI), zero);
    let flat_tail = V::select(behind, V::splat(PI_TAIL), zero);
    let base = V::select(steep, V::splat(FRAC_PI_2), flat);
    let base_tail = V::select(steep, V::splat(HALF_PI_TAIL), flat_tail);
    let times = V::select(steep, V::splat(-1.0), V::splat(1.0)).xor_sign(x);
    let (q, q_tail) = (q * times, q_tail * times);
    let (sum, lost) = base.fast_two_sum(q);
    let square = q * q;
    let slope = square.mul_add(V::splat(-0.5), V::splat(1.0));
    let tail = q_tail.mul_add(slope, lost + base_tail);
    let cube = square * q;
    // What the cube lost counts where the curve is near its greatest value.
    let cube_tail = q.mul_add(q, -square).mul_add(q, square.mul_add(q, -cube));
    let tail = cube_tail.mul_add(V::splat(-0.2), tail);
    let angle = (sum + cube.mul_add(square.polynomial(&ATAN), tail)).copysign(y);
    (angle, !ordinary)
}
