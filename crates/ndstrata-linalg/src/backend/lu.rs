//! P A = L U by Gaussian elimination with partial pivoting (Golub & Van Loan, §3.4), and what is
//! solved with it.

use super::field::Field;

/// What elimination found besides the factors.
#[derive(Default)]
pub(crate) struct Lu {
    /// The row that took the place of each row.
    pub(crate) permutation: Vec<usize>,
    /// Whether an odd number of rows changed places.
    pub(crate) is_odd: bool,
    /// Whether a pivot is exactly zero.
    pub(crate) is_singular: bool,
}

/// From this many rows on the backend is faster.
const LARGE: usize = 48;

/// Replaces the matrix by its factors: U on and above the diagonal, L below it without its ones.
/// `found` may hold what an earlier matrix left.
pub(crate) fn lu_into<T: Field>(a: &mut [T], n: usize, found: &mut Lu) {
    found.permutation.clear();
    found.permutation.extend(0..n);
    found.is_odd = false;
    if n >= LARGE && super::is_finite(a) {
        found.is_odd = super::faer::lu(a, n, &mut found.permutation);
    } else {
        eliminate(a, n, found);
    }
    found.is_singular = (0..n).any(|i| a[i * n + i] == T::ZERO);
}

fn eliminate<T: Field>(a: &mut [T], n: usize, found: &mut Lu) {
    for k in 0..n {
        let (done, rest) = a.split_at_mut((k + 1) * n);
        let column = &mut done[k * n..];
        let pivot = largest(&column[k..]) + k;
        if column[pivot] == T::ZERO {
            continue;
        }
        if pivot != k {
            column.swap(k, pivot);
            found.permutation.swap(k, pivot);
            found.is_odd = !found.is_odd;
            for j in 0..k {
                done.swap(j * n + k, j * n + pivot);
            }
        }
        let column = &mut done[k * n..];
        let pivot_value = column[k];
        if pivot_value.modulus1() >= f64::MIN_POSITIVE {
            let reciprocal = T::ONE / pivot_value;
            column[k + 1..].iter_mut().for_each(|x| *x *= reciprocal);
        } else {
            // The reciprocal would overflow.
            column[k + 1..].iter_mut().for_each(|x| *x /= pivot_value);
        }
        for other in rest.chunks_exact_mut(n) {
            if pivot != k {
                other.swap(k, pivot);
            }
            let factor = other[k];
            for (x, &l) in other[k + 1..].iter_mut().zip(&column[k + 1..]) {
                *x -= l * factor;
            }
        }
    }
}

fn largest<T: Field>(column: &[T]) -> usize {
    let mut best = (0, -1.0);
    for (i, x) in column.iter().enumerate() {
        let size = x.modulus1();
        if size > best.1 {
            best = (i, size);
        }
    }
    best.0
}

/// Solves A x = b for each column of `b`, with the factors of A. `scratch` has `n` elements.
pub(crate) fn solve_lu<T: Field>(factors: &[T], lu: &Lu, n: usize, b: &mut [T], scratch: &mut [T]) {
    for column in b.chunks_exact_mut(n.max(1)) {
        for (to, &from) in scratch.iter_mut().zip(&lu.permutation) {
            *to = column[from];
        }
        column.copy_from_slice(&scratch[..n]);
    }
    if n >= LARGE && super::is_finite(factors) && super::is_finite(b) {
        super::faer::solve_triangular_factors(factors, n, b);
        return;
    }
    for column in b.chunks_exact_mut(n.max(1)) {
        for k in 0..n {
            let x = column[k];
            for (y, &l) in column[k + 1..].iter_mut().zip(&factors[k * n + k + 1..(k + 1) * n]) {
                *y -= l * x;
            }
        }
        for k in (0..n).rev() {
            let x = column[k] / factors[k * n + k];
            column[k] = x;
            for (y, &u) in column[..k].iter_mut().zip(&factors[k * n..]) {
                *y -= u * x;
            }
        }
    }
}
