//! Booleans read from foreign bytes: any byte but zero is true.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::isa::{Isa, isa};
use crate::packed::{Packed, elements, load, places, store};
use crate::versions::{Body, run_at};

/// Copies `count` bytes, writing 1 for each that is not 0.
///
/// # Safety
/// As for [`copy_run`](crate::copy_run) with items of one byte.
pub unsafe fn normalize_bools_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
) {
    // SAFETY: the caller's contract, unchanged.
    unsafe { normalize_at(isa(), dst, dst_stride, src, src_stride, count) }
}

/// [`normalize_bools_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`normalize_bools_run`].
pub(crate) unsafe fn normalize_at(
    level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
) {
    if dst_stride == 1 && src_stride == 1 {
        // SAFETY: a contiguous run, the caller's to read.
        let src = unsafe { elements::<u8>(src, count) };
        // SAFETY: a contiguous run, the caller's to write, disjoint from the source.
        let dst = unsafe { places::<u8>(dst, count) };
        return run_at(level, Contiguous { dst, src });
    }
    for i in 0..count {
        // SAFETY: `i < count`.
        let byte: u8 = unsafe { load(src, src_stride, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, dst_stride, i, u8::from(byte != 0)) };
    }
}

struct Contiguous<'a> {
    dst: &'a mut [MaybeUninit<Packed<u8>>],
    src: &'a [Packed<u8>],
}

impl Body for Contiguous<'_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, byte) in self.dst.iter_mut().zip(self.src) {
            place.write(Packed(u8::from(byte.0 != 0)));
        }
    }
}
