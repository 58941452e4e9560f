//! Logarithms: `log`, `log2`, `log10`, `log1p`.
//!
//! Table-driven, after P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE
//! floating-point arithmetic" (1990): x = 2^k m, c one of 16 short reciprocals near 1/m, r = m c - 1
//! exactly, and log x = k log 2 - log c + log(1 + r). The first two terms have parts short enough that
//! their sum is exact; around x = 1 both are zero, so that r itself leads. Those of `f32` are in
//! `singles/logarithm.rs`.

use super::lanes::{Doubles, FRACTION, Mask, Singles, biased_exponent, power_of_two};
use super::run::Unary;
use super::singles::logarithm as singles;

/// log(1 + r) = r - r^2/2 + r^3 p(r) on |r| <= 0.0343, minimax, relative error 2^-61.0.
const LOG: [f64; 8] = [
    0.3333333333333213,
    -0.2499999999999695,
    0.20000000009987376,
    -0.16666666684073655,
    0.1428568856002369,
    -0.12499965735888677,
    0.11137181539650014,
    -0.10028235874873646,
];

/// log(1 + r) = r - r^2/2 + r^3/3 + r^4 p(r) likewise, 2^-72.4.
const LOG_LONG: [f64; 9] = [
    -0.25,
    0.19999999999997836,
    -0.16666666666658733,
    0.1428571429899978,
    -0.12500000026580874,
    0.1111108310973223,
    -0.0999996025652625,
    0.09115492208259089,
    -0.08360782645778535,
];
const THIRD: (f64, f64) = (0.3333333333333333, 1.850371707708594e-17);

/// The same on -1/32 <= r <= 1/16, 2^-33.6.
const LOG_SHORT: [f64; 4] =
    [0.3333334182813979, -0.2500111990184456, 0.19997098179687187, -0.1552946028964571];

/// The bits where the 16 intervals begin: 0.703125. The tenth is centred at 1.
const START: u64 = 0x3fe6_8000_0000_0000;
const ONE: u64 = 0x3ff0_0000_0000_0000;

/// The reciprocals c; with so few bits, m c - 1 is exact.
const RECIPROCALS: [f64; 16] = [
    1.375, 1.34375, 1.28125, 1.21875, 1.1875, 1.15625, 1.09375, 1.0625, 1.03125, 1.0, 0.9375,
    0.890625, 0.84375, 0.796875, 0.765625, 0.71875,
];

/// Reciprocals for significands from 1 to 2 by their four leading bits; the last is 1/2, so that the
/// logarithms below 1 do not cancel.
const RECIPROCALS_SHORT: [f64; 16] = [
    1.0,
    0.9142857142857143,
    0.8648648648648649,
    0.8205128205128205,
    0.7804878048780488,
    0.7441860465116279,
    0.7111111111111111,
    0.6808510638297872,
    0.6530612244897959,
    0.6274509803921569,
    0.6037735849056604,
    0.5818181818181818,
    0.5614035087719298,
    0.5423728813559322,
    0.5245901639344263,
    0.5,
];

/// What the logarithms to a base differ in.
pub(super) trait Base {
    /// log 2, as a multiple of 2^-41 and the rest.
    const DOUBLE: (f64, f64);
    /// log e, in two parts.
    const FACTOR: (f64, f64);
    /// -log c, as a multiple of 2^-41.
    const HEADS: [f64; 16];
    /// -log c, the rest.
    const TAILS: [f64; 16];
    /// -log c for the reciprocals of the short form.
    const SHORT: [f64; 16];
}

/// Base e.
pub(super) struct Natural;

