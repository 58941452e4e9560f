//! A = L Lᴴ (Golub & Van Loan, §4.2), from the lower triangle.

use super::field::Field;
use super::vector::subtract;

/// The matrix has no such factor.
pub(crate) struct NotPositiveDefinite;

/// From this many rows on the backend is faster.
const LARGE: usize = 48;

/// Replaces the lower triangle by L and the rest by zeros; only the lower triangle is read.
pub(crate) fn cholesky<T: Field>(a: &mut [T], n: usize) -> Result<(), NotPositiveDefinite> {
    for j in 0..n {
        // What stands above the diagonal may be anything.
        a[j * n..j * n + j].fill(T::ZERO);
        a[j * n + j] = T::from_real(a[j * n + j].re());
    }
    if n >= LARGE && super::is_finite(a) {
        super::faer::cholesky(a, n)?;
        (0..n).for_each(|j| a[j * n..j * n + j].fill(T::ZERO));
        return Ok(());
    }
    for j in 0..n {
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
        for (k, other) in rest.chunks_exact_mut(n).enumerate().map(|(k, x)| (j + 1 + k, x)) {
            let factor = column[k].conj();
            subtract(factor, &column[k..], &mut other[k..]);
        }
    }
    Ok(())
}
