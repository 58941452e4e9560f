//! The vectors of AVX-512: sixteen keys of 32 bits or eight of 64.
//!
//! Shuffles depend on the width only, the order of lanes on the key: [`OrderLanes`] holds the latter
//! for signed, unsigned and floating keys.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::hint::black_box;
use core::marker::PhantomData;

use super::network;
use super::split::{self, SPLIT8};
use super::steps::Steps;
use super::vector::{Key, Vector};

/// The steps of a sort of 64-bit keys.
pub(super) const fn steps64<K: OrderLanes<Mask = u8>>() -> Steps<K> {
    steps::<Lanes64<K>>()
}

/// The steps of a sort of 32-bit keys.
pub(super) const fn steps32<K: OrderLanes<Mask = u16>>() -> Steps<K> {
    steps::<Lanes32<K>>()
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
fn split_keys<V: Vector, const EQUAL: bool>(keys: &mut [V::Key], pivot: V::Key) -> usize {
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

/// Eight keys of 64 bits.
pub(super) struct Lanes64<K>(__m512i, PhantomData<K>);

/// Sixteen keys of 32 bits.
pub(super) struct Lanes32<K>(__m512i, PhantomData<K>);

impl<K> Clone for Lanes64<K> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Lanes64<K> {}

impl<K> Clone for Lanes32<K> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Lanes32<K> {}

impl<K> Lanes64<K> {
    #[inline(always)]
    fn swap_distant<const D: usize>(self) -> __m512i {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            match D {
                1 => _mm512_shuffle_epi32::<0b01_00_11_10>(self.0),
                2 => _mm512_permutex_epi64::<0b01_00_11_10>(self.0),
                _ => _mm512_shuffle_i64x2::<0b01_00_11_10>(self.0, self.0),
            }
        }
    }

    #[inline(always)]
    fn mirrored<const G: usize>(self, shuffles: &Shuffles) -> __m512i {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            match G {
                2 => _mm512_shuffle_epi32::<0b01_00_11_10>(self.0),
                4 => _mm512_permutex_epi64::<0b00_01_10_11>(self.0),
                _ => _mm512_permutexvar_epi64(shuffles.mirror8, self.0),
            }
        }
    }
}

impl<K: OrderLanes<Mask = u8>> Lanes64<K> {
    /// The smaller of each lane and its partner, the larger in the upper lanes.
    #[inline(always)]
    fn order_with(self, partner: __m512i, upper: u16) -> Self {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe {
            let low = K::min(self.0, partner);
            Lanes64(K::max_where(low, upper as u8, self.0, partner), PhantomData)
        }
    }

    #[inline(always)]
    fn goes_left<const EQUAL: bool>(self, pivot: Self) -> u8 {
        // SAFETY: `self` exists only where AVX-512 does.
        unsafe { if EQUAL { K::less_equal(self.0, pivot.0) } else { K::less(self.0, pivot.0) } }
    }
}

impl<K: OrderLanes<Mask = u8>> Vector for Lanes64<K> {
    type Key = K;
    type Shuffles = Shuffles;
    const LANES: usize = 8;
    const MAX_ROWS: usize = 32;

    #[inline(always)]
    unsafe fn shuffles() -> Shuffles {
        // SAFETY: the caller has the instruction. Groups of sixteen do not occur.
        unsafe {
            let mirror8 = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
            Shuffles::load(mirror8, mirror8)
        }
    }

    #[inline(always)]
    unsafe fn splat(key: K) -> Self {
        const { assert!(size_of::<K>() == 8) };
        // SAFETY: the caller has the instruction; every key is eight plain bytes.
        Lanes64(unsafe { _mm512_set1_epi64(core::mem::transmute_copy(&key)) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load(from: *const K) -> Self {
        // SAFETY: the caller has the instruction and 64 readable bytes.
        Lanes64(unsafe { _mm512_loadu_si512(from.cast()) }, PhantomData)
    }

    #[inline(always)]
    unsafe fn load_first(from: *const K, count: usize) -> Self {
        // SAFETY: the caller has the instruction and `count` readable keys; no others are read.
        unsafe {
            let fill = Self::splat(K::LAST).0;
            let mask = _bzhi_u32(0xFF, count as u32) as u8;
            Lanes64(_mm512_mask_loadu_epi64(fill, mask, from.cast()), PhantomData)
        }
    }

    #[inline(always)]
    fn prefetch(from: *const K) {
        // SAFETY: every x86-64 has the instruction, and it takes any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
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
            let mask = _bzhi_u32(0xFF, count as u32) as u8;
            _mm512_mask_storeu_epi64(to.cast(), mask, self.0);
        }
    }

    #[inline(always)]
    fn order(self, other: Self) -> (Self, Self) {
        // SAFETY: `self` exists only where AVX-512 does. Of two equal floats, the first answers
        // `other` and the second `self`.
        let (low, high) = unsafe { (K::min(self.0, other.0), K::max(other.0, self.0)) };
        (Lanes64(low, PhantomData), Lanes64(high, PhantomData))
    }

    #[inline(always)]
    fn mirror<const G: usize>(self, shuffles: &Shuffles) -> Self {
        Lanes64(self.mirrored::<G>(shuffles), PhantomData)
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

    #[inline(always)]
    unsafe fn split<const EQUAL: bool>(self, pivot: Self, left: *mut K, right: *mut K) -> usize {
        let mask = self.goes_left::<EQUAL>(pivot);
        // SAFETY: the caller has eight writable keys from `left` and eight below `right`. One store
        // at each end writes the same lanes: those that go left first, the others last.
        unsafe {
            let lanes = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(SPLIT8[mask as usize] as i64));
            let ordered = _mm512_permutexvar_epi64(lanes, self.0);
            _mm512_storeu_si512(left.cast(), ordered);
            _mm512_storeu_si512(right.sub(8).cast(), ordered);
        }
        mask.count_ones() as usize
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
            let used = _bzhi_u32(0xFF, count as u32) as u8;
            let below = self.goes_left::<EQUAL>(pivot) & used;
            let above = !below & used;
            let n_above = above.count_ones() as usize;
            _mm512_mask_compressstoreu_epi64(left.cast(), below, self.0);
            _mm512_mask_compressstoreu_epi64(right.sub(n_above).cast(), above, self.0);
            below.count_ones() as usize
        }
    }
}

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

impl<K: OrderLanes<Mask = u16>> Vector for Lanes32<K> {
    type Key = K;
    type Shuffles = Shuffles;
    const LANES: usize = 16;
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
