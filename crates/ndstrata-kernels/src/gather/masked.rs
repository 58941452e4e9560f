//! Items written only where a mask is true.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

#[cfg(target_arch = "x86_64")]
use crate::gather::avx512;
use crate::gather::words::each_true;
use crate::isa::{Isa, isa};
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
    unsafe { copy_masked_at(isa(), dst, dst_stride, item, 0, itemsize, mask) }
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
    // SAFETY: the caller's contract, unchanged.
    unsafe { copy_masked_at(isa(), dst, dst_stride, src, src_stride, itemsize, mask) }
}

/// [`copy_masked_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`copy_masked_run`].
pub(super) unsafe fn copy_masked_at(
    #[cfg_attr(not(target_arch = "x86_64"), expect(unused))] level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) {
    let size = itemsize as isize;
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 && dst_stride == size && avx512::takes(itemsize) {
        if src_stride == size {
            // SAFETY: the machine has the level, and both runs are contiguous.
            return unsafe { avx512::copy(dst, src, itemsize, mask) };
        }
        if src_stride == 0 {
            // SAFETY: the machine has the level, and the destination is contiguous.
            return unsafe { avx512::fill(dst, src, itemsize, mask) };
        }
    }
    let copy = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            each_true(mask, |i| {
                let (from, to) = (at(src, src_stride, i), at_mut(dst, dst_stride, i));
                // SAFETY: item `i` and place `i`.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
            });
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
    each_true(mask, |i| {
        // SAFETY: item `i < mask.len()`; any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, i) };
        // SAFETY: place `i < mask.len()`.
        unsafe { store(dst, dst_stride, i, item) };
    });
}
