//! P A = L U by Gaussian elimination with partial pivoting (Golub & Van Loan, §3.4), and what is
//! solved with it. Middling matrices are halved again and again (Toledo 1997), so that most of the work is
//! products.

use ndstrata_kernels::{Body, run_wide};

use super::field::Field;
use super::update::{Block, Factor, subtract_product, subtract_product_within};
use super::vector::subtract;

/// What elimination found besides the factors.
#[derive(Default)]
pub(crate) struct Lu {
    /// The row that took the place of each row.
    pub(crate) permutation: Vec<usize>,
    /// The exchanges, in the order in which they were made.
    exchanges: Vec<(usize, usize)>,
    /// Whether an odd number of rows changed places.
    pub(crate) is_odd: bool,
    /// Whether a pivot is exactly zero.
    pub(crate) is_singular: bool,
}

/// From this many rows on halving is faster.
const MIDDLING: usize = 20;
/// From this many rows on the backend is faster.
const LARGE: usize = 256;
/// Columns that are eliminated one by one.
const LEAF: usize = 8;

/// Replaces the matrix by its factors: U on and above the diagonal, L below it without its ones.
/// `found` may hold what an earlier matrix left.
pub(crate) fn lu_into<T: Field>(a: &mut [T], n: usize, found: &mut Lu) {
    found.permutation.clear();
    found.permutation.extend(0..n);
    found.exchanges.clear();
    found.is_odd = false;
    if n >= LARGE && super::is_finite(a) && !is_extreme(a) {
        found.is_odd = super::faer::lu(a, n, &mut found.permutation);
    } else if n >= MIDDLING && super::is_finite(a) {
        eliminate_half(a, n, 0, n, found);
    } else {
        run_wide(Columns { a, n, from: 0, to: n, found });
    }
    found.is_singular = (0..n).any(|i| a[i * n + i] == T::ZERO);
}

/// Eliminates columns `from..to`, whose rows above `from` are done.
fn eliminate_half<T: Field>(a: &mut [T], n: usize, from: usize, to: usize, found: &mut Lu) {
    if to - from <= LEAF {
        return run_wide(Columns { a, n, from, to, found });
    }
    let middle = from + (to - from) / 2;
    eliminate_half(a, n, from, middle, found);
    let (done, rest) = a.split_at_mut(middle * n);
    let right = Block { row: from, column: 0, rows: middle - from, columns: to - middle };
    solve_lower(done, n, from, rest, n, right);
    let block = |row: usize, column: usize, rows: usize, columns: usize| Block {
        row,
        column,
        rows,
        columns,
    };
    let (left, right, below) = (middle - from, to - middle, n - middle);
    subtract_product_within(
        a,
        n,
        [
            block(middle, from, below, left),
            block(from, middle, left, right),
            block(middle, middle, below, right),
        ],
    );
    eliminate_half(a, n, middle, to, found);
}

struct Columns<'a, T> {
    a: &'a mut [T],
    n: usize,
    from: usize,
    to: usize,
    found: &'a mut Lu,
}

impl<T: Field> Body for Columns<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        eliminate(self.a, self.n, self.from, self.to, self.found);
    }
}

/// Eliminates columns `from..to` one by one; rows are exchanged in all columns.
#[inline(always)]
fn eliminate<T: Field>(a: &mut [T], n: usize, from: usize, to: usize, found: &mut Lu) {
    let first_exchange = found.exchanges.len();
    for k in from..to {
        let (done, rest) = a.split_at_mut((k + 1) * n);
        let rest = &mut rest[..(to - k - 1) * n];
        let column = &mut done[k * n..];
        let pivot = largest(&column[k..]) + k;
        if column[pivot] == T::ZERO {
            continue;
        }
        if pivot != k {
            column.swap(k, pivot);
            found.permutation.swap(k, pivot);
            found.is_odd = !found.is_odd;
            found.exchanges.push((k, pivot));
            for j in from..k {
                done.swap(j * n + k, j * n + pivot);
            }
        }
        let column = &mut done[k * n..];
        let pivot_value = column[k];
        if pivot_value.modulus1() >= f64::MIN_POSITIVE {
            let reciprocal = T::ONE.over(pivot_value);
            column[k + 1..].iter_mut().for_each(|x| *x *= reciprocal);
        } else {
            // The reciprocal would overflow.
            column[k + 1..].iter_mut().for_each(|x| *x = x.over(pivot_value));
        }
        for other in rest.chunks_exact_mut(n) {
            if pivot != k {
                other.swap(k, pivot);
            }
            let factor = other[k];
            subtract(factor, &column[k + 1..], &mut other[k + 1..]);
        }
    }
    // The columns on both sides, one after another, since each is contiguous.
    let exchanges = &found.exchanges[first_exchange..];
    if exchanges.is_empty() {
        return;
    }
    for (j, column) in a.chunks_exact_mut(n).enumerate() {
        if j < from || j >= to {
            exchanges.iter().for_each(|&(k, pivot)| column.swap(k, pivot));
        }
    }
}

