//! Items written by index, in the order of the indices: the last write to a place stays.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use crate::gather::take::{InBounds, Resolve, Wrapping, check_indices};
use crate::packed::{at, at_mut, load, store};

/// Writes item `k` of the source to place `indices[k]` of the destination; a source of stride 0
/// repeats one item.
///
/// # Safety
/// For each index `i`, `itemsize` bytes can be written at `dst + i * dst_stride`. Each item
/// `k < indices.len()` can be read at `src + k * src_stride`; no written byte is one that is read.
pub unsafe fn put_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    indices: &[i64],
) {
    // SAFETY: the caller's contract; the indices lie within the destination as they are.
    unsafe { put((dst, dst_stride), (src, src_stride), itemsize, indices, InBounds) }
}

/// As [`put_run`] into an axis of `len` places, with negative indices counted from its end. All
/// indices are checked first: `Err` is the position of the first that is out of bounds, and then
/// nothing has been written.
///
/// # Safety
/// `itemsize` bytes can be written at `dst + i * dst_stride` for each `i < len`. Each item
/// `k < indices.len()` can be read at `src + k * src_stride`; no written byte is one that is read.
pub unsafe fn put_checked_run(
    dst: *mut u8,
    dst_stride: isize,
    len: usize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    indices: &[i64],
) -> Result<(), usize> {
    check_indices(indices, len)?;
    // SAFETY: the caller's contract; an index is used only when it lies within `len`.
    unsafe { put((dst, dst_stride), (src, src_stride), itemsize, indices, Wrapping { len }) };
    Ok(())
}

/// # Safety
/// As for [`put_run`], for the indices that `resolve` gives.
unsafe fn put<R: Resolve>(
    dst: (*mut u8, isize),
    src: (*const u8, isize),
    itemsize: usize,
    indices: &[i64],
    resolve: R,
) {
    let put = match itemsize {
        1 => items::<u8, R>,
        2 => items::<u16, R>,
        4 => items::<u32, R>,
        8 => items::<u64, R>,
        16 => items::<u128, R>,
        24 => items::<[u64; 3], R>,
        32 => items::<[u128; 2], R>,
        48 => items::<[u128; 3], R>,
        _ => {
            for (k, &index) in indices.iter().enumerate() {
                let Some(index) = resolve.resolve(index) else { continue };
                let (from, to) = (at(src.0, src.1, k), at_mut(dst.0, dst.1, index as usize));
                // SAFETY: item `k`, and a resolved index, are the caller's.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
            }
            return;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { put(dst, src, indices, resolve) }
}

/// # Safety
/// As for [`put`], for items of the size of `T`.
unsafe fn items<T: Copy, R: Resolve>(
    (dst, dst_stride): (*mut u8, isize),
    (src, src_stride): (*const u8, isize),
    indices: &[i64],
    resolve: R,
) {
    for (k, &index) in indices.iter().enumerate() {
        let Some(index) = resolve.resolve(index) else { continue };
        // SAFETY: item `k`; any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, k) };
        // SAFETY: a resolved index.
        unsafe { store(dst, dst_stride, index as usize, item) };
    }
}
