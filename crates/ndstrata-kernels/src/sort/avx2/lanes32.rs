//! Eight keys of 32 bits in a register of AVX2.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::marker::PhantomData;

use super::super::split::SPLIT8;
use super::super::vector::{Lanes, Vector};
use super::{OrderLanes, sort_matrix, spread_keys};

/// Eight keys of 32 bits.
#[derive(Clone, Copy)]
pub(super) struct Lanes32<K>(__m256i, PhantomData<K>);

impl<K: OrderLanes> Lanes for Lanes32<K> {
    type Key = K;

    const LANES: usize = 8;

    #[inline(always)]
    unsafe fn splat(key: K) -> Self {
        const { assert!(size_of::<K>() == 4) };
        // SAFETY: the caller has the instruction; every key is four plain bytes.
        Lanes32(unsafe { _mm256_set1_epi32(core::mem::transmute_copy(&key)) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load(from: *const K) -> Self {
        // SAFETY: the caller has the instruction and 32 readable bytes.
        Lanes32(unsafe { _mm256_loadu_si256(from.cast()) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load_first(from: *const K, count: usize) -> Self {
        // SAFETY: the caller has the instructions and `count` readable keys; no others are read.
        unsafe {
            let used = first_lanes32(count);
            let keys = _mm256_maskload_epi32(from.cast(), used);
            Lanes32(_mm256_blendv_epi8(Self::splat(K::LAST).0, keys, used), PhantomData)
        }
    }

    #[inline(always)]
    fn prefetch(from: *const K) {
        // SAFETY: every x86-64 has the instruction, and it takes any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn split<const EQUAL: bool>(self, pivot: Self, left: *mut K, right: *mut K) -> usize {
        // SAFETY: the caller has eight writable keys from `left` and eight below `right`. One store
        // at each end writes the same lanes: those that go left first, the others last.
        unsafe {
            let mask = left_mask32::<K, EQUAL>(self.0, pivot.0);
            let lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(SPLIT8[mask as usize] as i64));
            let ordered = _mm256_permutevar8x32_epi32(self.0, lanes);
            _mm256_storeu_si256(left.cast(), ordered);
            _mm256_storeu_si256(right.sub(8).cast(), ordered);
            mask.count_ones() as usize
        }
    }

    #[inline(always)]
    unsafe fn split_first<const EQUAL: bool>(
        self,
        count: usize,
        pivot: Self,
        left: *mut K,
        right: *mut K,
    ) -> usize {
        let mut keys = [K::LAST; 8];
        // SAFETY: the array has the lanes; the caller vouches for the rest.
        unsafe {
            self.store_first(keys.as_mut_ptr(), count);
            let mask = left_mask32::<K, EQUAL>(self.0, pivot.0);
            spread_keys(&keys[..count], mask, left, right)
        }
    }
}

impl<K: OrderLanes> Vector for Lanes32<K> {
    type Shuffles = ();

    const MAX_ROWS: usize = 16;

    #[inline(always)]
    unsafe fn shuffles() {}

    #[inline(always)]
    unsafe fn store(self, to: *mut K) {
        // SAFETY: the caller has room for all lanes.
        unsafe { _mm256_storeu_si256(to.cast(), self.0) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut K, count: usize) {
        // SAFETY: the caller has `count` writable keys; no others are written.
        unsafe { _mm256_maskstore_epi32(to.cast(), first_lanes32(count), self.0) }
    }

    #[inline(always)]
    fn order(self, other: Self) -> (Self, Self) {
        // SAFETY: `self` exists only where AVX2 does.
        let (low, high) = unsafe { K::order(self.0, other.0) };
        (Lanes32(low, PhantomData), Lanes32(high, PhantomData))
    }

    #[inline(always)]
    fn mirror<const G: usize>(self, (): &()) -> Self {
        // SAFETY: `self` exists only where AVX2 does.
        let mirrored = unsafe {
            match G {
                2 => _mm256_shuffle_epi32::<0b10_11_00_01>(self.0),
                4 => _mm256_shuffle_epi32::<0b00_01_10_11>(self.0),
                _ => {
                    let lanes = _mm256_set_epi32(0, 1, 2, 3, 4, 5, 6, 7);
                    _mm256_permutevar8x32_epi32(self.0, lanes)
                }
            }
        };
        Lanes32(mirrored, PhantomData)
    }

    #[inline(always)]
    fn order_mirrored<const G: usize>(self, shuffles: &()) -> Self {
        // SAFETY: `self` exists only where AVX2 does.
        let ordered = unsafe {
            let (low, high) = K::order_partner(self.0, self.mirror::<G>(shuffles).0);
            match G {
                2 => _mm256_blend_epi32::<0b10101010>(low, high),
                4 => _mm256_blend_epi32::<0b11001100>(low, high),
                _ => _mm256_blend_epi32::<0b11110000>(low, high),
            }
        };
        Lanes32(ordered, PhantomData)
    }

    #[inline(always)]
    fn order_distant<const D: usize>(self, shuffles: &()) -> Self {
        if D == 1 {
            return self.order_mirrored::<2>(shuffles);
        }
        // SAFETY: `self` exists only where AVX2 does.
        let ordered = unsafe {
            let partner = _mm256_shuffle_epi32::<0b01_00_11_10>(self.0);
            let (low, high) = K::order_partner(self.0, partner);
            _mm256_blend_epi32::<0b11001100>(low, high)
        };
        Lanes32(ordered, PhantomData)
    }

    unsafe fn sort_matrix<const R: usize>(base: *mut K, len: usize) {
        // SAFETY: the caller has the instructions and vouches for the keys.
        unsafe { sort_matrix::<Self, R>(base, len) }
    }
}

#[inline(always)]
unsafe fn first_lanes32(count: usize) -> __m256i {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count as i32), lanes)
    }
}

#[inline(always)]
unsafe fn left_mask32<K: OrderLanes, const EQUAL: bool>(keys: __m256i, pivot: __m256i) -> u32 {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = if EQUAL { K::less(pivot, keys) } else { K::less(keys, pivot) };
        let mask = _mm256_movemask_ps(_mm256_castsi256_ps(lanes)) as u32;
        if EQUAL { mask ^ 0xFF } else { mask }
    }
}
