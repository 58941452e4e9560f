//! One of two items at each place, by a condition.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, at_mut, elements, load, places};
use crate::versions::{Body, run_at};

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
    // SAFETY: the caller's contract, unchanged.
    unsafe { where_at(isa(), dst, condition, (a, a_stride), (b, b_stride), itemsize) }
}

/// [`where_run`] on the path of one instruction set.
///
/// # Safety
/// As for [`where_run`].
pub(super) unsafe fn where_at(
    level: Isa,
    dst: *mut u8,
    condition: &[u8],
    a: (*const u8, isize),
    b: (*const u8, isize),
    itemsize: usize,
) {
    let select = match itemsize {
        1 => items::<u8>,
        2 => items::<u16>,
        4 => items::<u32>,
        8 => items::<u64>,
        16 => items::<[u64; 2]>,
        _ => {
            for (i, &truth) in condition.iter().enumerate() {
                let (from, stride) = if truth != 0 { a } else { b };
                let to = at_mut(dst, itemsize as isize, i);
                // SAFETY: item `i` of an operand, and place `i`.
                unsafe { std::ptr::copy_nonoverlapping(at(from, stride, i), to, itemsize) };
            }
            return;
        }
    };
    // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
    unsafe { select(level, dst, condition, a, b) }
}

/// # Safety
/// As for [`where_run`], for items of the size of `T`.
unsafe fn items<T: Bits>(
    level: Isa,
    dst: *mut u8,
    condition: &[u8],
    (a, a_stride): (*const u8, isize),
    (b, b_stride): (*const u8, isize),
) {
    let count = condition.len();
    if count == 0 {
        return;
    }
    let size = size_of::<T>() as isize;
    // SAFETY: the destination is contiguous, the caller's to write, and disjoint from the operands.
    let dst = unsafe { places::<T>(dst, count) };
    // SAFETY: there is at least one item; any bytes are a valid `T`.
    let first_a: T = unsafe { load(a, 0, 0) };
    // SAFETY: as above.
    let first_b: T = unsafe { load(b, 0, 0) };
    // SAFETY: contiguous where the slice is used.
    let slice_a = unsafe { elements::<T>(a, if a_stride == size { count } else { 0 }) };
    // SAFETY: contiguous where the slice is used.
    let slice_b = unsafe { elements::<T>(b, if b_stride == size { count } else { 0 }) };
    match (a_stride, b_stride) {
        (s, t) if s == size && t == size => {
            run_at(
                level,
                Select { dst, condition, a: slice_a.iter().copied(), b: slice_b.iter().copied() },
            );
        }
        (s, 0) if s == size => {
            let b = std::iter::repeat(Packed(first_b));
            run_at(level, Select { dst, condition, a: slice_a.iter().copied(), b });
        }
        (0, t) if t == size => {
            let a = std::iter::repeat(Packed(first_a));
            run_at(level, Select { dst, condition, a, b: slice_b.iter().copied() });
        }
        _ => {
            for (i, (place, &truth)) in dst.iter_mut().zip(condition).enumerate() {
                // SAFETY: item `i` of an operand; any bytes are a valid `T`.
                let yes: T = unsafe { load(a, a_stride, i) };
                // SAFETY: as above.
                let no: T = unsafe { load(b, b_stride, i) };
                place.write(Packed(T::pick(truth != 0, yes, no)));
            }
        }
    }
}

struct Select<'a, T: Copy, A, B> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    condition: &'a [u8],
    a: A,
    b: B,
}

impl<T, A, B> Body for Select<'_, T, A, B>
where
    T: Bits,
    A: Iterator<Item = Packed<T>>,
    B: Iterator<Item = Packed<T>>,
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let operands = self.a.zip(self.b);
        for ((place, &truth), (yes, no)) in self.dst.iter_mut().zip(self.condition).zip(operands) {
            place.write(Packed(T::pick(truth != 0, yes.0, no.0)));
        }
    }
}

/// Plain bits, chosen without a branch.
trait Bits: Copy {
    fn pick(truth: bool, yes: Self, no: Self) -> Self;
}

macro_rules! bits {
    ($($item:ty)*) => {$(
        impl Bits for $item {
            #[inline(always)]
            fn pick(truth: bool, yes: Self, no: Self) -> Self {
                no ^ ((yes ^ no) & <$item>::from(truth).wrapping_neg())
            }
        }
    )*};
}
bits!(u8 u16 u32 u64);

impl Bits for [u64; 2] {
    #[inline(always)]
    fn pick(truth: bool, yes: Self, no: Self) -> Self {
        [u64::pick(truth, yes[0], no[0]), u64::pick(truth, yes[1], no[1])]
    }
}
