//! Items written only where a mask is true.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use crate::packed::{at, at_mut, load, store};

/// Writes the item of `itemsize` bytes at `item` to each place whose mask byte is not 0.
///
/// # Safety
/// `itemsize` bytes can be read at `item` and written at `dst + i * dst_stride` for each
/// `i < mask.len()`; no written byte is one that is read.
pub unsafe fn fill_masked_run(
    dst: *mut u8,
    dst_stride: isize,
    item: *const u8,
    itemsize: usize,
    mask: &[u8],
) {
    // SAFETY: the caller's contract; a source of stride 0 is one item.
    unsafe { copy_masked_run(dst, dst_stride, item, 0, itemsize, mask) }
}

/// Writes item `i` of the source to place `i` of the destination where mask byte `i` is not 0.
///
/// # Safety
/// For each `i < mask.len()`, `itemsize` bytes can be read at `src + i * src_stride` and written at
/// `dst + i * dst_stride`; no written byte is one that is read.
pub unsafe fn copy_masked_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) {
    let copy = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            for (i, _) in mask.iter().enumerate().filter(|(_, keep)| **keep != 0) {
                let (from, to) = (at(src, src_stride, i), at_mut(dst, dst_stride, i));
                // SAFETY: item `i` and place `i`.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
            }
            return;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { copy(dst, dst_stride, src, src_stride, mask) }
}

/// # Safety
/// As for [`copy_masked_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    mask: &[u8],
) {
    for (i, _) in mask.iter().enumerate().filter(|(_, keep)| **keep != 0) {
        // SAFETY: item `i < mask.len()`; any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, i) };
        // SAFETY: place `i < mask.len()`.
        unsafe { store(dst, dst_stride, i, item) };
    }
}
