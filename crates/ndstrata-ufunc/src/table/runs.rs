//! Functions of one or two elements as loops over raw runs.
#![expect(unsafe_code, reason = "reads and writes runs of raw elements")]

use std::mem::MaybeUninit;

use ndstrata_kernels::math::Flags;
use ndstrata_kernels::{Body, run_wide};

use crate::kernel::{Inner, Kernel, RunFn, loop_types};

/// A loop of these types.
pub(super) fn inner(signature: &str, run: RunFn) -> Inner {
    Inner { types: loop_types(signature), kernel: Kernel::Run(run) }
}

/// A loop of these types that answers its floating-point errors itself.
pub(super) fn answering(signature: &str, run: RunFn) -> Inner {
    Inner { types: loop_types(signature), kernel: Kernel::Answering(run) }
}

/// # Safety
/// That of [`RunFn`], for one input of `A` and one output of `R`.
pub(super) unsafe fn one<A: Copy, R>(
    p: &[*mut u8],
    s: &[isize],
    count: usize,
    f: impl Fn(A) -> R,
) -> Flags {
    for i in 0..count as isize {
        // SAFETY: element `i` of the input, at any alignment.
        let a = unsafe { p[0].wrapping_offset(i * s[0]).cast::<A>().read_unaligned() };
        // SAFETY: element `i` of the output, at any alignment.
        unsafe { p[1].wrapping_offset(i * s[1]).cast::<R>().write_unaligned(f(a)) };
    }
    Flags::NONE
}

/// # Safety
/// That of [`RunFn`], for inputs of `A` and `B` and one output of `R`.
pub(super) unsafe fn two<A: Copy, B: Copy, R>(
    p: &[*mut u8],
    s: &[isize],
    count: usize,
    f: impl Fn(A, B) -> R,
) -> Flags {
    for i in 0..count as isize {
        // SAFETY: element `i` of the first input, at any alignment.
        let a = unsafe { p[0].wrapping_offset(i * s[0]).cast::<A>().read_unaligned() };
        // SAFETY: element `i` of the second input, at any alignment.
        let b = unsafe { p[1].wrapping_offset(i * s[1]).cast::<B>().read_unaligned() };
        // SAFETY: element `i` of the output, at any alignment.
        unsafe { p[2].wrapping_offset(i * s[2]).cast::<R>().write_unaligned(f(a, b)) };
    }
    Flags::NONE
}

/// Elements of a block of [`wide_two`].
const BLOCK: usize = 256;

/// As [`two`], by the widest instructions of the machine.
///
/// # Safety
/// That of [`RunFn`], for inputs of `A` and `B` and one output of `R`.
pub(super) unsafe fn wide_two<A: Copy, B: Copy, R: Copy>(
    p: &[*mut u8],
    s: &[isize],
    count: usize,
    f: impl Fn(A, B) -> R + Copy,
) -> Flags {
    // A result that a later element reads, as running results are, is there in time only one by one.
    let feeds = |k: usize, size: usize| {
        let same = p[k] == p[2] && s[k] == s[2] && s[2] != 0;
        let span = |k: usize, size: usize| {
            let (first, last) =
                (p[k].addr(), p[k].wrapping_offset((count as isize - 1) * s[k]).addr());
            (first.min(last), first.max(last) + size)
        };
        let ((start, end), (from, to)) = (span(k, size), span(2, size_of::<R>()));
        !same && start < to && from < end
    };
    if count == 0 || feeds(0, size_of::<A>()) || feeds(1, size_of::<B>()) {
        // SAFETY: the caller's promise.
        return unsafe { two(p, s, count, f) };
    }
    let (mut a, mut b) = ([MaybeUninit::<A>::uninit(); BLOCK], [MaybeUninit::<B>::uninit(); BLOCK]);
    let mut results = [MaybeUninit::<R>::uninit(); BLOCK];
    for start in (0..count).step_by(BLOCK) {
        let n = BLOCK.min(count - start);
        let at = |k: usize| p[k].wrapping_offset(start as isize * s[k]);
        // One element fills its block once.
        if s[0] != 0 || start == 0 {
            // SAFETY: elements of the first input.
            unsafe { gather(&mut a[..if s[0] == 0 { BLOCK } else { n }], at(0), s[0]) };
        }
        if s[1] != 0 || start == 0 {
            // SAFETY: elements of the second input.
            unsafe { gather(&mut b[..if s[1] == 0 { BLOCK } else { n }], at(1), s[1]) };
        }
        // SAFETY: as many elements have just been written.
        let a = unsafe { a[..n].assume_init_ref() };
        // SAFETY: as above.
        let b = unsafe { b[..n].assume_init_ref() };
        run_wide(Two { results: &mut results[..n], a, b, f });
        let (to, step) = (at(2), s[2]);
        // SAFETY: the loop has written as many results.
        let results = unsafe { results[..n].assume_init_ref() };
        if step == size_of::<R>() as isize {
            // SAFETY: packed elements of the output.
            unsafe { to.copy_from_nonoverlapping(results.as_ptr().cast(), size_of_val(results)) };
            continue;
        }
        for (i, &result) in results.iter().enumerate() {
            // SAFETY: element `i` of the output's block, at any alignment.
            unsafe { to.wrapping_offset(i as isize * step).cast::<R>().write_unaligned(result) };
        }
    }
    Flags::NONE
}

/// # Safety
/// As many elements can be read from `from` on, `step` bytes apart, at any alignment.
unsafe fn gather<T: Copy>(to: &mut [MaybeUninit<T>], from: *const u8, step: isize) {
    if step == size_of::<T>() as isize {
        let place = to.as_mut_ptr().cast::<u8>();
        // SAFETY: packed elements, for a buffer of as many.
        return unsafe { place.copy_from_nonoverlapping(from, size_of_val(to)) };
    }
    for (i, place) in to.iter_mut().enumerate() {
        // SAFETY: element `i`, at any alignment.
        let value = unsafe { from.wrapping_offset(i as isize * step).cast::<T>().read_unaligned() };
        place.write(value);
    }
}

struct Two<'a, A, B, R, F> {
    results: &'a mut [MaybeUninit<R>],
    a: &'a [A],
    b: &'a [B],
    f: F,
}

impl<A: Copy, B: Copy, R, F: Fn(A, B) -> R> Body for Two<'_, A, B, R, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for ((place, &a), &b) in self.results.iter_mut().zip(self.a).zip(self.b) {
            place.write((self.f)(a, b));
        }
    }
}
