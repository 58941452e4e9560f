//! `f16` to `f32` and back, rounded to nearest even: in hardware where there is F16C, else with
//! integer arithmetic.
#![expect(unsafe_code, reason = "loops over raw runs; intrinsics behind the run-time check")]

use crate::convert::loops::Rows;
use crate::isa::Isa;
use crate::packed::{load, store};

/// Converts rows of contiguous `f16` (as bits) to `f32`.
///
/// # Safety
/// As for [`each`](super::loops::each).
pub(crate) unsafe fn widen(level: Isa, rows: Rows) {
    for (dst, src) in rows.each() {
        // SAFETY: the caller's contract.
        unsafe { widen_run(level, dst, src, rows.count) };
    }
}

/// # Safety
/// As for [`widen`], of one row.
unsafe fn widen_run(level: Isa, dst: *mut u8, src: *const u8, count: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the caller's contract.
    let done = unsafe { x86::widen(level, dst, src, count) };
    #[cfg(not(target_arch = "x86_64"))]
    let done = 0;
    for i in done..count {
        // SAFETY: `i < count`.
        let bits: u16 = unsafe { load(src, 2, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, 4, i, half_to_single(bits)) };
    }
}

/// Converts rows of contiguous `f32` to `f16` (as bits).
///
/// # Safety
/// As for [`each`](super::loops::each).
pub(crate) unsafe fn narrow(level: Isa, rows: Rows) {
    for (dst, src) in rows.each() {
        // SAFETY: the caller's contract.
        unsafe { narrow_run(level, dst, src, rows.count) };
    }
}

/// # Safety
/// As for [`narrow`], of one row.
unsafe fn narrow_run(level: Isa, dst: *mut u8, src: *const u8, count: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the caller's contract.
    let done = unsafe { x86::narrow(level, dst, src, count) };
    #[cfg(not(target_arch = "x86_64"))]
    let done = 0;
    for i in done..count {
        // SAFETY: `i < count`.
        let value: f32 = unsafe { load(src, 4, i) };
        // SAFETY: `i < count`.
        unsafe { store(dst, 2, i, single_to_half(value)) };
    }
}

/// The `f32` equal to the `f16` of these bits.
#[inline(always)]
pub(crate) fn half_to_single(bits: u16) -> f32 {
    // The exponent bias differs by 112; the product also normalises subnormals.
    const REBIAS: f32 = f32::from_bits((112 + 127) << 23);
    let magnitude = u32::from(bits & 0x7fff) << 13;
    let finite = f32::from_bits(magnitude) * REBIAS;
    let special = magnitude | 0x7f80_0000;
    let magnitude = if bits & 0x7c00 == 0x7c00 { special } else { finite.to_bits() };
    f32::from_bits(magnitude | u32::from(bits & 0x8000) << 16)
}

