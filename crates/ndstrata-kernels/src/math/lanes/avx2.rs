//! Four `f64` or eight `f32` in an AVX2 register, with FMA.
#![expect(unsafe_code, reason = "vector intrinsics")]

use super::{Doubles, Lanes, Mask, Singles, WIDEST, scale_in_two_steps};
use half::f16;
use std::arch::x86_64::*;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

/// Calls an intrinsic.
macro_rules! vector {
    ($call:expr) => {
        // SAFETY: the types of this file are only made inside the functions of `run.rs` that are
        // compiled for AVX2, FMA and F16C and called after `isa()` has found it.
        unsafe { $call }
    };
}

macro_rules! lanes {
    (
        $name:ident, $doc:literal, $register:ty, $lane:ident, $mask:ident, $n:literal,
        set: $set:ident, load: $load:ident, store: $store:ident,
        add: $add:ident, sub: $sub:ident, mul: $mul:ident, div: $div:ident,
        fma: $fma:ident, fnma: $fnma:ident, sqrt: $sqrt:ident, min: $min:ident, max: $max:ident,
        round: $round:ident, and: $and:ident, or: $or:ident, xor: $xor:ident, andnot: $andnot:ident,
        cmp: $cmp:ident, blend: $blend:ident, move_mask: $move_mask:ident,
        to_int: $to_int:ident, from_int: $from_int:ident, int_add: $int_add:ident, int_sub: $int_sub:ident,
        shl: $shl:ident, shr: $shr:ident, scale: $scale:expr, lookup: $lookup:expr $(,)?
    ) => {
        #[doc = $doc]
        #[derive(Clone, Copy)]
        pub(in crate::math) struct $name($register);

        #[doc = "A truth value for each lane, all bits or none."]
        #[derive(Clone, Copy)]
        pub(in crate::math) struct $mask($register);

        impl $mask {
            #[inline(always)]
            fn all(self) -> bool {
                vector!($move_mask(self.0)) == (1 << $n) - 1
            }
        }

        impl Mask for $mask {
            #[inline(always)]
            fn any(self) -> bool {
                vector!($move_mask(self.0)) != 0
            }
        }

        impl BitAnd for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitand(self, other: Self) -> Self {
                Self(vector!($and(self.0, other.0)))
            }
        }

        impl BitOr for $mask {
            type Output = Self;
            #[inline(always)]
            fn bitor(self, other: Self) -> Self {
                Self(vector!($or(self.0, other.0)))
            }
        }

        impl Not for $mask {
            type Output = Self;
            #[inline(always)]
            fn not(self) -> Self {
                Self(vector!($xor(self.0, $set($lane::from_bits(!0)))))
            }
        }

        impl Add for $name {
            type Output = Self;
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                Self(vector!($add(self.0, other.0)))
            }
        }

        impl Sub for $name {
            type Output = Self;
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                Self(vector!($sub(self.0, other.0)))
            }
        }

        impl Mul for $name {
            type Output = Self;
            #[inline(always)]
            fn mul(self, other: Self) -> Self {
                Self(vector!($mul(self.0, other.0)))
            }
        }

        impl Div for $name {
            type Output = Self;
            #[inline(always)]
            fn div(self, other: Self) -> Self {
                Self(vector!($div(self.0, other.0)))
            }
        }

        impl Neg for $name {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self(vector!($xor(self.0, $set(-0.0))))
            }
        }

        impl Lanes for $name {
            type Lane = $lane;
            type Mask = $mask;
            const N: usize = $n;

            #[inline(always)]
            fn splat(value: $lane) -> Self {
                Self(vector!($set(value)))
            }
            #[inline(always)]
            unsafe fn load(from: *const $lane) -> Self {
                // SAFETY: as for `vector!`, and the caller gives readable elements.
                Self(unsafe { $load(from) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $lane) {
                // SAFETY: as for `vector!`, and the caller gives writable elements.
                unsafe { $store(to, self.0) }
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, term: Self) -> Self {
                Self(vector!($fma(self.0, factor.0, term.0)))
            }
            #[inline(always)]
            fn neg_mul_add(self, factor: Self, term: Self) -> Self {
                Self(vector!($fnma(self.0, factor.0, term.0)))
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Self(vector!($sqrt(self.0)))
            }
            #[inline(always)]
            fn min(self, other: Self) -> Self {
                Self(vector!($min(self.0, other.0)))
            }
            #[inline(always)]
            fn max(self, other: Self) -> Self {
                Self(vector!($max(self.0, other.0)))
            }
            #[inline(always)]
            fn trunc(self) -> Self {
                Self(vector!($round::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>(self.0)))
            }
            #[inline(always)]
            fn abs(self) -> Self {
                Self(vector!($andnot($set(-0.0), self.0)))
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                let sign = vector!($and($set(-0.0), sign.0));
                Self(vector!($or(self.abs().0, sign)))
            }
            #[inline(always)]
            fn xor_sign(self, sign: Self) -> Self {
                let sign = vector!($and($set(-0.0), sign.0));
                Self(vector!($xor(self.0, sign)))
            }
            #[inline(always)]
            fn lt(self, other: Self) -> Self::Mask {
                $mask(vector!($cmp::<_CMP_LT_OQ>(self.0, other.0)))
            }
            #[inline(always)]
            fn le(self, other: Self) -> Self::Mask {
                $mask(vector!($cmp::<_CMP_LE_OQ>(self.0, other.0)))
            }
            #[inline(always)]
            fn eq(self, other: Self) -> Self::Mask {
                $mask(vector!($cmp::<_CMP_EQ_OQ>(self.0, other.0)))
            }
            #[inline(always)]
            fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
                Self(vector!($blend(no.0, yes.0, mask.0)))
            }
            #[inline(always)]
            fn all_finite(self) -> bool {
                self.abs().le(Self::splat($lane::MAX)).all()
            }
            #[inline(always)]
            fn all_normal(self) -> bool {
                let size = self.abs();
                let normal =
                    Self::splat($lane::MIN_POSITIVE).le(size) & size.le(Self::splat($lane::MAX));
                normal.all()
            }
            #[inline(always)]
            fn bits_add(self, other: Self) -> Self {
                Self(vector!($from_int($int_add($to_int(self.0), $to_int(other.0)))))
            }
            #[inline(always)]
            fn bits_sub(self, other: Self) -> Self {
                Self(vector!($from_int($int_sub($to_int(self.0), $to_int(other.0)))))
            }
            #[inline(always)]
            fn bits_and(self, other: Self) -> Self {
                Self(vector!($and(self.0, other.0)))
            }
            #[inline(always)]
            fn bits_or(self, other: Self) -> Self {
                Self(vector!($or(self.0, other.0)))
            }
            #[inline(always)]
            fn bits_shl<const COUNT: u32>(self) -> Self {
                Self(vector!($from_int($shl($to_int(self.0), _mm_cvtsi32_si128(COUNT as i32)))))
            }
            #[inline(always)]
            fn bits_shr<const COUNT: u32>(self) -> Self {
                Self(vector!($from_int($shr($to_int(self.0), _mm_cvtsi32_si128(COUNT as i32)))))
            }
            #[inline(always)]
            fn lookup(self, table: &[$lane; 16]) -> Self {
                let index = vector!($to_int(self.0));
                Self($lookup(index, table))
            }
            #[inline(always)]
            fn scale(self, exponent: Self) -> Self {
                $scale(self, exponent)
            }
        }
    };
}

