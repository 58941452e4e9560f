//! Reversing the byte order of elements, while copying or in place.
//!
//! An element is swapped by units: a complex number is two units, a `U` string one unit of four bytes
//! for each character.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use crate::copy::run::copy_run_at;
use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, at_mut, elements, load, places, store};
use crate::versions::{Body, run_at};

/// Copies `count` items, reversing the bytes of each unit of `swap_unit` bytes (2, 4 or 8) in them.
///
/// With another `swap_unit` the bytes of the item keep their order. Bytes after the last whole unit
/// of an item are copied as they are.
///
/// # Safety
/// As for [`copy_run`](super::copy_run).
pub unsafe fn swap_run(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    itemsize: usize,
    swap_unit: usize,
) {
    // SAFETY: the caller's contract, unchanged.
    unsafe { swap_run_at(isa(), dst, dst_stride, src, src_stride, count, (itemsize, swap_unit)) }
}

/// [`swap_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`copy_run`](super::copy_run).
pub(crate) unsafe fn swap_run_at(
    level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    (itemsize, unit): (usize, usize),
) {
    if !matches!(unit, 2 | 4 | 8) {
        // SAFETY: the caller's contract, unchanged.
        return unsafe { copy_run_at(level, dst, dst_stride, src, src_stride, count, itemsize) };
    }
    let swap = match unit {
        2 => units::<u16>,
        4 => units::<u32>,
        _ => units::<u64>,
    };
    let size = itemsize as isize;
    if dst_stride == size && src_stride == size && itemsize.is_multiple_of(unit) {
        // SAFETY: contiguous items made of whole units are one run of units.
        return unsafe {
            swap(level, dst, unit as isize, src, unit as isize, count * itemsize / unit)
        };
    }
    let per_item = itemsize / unit;
    let rest = itemsize % unit;
    // The longer of the two loops goes inside.
    if per_item < count {
        for k in 0..per_item {
            let (d, s) = (dst.wrapping_add(k * unit), src.wrapping_add(k * unit));
            // SAFETY: unit `k` of each item lies within the item.
            unsafe { swap(level, d, dst_stride, s, src_stride, count) };
        }
    } else {
        for i in 0..count {
            let (d, s) = (at_mut(dst, dst_stride, i), at(src, src_stride, i));
            // SAFETY: the units of item `i`, which lie within it.
            unsafe { swap(level, d, unit as isize, s, unit as isize, per_item) };
        }
    }
    if rest > 0 {
        let whole = per_item * unit;
        let (d, s) = (dst.wrapping_add(whole), src.wrapping_add(whole));
        // SAFETY: the last `rest` bytes of each item.
        unsafe { copy_run_at(level, d, dst_stride, s, src_stride, count, rest) };
    }
}

/// Reverses the bytes of each unit of `swap_unit` bytes (2, 4 or 8) of `count` items where they lie.
///
/// # Safety
/// Each item `i < count` can be read and written at `ptr + i * stride` for `itemsize` bytes, and
/// items do not overlap each other.
pub unsafe fn swap_in_place(
    ptr: *mut u8,
    stride: isize,
    count: usize,
    itemsize: usize,
    swap_unit: usize,
) {
    let swap = match swap_unit {
        2 => units_in_place::<u16>,
        4 => units_in_place::<u32>,
        8 => units_in_place::<u64>,
        _ => return,
    };
    let unit = swap_unit as isize;
    if stride == itemsize as isize && itemsize.is_multiple_of(swap_unit) {
        // SAFETY: contiguous items made of whole units are one run of units.
        return unsafe { swap(ptr, unit, count * itemsize / swap_unit) };
    }
    for i in 0..count {
        // SAFETY: the units of item `i`, which lie within it.
        unsafe { swap(at_mut(ptr, stride, i), unit, itemsize / swap_unit) };
    }
}

/// An unsigned integer whose bytes can be reversed.
trait Unit: Copy {
    fn swapped(self) -> Self;
}

macro_rules! units {
    ($($unit:ty)*) => {$(
        impl Unit for $unit {
            #[inline(always)]
            fn swapped(self) -> Self {
                self.swap_bytes()
            }
        }
    )*};
}
units!(u16 u32 u64);

/// A contiguous run of units, copied swapped.
struct Contiguous<'a, U: Unit> {
    dst: &'a mut [std::mem::MaybeUninit<Packed<U>>],
    src: &'a [Packed<U>],
}

impl<U: Unit> Body for Contiguous<'_, U> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, unit) in self.dst.iter_mut().zip(self.src) {
            place.write(Packed({ unit.0 }.swapped()));
        }
    }
}

/// # Safety
/// As for [`copy_run`](super::copy_run), for items of the size of `U`.
unsafe fn units<U: Unit>(
    level: Isa,
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
) {
    let size = size_of::<U>() as isize;
    if dst_stride == size && src_stride == size {
        // SAFETY: a contiguous run, the caller's to read.
        let src = unsafe { elements::<U>(src, count) };
        // SAFETY: a contiguous run, the caller's to write, disjoint from the source.
        let dst = unsafe { places::<U>(dst, count) };
        return run_at(level, Contiguous { dst, src });
    }
    for i in 0..count {
        // SAFETY: `i < count`.
        let unit: U = unsafe { load(src, src_stride, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, dst_stride, i, unit.swapped()) };
    }
}

/// # Safety
/// As for [`swap_in_place`], for items of the size of `U`.
unsafe fn units_in_place<U: Unit>(ptr: *mut u8, stride: isize, count: usize) {
    for i in 0..count {
        // SAFETY: `i < count`.
        let unit: U = unsafe { load(ptr, stride, i) };
        // SAFETY: `i < count`.
        unsafe { store(ptr, stride, i, unit.swapped()) };
    }
}
