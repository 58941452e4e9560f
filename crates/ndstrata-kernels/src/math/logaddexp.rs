//! Sums of exponentials as logarithms: `logaddexp`, `logaddexp2`.
//!
//! max + log(1 + b^-|x - y|), with the difference, the power and the logarithm in two parts each, so
//! that the sum stays accurate where the two terms nearly cancel.

use super::exp::{EXP_LONG, LN_2_TAIL, SIXTEENTHS, Sixteenths, clamp};
use super::lanes::{Doubles, Mask, Singles};
use super::log::{Base, Natural, Two, log_of_sum};
use super::run::Binary;
use std::f64::consts::LN_2;

/// `numpy.logaddexp`.
pub(super) struct Logaddexp;

/// `numpy.logaddexp2`.
pub(super) struct Logaddexp2;

/// e^(r + r_tail) 2^(n/16) in two parts.
#[inline(always)]
fn exp_in_two<V: Doubles>(n: Sixteenths<V>, r: V, r_tail: V) -> (V, V) {
    let (power, power_tail) = n.power(0.0);
    let curve = (r * r).mul_add(r.polynomial(&EXP_LONG), r_tail);
    let (line, line_tail) = power.two_product(r);
    let (sum, lost) = power.fast_two_sum(line);
    sum.fast_two_sum(lost + (line_tail + power.mul_add(curve, power_tail.mul_add(r, power_tail))))
}

/// A base with its powers.
trait Powers: Base {
    /// The logarithm of 2.
    const LOG_OF_TWO: f64;
    /// b^(x + x_tail) for x <= 0 in two parts.
    fn power<V: Doubles>(x: V, x_tail: V) -> (V, V);
}

impl Powers for Natural {
    const LOG_OF_TWO: f64 = LN_2;

    #[inline(always)]
    fn power<V: Doubles>(x: V, x_tail: V) -> (V, V) {
        let x = clamp(x, -760.0, 0.0);
        let n = Sixteenths::nearest(x, SIXTEENTHS);
        let (r, r_tail) = n.remainder(x);
        exp_in_two(n, r, r_tail + x_tail)
    }
}

impl Powers for Two {
    const LOG_OF_TWO: f64 = 1.0;

    #[inline(always)]
    fn power<V: Doubles>(x: V, x_tail: V) -> (V, V) {
        let x = clamp(x, -1100.0, 0.0);
        let n = Sixteenths::nearest(x, 16.0);
        let s = n.rest_of(x);
        let (r, r_tail) = s.two_product(V::splat(LN_2));
        let r_tail = s.mul_add(V::splat(LN_2_TAIL), r_tail);
        exp_in_two(n, r, x_tail.mul_add(V::splat(LN_2), r_tail))
    }
}

#[inline(always)]
fn log_of_powers<B: Powers, V: Doubles>(x: V, y: V) -> V {
    // Terms that are equal are common.
    let (are_equal, doubled) = (x.eq(y), x + V::splat(B::LOG_OF_TWO));
    if !(!are_equal).any() {
        return doubled;
    }
    let (less, more) = (x.min(y), x.max(y));
    let (difference, difference_tail) = less.two_sum(-more);
    // Where the power vanishes, an overflowing difference has no tail either.
    let vanishes = difference.lt(V::splat(-2000.0));
    let difference_tail = V::select(vanishes, V::splat(0.0), difference_tail);
    let (power, power_tail) = B::power(difference, difference_tail);
    let (sum, sum_tail) = V::splat(1.0).fast_two_sum(power);
    let (log, log_tail) = log_of_sum::<B, V>(V::splat(0.0), sum, sum_tail + power_tail);
    let (z, lost) = more.two_sum(log);
    let z = z + (lost + log_tail);
    let z = V::select(V::splat(f64::INFINITY).eq(more.abs()), more, z);
    let z = V::select(are_equal, doubled, z);
    V::select(x.eq(x) & y.eq(y), z, x + y)
}

impl Binary for Logaddexp {
    const NAN_IS_INVALID: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        log_of_powers::<Natural, _>(x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, y: V) -> V {
        let (x_a, x_b) = x.widen();
        let (y_a, y_b) = y.widen();
        V::narrow(log_of_powers::<Natural, _>(x_a, y_a), log_of_powers::<Natural, _>(x_b, y_b))
    }
}

impl Binary for Logaddexp2 {
    const NAN_IS_INVALID: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        log_of_powers::<Two, _>(x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, y: V) -> V {
        let (x_a, x_b) = x.widen();
        let (y_a, y_b) = y.widen();
        V::narrow(log_of_powers::<Two, _>(x_a, y_a), log_of_powers::<Two, _>(x_b, y_b))
    }
}
