//! Thirty-two keys of 16 bits in a register of AVX-512, to be split only.

#![expect(unsafe_code, reason = "vector instructions, loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::marker::PhantomData;

use super::super::vector::{Key, Lanes};

/// Thirty-two keys of 16 bits.
#[derive(Clone, Copy)]
pub(super) struct Lanes16<K>(__m512i, PhantomData<K>);

/// Compares keys of 16 bits, lane by lane.
pub(in crate::sort) trait CompareWords: Key {
    unsafe fn less(a: __m512i, b: __m512i) -> u32;
    unsafe fn less_equal(a: __m512i, b: __m512i) -> u32;
}

macro_rules! compare_words {
    ($($key:ty: $less:ident, $less_equal:ident);* $(;)?) => { $(
        impl CompareWords for $key {
            #[inline(always)]
            unsafe fn less(a: __m512i, b: __m512i) -> u32 {
                // SAFETY: the caller has the instruction.
                unsafe { $less(a, b) }
            }
            #[inline(always)]
            unsafe fn less_equal(a: __m512i, b: __m512i) -> u32 {
                // SAFETY: as above.
                unsafe { $less_equal(a, b) }
            }
        }
    )* };
}

compare_words! {
    i16: _mm512_cmplt_epi16_mask, _mm512_cmple_epi16_mask;
    u16: _mm512_cmplt_epu16_mask, _mm512_cmple_epu16_mask;
}

impl<K: CompareWords> Lanes16<K> {
    #[inline(always)]
    fn goes_left<const EQUAL: bool>(self, pivot: Self) -> u32 {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe { if EQUAL { K::less_equal(self.0, pivot.0) } else { K::less(self.0, pivot.0) } }
    }
}

impl<K: CompareWords> Lanes for Lanes16<K> {
    type Key = K;

    const LANES: usize = 32;

    #[inline(always)]
    unsafe fn splat(key: K) -> Self {
        const { assert!(size_of::<K>() == 2) };
        // SAFETY: the caller has the instruction; every key is two plain bytes.
        Lanes16(unsafe { _mm512_set1_epi16(core::mem::transmute_copy(&key)) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load(from: *const K) -> Self {
        // SAFETY: the caller has the instruction and 64 readable bytes.
        Lanes16(unsafe { _mm512_loadu_si512(from.cast()) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load_first(from: *const K, count: usize) -> Self {
        // SAFETY: the caller has the instruction and `count` readable keys; no others are read.
        unsafe {
            let fill = Self::splat(K::LAST).0;
            let mask = _bzhi_u32(u32::MAX, count as u32);
            Lanes16(_mm512_mask_loadu_epi16(fill, mask, from.cast()), PhantomData)
        }
    }

    #[inline(always)]
    fn prefetch(from: *const K) {
        // SAFETY: every x86-64 has the instruction, and it takes any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn split<const EQUAL: bool>(self, pivot: Self, left: *mut K, right: *mut K) -> usize {
        // SAFETY: the caller has 32 writable keys from `left` and as many below `right`. The store on
        // the left may write past its keys, so it comes first; that on the right is exact.
        unsafe {
            let mask = self.goes_left::<EQUAL>(pivot);
            let n_left = mask.count_ones();
            let n_right = 32 - n_left as usize;
            _mm512_storeu_si512(left.cast(), _mm512_maskz_compress_epi16(mask, self.0));
            let others = _mm512_maskz_compress_epi16(!mask, self.0);
            let used = _bzhi_u32(u32::MAX, n_right as u32);
            _mm512_mask_storeu_epi16(right.sub(n_right).cast(), used, others);
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
            let used = _bzhi_u32(u32::MAX, count as u32);
            let below = self.goes_left::<EQUAL>(pivot) & used;
            let above = !below & used;
            let n_above = above.count_ones() as usize;
            _mm512_mask_compressstoreu_epi16(left.cast(), below, self.0);
            _mm512_mask_compressstoreu_epi16(right.sub(n_above).cast(), above, self.0);
            below.count_ones() as usize
        }
    }
}
