//! Balancing before eigenvalues are sought: rows and columns that show an eigenvalue are moved out of
//! the way, the rest is scaled by powers of two (Parlett & Reinsch 1969; James, Langou & Lowery 2014
//! on the 2-norm).

use super::field::Field;
use super::grid::Grid;
use super::householder::norm;

/// What balancing did; the rows and columns `lo..hi` are still coupled.
pub(super) struct Balance {
    pub(super) lo: usize,
    pub(super) hi: usize,
    /// Exchanges, in the order in which they were made.
    exchanges: Vec<(usize, usize)>,
    /// What each row was divided by.
    scale: Vec<f64>,
}

/// Balances the matrix in place.
pub(super) fn balance<T: Field>(a: &mut Grid<'_, T>) -> Balance {
    let n = a.n();
    let mut found = Balance { lo: 0, hi: n, exchanges: Vec::new(), scale: vec![1.0; n] };
    // A row that is zero but for its diagonal goes to the end, then such columns to the front.
    let mut is_done = false;
    while !is_done {
        is_done = true;
        for i in (0..found.hi).rev() {
            if (0..found.hi).any(|j| j != i && a[(i, j)] != T::ZERO) {
                continue;
            }
            found.exchange(a, i, found.hi - 1);
            is_done = false;
            if found.hi == 1 {
                // `lo..hi` stays one row, which is done.
                return found;
            }
            found.hi -= 1;
        }
    }
    is_done = false;
    while !is_done {
        is_done = true;
        for j in found.lo..found.hi {
            if (found.lo..found.hi).any(|i| i != j && a[(i, j)] != T::ZERO) {
                continue;
            }
            found.exchange(a, j, found.lo);
            is_done = false;
            found.lo += 1;
        }
    }
    found.equilibrate(a);
    found
}

impl Balance {
    fn exchange<T: Field>(&mut self, a: &mut Grid<'_, T>, from: usize, to: usize) {
        if from != to {
            a.swap_columns(from, to, self.hi);
            a.swap_rows(from, to, self.lo..a.n());
            self.exchanges.push((from, to));
        }
    }

    /// Makes the norms of row and column i alike.
    fn equilibrate<T: Field>(&mut self, a: &mut Grid<'_, T>) {
        let (lo, hi, n) = (self.lo, self.hi, a.n());
        let mut row = vec![T::ZERO; n];
        // Each sweep makes the matrix smaller; the bound is for what rounding might undo.
        for _ in 0..100 {
            let mut is_done = true;
            for i in lo..hi {
                let mut c = norm(&a.column(i)[lo..hi]);
                (lo..n).for_each(|j| row[j] = a[(i, j)]);
                let mut r = norm(&row[lo..hi]);
                if c == 0.0 || r == 0.0 {
                    continue;
                }
                let largest = |x: &[T]| x.iter().map(|x| x.modulus()).fold(0.0, f64::max);
                let (mut ca, mut ra) = (largest(&a.column(i)[..hi]), largest(&row[lo..]));
                let (s, mut f): (f64, f64) = (c + r, 1.0);
                let (tiny, huge): (f64, f64) = (f64::MIN_POSITIVE * 4.0, f64::MAX / 4.0);
                while c < r / 2.0 && f.max(c).max(ca) < huge && r.min(ra) > tiny {
                    (f, c, ca, r, ra) = (f * 2.0, c * 2.0, ca * 2.0, r / 2.0, ra / 2.0);
                }
                while c / 2.0 >= r && r.max(ra) < huge && f.min(c).min(ca) > tiny {
                    (f, c, ca, r, ra) = (f / 2.0, c / 2.0, ca / 2.0, r * 2.0, ra * 2.0);
                }
                let is_extreme = (f < 1.0 && self.scale[i] < 1.0 && f * self.scale[i] <= tiny)
                    || (f > 1.0 && self.scale[i] > 1.0 && self.scale[i] >= huge / f);
                if c + r >= 0.95 * s || is_extreme {
                    continue;
                }
                self.scale[i] *= f;
                is_done = false;
                (lo..n).for_each(|j| a[(i, j)] = a[(i, j)].scale(1.0 / f));
                a.column(i)[..hi].iter_mut().for_each(|x| *x = x.scale(f));
            }
            if is_done {
                return;
            }
        }
    }

    /// Turns eigenvectors of the balanced matrix into those of the given one.
    pub(super) fn undo<T: Field>(&self, vectors: &mut Grid<'_, T>) {
        let n = vectors.n();
        for j in 0..n {
            let column = vectors.column(j);
            let balanced = self.lo..self.hi;
            for (x, &factor) in column[balanced.clone()].iter_mut().zip(&self.scale[balanced]) {
                *x = x.scale(factor);
            }
            self.exchanges.iter().rev().for_each(|&(a, b)| column.swap(a, b));
        }
    }
}
