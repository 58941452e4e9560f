//! A = L Lᴴ (Golub & Van Loan, §4.2), from the lower triangle. Larger matrices are halved again and again (Gustavson 1997), so
//! that most of the work is products.

use ndstrata_kernels::{Body, run_wide};

use super::field::Field;
use super::update::{Block, Factor, Target, product_into};
use super::vector::subtract;

/// The matrix has no such factor.
pub(crate) struct NotPositiveDefinite;

/// Columns that are done one by one.
const LEAF: usize = 8;

/// Replaces the lower triangle by L and the rest by zeros; only the lower triangle is read.
pub(crate) fn cholesky<T: Field>(a: &mut [T], n: usize) -> Result<(), NotPositiveDefinite> {
    for j in 0..n {
        // What stands above the diagonal may be anything.
        a[j * n..j * n + j].fill(T::ZERO);
        a[j * n + j] = T::from_real(a[j * n + j].re());
    }
    if n <= 4 * LEAF || !super::is_finite(a) {
        return run_wide(Columns { a, n, from: 0, to: n });
    }
    halve(a, n, 0, n)?;
    (0..n).for_each(|j| a[j * n..j * n + j].fill(T::ZERO));
    Ok(())
}

/// Columns `from..to` of L, where those before are done and were subtracted.
fn halve<T: Field>(
    a: &mut [T],
    n: usize,
    from: usize,
    to: usize,
) -> Result<(), NotPositiveDefinite> {
    if to - from <= LEAF {
        return run_wide(Columns { a, n, from, to });
    }
    // Widths of which whole tiles are made.
    let middle = from + ((to - from) / 2).next_multiple_of(LEAF);
    halve(a, n, from, middle)?;
    let (done, rest) = a.split_at_mut(middle * n);
    let block = |rows: usize, columns: usize| Block { row: middle, column: from, rows, columns };
    let left = Factor::part(done, n, block(n - middle, middle - from));
    let right = Factor::part(done, n, block(to - middle, middle - from)).adjoint();
    let target = Block { row: middle, column: 0, rows: n - middle, columns: to - middle };
    product_into(Target::Subtract, left, right, rest, n, target);
    halve(a, n, middle, to)
}

struct Columns<'a, T> {
    a: &'a mut [T],
    n: usize,
    from: usize,
    to: usize,
}

impl<T: Field> Body for Columns<'_, T> {
    type Output = Result<(), NotPositiveDefinite>;

    #[inline(always)]
    fn run(self) -> Result<(), NotPositiveDefinite> {
        let Columns { a, n, from, to } = self;
        for j in from..to {
            let (done, rest) = a.split_at_mut((j + 1) * n);
            let column = &mut done[j * n..];
            let pivot = column[j].re();
            // Not `pivot > 0`, as a NaN runs through to the result.
            if pivot <= 0.0 {
                return Err(NotPositiveDefinite);
            }
            let root = pivot.sqrt();
            column[j] = T::from_real(root);
            for x in &mut column[j + 1..] {
                *x = x.scale(1.0 / root);
            }
            let others = rest.chunks_exact_mut(n).take(to - j - 1);
            for (k, other) in others.enumerate().map(|(k, x)| (j + 1 + k, x)) {
                let factor = column[k].conj();
                subtract(factor, &column[k..], &mut other[k..]);
            }
        }
        Ok(())
    }
}
