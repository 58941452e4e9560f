//! The vectors of AVX2: eight keys of 32 bits or four of 64.
//!
//! As in `avx512.rs`, shuffles depend on the width and [`OrderLanes`] on the key. There is no minimum
//! of 64-bit integers here and no compression: the one is a comparison and a blend, the other a
//! permutation from a table.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

use core::arch::x86_64::*;
use core::marker::PhantomData;

use super::network;
use super::split::{self, SPLIT8};
use super::steps::Steps;
use super::vector::{Key, Vector};

/// The steps of a sort of 64-bit keys.
pub(super) const fn steps64<K: OrderLanes>() -> Steps<K> {
    steps::<Lanes64<K>>()
}

/// The steps of a sort of 32-bit keys.
pub(super) const fn steps32<K: OrderLanes>() -> Steps<K> {
    steps::<Lanes32<K>>()
}

const fn steps<V: Vector>() -> Steps<V::Key> {
    Steps {
        short: V::MAX_ROWS * V::LANES,
        // SAFETY: `SortKey::steps` hands these out where `Isa::detect` found AVX2.
        sort_short: |keys| unsafe { network::sort_short::<V>(keys.as_mut_ptr(), keys.len()) },
        // SAFETY: as above.
        split_below: |keys, pivot| unsafe { split_keys::<V, false>(keys, pivot) },
        // SAFETY: as above.
        split_through: |keys, pivot| unsafe { split_keys::<V, true>(keys, pivot) },
    }
}

