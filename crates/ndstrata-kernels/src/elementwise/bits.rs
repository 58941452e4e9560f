//! Bits of integers: logic, shifts, counts.

use crate::convert::Truth;
use crate::elementwise::loops::{Binary, Unary};

/// `lhs & rhs`.
pub(crate) struct BitwiseAnd;
/// `lhs | rhs`.
pub(crate) struct BitwiseOr;
/// `lhs ^ rhs`.
pub(crate) struct BitwiseXor;
/// `!value`.
pub(super) struct Invert;
/// `lhs << rhs`, and 0 for a count outside the type's bits.
pub(super) struct LeftShift;
/// `lhs >> rhs`, and the sign alone for a count outside the type's bits.
pub(super) struct RightShift;
/// The number of ones in the magnitude.
pub(super) struct BitwiseCount;

macro_rules! logic {
    ($($bits:ty)*) => {$(
        impl Binary<$bits> for BitwiseAnd {
            type Output = $bits;
            #[inline(always)]
            fn apply(lhs: $bits, rhs: $bits) -> $bits {
                lhs & rhs
            }
        }

        impl Binary<$bits> for BitwiseOr {
            type Output = $bits;
            #[inline(always)]
            fn apply(lhs: $bits, rhs: $bits) -> $bits {
                lhs | rhs
            }
        }

        impl Binary<$bits> for BitwiseXor {
            type Output = $bits;
            #[inline(always)]
            fn apply(lhs: $bits, rhs: $bits) -> $bits {
                lhs ^ rhs
            }
        }

        impl Unary<$bits> for Invert {
            type Output = $bits;
            #[inline(always)]
            fn apply(value: $bits) -> $bits {
                !value
            }
        }
    )*};
}
logic!(u8 u16 u32 u64);

macro_rules! shifts {
    ($($signed:ty, $unsigned:ty;)*) => {$(
        impl Binary<$unsigned> for LeftShift {
            type Output = $unsigned;
            #[inline(always)]
            fn apply(lhs: $unsigned, rhs: $unsigned) -> $unsigned {
                // A negative count, seen as unsigned, is large.
                let shifted = lhs.wrapping_shl(rhs as u32);
                if rhs < <$unsigned>::BITS as $unsigned { shifted } else { 0 }
            }
        }

        impl Binary<$unsigned> for RightShift {
            type Output = $unsigned;
            #[inline(always)]
            fn apply(lhs: $unsigned, rhs: $unsigned) -> $unsigned {
                let shifted = lhs.wrapping_shr(rhs as u32);
                if rhs < <$unsigned>::BITS as $unsigned { shifted } else { 0 }
            }
        }

        impl Binary<$signed> for RightShift {
            type Output = $signed;
            #[inline(always)]
            fn apply(lhs: $signed, rhs: $signed) -> $signed {
                const LAST: $unsigned = <$signed>::BITS as $unsigned - 1;
                lhs.wrapping_shr((rhs as $unsigned).min(LAST) as u32)
            }
        }

        impl Unary<$unsigned> for BitwiseCount {
            type Output = u8;
            #[inline(always)]
            fn apply(value: $unsigned) -> u8 {
                value.count_ones() as u8
            }
        }

        impl Unary<$signed> for BitwiseCount {
            type Output = u8;
            #[inline(always)]
            fn apply(value: $signed) -> u8 {
                value.unsigned_abs().count_ones() as u8
            }
        }
    )*};
}
shifts! { i8, u8; i16, u16; i32, u32; i64, u64; }

impl Binary<Truth> for BitwiseAnd {
    type Output = Truth;
    #[inline(always)]
    fn apply(lhs: Truth, rhs: Truth) -> Truth {
        Truth::from(lhs.is() & rhs.is())
    }
}

impl Binary<Truth> for BitwiseOr {
    type Output = Truth;
    #[inline(always)]
    fn apply(lhs: Truth, rhs: Truth) -> Truth {
        Truth::from(lhs.is() | rhs.is())
    }
}

impl Binary<Truth> for BitwiseXor {
    type Output = Truth;
    #[inline(always)]
    fn apply(lhs: Truth, rhs: Truth) -> Truth {
        Truth::from(lhs.is() ^ rhs.is())
    }
}

impl Unary<Truth> for Invert {
    type Output = Truth;
    #[inline(always)]
    fn apply(value: Truth) -> Truth {
        Truth::from(!value.is())
    }
}
