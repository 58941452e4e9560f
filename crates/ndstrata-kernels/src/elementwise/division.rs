//! Quotients and remainders with Python's signs and with C's, integer powers, divisors and multiples.
//!
//! Integer division by zero gives 0, and the least integer divided by -1 is itself.

#![expect(unsafe_code, reason = "float to integer without a saturation test")]

use crate::elementwise::loops::{Binary, Usual};

/// The quotient rounded down.
pub(super) struct FloorDivide;
/// What is left of it, with the divisor's sign.
pub(super) struct Remainder;
/// What is left of the quotient rounded towards zero, with the dividend's sign.
pub(super) struct Fmod;
/// An integer power, wrapping. A negative exponent gives the reciprocal's integer part.
pub(super) struct Power;
/// The greatest common divisor of the magnitudes.
pub(super) struct Gcd;
/// The least common multiple of the magnitudes.
pub(super) struct Lcm;

macro_rules! signed {
    ($($int:ty, $unsigned:ty;)*) => {$(
        impl Binary<$int> for FloorDivide {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                let quotient = Quotient::truncated(lhs, rhs);
                let rest = lhs.wrapping_sub(quotient.wrapping_mul(rhs));
                let below = (rest != 0) & ((rest < 0) != (rhs < 0)) & (rhs != 0);
                quotient - <$int>::from(below)
            }
        }

        impl Binary<$int> for Remainder {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                let rest = <Fmod as Binary<$int>>::apply(lhs, rhs);
                let other = (rest != 0) & ((rest < 0) != (rhs < 0));
                if other { rest.wrapping_add(rhs) } else { rest }
            }
        }

        impl Binary<$int> for Power {
            type Output = $int;
            #[inline(always)]
            fn apply(base: $int, exponent: $int) -> $int {
                let power = <Power as Binary<$unsigned>>::apply(base as $unsigned, exponent as $unsigned);
                if exponent >= 0 {
                    return power as $int;
                }
                match base {
                    1 => 1,
                    -1 if exponent & 1 != 0 => -1,
                    -1 => 1,
                    _ => 0,
                }
            }
        }

        impl Binary<$int> for Gcd {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                <Gcd as Binary<$unsigned>>::apply(lhs.unsigned_abs(), rhs.unsigned_abs()) as $int
            }
        }

        impl Binary<$int> for Lcm {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                <Lcm as Binary<$unsigned>>::apply(lhs.unsigned_abs(), rhs.unsigned_abs()) as $int
            }
        }
    )*};
}
signed! { i8, u8; i16, u16; i32, u32; i64, u64; }

macro_rules! unsigned {
    ($($int:ty)*) => {$(
        impl Binary<$int> for FloorDivide {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                Quotient::truncated(lhs, rhs)
            }
        }

        impl Binary<$int> for Remainder {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                <Fmod as Binary<$int>>::apply(lhs, rhs)
            }
        }

        impl Binary<$int> for Power {
            type Output = $int;
            #[inline(always)]
            fn apply(mut base: $int, mut exponent: $int) -> $int {
                let mut power: $int = 1;
                while exponent != 0 {
                    if exponent & 1 != 0 {
                        power = power.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    exponent >>= 1;
                }
                power
            }
        }

        impl Binary<$int> for Gcd {
            type Output = $int;
            #[inline(always)]
            fn apply(mut lhs: $int, mut rhs: $int) -> $int {
                // A fold has its result on the left, which soon is 1 and then costs one division.
                while lhs != 0 {
                    (lhs, rhs) = (rhs % lhs, lhs);
                }
                rhs
            }
        }

        impl Binary<$int> for Lcm {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                match <Gcd as Binary<$int>>::apply(lhs, rhs) {
                    0 => 0,
                    divisor => (lhs / divisor).wrapping_mul(rhs),
                }
            }
        }
    )*};
}
unsigned!(u8 u16 u32 u64);

macro_rules! fmods {
    ($($int:ty)*) => {$(
        impl Binary<$int> for Fmod {
            type Output = $int;
            #[inline(always)]
            fn apply(lhs: $int, rhs: $int) -> $int {
                let rest = lhs.wrapping_sub(Quotient::truncated(lhs, rhs).wrapping_mul(rhs));
                if rhs == 0 { 0 } else { rest }
            }
        }
    )*};
}
fmods!(i8 i16 i32 i64 u8 u16 u32 u64);

/// An integer quotient rounded towards zero; 0 for a divisor of 0.
trait Quotient: Copy {
    fn truncated(lhs: Self, rhs: Self) -> Self;
}

