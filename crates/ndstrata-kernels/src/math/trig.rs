//! Trigonometric functions: `sin`, `cos`, `tan`.
//!
//! The argument is reduced to x = k π/2 + r with |r| <= π/4, r in two parts, by Cody and Waite's
//! method: π/2 in three parts, the first product exact through the fused multiply-add. Above 2^27 the
//! reduction is Payne and Hanek's, in `payne_hanek.rs`. Then minimax polynomials for sin r and cos r;
//! tan r is their quotient, both in two parts. The `f32` forms come here for large arguments.

use super::lanes::{Doubles, Mask, ROUNDER, Singles};
use super::payne_hanek::reduce_large;
use super::run::Unary;
use super::singles::trig as singles;

const TWO_OVER_PI: f64 = std::f64::consts::FRAC_2_PI;
const HALF_PI: [f64; 3] =
    [std::f64::consts::FRAC_PI_2, 6.123233995736766e-17, -1.4973849048591698e-33];

/// sin r = r + r^3 p(r^2), cos r = 1 - r^2/2 + r^4 p(r^2) on |r| <= π/4: 2^-58, 2^-64.
const SIN: [f64; 6] = [
    -0.16666666666666632,
    0.008333333333322424,
    -0.00019841269829816058,
    2.7557313694902054e-06,
    -2.5050758600341562e-08,
    1.5896824746631816e-10,
];
const COS: [f64; 6] = [
    0.0416666666666666,
    -0.0013888888888874138,
    2.480158728949091e-05,
    -2.7557314354962967e-07,
    2.0875723644861775e-09,
    -1.135966773874255e-11,
];

/// The same for `f32`, on |r| <= π/4: 2^-37.6 and 2^-33.3.
const TAN_SIN: [f64; 4] =
    [-0.16666666641625105, 0.008333329385720704, -0.00019839334780491494, 2.71831095349321e-06];
const TAN_COS: [f64; 3] = [0.04166664686527992, -0.0013887367456369933, 2.4438444527422026e-05];

/// `numpy.sin`.
pub(super) struct Sin;

/// `numpy.cos`.
pub(super) struct Cos;

/// `numpy.tan`.
pub(super) struct Tan;

/// Up to here three parts of π/2 suffice.
const LARGE: f64 = 134_217_728.0;

/// An argument less a multiple of π/2.
struct Reduced<V> {
    r: V,
    r_tail: V,
    /// The multiple, in the lowest bits of a word.
    quadrant: V,
}

#[inline(always)]
fn reduce<V: Doubles>(x: V) -> Reduced<V> {
    let rounded = x.mul_add(V::splat(TWO_OVER_PI), V::splat(ROUNDER));
    let k = rounded - V::splat(ROUNDER);
    let first = k.neg_mul_add(V::splat(HALF_PI[0]), x);
    let r = k.neg_mul_add(V::splat(HALF_PI[1]), first);
    let rest = k.neg_mul_add(V::splat(HALF_PI[1]), first - r);
    let reduced =
        Reduced { r, r_tail: k.neg_mul_add(V::splat(HALF_PI[2]), rest), quadrant: rounded };
    let small = x.abs().le(V::splat(LARGE));
    if (!small).any() { reduce_any(x, reduced) } else { reduced }
}

/// Replaces the lanes whose argument is large.
#[inline(always)]
fn reduce_any<V: Doubles>(x: V, reduced: Reduced<V>) -> Reduced<V> {
    let mut r = reduced.r.to_array();
    let mut r_tail = reduced.r_tail.to_array();
    let mut quadrant = reduced.quadrant.to_array();
    for (i, x) in x.to_array().into_iter().enumerate() {
        if x.is_nan() || x.abs() > LARGE {
            (r[i], r_tail[i], quadrant[i]) = reduce_large(x);
        }
    }
    Reduced {
        r: V::from_array(&r),
        r_tail: V::from_array(&r_tail),
        quadrant: V::from_array(&quadrant),
    }
}

/// sin(r + r_tail), as its leading part and the rest.
#[inline(always)]
fn sine<V: Doubles>(r: V, r_tail: V, square: V) -> (V, V) {
    let cosine = square.mul_add(V::splat(-0.5), V::splat(1.0));
    let curve = (square * r) * square.polynomial(&SIN);
    (r, r_tail.mul_add(cosine, curve))
}

