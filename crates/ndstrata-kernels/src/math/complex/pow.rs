//! Powers of complex numbers.
//!
//! Every operation is rounded to the type of the parts, in NumPy's order of operations and without fused
//! ones, so that whole exponents give NumPy's digits. Other exponents are e^(w log z), the logarithm with as
//! many digits near the unit circle as elsewhere, as in glibc.

use super::exponential::extreme_exp;
use super::{Complex, Part};

/// z^w as NumPy defines it: small whole exponents by products, others by e^(w log z).
pub(super) fn pow<T: Part>(z: Complex<f64>, w: Complex<f64>) -> Complex<f64> {
    if w.re == 0.0 && w.im == 0.0 {
        return Complex::new(1.0, 0.0);
    }
    if z.re == 0.0 && z.im == 0.0 {
        return match w.re > 0.0 {
            true => Complex::new(0.0, 0.0),
            false => Complex::new(f64::NAN, f64::NAN),
        };
    }
    if w.im == 0.0 && w.re.trunc() == w.re && w.re.abs() < 100.0 {
        return whole_power::<T>(z, w.re as i32);
    }
    exp::<T>(product_of_infinities::<T>(w, log::<T>(z)))
}

/// As [`product`], where an infinite factor makes an infinite product even if the parts are NaN: C's
/// multiplication (C99, annex G).
fn product_of_infinities<T: Part>(x: Complex<f64>, y: Complex<f64>) -> Complex<f64> {
    let made = product::<T>(x, y);
    if !made.re.is_nan() || !made.im.is_nan() {
        return made;
    }
    let is_infinite = |z: Complex<f64>| z.re.is_infinite() || z.im.is_infinite();
    let boxed = |part: f64| (if part.is_infinite() { 1.0 } else { 0.0_f64 }).copysign(part);
    let filled = |part: f64| if part.is_nan() { 0_f64.copysign(part) } else { part };
    let both = |z: Complex<f64>, part: &dyn Fn(f64) -> f64| Complex::new(part(z.re), part(z.im));
    let (mut a, mut b) = (x, y);
    if is_infinite(a) {
        (a, b) = (both(a, &boxed), both(b, &filled));
    }
    if is_infinite(b) {
        (a, b) = (both(a, &filled), both(b, &boxed));
    }
    if !is_infinite(x) && !is_infinite(y) {
        let terms = [x.re * y.re, x.im * y.im, x.re * y.im, x.im * y.re];
        if !terms.iter().any(|&term| round::<T>(term).is_infinite()) {
            return made;
        }
        (a, b) = (both(a, &filled), both(b, &filled));
    }
    let endless = |part: f64| f64::INFINITY * part;
    Complex::new(endless(a.re * b.re - a.im * b.im), endless(a.re * b.im + a.im * b.re))
}

/// The C library's functions of the type of the parts, which NumPy calls here.
pub(super) trait Library {
    fn ln(x: f64) -> f64;
    fn ln_1p(x: f64) -> f64;
    fn exp(x: f64) -> f64;
    fn sin_cos(x: f64) -> (f64, f64);
    fn atan2(y: f64, x: f64) -> f64;
    fn hypot(x: f64, y: f64) -> f64;
}

macro_rules! library {
    ($($part:ty)*) => {$(
        #[allow(clippy::unnecessary_cast, clippy::useless_conversion)]
        impl Library for $part {
            fn ln(x: f64) -> f64 {
                (x as $part).ln().into()
            }
            fn ln_1p(x: f64) -> f64 {
                (x as $part).ln_1p().into()
            }
            fn exp(x: f64) -> f64 {
                (x as $part).exp().into()
            }
            fn sin_cos(x: f64) -> (f64, f64) {
                let (sine, cosine) = (x as $part).sin_cos();
                (sine.into(), cosine.into())
            }
            fn atan2(y: f64, x: f64) -> f64 {
                (y as $part).atan2(x as $part).into()
            }
            fn hypot(x: f64, y: f64) -> f64 {
                (x as $part).hypot(y as $part).into()
            }
        }
    )*};
}

