//! Sixteen keys of 32 bits in a register of AVX-512.

#![expect(unsafe_code, reason = "vector instructions, loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::marker::PhantomData;

use super::super::vector::{Lanes, Vector};
use super::{OrderLanes, Shuffles, sort_matrix};

/// Sixteen keys of 32 bits.
#[derive(Clone, Copy)]
pub(super) struct Lanes32<K>(__m512i, PhantomData<K>);

impl<K> Lanes32<K> {
    #[inline(always)]
    fn swap_distant<const D: usize>(self) -> __m512i {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            match D {
                1 => _mm512_shuffle_epi32::<0b10_11_00_01>(self.0),
                2 => _mm512_shuffle_epi32::<0b01_00_11_10>(self.0),
                _ => _mm512_permutex_epi64::<0b01_00_11_10>(self.0),
            }
        }
    }

    #[inline(always)]
    fn mirrored<const G: usize>(self, shuffles: &Shuffles) -> __m512i {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            match G {
                2 => _mm512_shuffle_epi32::<0b10_11_00_01>(self.0),
                4 => _mm512_shuffle_epi32::<0b00_01_10_11>(self.0),
                8 => _mm512_permutexvar_epi32(shuffles.mirror8, self.0),
                _ => _mm512_permutexvar_epi32(shuffles.mirror16, self.0),
            }
        }
    }
}

impl<K: OrderLanes<Mask = u16>> Lanes32<K> {
    /// The smaller of each lane and its partner, the larger in the upper lanes.
    #[inline(always)]
    fn order_with(self, partner: __m512i, upper: u16) -> Self {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            let low = K::min(self.0, partner);
            Lanes32(K::max_where(low, upper, self.0, partner), PhantomData)
        }
    }

    #[inline(always)]
    fn goes_left<const EQUAL: bool>(self, pivot: Self) -> u16 {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe { if EQUAL { K::less_equal(self.0, pivot.0) } else { K::less(self.0, pivot.0) } }
    }
}

impl<K: OrderLanes<Mask = u16>> Lanes for Lanes32<K> {
    type Key = K;

    const LANES: usize = 16;

    #[inline(always)]
    unsafe fn splat(key: K) -> Self {
        const { assert!(size_of::<K>() == 4) };
        // SAFETY: the caller has the instruction; every key is four plain bytes.
        Lanes32(unsafe { _mm512_set1_epi32(core::mem::transmute_copy(&key)) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load(from: *const K) -> Self {
        // SAFETY: the caller has the instruction and 64 readable bytes.
        Lanes32(unsafe { _mm512_loadu_si512(from.cast()) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load_first(from: *const K, count: usize) -> Self {
        // SAFETY: the caller has the instruction and `count` readable keys; no others are read.
        unsafe {
            let fill = Self::splat(K::LAST).0;
            let mask = _bzhi_u32(0xFFFF, count as u32) as u16;
            Lanes32(_mm512_mask_loadu_epi32(fill, mask, from.cast()), PhantomData)
        }
    }

    #[inline(always)]
    fn prefetch(from: *const K) {
        // SAFETY: every x86-64 has the instruction, and it takes any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn split<const EQUAL: bool>(self, pivot: Self, left: *mut K, right: *mut K) -> usize {
        // SAFETY: the caller has sixteen writable keys from `left` and as many below `right`. The
        // store on the left may write past its keys, so it comes first; that on the right is exact.
        unsafe {
            let mask = self.goes_left::<EQUAL>(pivot);
            let n_left = mask.count_ones();
            let n_right = 16 - n_left as usize;
            _mm512_storeu_si512(left.cast(), _mm512_maskz_compress_epi32(mask, self.0));
            let others = _mm512_maskz_compress_epi32(!mask, self.0);
            let used = (0xFFFF_u32 >> n_left) as u16;
            _mm512_mask_storeu_epi32(right.sub(n_right).cast(), used, others);
            n_left as usize
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
        // SAFETY: the caller has the room for the lanes that go to each side; no others are written.
        unsafe {
            let used = _bzhi_u32(0xFFFF, count as u32) as u16;
            let below = self.goes_left::<EQUAL>(pivot) & used;
            let above = !below & used;
            let n_above = above.count_ones() as usize;
            _mm512_mask_compressstoreu_epi32(left.cast(), below, self.0);
            _mm512_mask_compressstoreu_epi32(right.sub(n_above).cast(), above, self.0);
            below.count_ones() as usize
        }
    }
}

impl<K: OrderLanes<Mask = u16>> Vector for Lanes32<K> {
    type Shuffles = Shuffles;

    const MAX_ROWS: usize = 32;

    #[inline(always)]
    unsafe fn shuffles() -> Shuffles {
        // SAFETY: the caller has the instruction.
        unsafe {
            let mirror8 = _mm512_set_epi32(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
            let mirror16 = _mm512_set_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            Shuffles::load(mirror8, mirror16)
        }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut K) {
        // SAFETY: the caller has room for all lanes.
        unsafe { _mm512_storeu_si512(to.cast(), self.0) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut K, count: usize) {
        // SAFETY: the caller has `count` writable keys; no others are written.
        unsafe {
            let mask = _bzhi_u32(0xFFFF, count as u32) as u16;
            _mm512_mask_storeu_epi32(to.cast(), mask, self.0);
        }
    }

    #[inline(always)]
    fn order(self, other: Self) -> (Self, Self) {
        // SAFETY: `self` exists only where AVX-512 does. Of two equal floats, the first answers
        // `other` and the second `self`.
        let (low, high) = unsafe { (K::min(self.0, other.0), K::max(other.0, self.0)) };
        (Lanes32(low, PhantomData), Lanes32(high, PhantomData))
    }

    #[inline(always)]
    fn mirror<const G: usize>(self, shuffles: &Shuffles) -> Self {
        Lanes32(self.mirrored::<G>(shuffles), PhantomData)
    }

    #[inline(always)]
    fn order_mirrored<const G: usize>(self, shuffles: &Shuffles) -> Self {
        self.order_with(self.mirrored::<G>(shuffles), shuffles.upper_half(G))
    }

    #[inline(always)]
    fn order_distant<const D: usize>(self, shuffles: &Shuffles) -> Self {
        self.order_with(self.swap_distant::<D>(), shuffles.upper_half(2 * D))
    }

    unsafe fn sort_matrix<const R: usize>(base: *mut K, len: usize) {
        // SAFETY: the caller has the instructions and vouches for the keys.
        unsafe { sort_matrix::<Self, R>(base, len) }
    }
}
