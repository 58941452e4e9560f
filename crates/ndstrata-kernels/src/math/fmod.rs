//! The remainder of a truncated division: `fmod`, which is exact.
//!
//! One step takes from x the multiple of y that the rounded quotient names. The remainder is a
//! multiple of a unit of y's last place, times one of the quotient's, and no longer than those, so that the
//! fused multiply-add gives it without rounding; each step shortens the quotient by 52 bits.

use super::lanes::{Doubles, Mask, Singles};
use super::run::Binary;

/// `numpy.fmod`.
pub(super) struct Fmod;

/// 2^700 and 2^-380: where the quotient overflows, multiples of y that far apart come first.
const FAR: f64 = f64::from_bits((1023 + 700) << 52);
const VERY_SMALL: f64 = f64::from_bits((1023 - 380) << 52);
const TWO52: f64 = 4_503_599_627_370_496.0;

impl Binary for Fmod {
    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        remainder(x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, y: V) -> V {
        let (x_a, x_b) = x.widen();
        let (y_a, y_b) = y.widen();
        V::narrow(remainder(x_a, y_a), remainder(x_b, y_b))
    }
}

#[inline(always)]
fn remainder<V: Doubles>(x: V, y: V) -> V {
    let step = y.abs();
    let quotient = x / step;
    let near = quotient.abs().lt(V::splat(TWO52));
    let mut rest = quotient.trunc().neg_mul_add(step, x);
    if (!near).any() {
        rest = V::select(near, rest, far_remainder(x, step));
    }
    // The quotient may have been rounded up to a whole number: then the remainder has the wrong sign.
    let wrong = (rest.lt(V::splat(0.0)) & V::splat(0.0).lt(x))
        | (V::splat(0.0).lt(rest) & x.lt(V::splat(0.0)));
    let rest = V::select(wrong, rest + step.copysign(x), rest).copysign(x);
    // Of a finite number by infinity it is the number; by zero, and of infinity, NaN.
    let rest =
        V::select(step.eq(V::splat(f64::INFINITY)) & x.abs().le(V::splat(f64::MAX)), x, rest);
    let valid = x.abs().le(V::splat(f64::MAX)) & V::splat(0.0).lt(step);
    V::select(valid, rest, V::splat(f64::NAN))
}

/// x less a multiple of `step`, of a magnitude below that of `step`, and of either sign.
#[inline(always)]
fn far_remainder<V: Doubles>(x: V, step: V) -> V {
    let largest = V::splat(f64::MAX);
    let valid = x.abs().le(largest) & V::splat(0.0).lt(step) & step.le(largest);
    let mut rest = V::select(valid, x, V::splat(0.0));
    let overflows = (rest / step).abs().eq(V::splat(f64::INFINITY));
    let far = V::select(overflows, step * V::splat(FAR), step);
    let farther = V::select(overflows & step.lt(V::splat(VERY_SMALL)), far * V::splat(FAR), far);
    for divisor in [farther, far, step] {
        loop {
            let quotient = rest / divisor;
            let near = quotient.abs().lt(V::splat(TWO52));
            rest = quotient.trunc().neg_mul_add(divisor, rest);
            if !(!near & valid).any() {
                break;
            }
        }
    }
    rest
}
