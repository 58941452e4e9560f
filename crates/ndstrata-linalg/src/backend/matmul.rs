//! The product of two packed matrices, for what is put together out of factors.

use super::field::Field;

/// From this many multiplications on the backend is faster.
const LARGE: usize = 20 * 20 * 20;

/// A (`m` × `k`) times B (`k` × `n`), all packed by columns.
pub(crate) fn matmul<T: Field>(a: &[T], b: &[T], [m, k, n]: [usize; 3], out: &mut [T]) {
    out.fill(T::ZERO);
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    if m.saturating_mul(k).saturating_mul(n) >= LARGE {
        super::faer::matmul(a, b, [m, k, n], out);
        return;
    }
    for (column, factors) in out.chunks_exact_mut(m).zip(b.chunks_exact(k)) {
        for (a, &factor) in a.chunks_exact(m).zip(factors) {
            for (x, &y) in column.iter_mut().zip(a) {
                *x += y * factor;
            }
        }
    }
}
