//! The items that a mask keeps, written one after the other.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

#[cfg(target_arch = "x86_64")]
use crate::gather::avx512;
use crate::gather::words::each_true;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut, load, store};

/// Writes the items whose mask byte is not 0 to the contiguous destination; answers how many.
///
/// # Safety
/// Each item `i < mask.len()` can be read at `src + i * src_stride` for `itemsize` bytes; as many items
/// as the mask has true bytes can be written at `dst`, and none of these bytes is one that is read.
pub unsafe fn compress_run(
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) -> usize {
    // SAFETY: the caller's contract, unchanged.
    unsafe { compress_at(isa(), dst, src, src_stride, itemsize, mask) }
}

/// [`compress_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`compress_run`].
pub(super) unsafe fn compress_at(
    #[cfg_attr(not(target_arch = "x86_64"), expect(unused))] level: Isa,
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) -> usize {
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 && src_stride == itemsize as isize && avx512::takes(itemsize) {
        // SAFETY: the machine has the level, and the source is contiguous.
        return unsafe { avx512::compress(dst, src, itemsize, mask) };
    }
    let compress = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            let mut kept = 0;
            each_true(mask, |i| {
                let (from, to) = (at(src, src_stride, i), at_mut(dst, itemsize as isize, kept));
                // SAFETY: item `i`, and the place after those kept so far.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
                kept += 1;
            });
            return kept;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { compress(dst, src, src_stride, mask) }
}

/// # Safety
/// As for [`compress_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(dst: *mut u8, src: *const u8, src_stride: isize, mask: &[u8]) -> usize {
    let mut kept = 0;
    each_true(mask, |i| {
        // SAFETY: item `i < mask.len()`; any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, i) };
        // SAFETY: the place after those kept so far, one for each true byte.
        unsafe { store(dst, size_of::<T>() as isize, kept, item) };
        kept += 1;
    });
    kept
}
