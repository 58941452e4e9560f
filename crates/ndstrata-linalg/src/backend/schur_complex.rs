//! Eigenvalues and vectors of a complex matrix: QR steps with Wilkinson's shift on a Hessenberg
//! matrix, then back-substitution (Golub & Van Loan, §7.5 and §7.6).

use num_complex::Complex64;

use super::NoConvergence;
use super::balance::balance;
use super::deflation::first_of_block;
use super::field::Field;
use super::grid::Grid;
use super::hessenberg::hessenberg;
use super::schur::{Eigen, LARGE};

/// As [`Field::eigen`].
pub(super) fn eigen_complex(
    a: &mut [Complex64],
    n: usize,
    wants_vectors: bool,
) -> Result<Eigen, NoConvergence> {
    let kept = a.to_vec();
    let scale = super::scale(a);
    let found = scaled(a, n, wants_vectors, scale);
    if found.is_ok() || scale == 1.0 {
        return found;
    }
    // Products of three numbers as large as that pass the largest there is: then what is small is lost.
    a.copy_from_slice(&kept);
    let scale = super::scale_to_one(a);
    scaled(a, n, wants_vectors, scale)
}

/// As [`Field::eigen`], of a matrix that was multiplied by `scale`.
fn scaled(
    a: &mut [Complex64],
    n: usize,
    wants_vectors: bool,
    scale: f64,
) -> Result<Eigen, NoConvergence> {
    if n >= LARGE {
        let mut found = super::faer::eigen_complex(a, n, wants_vectors)?;
        found.values.iter_mut().for_each(|x| *x /= scale);
        found.vectors.chunks_exact_mut(n.max(1)).for_each(normalize);
        return Ok(found);
    }
    let mut h = Grid::new(a, n);
    let balance = balance(&mut h);
    let mut q = hessenberg(&mut h, balance.lo, balance.hi, wants_vectors);
    let mut z = wants_vectors.then(|| Grid::new(&mut q, n));
    schur(&mut h, z.as_mut().map(Grid::reborrow), balance.lo, balance.hi)?;
    let values: Vec<Complex64> = (0..n).map(|i| h[(i, i)] / scale).collect();
    let Some(z) = z else { return Ok(Eigen { values, vectors: Vec::new() }) };
    back_substitute(&mut h);
    let mut vectors = vec![Complex64::default(); n * n];
    super::matmul(z.elements(), h.elements(), [n; 3], &mut vectors);
    balance.undo(&mut Grid::new(&mut vectors, n));
    vectors.chunks_exact_mut(n.max(1)).for_each(normalize);
    Ok(Eigen { values, vectors })
}

fn schur(
    h: &mut Grid<'_, Complex64>,
    mut z: Option<Grid<'_, Complex64>>,
    lo: usize,
    hi: usize,
) -> Result<(), NoConvergence> {
    let mut end = hi;
    let (mut n_steps, mut total, most_steps) = (0, 0, 30 * (hi - lo).max(10));
    while end > lo {
        let start = first_of_block(h, lo, hi, end);
        if start > lo {
            h[(start, start - 1)] = Complex64::ZERO;
        }
        if start + 1 == end {
            (end, n_steps) = (end - 1, 0);
            continue;
        }
        if total == most_steps {
            return Err(NoConvergence);
        }
        (total, n_steps) = (total + 1, n_steps + 1);
        let shift = shift(h, start, end, n_steps);
        step(h, z.as_mut(), start, end, shift);
    }
    Ok(())
}

/// The eigenvalue of the last 2 × 2 block that is nearer to its corner.
fn shift(h: &Grid<'_, Complex64>, start: usize, end: usize, n_steps: usize) -> Complex64 {
    let last = end - 1;
    if n_steps.is_multiple_of(20) {
        return h[(last, last)] + 0.75 * h[(last, last - 1)].modulus1();
    }
    if n_steps.is_multiple_of(10) {
        return h[(start, start)] + 0.75 * h[(start + 1, start)].modulus1();
    }
    let (corner, product) = (h[(last, last)], h[(last - 1, last)] * h[(last, last - 1)]);
    if product == Complex64::ZERO {
        return corner;
    }
    let half = (h[(last - 1, last - 1)] - corner) / 2.0;
    let mut root = (half * half + product).sqrt();
    if half.re * root.re + half.im * root.im < 0.0 {
        root = -root;
    }
    corner - product.over(half + root)
}

