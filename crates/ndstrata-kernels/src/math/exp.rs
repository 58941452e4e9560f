//! Exponentials: `exp`, `exp2`, `expm1`.
//!
//! Table-driven, after P. T. P. Tang, "Table-driven implementation of the exponential function in
//! IEEE floating-point arithmetic" (1989): x = n (ln 2)/16 + r with a whole n, and
//! e^x = 2^(n/16) e^r. The power of two comes from a table of 16 and an exponent, e^r from a minimax
//! polynomial on |r| <= (ln 2)/32. The `f32` form of `exp` needs no table: n is the nearest whole power of
//! two, and |r| <= (ln 2)/2.

use super::lanes::{Doubles, Lanes, ROUNDER, ROUNDER_F32, Singles};
use super::run::Unary;
use super::singles::exponential as singles;

pub(super) const SIXTEENTHS: f64 = 23.083120654223414; // 16 / ln 2
const SIXTEENTH: f64 = 0.04332169878499658; // (ln 2) / 16, in two parts
const SIXTEENTH_TAIL: f64 = 1.4494042586539372e-18;

/// 2^(j/16), and what its rounding left.
const POWERS: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    std::f64::consts::SQRT_2,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];
const POWERS_TAIL: [f64; 16] = [
    0.0,
    8.551889705537965e-17,
    -3.046782079812471e-17,
    8.912812676025408e-17,
    3.982015231465646e-17,
    4.658027591836937e-17,
    2.5382502794888315e-17,
    7.70094837980299e-17,
    -9.667293313452913e-17,
    -3.483994556892796e-17,
    7.949834809697621e-17,
    2.4707192569797888e-17,
    8.199010020581497e-17,
    2.960140695448873e-17,
    3.283107224245627e-17,
    -1.0619946056195963e-16,
];

/// e^r = 1 + r + r^2 p(r): minimax p, relative to e^r 2^-56.3, 2^-66.3 and 2^-37.5.
const EXP: [f64; 5] = [
    0.5000000000000006,
    0.16666666664416968,
    0.04166666665965232,
    0.008333471950968258,
    0.0013889129031919782,
];
pub(super) const EXP_LONG: [f64; 6] = [
    0.5000000000000004,
    0.1666666666666668,
    0.04166666666058752,
    0.00833333333228081,
    0.0013889112422460785,
    0.00019841570826844069,
];
const EXP_SHORT: [f64; 3] = [0.49999999984025667, 0.16667006548452695, 0.041667658854402];

/// 2^s = 1 + s ln 2 + s^2 p(s) on |s| <= 1/32, likewise.
const EXP2: [f64; 5] = [
    0.24022650695910097,
    0.055504108657329534,
    0.009618129106009319,
    0.0013333779938383946,
    0.00015403796725016092,
];
pub(super) const LN_2_TAIL: f64 = 2.3190468138462996e-17;

/// e^r = 1 + r + r^2 p(r) on |r| <= (ln 2)/2, 2^-28.2.
const EXP_F32: [f32; 5] = [0.5, 0.166_665_13, 0.041_666_187, 0.008_369_598, 0.001_395_171_7];
const LN_2_F32: f32 = std::f32::consts::LN_2;
const LN_2_TAIL_F32: f32 = -1.904_654_3e-9;

/// `numpy.exp`.
pub(super) struct Exp;

/// `numpy.exp2`.
pub(super) struct Exp2;

/// `numpy.expm1`.
pub(super) struct Expm1;

/// A multiple of 1/16, as a number and as the lowest bits of a word.
#[derive(Clone, Copy)]
pub(super) struct Sixteenths<V> {
    n: V,
    word: V,
}

impl<V: Doubles> Sixteenths<V> {
    /// The whole number nearest to `x * per`, as sixteenths.
    #[inline(always)]
    pub(super) fn nearest(x: V, per: f64) -> Self {
        let word = x.mul_add(V::splat(per), V::splat(ROUNDER));
        Sixteenths { n: word - V::splat(ROUNDER), word }
    }

    /// The number with the other sign.
    #[inline(always)]
    pub(super) fn negated(self) -> Self {
        Sixteenths { n: -self.n, word: V::splat(ROUNDER) - self.n }
    }

    /// 2^(n/16 + `more`), and its tail, for a whole `more`.
    #[inline(always)]
    pub(super) fn power(self, more: f64) -> (V, V) {
        let exponent = self.n.mul_add(V::splat(0.0625), V::splat(more));
        (self.word.lookup(&POWERS).scale(exponent), self.word.lookup(&POWERS_TAIL).scale(exponent))
    }

    /// 2^(n/16) to one rounding, for a result far from the limits of `f64`.
    #[inline(always)]
    pub(super) fn power_short(self) -> V {
        // The exponent is n / 16 rounded down: the word without its four lowest bits, moved to the field.
        self.word.lookup(&POWERS).bits_add(self.word.bits_shr::<4>().bits_shl::<52>())
    }

