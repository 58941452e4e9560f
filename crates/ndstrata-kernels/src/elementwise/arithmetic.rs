//! Sums, products, signs and magnitudes of integers and floats.

use crate::convert::Truth;
use crate::elementwise::loops::{Binary, Unary};

/// `lhs + rhs`.
pub(crate) struct Add;
/// `lhs - rhs`.
pub(crate) struct Subtract;
/// `lhs * rhs`.
pub(crate) struct Multiply;
/// `lhs / rhs` of floats.
pub(crate) struct Divide;
/// `-value`.
pub(super) struct Negative;
/// The magnitude; the least integer is its own.
pub(super) struct Absolute;
/// -1, 0 or 1, or NaN.
pub(super) struct Sign;
/// `value * value`.
pub(super) struct Square;
/// The square root.
pub(super) struct Sqrt;
/// The angle in radians, given in degrees.
pub(super) struct Deg2rad;
/// The angle in degrees, given in radians.
pub(super) struct Rad2deg;
/// `1 / value`; of an integer as C casts that quotient.
pub(super) struct Reciprocal;
/// The value.
pub(super) struct Positive;

macro_rules! wrapping {
    ($($int:ty)*) => {$(
        impl Binary<$int> for Add {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                lhs.wrapping_add(rhs)
            }
        }

        impl Binary<$int> for Subtract {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                lhs.wrapping_sub(rhs)
            }
        }

        impl Binary<$int> for Multiply {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                lhs.wrapping_mul(rhs)
            }
        }

        impl Unary<$int> for Negative {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                value.wrapping_neg()
            }
        }

        impl Unary<$int> for Square {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                value.wrapping_mul(value)
            }
        }
    )*};
}
wrapping!(u8 u16 u32 u64);

macro_rules! signed {
    ($($int:ty: $at_zero:expr;)*) => {$(
        impl Unary<$int> for Absolute {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                value.wrapping_abs()
            }
        }

        impl Unary<$int> for Sign {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                <$int>::from(value > 0) - <$int>::from(value < 0)
            }
        }

        impl Unary<$int> for Reciprocal {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                match value {
                    0 => $at_zero,
                    1 | -1 => value,
                    _ => 0,
                }
            }
        }
    )*};
}
// The cast of an infinity: the least of the type that C converts to first, cut off.
signed! { i8: 0; i16: 0; i32: i32::MIN; i64: i64::MIN; }

macro_rules! unsigned {
    ($($int:ty)*) => {$(
        impl Unary<$int> for Sign {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                <$int>::from(value != 0)
            }
        }

        impl Unary<$int> for Reciprocal {
            type Output = $int;
            #[inline(always)]
            fn apply(value: $int) -> $int {
                <$int>::from(value == 1)
            }
        }
    )*};
}
unsigned!(u8 u16 u32 u64);

macro_rules! positive {
    ($($number:ty)*) => {$(
        impl Unary<$number> for Positive {
            type Output = $number;
            #[inline(always)]
            fn apply(value: $number) -> $number {
                value
            }
        }
    )*};
}
positive!(u8 u16 u32 u64);

impl Unary<Truth> for Positive {
    type Output = Truth;
    #[inline(always)]
    fn apply(value: Truth) -> Truth {
        Truth::from(value.is())
    }
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Binary<$float> for Add {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs + rhs
            }
        }

        impl Binary<$float> for Subtract {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs - rhs
            }
        }

        impl Binary<$float> for Multiply {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs * rhs
            }
        }

        impl Binary<$float> for Divide {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs / rhs
            }
        }

        impl Unary<$float> for Negative {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                -value
            }
        }

        impl Unary<$float> for Absolute {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                value.abs()
            }
        }

        impl Unary<$float> for Sign {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                let sign = if value > 0.0 { 1.0 } else { value };
                let sign = if value < 0.0 { -1.0 } else { sign };
                // Zeros of either sign give a positive one.
                sign + 0.0
            }
        }

        impl Unary<$float> for Square {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                value * value
            }
        }

        impl Unary<$float> for Sqrt {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                value.sqrt()
            }
        }

        impl Unary<$float> for Deg2rad {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                value * (std::f64::consts::PI as $float / 180.0)
            }
        }

        impl Unary<$float> for Rad2deg {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                value * (180.0 / std::f64::consts::PI as $float)
            }
        }

        impl Unary<$float> for Reciprocal {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                1.0 / value
            }
        }
    )*};
}
floats!(f32 f64);