fn step(
    h: &mut Grid<'_, Complex64>,
    mut z: Option<&mut Grid<'_, Complex64>>,
    start: usize,
    end: usize,
    shift: Complex64,
) {
    let n = h.n();
    // Two small subdiagonal elements in a row let the step begin further down.
    let mut first = end - 2;
    while first > start {
        let (corner, below) = (h[(first, first)], h[(first + 1, first)].modulus1());
        let head = (corner - shift).modulus1();
        let around = corner.modulus1() + h[(first + 1, first + 1)].modulus1();
        let total = head + below;
        let left = h[(first, first - 1)].modulus1() * (below / total);
        if left <= f64::EPSILON * (head / total) * around {
            break;
        }
        first -= 1;
    }
    let (mut x, mut y) = (h[(first, first)] - shift, h[(first + 1, first)]);
    for k in first..end - 1 {
        let (c, s, r) = plane(x, y);
        if k == first && first > start {
            h[(k, k - 1)] *= c;
        } else if k > first {
            h[(k, k - 1)] = r;
            h[(k + 1, k - 1)] = Complex64::ZERO;
        }
        for j in k..n {
            let column = h.column(j);
            let (a, b) = (column[k], column[k + 1]);
            column[k] = a * c + s * b;
            column[k + 1] = b * c - s.conj() * a;
        }
        turn(h, k, (k + 3).min(end), c, s);
        if let Some(z) = z.as_deref_mut() {
            turn(z, k, n, c, s);
        }
        if k + 2 < end {
            (x, y) = (h[(k + 1, k)], h[(k + 2, k)]);
        }
    }
}

/// The adjoint of a step's rotation, on the first `rows` elements of columns k and k + 1.
fn turn(a: &mut Grid<'_, Complex64>, k: usize, rows: usize, c: f64, s: Complex64) {
    let (left, right) = a.columns(k, k + 1);
    for (x, y) in left[..rows].iter_mut().zip(&mut right[..rows]) {
        (*x, *y) = (*x * c + s.conj() * *y, *y * c - s * *x);
    }
}

/// c and s with (c s; -s̄ c) (x y)ᵀ = (r 0)ᵀ.
fn plane(x: Complex64, y: Complex64) -> (f64, Complex64, Complex64) {
    let (size, other) = (x.modulus(), y.modulus());
    if other == 0.0 {
        return (1.0, Complex64::ZERO, x);
    }
    if size == 0.0 {
        return (0.0, y.conj() / other, other.into());
    }
    let length = size.hypot(other);
    let phase = x / size;
    (size / length, phase * y.conj() / length, phase * length)
}

/// Replaces a triangular matrix by its eigenvectors.
fn back_substitute(h: &mut Grid<'_, Complex64>) {
    let n = h.n();
    let norm: f64 = h.elements().iter().map(|x| x.modulus1()).sum();
    let smallest = (f64::EPSILON * norm).max(f64::MIN_POSITIVE);
    let mut vector = vec![Complex64::ZERO; n];
    for k in (0..n).rev() {
        let value = h[(k, k)];
        for i in 0..k {
            vector[i] = -h[(i, k)];
        }
        vector[k] = Complex64::ONE;
        for i in (0..k).rev() {
            let mut w = h[(i, i)] - value;
            if w.modulus1() < smallest {
                w = smallest.into();
            }
            let x = vector[i].over(w);
            vector[i] = x;
            for (to, &from) in vector[..i].iter_mut().zip(h.column(i).iter()) {
                *to -= from * x;
            }
            if x.modulus1() > 1e100 {
                vector[..=k].iter_mut().for_each(|y| *y /= x.modulus1());
            }
        }
        let column = h.column(k);
        column[..=k].copy_from_slice(&vector[..=k]);
        column[k + 1..].fill(Complex64::ZERO);
    }
}

/// Length 1, and the first of the largest elements real and positive.
fn normalize(vector: &mut [Complex64]) {
    super::schur::normalize(vector);
    let largest = (0..vector.len())
        .rev()
        .max_by(|&a, &b| vector[a].norm_sqr().total_cmp(&vector[b].norm_sqr()));
    if largest.is_some_and(|i| vector[i].re < 0.0) {
        vector.iter_mut().for_each(|x| *x = -*x);
    }
}
