//! exp2, expm1, sinh and cosh: x = n ln 2 + r, and minimax polynomials on |r| <= (ln 2)/2.

use crate::math::lanes::{ROUNDER_F32, Singles};

const LN_2: f32 = std::f32::consts::LN_2;
const LN_2_TAIL: f32 = -1.904_654_3e-9;

/// 2^s = 1 + s p(s) on |s| <= 1/2: 2^-28.
const EXP2: [f32; 6] =
    [LN_2, 0.240_226_48, 0.055_503_6, 0.009_618_496, 0.001_339_080_3, 0.000_153_272_59];
/// e^r = 1 + r + r^2 p(r): 2^-28.
const EXP: [f32; 5] = [0.499_999_94, 0.166_665_17, 0.041_668_225, 0.008_369_247, 0.001_382_259_2];
/// sinh r = r + r^3 p(r^2) and cosh r = 1 + r^2 p(r^2): 2^-26 and 2^-33.
const SINH: [f32; 2] = [0.166_665_39, 0.008_367_155];
const COSH: [f32; 3] = [0.5, 0.041_666_45, 0.001_393_627];

/// `numpy.exp2`.
#[inline(always)]
pub(in crate::math) fn exp2<V: Singles>(x: V) -> V {
    let x = V::splat(-151.0).max(V::splat(129.0).min(x));
    let rounder = V::splat(ROUNDER_F32);
    let n = (x + rounder) - rounder;
    let s = x - n;
    s.mul_add(s.polynomial(&EXP2), V::splat(1.0)).scale(n)
}

/// x = n ln 2 + r + r_tail.
#[inline(always)]
fn reduce<V: Singles>(x: V) -> (V, V, V) {
    let rounder = V::splat(ROUNDER_F32);
    let n = x.mul_add(V::splat(std::f32::consts::LOG2_E), rounder) - rounder;
    let coarse = n.neg_mul_add(V::splat(LN_2), x);
    let r = n.neg_mul_add(V::splat(LN_2_TAIL), coarse);
    (n, r, n.neg_mul_add(V::splat(LN_2_TAIL), coarse - r))
}

/// `numpy.expm1`: 2^n ((1 - 2^-n) + (e^r - 1)).
#[inline(always)]
pub(in crate::math) fn expm1<V: Singles>(x: V) -> V {
    let (n, r, r_tail) = reduce(V::splat(-18.0).max(V::splat(89.0).min(x)));
    // From n = 100 on the one does not matter.
    let down = (V::splat(ROUNDER_F32 + 127.0) - V::splat(100.0).min(n)).bits_shl::<23>();
    let (rest, rest_lost) = V::splat(1.0).fast_two_sum(-down);
    let (sum, lost) = rest.fast_two_sum(r);
    let curve = (r * r).mul_add(r.polynomial(&EXP), r_tail + rest_lost);
    (sum + (lost + curve)).scale(n).copysign(x)
}

/// cosh |x| where `IS_COSH`, else sinh |x|.
///
/// With b = 2^-2n these are 2^(n-1) times (1 ± b) cosh r + (1 ∓ b) sinh r.
#[inline(always)]
fn half_sum<V: Singles, const IS_COSH: bool>(size: V) -> V {
    let (n, r, r_tail) = reduce(V::splat(90.0).min(size));
    // From n = 15 on b does not matter.
    let twice = V::splat(15.0).min(n);
    let b = twice.neg_mul_add(V::splat(2.0), V::splat(ROUNDER_F32 + 127.0)).bits_shl::<23>();
    let (sum, difference) = (V::splat(1.0) + b, V::splat(1.0) - b);
    let (even, odd) = if IS_COSH { (sum, difference) } else { (difference, sum) };
    let even_lost = (V::splat(1.0) - even) + if IS_COSH { b } else { -b };
    let square = r * r;
    let sinh = (square * r).mul_add(square.polynomial(&SINH), r_tail);
    let cosh = square * square.polynomial(&COSH);
    let main = odd.mul_add(r, even);
    let lost = odd.mul_add(r, even - main);
    let tail = even.mul_add(cosh, odd.mul_add(sinh, lost + even_lost));
    (main + tail).scale(n - V::splat(1.0))
}

/// `numpy.sinh`.
#[inline(always)]
pub(in crate::math) fn sinh<V: Singles>(x: V) -> V {
    half_sum::<V, false>(x.abs()).copysign(x)
}

/// `numpy.cosh`.
#[inline(always)]
pub(in crate::math) fn cosh<V: Singles>(x: V) -> V {
    half_sum::<V, true>(x.abs())
}