lanes! {
    F64x4, "Four `f64`.", __m256d, f64, Mask64, 4,
    set: _mm256_set1_pd, load: _mm256_loadu_pd, store: _mm256_storeu_pd,
    add: _mm256_add_pd, sub: _mm256_sub_pd, mul: _mm256_mul_pd, div: _mm256_div_pd,
    fma: _mm256_fmadd_pd, fnma: _mm256_fnmadd_pd, sqrt: _mm256_sqrt_pd, min: _mm256_min_pd, max: _mm256_max_pd,
    round: _mm256_round_pd, and: _mm256_and_pd, or: _mm256_or_pd, xor: _mm256_xor_pd, andnot: _mm256_andnot_pd,
    cmp: _mm256_cmp_pd, blend: _mm256_blendv_pd, move_mask: _mm256_movemask_pd,
    to_int: _mm256_castpd_si256, from_int: _mm256_castsi256_pd, int_add: _mm256_add_epi64, int_sub: _mm256_sub_epi64,
    shl: _mm256_sll_epi64, shr: _mm256_srl_epi64, scale: scale_f64, lookup: lookup_f64,
}

lanes! {
    F32x8, "Eight `f32`.", __m256, f32, Mask32, 8,
    set: _mm256_set1_ps, load: _mm256_loadu_ps, store: _mm256_storeu_ps,
    add: _mm256_add_ps, sub: _mm256_sub_ps, mul: _mm256_mul_ps, div: _mm256_div_ps,
    fma: _mm256_fmadd_ps, fnma: _mm256_fnmadd_ps, sqrt: _mm256_sqrt_ps, min: _mm256_min_ps, max: _mm256_max_ps,
    round: _mm256_round_ps, and: _mm256_and_ps, or: _mm256_or_ps, xor: _mm256_xor_ps, andnot: _mm256_andnot_ps,
    cmp: _mm256_cmp_ps, blend: _mm256_blendv_ps, move_mask: _mm256_movemask_ps,
    to_int: _mm256_castps_si256, from_int: _mm256_castsi256_ps, int_add: _mm256_add_epi32, int_sub: _mm256_sub_epi32,
    shl: _mm256_sll_epi32, shr: _mm256_srl_epi32, scale: scale_f32, lookup: lookup_f32,
}

