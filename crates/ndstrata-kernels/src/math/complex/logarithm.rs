//! Logarithms of complex numbers: log |z| + i arg z.
//!
//! log |z| is half the logarithm of x^2 + y^2 in two parts, so that it stays accurate near |z| = 1.

use super::{Complex, Function, real_of_two};
use crate::math::inverse_trig::Atan2;
use crate::math::lanes::{Doubles, Mask, Singles, power_of_two};
use crate::math::log::{Base, Natural, Ten, Two, log_of_sum};
use crate::math::run::Binary;
use std::f64::consts::{LOG2_E, LOG10_E};
use std::marker::PhantomData;

/// `numpy.log`.
pub(super) struct Log;

/// `numpy.log2`.
pub(super) struct Log2;

/// `numpy.log10`.
pub(super) struct Log10;

/// `numpy.log1p`.
pub(super) struct Log1p;

/// log |ONE + x + iy| to a base, ONE being 0 or 1.
struct LogOfSize<B, const ONE: u8>(PhantomData<B>);

impl<B: Base, const ONE: u8> Binary for LogOfSize<B, ONE> {
    #[inline(always)]
    fn f64<V: Doubles>(x: V, y: V) -> V {
        let zero = V::splat(0.0);
        let (x, x_tail) = x.two_sum(V::splat(f64::from(ONE)));
        let (width, height) = (x.abs(), y.abs());
        let more = width.max(height);
        let ordinary = V::splat(f64::MIN_POSITIVE).le(more)
            & more.lt(V::splat(f64::INFINITY))
            & y.eq(y)
            & x.eq(x);
        // Subnormal numbers are brought up first.
        let up = V::select(
            more.lt(V::splat(f64::MIN_POSITIVE)),
            V::splat(18_014_398_509_481_984.0),
            V::splat(1.0),
        );
        let k = V::select(more.lt(V::splat(f64::MIN_POSITIVE)), V::splat(-54.0), zero);
        let exponent = V::splat(1022.0).min((more * up).exponent());
        let down = power_of_two(-exponent);
        let (x, y, x_tail) = (x * up * down, y * up * down, x_tail * up * down);
        let (a, a_tail) = x.two_product(x);
        let (b, b_tail) = y.two_product(y);
        let (sum, lost) = a.two_sum(b);
        let tail = lost + (a_tail + b_tail) + (x + x) * x_tail;
        let (sum, tail) = sum.fast_two_sum(tail);
        let k = exponent + k;
        let (log, log_tail) = log_of_sum::<B, V>(k + k, sum, tail);
        let z = (log + log_tail) * V::splat(0.5);
        if !(!ordinary).any() {
            return z;
        }
        let z = V::select(more.eq(zero), V::splat(f64::NEG_INFINITY), z);
        let z = V::select(x.eq(x) & y.eq(y), z, V::splat(f64::NAN));
        let infinite = width.eq(V::splat(f64::INFINITY)) | height.eq(V::splat(f64::INFINITY));
        V::select(infinite, V::splat(f64::INFINITY), z)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V, _y: V) -> V {
        // Single precision is computed in double.
        x
    }
}

fn replace<B: Base, const ONE: u8>(re: &mut [f64], im: &mut [f64], factor: f64) {
    let sizes = real_of_two::<LogOfSize<B, ONE>>(re, im);
    if ONE == 1 {
        for re in re.iter_mut() {
            *re += 1.0;
        }
    }
    let angles = real_of_two::<Atan2>(im, re);
    for i in 0..re.len() {
        re[i] = sizes[i];
        im[i] = angles[i] * factor;
    }
}

fn is_zero(z: Complex<f64>) -> bool {
    z.re == 0.0 && z.im == 0.0
}

impl Function for Log {
    fn pole(z: Complex<f64>) -> bool {
        is_zero(z)
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        replace::<Natural, 0>(re, im, 1.0);
    }
}

impl Function for Log2 {
    fn pole(z: Complex<f64>) -> bool {
        is_zero(z)
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        replace::<Two, 0>(re, im, LOG2_E);
    }
}

impl Function for Log10 {
    fn pole(z: Complex<f64>) -> bool {
        is_zero(z)
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        replace::<Ten, 0>(re, im, LOG10_E);
    }
}

impl Function for Log1p {
    fn pole(z: Complex<f64>) -> bool {
        is_zero(z + 1.0)
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        replace::<Natural, 1>(re, im, 1.0);
    }
}