impl Base for Natural {
    const DOUBLE: (f64, f64) = (0.6931471805601177, -1.7239444525614835e-13);
    const FACTOR: (f64, f64) = (1.0, 0.0);
    const HEADS: [f64; 16] = [
        -0.31845373111855224,
        -0.2954642128938758,
        -0.2478361639045943,
        -0.19782574332975855,
        -0.17185025692651834,
        -0.14518200984457508,
        -0.08961215868976069,
        -0.060624621816259605,
        -0.03077165866670839,
        0.0,
        0.06453852113736502,
        0.11583181552532551,
        0.16989903679541385,
        0.2270574506351295,
        0.2670627852489815,
        0.33024168687052224,
    ];
    const TAILS: [f64; 16] = [
        1.7625431312172662e-14,
        3.993416384387844e-14,
        1.3029797173308663e-14,
        -1.6132822667240823e-13,
        -1.4088127937111135e-13,
        7.718001336828099e-14,
        7.355770219435029e-14,
        -1.7523746905186702e-13,
        -4.529814257790929e-14,
        0.0,
        2.0614806739842207e-13,
        -2.0380485326119331e-13,
        -1.6376276414097503e-14,
        2.1658630794451516e-13,
        6.371947269815667e-14,
        5.4612144489920215e-14,
    ];
    const SHORT: [f64; 16] = [
        0.0,
        0.08961215868968717,
        0.14518200984449783,
        0.19782574332991992,
        0.2478361639045812,
        0.2954642128938359,
        0.3409265869705932,
        0.38441169891033206,
        0.42608439531090014,
        0.46608972992459924,
        0.5045560107523953,
        0.5415972824327444,
        0.5773153650348236,
        0.6118015411059929,
        0.6451379613735847,
        std::f64::consts::LN_2,
    ];
}

/// Base 2.
pub(super) struct Two;

impl Base for Two {
    const DOUBLE: (f64, f64) = (1.0, 0.0);
    const FACTOR: (f64, f64) = (std::f64::consts::LOG2_E, 2.0355273740931033e-17);
    const HEADS: [f64; 16] = [
        -0.4594316186371543,
        -0.4262647547020606,
        -0.3575520046179008,
        -0.2854022188621457,
        -0.24792751344375574,
        -0.20945336562908778,
        -0.12928301694500988,
        -0.0874628412502716,
        -0.04439411935845783,
        0.0,
        0.0931094043912708,
        0.1671099858353955,
        0.2451124978365442,
        0.3275746580284249,
        0.3852901558848316,
        0.47643804394283507,
    ];
    const TAILS: [f64; 16] = [
        -1.4294083388465032e-13,
        -3.733907276649932e-14,
        -1.82872716976671e-13,
        -1.02668366941445e-13,
        1.7024883460791358e-13,
        1.3800246976244608e-13,
        4.3421195976986995e-14,
        -6.781363655020842e-14,
        4.390985973169353e-15,
        0.0,
        2.1067041511468125e-13,
        -1.3716669642073087e-13,
        -1.275189131300513e-14,
        7.951818330761124e-14,
        -3.983479855974919e-14,
        1.520621696507556e-13,
    ];
    const SHORT: [f64; 16] = [
        0.0,
        0.1292830169449665,
        0.2094533656289497,
        0.28540221886224837,
        0.3575520046180836,
        0.42626475470209796,
        0.49185309632967467,
        0.5545888516776374,
        0.6147098441152083,
        0.6724253419714956,
        0.7279204545631992,
        0.7813597135246597,
        0.8328900141647417,
        0.8826430493618412,
        0.9307373375628862,
        1.0,
    ];
}

/// Base 10.
pub(super) struct Ten;

impl Base for Ten {
    const DOUBLE: (f64, f64) = (0.3010299956640665, -8.532344317057107e-14);
    const FACTOR: (f64, f64) = (std::f64::consts::LOG10_E, 1.098319650216765e-17);
    const HEADS: [f64; 16] = [
        -0.13830269816617147,
        -0.12831847725965417,
        -0.1076338783996107,
        -0.08591462870663236,
        -0.07463361829695714,
        -0.06305174574708872,
        -0.03891806603041914,
        -0.026328938722144812,
        -0.01336396155784314,
        0.0,
        0.028028723600073135,
        0.05030511831137119,
        0.07378621416091846,
        0.09860979788572877,
        0.11598389395521735,
        0.14342214230237005,
    ];
    const TAILS: [f64; 16] = [
        -1.0998794445193693e-13,
        -2.6376941728557574e-14,
        -2.1882440855494843e-13,
        3.912619221171875e-14,
        5.295754592095892e-14,
        -3.0414152859579186e-16,
        4.948115870926483e-14,
        -2.043353397095547e-13,
        -1.3836165009306655e-13,
        0.0,
        1.704033157336213e-13,
        2.45838402798293e-14,
        2.023262471821997e-16,
        2.2203830553577981e-13,
        1.5615562555549193e-13,
        -5.695092715108574e-14,
    ];
    const SHORT: [f64; 16] = [
        0.0,
        0.03891806603036967,
        0.063051745747089,
        0.08591462870659325,
        0.1076338783998295,
        0.12831847725968057,
        0.14806253545543768,
        0.1669478796158115,
        0.18504610170860772,
        0.2024201977780304,
        0.21912589128088308,
        0.2352127111743379,
        0.2507248773525855,
        0.26570203332223824,
        0.28017985669086104,
        std::f64::consts::LOG10_2,
    ];
}

