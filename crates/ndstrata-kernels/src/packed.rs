//! Elements without an alignment demand, and the two accesses that every strided loop makes.
//!
//! A contiguous run is seen as a slice of [`Packed`], so that loop bodies are safe code the compiler
//! vectorises with unaligned loads. A strided run is read and written through [`load`] and [`store`].
#![expect(unsafe_code, reason = "unaligned reads and writes behind raw pointers")]

use std::mem::MaybeUninit;

/// A `T` at any address.
#[derive(Clone, Copy)]
#[repr(C, packed)]
pub(crate) struct Packed<T: Copy>(pub(crate) T);

/// The elements of a contiguous run.
///
/// # Safety
/// `count` valid elements `T` lie at `ptr`, at any alignment, and nobody writes them while the slice
/// lives. An empty run may have any pointer.
#[inline(always)]
pub(crate) unsafe fn elements<'a, T: Copy>(ptr: *const u8, count: usize) -> &'a [Packed<T>] {
    if count == 0 {
        return &[];
    }
    // SAFETY: the caller's contract; `Packed` has alignment 1 and the size of `T`.
    unsafe { std::slice::from_raw_parts(ptr.cast(), count) }
}

/// The places of a contiguous run, to be written.
///
/// # Safety
/// `count` elements `T` may be written at `ptr`, at any alignment, and nobody else touches them while
/// the slice lives. An empty run may have any pointer.
#[inline(always)]
pub(crate) unsafe fn places<'a, T: Copy>(
    ptr: *mut u8,
    count: usize,
) -> &'a mut [MaybeUninit<Packed<T>>] {
    if count == 0 {
        return &mut [];
    }
    // SAFETY: the caller's contract; `MaybeUninit` allows uninitialised memory.
    unsafe { std::slice::from_raw_parts_mut(ptr.cast(), count) }
}

/// The elements of a contiguous run, to be changed.
///
/// # Safety
/// As for [`elements`] and for [`places`].
#[inline(always)]
pub(crate) unsafe fn elements_mut<'a, T: Copy>(ptr: *mut u8, count: usize) -> &'a mut [Packed<T>] {
    if count == 0 {
        return &mut [];
    }
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts_mut(ptr.cast(), count) }
}

/// Element `index` of a strided run.
///
/// # Safety
/// A valid `T` can be read at `base + stride * index`.
#[inline(always)]
pub(crate) unsafe fn load<T: Copy>(base: *const u8, stride: isize, index: usize) -> T {
    let at = base.wrapping_offset(stride.wrapping_mul(index as isize));
    // SAFETY: the caller vouches for the element; an unaligned read asks no more.
    unsafe { at.cast::<T>().read_unaligned() }
}

/// Writes element `index` of a strided run.
///
/// # Safety
/// A `T` can be written at `base + stride * index`.
#[inline(always)]
pub(crate) unsafe fn store<T: Copy>(base: *mut u8, stride: isize, index: usize, value: T) {
    let at = base.wrapping_offset(stride.wrapping_mul(index as isize));
    // SAFETY: the caller vouches for the place; an unaligned write asks no more.
    unsafe { at.cast::<T>().write_unaligned(value) }
}

/// Address of element `index` of a run that is read.
#[inline(always)]
pub(crate) fn at(base: *const u8, stride: isize, index: usize) -> *const u8 {
    base.wrapping_offset(stride.wrapping_mul(index as isize))
}

/// Address of element `index` of a run that is written.
#[inline(always)]
pub(crate) fn at_mut(base: *mut u8, stride: isize, index: usize) -> *mut u8 {
    base.wrapping_offset(stride.wrapping_mul(index as isize))
}
