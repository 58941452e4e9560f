//! Vectors of 512 bits.
#![expect(unsafe_code, reason = "vector intrinsics")]
#![expect(
    unsafe_op_in_unsafe_fn,
    reason = "each method is one or two intrinsics under the trait's contract"
)]

use std::arch::x86_64::*;

use super::Vector;

macro_rules! vectors {
    ($($name:ident $register:ty, $lane:ty, $lanes:literal, $mask:ty, $int:ty: $zero:ident, $set:ident,
        $load:ident, $store:ident, $maskload:ident, $maskstore:ident,
        |$a:ident, $b:ident, $c:ident| $fma:expr, $add:ident $subtract:ident, |$v:ident| $total:expr,
        |$x:ident| $exchanged:expr, $even:expr, $odd:expr;)*) => {$(
        #[derive(Clone, Copy)]
        pub(in crate::product) struct $name($register);

        // SAFETY: the types are used only inside functions compiled for AVX-512 (`table`).
        unsafe impl Vector for $name {
            type Lane = $lane;
            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn zero() -> Self {
                Self($zero())
            }
            #[inline(always)]
            unsafe fn splat(from: *const $lane) -> Self {
                Self($set(from.read_unaligned() as _))
            }
            #[inline(always)]
            unsafe fn load(from: *const $lane) -> Self {
                Self($load(from.cast()))
            }
            #[inline(always)]
            unsafe fn load_first(from: *const $lane, n: usize) -> Self {
                Self($maskload(mask(n) as $mask, from.cast()))
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $lane) {
                $store(to.cast(), self.0);
            }
            #[inline(always)]
            unsafe fn store_first(self, to: *mut $lane, n: usize) {
                $maskstore(to.cast(), mask(n) as $mask, self.0);
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
                let ($a, $b, $c) = (self.0, factor.0, term.0);
                Self($fma)
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                Self($add(self.0, other.0))
            }
            #[inline(always)]
            unsafe fn subtract(self, other: Self) -> Self {
                Self($subtract(self.0, other.0))
            }
            #[inline(always)]
            unsafe fn total(self) -> $lane {
                let $v = self.0;
                $total
            }
            #[inline(always)]
            unsafe fn exchanged(self) -> Self {
                let $x = self.0;
                Self($exchanged)
            }
            #[inline(always)]
            unsafe fn even_negated(self) -> Self {
                let $x = self.0;
                Self($even)
            }
            #[inline(always)]
            unsafe fn odd_negated(self) -> Self {
                let $x = self.0;
                Self($odd)
            }
        }
    )*};
}

/// The first `n` bits of a mask; all of them from 64 on.
#[inline(always)]
fn mask(n: usize) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}

vectors! {
    F64x8 __m512d, f64, 8, __mmask8, i64: _mm512_setzero_pd, _mm512_set1_pd,
        _mm512_loadu_pd, _mm512_storeu_pd, _mm512_maskz_loadu_pd, _mm512_mask_storeu_pd,
        |a, b, c| _mm512_fmadd_pd(a, b, c), _mm512_add_pd _mm512_sub_pd, |v| _mm512_reduce_add_pd(v),
        |x| _mm512_permute_pd::<0x55>(x),
        _mm512_xor_pd(x, _mm512_castsi512_pd(_mm512_set_epi64(0, i64::MIN, 0, i64::MIN, 0, i64::MIN, 0, i64::MIN))),
        _mm512_xor_pd(x, _mm512_castsi512_pd(_mm512_set_epi64(i64::MIN, 0, i64::MIN, 0, i64::MIN, 0, i64::MIN, 0)));
    F32x16 __m512, f32, 16, __mmask16, i32: _mm512_setzero_ps, _mm512_set1_ps,
        _mm512_loadu_ps, _mm512_storeu_ps, _mm512_maskz_loadu_ps, _mm512_mask_storeu_ps,
        |a, b, c| _mm512_fmadd_ps(a, b, c), _mm512_add_ps _mm512_sub_ps, |v| _mm512_reduce_add_ps(v),
        |x| _mm512_permute_ps::<0xb1>(x),
        _mm512_xor_ps(x, _mm512_castsi512_ps(_mm512_set1_epi64(0x8000_0000))),
        _mm512_xor_ps(x, _mm512_castsi512_ps(_mm512_set1_epi64(i64::MIN)));
    I16x32 __m512i, i16, 32, __mmask32, i16: _mm512_setzero_si512, _mm512_set1_epi16,
        _mm512_loadu_si512, _mm512_storeu_si512, _mm512_maskz_loadu_epi16, _mm512_mask_storeu_epi16,
        |a, b, c| _mm512_add_epi16(_mm512_mullo_epi16(a, b), c), _mm512_add_epi16 _mm512_sub_epi16,
        |v| _mm512_reduce_add_epi32(_mm512_add_epi32(v, _mm512_srli_epi32::<16>(v))) as i16,
        |x| x, x, x;
    I32x16 __m512i, i32, 16, __mmask16, i32: _mm512_setzero_si512, _mm512_set1_epi32,
        _mm512_loadu_si512, _mm512_storeu_si512, _mm512_maskz_loadu_epi32, _mm512_mask_storeu_epi32,
        |a, b, c| _mm512_add_epi32(_mm512_mullo_epi32(a, b), c), _mm512_add_epi32 _mm512_sub_epi32, |v| _mm512_reduce_add_epi32(v),
        |x| x, x, x;
    I64x8 __m512i, i64, 8, __mmask8, i64: _mm512_setzero_si512, _mm512_set1_epi64,
        _mm512_loadu_si512, _mm512_storeu_si512, _mm512_maskz_loadu_epi64, _mm512_mask_storeu_epi64,
        |a, b, c| _mm512_add_epi64(_mm512_mullo_epi64(a, b), c), _mm512_add_epi64 _mm512_sub_epi64, |v| _mm512_reduce_add_epi64(v),
        |x| x, x, x;
}
