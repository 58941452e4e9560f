//! Eight `f64` or sixteen `f32` in an AVX-512 register.
#![expect(unsafe_code, reason = "vector intrinsics")]

use super::{Doubles, Lanes, Mask, Singles, WIDEST};
use half::f16;
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

impl Mask for __mmask8 {
    #[inline(always)]
    fn any(self) -> bool {
        self != 0
    }
}

impl Mask for __mmask16 {
    #[inline(always)]
    fn any(self) -> bool {
        self != 0
    }
}

/// Calls an intrinsic.
macro_rules! vector {
    ($call:expr) => {
        // SAFETY: the types of this file are only made inside the functions of `run.rs` that are
        // compiled for AVX-512 and called after `isa()` has found it.
        unsafe { $call }
    };
}

macro_rules! lanes {
    (
        $name:ident, $doc:literal, $register:ty, $lane:ty, $mask:ty, $n:literal,
        set: $set:ident, load: $load:ident, store: $store:ident,
        add: $add:ident, sub: $sub:ident, mul: $mul:ident, div: $div:ident,
        fma: $fma:ident, fnma: $fnma:ident, sqrt: $sqrt:ident, min: $min:ident, max: $max:ident,
        round: $round:ident, and: $and:ident, or: $or:ident, xor: $xor:ident, andnot: $andnot:ident,
        cmp: $cmp:ident, blend: $blend:ident, class: $class:ident,
        to_int: $to_int:ident, from_int: $from_int:ident, int_add: $int_add:ident, int_sub: $int_sub:ident,
        shl: $shl:ident, shr: $shr:ident, scale: $scale:ident, lookup: $lookup:expr $(,)?
    ) => {
        #[doc = $doc]
        #[derive(Clone, Copy)]
        pub(in crate::math) struct $name($register);

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
                vector!($cmp::<_CMP_LT_OQ>(self.0, other.0))
            }
            #[inline(always)]
            fn le(self, other: Self) -> Self::Mask {
                vector!($cmp::<_CMP_LE_OQ>(self.0, other.0))
            }
            #[inline(always)]
            fn eq(self, other: Self) -> Self::Mask {
                vector!($cmp::<_CMP_EQ_OQ>(self.0, other.0))
            }
            #[inline(always)]
            fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
                Self(vector!($blend(mask, no.0, yes.0)))
            }
            #[inline(always)]
            fn all_finite(self) -> bool {
                vector!($class::<NAN_OR_INFINITE>(self.0)) == 0
            }
            #[inline(always)]
            fn all_normal(self) -> bool {
                vector!($class::<{ NAN_OR_INFINITE | ZERO_OR_SUBNORMAL }>(self.0)) == 0
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
                Self(vector!($from_int($shl::<COUNT>($to_int(self.0)))))
            }
            #[inline(always)]
            fn bits_shr<const COUNT: u32>(self) -> Self {
                Self(vector!($from_int($shr::<COUNT>($to_int(self.0)))))
            }
            #[inline(always)]
            fn lookup(self, table: &[$lane; 16]) -> Self {
                let index = vector!($to_int(self.0));
                Self($lookup(index, table))
            }
            #[inline(always)]
            fn scale(self, exponent: Self) -> Self {
                Self(vector!($scale(self.0, exponent.0)))
            }
        }
    };
}

/// The classes of `vfpclass`: quiet NaN, ±infinity, signalling NaN.
const NAN_OR_INFINITE: i32 = 0x01 | 0x08 | 0x10 | 0x80;
/// The classes of `vfpclass`: ±0, subnormal.
const ZERO_OR_SUBNORMAL: i32 = 0x02 | 0x04 | 0x20;

lanes! {
    F64x8, "Eight `f64`.", __m512d, f64, __mmask8, 8,
    set: _mm512_set1_pd, load: _mm512_loadu_pd, store: _mm512_storeu_pd,
    add: _mm512_add_pd, sub: _mm512_sub_pd, mul: _mm512_mul_pd, div: _mm512_div_pd,
    fma: _mm512_fmadd_pd, fnma: _mm512_fnmadd_pd, sqrt: _mm512_sqrt_pd, min: _mm512_min_pd, max: _mm512_max_pd,
    round: _mm512_roundscale_pd, and: _mm512_and_pd, or: _mm512_or_pd, xor: _mm512_xor_pd, andnot: _mm512_andnot_pd,
    cmp: _mm512_cmp_pd_mask, blend: _mm512_mask_blend_pd, class: _mm512_fpclass_pd_mask,
    to_int: _mm512_castpd_si512, from_int: _mm512_castsi512_pd, int_add: _mm512_add_epi64, int_sub: _mm512_sub_epi64,
    shl: _mm512_slli_epi64, shr: _mm512_srli_epi64, scale: _mm512_scalef_pd, lookup: lookup_f64,
}

