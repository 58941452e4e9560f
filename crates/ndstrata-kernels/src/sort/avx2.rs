//! The vectors of AVX2: eight keys of 32 bits or four of 64.
//!
//! As in `avx512.rs`, shuffles depend on the width and [`OrderLanes`] on the key. There is no minimum
//! of 64-bit integers here and no compression: the one is a comparison and a blend, the other a
//! permutation from a table.

#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "instructions share one obligation")]

mod lanes32;
mod lanes64;

use core::arch::x86_64::*;

use super::network;
use super::split;
use super::steps::Steps;
use super::vector::{Key, Vector};
use lanes32::Lanes32;
use lanes64::Lanes64;

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
