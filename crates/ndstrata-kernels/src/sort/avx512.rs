//! The vectors of AVX-512: sixteen keys of 32 bits or eight of 64.
//!
//! Shuffles depend on the width only, the order of lanes on the key: [`OrderLanes`] holds the latter
//! for signed, unsigned and floating keys.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]

mod lanes16;
mod lanes32;
mod lanes64;

use core::arch::x86_64::*;
use core::hint::black_box;

use super::counting::Narrow;
use super::network;
use super::split;
use super::steps::Steps;
use super::vector::{Key, Lanes, Vector};
pub(super) use lanes16::CompareWords;
use lanes16::Lanes16;
use lanes32::Lanes32;
use lanes64::Lanes64;

/// The steps of a sort of 64-bit keys.
pub(super) const fn steps64<K: OrderLanes<Mask = u8>>() -> Steps<K> {
    steps::<Lanes64<K>>()
}

/// The steps of a sort of 32-bit keys.
pub(super) const fn steps32<K: OrderLanes<Mask = u16>>() -> Steps<K> {
    steps::<Lanes32<K>>()
}

/// The steps of a sort of 16-bit keys.
pub(super) const fn steps16<K: CompareWords + Narrow>() -> Steps<K> {
    Steps {
        short: SHORT_WORDS,
        sort_short: sort_short_words,
        // SAFETY: as above: the callers have found AVX-512.
        split_below: |keys, pivot| unsafe { split_keys::<Lanes16<K>, false>(keys, pivot) },
        // SAFETY: as above.
        split_through: |keys, pivot| unsafe { split_keys::<Lanes16<K>, true>(keys, pivot) },
    }
}

/// Keys of 16 bits up to which they are sorted as keys of 32.
const SHORT_WORDS: usize = 512;

fn sort_short_words<K: Narrow>(keys: &mut [K]) {
    let mut wide = [0; SHORT_WORDS];
    let wide = &mut wide[..keys.len()];
    for (wide, key) in wide.iter_mut().zip(&*keys) {
        *wide = key.rank() as u32;
    }
    (const { steps32::<u32>() }.sort_short)(wide);
    for (key, wide) in keys.iter_mut().zip(wide) {
        *key = K::from_rank(*wide as usize);
    }
}

const fn steps<V: Vector>() -> Steps<V::Key> {
    Steps {
        short: V::MAX_ROWS * V::LANES,
        // SAFETY: `SortKey::steps` hands these out where `Isa::detect` found AVX-512.
        sort_short: |keys| unsafe { network::sort_short::<V>(keys.as_mut_ptr(), keys.len()) },
        // SAFETY: as above.
        split_below: |keys, pivot| unsafe { split_keys::<V, false>(keys, pivot) },
        // SAFETY: as above.
        split_through: |keys, pivot| unsafe { split_keys::<V, true>(keys, pivot) },
    }
}

/// # Safety
/// As for [`network::sort_matrix`].
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt"
)]
#[inline(never)]
unsafe fn sort_matrix<V: Vector, const R: usize>(base: *mut V::Key, len: usize) {
    // SAFETY: this function has the instructions, the caller vouches for the keys.
    unsafe { network::sort_matrix::<V, R>(base, len) }
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt"
)]
fn split_keys<V: Lanes, const EQUAL: bool>(keys: &mut [V::Key], pivot: V::Key) -> usize {
    // SAFETY: this function has the instructions.
    unsafe { split::split_vectors::<V, EQUAL>(keys, pivot) }
}

/// Orders keys of one type, lane by lane.
///
/// Where two keys are equal, `min(a, b)` and `max(a, b)` both answer `b` for floats (the instruction
/// does); the callers use that.
pub(super) trait OrderLanes: Key {
    type Mask;
    unsafe fn min(a: __m512i, b: __m512i) -> __m512i;
    unsafe fn max(a: __m512i, b: __m512i) -> __m512i;
    /// `max(a, b)` in the lanes of `mask`, `src` in the others.
    unsafe fn max_where(src: __m512i, mask: Self::Mask, a: __m512i, b: __m512i) -> __m512i;
    unsafe fn less(a: __m512i, b: __m512i) -> Self::Mask;
    unsafe fn less_equal(a: __m512i, b: __m512i) -> Self::Mask;
}

