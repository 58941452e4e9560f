//! Square roots of complex numbers.

use super::exponential::copy;
use super::{Complex, Function, real_of_two, repair};
use crate::math::power::Hypot;

/// `numpy.sqrt`.
pub(super) struct Sqrt;

impl Function for Sqrt {
    fn replace(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let (x, y) = (copy(re), copy(im));
        let sizes = real_of_two::<Hypot>(re, im);
        // The greater part is √((|z| + |x|)/2), and the product of both y/2.
        for i in 0..n {
            let greater = ((sizes[i] + x[i].abs()) * 0.5).sqrt();
            let half = y[i] / (greater + greater);
            // On the imaginary axis the parts are the same.
            let lesser = if x[i] == 0.0 { greater.copysign(half) } else { half };
            (re[i], im[i]) =
                if x[i] < 0.0 { (lesser.abs(), greater.copysign(y[i])) } else { (greater, lesser) };
        }
        repair((re, im), (&x[..n], &y[..n]), is_extreme, extreme_sqrt);
    }
}

fn is_extreme(x: f64, y: f64) -> bool {
    !(x.abs().max(y.abs()) < 1e300 && x.abs().max(y.abs()) > 1e-290) || x.is_nan() || y.is_nan()
}

/// √(x + iy) with all special values.
fn extreme_sqrt(x: f64, y: f64) -> Complex<f64> {
    if y.is_infinite() {
        return Complex::new(f64::INFINITY, y);
    }
    if x.is_infinite() {
        let zero = if y.is_nan() { y } else { 0.0 };
        return if x < 0.0 {
            Complex::new(zero, f64::INFINITY.copysign(y))
        } else {
            Complex::new(x, if y.is_nan() { y } else { 0f64.copysign(y) })
        };
    }
    if x.is_nan() || y.is_nan() {
        return Complex::new(f64::NAN, f64::NAN);
    }
    if x == 0.0 && y == 0.0 {
        return Complex::new(0.0, y);
    }
    // By 4^±k, whose root is 2^±k.
    let (scale, root) = if x.abs().max(y.abs()) > 1.0 {
        (f64::from_bits((1023 - 200) << 52), f64::from_bits((1023 + 100) << 52))
    } else {
        (f64::from_bits((1023 + 400) << 52), f64::from_bits((1023 - 200) << 52))
    };
    let (mut re, mut im) = ([x * scale], [y * scale]);
    Sqrt::replace(&mut re, &mut im);
    Complex::new(re[0] * root, im[0] * root)
}
