//! One item written to every place of a run.
#![expect(unsafe_code, reason = "writes through raw runs")]

use std::mem::MaybeUninit;

use crate::packed::{Packed, at_mut, load, places, store};
use crate::versions::{Body, run_wide};

/// Writes the item of `itemsize` bytes at `item` to each place of the run.
///
/// # Safety
/// `itemsize` bytes can be read at `item` and, for each `i < count`, written at `dst + i * stride`;
/// no written byte is one that is read.
pub unsafe fn fill_run(
    dst: *mut u8,
    stride: isize,
    item: *const u8,
    itemsize: usize,
    count: usize,
) {
    if count == 0 || itemsize == 0 {
        return;
    }
    let fill = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<u128>,
        _ => {
            for i in 0..count {
                // SAFETY: `i < count`; the item is disjoint from the run.
                unsafe { std::ptr::copy_nonoverlapping(item, at_mut(dst, stride, i), itemsize) };
            }
            return;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { fill(dst, stride, item, count) }
}

struct Contiguous<'a, T: Copy> {
    places: &'a mut [MaybeUninit<Packed<T>>],
    item: T,
}

impl<T: Copy> Body for Contiguous<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for place in self.places {
            place.write(Packed(self.item));
        }
    }
}

/// As [`fill_run`], for items of the size of `T`.
unsafe fn items<T: Copy>(dst: *mut u8, stride: isize, item: *const u8, count: usize) {
    // SAFETY: one item lies there, and any bytes are a valid `T` (an unsigned integer).
    let item: T = unsafe { load(item, 0, 0) };
    if stride == size_of::<T>() as isize {
        // SAFETY: the run is contiguous, and the caller's to write.
        let places = unsafe { places(dst, count) };
        return run_wide(Contiguous { places, item });
    }
    for i in 0..count {
        // SAFETY: `i < count`.
        unsafe { store(dst, stride, i, item) };
    }
}
