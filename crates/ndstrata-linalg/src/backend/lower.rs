//! Hermitian matrices times vectors, of which the lower triangle alone is read, once.

use super::field::Field;
use super::update::{Block, Factor, Target, product_into};
use super::vector::{dot, subtract};

/// Complex columns that are done together.
const STRIP: usize = 32;

/// y = A x, where A is Hermitian and its lower triangle begins with `a`, whose columns have `step` elements.
#[inline(always)]
pub(super) fn multiply_lower<T: Field>(a: &[T], step: usize, x: &[T], y: &mut [T]) {
    let n = x.len();
    y[..n].fill(T::ZERO);
    if T::IS_COMPLEX {
        return by_strips(a, step, x, y);
    }
    let mut j = 0;
    while j + 4 <= n {
        // The triangle on the diagonal.
        for k in j..j + 4 {
            y[k] += a[k * step + k] * x[k];
            for i in k + 1..j + 4 {
                y[i] += a[k * step + i] * x[k];
                y[k] += a[k * step + i] * x[i];
            }
        }
        let columns = [0, 1, 2, 3].map(|k| &a[(j + k) * step + j + 4..(j + k) * step + n]);
        let (above, below) = y.split_at_mut(j + 4);
        let sums = four(columns, [x[j], x[j + 1], x[j + 2], x[j + 3]], &x[j + 4..n], below);
        for (y, sum) in above[j..].iter_mut().zip(sums) {
            *y += sum;
        }
        j += 4;
    }
    for k in j..n {
        y[k] += a[k * step + k] * x[k];
        for i in k + 1..n {
            y[i] += a[k * step + i] * x[k];
            y[k] += a[k * step + i] * x[i];
        }
    }
}

/// Adds four columns times factors to `y`; gives their products with `x`.
#[inline(always)]
fn four<T: Field>(columns: [&[T]; 4], f: [T; 4], x: &[T], y: &mut [T]) -> [T; 4] {
    const LANES: usize = 16;
    let n = x.len().min(y.len());
    let whole = n - n % LANES;
    let [a, b, c, d] = columns.map(|column| &column[..n]);
    let mut sums = [[T::ZERO; LANES]; 4];
    let [sum_a, sum_b, sum_c, sum_d] = &mut sums;
    let chunks = y[..whole].chunks_exact_mut(LANES).zip(x[..whole].chunks_exact(LANES));
    let left = a[..whole].chunks_exact(LANES).zip(b[..whole].chunks_exact(LANES));
    let right = c[..whole].chunks_exact(LANES).zip(d[..whole].chunks_exact(LANES));
    for (((y, x), (a, b)), (c, d)) in chunks.zip(left).zip(right) {
        for i in 0..LANES {
            y[i] += (a[i] * f[0] + b[i] * f[1]) + (c[i] * f[2] + d[i] * f[3]);
        }
        for i in 0..LANES {
            sum_a[i] += a[i] * x[i];
        }
        for i in 0..LANES {
            sum_b[i] += b[i] * x[i];
        }
        for i in 0..LANES {
            sum_c[i] += c[i] * x[i];
        }
        for i in 0..LANES {
            sum_d[i] += d[i] * x[i];
        }
    }
    let mut totals = sums.map(|sums| sums.into_iter().fold(T::ZERO, |total, part| total + part));
    for i in whole..n {
        y[i] += (a[i] * f[0] + b[i] * f[1]) + (c[i] * f[2] + d[i] * f[3]);
        for (total, column) in totals.iter_mut().zip([a, b, c, d]) {
            *total += column[i] * x[i];
        }
    }
    totals
}

fn by_strips<T: Field>(a: &[T], step: usize, x: &[T], y: &mut [T]) {
    let n = x.len();
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
        // The last column may end with its last row.
        let strip = Factor::part(&a[j * step + end..], step, Block::whole(rows, columns));
        let below = Factor::packed(&x[end..], rows, 1);
        let target = Block::whole(columns, 1);
        product_into(Target::Replace, strip.adjoint(), below, &mut sums, STRIP, target);
        y[j..end].iter_mut().zip(&sums).for_each(|(y, &sum)| *y += sum);
        let beside = Factor::packed(&x[j..end], columns, 1);
        product_into(Target::Add, strip, beside, &mut y[end..], rows, Block::whole(rows, 1));
    }
}
