//! The floating-point exceptions that the processor has noted, for this thread.
//!
//! The loops of `elementwise` and `reduce` raise what their operations raise, so that a call is put
//! between [`clear_float_status`] and [`float_status`]. Comparisons, extremes and signs of NaNs are noted
//! as invalid too, as is the divisor of zero of a float's remainder as a division by zero; NumPy does not
//! report these, and a caller leaves them aside. The functions of `math` answer their flags themselves.
//! Processors other than x86-64 are not asked and answer none.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "the two instructions that reach the status register")
)]

use crate::math::Flags;

/// Forgets all exceptions.
#[inline]
pub fn clear_float_status() {
    #[cfg(target_arch = "x86_64")]
    x86::store(x86::load() & !x86::EXCEPTIONS);
}

/// The exceptions since they were last forgotten.
#[inline]
pub fn float_status() -> Flags {
    #[cfg(target_arch = "x86_64")]
    {
        let status = x86::load();
        let noted = [
            (1 << 0, Flags::INVALID),
            (1 << 2, Flags::DIVIDE),
            (1 << 3, Flags::OVER),
            (1 << 4, Flags::UNDER),
        ];
        let flags = noted.into_iter().filter(|(bit, _)| status & bit != 0);
        flags.fold(Flags::NONE, |all, (_, flag)| all | flag)
    }
    #[cfg(not(target_arch = "x86_64"))]
    Flags::NONE
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::asm;

    /// The sticky bits of the register.
    pub(super) const EXCEPTIONS: u32 = 0b11_1111;

    /// The register, once everything computed so far is in it: the statement is a barrier.
    #[inline]
    pub(super) fn load() -> u32 {
        let mut status = 0u32;
        // SAFETY: writes four bytes to a local; SSE is part of x86-64.
        unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut status, options(nostack, preserves_flags)) };
        status
    }

    #[inline]
    pub(super) fn store(status: u32) {
        // SAFETY: the value was read from the register, with exceptions cleared: rounding and masks
        // stay what the language expects.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const status, options(nostack, preserves_flags))
        };
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::convert::NumberType;
    use crate::elementwise::{DIVIDE, Loops, MULTIPLY, Run, RunMut};

    fn raised(table: &Loops, lhs: f64, rhs: f64) -> Flags {
        let (operands, mut out) = ([[lhs; 9], [rhs; 9]], [0.0f64; 9]);
        let runs = [0, 1].map(|k: usize| Run { ptr: operands[k].as_ptr().cast(), stride: 8 });
        let call = table.find(&[NumberType::F64; 2]).expect("a loop").call();
        clear_float_status();
        let dst = RunMut { ptr: out.as_mut_ptr().cast(), stride: 8 };
        // SAFETY: nine elements each.
        unsafe { call.run(dst, runs, 9) };
        float_status()
    }

    #[test]
    fn loops_note_their_exceptions() {
        let cases = [
            (&DIVIDE, 1.0, 2.0, Flags::NONE),
            (&DIVIDE, 1.0, 0.0, Flags::DIVIDE),
            (&DIVIDE, 0.0, 0.0, Flags::INVALID),
            (&MULTIPLY, 1e300, 1e300, Flags::OVER),
            (&MULTIPLY, 1e-300, 1e-300, Flags::UNDER),
            (&MULTIPLY, f64::INFINITY, 0.0, Flags::INVALID),
            (&MULTIPLY, f64::NAN, 0.0, Flags::NONE),
        ];
        for (table, lhs, rhs, expected) in cases {
            assert_eq!(raised(table, lhs, rhs), expected, "{lhs} and {rhs}");
        }
    }
}
