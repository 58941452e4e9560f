//! sin, cos and tan: x = k π/2 + r by Cody and Waite's method with π/2 in three parts, of which the first product
//! is exact; then minimax polynomials on |r| <= π/4.

use crate::math::lanes::{ROUNDER_F32, Singles};

const TWO_OVER_PI: f32 = std::f32::consts::FRAC_2_PI;
/// π/2 in three parts, each rounded down, so that minus zero keeps its sign.
#[expect(clippy::approx_constant, reason = "the first part is below the nearest single")]
const HALF_PI: [f32; 3] = [1.570_796_3, 7.549_789_4e-8, 5.390_303e-15];

/// sin r = r + r^3 p(r^2), cos r = 1 - r^2/2 + r^4 p(r^2), tan r = r + r^3 p(r^2).
const SIN: [f32; 3] = [-0.166_666_54, 0.008_332_096, -0.000_195_061_89];
const COS: [f32; 3] = [0.041_666_646, -0.001_388_729, 2.442_863e-5];
const TAN: [f32; 7] = [
    0.333_333_55,
    0.133_324_64,
    0.054_083_593,
    0.021_155_773,
    0.011_171_483,
    -0.000_343_689_93,
    0.004_592_978,
];

/// Up to here three parts suffice.
const LARGE: f32 = 131_072.0;

/// r in two parts, and k in the lowest bits of a word.
#[inline(always)]
fn reduce<V: Singles>(x: V) -> (V, V, V) {
    let word = x.mul_add(V::splat(TWO_OVER_PI), V::splat(ROUNDER_F32));
    let k = word - V::splat(ROUNDER_F32);
    let first = k.neg_mul_add(V::splat(HALF_PI[0]), x);
    // Both terms are multiples of the last place of the second, so that nothing is lost unseen.
    let (second, second_tail) = k.two_product(V::splat(HALF_PI[1]));
    let (r, lost) = first.fast_two_sum(-second);
    (r, lost - k.mul_add(V::splat(HALF_PI[2]), second_tail), word)
}

/// Whether the lowest bit of a word is set.
#[inline(always)]
fn is_odd<V: Singles>(word: V) -> V::Mask {
    V::splat(1.0).lt(word.bits_and(V::bits(1)).bits_or(V::splat(1.0)))
}

/// sin(x + `quarters` π/2), and for which lanes it is not that.
#[inline(always)]
fn sine_at<V: Singles>(x: V, quarters: u32) -> (V, V::Mask) {
    let (r, r_tail, word) = reduce(x);
    let word = word.bits_add(V::bits(quarters));
    let square = r * r;
    let sine_tail = (square * r).mul_add(square.polynomial(&SIN), r_tail);
    let half = square * V::splat(0.5);
    let cosine = V::splat(1.0) - half;
    let lost = (V::splat(1.0) - cosine) - half;
    let curve = (square * square).mul_add(square.polynomial(&COS), lost);
    let cosine_tail = r.neg_mul_add(r_tail, curve);
    let odd = is_odd(word);
    let y = V::select(odd, cosine, r) + V::select(odd, cosine_tail, sine_tail);
    // The second bit of the quadrant is the sign.
    (y.xor_sign(word.bits_shl::<30>()), !x.abs().le(V::splat(LARGE)))
}

/// `numpy.sin`, and for which lanes it is not that: those that are large or not finite.
#[inline(always)]
pub(in crate::math) fn sin<V: Singles>(x: V) -> (V, V::Mask) {
    let (y, large) = sine_at(x, 0);
    // Minus zero keeps its sign.
    (V::select(x.eq(V::splat(0.0)), x, y), large)
}

/// `numpy.cos`, likewise.
#[inline(always)]
pub(in crate::math) fn cos<V: Singles>(x: V) -> (V, V::Mask) {
    sine_at(x, 1)
}

/// `numpy.tan`, likewise.
#[inline(always)]
pub(in crate::math) fn tan<V: Singles>(x: V) -> (V, V::Mask) {
    let (r, r_tail, word) = reduce(x);
    let square = r * r;
    let (cube, curve) = (square * r, square.polynomial(&TAN));
    let rough = cube.mul_add(curve, r);
    // What the cube lost counts where the curve is near its greatest value.
    let cube_tail = r.mul_add(r, -square).mul_add(r, square.mul_add(r, -cube));
    let slope = rough.mul_add(rough, V::splat(1.0));
    let tail = r_tail.mul_add(slope, cube_tail * V::splat(0.4));
    let tail = cube.mul_add(curve, tail);
    let (sum, lost) = r.fast_two_sum(tail);
    // -1 / (sum + lost)
    let inverse = V::splat(-1.0) / sum;
    let error = inverse.mul_add(lost, inverse.mul_add(sum, V::splat(1.0)));
    let y = V::select(is_odd(word), inverse.mul_add(error, inverse), sum);
    let y = V::select(x.eq(V::splat(0.0)), x, y);
    (y, !x.abs().le(V::splat(LARGE)))
}
