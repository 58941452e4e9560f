//! Four keys of 64 bits in a register of AVX2.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::marker::PhantomData;

use super::super::vector::{Lanes, Vector};
use super::{OrderLanes, sort_matrix, spread_keys};

/// For each mask of four lanes of 64 bits, the lanes in it and then the others, as pairs of half
/// lanes, one byte each.
static SPLIT4: [u64; 16] = {
    let mut table = [0; 16];
    let mut mask = 0;
    while mask < 16 {
        let (mut lane, mut low, mut high) = (0, 0, (mask as u32).count_ones());
        while lane < 4 {
            let place = if mask >> lane & 1 == 1 { &mut low } else { &mut high };
            table[mask] |= ((2 * lane) | ((2 * lane + 1) << 8)) << (16 * *place);
            *place += 1;
            lane += 1;
        }
        mask += 1;
    }
    table
};

/// Four keys of 64 bits.
#[derive(Clone, Copy)]
pub(super) struct Lanes64<K>(__m256i, PhantomData<K>);

impl<K: OrderLanes> Lanes for Lanes64<K> {
    type Key = K;

    const LANES: usize = 4;

    #[inline(always)]
    unsafe fn splat(key: K) -> Self {
        const { assert!(size_of::<K>() == 8) };
        // SAFETY: the caller has the instruction; every key is eight plain bytes.
        Lanes64(unsafe { _mm256_set1_epi64x(core::mem::transmute_copy(&key)) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load(from: *const K) -> Self {
        // SAFETY: the caller has the instruction and 32 readable bytes.
        Lanes64(unsafe { _mm256_loadu_si256(from.cast()) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load_first(from: *const K, count: usize) -> Self {
        // SAFETY: the caller has the instructions and `count` readable keys; no others are read.
        unsafe {
            let used = first_lanes64(count);
            let keys = _mm256_maskload_epi64(from.cast(), used);
            Lanes64(_mm256_blendv_epi8(Self::splat(K::LAST).0, keys, used), PhantomData)
        }
    }

    #[inline(always)]
    fn prefetch(from: *const K) {
        // SAFETY: every x86-64 has the instruction, and it takes any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn split<const EQUAL: bool>(self, pivot: Self, left: *mut K, right: *mut K) -> usize {
        // SAFETY: the caller has four writable keys from `left` and four below `right`. One store at
        // each end writes the same lanes: those that go left first, the others last.
        unsafe {
            let mask = left_mask64::<K, EQUAL>(self.0, pivot.0);
            let lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(SPLIT4[mask as usize] as i64));
            let ordered = _mm256_permutevar8x32_epi32(self.0, lanes);
            _mm256_storeu_si256(left.cast(), ordered);
            _mm256_storeu_si256(right.sub(4).cast(), ordered);
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
        let mut keys = [K::LAST; 4];
        // SAFETY: the array has the lanes; the caller vouches for the rest.
        unsafe {
            self.store_first(keys.as_mut_ptr(), count);
            let mask = left_mask64::<K, EQUAL>(self.0, pivot.0);
            spread_keys(&keys[..count], mask, left, right)
        }
    }
}

impl<K: OrderLanes> Vector for Lanes64<K> {
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
        unsafe { _mm256_maskstore_epi64(to.cast(), first_lanes64(count), self.0) }
    }

    #[inline(always)]
    fn order(self, other: Self) -> (Self, Self) {
        // SAFETY: `self` exists only where AVX2 does.
        let (low, high) = unsafe { K::order(self.0, other.0) };
        (Lanes64(low, PhantomData), Lanes64(high, PhantomData))
    }

    #[inline(always)]
    fn mirror<const G: usize>(self, (): &()) -> Self {
        // SAFETY: `self` exists only where AVX2 does.
        let mirrored = unsafe {
            match G {
                2 => _mm256_shuffle_epi32::<0b01_00_11_10>(self.0),
                _ => _mm256_permute4x64_epi64::<0b00_01_10_11>(self.0),
            }
        };
        Lanes64(mirrored, PhantomData)
    }

    #[inline(always)]
    fn order_mirrored<const G: usize>(self, shuffles: &()) -> Self {
        // SAFETY: `self` exists only where AVX2 does.
        let ordered = unsafe {
            let (low, high) = K::order_partner(self.0, self.mirror::<G>(shuffles).0);
            match G {
                2 => _mm256_blend_epi32::<0b11001100>(low, high),
                _ => _mm256_blend_epi32::<0b11110000>(low, high),
            }
        };
        Lanes64(ordered, PhantomData)
    }

    #[inline(always)]
    fn order_distant<const D: usize>(self, shuffles: &()) -> Self {
        // Of four lanes only neighbours are left to compare, and those are mirrored in pairs.
        self.order_mirrored::<2>(shuffles)
    }

    unsafe fn sort_matrix<const R: usize>(base: *mut K, len: usize) {
        // SAFETY: the caller has the instructions and vouches for the keys.
        unsafe { sort_matrix::<Self, R>(base, len) }
    }
}

#[inline(always)]
unsafe fn first_lanes64(count: usize) -> __m256i {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = _mm256_set_epi64x(3, 2, 1, 0);
        _mm256_cmpgt_epi64(_mm256_set1_epi64x(count as i64), lanes)
    }
}

#[inline(always)]
unsafe fn left_mask64<K: OrderLanes, const EQUAL: bool>(keys: __m256i, pivot: __m256i) -> u32 {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = if EQUAL { K::less(pivot, keys) } else { K::less(keys, pivot) };
        let mask = _mm256_movemask_pd(_mm256_castsi256_pd(lanes)) as u32;
        if EQUAL { mask ^ 0xF } else { mask }
    }
}
