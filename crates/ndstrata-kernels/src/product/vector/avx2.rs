//! Vectors of 256 bits for floats; integers are arrays that the compiler makes vectors of.
#![expect(unsafe_code, reason = "vector intrinsics")]
#![expect(
    unsafe_op_in_unsafe_fn,
    reason = "each method is one or two intrinsics under the trait's contract"
)]

use std::arch::x86_64::*;

use super::Vector;
use super::portable::total;

macro_rules! vectors {
    ($($name:ident $register:ty, $lane:ty, $lanes:literal: $zero:ident, $set:ident, $load:ident, $store:ident,
        $maskload:ident, $maskstore:ident, $mask:ident, $fma:ident, $add:ident $subtract:ident, $permute:ident $swap:literal, $xor:ident $even:expr, $odd:expr;)*) => {$(
        #[derive(Clone, Copy)]
        pub(in crate::product) struct $name($register);

        // SAFETY: the types are used only inside functions compiled for AVX2 and FMA (`table`).
        unsafe impl Vector for $name {
            type Lane = $lane;
            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn zero() -> Self {
                Self($zero())
            }
            #[inline(always)]
            unsafe fn splat(from: *const $lane) -> Self {
                Self($set(from.read_unaligned()))
            }
            #[inline(always)]
            unsafe fn load(from: *const $lane) -> Self {
                Self($load(from))
            }
            #[inline(always)]
            unsafe fn load_first(from: *const $lane, n: usize) -> Self {
                Self($maskload(from, $mask(n)))
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $lane) {
                $store(to, self.0);
            }
            #[inline(always)]
            unsafe fn store_first(self, to: *mut $lane, n: usize) {
                $maskstore(to, $mask(n), self.0);
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
                Self($fma(self.0, factor.0, term.0))
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
                let mut lanes = [0.0; $lanes];
                $store(lanes.as_mut_ptr(), self.0);
                total(&mut lanes)
            }
            #[inline(always)]
            unsafe fn exchanged(self) -> Self {
                Self($permute::<$swap>(self.0))
            }
            #[inline(always)]
            unsafe fn even_negated(self) -> Self {
                Self($xor(self.0, $even))
            }
            #[inline(always)]
            unsafe fn odd_negated(self) -> Self {
                Self($xor(self.0, $odd))
            }
        }
    )*};
}

#[inline(always)]
unsafe fn first_of_4(n: usize) -> __m256i {
    _mm256_cmpgt_epi64(_mm256_set1_epi64x(n as i64), _mm256_set_epi64x(3, 2, 1, 0))
}

#[inline(always)]
unsafe fn first_of_8(n: usize) -> __m256i {
    _mm256_cmpgt_epi32(_mm256_set1_epi32(n as i32), _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0))
}

vectors! {
    F64x4 __m256d, f64, 4: _mm256_setzero_pd, _mm256_set1_pd, _mm256_loadu_pd, _mm256_storeu_pd,
        _mm256_maskload_pd, _mm256_maskstore_pd, first_of_4, _mm256_fmadd_pd, _mm256_add_pd _mm256_sub_pd,
        _mm256_permute_pd 0x5,
        _mm256_xor_pd _mm256_set_pd(0.0, -0.0, 0.0, -0.0), _mm256_set_pd(-0.0, 0.0, -0.0, 0.0);
    F32x8 __m256, f32, 8: _mm256_setzero_ps, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps,
        _mm256_maskload_ps, _mm256_maskstore_ps, first_of_8, _mm256_fmadd_ps, _mm256_add_ps _mm256_sub_ps,
        _mm256_permute_ps 0xb1,
        _mm256_xor_ps _mm256_set_ps(0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0),
        _mm256_set_ps(-0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0);
}
