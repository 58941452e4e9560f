//! The seam: factorisations of one matrix of `f64` or complex numbers, packed by columns.
//!
//! Shapes were checked above; here stands what the arithmetic needs besides. Small matrices, and
//! those that hold infinities or NaNs, go to kernels of our own, which are total functions; large
//! finite ones go to `faer`, which is named in [`faer`] alone.

mod balance;
mod cholesky;
mod deflation;
mod faer;
mod field;
mod grid;
mod hessenberg;
mod householder;
mod lower;
mod lu;
mod matmul;
mod qr;
mod quotients;
mod rotations;
mod schur;
mod schur_complex;
mod secular;
mod singular_halves;
mod svd;
mod symmetric;
mod symmetric_halves;
mod tridiagonal;
mod update;
mod vector;

use ndstrata_kernels::{Body, run_wide};

pub(crate) use cholesky::cholesky;
pub(crate) use field::Field;
pub(crate) use lu::{Lu, lu_into, solve_lu};
pub(crate) use matmul::matmul;
pub(crate) use qr::{multiply_by_q, multiply_by_q_adjoint, qr};
pub(crate) use svd::{SvdWork, solve_of_full_rank, svd};
pub(crate) use symmetric::{EighWork, eigh};
pub(crate) use vector::dot;

/// The iteration for eigenvalues or singular values did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoConvergence;

/// Whether no element is infinite or NaN.
pub(crate) fn is_finite<T: Field>(a: &[T]) -> bool {
    run_wide(Finite(a))
}

struct Finite<'a, T>(&'a [T]);

impl<T: Field> Body for Finite<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        const LANES: usize = 32;
        // Infinities and NaNs less themselves are NaN, and stay.
        let chunks = self.0.chunks_exact(LANES);
        let rest = chunks.remainder();
        let mut sums = [0.0; LANES];
        for chunk in chunks {
            for i in 0..LANES {
                sums[i] += (chunk[i].re() - chunk[i].re()) + (chunk[i].im() - chunk[i].im());
            }
        }
        sums.iter().all(|sum| *sum == 0.0)
            && rest.iter().all(|x| x.re().is_finite() && x.im().is_finite())
    }
}

/// Brings elements whose squares would overflow or vanish as far to a middle size as it takes; gives the
/// factor, a power of two, so that only what vanishes beside the largest is rounded.
fn scale<T: Field>(a: &mut [T]) -> f64 {
    let factor = scale_for(a.iter().fold(0.0, |m: f64, x| m.max(x.re().abs()).max(x.im().abs())));
    if factor != 1.0 {
        a.iter_mut().for_each(|x| *x = x.scale(factor));
    }
    factor
}

/// Brings the largest element near to 1; gives the factor, a power of two.
fn scale_to_one<T: Field>(a: &mut [T]) -> f64 {
    let largest = a.iter().fold(0.0, |m: f64, x| m.max(x.re().abs()).max(x.im().abs()));
    let exponent = largest.log2().floor() as i32;
    let factor = 2_f64.powi(exponent.clamp(-1000, 1000).saturating_neg());
    a.iter_mut().for_each(|x| *x = x.scale(factor));
    factor
}

/// The factor for a matrix whose largest part is this.
fn scale_for(largest: f64) -> f64 {
    // The root of the least normal number over the distance of 1 from the next (LAPACK's `geev`).
    const BITS: i32 = 458;
    let exponent = largest.log2().floor() as i32;
    if largest == 0.0 || exponent.saturating_abs() <= BITS {
        return 1.0;
    }
    2_f64.powi((BITS * exponent.signum()).saturating_sub(exponent))
}