    /// `x - n/16`, exactly.
    #[inline(always)]
    pub(super) fn rest_of(self, x: V) -> V {
        self.n.neg_mul_add(V::splat(0.0625), x)
    }

    /// `x - n (ln 2)/16` in two parts.
    #[inline(always)]
    pub(super) fn remainder(self, x: V) -> (V, V) {
        let coarse = self.n.neg_mul_add(V::splat(SIXTEENTH), x);
        let r = self.n.neg_mul_add(V::splat(SIXTEENTH_TAIL), coarse);
        (r, self.n.neg_mul_add(V::splat(SIXTEENTH_TAIL), coarse - r))
    }
}

/// `lowest <= x <= highest`, or NaN.
#[inline(always)]
pub(super) fn clamp<V: Lanes<Lane = f64>>(x: V, lowest: f64, highest: f64) -> V {
    V::splat(lowest).max(V::splat(highest).min(x))
}

/// 2^(n/16) (1 + p), for a small p, rounded once where the result is subnormal too.
#[inline(always)]
pub(super) fn grow<V: Doubles>(n: Sixteenths<V>, p: V) -> V {
    let power = n.word.lookup(&POWERS);
    let tail = n.word.lookup(&POWERS_TAIL);
    (power + power.mul_add(p, tail)).scale(n.n * V::splat(0.0625))
}

/// 2^(n/16) (1 + p) for a result far from the limits of `f64`.
#[inline(always)]
fn grow_short<V: Doubles>(n: Sixteenths<V>, p: V) -> V {
    let power = n.power_short();
    power.mul_add(p, power)
}

/// e^x for |x| below 700, relative error 2^-37.
#[inline(always)]
pub(super) fn exp_short<V: Doubles>(x: V) -> V {
    let n = Sixteenths::nearest(x, SIXTEENTHS);
    let r = n.n.neg_mul_add(V::splat(SIXTEENTH), x);
    let p = (r * r).mul_add(r.polynomial(&EXP_SHORT), r);
    grow_short(n, p)
}

impl Unary for Exp {
    const UNDERFLOWS: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let x = clamp(x, -746.0, 710.0);
        let n = Sixteenths::nearest(x, SIXTEENTHS);
        let (r, _) = n.remainder(x);
        grow(n, (r * r).mul_add(r.polynomial(&EXP), r))
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        let x = V::splat(-104.0).max(V::splat(89.0).min(x));
        let rounder = V::splat(ROUNDER_F32);
        let n = x.mul_add(V::splat(std::f32::consts::LOG2_E), rounder) - rounder;
        let coarse = n.neg_mul_add(V::splat(LN_2_F32), x);
        let r = n.neg_mul_add(V::splat(LN_2_TAIL_F32), coarse);
        let r_tail = n.neg_mul_add(V::splat(LN_2_TAIL_F32), coarse - r);
        let (sum, lost) = V::splat(1.0).fast_two_sum(r);
        let curve = (r * r).mul_add(r.polynomial(&EXP_F32), r_tail);
        (sum + (lost + curve)).scale(n)
    }
}

impl Unary for Exp2 {
    const UNDERFLOWS: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let x = clamp(x, -1076.0, 1025.0);
        let n = Sixteenths::nearest(x, 16.0);
        let s = n.rest_of(x);
        let p = (s * s).mul_add(s.polynomial(&EXP2), s * V::splat(LN_2_TAIL));
        grow(n, s.mul_add(V::splat(std::f64::consts::LN_2), p))
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::exp2(x)
    }
}

/// (e^x - 1) / 2 in two parts, for x from -40 to 710.
///
/// With m = 2^(n/16 - 1), it is (m - 1/2) + m (e^r - 1); the sum of the first term and m r is kept
/// exactly, because the two may cancel to a fifth.
#[inline(always)]
fn half_expm1<V: Doubles>(x: V) -> (V, V) {
    let n = Sixteenths::nearest(x, SIXTEENTHS);
    let (r, r_tail) = n.remainder(x);
    let (m, m_tail) = n.power(-1.0);
    let curve = (r * r).mul_add(r.polynomial(&EXP_LONG), r_tail);
    let (d, d_tail) = m.two_sum(V::splat(-0.5));
    let sum = m.mul_add(r, d);
    let lost = m.mul_add(r, d - sum);
    let tail = m.mul_add(curve, m_tail.mul_add(r, m_tail) + d_tail);
    (sum, lost + tail)
}

impl Unary for Expm1 {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let (sum, tail) = half_expm1(clamp(x, -40.0, 709.8));
        let y = (sum + tail) * V::splat(2.0);
        // Minus zero keeps its sign, and a tiny x is its own result.
        V::select(x.abs().lt(V::splat(1e-300)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::expm1(x)
    }
}
