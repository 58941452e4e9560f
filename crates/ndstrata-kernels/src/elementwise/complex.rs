//! Arithmetic of complex numbers.

use num_complex::Complex;

use crate::elementwise::arithmetic::{Absolute, Divide, Multiply, Reciprocal, Sign, Square};
use crate::elementwise::loops::{Binary, Unary};

/// The conjugate.
pub(super) struct Conjugate;

macro_rules! complex {
    ($($float:ty)*) => {$(
        impl Binary<Complex<$float>> for Multiply {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(lhs: Complex<$float>, rhs: Complex<$float>) -> Complex<$float> {
                // One product of each pair is fused with the sum, on every machine alike.
                Complex {
                    re: lhs.re.mul_add(rhs.re, -(lhs.im * rhs.im)),
                    im: lhs.re.mul_add(rhs.im, lhs.im * rhs.re),
                }
            }
        }

        impl Unary<Complex<$float>> for Square {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> Complex<$float> {
                <Multiply as Binary<Complex<$float>>>::apply(value, value)
            }
        }

        impl Binary<Complex<$float>> for Divide {
            type Output = Complex<$float>;
            /// Smith's algorithm: the divisor is scaled by its larger part.
            #[inline(always)]
            fn apply(lhs: Complex<$float>, rhs: Complex<$float>) -> Complex<$float> {
                let (re, im) = (rhs.re.abs(), rhs.im.abs());
                if re >= im {
                    if re == 0.0 && im == 0.0 {
                        return Complex { re: lhs.re / re, im: lhs.im / re };
                    }
                    let ratio = rhs.im / rhs.re;
                    let scale = 1.0 / (rhs.re + rhs.im * ratio);
                    Complex {
                        re: (lhs.re + lhs.im * ratio) * scale,
                        im: (lhs.im - lhs.re * ratio) * scale,
                    }
                } else {
                    let ratio = rhs.re / rhs.im;
                    let scale = 1.0 / (rhs.im + rhs.re * ratio);
                    Complex {
                        re: (lhs.re * ratio + lhs.im) * scale,
                        im: (lhs.im * ratio - lhs.re) * scale,
                    }
                }
            }
        }

        impl Unary<Complex<$float>> for Reciprocal {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> Complex<$float> {
                if value.im.abs() <= value.re.abs() {
                    let ratio = value.im / value.re;
                    let scale = value.re + value.im * ratio;
                    Complex { re: 1.0 / scale, im: -ratio / scale }
                } else {
                    let ratio = value.re / value.im;
                    let scale = value.re * ratio + value.im;
                    Complex { re: ratio / scale, im: -1.0 / scale }
                }
            }
        }

        impl Unary<Complex<$float>> for Absolute {
            type Output = $float;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> $float {
                let (re, im) = (value.re.abs(), value.im.abs());
                let (large, small) = if re < im { (im, re) } else { (re, im) };
                let ratio = if large == 0.0 || small.is_infinite() { 0.0 } else { small / large };
                let length = ratio.mul_add(ratio, 1.0).sqrt() * large;
                if re.is_infinite() | im.is_infinite() { <$float>::INFINITY } else { length }
            }
        }

        impl Unary<Complex<$float>> for Sign {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> Complex<$float> {
                const NAN: Complex<$float> = Complex { re: <$float>::NAN, im: <$float>::NAN };
                let unit = |part: $float| <$float>::copysign(1.0, part);
                let length = value.re.hypot(value.im);
                match (value.re.is_infinite(), value.im.is_infinite()) {
                    (true, true) => NAN,
                    (true, false) => Complex { re: unit(value.re), im: 0.0 },
                    (false, true) => Complex { re: 0.0, im: unit(value.im) },
                    _ if length.is_nan() => NAN,
                    _ if length == 0.0 => Complex { re: 0.0, im: 0.0 },
                    _ => Complex { re: value.re / length, im: value.im / length },
                }
            }
        }

        impl Unary<Complex<$float>> for Conjugate {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> Complex<$float> {
                Complex { re: value.re, im: -value.im }
            }
        }
    )*};
}
complex!(f32 f64);
