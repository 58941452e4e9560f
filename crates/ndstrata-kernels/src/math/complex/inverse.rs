//! Inverse circular and hyperbolic functions of complex numbers.
//!
//! After T. E. Hull, T. F. Fairgrieve and P. T. P. Tang, "Implementing the complex arcsine and arccosine
//! functions using exception handling" (1997), and W. Kahan, "Branch cuts for complex elementary
//! functions" (1987), element by element. asin and atan are asinh and atanh turned by a right angle.

use super::{Complex, Function};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LN_2, PI};

/// `numpy.arcsinh`.
pub(super) struct Asinh;

/// `numpy.arccos`.
pub(super) struct Acos;

/// `numpy.arccosh`.
pub(super) struct Acosh;

/// `numpy.arctanh`.
pub(super) struct Atanh;

fn each(re: &mut [f64], im: &mut [f64], function: fn(f64, f64) -> Complex<f64>) {
    for (re, im) in re.iter_mut().zip(im) {
        let value = function(*re, *im);
        (*re, *im) = (value.re, value.im);
    }
}

impl Function for Asinh {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        each(re, im, asinh);
    }
}

impl Function for Acos {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        each(re, im, acos);
    }
}

impl Function for Acosh {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        each(re, im, acosh);
    }
}

impl Function for Atanh {
    fn pole(z: Complex<f64>) -> bool {
        z.re.abs() == 1.0 && z.im == 0.0
    }

    fn replace(re: &mut [f64], im: &mut [f64]) {
        each(re, im, atanh);
    }
}

/// Above this magnitude the square of z dwarfs 1; below its inverse 1 dwarfs it.
const LARGE: f64 = 1e9;

/// The parts of asin and acos for x, y >= 0, both finite.
struct Arc {
    /// The real part of asin.
    sine: f64,
    /// The real part of acos.
    cosine: f64,
    /// The imaginary part of asin, and of acos with the other sign.
    height: f64,
}

fn arc(x: f64, y: f64) -> Arc {
    if x.max(y) > LARGE {
        return Arc {
            sine: x.atan2(y),
            cosine: y.atan2(x),
            height: (x * 0.5).hypot(y * 0.5).ln() + 2.0 * LN_2,
        };
    }
    if x.max(y) < 1.0 / LARGE {
        return Arc { sine: x, cosine: FRAC_PI_2 - x, height: y };
    }
    if x == 1.0 && y < 1e-150 {
        let root = y.sqrt();
        return Arc { sine: FRAC_PI_2 - root, cosine: root, height: root };
    }
    if y <= f64::EPSILON * (x - 1.0).abs() {
        // As on the real line, with y a first-order change.
        return if x < 1.0 {
            Arc { sine: x.asin(), cosine: x.acos(), height: y / ((1.0 - x) * (1.0 + x)).sqrt() }
        } else {
            let root = ((x - 1.0) * (x + 1.0)).sqrt();
            Arc { sine: FRAC_PI_2, cosine: y / root, height: ((x - 1.0) + root).ln_1p() }
        };
    }
    let far = (x + 1.0).hypot(y);
    let near = (x - 1.0).hypot(y);
    let a = 0.5 * (far + near);
    let b = x / a;
    let square = y * y;
    let (sine, cosine) = if b <= 0.6417 {
        (b.asin(), b.acos())
    } else {
        let sum = a + x;
        let opposite = if x <= 1.0 {
            (0.5 * sum * (square / (far + x + 1.0) + (near + (1.0 - x)))).sqrt()
        } else {
            y * (0.5 * (sum / (far + x + 1.0) + sum / (near + (x - 1.0)))).sqrt()
        };
        ((x / opposite).atan(), (opposite / x).atan())
    };
    let height = if a <= 1.5 {
        let beyond = if x < 1.0 { square / (near + (1.0 - x)) } else { near + (x - 1.0) };
        let excess = 0.5 * (square / (far + x + 1.0) + beyond);
        (excess + (excess * (a + 1.0)).sqrt()).ln_1p()
    } else {
        (a + (a * a - 1.0).sqrt()).ln()
    };
    Arc { sine, cosine, height }
}