macro_rules! quotients_by_float {
    ($($int:ty, $wider:ty, $float:ty;)*) => {$(
        impl Quotient for $int {
            #[inline(always)]
            fn truncated(lhs: Self, rhs: Self) -> Self {
                // The float has more digits than both integers together differ by, so its quotient
                // is never rounded up to an integer; and floats are divided by whole vectors.
                let quotient = lhs as $float / if rhs == 0 { 1 } else { rhs } as $float;
                // SAFETY: finite, and no larger than the least integer negated, which fits.
                let quotient = unsafe { quotient.to_int_unchecked::<$wider>() } as $int;
                if rhs == 0 { 0 } else { quotient }
            }
        }
    )*};
}
quotients_by_float! {
    i8, i32, f32; u8, i32, f32; i16, i32, f32; u16, i32, f32; i32, i64, f64; u32, i64, f64;
}

macro_rules! quotients {
    ($($int:ty)*) => {$(
        impl Quotient for $int {
            #[inline(always)]
            fn truncated(lhs: Self, rhs: Self) -> Self {
                if rhs == 0 { 0 } else { lhs.wrapping_div(rhs) }
            }
        }
    )*};
}
quotients!(i64 u64);

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Binary<$float> for Fmod {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs % rhs
            }
        }

        impl Usual<$float> for Fmod {
            #[inline(always)]
            fn usual(lhs: $float, rhs: $float) -> ($float, bool) {
                const EXACT: $float = (1u64 << (<$float>::MANTISSA_DIGITS - 1)) as $float;
                let quotient = (lhs / rhs).trunc();
                // The quotient is right or, where it was rounded up to an integer, one too large. What
                // is left is a multiple of the divisor's last place, so no step here rounds.
                let rest = (-quotient).mul_add(rhs, lhs);
                let over = (rest != 0.0) & ((rest < 0.0) != (lhs < 0.0));
                let rest = if over { rest + rhs.copysign(lhs) } else { rest };
                let sure = (quotient.abs() < EXACT) & (rhs.abs() < <$float>::INFINITY);
                (rest.copysign(lhs), sure)
            }
        }

        impl Binary<$float> for Remainder {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                floored(lhs % rhs, rhs)
            }
        }

        impl Usual<$float> for Remainder {
            #[inline(always)]
            fn usual(lhs: $float, rhs: $float) -> ($float, bool) {
                let (rest, sure) = <Fmod as Usual<$float>>::usual(lhs, rhs);
                (floored(rest, rhs), sure)
            }
        }

        impl Binary<$float> for FloorDivide {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                quotient(lhs, rhs, lhs % rhs)
            }
        }

        impl Usual<$float> for FloorDivide {
            #[inline(always)]
            fn usual(lhs: $float, rhs: $float) -> ($float, bool) {
                let (rest, sure) = <Fmod as Usual<$float>>::usual(lhs, rhs);
                (quotient(lhs, rhs, rest), sure)
            }
        }

        impl Rest for $float {
            #[inline(always)]
            fn floored(self, rhs: Self) -> Self {
                let other = (rhs < 0.0) != (self < 0.0);
                let rest = if other { self + rhs } else { self };
                let rest = if self == 0.0 { <$float>::copysign(0.0, rhs) } else { rest };
                if rhs == 0.0 { self } else { rest }
            }

            #[inline(always)]
            fn quotient(self, lhs: Self, rhs: Self) -> Self {
                let plain = lhs / rhs;
                let below = (self != 0.0) & ((rhs < 0.0) != (self < 0.0));
                let quotient = (lhs - self) / rhs - if below { 1.0 } else { 0.0 };
                let floor = quotient.floor();
                let floor = if quotient - floor > 0.5 { floor + 1.0 } else { floor };
                let floor = if quotient == 0.0 { <$float>::copysign(0.0, plain) } else { floor };
                if rhs == 0.0 { plain } else { floor }
            }
        }
    )*};
}
floats!(f32 f64);

/// What `fmod` left, brought to the divisor's sign, and the quotient that goes with it.
trait Rest: Sized {
    fn floored(self, rhs: Self) -> Self;
    fn quotient(self, lhs: Self, rhs: Self) -> Self;
}

#[inline(always)]
fn floored<F: Rest>(rest: F, rhs: F) -> F {
    rest.floored(rhs)
}

#[inline(always)]
fn quotient<F: Rest>(lhs: F, rhs: F, rest: F) -> F {
    rest.quotient(lhs, rhs)
}
