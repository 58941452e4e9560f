//! One run copied to another, by item size.
#![expect(unsafe_code, reason = "copies between raw runs")]

use std::mem::MaybeUninit;

use crate::copy::fill::fill_run;
use crate::copy::stream::{STREAM_FROM, copy_bytes, stream_items};
use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, at_mut, elements, load, places, store};
use crate::versions::{Body, run_at};

/// Copies `count` items of `itemsize` bytes from one strided run to another.
///
/// # Safety
/// Each item `i < count` can be read at `src + i * src_stride` and written at `dst + i * dst_stride`,
/// for `itemsize` bytes, at any alignment, and no written byte is one that is read.
pub unsafe fn copy_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    itemsize: usize,
) {
    // SAFETY: the caller's contract, unchanged.
    unsafe { copy_run_at(isa(), dst, dst_stride, src, src_stride, count, itemsize) }
}

/// [`copy_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`copy_run`].
pub(crate) unsafe fn copy_run_at(
    level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    itemsize: usize,
) {
    if count == 0 || itemsize == 0 {
        return;
    }
    let size = itemsize as isize;
    if dst_stride == size && src_stride == size {
        // SAFETY: both runs are contiguous, `count * itemsize` bytes, and disjoint.
        return unsafe { copy_bytes(level, dst, src, count * itemsize) };
    }
    if src_stride == 0 {
        // SAFETY: the destination is the caller's; the one item read is disjoint from it.
        return unsafe { fill_run(dst, dst_stride, src, itemsize, count) };
    }
    if dst_stride == size && count.saturating_mul(itemsize) >= STREAM_FROM && itemsize <= 64 {
        let part = |place: *mut u8, first: usize, n: usize| {
            let from = at(src, src_stride, first);
            // SAFETY: part of the caller's run, and too short to come here again.
            unsafe { copy_run_at(level, place, size, from, src_stride, n, itemsize) };
        };
        // SAFETY: the destination is contiguous, and each part is copied whole.
        return unsafe { stream_items(dst, itemsize, count, part) };
    }
    let copy = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<[u64; 2]>,
        3 => two_parts::<u16>,
        5..8 => two_parts::<u32>,
        9..16 => two_parts::<u64>,
        17..=32 => two_parts::<[u64; 2]>,
        _ => bytes,
    };
    // SAFETY: the caller's contract; the types chosen suit `itemsize`.
    unsafe { copy(level, (dst, dst_stride), (src, src_stride), count, itemsize) }
}

/// As [`copy_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(
    level: Isa,
    (dst, dst_stride): (*mut u8, isize),
    (src, src_stride): (*const u8, isize),
    count: usize,
    itemsize: usize,
) {
    let size = itemsize as isize;
    if dst_stride == size && src_stride == 2 * size {
        let pairs = count - 1;
        // SAFETY: after each item but the last lies another item of the run's extent.
        let src = unsafe { elements::<[T; 2]>(src, pairs) };
        // SAFETY: the destination is contiguous and the caller's to write.
        let dst = unsafe { places::<T>(dst, pairs) };
        first_of_pairs(level, dst, src);
    }
    if dst_stride == size && src_stride == -size {
        // SAFETY: the run, read from its lowest item on, is contiguous.
        let src = unsafe { elements::<T>(at(src, src_stride, count - 1), count) };
        // SAFETY: the destination is contiguous and the caller's to write.
        let dst = unsafe { places::<T>(dst, count) };
        return run_at(level, Reversed { dst, src });
    }
    let done = if dst_stride == size && src_stride == 2 * size { count - 1 } else { 0 };
    for i in done..count {
        // SAFETY: `i < count`, and any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, dst_stride, i, item) };
    }
}

/// As [`copy_run`], for items of at least the size of `T` and at most twice that: their first and
/// their last bytes, which may overlap.
unsafe fn two_parts<T: Copy>(
    _: Isa,
    (dst, dst_stride): (*mut u8, isize),
    (src, src_stride): (*const u8, isize),
    count: usize,
    itemsize: usize,
) {
    let last = itemsize - size_of::<T>();
    for i in 0..count {
        // SAFETY: the first bytes of item `i < count`; any bytes are a valid `T`.
        let head: T = unsafe { load(src, src_stride, i) };
        // SAFETY: the last bytes of item `i`.
        let tail: T = unsafe { load(src.wrapping_add(last), src_stride, i) };
        // SAFETY: the first bytes of place `i`.
        unsafe { store(dst, dst_stride, i, head) };
        // SAFETY: the last bytes of place `i`.
        unsafe { store(dst.wrapping_add(last), dst_stride, i, tail) };
    }
}

