//! Items read by index.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use crate::isa::isa;
use crate::packed::{at, at_mut, load, store};
use crate::versions::{Body, run_at};

/// Writes item `indices[k]` of the source to place `k` of the contiguous destination.
///
/// # Safety
/// For each index `i`, `itemsize` bytes can be read at `src + i * src_stride`. `indices.len()` items
/// can be written at `dst`, and none of these bytes is one that is read.
pub unsafe fn take_run(
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    indices: &[i64],
) {
    // SAFETY: the caller's contract; the indices lie within the source as they are.
    let _ = unsafe { take(dst, src, src_stride, itemsize, indices, InBounds) };
}

/// As [`take_run`] of an axis of `len` items, with negative indices counted from its end and each index
/// checked before it is used. `Err` is the position of the first index that is out of bounds; the
/// places from there on are not written.
///
/// # Safety
/// `itemsize` bytes can be read at `src + i * src_stride` for each `i < len`. `indices.len()` items can
/// be written at `dst`, and none of these bytes is one that is read.
pub unsafe fn take_checked_run(
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    len: usize,
    itemsize: usize,
    indices: &[i64],
) -> Result<(), usize> {
    // SAFETY: the caller's contract; an index is used only when it lies within `len`.
    unsafe { take(dst, src, src_stride, itemsize, indices, Wrapping { len }) }
}

/// Whether each index lies within `-len..len`: `Err` is the position of the first that does not.
pub fn check_indices(indices: &[i64], len: usize) -> Result<(), usize> {
    let bound = Wrapping { len };
    if run_at(isa(), AllWithin { indices, bound }) {
        return Ok(());
    }
    Err(indices.iter().position(|&i| bound.resolve(i).is_none()).unwrap_or(0))
}

/// Whether each index lies within `0..len`.
pub fn are_inside(indices: &[i64], len: usize) -> bool {
    run_at(isa(), AllInside { indices, len: len as u64 })
}

struct AllInside<'a> {
    indices: &'a [i64],
    len: u64,
}

impl Body for AllInside<'_> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let inside = |i: &i64| i.cast_unsigned() < self.len;
        self.indices.chunks(1024).all(|block| block.iter().fold(true, |all, i| all & inside(i)))
    }
}

struct AllWithin<'a> {
    indices: &'a [i64],
    bound: Wrapping,
}

impl Body for AllWithin<'_> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        // Whole blocks without a branch.
        let within = |i: &i64| self.bound.wrap(*i) < self.bound.len as u64;
        self.indices.chunks(1024).all(|block| block.iter().fold(true, |all, i| all & within(i)))
    }
}

/// How an index becomes the number of an item, or is refused.
pub(super) trait Resolve: Copy {
    fn resolve(self, index: i64) -> Option<i64>;
}

/// The caller has checked the indices.
#[derive(Clone, Copy)]
pub(super) struct InBounds;

impl Resolve for InBounds {
    #[inline(always)]
    fn resolve(self, index: i64) -> Option<i64> {
        Some(index)
    }
}

/// Negative indices count from the end of an axis of `len` items.
#[derive(Clone, Copy)]
pub(super) struct Wrapping {
    pub(super) len: usize,
}

impl Wrapping {
    /// The index counted from the start; not less than `len` if out of bounds.
    #[inline(always)]
    fn wrap(self, index: i64) -> u64 {
        if index < 0 { index.wrapping_add(self.len as i64) as u64 } else { index as u64 }
    }
}

impl Resolve for Wrapping {
    #[inline(always)]
    fn resolve(self, index: i64) -> Option<i64> {
        let index = self.wrap(index);
        (index < self.len as u64).then_some(index as i64)
    }
}

/// # Safety
/// As for [`take_run`], for the indices that `resolve` gives.
unsafe fn take<R: Resolve>(
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    itemsize: usize,
    indices: &[i64],
    resolve: R,
) -> Result<(), usize> {
    let take = match itemsize {
        1 => items::<u8, R>,
        2 => items::<u16, R>,
        4 => items::<u32, R>,
        6 => items::<[u16; 3], R>,
        8 => items::<u64, R>,
        12 => items::<[u32; 3], R>,
        16 => items::<u128, R>,
        24 => items::<[u64; 3], R>,
        32 => items::<[u128; 2], R>,
        48 => items::<[u128; 3], R>,
        64 => items::<[u128; 4], R>,
        _ => {
            for (k, &index) in indices.iter().enumerate() {
                let Some(index) = resolve.resolve(index) else { return Err(k) };
                let from = at(src, src_stride, index as usize);
                let to = at_mut(dst, itemsize as isize, k);
                // SAFETY: a resolved index, the caller's to read; place `k` is to be written.
                unsafe { std::ptr::copy_nonoverlapping(from, to, itemsize) };
            }
            return Ok(());
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { take(dst, src, src_stride, indices, resolve) }
}

/// # Safety
/// As for [`take`], for items of the size of `T`.
unsafe fn items<T: Copy, R: Resolve>(
    dst: *mut u8,
    src: *const u8,
    src_stride: isize,
    indices: &[i64],
    resolve: R,
) -> Result<(), usize> {
    for (k, &index) in indices.iter().enumerate() {
        let Some(index) = resolve.resolve(index) else { return Err(k) };
        // SAFETY: a resolved index; any bytes are a valid `T` (of unsigned integers).
        let item: T = unsafe { load(src, src_stride, index as usize) };
        // SAFETY: place `k` of `indices.len()`.
        unsafe { store(dst, size_of::<T>() as isize, k, item) };
    }
    Ok(())
}
