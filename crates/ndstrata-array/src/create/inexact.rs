//! The arithmetic of floating types that samples are computed in, as NumPy's loops do it.

use ndstrata_dtype::{Element, f16};
use num_complex::Complex;

/// A real or complex floating type.
pub(crate) trait Inexact: Element + PartialEq {
    const ZERO: Self;
    /// A count, as NumPy converts it.
    fn count(n: usize) -> Self;
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    /// Divided by a count.
    fn divide_by(self, n: usize) -> Self;
    fn over(self, other: Self) -> Self;
    fn floor(self) -> Self;
    /// Each base to its power.
    fn powers(bases: &[Self], exponents: &[Self], to: &mut [Self]);
    fn log10(self) -> Self;
    /// The sign, or the direction of a complex number, and the number without it.
    fn split_sign(self) -> (Self, Self);
}

macro_rules! real_inexact {
    ($($T:ty, $Wide:ty, $widen:expr, $narrow:expr;)*) => {$(
        impl Inexact for $T {
            const ZERO: $T = <$T>::from_bits(0);

            fn count(n: usize) -> $T {
                $narrow(n as $Wide)
            }

            fn add(self, other: $T) -> $T {
                $narrow($widen(self) + $widen(other))
            }

            fn sub(self, other: $T) -> $T {
                $narrow($widen(self) - $widen(other))
            }

            fn mul(self, other: $T) -> $T {
                $narrow($widen(self) * $widen(other))
            }

            fn divide_by(self, n: usize) -> $T {
                $narrow($widen(self) / $widen(<$T as Inexact>::count(n)))
            }

            fn over(self, other: $T) -> $T {
                $narrow($widen(self) / $widen(other))
            }

            fn floor(self) -> $T {
                $narrow($widen(self).floor())
            }

            fn powers(bases: &[$T], exponents: &[$T], to: &mut [$T]) {
                ndstrata_kernels::math::pow(bases, exponents, to);
            }

            fn log10(self) -> $T {
                $narrow($widen(self).log10())
            }

            fn split_sign(self) -> ($T, $T) {
                let x = $widen(self);
                let sign = if x.is_nan() { x } else if x == 0.0 { 0.0 } else { x.signum() };
                ($narrow(sign), $narrow(x / sign))
            }
        }
    )*};
}

real_inexact! {
    f16, f32, f16::to_f32, f16::from_f32;
    f32, f32, std::convert::identity, std::convert::identity;
    f64, f64, std::convert::identity, std::convert::identity;
}

macro_rules! complex_inexact {
    ($($F:ty;)*) => {$(
        impl Inexact for Complex<$F> {
            const ZERO: Self = Complex { re: 0.0, im: 0.0 };

            fn count(n: usize) -> Self {
                Complex::new(n as $F, 0.0)
            }

            fn add(self, other: Self) -> Self {
                self + other
            }

            fn sub(self, other: Self) -> Self {
                self - other
            }

            fn mul(self, other: Self) -> Self {
                self * other
            }

            fn divide_by(self, n: usize) -> Self {
                // Smith's division by a real number multiplies by its reciprocal.
                let scale = 1.0 / n as $F;
                Complex::new(self.re * scale, self.im * scale)
            }

            fn over(self, other: Self) -> Self {
                self / other
            }

            fn floor(self) -> Self {
                Complex::new(self.re.floor(), 0.0)
            }

            fn powers(bases: &[Self], exponents: &[Self], to: &mut [Self]) {
                for ((place, base), exponent) in to.iter_mut().zip(bases).zip(exponents) {
                    *place = if exponent.im == 0.0 && base.im == 0.0 && base.re > 0.0 {
                        Complex::new(base.re.powf(exponent.re), 0.0)
                    } else {
                        base.powc(*exponent)
                    };
                }
            }

            fn log10(self) -> Self {
                let ln = self.ln();
                let scale = std::f64::consts::LOG10_E as $F;
                Complex::new(ln.re * scale, ln.im * scale)
            }

            fn split_sign(self) -> (Self, Self) {
                let sign = self / self.norm();
                (sign, self / sign)
            }
        }
    )*};
}

complex_inexact! { f32; f64; }

/// Runs `$body` with `$T` bound to the Rust type of a floating dtype.
macro_rules! match_inexact {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype.element_type() {
            Some(ndstrata_dtype::ElementType::Float16) => {
                type $T = ndstrata_dtype::f16;
                $body
            }
            Some(ndstrata_dtype::ElementType::Float32) => {
                type $T = f32;
                $body
            }
            Some(ndstrata_dtype::ElementType::Float64) => {
                type $T = f64;
                $body
            }
            Some(ndstrata_dtype::ElementType::Complex64) => {
                type $T = num_complex::Complex<f32>;
                $body
            }
            Some(ndstrata_dtype::ElementType::Complex128) => {
                type $T = num_complex::Complex<f64>;
                $body
            }
            _ => Err($crate::create::CreateFault::SampleType { dtype: $dtype.clone() }.into()),
        }
    };
}
pub(crate) use match_inexact;
