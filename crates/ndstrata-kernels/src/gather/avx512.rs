//! The mask kernels for contiguous runs with AVX-512: whole vectors compressed, expanded and stored
//! under the mask. Masked loads and stores never touch a place outside their mask, so that ends of
//! runs need no code of their own.
#![expect(unsafe_code, reason = "intrinsics, in functions that the caller's check allows")]

use std::arch::x86_64::*;
use std::mem::MaybeUninit;

use crate::gather::words::for_each_word_by;

/// Sizes of items that the kernels here take.
pub(super) fn takes(itemsize: usize) -> bool {
    matches!(itemsize, 1 | 2 | 4 | 8 | 16)
}

/// A kernel over two contiguous runs and a mask.
type Kernel = unsafe fn(*mut u8, *const u8, &[u8]) -> usize;

/// # Safety
/// As for [`compress_run`](super::compress_run), with both runs contiguous; the machine has AVX-512 and
/// the item size is one that [`takes`] names.
pub(super) unsafe fn compress(dst: *mut u8, src: *const u8, itemsize: usize, mask: &[u8]) -> usize {
    let kernel: Kernel = match itemsize {
        1 => compress_lanes::<u8>,
        2 => compress_lanes::<u16>,
        4 => compress_lanes::<u32>,
        8 => compress_lanes::<u64>,
        _ => compress_lanes::<u128>,
    };
    // SAFETY: the caller's contract.
    unsafe { kernel(dst, src, mask) }
}

/// # Safety
/// As for [`place_run`](super::place_run), otherwise as for [`compress`].
pub(super) unsafe fn expand(dst: *mut u8, src: *const u8, itemsize: usize, mask: &[u8]) -> usize {
    let kernel: Kernel = match itemsize {
        1 => expand_lanes::<u8>,
        2 => expand_lanes::<u16>,
        4 => expand_lanes::<u32>,
        8 => expand_lanes::<u64>,
        _ => expand_lanes::<u128>,
    };
    // SAFETY: the caller's contract.
    unsafe { kernel(dst, src, mask) }
}

/// # Safety
/// As for [`fill_masked_run`](super::fill_masked_run), otherwise as for [`compress`].
pub(super) unsafe fn fill(dst: *mut u8, item: *const u8, itemsize: usize, mask: &[u8]) {
    let kernel: Kernel = match itemsize {
        1 => fill_lanes::<u8>,
        2 => fill_lanes::<u16>,
        4 => fill_lanes::<u32>,
        8 => fill_lanes::<u64>,
        _ => fill_lanes::<u128>,
    };
    // SAFETY: the caller's contract.
    unsafe { kernel(dst, item, mask) };
}

/// # Safety
/// As for [`copy_masked_run`](super::copy_masked_run), otherwise as for [`compress`].
pub(super) unsafe fn copy(dst: *mut u8, src: *const u8, itemsize: usize, mask: &[u8]) {
    let kernel: Kernel = match itemsize {
        1 => copy_lanes::<u8>,
        2 => copy_lanes::<u16>,
        4 => copy_lanes::<u32>,
        8 => copy_lanes::<u64>,
        _ => copy_lanes::<u128>,
    };
    // SAFETY: the caller's contract.
    unsafe { kernel(dst, src, mask) };
}

/// As [`nonzero`](super::nonzero).
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
pub(super) fn nonzero(mask: &[u8], first: i64, out: &mut [MaybeUninit<i64>]) -> usize {
    let iota: [u8; 64] = std::array::from_fn(|i| i as u8);
    // SAFETY: 64 bytes on the stack.
    let iota = unsafe { _mm512_loadu_si512(iota.as_ptr().cast()) };
    let mut written = 0;
    for_each_word_by(
        mask,
        |bytes| word(bytes),
        |start, bits| {
            let mut found = [0u8; 64];
            let packed = _mm512_maskz_compress_epi8(bits, iota);
            // SAFETY: 64 bytes on the stack.
            unsafe { _mm512_storeu_si512(found.as_mut_ptr().cast(), packed) };
            let base = _mm512_set1_epi64(first.wrapping_add(start as i64));
            let count = (bits.count_ones() as usize).min(out.len() - written);
            let groups = found.as_chunks::<8>().0;
            for (group, places) in groups.iter().zip(out[written..written + count].chunks_mut(8)) {
                let eight = _mm_cvtsi64_si128(i64::from_le_bytes(*group));
                let positions = _mm512_add_epi64(_mm512_cvtepu8_epi64(eight), base);
                // SAFETY: the mask covers the places of this group, at most eight.
                unsafe {
                    _mm512_mask_storeu_epi64(
                        places.as_mut_ptr().cast(),
                        low(places.len() as u32) as u8,
                        positions,
                    )
                };
            }
            written += count;
        },
    );
    written
}