#[inline(always)]
fn lookup_f64(index: __m256i, table: &[f64; 16]) -> __m256d {
    let index = vector!(_mm256_and_si256(index, _mm256_set1_epi64x(15)));
    // SAFETY: as for `vector!`, and each index is below the table's length.
    unsafe { _mm256_i64gather_pd::<8>(table.as_ptr(), index) }
}

#[inline(always)]
fn lookup_f32(index: __m256i, table: &[f32; 16]) -> __m256 {
    // SAFETY: as for `vector!`, and the table has eight entries there.
    let low = unsafe { _mm256_loadu_ps(table.as_ptr()) };
    // SAFETY: as for `vector!`, and the table has sixteen entries.
    let high = unsafe { _mm256_loadu_ps(table[8..].as_ptr()) };
    let low = vector!(_mm256_permutevar8x32_ps(low, index));
    let high = vector!(_mm256_permutevar8x32_ps(high, index));
    // The fourth bit, as a sign, chooses the half.
    let half = vector!(_mm256_castsi256_ps(_mm256_slli_epi32::<28>(index)));
    vector!(_mm256_blendv_ps(low, high, half))
}

#[inline(always)]
fn scale_f64(x: F64x4, exponent: F64x4) -> F64x4 {
    let whole = F64x4(vector!(_mm256_floor_pd(exponent.0)));
    let half = F64x4(vector!(_mm256_floor_pd(_mm256_mul_pd(whole.0, _mm256_set1_pd(0.5)))));
    scale_in_two_steps(x, whole, half)
}

#[inline(always)]
fn scale_f32(x: F32x8, exponent: F32x8) -> F32x8 {
    let whole = vector!(_mm256_floor_ps(exponent.0));
    let half = vector!(_mm256_floor_ps(_mm256_mul_ps(whole, _mm256_set1_ps(0.5))));
    x * power_of_two_f32(half) * power_of_two_f32(vector!(_mm256_sub_ps(whole, half)))
}

#[inline(always)]
fn power_of_two_f32(exponent: __m256) -> F32x8 {
    let field = vector!(_mm256_add_epi32(_mm256_cvtps_epi32(exponent), _mm256_set1_epi32(127)));
    F32x8(vector!(_mm256_castsi256_ps(_mm256_slli_epi32::<23>(field))))
}

impl Doubles for F64x4 {}

impl Singles for F32x8 {
    type Wide = F64x4;

    #[inline(always)]
    fn widen(self) -> (F64x4, F64x4) {
        let lower = vector!(_mm256_castps256_ps128(self.0));
        let upper = vector!(_mm256_extractf128_ps::<1>(self.0));
        (F64x4(vector!(_mm256_cvtps_pd(lower))), F64x4(vector!(_mm256_cvtps_pd(upper))))
    }
    #[inline(always)]
    fn narrow(lower: F64x4, upper: F64x4) -> Self {
        let lower = vector!(_mm256_castps128_ps256(_mm256_cvtpd_ps(lower.0)));
        let upper = vector!(_mm256_cvtpd_ps(upper.0));
        Self(vector!(_mm256_insertf128_ps::<1>(lower, upper)))
    }

    #[inline(always)]
    fn from_halves(halves: &[f16; WIDEST]) -> Self {
        // SAFETY: as for `vector!`, and the array has sixteen halves, of which eight are read.
        let packed = unsafe { _mm_loadu_si128(halves.as_ptr().cast()) };
        Self(vector!(_mm256_cvtph_ps(packed)))
    }
    #[inline(always)]
    fn to_halves(self) -> [f16; WIDEST] {
        let mut halves = [f16::ZERO; WIDEST];
        let packed = vector!(_mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(self.0));
        // SAFETY: as for `vector!`, and the array has sixteen halves, of which eight are written.
        unsafe { _mm_storeu_si128(halves.as_mut_ptr().cast(), packed) };
        halves
    }
}
