//! Eigenvalues and vectors of symmetric and Hermitian matrices: reflections to tridiagonal form
//! (Golub & Van Loan, §8.3.1), then QL steps.

use ndstrata_kernels::{Body, run_wide};

use super::NoConvergence;
use super::field::Field;
use super::householder::reflect;
use super::lower::multiply_lower;
use super::qr::multiply_by_q_from;
use super::rotations::Turned;
use super::symmetric_halves;
use super::tridiagonal::{diagonalize, eigenvalues};
use super::update::{Block, Factor, Target, product_into};
use super::vector::{dot, subtract, subtract_two};

/// From this many rows on vectors are found by halves.
const CONQUERED: usize = 32;
/// From this many rows on reflections are gathered in panels.
const BLOCKED: usize = 40;
/// Columns of a panel.
const PANEL: usize = 16;
/// Up to this many rows both halves are kept.
const WHOLE: usize = 320;
/// Columns that are updated together.
const STRIP: usize = 96;

/// Memory for one matrix after another.
#[derive(Default)]
pub(crate) struct EighWork<T> {
    e: Vec<f64>,
    turned: Turned,
    vectors: Vec<f64>,
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
        return without_values(a, n, w, wants_vectors);
    }
    let scale = scale(a, n);
    let EighWork { e, turned, vectors, taus, reflections } = memory;
    e.clear();
    e.resize(n, 0.0);
    taus.clear();
    taus.resize(2 * n, T::ZERO);
    let (taus, work) = taus.split_at_mut(n);
    run_wide(Tridiagonalize { a, n, values: [&mut *w, e], work: [&mut *taus, work] });
    if wants_vectors {
        reflections.clear();
        reflections.extend_from_slice(a);
        if n < CONQUERED {
            turned.reset(n, true);
            let order = diagonalize(w, e, turned)?;
            turned.write(&order, &vec![false; n], n, a);
        } else {
            vectors.resize(n * n, 0.0);
            symmetric_halves::vectors(w, e, vectors)?;
            a.iter_mut().zip(&*vectors).for_each(|(to, &from)| *to = T::from_real(from));
        }
        multiply_by_q_from(reflections, n, &taus[..n - 1], a, 1);
    } else {
        eigenvalues(w, e)?;
    }
    w.iter_mut().for_each(|x| *x /= scale);
    Ok(())
}

/// What LAPACK makes of infinities and NaNs. A diagonal matrix is its own answer where it holds a NaN, two rows are NaN
/// throughout, more rows end no iteration. Infinities alone are NaNs among zeros after scaling: on the diagonal they
/// leave the vectors as they are, but inside it end no iteration without them; beside the diagonal they spoil two
/// vectors (of complex matrices, in the last row alone), and elsewhere they end no iteration.
fn without_values<T: Field>(
    a: &mut [T],
    n: usize,
    w: &mut [f64],
    wants_vectors: bool,
) -> Result<(), NoConvergence> {
    let mut lower = (0..n).flat_map(|j| &a[j * n + j..(j + 1) * n]);
    let has_nan = lower.any(|x| x.re().is_nan() || x.im().is_nan());
    let is_diagonal = (0..n).all(|j| a[j * n + j + 1..(j + 1) * n].iter().all(|x| *x == T::ZERO));
    if n > 2 && !is_diagonal && has_nan {
        return Err(NoConvergence);
    }
    w.fill(f64::NAN);
    if has_nan {
        if is_diagonal {
            w.iter_mut().zip(a.iter().step_by(n + 1)).for_each(|(w, x)| *w = x.re());
        }
        a.fill(if is_diagonal { T::ZERO } else { T::from_real(f64::NAN) });
        if is_diagonal {
            a.iter_mut().step_by(n + 1).for_each(|x| *x = T::ONE);
        }
        return Ok(());
    }
    let is_infinite = |i: usize, j: usize| !super::is_finite(&a[j * n + i..=j * n + i]);
    let mut spoilt = Vec::new();
    for j in 0..n {
        for i in (j..n).filter(|&i| is_infinite(i, j)) {
            let is_inside = i == j && j > 0 && j + 1 < n;
            let is_beside = i == j + 1 && (!T::IS_COMPLEX || i + 1 == n);
            if (is_inside && !wants_vectors) || (i != j && !is_beside) {
                return Err(NoConvergence);
            }
            if i != j {
                spoilt.extend([j, i]);
            }
        }
    }
    a.fill(T::ZERO);
    a.iter_mut().step_by(n + 1).for_each(|x| *x = T::ONE);
    for j in spoilt {
        a[j * n..(j + 1) * n].fill(T::from_real(f64::NAN));
    }
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

struct Tridiagonalize<'a, T> {
    a: &'a mut [T],
    n: usize,
    values: [&'a mut [f64]; 2],
    work: [&'a mut [T]; 2],
}

impl<T: Field> Body for Tridiagonalize<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let ([d, e], [taus, work]) = (self.values, self.work);
        tridiagonalize(self.a, self.n, d, e, taus, work);
    }
}