/// A mask of the first `n` lanes.
#[inline(always)]
fn low(n: u32) -> u64 {
    !u64::MAX.checked_shl(n).unwrap_or(0)
}

#[target_feature(enable = "avx512f,avx512bw")]
fn word(bytes: &[u8; 64]) -> u64 {
    // SAFETY: 64 bytes behind the reference.
    let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
    _mm512_test_epi8_mask(bytes, bytes)
}

/// A vector of items of one size; masks have one bit for each lane of the instructions used.
///
/// Its methods are called only from functions that enable the features they need.
trait Lanes: Copy {
    /// Items of a vector.
    const ITEMS: usize;
    /// Lanes that one item takes.
    const LANES_PER_ITEM: usize = 1;

    /// The lanes of these items.
    #[inline(always)]
    fn lanes(items: u64) -> u64 {
        items
    }

    /// # Safety
    /// The lanes of the mask can be read; AVX-512 BW is there.
    unsafe fn load(mask: u64, ptr: *const u8) -> __m512i;

    /// # Safety
    /// The lanes of the mask can be written; AVX-512 BW is there.
    unsafe fn store(ptr: *mut u8, mask: u64, items: __m512i);

    /// # Safety
    /// AVX-512 VBMI2 is there.
    unsafe fn compress(mask: u64, items: __m512i) -> __m512i;

    /// # Safety
    /// AVX-512 VBMI2 is there.
    unsafe fn expand(mask: u64, items: __m512i) -> __m512i;

    /// # Safety
    /// One item can be read; AVX-512 BW is there.
    unsafe fn splat(item: *const u8) -> __m512i;
}

macro_rules! lanes {
    ($item:ty, $mask:ty, $load:ident $store:ident $compress:ident $expand:ident $($rest:tt)*) => {
        impl Lanes for $item {
            const ITEMS: usize = 64 / size_of::<$item>();
            $($rest)*

            #[inline(always)]
            unsafe fn load(mask: u64, ptr: *const u8) -> __m512i {
                // SAFETY: the caller's contract.
                unsafe { $load(mask as $mask, ptr.cast()) }
            }

            #[inline(always)]
            unsafe fn store(ptr: *mut u8, mask: u64, items: __m512i) {
                // SAFETY: the caller's contract.
                unsafe { $store(ptr.cast(), mask as $mask, items) };
            }

            #[inline(always)]
            unsafe fn compress(mask: u64, items: __m512i) -> __m512i {
                // SAFETY: the caller's contract.
                unsafe { $compress(mask as $mask, items) }
            }

            #[inline(always)]
            unsafe fn expand(mask: u64, items: __m512i) -> __m512i {
                // SAFETY: the caller's contract.
                unsafe { $expand(mask as $mask, items) }
            }

            #[inline(always)]
            unsafe fn splat(item: *const u8) -> __m512i {
                // SAFETY: the caller's contract.
                let item: $item = unsafe { item.cast::<$item>().read_unaligned() };
                let items = [item; 64 / size_of::<$item>()];
                // SAFETY: 64 bytes on the stack.
                unsafe { _mm512_loadu_si512(items.as_ptr().cast()) }
            }
        }
    };
}

lanes!(u8, u64, _mm512_maskz_loadu_epi8 _mm512_mask_storeu_epi8
    _mm512_maskz_compress_epi8 _mm512_maskz_expand_epi8);
lanes!(u16, u32, _mm512_maskz_loadu_epi16 _mm512_mask_storeu_epi16
    _mm512_maskz_compress_epi16 _mm512_maskz_expand_epi16);
