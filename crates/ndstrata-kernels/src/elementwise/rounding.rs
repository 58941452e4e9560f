//! Integral values of floats, and what is left beside them.

use crate::elementwise::loops::Unary;

/// The nearest integral value, ties to even.
pub(super) struct Rint;
/// The integral value below.
pub(super) struct Floor;
/// The integral value above.
pub(super) struct Ceil;
/// The integral value towards zero.
pub(super) struct Trunc;
/// What `modf` calls the fractional part, with the value's sign.
pub(super) struct Fraction;

macro_rules! rounding {
    ($($op:ty: $method:ident;)*) => {$(
        impl Unary<f32> for $op {
            type Output = f32;
            #[inline(always)]
            fn apply(value: f32) -> f32 {
                value.$method()
            }
        }

        impl Unary<f64> for $op {
            type Output = f64;
            #[inline(always)]
            fn apply(value: f64) -> f64 {
                value.$method()
            }
        }
    )*};
}
rounding! { Rint: round_ties_even; Floor: floor; Ceil: ceil; Trunc: trunc; }

macro_rules! fraction {
    ($($float:ty)*) => {$(
        impl Unary<$float> for Fraction {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                let rest = if value.is_infinite() { 0.0 } else { value - value.trunc() };
                rest.copysign(value)
            }
        }
    )*};
}
fraction!(f32 f64);
