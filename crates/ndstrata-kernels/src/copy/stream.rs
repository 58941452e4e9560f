//! Contiguous writes that pass by the caches.
//!
//! A store to memory first reads the line it writes to, unless it is non-temporal. Once what is
//! written would not stay in the caches anyway, saving that read is a gain.
#![expect(unsafe_code, reason = "non-temporal stores behind raw pointers")]

use std::mem::MaybeUninit;

use crate::isa::{Isa, isa};

/// Bytes written from which on non-temporal stores pay, even if what was written is read at once.
pub(crate) const STREAM_FROM: usize = 32 << 20;

/// Copies `len` bytes, with non-temporal stores if there are many.
///
/// # Safety
/// `len` bytes can be read at `src` and written at `dst`, and do not overlap. The machine has `level`.
pub(super) unsafe fn copy_bytes(level: Isa, dst: *mut u8, src: *const u8, len: usize) {
    if len >= STREAM_FROM {
        // SAFETY: the caller's contract.
        return unsafe { stream_bytes(level, dst, src, len) };
    }
    // SAFETY: the caller's contract.
    unsafe { std::ptr::copy_nonoverlapping(src, dst, len) }
}

/// Copies `len` bytes with non-temporal stores, where there are such.
///
/// # Safety
/// As for [`copy_bytes`].
pub(crate) unsafe fn stream_bytes(level: Isa, dst: *mut u8, src: *const u8, len: usize) {
    #[cfg(target_arch = "x86_64")]
    if level >= Isa::Avx2 {
        // SAFETY: the machine has AVX; the rest is the caller's contract.
        return unsafe { x86::stream(dst, src, len) };
    }
    let _ = level;
    // SAFETY: the caller's contract.
    unsafe { std::ptr::copy_nonoverlapping(src, dst, len) }
}

/// Bytes made at once before they are streamed: what the first cache holds besides their source.
const STAGE: usize = 16 << 10;
/// Bytes of a cache line.
const LINE: usize = 64;

#[repr(align(64))]
struct Stage([MaybeUninit<u8>; STAGE]);

/// Has `count` contiguous items of `itemsize` bytes written to `dst` by `make(place, first, n)`, which
/// writes items `first..first + n` to `place`: at once, or if they are many, part by part in the cache
/// and from there past the caches.
///
/// # Safety
/// `count` items can be written at `dst`; `make` initialises all `n` items.
pub unsafe fn stream_items(
    dst: *mut u8,
    itemsize: usize,
    count: usize,
    mut make: impl FnMut(*mut u8, usize, usize),
) {
    if count.saturating_mul(itemsize) < STREAM_FROM || itemsize > LINE {
        return make(dst, 0, count);
    }
    let level = isa();
    let mut stage = Stage([MaybeUninit::uninit(); STAGE]);
    // Whole lines, so that each part begins on a line as the first does.
    let step = STAGE / LINE / itemsize * LINE;
    for first in (0..count).step_by(step) {
        let n = step.min(count - first);
        let place = stage.0.as_mut_ptr().cast::<u8>();
        make(place, first, n);
        let to = dst.wrapping_add(first * itemsize);
        // SAFETY: items of the caller's destination, which `make` has put on the stage.
        unsafe { stream_bytes(level, to, place, n * itemsize) };
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// # Safety
    /// As for [`super::copy_bytes`].
    #[target_feature(enable = "avx")]
    pub(super) unsafe fn stream(dst: *mut u8, src: *const u8, len: usize) {
        let head = dst.align_offset(64).min(len);
        // SAFETY: the bytes before the first whole line.
        unsafe { std::ptr::copy_nonoverlapping(src, dst, head) };
        let lines = (len - head) / 64;
        for line in 0..lines {
            let (to, from) =
                (dst.wrapping_add(head + 64 * line), src.wrapping_add(head + 64 * line));
            // SAFETY: half a line within both runs.
            let low = unsafe { _mm256_loadu_si256(from.cast()) };
            // SAFETY: the other half.
            let high = unsafe { _mm256_loadu_si256(from.wrapping_add(32).cast()) };
            // SAFETY: half a line within the destination, aligned by the head.
            unsafe { _mm256_stream_si256(to.cast(), low) };
            // SAFETY: the other half.
            unsafe { _mm256_stream_si256(to.wrapping_add(32).cast(), high) };
        }
        // Non-temporal stores are not ordered with what follows unless told so.
        _mm_sfence();
        let done = head + 64 * lines;
        let (to, from) = (dst.wrapping_add(done), src.wrapping_add(done));
        // SAFETY: the bytes after the last whole line.
        unsafe { std::ptr::copy_nonoverlapping(from, to, len - done) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::levels;

    #[test]
    fn streamed_copies_are_whole_at_any_alignment() {
        let len = STREAM_FROM + 3 * 64 + 17;
        let src: Vec<u8> = (0..len + 100).map(|k| (k * 7 + k / 251) as u8).collect();
        for level in levels() {
            for (to, from) in [(0, 0), (1, 0), (63, 5), (64, 64)] {
                let mut dst = vec![0u8; len + 100];
                let (d, s) = (dst.as_mut_ptr().wrapping_add(to), src.as_ptr().wrapping_add(from));
                // SAFETY: both buffers are 100 bytes longer than what is copied.
                unsafe { copy_bytes(level, d, s, len) };
                assert!(dst[to..to + len] == src[from..from + len]);
                assert!(dst[..to].iter().chain(&dst[to + len..]).all(|&byte| byte == 0));
            }
        }
    }

    #[test]
    fn items_made_in_parts_are_whole() {
        let count = STREAM_FROM / 3 + 5000;
        for itemsize in [3, 8] {
            let mut dst = vec![0u8; count * itemsize];
            let mut n_made = 0;
            let make = |place: *mut u8, first: usize, n: usize| {
                assert_eq!(first, n_made);
                n_made += n;
                for k in 0..n * itemsize {
                    let byte = ((first * itemsize + k) % 251) as u8;
                    // SAFETY: byte `k` of the `n` items that may be written.
                    unsafe { place.wrapping_add(k).write(byte) };
                }
            };
            // SAFETY: the buffer has room for the items, all of which are written.
            unsafe { stream_items(dst.as_mut_ptr(), itemsize, count, make) };
            assert_eq!(n_made, count);
            assert!(dst.iter().enumerate().all(|(k, &byte)| byte == (k % 251) as u8));
        }
    }
}
