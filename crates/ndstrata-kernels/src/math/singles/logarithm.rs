//! log, log2 and log10; and what stands on logarithms of a sum in two parts: log1p, asinh, acosh, atanh.
//!
//! log(2^k m) = k log 2 - log c + log(1 + r) with r = m c - 1, where c is one of sixteen numbers near 1/m by m's leading
//! bits, chosen so that its logarithm is within 2^-30 of a multiple of 2^-16 (Gal's accurate tables): k log 2 - log c is
//! exact but for a small tail. Beside 1, where the terms would cancel, c is 1.
//!
//! Of a sum, log(u + t) = k log 2 + log(1 + r), with u = 2^k (1 + r), exactly, and a minimax polynomial for r from -1/3 to
//! 1/3.

use crate::math::lanes::{Mask, Singles};

/// What the logarithms to a base differ in.
trait Base {
    /// log 2 to 9 bits, and the rest.
    const DOUBLE: [f32; 2];
    /// log e, in two parts.
    const FACTOR: [f32; 2];
    /// c, by the four leading bits of m.
    const INVERSES: [f32; 16];
    /// -log c.
    const LOGS: [f32; 16];
    /// p(r) of log(1 + r) = r log e + r^2 p(r) on -1/32 <= r <= 1/16: 2^-28 of r log e.
    const CURVE: [f32; 4];
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
    const INVERSES: [f32; 16] = [
        1.0,
        0.917_861_64,
        0.862_896_14,
        0.824_248_6,
        0.779_430_87,
        0.741_528_45,
        0.710_872_05,
        0.679_261_4,
        1.302_058_6,
        1.257_711_5,
        1.209_972_4,
        1.162_128_6,
        1.121_931,
        1.080_037_6,
        1.044_415_1,
        1.0,
    ];
    const LOGS: [f32; 16] = [
        0.0,
        0.085_708_62,
        0.147_460_94,
        0.193_283_08,
        0.249_191_28,
        0.299_041_75,
        0.341_262_82,
        0.386_749_27,
        -0.263_946_53,
        -0.229_293_82,
        -0.190_597_53,
        -0.150_253_3,
        -0.115_051_27,
        -0.076_995_85,
        -0.043_457_03,
        0.0,
    ];
    const CURVE: [f32; 4] = [-0.5, 0.333_344_46, -0.250_066_7, 0.188_552_3];
}

struct Two;

impl Base for Two {
    const DOUBLE: [f32; 2] = [1.0, 0.0];
    const FACTOR: [f32; 2] = [std::f32::consts::LOG2_E, 1.925_963e-8];
    const INVERSES: [f32; 16] = [
        1.0,
        0.913_123_1,
        0.864_103_56,
        0.821_086_8,
        0.780_706_8,
        0.742_485_4,
        0.709_924_4,
        0.682_426_6,
        1.302_778_5,
        1.254_159_8,
        1.204_396_6,
        1.163_429_5,
        1.123_748_9,
        1.082_876_1,
        1.051_155_2,
        1.0,
    ];
    const LOGS: [f32; 16] = [
        0.0,
        0.131_118_77,
        0.210_723_88,
        0.284_393_3,
        0.357_147_22,
        0.429_565_43,
        0.494_262_7,
        0.551_254_3,
        -0.381_591_8,
        -0.326_721_2,
        -0.268_310_55,
        -0.218_383_79,
        -0.168_319_7,
        -0.114_868_164,
        -0.071_975_71,
        0.0,
    ];
    const CURVE: [f32; 4] = [-0.721_347_5, 0.480_914_4, -0.360_77, 0.272_023_47];
}

struct Ten;

impl Base for Ten {
    const DOUBLE: [f32; 2] = [0.300_781_25, 0.000_248_745_67];
    const FACTOR: [f32; 2] = [std::f32::consts::LOG10_E, -1.010_305e-8];
    const INVERSES: [f32; 16] = [
        1.0,
        0.920_620_86,
        0.864_717_8,
        0.819_374_9,
        0.776_491_5,
        0.743_231_8,
        0.709_823_7,
        0.675_682_1,
        1.304_099_3,
        1.260_890_8,
        1.207_688_6,
        1.159_294_4,
        1.111_471_8,
        1.088_171_6,
        1.049_754_3,
        1.0,
    ];
    const LOGS: [f32; 16] = [
        0.0,
        0.035_919_19,
        0.063_125_61,
        0.086_517_334,
        0.109_863_28,
        0.128_875_73,
        0.148_849_49,
        0.170_257_57,
        -0.115_310_67,
        -0.100_677_49,
        -0.081_954_956,
        -0.064_193_726,
        -0.045_898_438,
        -0.036_697_388,
        -0.021_087_646,
        0.0,
    ];
    const CURVE: [f32; 4] = [-0.217_147_25, 0.144_769_67, -0.108_602_59, 0.081_887_23];
}

/// log(2^(k + `more`) m) of a normal number 2^k m.
#[inline(always)]
fn log_of_normal<V: Singles, B: Base>(more: Option<V>, x: V) -> V {
    let (k, m) = x.parts();
    let place = m.bits_shr::<19>();
    let k = more.map_or(k, |more| k + more);
    let r = m.mul_add(place.lookup(&B::INVERSES), V::splat(-1.0));
    let lead = k.mul_add(V::splat(B::DOUBLE[0]), place.lookup(&B::LOGS));
    let curve = r.polynomial(&B::CURVE);
    let slope = match B::FACTOR[1] {
        0.0 => r * curve,
        factor => r.mul_add(curve, V::splat(factor)),
    };
    let tail = match B::DOUBLE[1] {
        0.0 => r * slope,
        rest => r.mul_add(slope, k * V::splat(rest)),
    };
    let factor = V::splat(B::FACTOR[0]);
    let sum = r.mul_add(factor, lead);
    let lost = r.mul_add(factor, lead - sum);
    sum + (lost + tail)
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

/// log(2^k (1 + r)) with a tail to be added.
#[inline(always)]
fn log_of_parts<V: Singles>(k: V, r: V, tail: V, curve: V) -> V {
    let (sum, lost) = (k * V::splat(Natural::DOUBLE[0])).fast_two_sum(r);
    let rest = k.mul_add(V::splat(Natural::DOUBLE[1]), lost + tail);
    // The curve is the largest of the tails: it is added last, unrounded.
    sum + r.mul_add(r * curve, rest)
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
    log_of_parts(k, r, r_tail, r.polynomial(&THIRDS))
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
