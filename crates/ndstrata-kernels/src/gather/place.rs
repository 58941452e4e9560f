//! A run of items spread over the places where a mask is true.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

#[cfg(target_arch = "x86_64")]
use crate::gather::avx512;
use crate::gather::words::each_true;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut, load, store};

/// Writes item `k` of the source to the `k`-th place whose mask byte is not 0; answers how many
/// items that took.
///
/// # Safety
/// Each place `i < mask.len()` can be written at `dst + i * dst_stride` for `itemsize` bytes; as many
/// items as the mask has true bytes can be read at `src`, `src_stride` apart; no written byte is one
/// that is read.
pub unsafe fn place_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) -> usize {
    // SAFETY: the caller's contract, unchanged.
    unsafe { place_at(isa(), dst, dst_stride, src, src_stride, itemsize, mask) }
}

/// [`place_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`place_run`].
pub(super) unsafe fn place_at(
    #[cfg_attr(not(target_arch = "x86_64"), expect(unused))] level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    mask: &[u8],
) -> usize {
    let size = itemsize as isize;
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 && dst_stride == size && src_stride == size && avx512::takes(itemsize) {
        // SAFETY: the machine has the level, and both runs are contiguous.
        return unsafe { avx512::expand(dst, src, itemsize, mask) };
    }
    let place = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            let mut taken = 0;
            each_true(mask, |i| {
                let (from, to) = (at(src, src_stride, taken), at_mut(dst, dst_stride, i));
                // SAFETY: the item after those taken so far, and place `i`.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
                taken += 1;
            });
            return taken;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { place(dst, dst_stride, src, src_stride, mask) }
}

/// # Safety
/// As for [`place_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    mask: &[u8],
) -> usize {
    let mut taken = 0;
    each_true(mask, |i| {
        // SAFETY: the item after those taken; any bytes are a valid `T` (an unsigned integer).
        let item: T = unsafe { load(src, src_stride, taken) };
        // SAFETY: place `i < mask.len()`.
        unsafe { store(dst, dst_stride, i, item) };
        taken += 1;
    });
    taken
}
