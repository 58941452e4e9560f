//! One generic body, compiled once for each instruction set.
//!
//! A kernel that the compiler vectorises well is a [`Body`]: a struct of its arguments with one
//! always-inlined `run`. [`run_at`] inlines it into functions with wider features enabled. Kernels
//! that need particular instructions match on the level themselves.
#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "calling a function with target features after the run-time check"
    )
)]

use crate::isa::{Isa, isa};

/// Arguments of a kernel, with its loop.
pub trait Body {
    /// What the kernel answers.
    type Output;
    /// The loop. Mark it `#[inline(always)]`, or the wider instructions are lost.
    fn run(self) -> Self::Output;
}

/// Runs the body as compiled for the widest instructions of this machine.
#[inline]
pub fn run_wide<B: Body>(body: B) -> B::Output {
    run_at(isa(), body)
}

/// Runs the body as compiled for `level`, which the machine must have (see [`Isa::detect`]).
#[inline]
pub(crate) fn run_at<B: Body>(level: Isa, body: B) -> B::Output {
    debug_assert!(level <= Isa::detect());
    match level {
        // SAFETY: `level` is at most what the machine was found to have.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { avx512(body) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { avx2(body) },
        _ => body.run(),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
fn avx512<B: Body>(body: B) -> B::Output {
    body.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2")]
fn avx2<B: Body>(body: B) -> B::Output {
    body.run()
}

/// The levels of this machine, for tests that send one table through every path.
#[cfg(test)]
pub(crate) fn levels() -> impl Iterator<Item = Isa> {
    [Isa::Baseline, Isa::Avx2, Isa::Avx512].into_iter().filter(|level| *level <= Isa::detect())
}
