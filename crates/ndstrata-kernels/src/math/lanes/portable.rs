//! One lane at a time, in plain Rust: the baseline of every machine, and scalar calls.
//!
//! Without a fused multiply-add in the target's baseline (x86-64 before 2013), `mul_add` is a call
//! into the C library: the same bits, more slowly.
#![expect(unsafe_code, reason = "loads and stores through pointers")]

use super::{Doubles, Lanes, Mask, Singles, WIDEST};
use half::f16;
use std::ops::{Add, Div, Mul, Neg, Sub};

impl Mask for bool {
    #[inline(always)]
    fn any(self) -> bool {
        self
    }
}

macro_rules! one_lane {
    ($name:ident, $lane:ident, $word:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy)]
        pub(in crate::math) struct $name(pub(in crate::math) $lane);

        impl Add for $name {
            type Output = Self;
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Mul for $name {
            type Output = Self;
            #[inline(always)]
            fn mul(self, other: Self) -> Self {
                Self(self.0 * other.0)
            }
        }

        impl Div for $name {
            type Output = Self;
            #[inline(always)]
            fn div(self, other: Self) -> Self {
                Self(self.0 / other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Lanes for $name {
            type Lane = $lane;
            type Mask = bool;
            const N: usize = 1;

            #[inline(always)]
            fn splat(value: $lane) -> Self {
                Self(value)
            }
            #[inline(always)]
            unsafe fn load(from: *const $lane) -> Self {
                // SAFETY: the caller gives a readable element.
                Self(unsafe { from.read_unaligned() })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $lane) {
                // SAFETY: the caller gives a writable element.
                unsafe { to.write_unaligned(self.0) }
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, term: Self) -> Self {
                Self(self.0.mul_add(factor.0, term.0))
            }
            #[inline(always)]
            fn neg_mul_add(self, factor: Self, term: Self) -> Self {
                Self((-self.0).mul_add(factor.0, term.0))
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Self(self.0.sqrt())
            }
            #[inline(always)]
            fn min(self, other: Self) -> Self {
                Self(if self.0 < other.0 { self.0 } else { other.0 })
            }
            #[inline(always)]
            fn max(self, other: Self) -> Self {
                Self(if self.0 > other.0 { self.0 } else { other.0 })
            }
            #[inline(always)]
            fn trunc(self) -> Self {
                Self(self.0.trunc())
            }
            #[inline(always)]
            fn abs(self) -> Self {
                Self(self.0.abs())
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                Self(self.0.copysign(sign.0))
            }
            #[inline(always)]
            fn xor_sign(self, sign: Self) -> Self {
                let sign = sign.0.to_bits() & (1 << ($word::BITS - 1));
                Self($lane::from_bits(self.0.to_bits() ^ sign))
            }
            #[inline(always)]
            fn lt(self, other: Self) -> bool {
                self.0 < other.0
            }
            #[inline(always)]
            fn le(self, other: Self) -> bool {
                self.0 <= other.0
            }
            #[inline(always)]
            fn eq(self, other: Self) -> bool {
                self.0 == other.0
            }
            #[inline(always)]
            fn select(mask: bool, yes: Self, no: Self) -> Self {
                if mask { yes } else { no }
            }
            #[inline(always)]
            fn all_finite(self) -> bool {
                self.0.is_finite()
            }
            #[inline(always)]
            fn all_normal(self) -> bool {
                self.0.is_normal()
            }
            #[inline(always)]
            fn bits_add(self, other: Self) -> Self {
                Self($lane::from_bits(self.0.to_bits().wrapping_add(other.0.to_bits())))
            }
            #[inline(always)]
            fn bits_sub(self, other: Self) -> Self {
                Self($lane::from_bits(self.0.to_bits().wrapping_sub(other.0.to_bits())))
            }
            #[inline(always)]
            fn bits_and(self, other: Self) -> Self {
                Self($lane::from_bits(self.0.to_bits() & other.0.to_bits()))
            }
            #[inline(always)]
            fn bits_or(self, other: Self) -> Self {
                Self($lane::from_bits(self.0.to_bits() | other.0.to_bits()))
            }
            #[inline(always)]
            fn bits_shl<const COUNT: u32>(self) -> Self {
                Self($lane::from_bits(self.0.to_bits() << COUNT))
            }
            #[inline(always)]
            fn bits_shr<const COUNT: u32>(self) -> Self {
                Self($lane::from_bits(self.0.to_bits() >> COUNT))
            }
            #[inline(always)]
            fn lookup(self, table: &[$lane; 16]) -> Self {
                Self(table[(self.0.to_bits() & 15) as usize])
            }
            #[inline(always)]
            fn scale(self, exponent: Self) -> Self {
                scale::$lane(self, exponent)
            }
        }
    };
}

one_lane!(F64x1, f64, u64, "One `f64`.");
one_lane!(F32x1, f32, u32, "One `f32`.");

impl Doubles for F64x1 {}

/// Two lanes of `f64` for the one pair of `f32` that a [`Singles`] splits into.
impl Singles for F32x1 {
    type Wide = F64x1;

    #[inline(always)]
    fn widen(self) -> (F64x1, F64x1) {
        (F64x1(f64::from(self.0)), F64x1(0.0))
    }
    #[inline(always)]
    fn narrow(lower: F64x1, _upper: F64x1) -> Self {
        Self(lower.0 as f32)
    }

    #[inline(always)]
    fn from_halves(halves: &[f16; WIDEST]) -> Self {
        Self(halves[0].to_f32())
    }
    #[inline(always)]
    fn to_halves(self) -> [f16; WIDEST] {
        [f16::from_f32(self.0); WIDEST]
    }
}

mod scale {
    use super::{F32x1, F64x1};
    use crate::math::lanes::scale_in_two_steps;

    #[inline(always)]
    pub(super) fn f64(x: F64x1, exponent: F64x1) -> F64x1 {
        let whole = exponent.0.floor();
        scale_in_two_steps(x, F64x1(whole), F64x1((whole * 0.5).floor()))
    }

    #[inline(always)]
    pub(super) fn f32(x: F32x1, exponent: F32x1) -> F32x1 {
        let power = f64(F64x1(1.0), F64x1(f64::from(exponent.0)));
        F32x1((f64::from(x.0) * power.0) as f32)
    }
}