/// The bits of the `f16` nearest to `value`, ties to even.
#[inline(always)]
pub(crate) fn single_to_half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let magnitude = bits & 0x7fff_ffff;
    let half = if magnitude > 0x7f80_0000 {
        0x7e00 | (magnitude >> 13) as u16 & 0x3ff
    } else if magnitude >= 0x4780_0000 {
        0x7c00
    } else if magnitude < 0x3880_0000 {
        // The last place of 0.5 is the smallest f16, so the sum rounds to a multiple of it.
        ((f32::from_bits(magnitude) + 0.5).to_bits() - 0.5f32.to_bits()) as u16
    } else {
        let odd = magnitude >> 13 & 1;
        ((magnitude - (112 << 23) + 0xfff + odd) >> 13) as u16
    };
    sign | half
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! Whole vectors only; each function answers how many elements it did.

    use std::arch::x86_64::*;

    use crate::isa::Isa;
    use crate::packed::{load, store};

    /// # Safety
    /// As for [`super::widen`].
    pub(super) unsafe fn widen(level: Isa, dst: *mut u8, src: *const u8, count: usize) -> usize {
        match level {
            // SAFETY: the machine has `level`; the rest is the caller's contract.
            Isa::Avx512 => unsafe { widen_512(dst, src, count) },
            // SAFETY: as above.
            Isa::Avx2 => unsafe { widen_256(dst, src, count) },
            Isa::Baseline => 0,
        }
    }

    /// # Safety
    /// As for [`super::narrow`].
    pub(super) unsafe fn narrow(level: Isa, dst: *mut u8, src: *const u8, count: usize) -> usize {
        match level {
            // SAFETY: the machine has `level`; the rest is the caller's contract.
            Isa::Avx512 => unsafe { narrow_512(dst, src, count) },
            // SAFETY: as above.
            Isa::Avx2 => unsafe { narrow_256(dst, src, count) },
            Isa::Baseline => 0,
        }
    }

    #[target_feature(enable = "avx512f")]
    unsafe fn widen_512(dst: *mut u8, src: *const u8, count: usize) -> usize {
        for i in 0..count / 16 {
            // SAFETY: vector `i` lies within the run.
            let halves: __m256i = unsafe { load(src, 32, i) };
            let singles = _mm512_cvtph_ps(halves);
            // SAFETY: vector `i` lies within the run.
            unsafe { store(dst, 64, i, singles) };
        }
        count / 16 * 16
    }

    #[target_feature(enable = "avx512f")]
    unsafe fn narrow_512(dst: *mut u8, src: *const u8, count: usize) -> usize {
        for i in 0..count / 16 {
            // SAFETY: vector `i` lies within the run.
            let singles: __m512 = unsafe { load(src, 64, i) };
            let halves = _mm512_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(singles);
            // SAFETY: vector `i` lies within the run.
            unsafe { store(dst, 32, i, halves) };
        }
        count / 16 * 16
    }

    #[target_feature(enable = "avx,f16c")]
    unsafe fn widen_256(dst: *mut u8, src: *const u8, count: usize) -> usize {
        for i in 0..count / 8 {
            // SAFETY: vector `i` lies within the run.
            let halves: __m128i = unsafe { load(src, 16, i) };
            let singles = _mm256_cvtph_ps(halves);
            // SAFETY: vector `i` lies within the run.
            unsafe { store(dst, 32, i, singles) };
        }
        count / 8 * 8
    }

    #[target_feature(enable = "avx,f16c")]
    unsafe fn narrow_256(dst: *mut u8, src: *const u8, count: usize) -> usize {
        for i in 0..count / 8 {
            // SAFETY: vector `i` lies within the run.
            let singles: __m256 = unsafe { load(src, 32, i) };
            let halves = _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(singles);
            // SAFETY: vector `i` lies within the run.
            unsafe { store(dst, 16, i, halves) };
        }
        count / 8 * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_survives_the_way_through_single() {
        for bits in 0..=u16::MAX {
            let wide = half_to_single(bits);
            assert_eq!(wide.is_nan(), half::f16::from_bits(bits).is_nan());
            if !wide.is_nan() {
                assert_eq!(wide, half::f16::from_bits(bits).to_f32_const(), "{bits:#x}");
                assert_eq!(single_to_half(wide), bits);
            }
        }
    }

    #[test]
    fn rounding_agrees_at_and_around_each_tie() {
        for bits in 0..0x7c00u16 {
            let low = half_to_single(bits).to_bits();
            let high = if bits == 0x7bff { 65536f32 } else { half_to_single(bits + 1) };
            let tie = ((f64::from(f32::from_bits(low)) + f64::from(high)) / 2.0) as f32;
            for value in [tie.next_down(), tie, tie.next_up()] {
                let expected = half::f16::from_f32_const(value).to_bits();
                assert_eq!(single_to_half(value), expected, "{value:e}");
                assert_eq!(single_to_half(-value), expected | 0x8000, "{value:e}");
            }
        }
    }
}
