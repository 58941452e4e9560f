//! The indices of triangles: `tril_indices`, `triu_indices` and those of any mask.

use super::fault::IndexFault;
use crate::array::{DynArray, DynView};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;

/// Rows and columns of the elements on and below the `k`-th diagonal of an `n` by `m` matrix.
///
/// NumPy: [numpy.tril_indices](https://numpy.org/doc/stable/reference/generated/numpy.tril_indices.html).
///
/// # Errors
///
/// No memory for them.
pub fn tril_indices(n: usize, k: isize, m: usize) -> Result<[DynArray; 2]> {
    // Rows above `-k` have nothing on or below the diagonal.
    let first = usize::try_from(k.saturating_neg()).unwrap_or(0).min(n);
    triangle(first..n, |row| {
        let end = (row as isize).saturating_add(k).saturating_add(1);
        0..usize::try_from(end).unwrap_or(0).min(m)
    })
}

/// Rows and columns of the elements on and above the `k`-th diagonal of an `n` by `m` matrix.
///
/// NumPy: [numpy.triu_indices](https://numpy.org/doc/stable/reference/generated/numpy.triu_indices.html).
///
/// # Errors
///
/// No memory for them.
pub fn triu_indices(n: usize, k: isize, m: usize) -> Result<[DynArray; 2]> {
    // Rows from `m - k` on have nothing on or above the diagonal.
    let end = usize::try_from((m as isize).saturating_sub(k)).unwrap_or(0).min(n);
    triangle(0..end, |row| {
        let start = (row as isize).saturating_add(k);
        usize::try_from(start).unwrap_or(0).min(m)..m
    })
}

fn triangle(
    rows: std::ops::Range<usize>,
    columns: impl Fn(usize) -> std::ops::Range<usize>,
) -> Result<[DynArray; 2]> {
    let too_big = |_| Error::new(ErrorKind::TooBig);
    let (mut row_indices, mut column_indices) = (Vec::<i64>::new(), Vec::<i64>::new());
    for row in rows {
        let columns = columns(row);
        if columns.is_empty() {
            continue;
        }
        row_indices.try_reserve(columns.len()).map_err(too_big)?;
        column_indices.try_reserve(columns.len()).map_err(too_big)?;
        row_indices.resize(row_indices.len() + columns.len(), row as i64);
        column_indices.extend(columns.map(|column| column as i64));
    }
    Ok([DynArray::from_vec(row_indices), DynArray::from_vec(column_indices)])
}

/// As [`tril_indices`], of a matrix' shape.
///
/// NumPy: [numpy.tril_indices_from](https://numpy.org/doc/stable/reference/generated/numpy.tril_indices_from.html).
///
/// # Errors
///
/// Another number of axes than two.
pub fn tril_indices_from(array: &DynView<'_>, k: isize) -> Result<[DynArray; 2]> {
    let [n, m] = matrix_shape(array)?;
    tril_indices(n, k, m)
}

/// As [`triu_indices`], of a matrix' shape.
///
/// NumPy: [numpy.triu_indices_from](https://numpy.org/doc/stable/reference/generated/numpy.triu_indices_from.html).
///
/// # Errors
///
/// Another number of axes than two.
pub fn triu_indices_from(array: &DynView<'_>, k: isize) -> Result<[DynArray; 2]> {
    let [n, m] = matrix_shape(array)?;
    triu_indices(n, k, m)
}

fn matrix_shape(array: &DynView<'_>) -> Result<[usize; 2]> {
    <[usize; 2]>::try_from(array.shape()).map_err(|_| IndexFault::NotMatrix.into())
}

/// The indices at which a function of matrices, such as `triu`, leaves ones of an `n` by `n` matrix.
///
/// NumPy: [numpy.mask_indices](https://numpy.org/doc/stable/reference/generated/numpy.mask_indices.html).
///
/// # Errors
///
/// Those of the function; no memory for them.
pub fn mask_indices<E: From<Error>>(
    n: usize,
    mask: impl FnOnce(DynArray) -> std::result::Result<DynArray, E>,
) -> std::result::Result<Vec<DynArray>, E> {
    let mut ones = DynArray::zeros(&[n, n], &ndstrata_dtype::DType::INT64, Order::C)?;
    ones.view_mut()?.fill(&crate::Scalar::new(1_i64))?;
    Ok(mask(ones)?.nonzero()?)
}
