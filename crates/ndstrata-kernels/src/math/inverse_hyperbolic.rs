//! Inverse hyperbolic functions: `asinh`, `acosh`, `atanh`.
//!
//! Logarithms of arguments in two parts: asinh x = log(x + √(x^2 + 1)), acosh x = log(x + √(x^2 - 1)),
//! atanh x = 1/2 log((1 + x)/(1 - x)).

use super::lanes::{Doubles, Singles};
use super::log::log_of_sum_of_any;
use super::run::Unary;
use super::singles::logarithm as singles;

/// `numpy.arcsinh`.
pub(super) struct Asinh;

/// `numpy.arccosh`.
pub(super) struct Acosh;

/// `numpy.arctanh`.
pub(super) struct Atanh;

/// From here on the root is x itself.
const HUGE: f64 = 268_435_456.0;
/// Up to here the function is x itself.
const TINY: f64 = 1.0 / HUGE;

/// log(x + √(x^2 + `constant`)), for x >= 0.
#[inline(always)]
fn log_with_root<V: Doubles>(x: V, constant: f64) -> V {
    let huge = V::splat(HUGE).lt(x);
    let near = V::splat(HUGE).min(x);
    let (square, square_tail) = near.two_product(near);
    let (inner, inner_tail) = square.two_sum(V::splat(constant));
    let (inner, inner_tail) = inner.fast_two_sum(inner_tail + square_tail);
    let (root, root_tail) = inner.root_in_two(inner_tail);
    let (sum, sum_tail) = near.two_sum(root);
    let zero = V::splat(0.0);
    let sum_tail = V::select(huge, zero, sum_tail + root_tail);
    log_of_sum_of_any(V::select(huge, V::splat(1.0), zero), V::select(huge, x, sum), sum_tail)
}

impl Unary for Asinh {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let y = log_with_root(size, 1.0).copysign(x);
        V::select(size.lt(V::splat(TINY)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::asinh(x)
    }
}

impl Unary for Acosh {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let y = log_with_root(x, -1.0);
        V::select(V::splat(1.0).le(x), y, V::splat(f64::NAN))
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::acosh(x)
    }
}

impl Unary for Atanh {
    fn pole(x: f64) -> bool {
        x.abs() == 1.0
    }

    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let one = V::splat(1.0);
        let (over, over_tail) = one.fast_two_sum(size);
        let (under, under_tail) = one.fast_two_sum(-size);
        let inverse = under.reciprocal();
        let q = over * inverse;
        let error = q.neg_mul_add(under, over) + q.neg_mul_add(under_tail, over_tail);
        let y = log_of_sum_of_any(V::splat(0.0), q, error * inverse) * V::splat(0.5);
        let y = V::select(size.lt(one), y, V::splat(f64::NAN));
        let y = V::select(size.eq(one), V::splat(f64::INFINITY), y).copysign(x);
        V::select(size.lt(V::splat(TINY)), x, y)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::atanh(x)
    }
}