/// Whether complex numbers are so large or small that the backend, which divides by their squares, would lose them.
fn is_extreme<T: Field>(a: &[T]) -> bool {
    let largest = || a.iter().fold(0.0, |most: f64, x| most.max(x.modulus1()));
    T::IS_COMPLEX && !(1e-140..1e140).contains(&largest())
}

#[inline(always)]
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
    if n >= LARGE && super::is_finite(factors) && super::is_finite(b) && !is_extreme(factors) {
        super::faer::solve_triangular_factors(factors, n, b);
        return;
    }
    let columns = b.len() / n.max(1);
    let whole = Block::whole(n, columns);
    if n >= MIDDLING && super::is_finite(factors) && super::is_finite(b) {
        solve_lower(factors, n, 0, b, n, whole);
        solve_upper(factors, n, 0, b, n, whole);
    } else if n > 0 {
        solve_lower_leaf(factors, n, 0, b, n, whole);
        solve_upper_leaf(factors, n, 0, b, n, whole);
    }
}

/// Solves L x = b in place for the columns of a part of `b`; L is unit lower triangular and begins on the
/// diagonal of `factors` at `start`.
fn solve_lower<T: Field>(
    factors: &[T],
    n: usize,
    start: usize,
    b: &mut [T],
    step: usize,
    part: Block,
) {
    if part.rows <= LEAF {
        return solve_lower_leaf(factors, n, start, b, step, part);
    }
    let (above, below, [upper, lower]) = halves(part);
    solve_lower(factors, n, start, b, step, upper);
    let left = Block { row: start + above, column: start, rows: below, columns: above };
    subtract_product(Factor::part(factors, n, left), b, step, [upper, lower]);
    solve_lower(factors, n, start + above, b, step, lower);
}

/// As [`solve_lower`], for the upper triangle with its diagonal.
fn solve_upper<T: Field>(
    factors: &[T],
    n: usize,
    start: usize,
    b: &mut [T],
    step: usize,
    part: Block,
) {
    if part.rows <= LEAF {
        return solve_upper_leaf(factors, n, start, b, step, part);
    }
    let (above, below, [upper, lower]) = halves(part);
    solve_upper(factors, n, start + above, b, step, lower);
    let right = Block { row: start, column: start + above, rows: above, columns: below };
    subtract_product(Factor::part(factors, n, right), b, step, [lower, upper]);
    solve_upper(factors, n, start, b, step, upper);
}

fn halves(part: Block) -> (usize, usize, [Block; 2]) {
    let above = part.rows / 2;
    let below = part.rows - above;
    let lower = Block { row: part.row + above, rows: below, ..part };
    (above, below, [Block { rows: above, ..part }, lower])
}

fn solve_lower_leaf<T: Field>(
    factors: &[T],
    n: usize,
    start: usize,
    b: &mut [T],
    step: usize,
    part: Block,
) {
    for column in b.chunks_exact_mut(step).skip(part.column).take(part.columns) {
        let column = &mut column[part.row..part.row + part.rows];
        for k in 0..part.rows {
            let x = column[k];
            let at = (start + k) * n + start;
            for (y, &l) in column[k + 1..].iter_mut().zip(&factors[at + k + 1..at + part.rows]) {
                *y -= l * x;
            }
        }
    }
}

fn solve_upper_leaf<T: Field>(
    factors: &[T],
    n: usize,
    start: usize,
    b: &mut [T],
    step: usize,
    part: Block,
) {
    for column in b.chunks_exact_mut(step).skip(part.column).take(part.columns) {
        let column = &mut column[part.row..part.row + part.rows];
        for k in (0..part.rows).rev() {
            let at = (start + k) * n + start;
            let x = column[k].over(factors[at + k]);
            column[k] = x;
            for (y, &u) in column[..k].iter_mut().zip(&factors[at..]) {
                *y -= u * x;
            }
        }
    }
}