lanes! {
    F32x16, "Sixteen `f32`.", __m512, f32, __mmask16, 16,
    set: _mm512_set1_ps, load: _mm512_loadu_ps, store: _mm512_storeu_ps,
    add: _mm512_add_ps, sub: _mm512_sub_ps, mul: _mm512_mul_ps, div: _mm512_div_ps,
    fma: _mm512_fmadd_ps, fnma: _mm512_fnmadd_ps, sqrt: _mm512_sqrt_ps, min: _mm512_min_ps, max: _mm512_max_ps,
    round: _mm512_roundscale_ps, and: _mm512_and_ps, or: _mm512_or_ps, xor: _mm512_xor_ps, andnot: _mm512_andnot_ps,
    cmp: _mm512_cmp_ps_mask, blend: _mm512_mask_blend_ps, class: _mm512_fpclass_ps_mask,
    to_int: _mm512_castps_si512, from_int: _mm512_castsi512_ps, int_add: _mm512_add_epi32, int_sub: _mm512_sub_epi32,
    shl: _mm512_slli_epi32, shr: _mm512_srli_epi32, scale: _mm512_scalef_ps, lookup: lookup_f32,
}

#[inline(always)]
fn lookup_f64(index: __m512i, table: &[f64; 16]) -> __m512d {
    // SAFETY: as for `vector!`, and the table has eight entries there.
    let low = unsafe { _mm512_loadu_pd(table.as_ptr()) };
    // SAFETY: as for `vector!`, and the table has sixteen entries.
    let high = unsafe { _mm512_loadu_pd(table[8..].as_ptr()) };
    vector!(_mm512_permutex2var_pd(low, index, high))
}

#[inline(always)]
fn lookup_f32(index: __m512i, table: &[f32; 16]) -> __m512 {
    // SAFETY: as for `vector!`, and the table has sixteen entries.
    let entries = unsafe { _mm512_loadu_ps(table.as_ptr()) };
    vector!(_mm512_permutexvar_ps(index, entries))
}

impl Doubles for F64x8 {
    #[inline(always)]
    fn exponent(self) -> Self {
        Self(vector!(_mm512_getexp_pd(self.0)))
    }

    #[inline(always)]
    fn significand(self) -> Self {
        Self(vector!(_mm512_getmant_pd::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_ZERO>(self.0)))
    }
}

impl Singles for F32x16 {
    type Wide = F64x8;

    #[inline(always)]
    fn parts(self) -> (Self, Self) {
        let m = vector!(_mm512_getmant_ps::<_MM_MANT_NORM_P75_1P5, _MM_MANT_SIGN_ZERO>(self.0));
        let k = vector!(_mm512_sub_ps(_mm512_getexp_ps(self.0), _mm512_getexp_ps(m)));
        (Self(k), Self(m))
    }

    #[inline(always)]
    fn widen(self) -> (F64x8, F64x8) {
        let lower = vector!(_mm512_castps512_ps256(self.0));
        let upper = vector!(_mm512_extractf32x8_ps::<1>(self.0));
        (F64x8(vector!(_mm512_cvtps_pd(lower))), F64x8(vector!(_mm512_cvtps_pd(upper))))
    }
    #[inline(always)]
    fn narrow(lower: F64x8, upper: F64x8) -> Self {
        let lower = vector!(_mm512_castps256_ps512(_mm512_cvtpd_ps(lower.0)));
        let upper = vector!(_mm512_cvtpd_ps(upper.0));
        Self(vector!(_mm512_insertf32x8::<1>(lower, upper)))
    }

    #[inline(always)]
    fn from_halves(halves: &[f16; WIDEST]) -> Self {
        // SAFETY: as for `vector!`, and the array has sixteen halves.
        let packed = unsafe { _mm256_loadu_si256(halves.as_ptr().cast()) };
        Self(vector!(_mm512_cvtph_ps(packed)))
    }
    #[inline(always)]
    fn to_halves(self) -> [f16; WIDEST] {
        let mut halves = [f16::ZERO; WIDEST];
        let packed = vector!(_mm512_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(self.0));
        // SAFETY: as for `vector!`, and the array has sixteen halves.
        unsafe { _mm256_storeu_si256(halves.as_mut_ptr().cast(), packed) };
        halves
    }
}
