//! Comparisons, and the larger and the smaller of two.
//!
//! `greater` is `less` of exchanged operands, but a loop of its own all the same: the operands' order
//! in memory is theirs. Complex numbers compare by their real parts, then by their imaginary ones.

use num_complex::Complex;

use crate::convert::{Number, Truth};
use crate::elementwise::loops::Binary;

/// `lhs == rhs`.
pub(super) struct Equal;
/// `lhs != rhs`.
pub(super) struct NotEqual;
/// `lhs < rhs`.
pub(super) struct Less;
/// `lhs <= rhs`.
pub(super) struct LessEqual;
/// `lhs > rhs`.
pub(super) struct Greater;
/// `lhs >= rhs`.
pub(super) struct GreaterEqual;
/// The larger; a NaN wins; of equal floats the second.
pub(crate) struct Maximum;
/// The smaller; a NaN wins; of equal floats the second.
pub(crate) struct Minimum;
/// The larger; a NaN loses.
pub(crate) struct Fmax;
/// The smaller; a NaN loses.
pub(crate) struct Fmin;
/// [`Maximum`] with the first of equal floats, as NumPy has it for `f16`.
pub(crate) struct MaximumFirst;
/// [`Minimum`] with the first of equal floats.
pub(crate) struct MinimumFirst;
/// [`Fmax`] with the first of equal floats.
pub(crate) struct FmaxFirst;
/// [`Fmin`] with the first of equal floats.
pub(crate) struct FminFirst;

/// An order in which NaN compares with nothing.
pub(crate) trait Ordered: Number {
    fn eq(self, other: Self) -> bool;
    fn lt(self, other: Self) -> bool;
    fn le(self, other: Self) -> bool;
    fn is_nan(self) -> bool;
}

macro_rules! ordered {
    ($($number:ty)*; $nan:expr) => {$(
        impl Ordered for $number {
            #[inline(always)]
            fn eq(self, other: Self) -> bool {
                self == other
            }

            #[inline(always)]
            fn lt(self, other: Self) -> bool {
                self < other
            }

            #[inline(always)]
            fn le(self, other: Self) -> bool {
                self <= other
            }

            #[inline(always)]
            fn is_nan(self) -> bool {
                $nan(self)
            }
        }
    )*};
}
ordered!(u8 u16 u32 u64 i8 i16 i32 i64; |_| false);
ordered!(f32; f32::is_nan);
ordered!(f64; f64::is_nan);

impl Ordered for Truth {
    #[inline(always)]
    fn eq(self, other: Self) -> bool {
        self.is() == other.is()
    }

    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        !self.is() & other.is()
    }

    #[inline(always)]
    fn le(self, other: Self) -> bool {
        !self.is() | other.is()
    }

    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }
}

macro_rules! ordered_complex {
    ($($float:ty)*) => {$(
        impl Ordered for Complex<$float> {
            #[inline(always)]
            fn eq(self, other: Self) -> bool {
                (self.re == other.re) & (self.im == other.im)
            }

            #[inline(always)]
            fn lt(self, other: Self) -> bool {
                let number = !self.im.is_nan() & !other.im.is_nan();
                (self.re < other.re) & number | (self.re == other.re) & (self.im < other.im)
            }

            #[inline(always)]
            fn le(self, other: Self) -> bool {
                let number = !self.im.is_nan() & !other.im.is_nan();
                (self.re < other.re) & number | (self.re == other.re) & (self.im <= other.im)
            }

            #[inline(always)]
            fn is_nan(self) -> bool {
                self.re.is_nan() | self.im.is_nan()
            }
        }
    )*};
}
ordered_complex!(f32 f64);

macro_rules! relations {
    ($($op:ty: |$lhs:ident, $rhs:ident| $holds:expr;)*) => {$(
        impl<T: Ordered> Binary<T> for $op {
            type Output = bool;
            #[inline(always)]
            fn apply($lhs: T, $rhs: T) -> bool {
                $holds
            }
        }
    )*};
}
relations! {
    Equal: |lhs, rhs| lhs.eq(rhs);
    NotEqual: |lhs, rhs| !lhs.eq(rhs);
    Less: |lhs, rhs| lhs.lt(rhs);
    LessEqual: |lhs, rhs| lhs.le(rhs);
    Greater: |lhs, rhs| rhs.lt(lhs);
    GreaterEqual: |lhs, rhs| rhs.le(lhs);
}

macro_rules! choices {
    ($($op:ty: $nan:ident, |$lhs:ident, $rhs:ident| $first:expr;)*) => {$(
        impl<T: Ordered> Binary<T> for $op {
            type Output = T;
            #[inline(always)]
            fn apply($lhs: T, $rhs: T) -> T {
                // Two choices, of which the inner one is an instruction of its own.
                let chosen = if $first { $lhs } else { $rhs };
                if $nan.is_nan() { $lhs } else { chosen }
            }
        }
    )*};
}
// A NaN among the first operands wins, or one among the second loses, by the outer choice.
choices! {
    Maximum: lhs, |lhs, rhs| rhs.lt(lhs);
    Minimum: lhs, |lhs, rhs| lhs.lt(rhs);
    Fmax: rhs, |lhs, rhs| rhs.lt(lhs);
    Fmin: rhs, |lhs, rhs| lhs.lt(rhs);
    MaximumFirst: lhs, |lhs, rhs| rhs.le(lhs);
    MinimumFirst: lhs, |lhs, rhs| lhs.le(rhs);
    FmaxFirst: rhs, |lhs, rhs| rhs.le(lhs);
    FminFirst: rhs, |lhs, rhs| lhs.le(rhs);
}