/// Reflections below the first subdiagonal of `a`, their τ in `taus`, the tridiagonal in `d`, `e`.
#[inline(always)]
fn tridiagonalize<T: Field>(
    a: &mut [T],
    n: usize,
    d: &mut [f64],
    e: &mut [f64],
    taus: &mut [T],
    work: &mut [T],
) {
    let done = if n >= BLOCKED { tridiagonalize_panels(a, n, d, e, taus, work) } else { 0 };
    for i in done..n - 1 {
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
            subtract_two([xj, vj], [&v[j..], &x[j..]], &mut column[j..]);
            column[j] = T::from_real(column[j].re());
        }
        v[0] = T::from_real(e[i]);
    }
    d[n - 1] = a[n * n - 1].re();
}

/// As [`tridiagonalize`], for all columns but the last few; gives how many. What the reflections of a panel
/// do to the columns right of it is done at its end, by products (Dongarra, Hammarling & Sorensen 1989).
#[inline(always)]
fn tridiagonalize_panels<T: Field>(
    a: &mut [T],
    n: usize,
    d: &mut [f64],
    e: &mut [f64],
    taus: &mut [T],
    work: &mut [T],
) -> usize {
    // V and W beside each other, and W and V.
    let (mut both, mut swapped) = (vec![T::ZERO; 2 * n * PANEL], vec![T::ZERO; 2 * n * PANEL]);
    let mut scratch = vec![T::ZERO; n];
    // A near cache holds both halves of smaller matrices.
    let is_whole = n <= WHOLE;
    for j in 0..if is_whole { n } else { 0 } {
        for i in j + 1..n {
            a[i * n + j] = a[j * n + i].conj();
        }
    }
    let mut start = 0;
    while n - start >= BLOCKED {
        let (v, w) = both.split_at_mut(n * PANEL);
        for p in 0..PANEL {
            let j = start + p;
            for q in 0..p {
                let (column_v, column_w) = (&v[q * n + j..(q + 1) * n], &w[q * n + j..(q + 1) * n]);
                let factors = [column_w[0].conj(), column_v[0].conj()];
                subtract_two(factors, [column_v, column_w], &mut a[j * n + j..(j + 1) * n]);
            }
            d[j] = a[j * n + j].re();
            let reflected = &mut a[j * n + j + 1..(j + 1) * n];
            let tau = reflect(reflected);
            (e[j], taus[j]) = (reflected[0].re(), tau);
            let (done, rest) = v.split_at_mut(p * n);
            rest[..=j].fill(T::ZERO);
            rest[j + 1] = T::ONE;
            rest[j + 2..n].copy_from_slice(&reflected[1..]);
            let vector = &rest[j + 1..n];
            // x = τ (A - V Wᴴ - W Vᴴ) v, of which A is what was there before the panel.
            let size = n - j - 1;
            let x = &mut work[..size];
            if is_whole {
                let inner = Block { row: j + 1, column: j + 1, rows: size, columns: size };
                let (matrix, column) = (Factor::part(a, n, inner), Factor::packed(vector, size, 1));
                let target = Block::whole(size, 1);
                product_into(Target::Replace, matrix.adjoint(), column, x, size, target);
            } else {
                multiply_lower(&a[(j + 1) * n + j + 1..], n, vector, x, &mut scratch);
            }
            for q in 0..p {
                let column_v = &done[q * n + j + 1..(q + 1) * n];
                let column_w = &w[q * n + j + 1..(q + 1) * n];
                let products = [dot(column_w, vector), dot(column_v, vector)];
                subtract_two(products, [column_v, column_w], x);
            }
            x.iter_mut().for_each(|x| *x *= tau);
            let alpha = (tau * dot(x, vector)).scale(-0.5);
            subtract(-alpha, vector, x);
            w[p * n..p * n + j + 1].fill(T::ZERO);
            w[p * n + j + 1..(p + 1) * n].copy_from_slice(x);
        }
        start += PANEL;
        swapped[..n * PANEL].copy_from_slice(w);
        swapped[n * PANEL..].copy_from_slice(v);
        let part = |row: usize, rows: usize| Block { row, column: 0, rows, columns: 2 * PANEL };
        // From the diagonal downward.
        let strip_width = if is_whole { n - start } else { STRIP };
        for first in (start..n).step_by(strip_width) {
            let width = strip_width.min(n - first);
            let left = Factor::part(&both, n, part(first, n - first));
            let right = Factor::part(&swapped, n, part(first, width)).adjoint();
            let strip = Block { row: first, column: first, rows: n - first, columns: width };
            product_into(Target::Subtract, left, right, a, n, strip);
        }
    }
    start
}
