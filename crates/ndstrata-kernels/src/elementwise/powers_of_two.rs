//! `ldexp`: floats times powers of two.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use super::floating::Ldexp;
use super::loops::map_usual;
use crate::isa::Isa;

/// # Safety
/// The contract of a kernel, for `f32` and exponents of 64 bits.
pub(super) unsafe fn singles(level: Isa, dst: *mut u8, src: [*const u8; 2], count: usize) {
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 {
        // SAFETY: the caller's contract, and the machine has the instructions.
        return unsafe { avx512::singles(dst, src, count) };
    }
    // SAFETY: the caller's contract.
    unsafe { map_usual::<Ldexp, f32, i64>(level, dst, src, count) };
}

/// # Safety
/// As for [`singles`], for `f64`.
pub(super) unsafe fn doubles(level: Isa, dst: *mut u8, src: [*const u8; 2], count: usize) {
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 {
        // SAFETY: the caller's contract, and the machine has the instructions.
        return unsafe { avx512::doubles(dst, src, count) };
    }
    // SAFETY: the caller's contract.
    unsafe { map_usual::<Ldexp, f64, i64>(level, dst, src, count) };
}

/// One instruction scales, and takes as long for what overflows or is subnormal.
#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::*;

    const LANES: usize = 8;

    /// Past it every number is 0 or infinite.
    const FARTHEST: i64 = 1 << 13;

    /// The exponents from `rhs` on, as many as `mask` has bits.
    ///
    /// # Safety
    /// They can be read.
    #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
    unsafe fn exponents(rhs: *const i64, mask: __mmask8) -> __m512i {
        // SAFETY: the caller's contract; what the mask leaves out is not read.
        let exponents = unsafe { _mm512_maskz_loadu_epi64(mask, rhs) };
        let (least, most) = (_mm512_set1_epi64(-FARTHEST), _mm512_set1_epi64(FARTHEST));
        _mm512_max_epi64(_mm512_min_epi64(exponents, most), least)
    }

    /// The lanes that there are elements for.
    fn mask_of(rest: usize) -> __mmask8 {
        if rest >= LANES { 0xff } else { (1 << rest) - 1 }
    }

    /// # Safety
    /// As for [`doubles`](super::doubles).
    #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
    pub(super) unsafe fn doubles(dst: *mut u8, [lhs, rhs]: [*const u8; 2], count: usize) {
        let (dst, lhs, rhs) = (dst.cast::<f64>(), lhs.cast::<f64>(), rhs.cast::<i64>());
        for i in (0..count).step_by(LANES) {
            let mask = mask_of(count - i);
            // SAFETY: `i` is less than `count`, and the mask has no more bits than elements are left.
            let exponents = unsafe { exponents(rhs.wrapping_add(i), mask) };
            // SAFETY: as above.
            let values = unsafe { _mm512_maskz_loadu_pd(mask, lhs.wrapping_add(i)) };
            let made = _mm512_scalef_pd(values, _mm512_cvtepi64_pd(exponents));
            // SAFETY: as above.
            unsafe { _mm512_mask_storeu_pd(dst.wrapping_add(i), mask, made) };
        }
    }

    /// # Safety
    /// As for [`singles`](super::singles).
    #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
    pub(super) unsafe fn singles(dst: *mut u8, [lhs, rhs]: [*const u8; 2], count: usize) {
        let (dst, lhs, rhs) = (dst.cast::<f32>(), lhs.cast::<f32>(), rhs.cast::<i64>());
        for i in (0..count).step_by(LANES) {
            let mask = mask_of(count - i);
            // SAFETY: `i` is less than `count`, and the mask has no more bits than elements are left.
            let exponents = unsafe { exponents(rhs.wrapping_add(i), mask) };
            // SAFETY: as above.
            let values = unsafe { _mm256_maskz_loadu_ps(mask, lhs.wrapping_add(i)) };
            let made = _mm256_scalef_ps(values, _mm512_cvtepi64_ps(exponents));
            // SAFETY: as above.
            unsafe { _mm256_mask_storeu_ps(dst.wrapping_add(i), mask, made) };
        }
    }
}
