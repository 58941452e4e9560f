//! Sums of products in several accumulators, which a processor can add at once.

use super::field::Field;

/// Σ āᵢ bᵢ over the shorter of the two.
#[inline(always)]
pub(crate) fn dot<T: Field>(a: &[T], b: &[T]) -> T {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let mut sum = T::ZERO;
    if n < 8 {
        for (&a, &b) in a.iter().zip(b) {
            sum += a.conj() * b;
        }
        return sum;
    }
    let mut sums = [T::ZERO; 8];
    let (a_blocks, b_blocks) = (a.chunks_exact(8), b.chunks_exact(8));
    for (&a, &b) in a_blocks.remainder().iter().zip(b_blocks.remainder()) {
        sum += a.conj() * b;
    }
    for (a, b) in a_blocks.zip(b_blocks) {
        for i in 0..8 {
            sums[i] += a[i].conj() * b[i];
        }
    }
    sums.into_iter().fold(sum, |total, part| total + part)
}

/// y becomes y - a x.
#[inline(always)]
pub(super) fn subtract<T: Field>(a: T, x: &[T], y: &mut [T]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y -= x * a;
    }
}