/// cos(r + r_tail), as its leading part and the rest.
#[inline(always)]
fn cosine<V: Doubles>(r: V, r_tail: V, square: V) -> (V, V) {
    let half = square * V::splat(0.5);
    let square_tail = r.mul_add(r, -square);
    let lead = V::splat(1.0) - half;
    let lost = (V::splat(1.0) - lead) - half;
    let curve = (square * square).mul_add(square.polynomial(&COS), lost);
    let linear = r.mul_add(r_tail, square_tail * V::splat(0.5));
    (lead, curve - linear)
}

/// sin of the reduced argument plus `quarters` times π/2.
#[inline(always)]
fn sine_at<V: Doubles>(reduced: Reduced<V>, quarters: u64) -> V {
    let Reduced { r, r_tail, quadrant } = reduced;
    let quadrant = quadrant.bits_add(V::bits(quarters));
    let square = r * r;
    let (sine, sine_tail) = sine(r, r_tail, square);
    let (cosine, cosine_tail) = cosine(r, r_tail, square);
    let odd = is_odd(quadrant);
    let lead = V::select(odd, cosine, sine);
    let tail = V::select(odd, cosine_tail, sine_tail);
    // The second bit of the quadrant is the sign.
    (lead + tail).xor_sign(quadrant.bits_shl::<62>())
}

/// Whether the lowest bit of a word is set.
#[inline(always)]
fn is_odd<V: Doubles>(word: V) -> V::Mask {
    let bit = word.bits_and(V::bits(1)).bits_or(V::splat(1.0));
    V::splat(1.0).lt(bit)
}

impl Unary for Sin {
    const UNDERFLOWS: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let y = sine_at(reduce(x), 0);
        // Minus zero keeps its sign.
        V::select(x.eq(V::splat(0.0)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        let (y, large) = singles::sin(x);
        if !large.any() {
            return y;
        }
        let (a, b) = x.widen();
        V::select(large, V::narrow(sine_at(reduce(a), 0), sine_at(reduce(b), 0)), y)
    }
}

impl Unary for Cos {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        sine_at(reduce(x), 1)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        let (y, large) = singles::cos(x);
        if !large.any() {
            return y;
        }
        let (a, b) = x.widen();
        V::select(large, V::narrow(sine_at(reduce(a), 1), sine_at(reduce(b), 1)), y)
    }
}

impl Unary for Tan {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let Reduced { r, r_tail, quadrant } = reduce(x);
        let square = r * r;
        let (sine, sine_tail) = sine(r, r_tail, square);
        let (sine, sine_tail) = sine.fast_two_sum(sine_tail);
        let (cosine, cosine_tail) = cosine(r, r_tail, square);
        let (cosine, cosine_tail) = cosine.fast_two_sum(cosine_tail);
        let odd = is_odd(quadrant);
        let (over, over_tail) =
            (V::select(odd, cosine, sine), V::select(odd, cosine_tail, sine_tail));
        let (under, under_tail) =
            (V::select(odd, -sine, cosine), V::select(odd, -sine_tail, cosine_tail));
        let inverse = V::splat(1.0) / under;
        let q = over * inverse;
        let error = q.neg_mul_add(under, over) + q.neg_mul_add(under_tail, over_tail);
        let y = inverse.mul_add(error, q);
        V::select(x.abs().lt(V::splat(1e-300)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        let (y, large) = singles::tan(x);
        if !large.any() {
            return y;
        }
        let (a, b) = x.widen();
        V::select(large, V::narrow(tan_short(a), tan_short(b)), y)
    }
}

#[inline(always)]
fn tan_short<V: Doubles>(x: V) -> V {
    let Reduced { r, quadrant, .. } = reduce(x);
    let square = r * r;
    let sine = (square * r).mul_add(square.polynomial(&TAN_SIN), r);
    let cosine =
        square.mul_add(square.mul_add(square.polynomial(&TAN_COS), V::splat(-0.5)), V::splat(1.0));
    let odd = is_odd(quadrant);
    V::select(odd, cosine, sine) * V::select(odd, -sine, cosine).reciprocal()
}
