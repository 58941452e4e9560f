//! log, log2 and log10; and what stands on logarithms of a sum in two parts: log1p, asinh, acosh, atanh.
//!
//! log(u + t) = k log 2 + log(1 + r), with u = 2^k (1 + r), exactly, and a minimax polynomial for r from -1/4 to 1/2 or,
//! where the terms would cancel or r comes with a tail, from -1/3 to 1/3.

use crate::math::lanes::{Mask, Singles};

/// What the logarithms to a base differ in.
trait Base {
    /// log 2 to 9 bits, and the rest.
    const DOUBLE: [f32; 2];
    /// log e, in two parts.
    const FACTOR: [f32; 2];

    /// A normal number as 2^k (1 + r).
    #[inline(always)]
    fn parts<V: Singles>(x: V) -> (V, V) {
        let (k, m) = x.parts();
        (k, m - V::splat(1.0))
    }

    /// p(r) of log(1 + r) = r log e + r^2 p(r) on -1/4 <= r <= 1/2: 2^-27.
    fn curve<V: Singles>(r: V) -> V;
}

/// The bits of 2/3: where the remainder is to be small, significands begin there.
const TWO_THIRDS: u32 = 0x3f2a_aaab;

/// log(1 + r) = r + r^2 p(r) on |r| <= 1/3: 2^-31.
const THIRDS: [f32; 10] = [
    -0.5,
    0.333_333_34,
    -0.249_998_2,
    0.199_995_98,
    -0.166_795_79,
    0.143_044_58,
    -0.121_957_78,
    0.107_542_31,
    -0.128_450_6,
    0.120_071_68,
];

struct Natural;

impl Base for Natural {
    const DOUBLE: [f32; 2] = [0.693_359_4, -0.000_212_194_44];
    const FACTOR: [f32; 2] = [1.0, 0.0];

    #[inline(always)]
    fn curve<V: Singles>(r: V) -> V {
        r.polynomial(&[
            -0.5,
            0.333_334_5,
            -0.250_001_04,
            0.199_908_17,
            -0.166_470_23,
            0.144_782_81,
            -0.131_634_38,
            0.104_696_34,
            -0.045_136_675,
        ])
    }
}

struct Two;

impl Base for Two {
    const DOUBLE: [f32; 2] = [1.0, 0.0];
    const FACTOR: [f32; 2] = [std::f32::consts::LOG2_E, 1.925_963e-8];

    /// From 2/3 to 4/3, where the terms cancel less.
    #[inline(always)]
    fn parts<V: Singles>(x: V) -> (V, V) {
        let (k, m) = x.parts_from(TWO_THIRDS);
        (k, m - V::splat(1.0))
    }

    #[inline(always)]
    fn curve<V: Singles>(r: V) -> V {
        r.polynomial(&[
            -0.721_347_5,
            0.480_898_38,
            -0.360_671_16,
            0.288_533_2,
            -0.240_635_45,
            0.206_369_7,
            -0.175_947_87,
            0.155_150_76,
            -0.185_315_06,
            0.173_226_82,
        ])
    }
}

struct Ten;

impl Base for Ten {
    const DOUBLE: [f32; 2] = [0.300_781_25, 0.000_248_745_67];
    const FACTOR: [f32; 2] = [std::f32::consts::LOG10_E, -1.010_305e-8];

    #[inline(always)]
    fn curve<V: Singles>(r: V) -> V {
        r.polynomial(&[
            -0.217_147_25,
            0.144_765_35,
            -0.108_573_76,
            0.086_818_226,
            -0.072_302_364,
            0.062_895_21,
            -0.057_149_936,
            0.045_365_22,
            -0.019_513_233,
        ])
    }
}

/// log(2^k (1 + r)) with `tail`, if any, to be added.
#[inline(always)]
fn log_of_parts<V: Singles, B: Base>(k: V, r: V, tail: Option<V>, curve: V) -> V {
    let lead = k * V::splat(B::DOUBLE[0]);
    let (sum, lost) = if B::FACTOR[0] == 1.0 {
        lead.fast_two_sum(r)
    } else {
        let (line, line_tail) = r.two_product(V::splat(B::FACTOR[0]));
        let (sum, lost) = lead.fast_two_sum(line);
        (sum, lost + line_tail)
    };
    let lost = tail.map_or(lost, |tail| lost + tail);
    let rest = if B::DOUBLE[1] == 0.0 { lost } else { k.mul_add(V::splat(B::DOUBLE[1]), lost) };
    // The curve is the largest of the tails: it is added last, unrounded.
    let slope = match B::FACTOR[1] {
        0.0 => r * curve,
        factor => r.mul_add(curve, V::splat(factor)),
    };
    sum + r.mul_add(slope, rest)
}

#[inline(always)]
fn log_of_normal<V: Singles, B: Base>(more: Option<V>, x: V) -> V {
    let (k, r) = B::parts(x);
    let k = more.map_or(k, |more| k + more);
    log_of_parts::<V, B>(k, r, None, B::curve(r))
}

#[inline(always)]
fn log_to_base<V: Singles, B: Base>(x: V) -> V {
    let ordinary = V::splat(f32::MIN_POSITIVE).le(x) & x.le(V::splat(f32::MAX));
    if (!ordinary).any() {
        let subnormal = x.lt(V::splat(f32::MIN_POSITIVE));
        let normal = V::select(subnormal, x * V::splat(8_388_608.0), x);
        let more = V::select(subnormal, V::splat(-23.0), V::splat(0.0));
        let y = log_of_normal::<V, B>(Some(more), normal);
        let y = V::select(V::splat(f32::INFINITY).eq(x), x, y);
        let y = V::select(V::splat(0.0).eq(x), V::splat(f32::NEG_INFINITY), y);
        return V::select(V::splat(0.0).le(x), y, V::splat(f32::NAN));
    }
    log_of_normal::<V, B>(None, x)
}