/// As [`copy_run`], for items of any size.
unsafe fn bytes(
    _: Isa,
    (dst, dst_stride): (*mut u8, isize),
    (src, src_stride): (*const u8, isize),
    count: usize,
    itemsize: usize,
) {
    for i in 0..count {
        let (from, to) = (at(src, src_stride, i), at_mut(dst, dst_stride, i));
        // SAFETY: `i < count`; source and destination are disjoint.
        unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
    }
}

/// Every other item, as of a complex number's real part.
/// Copies the first item of each pair.
fn first_of_pairs<T: Copy>(level: Isa, dst: &mut [MaybeUninit<Packed<T>>], src: &[Packed<[T; 2]>]) {
    #[cfg(target_arch = "x86_64")]
    let done = match level {
        // SAFETY: the machine has the level.
        Isa::Avx512 => unsafe { every_other::copy(dst, src) },
        _ => 0,
    };
    #[cfg(not(target_arch = "x86_64"))]
    let done = 0;
    run_at(level, FirstOfPairs { dst: &mut dst[done..], src: &src[done..] });
}

#[cfg(target_arch = "x86_64")]
mod every_other {
    //! Whole vectors only: two of pairs make one of first items.

    use std::arch::x86_64::*;
    use std::mem::MaybeUninit;

    use crate::packed::{Packed, load, store};

    /// Answers how many items it copied.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    pub(super) fn copy<T: Copy>(
        dst: &mut [MaybeUninit<Packed<T>>],
        src: &[Packed<[T; 2]>],
    ) -> usize {
        let size = size_of::<T>();
        let n_vectors = match size {
            1 | 2 | 4 | 8 => dst.len().min(src.len()) * size / 64,
            _ => 0,
        };
        let (to, from) = (dst.as_mut_ptr().cast::<u8>(), src.as_ptr().cast::<u8>());
        let mut places = [0_u8; 64];
        for (k, place) in places.iter_mut().enumerate() {
            // The bytes of item `k / size`, in pairs of twice its size.
            *place = (k / size * 2 * size + k % size) as u8;
        }
        // SAFETY: 64 bytes.
        let bytes: __m512i = unsafe { load(places.as_ptr(), 0, 0) };
        for i in 0..n_vectors {
            // SAFETY: vector `2 i` lies within the pairs.
            let low: __m512i = unsafe { load(from, 128, i) };
            // SAFETY: as above, for the vector after it.
            let high: __m512i = unsafe { load(from.wrapping_add(64), 128, i) };
            let firsts = match size {
                8 => _mm512_permutex2var_epi64(low, EVEN_8, high),
                4 => _mm512_permutex2var_epi32(low, EVEN_4, high),
                _ => _mm512_permutex2var_epi8(low, bytes, high),
            };
            // SAFETY: vector `i` lies within the destination.
            unsafe { store(to, 64, i, firsts) };
        }
        n_vectors * 64 / size
    }

    // SAFETY: integers of 512 bits in all.
    const EVEN_8: __m512i = unsafe { std::mem::transmute([0_i64, 2, 4, 6, 8, 10, 12, 14]) };
    // SAFETY: as above.
    const EVEN_4: __m512i = unsafe {
        std::mem::transmute([0_i32, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30])
    };
}

struct FirstOfPairs<'a, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    src: &'a [Packed<[T; 2]>],
}

impl<T: Copy> Body for FirstOfPairs<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, pair) in self.dst.iter_mut().zip(self.src) {
            let [first, _] = pair.0;
            place.write(Packed(first));
        }
    }
}

struct Reversed<'a, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    src: &'a [Packed<T>],
}

impl<T: Copy> Body for Reversed<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, item) in self.dst.iter_mut().zip(self.src.iter().rev()) {
            place.write(*item);
        }
    }
}
