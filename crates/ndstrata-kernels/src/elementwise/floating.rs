//! The parts of a float: class, sign, neighbours, mantissa and exponent.

use num_complex::Complex;

use crate::convert::{Number, NumberType, Sealed, Truth, half_to_single, single_to_half};
use crate::elementwise::arithmetic::{Absolute, Add, Multiply, Negative};
use crate::elementwise::loops::{Binary, Unary, Usual};

/// Whether the value is a NaN, in either part.
pub(super) struct Isnan;
/// Whether the value is infinite, in either part.
pub(super) struct Isinf;
/// Whether the value is neither, in both parts.
pub(super) struct Isfinite;
/// What [`Isnan`] and [`Isinf`] say of an integer.
pub(super) struct Never;
/// What [`Isfinite`] says of an integer.
pub(super) struct Always;
/// Whether the sign bit is set.
pub(super) struct Signbit;
/// The first value with the second's sign.
pub(super) struct Copysign;
/// The float after the first towards the second.
pub(super) struct Nextafter;
/// The distance to the next float away from zero.
pub(super) struct Spacing;
/// 0, 1, or the second operand at 0.
pub(super) struct Heaviside;
/// The value times a power of two.
pub(super) struct Ldexp;
/// `frexp`'s mantissa, within 0.5 and 1.
pub(super) struct Mantissa;
/// `frexp`'s exponent.
pub(super) struct Exponent;

macro_rules! classes {
    ($($op:ty: $method:ident $join:tt;)*) => {$(
        classes!(@for $op: $method $join f32);
        classes!(@for $op: $method $join f64);
    )*};
    (@for $op:ty: $method:ident $join:tt $float:ty) => {
        impl Unary<$float> for $op {
            type Output = bool;
            #[inline(always)]
            fn apply(value: $float) -> bool {
                value.$method()
            }
        }

        impl Unary<Complex<$float>> for $op {
            type Output = bool;
            #[inline(always)]
            fn apply(value: Complex<$float>) -> bool {
                value.re.$method() $join value.im.$method()
            }
        }
    };
}
classes! { Isnan: is_nan |; Isinf: is_infinite |; Isfinite: is_finite &; }

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl Unary<$int> for Never {
            type Output = bool;
            #[inline(always)]
            fn apply(_: $int) -> bool {
                false
            }
        }

        impl Unary<$int> for Always {
            type Output = bool;
            #[inline(always)]
            fn apply(_: $int) -> bool {
                true
            }
        }
    )*};
}
integers!(Truth u8 u16 u32 u64);

macro_rules! floats {
    ($($float:ty, $bits:ty;)*) => {$(
        impl Unary<$float> for Signbit {
            type Output = bool;
            #[inline(always)]
            fn apply(value: $float) -> bool {
                value.is_sign_negative()
            }
        }

        impl Binary<$float> for Copysign {
            type Output = $float;
            #[inline(always)]
            fn apply(lhs: $float, rhs: $float) -> $float {
                lhs.copysign(rhs)
            }
        }

        impl Binary<$float> for Nextafter {
            type Output = $float;
            #[inline(always)]
            fn apply(from: $float, to: $float) -> $float {
                let bits = from.to_bits();
                let grows = (from < to) == (from > 0.0);
                let next = <$float>::from_bits(if grows { bits + 1 } else { bits.wrapping_sub(1) });
                let next = if from == 0.0 { <$float>::from_bits(1).copysign(to) } else { next };
                let next = if from == to { to } else { next };
                if from.is_nan() | to.is_nan() { from + to } else { next }
            }
        }

        impl Unary<$float> for Spacing {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                let next = <$float>::from_bits(value.to_bits() & !<$bits>::reverse_bits(1)).next_up();
                let gap = next - value.abs();
                let gap = if value < 0.0 { -gap } else { gap };
                if value.is_finite() { gap } else { <$float>::NAN }
            }
        }

        impl Binary<$float> for Heaviside {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float, at_zero: $float) -> $float {
                if value.is_nan() {
                    value
                } else if value == 0.0 {
                    at_zero
                } else if value < 0.0 {
                    0.0
                } else {
                    1.0
                }
            }
        }

        impl Binary<$float, i64> for Ldexp {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float, exponent: i64) -> $float {
                const BIAS: i64 = <$float>::MAX_EXP as i64 - 1;
                const DIGITS: u32 = <$float>::MANTISSA_DIGITS - 1;
                let power = |exponent: i64| <$float>::from_bits(((exponent + BIAS) as $bits) << DIGITS);
                // Three factors reach from the least float to the largest and back. A first factor
                // leaves the last so much that no number is rounded twice on its way to subnormal.
                let step = |exponent: i64| {
                    if exponent < 1 - BIAS { 2 - BIAS + DIGITS as i64 } else { exponent.min(BIAS) }
                };
                let exponent = exponent.clamp(-4 * BIAS, 4 * BIAS);
                let first = step(exponent);
                let second = step(exponent - first);
                let third = (exponent - first - second).clamp(1 - BIAS, BIAS);
                value * power(first) * power(second) * power(third)
            }
        }

        impl Usual<$float, i64> for Ldexp {
            /// One factor, if it is a power of two that the type has as a normal number.
            #[inline(always)]
            fn usual(value: $float, exponent: i64) -> ($float, bool) {
                const BIAS: i64 = <$float>::MAX_EXP as i64 - 1;
                const DIGITS: u32 = <$float>::MANTISSA_DIGITS - 1;
                let power = <$float>::from_bits((exponent.wrapping_add(BIAS) as $bits) << DIGITS);
                (value * power, (1 - BIAS..=BIAS).contains(&exponent))
            }
        }

        impl Unary<$float> for Mantissa {
            type Output = $float;
            #[inline(always)]
            fn apply(value: $float) -> $float {
                const DIGITS: u32 = <$float>::MANTISSA_DIGITS - 1;
                const HALF: $bits = (0.5 as $float).to_bits();
                const PART: $bits = (1 << DIGITS) - 1;
                const SIGN: $bits = <$bits>::reverse_bits(1);
                let bits = normal(value).0.to_bits();
                let mantissa = <$float>::from_bits(bits & (PART | SIGN) | HALF);
                if value == 0.0 || !value.is_finite() { value } else { mantissa }
            }
        }

        impl Unary<$float> for Exponent {
            type Output = i32;
            #[inline(always)]
            fn apply(value: $float) -> i32 {
                const DIGITS: u32 = <$float>::MANTISSA_DIGITS - 1;
                let (scaled, exponent) = normal(value);
                let field = (scaled.abs().to_bits() >> DIGITS) as i32;
                let exponent = field - (<$float>::MAX_EXP - 2) + exponent;
                if value == 0.0 || !value.is_finite() { 0 } else { exponent }
            }
        }

        impl Normal for $float {
            #[inline(always)]
            fn normal(self) -> (Self, i32) {
                const SHIFT: i32 = <$float>::MANTISSA_DIGITS as i32;
                const SCALE: $float = (1u64 << SHIFT) as $float;
                if self.abs() < <$float>::MIN_POSITIVE { (self * SCALE, -SHIFT) } else { (self, 0) }
            }
        }
    )*};
}
floats! { f32, u32; f64, u64; }