/// `numpy.log`.
pub(super) struct Log;

/// `numpy.log2`.
pub(super) struct Log2;

/// `numpy.log10`.
pub(super) struct Log10;

/// `numpy.log1p`.
pub(super) struct Log1p;

/// An argument of a logarithm taken apart: 2^k m, with c m = 1 + r.
struct Parts<V> {
    k: V,
    r: V,
    c: V,
    /// Names the interval in its lowest four bits.
    interval: V,
}

impl<V: Doubles> Parts<V> {
    /// For a positive normal number.
    #[inline(always)]
    fn of(x: V) -> Self {
        let shifted = x.bits_add(V::bits(ONE.wrapping_sub(START)));
        let k = biased_exponent(shifted) - V::splat(4_503_599_627_370_496.0 + 1023.0);
        let m = shifted.bits_and(V::bits(FRACTION)).bits_add(V::bits(START));
        let interval = shifted.bits_shr::<48>();
        let c = interval.lookup(&RECIPROCALS);
        Parts { k, r: m.mul_add(c, V::splat(-1.0)), c, interval }
    }

    /// `r_tail` is to be added to r: what x did not hold.
    #[inline(always)]
    fn sum<B: Base, const TAIL: bool>(self, r_tail: V) -> (V, V) {
        let head = self.k.mul_add(V::splat(B::DOUBLE.0), self.interval.lookup(&B::HEADS));
        let tail = self.k.mul_add(V::splat(B::DOUBLE.1), self.interval.lookup(&B::TAILS));
        let natural = B::FACTOR.0 == 1.0;
        let factor = V::splat(B::FACTOR.0);
        let r = if TAIL { self.r + r_tail } else { self.r };
        let curve = (r * r) * r.mul_add(r.polynomial(&LOG), V::splat(-0.5));
        let (line, line_tail) = if natural {
            (self.r, if TAIL { curve + r_tail } else { curve })
        } else {
            let (line, lost) = self.r.two_product(factor);
            let rest = if TAIL { curve + r_tail } else { curve };
            (line, lost + rest.mul_add(factor, self.r * V::splat(B::FACTOR.1)))
        };
        let (sum, lost) = head.fast_two_sum(line);
        (sum, lost + (tail + line_tail))
    }
}

/// log x to a base, for x > 0 or a special value.
#[inline(always)]
fn log<B: Base, V: Doubles>(x: V) -> V {
    let ordinary = V::splat(f64::MIN_POSITIVE).le(x) & x.le(V::splat(f64::MAX));
    if (!ordinary).any() {
        return log_of_any::<B, V>(x);
    }
    let (sum, tail) = Parts::of(x).sum::<B, false>(x);
    sum + tail
}

/// log x for vectors with subnormal or special lanes.
#[inline(always)]
fn log_of_any<B: Base, V: Doubles>(x: V) -> V {
    let subnormal = x.lt(V::splat(f64::MIN_POSITIVE));
    let mut parts = Parts::of(V::select(subnormal, x * V::splat(18_014_398_509_481_984.0), x));
    parts.k = parts.k - V::select(subnormal, V::splat(54.0), V::splat(0.0));
    let (sum, tail) = parts.sum::<B, false>(x);
    special(x, sum + tail)
}

/// `y`, or the logarithm of zero, of a negative number, of infinity or of NaN.
#[inline(always)]
fn special<V: Doubles>(x: V, y: V) -> V {
    let y = V::select(V::splat(f64::INFINITY).eq(x), x, y);
    let y = V::select(V::splat(0.0).eq(x), V::splat(f64::NEG_INFINITY), y);
    V::select(V::splat(0.0).le(x), y, V::splat(f64::NAN))
}

