//! Hyperbolic functions: `sinh`, `cosh`, `tanh`.
//!
//! With x = n (ln 2)/16 + r, A = 2^(n/16) / 2 and B = 2^(-n/16) / 2, the addition theorems give
//! sinh x = (A - B) cosh r + (A + B) sinh r and cosh x = (A + B) cosh r + (A - B) sinh r: no division,
//! and no cancellation beyond that in A - B, which is kept in two parts. tanh has a table.

mod tanh;

use super::exp::{SIXTEENTHS, Sixteenths, clamp};
use super::lanes::{Doubles, Singles};
use super::run::Unary;
use super::singles::{self, exponential};

/// sinh r = r + r^3 p(r^2) on |r| <= (ln 2)/32, minimax; cosh r = 1 + r^2 p(r^2).
const SINH: [f64; 3] = [0.1666666666666667, 0.008333333332657568, 0.00019841518254425325];
const COSH: [f64; 3] = [0.5000000000000004, 0.041666666660584765, 0.0013889112461025733];

/// `numpy.sinh`.
pub(super) struct Sinh;

/// `numpy.cosh`.
pub(super) struct Cosh;

/// `numpy.tanh`.
pub(super) struct Tanh;

/// From here on cosh, and sinh, exceed the largest `f64`.
const OVERFLOW: f64 = 710.475_860_073_944;

/// Where the result is infinite though its parts are not computed so.
#[inline(always)]
fn or_infinite<V: Doubles>(x: V, y: V) -> V {
    V::select(V::splat(OVERFLOW).le(x), V::splat(f64::INFINITY), y)
}

impl Unary for Sinh {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let n = Sixteenths::nearest(clamp(size, 0.0, 710.44), SIXTEENTHS);
        let (r, r_tail) = n.remainder(size);
        let (a, a_tail) = n.power(-1.0);
        let (b, b_tail) = n.negated().power(-1.0);
        let sum = a + b;
        let sum_tail = ((a - sum) + b) + (a_tail + b_tail);
        let difference = a - b;
        let difference_tail = ((a - difference) - b) + (a_tail - b_tail);
        let square = r * r;
        let sinh = square * r * square.polynomial(&SINH) + r_tail;
        let cosh = square * square.polynomial(&COSH);
        let main = sum.mul_add(r, difference);
        let lost = sum.mul_add(r, difference - main);
        let tail =
            difference.mul_add(cosh, sum.mul_add(sinh, sum_tail.mul_add(r, difference_tail)));
        or_infinite(size, main + (lost + tail)).copysign(x)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        exponential::sinh(x)
    }
}

impl Unary for Cosh {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let n = Sixteenths::nearest(clamp(size, 0.0, 710.44), SIXTEENTHS);
        let (r, _) = n.remainder(size);
        let (a, a_tail) = n.power(-1.0);
        let (b, b_tail) = n.negated().power(-1.0);
        let sum = a + b;
        let sum_tail = ((a - sum) + b) + (a_tail + b_tail);
        let square = r * r;
        let sinh = (square * r).mul_add(square.polynomial(&SINH), r);
        let cosh = square * square.polynomial(&COSH);
        let tail = sum.mul_add(cosh, (a - b).mul_add(sinh, sum_tail));
        or_infinite(size, sum + tail)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        exponential::cosh(x)
    }
}

impl Unary for Tanh {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        tanh::tanh(x)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::tanh::tanh(x)
    }
}
