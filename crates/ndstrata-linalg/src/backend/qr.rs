//! A = Q R by Householder reflections (Golub & Van Loan, §5.2), R's diagonal signed as LAPACK's.

use super::field::Field;
use super::householder::{apply, reflect};

/// Replaces an `m` × `n` matrix by R on and above the diagonal and the reflections below it; gives
/// their τ in `taus`, of which there are min(m, n).
pub(crate) fn qr<T: Field>(a: &mut [T], m: usize, taus: &mut [T]) {
    for (k, tau) in taus.iter_mut().enumerate() {
        let (done, rest) = a.split_at_mut((k + 1) * m);
        let column = &mut done[k * m + k..];
        *tau = reflect(column);
        if *tau == T::ZERO {
            continue;
        }
        for other in rest.chunks_exact_mut(m) {
            apply(&column[1..], tau.conj(), &mut other[k..]);
        }
    }
}

/// Replaces the columns of `b` (each of `m` elements) by Q b.
pub(crate) fn multiply_by_q<T: Field>(reflections: &[T], m: usize, taus: &[T], b: &mut [T]) {
    for (k, &tau) in taus.iter().enumerate().rev() {
        if tau == T::ZERO {
            continue;
        }
        let tail = &reflections[k * m + k + 1..(k + 1) * m];
        for column in b.chunks_exact_mut(m) {
            apply(tail, tau, &mut column[k..]);
        }
    }
}

/// Replaces the columns of `b` (each of `m` elements) by Qᴴ b.
pub(crate) fn multiply_by_q_adjoint<T: Field>(
    reflections: &[T],
    m: usize,
    taus: &[T],
    b: &mut [T],
) {
    for (k, &tau) in taus.iter().enumerate().filter(|(_, tau)| **tau != T::ZERO) {
        let tail = &reflections[k * m + k + 1..(k + 1) * m];
        for column in b.chunks_exact_mut(m) {
            apply(tail, tau.conj(), &mut column[k..]);
        }
    }
}
