//! One run copied to another, by item size.
#![expect(unsafe_code, reason = "copies between raw runs")]

use crate::copy::fill::fill_run;
use crate::copy::stream::copy_bytes;
use crate::isa::isa;
use crate::packed::{at, at_mut, load, store};

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
    if count == 0 || itemsize == 0 {
        return;
    }
    let size = itemsize as isize;
    if dst_stride == size && src_stride == size {
        // SAFETY: both runs are contiguous, `count * itemsize` bytes, and disjoint.
        return unsafe { copy_bytes(isa(), dst, src, count * itemsize) };
    }
    if src_stride == 0 {
        // SAFETY: the destination is the caller's; the one item read is disjoint from it.
        return unsafe { fill_run(dst, dst_stride, src, itemsize, count) };
    }
    let copy = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        // SAFETY: the caller's contract, unchanged.
        _ => return unsafe { bytes(dst, dst_stride, src, src_stride, count, itemsize) },
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { copy(dst, dst_stride, src, src_stride, count) }
}

/// As [`copy_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
) {
    for i in 0..count {
        // SAFETY: `i < count`, and any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, dst_stride, i, item) };
    }
}

/// As [`copy_run`], for items of any size.
unsafe fn bytes(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    itemsize: usize,
) {
    for i in 0..count {
        // SAFETY: `i < count`; source and destination are disjoint.
        unsafe {
            std::ptr::copy_nonoverlapping(
                at(src, src_stride, i),
                at_mut(dst, dst_stride, i),
                itemsize,
            )
        };
    }
}