/// `numpy.log`.
#[inline(always)]
pub(in crate::math) fn log<V: Singles>(x: V) -> V {
    log_to_base::<V, Natural>(x)
}

/// `numpy.log2`.
#[inline(always)]
pub(in crate::math) fn log2<V: Singles>(x: V) -> V {
    log_to_base::<V, Two>(x)
}

/// `numpy.log10`.
#[inline(always)]
pub(in crate::math) fn log10<V: Singles>(x: V) -> V {
    log_to_base::<V, Ten>(x)
}

/// log(2^`more` (u + tail)) for a normal u and a far smaller tail.
#[inline(always)]
fn log_of_sum<V: Singles>(more: Option<V>, u: V, tail: V) -> V {
    let (k, m) = u.parts_from(TWO_THIRDS);
    let r = m - V::splat(1.0);
    // 2^-k; zero for the largest, where the tail no longer matters.
    let down = (V::splat(8_388_608.0 + 127.0) - V::splat(127.0).min(k)).bits_shl::<23>();
    // log(1 + small / (1 + r)), nearly.
    let small = tail * down;
    let slope = r.mul_add(r - V::splat(1.0), V::splat(1.0));
    let r_tail = small * small.mul_add(V::splat(-0.5), slope);
    let k = more.map_or(k, |more| k + more);
    log_of_parts::<V, Natural>(k, r, Some(r_tail), r.polynomial(&THIRDS))
}

/// `numpy.log1p`.
#[inline(always)]
pub(in crate::math) fn log1p<V: Singles>(x: V) -> V {
    let ordinary = V::splat(-1.0).lt(x) & x.le(V::splat(f32::MAX));
    let (u, tail) = x.two_sum(V::splat(1.0));
    let y = log_of_sum(None, u, tail).copysign(x);
    if (!ordinary).any() {
        let y = V::select(V::splat(f32::INFINITY).eq(x), x, y);
        let y = V::select(V::splat(-1.0).eq(x), V::splat(f32::NEG_INFINITY), y);
        return V::select(V::splat(-1.0).le(x), y, V::splat(f32::NAN));
    }
    y
}

/// 1 / √x to four percent, by its bits.
#[inline(always)]
fn rough_inverse_root<V: Singles>(x: V) -> V {
    V::bits(0x5f37_5a86).bits_sub(x.bits_shr::<1>())
}

/// Below this asinh and atanh are x itself.
const TINY: f32 = 1.7e-4;
/// From here on asinh and acosh are log(2 x).
const HUGE: f32 = 8192.0;

/// log(1 + w + tail), or log(2 x) where x is huge.
#[inline(always)]
fn log1p_or_twice<V: Singles>(x: V, w: V, tail: V) -> V {
    let (u, lost) = w.two_sum(V::splat(1.0));
    let huge = V::splat(HUGE).lt(x);
    let zero = V::splat(0.0);
    let more = V::select(huge, V::splat(1.0), zero);
    let y = log_of_sum(Some(more), V::select(huge, x, u), V::select(huge, zero, lost + tail));
    let ordinary = x.le(V::splat(f32::MAX));
    if (!ordinary).any() { V::select(ordinary, y, x) } else { y }
}

/// `numpy.arcsinh`: log1p(x + x^2 / (1 + √(1 + x^2))).
#[inline(always)]
pub(in crate::math) fn asinh<V: Singles>(x: V) -> V {
    let size = x.abs();
    let near = V::splat(HUGE).min(size);
    let square = near * near;
    let root = (square + V::splat(1.0)).sqrt();
    let more = square / (root + V::splat(1.0));
    let (w, tail) = near.fast_two_sum(more);
    let y = log1p_or_twice(size, w, tail).copysign(x);
    V::select(size.lt(V::splat(TINY)), x, y)
}

/// `numpy.arccosh`: log1p(y + √(y^2 + 2 y)) with y = x - 1.
#[inline(always)]
pub(in crate::math) fn acosh<V: Singles>(x: V) -> V {
    let near = V::splat(HUGE).min(x);
    let y = near - V::splat(1.0);
    let twice = y + y;
    let inner = y.mul_add(y, twice);
    let inner_tail = y.mul_add(y, twice - inner);
    let root = inner.sqrt();
    let half_inverse = rough_inverse_root(inner) * V::splat(0.5);
    let root_tail = (root.neg_mul_add(root, inner) + inner_tail) * half_inverse;
    let (w, tail) = root.two_sum(y);
    let z = log1p_or_twice(x, w, tail + root_tail);
    V::select(V::splat(1.0).le(x), z, V::splat(f32::NAN))
}

/// `numpy.arctanh`: half of log1p(2 x / (1 - x)).
#[inline(always)]
pub(in crate::math) fn atanh<V: Singles>(x: V) -> V {
    let size = x.abs();
    let one = V::splat(1.0);
    let (under, under_tail) = one.fast_two_sum(-size);
    let over = size + size;
    let inverse = one / under;
    let q = over * inverse;
    let error = under_tail.neg_mul_add(q, q.neg_mul_add(under, over));
    let (u, lost) = q.two_sum(one);
    let tail = error.mul_add(inverse, lost);
    let y = log_of_sum(None, u, tail) * V::splat(0.5);
    let inside = size.lt(one);
    if (!inside).any() {
        let edge = V::select(size.eq(one), V::splat(f32::INFINITY), V::splat(f32::NAN));
        let y = V::select(inside, y, edge).copysign(x);
        return V::select(size.lt(V::splat(TINY)), x, y);
    }
    V::select(size.lt(V::splat(TINY)), x, y.copysign(x))
}
