//! Circular and hyperbolic functions of complex numbers.
//!
//! sinh z = sinh x cos y + i cosh x sin y, cosh z = cosh x cos y + i sinh x sin y,
//! tanh z = (sinh x cosh x + i sin y cos y)/(sinh^2 x + cos^2 y). The circular ones are these turned by
//! a right angle: sin z = -i sinh iz, cos z = cosh iz, tan z = -i tanh iz.

use super::exponential::{copy, is_extreme};
use super::{Complex, Function, real_of, repair, scalar};
use crate::math::{hyperbolic, trig};
use std::marker::PhantomData;

/// `numpy.sinh`.
pub(super) struct Sinh;

/// `numpy.cosh`.
pub(super) struct Cosh;

/// `numpy.tanh`.
pub(super) struct Tanh;

/// `numpy.cos`.
pub(super) struct Cos;

/// -i f(iz) of an odd f: the parts trade places on the way in and on the way out.
pub(super) struct Turned<F>(PhantomData<F>);

impl<F: Function> Function for Turned<F> {
    fn pole(z: Complex<f64>) -> bool {
        F::pole(Complex::new(z.im, z.re))
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        F::replace(im, re);
    }
}

impl Function for Cos {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        // cosh(-y + ix)
        for im in im.iter_mut() {
            *im = -*im;
        }
        Cosh::replace(im, re);
        re.swap_with_slice(im);
    }
}

/// The four real functions of the parts: sinh x, cosh x, sin y, cos y.
fn parts(re: &[f64], im: &[f64]) -> [[f64; super::BLOCK]; 4] {
    [
        real_of::<hyperbolic::Sinh>(re),
        real_of::<hyperbolic::Cosh>(re),
        real_of::<trig::Sin>(im),
        real_of::<trig::Cos>(im),
    ]
}

impl Function for Sinh {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let (x, y) = (copy(re), copy(im));
        let [sinh, cosh, sin, cos] = parts(re, im);
        for i in 0..n {
            re[i] = sinh[i] * cos[i];
            im[i] = cosh[i] * sin[i];
        }
        repair((re, im), (&x[..n], &y[..n]), is_extreme, extreme_sinh);
    }
}

/// sinh(x + iy) with all special values.
fn extreme_sinh(x: f64, y: f64) -> Complex<f64> {
    if y == 0.0 {
        return Complex::new(scalar::<hyperbolic::Sinh>(x), y);
    }
    if !y.is_finite() {
        // The sign of the infinity is open; it is the C library's.
        let re = match x {
            0.0 => x,
            _ if x.is_infinite() => f64::INFINITY,
            _ => f64::NAN,
        };
        return Complex::new(re, f64::NAN);
    }
    let half = (x.abs() * 0.5).exp();
    let (re, im) = (half * 0.5 * y.cos() * half, half * 0.5 * y.sin() * half);
    Complex::new(re * 1f64.copysign(x), im)
}

impl Function for Cosh {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let (x, y) = (copy(re), copy(im));
        let [sinh, cosh, sin, cos] = parts(re, im);
        for i in 0..n {
            re[i] = cosh[i] * cos[i];
            im[i] = sinh[i] * sin[i];
        }
        repair((re, im), (&x[..n], &y[..n]), is_extreme, extreme_cosh);
    }
}

/// cosh(x + iy) with all special values.
fn extreme_cosh(x: f64, y: f64) -> Complex<f64> {
    if y == 0.0 {
        return Complex::new(scalar::<hyperbolic::Cosh>(x), y * 1f64.copysign(x));
    }
    if !y.is_finite() {
        return match x {
            0.0 => Complex::new(f64::NAN, 0.0),
            _ if x.is_infinite() => Complex::new(f64::INFINITY, f64::NAN),
            _ => Complex::new(f64::NAN, f64::NAN),
        };
    }
    let half = (x.abs() * 0.5).exp();
    let (re, im) = (half * 0.5 * y.cos() * half, half * 0.5 * y.sin() * half);
    Complex::new(re, im * 1f64.copysign(x))
}

impl Function for Tanh {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let (x, y) = (copy(re), copy(im));
        let [sinh, cosh, sin, cos] = parts(re, im);
        for i in 0..n {
            let below = sinh[i].mul_add(sinh[i], cos[i] * cos[i]);
            re[i] = sinh[i] * cosh[i] / below;
            im[i] = sin[i] * cos[i] / below;
        }
        repair(
            (re, im),
            (&x[..n], &y[..n]),
            |x, y| x.is_nan() || x.abs() >= 20.0 || !y.is_finite(),
            extreme_tanh,
        );
    }
}

/// tanh(x + iy) for large x, with all special values.
fn extreme_tanh(x: f64, y: f64) -> Complex<f64> {
    if x.is_nan() {
        return Complex::new(x, if y == 0.0 { y } else { f64::NAN });
    }
    let one = 1f64.copysign(x);
    if !y.is_finite() {
        return match x {
            _ if x.is_infinite() => Complex::new(one, 0f64.copysign(y)),
            0.0 => Complex::new(x, f64::NAN),
            _ => Complex::new(f64::NAN, f64::NAN),
        };
    }
    let power = (-x.abs()).exp();
    Complex::new(one, 4.0 * y.sin() * y.cos() * power * power)
}