fn asinh(x: f64, y: f64) -> Complex<f64> {
    let size = if x.is_nan() || y.is_nan() {
        match (x.is_infinite(), y.is_infinite(), y == 0.0) {
            (true, _, _) | (_, true, _) => Complex::new(f64::INFINITY, f64::NAN),
            (_, _, true) => Complex::new(f64::NAN, 0.0),
            _ => Complex::new(f64::NAN, f64::NAN),
        }
    } else if x.is_infinite() || y.is_infinite() {
        let angle = match (x.is_infinite(), y.is_infinite()) {
            (true, true) => FRAC_PI_4,
            (true, false) => 0.0,
            _ => FRAC_PI_2,
        };
        Complex::new(f64::INFINITY, angle)
    } else {
        let Arc { sine, height, .. } = arc(y.abs(), x.abs());
        Complex::new(height, sine)
    };
    Complex::new(size.re.copysign(x), size.im.copysign(y))
}

fn acos(x: f64, y: f64) -> Complex<f64> {
    let (angle, height) = if x.is_nan() || y.is_nan() {
        match (x.is_infinite() || y.is_infinite(), x == 0.0) {
            (true, _) => (f64::NAN, f64::INFINITY),
            (_, true) => (FRAC_PI_2, f64::NAN),
            _ => (f64::NAN, f64::NAN),
        }
    } else if x.is_infinite() || y.is_infinite() {
        let angle = match (x.is_infinite(), y.is_infinite(), x > 0.0) {
            (true, true, true) => FRAC_PI_4,
            (true, true, false) => PI - FRAC_PI_4,
            (true, false, true) => 0.0,
            (true, false, false) => PI,
            _ => FRAC_PI_2,
        };
        (angle, f64::INFINITY)
    } else {
        let Arc { cosine, height, .. } = arc(x.abs(), y.abs());
        (if x.is_sign_negative() { PI - cosine } else { cosine }, height)
    };
    Complex::new(angle, -height.copysign(y))
}

fn acosh(x: f64, y: f64) -> Complex<f64> {
    // i acos z or its conjugate, with a real part that is not negative.
    let Complex { re, im } = acos(x, y);
    if re.is_nan() && !im.is_nan() {
        return Complex::new(im.abs(), re);
    }
    if im.is_nan() {
        return Complex::new(im, if x == 0.0 { re } else { f64::NAN });
    }
    Complex::new(im.abs(), re.copysign(y))
}

fn atanh(x: f64, y: f64) -> Complex<f64> {
    let size = if x.is_nan() || y.is_nan() {
        match (x.is_infinite() || x == 0.0, y.is_infinite()) {
            (true, _) => Complex::new(0.0, f64::NAN),
            (_, true) => Complex::new(0.0, FRAC_PI_2),
            _ => Complex::new(f64::NAN, f64::NAN),
        }
    } else {
        atanh_of_size(x.abs(), y.abs())
    };
    Complex::new(size.re.copysign(x), size.im.copysign(y))
}

fn atanh_of_size(x: f64, y: f64) -> Complex<f64> {
    if x.max(y) > LARGE {
        let size = (x * 0.5).hypot(y * 0.5);
        let re = if size.is_infinite() { 0.0 } else { (x * 0.5 / size) / size * 0.5 };
        return Complex::new(re, FRAC_PI_2);
    }
    if x.max(y) < 1.0 / LARGE {
        return Complex::new(x, y);
    }
    if x == 1.0 && y < 1e-150 {
        let im = if y == 0.0 { 0.0 } else { FRAC_PI_4 };
        return Complex::new(0.5 * (LN_2 - y.ln()), im);
    }
    let square = if y < 1e-150 { 0.0 } else { y * y };
    let gap = (1.0 - x) * (1.0 - x) + square;
    let re = 0.25 * (4.0 * x / gap).ln_1p();
    let im = 0.5 * (2.0 * y).atan2((1.0 - x) * (1.0 + x) - square);
    Complex::new(re, im)
}
