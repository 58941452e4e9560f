//! Hermitian matrices times vectors, of which the lower triangle alone is read.

use super::field::Field;
use super::update::{Block, Factor, Target, product_into};
use super::vector::{dot, subtract};

/// Columns that are done together, while a near cache holds them.
const STRIP: usize = 48;

/// y = A x, where A is Hermitian and its lower triangle begins with `a`, whose columns have `step` elements. `scratch` is as
/// long as `y`.
pub(super) fn multiply_lower<T: Field>(
    a: &[T],
    step: usize,
    x: &[T],
    y: &mut [T],
    scratch: &mut [T],
) {
    let n = x.len();
    y[..n].fill(T::ZERO);
    let mut sums = [T::ZERO; STRIP];
    for j in (0..n).step_by(STRIP) {
        let end = (j + STRIP).min(n);
        for k in j..end {
            let column = &a[k * step + k + 1..k * step + end];
            y[k] += T::from_real(a[k * step + k].re()) * x[k] + dot(column, &x[k + 1..end]);
            subtract(-x[k], column, &mut y[k + 1..end]);
        }
        let (rows, columns) = (n - end, end - j);
        if rows == 0 {
            return;
        }
        let strip = Factor::part(&a[j * step + end..], step, Block::whole(rows, columns));
        let below = Factor::packed(&x[end..], rows, 1);
        let target = Block::whole(columns, 1);
        product_into(Target::Replace, strip.adjoint(), below, &mut sums, STRIP, target);
        y[j..end].iter_mut().zip(&sums).for_each(|(y, &sum)| *y += sum);
        let beside = Factor::packed(&x[j..end], columns, 1);
        let more = &mut scratch[..rows];
        product_into(Target::Replace, strip, beside, more, rows, Block::whole(rows, 1));
        subtract(-T::ONE, more, &mut y[end..]);
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex64;

    use super::*;

    #[test]
    fn the_upper_triangle_is_not_read() {
        for n in [1, 2, 47, 48, 49, 100, 150] {
            let step = n + 3;
            let element = |i: usize, j: usize| {
                let x = ((i * 7 + j * 5) % 11) as f64 - 5.0;
                Complex64::new(x, if i == j { 0.0 } else { ((i + 2 * j) % 7) as f64 - 3.0 })
            };
            let mut a = vec![Complex64::new(f64::NAN, 0.0); n * step];
            for j in 0..n {
                (j..n).for_each(|i| a[j * step + i] = element(i, j));
            }
            let x: Vec<Complex64> = (0..n).map(|i| element(i, 3)).collect();
            let (mut y, mut scratch) = (vec![Complex64::ZERO; n], vec![Complex64::ZERO; n]);
            multiply_lower(&a, step, &x, &mut y, &mut scratch);
            for (i, y) in y.iter().enumerate() {
                let full = |j: usize| if j <= i { element(i, j) } else { element(j, i).conj() };
                let expected: Complex64 = (0..n).map(|j| full(j) * x[j]).sum();
                assert_eq!(*y, expected, "{n} {i}");
            }
        }
    }
}