/// # Safety
/// As for [`network::sort_matrix`].
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
#[inline(never)]
unsafe fn sort_matrix<V: Vector, const R: usize>(base: *mut V::Key, len: usize) {
    // SAFETY: this function has the instructions, the caller vouches for the keys.
    unsafe { network::sort_matrix::<V, R>(base, len) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn split_keys<V: Vector, const EQUAL: bool>(keys: &mut [V::Key], pivot: V::Key) -> usize {
    // SAFETY: this function has the instructions.
    unsafe { split::split_vectors::<V, EQUAL>(keys, pivot) }
}

/// Orders keys of one type, lane by lane.
pub(super) trait OrderLanes: Key {
    /// The smaller and the larger; of equal ones, `b` and `a`.
    unsafe fn order(a: __m256i, b: __m256i) -> (__m256i, __m256i);
    /// The smaller and the larger; of equal ones, `b` twice.
    unsafe fn order_partner(a: __m256i, b: __m256i) -> (__m256i, __m256i);
    /// All bits of the lanes where `a` is less.
    unsafe fn less(a: __m256i, b: __m256i) -> __m256i;
}

/// Integers: equal ones are the same, so that both orders are one.
macro_rules! order_integers {
    ($($key:ty: |$a:ident, $b:ident| $order:expr, $less:expr);* $(;)?) => { $(
        impl OrderLanes for $key {
            #[inline(always)]
            unsafe fn order($a: __m256i, $b: __m256i) -> (__m256i, __m256i) {
                // SAFETY: the caller has the instructions.
                unsafe { $order }
            }
            #[inline(always)]
            unsafe fn order_partner(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
                // SAFETY: the caller has the instructions.
                unsafe { Self::order(a, b) }
            }
            #[inline(always)]
            unsafe fn less($a: __m256i, $b: __m256i) -> __m256i {
                // SAFETY: the caller has the instructions.
                unsafe { $less }
            }
        }
    )* };
}

order_integers! {
    i32: |a, b| (_mm256_min_epi32(a, b), _mm256_max_epi32(a, b)), _mm256_cmpgt_epi32(b, a);
    u32: |a, b| (_mm256_min_epu32(a, b), _mm256_max_epu32(a, b)),
        _mm256_cmpgt_epi32(flip_signs32(b), flip_signs32(a));
    i64: |a, b| choose(a, b, _mm256_cmpgt_epi64(a, b)), _mm256_cmpgt_epi64(b, a);
    u64: |a, b| choose(a, b, _mm256_cmpgt_epi64(flip_signs64(a), flip_signs64(b))),
        _mm256_cmpgt_epi64(flip_signs64(b), flip_signs64(a));
}

macro_rules! order_floats {
    ($($key:ty: $cast:ident, $uncast:ident, $min:ident, $max:ident, $compare:ident);* $(;)?) => { $(
        impl OrderLanes for $key {
            #[inline(always)]
            unsafe fn order(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
                // SAFETY: the caller has the instructions. They answer the second of equal ones.
                unsafe {
                    let (a, b) = ($cast(a), $cast(b));
                    ($uncast($min(a, b)), $uncast($max(b, a)))
                }
            }
            #[inline(always)]
            unsafe fn order_partner(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
                // SAFETY: as above.
                unsafe {
                    let (a, b) = ($cast(a), $cast(b));
                    ($uncast($min(a, b)), $uncast($max(a, b)))
                }
            }
            #[inline(always)]
            unsafe fn less(a: __m256i, b: __m256i) -> __m256i {
                // SAFETY: as above.
                unsafe { $uncast($compare::<_CMP_LT_OQ>($cast(a), $cast(b))) }
            }
        }
    )* };
}

order_floats! {
    f32: _mm256_castsi256_ps, _mm256_castps_si256, _mm256_min_ps, _mm256_max_ps, _mm256_cmp_ps;
    f64: _mm256_castsi256_pd, _mm256_castpd_si256, _mm256_min_pd, _mm256_max_pd, _mm256_cmp_pd;
}

/// The smaller and the larger, given where `a` is the larger.
#[inline(always)]
unsafe fn choose(a: __m256i, b: __m256i, greater: __m256i) -> (__m256i, __m256i) {
    // SAFETY: the caller has the instructions.
    unsafe { (_mm256_blendv_epi8(a, b, greater), _mm256_blendv_epi8(b, a, greater)) }
}

#[inline(always)]
unsafe fn flip_signs32(x: __m256i) -> __m256i {
    // SAFETY: the caller has the instructions.
    unsafe { _mm256_xor_si256(x, _mm256_set1_epi32(i32::MIN)) }
}

#[inline(always)]
unsafe fn flip_signs64(x: __m256i) -> __m256i {
    // SAFETY: the caller has the instructions.
    unsafe { _mm256_xor_si256(x, _mm256_set1_epi64x(i64::MIN)) }
}

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

/// Eight keys of 32 bits.
#[derive(Clone, Copy)]
pub(super) struct Lanes32<K>(__m256i, PhantomData<K>);

impl<K: OrderLanes> Vector for Lanes64<K> {
    type Key = K;
    type Shuffles = ();
    const LANES: usize = 4;
    const MAX_ROWS: usize = 16;

    #[inline(always)]
    unsafe fn shuffles() {}

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

impl<K: OrderLanes> Vector for Lanes32<K> {
    type Key = K;
    type Shuffles = ();
    const LANES: usize = 8;
    const MAX_ROWS: usize = 16;

    #[inline(always)]
    unsafe fn shuffles() {}

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

/// Writes the keys in the mask from `left` upwards, the others below `right`.
#[inline(always)]
unsafe fn spread_keys<K: Key>(keys: &[K], mask: u32, left: *mut K, right: *mut K) -> usize {
    let (mut n_left, mut n_right) = (0, 0);
    for (lane, key) in keys.iter().enumerate() {
        let goes_left = mask >> lane & 1 == 1;
        // SAFETY: the caller has room for each key on its side.
        unsafe {
            let place = if goes_left { left.add(n_left) } else { right.sub(n_right + 1) };
            place.write(*key);
        }
        n_left += usize::from(goes_left);
        n_right += usize::from(!goes_left);
    }
    n_left
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
unsafe fn first_lanes64(count: usize) -> __m256i {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = _mm256_set_epi64x(3, 2, 1, 0);
        _mm256_cmpgt_epi64(_mm256_set1_epi64x(count as i64), lanes)
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

#[inline(always)]
unsafe fn left_mask64<K: OrderLanes, const EQUAL: bool>(keys: __m256i, pivot: __m256i) -> u32 {
    // SAFETY: the caller has the instructions.
    unsafe {
        let lanes = if EQUAL { K::less(pivot, keys) } else { K::less(keys, pivot) };
        let mask = _mm256_movemask_pd(_mm256_castsi256_pd(lanes)) as u32;
        if EQUAL { mask ^ 0xF } else { mask }
    }
}
