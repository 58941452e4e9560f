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
                let real = rhs.re.abs() >= rhs.im.abs();
                let (large, small) = if real { (rhs.re, rhs.im) } else { (rhs.im, rhs.re) };
                let (along, across) = if real { (lhs.re, lhs.im) } else { (lhs.im, lhs.re) };
                // A divisor of zero makes an infinite scale, and no other exception on the way.
                let zero = (rhs.re == 0.0) & (rhs.im == 0.0);
                let ratio = small / if zero { 1.0 } else { large };
                let scale = 1.0 / if zero { 0.0 } else { large + small * ratio };
                let turned = along * ratio;
                let re = along + across * ratio;
                let im = if real { across - turned } else { turned - across };
                Complex {
                    re: if zero { lhs.re } else { re } * scale,
                    im: if zero { lhs.im } else { im } * scale,
                }
            }
        }

        impl Unary<Complex<$float>> for Reciprocal {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> Complex<$float> {
                let real = value.im.abs() <= value.re.abs();
                let (large, small) = if real { (value.re, value.im) } else { (value.im, value.re) };
                let ratio = small / large;
                let scale = large + small * ratio;
                Complex {
                    re: if real { 1.0 } else { ratio } / scale,
                    im: if real { -ratio } else { -1.0 } / scale,
                }
            }
        }

        impl Unary<Complex<$float>> for Absolute {
            type Output = $float;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> $float {
                let (re, im) = (value.re.abs(), value.im.abs());
                let (large, small) = if re < im { (im, re) } else { (re, im) };
                // Beside a zero there is a zero or a NaN.
                let ratio = if large == 0.0 { small } else { small / large };
                let ratio = if small.is_infinite() { 0.0 } else { ratio };
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
