//! Functions of one or two elements as loops over raw runs.
#![expect(unsafe_code, reason = "reads and writes runs of raw elements")]

use ndstrata_kernels::math::Flags;

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
