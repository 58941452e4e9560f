//! The product of two packed matrices, for what is put together out of factors.

use super::field::Field;
use super::update::{Block, Factor, Target, product_into};

/// From this many multiplications on the kernels are worth their call.
const LARGE: usize = 6 * 6 * 6;

/// A (`m` × `k`) times B (`k` × `n`), all packed by columns.
pub(crate) fn matmul<T: Field>(a: &[T], b: &[T], [m, k, n]: [usize; 3], out: &mut [T]) {
    out.fill(T::ZERO);
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    if m.saturating_mul(k).saturating_mul(n) >= LARGE {
        let (a, b) = (Factor::packed(a, m, k), Factor::packed(b, k, n));
        return product_into(Target::Replace, a, b, out, m, Block::whole(m, n));
    }
    for (column, factors) in out.chunks_exact_mut(m).zip(b.chunks_exact(k)) {
        for (a, &factor) in a.chunks_exact(m).zip(factors) {
            for (x, &y) in column.iter_mut().zip(a) {
                *x += y * factor;
            }
        }
    }
}
