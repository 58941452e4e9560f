//! `exp`, `exp2`, `expm1` of complex numbers: e^x (cos y + i sin y).

use super::{BLOCK, Complex, Function, real, real_of, repair, scalar};
use crate::math::{exp, trig};
use std::f64::consts::LN_2;

/// `numpy.exp`.
pub(super) struct Exp;

/// `numpy.exp2`.
pub(super) struct Exp2;

/// `numpy.expm1`.
pub(super) struct Expm1;

/// A copy of up to [`BLOCK`] values, to be repaired from.
pub(super) fn copy(values: &[f64]) -> [f64; BLOCK] {
    let mut copy = [0.0; BLOCK];
    copy[..values.len()].copy_from_slice(values);
    copy
}

/// Whether a product of the parts' functions may overflow though its value does not, or an argument is special.
pub(super) fn is_extreme(x: f64, y: f64) -> bool {
    x.is_nan() || x.abs() >= 708.0 || !y.is_finite()
}

impl Function for Exp {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let (x, y) = (copy(re), copy(im));
        real::<exp::Exp>(re);
        let cosines = real_of::<trig::Cos>(im);
        real::<trig::Sin>(im);
        for ((re, im), cosine) in re.iter_mut().zip(im.iter_mut()).zip(cosines) {
            *im *= *re;
            *re *= cosine;
        }
        repair((re, im), (&x[..n], &y[..n]), is_extreme, extreme_exp);
    }
}

/// e^(x + iy) with all special values.
pub(super) fn extreme_exp(x: f64, y: f64) -> Complex<f64> {
    if y == 0.0 {
        return Complex::new(scalar::<exp::Exp>(x), y);
    }
    if x == f64::NEG_INFINITY && !y.is_finite() {
        return Complex::new(0.0, 0f64.copysign(y));
    }
    if x == f64::INFINITY && !y.is_finite() {
        return Complex::new(x, f64::NAN);
    }
    // By halves: the power alone may overflow.
    let half = (x * 0.5).exp();
    Complex::new(half * y.cos() * half, half * y.sin() * half)
}

impl Function for Exp2 {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        for part in re.iter_mut().chain(im.iter_mut()) {
            *part *= LN_2;
        }
        Exp::replace(re, im);
    }
}

/// NumPy's formula, which is not extended to overflow: e^x sin 0 is NaN then.
impl Function for Expm1 {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let mut halves = [0.0; BLOCK];
        for (half, im) in halves.iter_mut().zip(im.iter()) {
            *half = im * 0.5;
        }
        real::<trig::Sin>(&mut halves[..n]);
        let powers = real_of::<exp::Exp>(re);
        let cosines = real_of::<trig::Cos>(im);
        real::<exp::Expm1>(re);
        real::<trig::Sin>(im);
        // e^x cos y - 1 = (e^x - 1) cos y - 2 sin^2(y / 2)
        for i in 0..n {
            re[i] = re[i] * cosines[i] - 2.0 * halves[i] * halves[i];
            im[i] *= powers[i];
        }
    }
}