lanes!(u32, u16, _mm512_maskz_loadu_epi32 _mm512_mask_storeu_epi32
    _mm512_maskz_compress_epi32 _mm512_maskz_expand_epi32);
lanes!(u64, u8, _mm512_maskz_loadu_epi64 _mm512_mask_storeu_epi64
    _mm512_maskz_compress_epi64 _mm512_maskz_expand_epi64);
lanes!(u128, u8, _mm512_maskz_loadu_epi64 _mm512_mask_storeu_epi64
    _mm512_maskz_compress_epi64 _mm512_maskz_expand_epi64

    const LANES_PER_ITEM: usize = 2;

    #[inline(always)]
    fn lanes(items: u64) -> u64 {
        // Each of the four bits, twice.
        let apart = (items & 1) | (items & 2) << 1 | (items & 4) << 2 | (items & 8) << 3;
        apart * 3
    }
);

/// Calls `visit` with the first item and the lanes of each vector in which some item is true.
#[inline(always)]
fn each_vector<L: Lanes>(
    mask: &[u8],
    word: impl Fn(&[u8; 64]) -> u64,
    mut visit: impl FnMut(usize, u64),
) {
    for_each_word_by(mask, word, |start, bits| {
        if bits == 0 {
            return;
        }
        for first in (0..64).step_by(L::ITEMS) {
            visit(start + first, L::lanes(bits >> first & low(L::ITEMS as u32)));
        }
    });
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn compress_lanes<L: Lanes>(dst: *mut u8, src: *const u8, mask: &[u8]) -> usize {
    let mut kept = 0;
    each_vector::<L>(
        mask,
        |bytes| word(bytes),
        |first, lanes| {
            let from = src.wrapping_add(first * size_of::<L>());
            let to = dst.wrapping_add(kept * size_of::<L>());
            // SAFETY: the lanes are items that the mask keeps.
            let items = unsafe { L::load(lanes, from) };
            // SAFETY: this function has the features.
            let items = unsafe { L::compress(lanes, items) };
            // SAFETY: as many places as items kept, after those kept so far.
            unsafe { L::store(to, low(lanes.count_ones()), items) };
            kept += lanes.count_ones() as usize / L::LANES_PER_ITEM;
        },
    );
    kept
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn expand_lanes<L: Lanes>(dst: *mut u8, src: *const u8, mask: &[u8]) -> usize {
    let mut taken = 0;
    each_vector::<L>(
        mask,
        |bytes| word(bytes),
        |first, lanes| {
            let from = src.wrapping_add(taken * size_of::<L>());
            let to = dst.wrapping_add(first * size_of::<L>());
            // SAFETY: as many items as true places, after those taken so far.
            let items = unsafe { L::load(low(lanes.count_ones()), from) };
            // SAFETY: this function has the features.
            let items = unsafe { L::expand(lanes, items) };
            // SAFETY: the lanes are places where the mask is true.
            unsafe { L::store(to, lanes, items) };
            taken += lanes.count_ones() as usize / L::LANES_PER_ITEM;
        },
    );
    taken
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn fill_lanes<L: Lanes>(dst: *mut u8, item: *const u8, mask: &[u8]) -> usize {
    // SAFETY: one item lies there.
    let items = unsafe { L::splat(item) };
    each_vector::<L>(
        mask,
        |bytes| word(bytes),
        |first, lanes| {
            // SAFETY: the lanes are places where the mask is true.
            unsafe { L::store(dst.wrapping_add(first * size_of::<L>()), lanes, items) };
        },
    );
    mask.len()
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn copy_lanes<L: Lanes>(dst: *mut u8, src: *const u8, mask: &[u8]) -> usize {
    each_vector::<L>(
        mask,
        |bytes| word(bytes),
        |first, lanes| {
            let offset = first * size_of::<L>();
            // SAFETY: the lanes are items where the mask is true.
            let items = unsafe { L::load(lanes, src.wrapping_add(offset)) };
            // SAFETY: the lanes are places where the mask is true.
            unsafe { L::store(dst.wrapping_add(offset), lanes, items) };
        },
    );
    mask.len()
}
