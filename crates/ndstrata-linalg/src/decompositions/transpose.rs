//! Matrices from rows to columns and back.
#![expect(unsafe_code, reason = "hands two slices to the copying kernel")]

use ndstrata_dtype::Element;
use ndstrata_kernels::copy_block;

/// Smaller matrices are not worth the kernel's call.
const SMALL: usize = 64;

/// Copies an `m` × `n` matrix from rows to columns.
pub(crate) fn load<T: Element + Copy>(rows: &[T], [m, n]: [usize; 2], columns: &mut [T]) {
    if m == 0 || n == 0 {
        return;
    }
    let (rows, columns) = (&rows[..m * n], &mut columns[..m * n]);
    if m * n < SMALL {
        for (i, row) in rows.chunks_exact(n).enumerate() {
            for (j, &x) in row.iter().enumerate() {
                columns[j * m + i] = x;
            }
        }
        return;
    }
    let item = size_of::<T>();
    let (down, across) = (item as isize, (item * m) as isize);
    // SAFETY: element (i, j) of `n` × `m` lies within both slices, which have `m * n` elements; one is borrowed for
    // writing, so they are apart.
    unsafe {
        copy_block(
            columns.as_mut_ptr().cast(),
            [across, down],
            rows.as_ptr().cast(),
            [item as isize, (item * n) as isize],
            [n, m],
            item,
        );
    }
}

/// Copies an `m` × `n` matrix from columns to rows.
pub(crate) fn store<T: Element + Copy>(columns: &[T], [m, n]: [usize; 2], rows: &mut [T]) {
    load(columns, [n, m], rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns() {
        for [m, n] in [[1, 1], [2, 3], [3, 2], [9, 8], [40, 17], [5, 100], [0, 3]] {
            let rows: Vec<f64> = (0..m * n).map(|x| x as f64).collect();
            let mut columns = vec![0.0; m * n];
            load(&rows, [m, n], &mut columns);
            for i in 0..m {
                for j in 0..n {
                    assert_eq!(columns[j * m + i], rows[i * n + j]);
                }
            }
            let mut back = vec![0.0; m * n];
            store(&columns, [m, n], &mut back);
            assert_eq!(back, rows);
        }
    }
}
