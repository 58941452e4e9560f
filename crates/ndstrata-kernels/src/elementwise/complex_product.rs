//! The loop of complex products with alternating sums and differences, which vectors have.
//!
//! The values are those of `Multiply` for one number; the compiler, left to itself, takes the parts
//! apart and puts them together again.
#![expect(unsafe_code, reason = "intrinsics behind the run-time check")]

use num_complex::Complex;

use crate::elementwise::arithmetic::Multiply;
use crate::elementwise::loops::map_two;
use crate::isa::Isa;

/// # Safety
/// The contract of a kernel, for `Complex<f32>`.
pub(super) unsafe fn singles(level: Isa, dst: *mut u8, src: [*const u8; 2], count: usize) {
    #[cfg(target_arch = "x86_64")]
    let done = match level {
        // SAFETY: the caller's contract; the machine has the level.
        Isa::Avx512 => unsafe { x86::singles_512(dst, src, count) },
        // SAFETY: as above.
        Isa::Avx2 => unsafe { x86::singles_256(dst, src, count) },
        Isa::Baseline => 0,
    };
    #[cfg(not(target_arch = "x86_64"))]
    let done = 0;
    let rest = src.map(|ptr| ptr.wrapping_add(8 * done));
    // SAFETY: the numbers after those done.
    unsafe {
        map_two::<Multiply, Complex<f32>, Complex<f32>>(
            level,
            dst.wrapping_add(8 * done),
            rest,
            count - done,
        )
    };
}

/// # Safety
/// The contract of a kernel, for `Complex<f64>`.
pub(super) unsafe fn doubles(level: Isa, dst: *mut u8, src: [*const u8; 2], count: usize) {
    #[cfg(target_arch = "x86_64")]
    let done = match level {
        // SAFETY: the caller's contract; the machine has the level.
        Isa::Avx512 => unsafe { x86::doubles_512(dst, src, count) },
        // SAFETY: as above.
        Isa::Avx2 => unsafe { x86::doubles_256(dst, src, count) },
        Isa::Baseline => 0,
    };
    #[cfg(not(target_arch = "x86_64"))]
    let done = 0;
    let rest = src.map(|ptr| ptr.wrapping_add(16 * done));
    // SAFETY: the numbers after those done.
    unsafe {
        map_two::<Multiply, Complex<f64>, Complex<f64>>(
            level,
            dst.wrapping_add(16 * done),
            rest,
            count - done,
        )
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! Whole vectors only; each function answers how many numbers it did.

    use std::arch::x86_64::*;

    use crate::packed::{load, store};

    /// Real parts twice, imaginary parts twice, parts exchanged; the product; difference and sum.
    macro_rules! products {
        ($($name:ident $vector:ty, $bytes:literal, $numbers:literal, $features:literal:
            $re:expr, $im:expr, $exchanged:expr, $product:ident, $join:ident;)*) => {$(
            #[target_feature(enable = $features)]
            pub(super) unsafe fn $name(dst: *mut u8, [lhs, rhs]: [*const u8; 2], count: usize) -> usize {
                for i in 0..count / $numbers {
                    // SAFETY: vector `i` lies within the run.
                    let a: $vector = unsafe { load(lhs, $bytes, i) };
                    // SAFETY: vector `i` lies within the run.
                    let b: $vector = unsafe { load(rhs, $bytes, i) };
                    let crossed = $product($im(a), $exchanged(b));
                    let both = $join($re(a), b, crossed);
                    // SAFETY: vector `i` lies within the run.
                    unsafe { store(dst, $bytes, i, both) };
                }
                count / $numbers * $numbers
            }
        )*};
    }
    products! {
        singles_512 __m512, 64, 8, "avx512f": |v| _mm512_moveldup_ps(v), |v| _mm512_movehdup_ps(v),
            |v| _mm512_permute_ps::<0b10_11_00_01>(v), _mm512_mul_ps, _mm512_fmaddsub_ps;
        singles_256 __m256, 32, 4, "avx2,fma": |v| _mm256_moveldup_ps(v), |v| _mm256_movehdup_ps(v),
            |v| _mm256_permute_ps::<0b10_11_00_01>(v), _mm256_mul_ps, _mm256_fmaddsub_ps;
        doubles_512 __m512d, 64, 4, "avx512f": |v| _mm512_movedup_pd(v), |v| _mm512_permute_pd::<0xff>(v),
            |v| _mm512_permute_pd::<0b0101_0101>(v), _mm512_mul_pd, _mm512_fmaddsub_pd;
        doubles_256 __m256d, 32, 2, "avx2,fma": |v| _mm256_movedup_pd(v), |v| _mm256_permute_pd::<0b1111>(v),
            |v| _mm256_permute_pd::<0b0101>(v), _mm256_mul_pd, _mm256_fmaddsub_pd;
    }
}
