//! Functions of `f16`: computed as `f32`, as NumPy does, and rounded, a vector at a time.
#![expect(unsafe_code, reason = "runs are pointers")]

use super::flags::Flags;
use super::lanes::{Mask, Singles, WIDEST, portable};
use super::run::{Binary, Element, Evaluate, Unary, binary_vector, unary_vector};
use crate::Isa;
use half::f16;

#[cfg(target_arch = "x86_64")]
use super::lanes::{avx2, avx512};

/// The least normal half, and what is rounded past the largest.
const LEAST: f32 = 6.103_515_6e-5;
const PAST: f32 = 65_520.0;

/// The first `n` halves from memory, the rest copies of the first.
///
/// # Safety
/// `n` halves are readable at `from`, `n` at least 1 and at most `WIDEST`.
#[inline(always)]
unsafe fn load<V: Singles>(from: *const f16, n: usize) -> V {
    // SAFETY: there is at least one.
    let mut halves = [unsafe { from.read_unaligned() }; WIDEST];
    // SAFETY: `n` halves are readable, and `n` is at most `WIDEST`.
    unsafe { from.cast::<u8>().copy_to_nonoverlapping(halves.as_mut_ptr().cast(), 2 * n) };
    V::from_halves(&halves)
}

/// Writes `n` lanes as halves, and says what the rounding raised.
///
/// # Safety
/// `n` halves are writable at `to`, and `n` is at most the number of lanes.
#[inline(always)]
unsafe fn store<V: Singles>(wide: V, to: *mut f16, n: usize) -> Flags {
    let halves = wide.to_halves();
    // SAFETY: `n` halves are writable, and `n` is at most `WIDEST`.
    unsafe { to.cast::<u8>().copy_from_nonoverlapping(halves.as_ptr().cast(), 2 * n) };
    let size = wide.abs();
    let ordinary = (V::splat(LEAST).le(size) & size.lt(V::splat(PAST))) | wide.eq(V::splat(0.0));
    if (!ordinary).any() { raised(&halves, &wide.to_array(), n) } else { Flags::NONE }
}

#[cold]
#[inline(never)]
fn raised(halves: &[f16; WIDEST], wide: &[f32; WIDEST], n: usize) -> Flags {
    let mut raised = Flags::NONE;
    for (half, &wide) in halves.iter().zip(wide).take(n) {
        if half.is_infinite() && wide.is_finite() {
            raised |= Flags::OVER;
        }
        if half.to_bits() & 0x7c00 == 0 && half.to_f32() != wide {
            raised |= Flags::UNDER;
        }
    }
    raised
}

/// # Safety
/// As for [`Element::unary`], and the machine has the instructions of `V`.
#[inline(always)]
unsafe fn unary<F: Unary, V: Singles + Evaluate>(
    dst: *mut f16,
    src: *const f16,
    n: usize,
) -> Flags {
    let mut raised = Flags::NONE;
    let rest = n % V::N;
    for at in (0..n - rest).step_by(V::N) {
        // SAFETY: the vector's halves lie below `n`.
        let x = unsafe { load::<V>(src.wrapping_add(at), V::N) };
        let (y, flags) = unary_vector::<F, V>(x, Flags::NONE);
        // SAFETY: as above.
        raised |= flags | unsafe { store(y, dst.wrapping_add(at), V::N) };
    }
    if rest > 0 {
        let at = n - rest;
        // SAFETY: `rest` halves are left, fewer than a vector has lanes.
        let x = unsafe { load::<V>(src.wrapping_add(at), rest) };
        let (y, flags) = unary_vector::<F, V>(x, Flags::NONE);
        // SAFETY: as above.
        raised |= flags | unsafe { store(y, dst.wrapping_add(at), rest) };
    }
    raised
}

/// # Safety
/// As for [`Element::binary`], and the machine has the instructions of `V`.
#[inline(always)]
unsafe fn binary<F: Binary, V: Singles + Evaluate>(
    dst: *mut f16,
    x: *const f16,
    y: *const f16,
    n: usize,
) -> Flags {
    let mut raised = Flags::NONE;
    let rest = n % V::N;
    for at in (0..n - rest).step_by(V::N) {
        // SAFETY: the vector's halves lie below `n`.
        let left = unsafe { load::<V>(x.wrapping_add(at), V::N) };
        // SAFETY: as above.
        let right = unsafe { load::<V>(y.wrapping_add(at), V::N) };
        let (z, flags) = binary_vector::<F, V>(left, right);
        // SAFETY: as above.
        raised |= flags | unsafe { store(z, dst.wrapping_add(at), V::N) };
    }
    if rest > 0 {
        let at = n - rest;
        // SAFETY: `rest` halves are left, fewer than a vector has lanes.
        let left = unsafe { load::<V>(x.wrapping_add(at), rest) };
        // SAFETY: as above.
        let right = unsafe { load::<V>(y.wrapping_add(at), rest) };
        let (z, flags) = binary_vector::<F, V>(left, right);
        // SAFETY: as above.
        raised |= flags | unsafe { store(z, dst.wrapping_add(at), rest) };
    }
    raised
}

macro_rules! compiled_for {
    ($unary:ident, $binary:ident, $lanes:ty, $features:literal) => {
        /// # Safety
        /// As for [`unary`].
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $features)]
        unsafe fn $unary<F: Unary>(dst: *mut f16, src: *const f16, n: usize) -> Flags {
            // SAFETY: the caller's promise.
            unsafe { unary::<F, $lanes>(dst, src, n) }
        }

        /// # Safety
        /// As for [`binary`].
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $features)]
        unsafe fn $binary<F: Binary>(
            dst: *mut f16,
            x: *const f16,
            y: *const f16,
            n: usize,
        ) -> Flags {
            // SAFETY: the caller's promise.
            unsafe { binary::<F, $lanes>(dst, x, y, n) }
        }
    };
}

compiled_for!(unary_avx2, binary_avx2, avx2::F32x8, "avx2,fma,f16c,bmi1,bmi2");
compiled_for!(
    unary_avx512,
    binary_avx512,
    avx512::F32x16,
    "avx2,fma,f16c,bmi1,bmi2,avx512f,avx512bw,avx512dq,avx512vl,avx512cd"
);

impl Element for f16 {
    unsafe fn unary<F: Unary>(isa: Isa, dst: *mut f16, src: *const f16, n: usize) -> Flags {
        match isa {
            // SAFETY: the caller's promise, which includes the instructions.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { unary_avx512::<F>(dst, src, n) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { unary_avx2::<F>(dst, src, n) },
            // SAFETY: the caller's promise.
            _ => unsafe { unary::<F, portable::F32x1>(dst, src, n) },
        }
    }

    unsafe fn binary<F: Binary>(
        isa: Isa,
        dst: *mut f16,
        x: *const f16,
        y: *const f16,
        n: usize,
    ) -> Flags {
        match isa {
            // SAFETY: the caller's promise, which includes the instructions.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { binary_avx512::<F>(dst, x, y, n) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { binary_avx2::<F>(dst, x, y, n) },
            // SAFETY: the caller's promise.
            _ => unsafe { binary::<F, portable::F32x1>(dst, x, y, n) },
        }
    }
}
