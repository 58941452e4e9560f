//! Eigenvalues and vectors of symmetric and Hermitian matrices: reflections to tridiagonal form
//! (Golub & Van Loan, §8.3.1), then QL steps.

use super::NoConvergence;
use super::field::Field;
use super::householder::{apply, reflect};
use super::tridiagonal::{diagonalize, eigenvalues};
use super::vector::{dot, subtract};

/// From this many rows on the backend is faster.
const LARGE: usize = 40;

/// Memory for one matrix after another.
#[derive(Default)]
pub(crate) struct EighWork<T> {
    real: Vec<f64>,
    taus: Vec<T>,
    reflections: Vec<T>,
}

/// Eigenvalues in ascending order in `w`; where vectors are wanted, `a` is replaced by them, as
/// columns. Only the lower triangle is read.
pub(crate) fn eigh<T: Field>(
    a: &mut [T],
    n: usize,
    w: &mut [f64],
    wants_vectors: bool,
    memory: &mut EighWork<T>,
) -> Result<(), NoConvergence> {
    if n == 1 {
        w[0] = a[0].re();
        a[0] = T::ONE;
        return Ok(());
    }
    for j in 0..n {
        a[j * n + j] = T::from_real(a[j * n + j].re());
    }
    let is_finite = (0..n).all(|j| super::is_finite(&a[j * n + j..(j + 1) * n]));
    if !is_finite {
        return without_values(a, n, w);
    }
    let scale = scale(a, n);
    if n >= LARGE {
        super::faer::eigh(a, n, w, wants_vectors)?;
        w.iter_mut().for_each(|x| *x /= scale);
        return Ok(());
    }
    let EighWork { real, taus, reflections } = memory;
    real.clear();
    real.resize(n + if wants_vectors { n * n } else { 0 }, 0.0);
    taus.clear();
    taus.resize(2 * n, T::ZERO);
    let (e, z) = real.split_at_mut(n);
    let (taus, work) = taus.split_at_mut(n);
    tridiagonalize(a, n, w, e, taus, work);
    if wants_vectors {
        z.iter_mut().step_by(n + 1).for_each(|x| *x = 1.0);
        diagonalize(w, e, z, n)?;
    } else {
        eigenvalues(w, e)?;
    }
    w.iter_mut().for_each(|x| *x /= scale);
    if wants_vectors {
        back_transform(a, n, taus, z, reflections);
    }
    Ok(())
}

/// A NaN ends no iteration; infinities alone make every value NaN, as LAPACK's scaling does.
fn without_values<T: Field>(a: &mut [T], n: usize, w: &mut [f64]) -> Result<(), NoConvergence> {
    if (0..n).any(|j| a[j * n + j..(j + 1) * n].iter().any(|x| x.re().is_nan() || x.im().is_nan()))
    {
        return Err(NoConvergence);
    }
    w.fill(f64::NAN);
    a.fill(T::ZERO);
    a.iter_mut().step_by(n + 1).for_each(|x| *x = T::ONE);
    Ok(())
}

/// Brings elements whose squares would overflow or vanish to a middle size; gives the factor.
fn scale<T: Field>(a: &mut [T], n: usize) -> f64 {
    let mut largest = 0.0_f64;
    for j in 0..n {
        let lower = &a[j * n + j..(j + 1) * n];
        largest = lower.iter().fold(largest, |m, x| m.max(x.re().abs()).max(x.im().abs()));
    }
    let factor = super::scale_for(largest);
    if factor != 1.0 {
        a.iter_mut().for_each(|x| *x = x.scale(factor));
    }
    factor
}

/// Reflections below the first subdiagonal of `a`, their τ in `taus`, the tridiagonal in `d`, `e`.
fn tridiagonalize<T: Field>(
    a: &mut [T],
    n: usize,
    d: &mut [f64],
    e: &mut [f64],
    taus: &mut [T],
    work: &mut [T],
) {
    for i in 0..n - 1 {
        d[i] = a[i * n + i].re();
        let (done, rest) = a.split_at_mut((i + 1) * n);
        let v = &mut done[i * n + i + 1..];
        let tau = reflect(v);
        (e[i], taus[i]) = (v[0].re(), tau);
        if tau == T::ZERO {
            continue;
        }
        v[0] = T::ONE;
        let size = n - i - 1;
        let x = &mut work[..size];
        // x = τ A v from the lower triangle alone.
        x.fill(T::ZERO);
        for j in 0..size {
            let column = &rest[j * n + i + 1..(j + 1) * n];
            x[j] += column[j] * v[j] + dot(&column[j + 1..], &v[j + 1..]);
            subtract(-v[j], &column[j + 1..], &mut x[j + 1..]);
        }
        x.iter_mut().for_each(|x| *x *= tau);
        let product = x.iter().zip(v.iter()).fold(T::ZERO, |sum, (&x, &v)| sum + x.conj() * v);
        let alpha = (tau * product).scale(-0.5);
        x.iter_mut().zip(v.iter()).for_each(|(x, &v)| *x += alpha * v);
        for j in 0..size {
            let (vj, xj) = (v[j].conj(), x[j].conj());
            let column = &mut rest[j * n + i + 1..(j + 1) * n];
            for ((a, &v), &x) in column[j..].iter_mut().zip(&v[j..]).zip(&x[j..]) {
                *a -= v * xj + x * vj;
            }
            column[j] = T::from_real(column[j].re());
        }
        v[0] = T::from_real(e[i]);
    }
    d[n - 1] = a[n * n - 1].re();
}

/// `a` becomes Q z, where Q is the product of the reflections that it holds.
fn back_transform<T: Field>(
    a: &mut [T],
    n: usize,
    taus: &[T],
    z: &[f64],
    reflections: &mut Vec<T>,
) {
    reflections.clear();
    reflections.extend_from_slice(a);
    for (to, &from) in a.iter_mut().zip(z) {
        *to = T::from_real(from);
    }
    for i in (0..n - 1).rev() {
        if taus[i] == T::ZERO {
            continue;
        }
        let tail = &reflections[i * n + i + 2..(i + 1) * n];
        for column in a.chunks_exact_mut(n) {
            apply(tail, taus[i], &mut column[i + 1..]);
        }
    }
}