/// A float times a power of two, so that it is not subnormal, and the exponent that undoes it.
trait Normal: Sized {
    fn normal(self) -> (Self, i32);
}

#[inline(always)]
fn normal<F: Normal>(value: F) -> (F, i32) {
    value.normal()
}

/// An `f16` as its bits, for operations on them that `f32` does not share.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct HalfBits(pub(super) u16);

impl Sealed for HalfBits {}

impl Number for HalfBits {
    const TYPE: NumberType = NumberType::F16;
}

impl HalfBits {
    const SIGN: u16 = 0x8000;
    const INFINITY: u16 = 0x7c00;
    const NAN: HalfBits = HalfBits(0x7e00);

    #[inline(always)]
    fn magnitude(self) -> u16 {
        self.0 & !HalfBits::SIGN
    }

    #[inline(always)]
    fn is_nan(self) -> bool {
        self.magnitude() > HalfBits::INFINITY
    }

    /// A number that orders as the value does.
    #[inline(always)]
    fn rank(self) -> i32 {
        let magnitude = i32::from(self.magnitude());
        if self.0 & HalfBits::SIGN != 0 { -magnitude } else { magnitude }
    }
}

impl Unary<HalfBits> for Absolute {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(value: HalfBits) -> HalfBits {
        HalfBits(value.magnitude())
    }
}

impl Unary<HalfBits> for Negative {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(value: HalfBits) -> HalfBits {
        HalfBits(value.0 ^ HalfBits::SIGN)
    }
}

impl Binary<HalfBits> for Nextafter {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(from: HalfBits, to: HalfBits) -> HalfBits {
        let (a, b) = (from.rank(), to.rank());
        if from.is_nan() | to.is_nan() {
            HalfBits::NAN
        } else if a == b {
            // NumPy gives back the first here, for the other floats the second.
            from
        } else if a == 0 {
            HalfBits(to.0 & HalfBits::SIGN | 1)
        } else if (a < b) == (a > 0) {
            HalfBits(from.0 + 1)
        } else {
            HalfBits(from.0 - 1)
        }
    }
}

impl Unary<HalfBits> for Spacing {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(value: HalfBits) -> HalfBits {
        // Below the exponent's field of 11 the gap is subnormal.
        let magnitude = value.magnitude();
        let exponent = (magnitude >> 10).max(1);
        let gap = if exponent > 10 { (exponent - 10) << 10 } else { 1 << (exponent - 1) };
        // NumPy's gap below a negative power of two is the smaller one, towards zero.
        let towards_zero = value.0 > HalfBits::SIGN && magnitude & 0x3ff == 0 && exponent > 1;
        let gap = match (towards_zero, exponent) {
            (true, 12..) => gap - (1 << 10),
            (true, _) => gap >> 1,
            (false, _) => gap,
        };
        if magnitude >= HalfBits::INFINITY {
            HalfBits::NAN
        } else if magnitude == HalfBits::INFINITY - 1 {
            HalfBits(if value.0 & HalfBits::SIGN == 0 { HalfBits::INFINITY } else { gap })
        } else {
            HalfBits(gap)
        }
    }
}

impl Binary<HalfBits> for Add {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(lhs: HalfBits, rhs: HalfBits) -> HalfBits {
        HalfBits(single_to_half(half_to_single(lhs.0) + half_to_single(rhs.0)))
    }
}

impl Binary<HalfBits> for Multiply {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(lhs: HalfBits, rhs: HalfBits) -> HalfBits {
        HalfBits(single_to_half(half_to_single(lhs.0) * half_to_single(rhs.0)))
    }
}
