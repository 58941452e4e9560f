//! One of two items at each place, by a condition.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use crate::packed::{at, at_mut, load, store};

/// Writes, to each place of the contiguous destination, the item of `a` where the condition's byte is
/// not 0 and the item of `b` elsewhere. A stride of 0 repeats one item.
///
/// # Safety
/// For each `i < condition.len()`, `itemsize` bytes can be read at `a + i * a_stride` and at
/// `b + i * b_stride`, and written at `dst + i * itemsize`; no written byte is one that is read.
pub unsafe fn where_run(
    dst: *mut u8,
    condition: &[u8],
    a: *const u8,
    a_stride: isize,
    b: *const u8,
    b_stride: isize,
    itemsize: usize,
) {
    let select = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            for (i, &truth) in condition.iter().enumerate() {
                let from = if truth != 0 { at(a, a_stride, i) } else { at(b, b_stride, i) };
                // SAFETY: item `i` of an operand, and place `i`.
                unsafe {
                    std::ptr::copy_nonoverlapping(from, at_mut(dst, itemsize as isize, i), itemsize)
                };
            }
            return;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { select(dst, condition, a, a_stride, b, b_stride) }
}

/// # Safety
/// As for [`where_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(
    dst: *mut u8,
    condition: &[u8],
    a: *const u8,
    a_stride: isize,
    b: *const u8,
    b_stride: isize,
) {
    for (i, &truth) in condition.iter().enumerate() {
        // SAFETY: item `i`; any bytes are a valid `T` (an unsigned integer).
        let yes: T = unsafe { load(a, a_stride, i) };
        // SAFETY: item `i`, as above.
        let no: T = unsafe { load(b, b_stride, i) };
        // SAFETY: place `i`.
        unsafe { store(dst, size_of::<T>() as isize, i, if truth != 0 { yes } else { no }) };
    }
}