library!(f32 f64);

/// A number of the type of the parts.
fn round<T: Part>(x: f64) -> f64 {
    T::nearest(x).into()
}

fn rounded<T: Part>(re: f64, im: f64) -> Complex<f64> {
    Complex::new(round::<T>(re), round::<T>(im))
}

fn product<T: Part>(x: Complex<f64>, y: Complex<f64>) -> Complex<f64> {
    let times = |x: f64, y: f64| round::<T>(x * y);
    rounded::<T>(times(x.re, y.re) - times(x.im, y.im), times(x.re, y.im) + times(x.im, y.re))
}

/// 1 / z by Smith's method.
fn inverse<T: Part>(z: Complex<f64>) -> Complex<f64> {
    let r = |x: f64| round::<T>(x);
    if z.re.abs() >= z.im.abs() {
        let ratio = r(z.im / z.re);
        let scale = r(1.0 / r(z.re + r(z.im * ratio)));
        return rounded::<T>(scale, (0.0 - ratio) * scale);
    }
    let ratio = r(z.re / z.im);
    let scale = r(1.0 / r(z.im + r(z.re * ratio)));
    rounded::<T>((ratio + 0.0) * scale, r(0.0 * ratio - 1.0) * scale)
}

/// By squaring, in NumPy's order of products.
fn whole_power<T: Part>(z: Complex<f64>, exponent: i32) -> Complex<f64> {
    match exponent {
        1 => return z,
        2 => return product::<T>(z, z),
        3 => return product::<T>(z, product::<T>(z, z)),
        _ => {}
    }
    let mut left = exponent.unsigned_abs();
    let mut power = Complex::new(1.0, 0.0);
    let mut square = z;
    loop {
        if left & 1 == 1 {
            power = product::<T>(power, square);
        }
        left >>= 1;
        if left == 0 {
            break;
        }
        square = product::<T>(square, square);
    }
    if exponent < 0 { inverse::<T>(power) } else { power }
}

/// log |z| + i arg z.
fn log<T: Part>(z: Complex<f64>) -> Complex<f64> {
    let r = |x: f64| round::<T>(x);
    let (x, y) = (z.re.abs().max(z.im.abs()), z.re.abs().min(z.im.abs()));
    let epsilon = if size_of::<T>() == 4 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let by_factors = || r(r(x - 1.0) * r(x + 1.0));
    // Near the unit circle from |z|² - 1, which is small.
    let size = match x {
        1.0 => T::ln_1p(r(y * y)) * 0.5,
        x if x > 1.0 && x < 2.0 && y < 1.0 => {
            let rest = if y >= epsilon { r(y * y) } else { 0.0 };
            T::ln_1p(r(by_factors() + rest)) * 0.5
        }
        x if (0.5..1.0).contains(&x) && y < epsilon / 2.0 => T::ln_1p(by_factors()) * 0.5,
        x if (0.5..1.0).contains(&x) && x * x + y * y >= 0.5 => {
            T::ln_1p(r(square_less_one(x, y))) * 0.5
        }
        x => T::ln(T::hypot(x, y)),
    };
    rounded::<T>(size, T::atan2(z.im, z.re))
}

/// x² + y² - 1, each square in two parts by Dekker's product.
fn square_less_one(x: f64, y: f64) -> f64 {
    let square = |x: f64| {
        let high = x * x;
        (high, x.mul_add(x, -high))
    };
    let ((x2, x2_low), (y2, y2_low)) = (square(x), square(y));
    (x2 - 1.0) + y2 + (x2_low + y2_low)
}

fn exp<T: Part>(z: Complex<f64>) -> Complex<f64> {
    let most = if size_of::<T>() == 4 { 87.0 } else { 708.0 };
    if z.re.abs() < most && z.im.is_finite() {
        let size = T::exp(z.re);
        let (sine, cosine) = T::sin_cos(z.im);
        return rounded::<T>(size * cosine, size * sine);
    }
    extreme_exp(z.re, z.im)
}