macro_rules! order_integers {
    ($key:ty, $mask:ty, $min:ident, $max:ident, $mask_max:ident, $less:ident, $less_equal:ident) => {
        impl OrderLanes for $key {
            type Mask = $mask;
            #[inline(always)]
            unsafe fn min(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: the caller has the instruction, as for all below.
                unsafe { $min(a, b) }
            }
            #[inline(always)]
            unsafe fn max(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: as above.
                unsafe { $max(a, b) }
            }
            #[inline(always)]
            unsafe fn max_where(src: __m512i, mask: $mask, a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: as above.
                unsafe { $mask_max(src, mask, a, b) }
            }
            #[inline(always)]
            unsafe fn less(a: __m512i, b: __m512i) -> $mask {
                // SAFETY: as above.
                unsafe { $less(a, b) }
            }
            #[inline(always)]
            unsafe fn less_equal(a: __m512i, b: __m512i) -> $mask {
                // SAFETY: as above.
                unsafe { $less_equal(a, b) }
            }
        }
    };
}

order_integers!(
    i32,
    u16,
    _mm512_min_epi32,
    _mm512_max_epi32,
    _mm512_mask_max_epi32,
    _mm512_cmplt_epi32_mask,
    _mm512_cmple_epi32_mask
);
order_integers!(
    u32,
    u16,
    _mm512_min_epu32,
    _mm512_max_epu32,
    _mm512_mask_max_epu32,
    _mm512_cmplt_epu32_mask,
    _mm512_cmple_epu32_mask
);
order_integers!(
    i64,
    u8,
    _mm512_min_epi64,
    _mm512_max_epi64,
    _mm512_mask_max_epi64,
    _mm512_cmplt_epi64_mask,
    _mm512_cmple_epi64_mask
);
order_integers!(
    u64,
    u8,
    _mm512_min_epu64,
    _mm512_max_epu64,
    _mm512_mask_max_epu64,
    _mm512_cmplt_epu64_mask,
    _mm512_cmple_epu64_mask
);

macro_rules! order_floats {
    ($key:ty, $mask:ty, $cast:ident, $uncast:ident, $min:ident, $max:ident, $mask_max:ident, $compare:ident) => {
        impl OrderLanes for $key {
            type Mask = $mask;
            #[inline(always)]
            unsafe fn min(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: the caller has the instruction, as for all below.
                unsafe { $uncast($min($cast(a), $cast(b))) }
            }
            #[inline(always)]
            unsafe fn max(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: as above.
                unsafe { $uncast($max($cast(a), $cast(b))) }
            }
            #[inline(always)]
            unsafe fn max_where(src: __m512i, mask: $mask, a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: as above.
                unsafe { $uncast($mask_max($cast(src), mask, $cast(a), $cast(b))) }
            }
            #[inline(always)]
            unsafe fn less(a: __m512i, b: __m512i) -> $mask {
                // SAFETY: as above.
                unsafe { $compare::<_CMP_LT_OQ>($cast(a), $cast(b)) }
            }
            #[inline(always)]
            unsafe fn less_equal(a: __m512i, b: __m512i) -> $mask {
                // SAFETY: as above.
                unsafe { $compare::<_CMP_LE_OQ>($cast(a), $cast(b)) }
            }
        }
    };
}

order_floats!(
    f32,
    u16,
    _mm512_castsi512_ps,
    _mm512_castps_si512,
    _mm512_min_ps,
    _mm512_max_ps,
    _mm512_mask_max_ps,
    _mm512_cmp_ps_mask
);
order_floats!(
    f64,
    u8,
    _mm512_castsi512_pd,
    _mm512_castpd_si512,
    _mm512_min_pd,
    _mm512_max_pd,
    _mm512_mask_max_pd,
    _mm512_cmp_pd_mask
);

/// The constants of the shuffles, in registers.
///
/// They are hidden from the compiler. Where it knows a mask, LLVM turns a masked maximum into a blend
/// and merges that with the next shuffle into one of two sources; where it knows the lanes of a
/// permutation, it makes two cheaper shuffles of it. Both are slower.
#[derive(Clone, Copy)]
pub(super) struct Shuffles {
    /// The masks of the upper halves of groups of 2, 4, 8 and 16 lanes.
    upper_halves: [u16; 4],
    mirror8: __m512i,
    mirror16: __m512i,
}

impl Shuffles {
    #[inline(always)]
    unsafe fn load(mirror8: __m512i, mirror16: __m512i) -> Shuffles {
        black_box(Shuffles { upper_halves: [0xAAAA, 0xCCCC, 0xF0F0, 0xFF00], mirror8, mirror16 })
    }

    #[inline(always)]
    fn upper_half(&self, group: usize) -> u16 {
        match group {
            2 => self.upper_halves[0],
            4 => self.upper_halves[1],
            8 => self.upper_halves[2],
            _ => self.upper_halves[3],
        }
    }
}