/// log(2^k (x + x_tail)) to a base in two parts, for normal x; `x_tail` is far smaller than x.
#[inline(always)]
pub(super) fn log_of_sum<B: Base, V: Doubles>(k: V, x: V, x_tail: V) -> (V, V) {
    let mut parts = Parts::of(x);
    // 2^-k, or zero where the tail no longer matters.
    let down = power_of_two(V::splat(-1023.0).max(-parts.k));
    let r_tail = x_tail * down * parts.c;
    parts.k = parts.k + k;
    parts.sum::<B, true>(r_tail)
}

/// [`log_of_sum`] to base e in one part, with special values.
#[inline(always)]
pub(super) fn log_of_sum_of_any<V: Doubles>(k: V, x: V, x_tail: V) -> V {
    let (sum, tail) = log_of_sum::<Natural, V>(k, x, x_tail);
    let y = sum + tail;
    let ordinary = V::splat(f64::MIN_POSITIVE).le(x) & x.le(V::splat(f64::MAX));
    if (!ordinary).any() { special(x, y) } else { y }
}

/// log(2^k x) in two parts with a relative error of 2^-67, for normal x: what a power needs.
#[inline(always)]
pub(super) fn log_long<V: Doubles>(k: V, x: V) -> (V, V) {
    let parts = Parts::of(x);
    let (r, k) = (parts.r, parts.k + k);
    let head = k.mul_add(V::splat(Natural::DOUBLE.0), parts.interval.lookup(&Natural::HEADS));
    let tail = k.mul_add(V::splat(Natural::DOUBLE.1), parts.interval.lookup(&Natural::TAILS));
    let (square, square_tail) = r.two_product(r);
    let (cube, cube_tail) = square.two_product(r);
    let (third, third_tail) = cube.two_product(V::splat(THIRD.0));
    let cube_tail = square_tail.mul_add(r, cube_tail);
    let third_tail =
        cube_tail.mul_add(V::splat(THIRD.0), cube.mul_add(V::splat(THIRD.1), third_tail));
    let (sum, lost) = head.fast_two_sum(r);
    let (sum, lost_too) = sum.fast_two_sum(square * V::splat(-0.5));
    let (sum, lost_last) = sum.fast_two_sum(third);
    let curve = (square * square).mul_add(r.polynomial(&LOG_LONG), third_tail);
    let rest = square_tail.mul_add(V::splat(-0.5), curve) + tail;
    sum.fast_two_sum((lost + lost_too) + (lost_last + rest))
}

/// log x for `f32` values held in `f64`, none subnormal there; relative error 2^-33.
#[inline(always)]
pub(super) fn log_short<B: Base, V: Doubles>(x: V) -> V {
    let m = x.significand();
    let interval = m.bits_shr::<48>();
    let r = m.mul_add(interval.lookup(&RECIPROCALS_SHORT), V::splat(-1.0));
    let head = x.exponent().mul_add(V::splat(B::SHORT[15]), interval.lookup(&B::SHORT));
    let natural = B::FACTOR.0 == 1.0;
    let curve = r.mul_add(r.polynomial(&LOG_SHORT), V::splat(-0.5));
    let line = (r * r).mul_add(curve, r);
    let y = if natural { head + line } else { line.mul_add(V::splat(B::FACTOR.0), head) };
    let ordinary = V::splat(0.0).lt(x) & x.lt(V::splat(f64::INFINITY));
    if (!ordinary).any() { special(x, y) } else { y }
}

macro_rules! logarithm {
    ($name:ident, $base:ident, $single:ident) => {
        impl Unary for $name {
            fn pole(x: f64) -> bool {
                x == 0.0
            }

            #[inline(always)]
            fn f64<V: Doubles>(x: V) -> V {
                log::<$base, V>(x)
            }

            #[inline(always)]
            fn f32<V: Singles>(x: V) -> V {
                singles::$single(x)
            }
        }
    };
}

logarithm!(Log, Natural, log);
logarithm!(Log2, Two, log2);
logarithm!(Log10, Ten, log10);

impl Unary for Log1p {
    fn pole(x: f64) -> bool {
        x == -1.0
    }

    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let (sum, tail) = x.two_sum(V::splat(1.0));
        let y = log_of_sum_of_any(V::splat(0.0), sum, tail);
        V::select(x.abs().lt(V::splat(1e-300)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::log1p(x)
    }
}
