//! The indices of triangles: `tril_indices`, `triu_indices` and those of any mask.
#![expect(unsafe_code, reason = "fills fresh arrays")]

use std::mem::MaybeUninit;

use ndstrata_dtype::DType;

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
    let n = if m == 0 { 0 } else { n };
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
    let n = if m == 0 { 0 } else { n };
    let width = isize::try_from(m).map_err(|_| Error::new(ErrorKind::TooBig))?;
    let end = usize::try_from(width.saturating_sub(k)).unwrap_or(0).min(n);
    triangle(0..end, |row| {
        let start = (row as isize).saturating_add(k);
        usize::try_from(start).unwrap_or(0).min(m)..m
    })
}

fn triangle(
    rows: std::ops::Range<usize>,
    columns: impl Fn(usize) -> std::ops::Range<usize>,
) -> Result<[DynArray; 2]> {
    if rows.len() > MANY {
        // Each row has an index at least: what no memory holds is not counted first.
        // SAFETY: nobody reads it.
        drop(unsafe { DynArray::uninit(&[rows.len()], &DType::INT64, Order::C)? });
    }
    let mut lengths = rows.clone().map(|row| columns(row).len());
    let count = lengths.try_fold(0_usize, usize::checked_add);
    let count = count.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    // SAFETY: the rows below have `count` indices.
    let mut row_indices = unsafe { DynArray::uninit(&[count], &DType::INT64, Order::C)? };
    // SAFETY: as above.
    let mut column_indices = unsafe { DynArray::uninit(&[count], &DType::INT64, Order::C)? };
    let (mut row_places, mut column_places) =
        (places(&mut row_indices)?, places(&mut column_indices)?);
    for row in rows {
        let columns = columns(row);
        let (here, rest) = std::mem::take(&mut row_places).split_at_mut(columns.len());
        here.fill(MaybeUninit::new(row as i64));
        row_places = rest;
        let (here, rest) = std::mem::take(&mut column_places).split_at_mut(columns.len());
        for (place, column) in here.iter_mut().zip(columns.start as i64..) {
            place.write(column);
        }
        column_places = rest;
    }
    Ok([row_indices, column_indices])
}

/// Rows that are not counted at once.
const MANY: usize = 1 << 24;

/// The places of a fresh array of `int64`.
fn places(array: &mut DynArray) -> Result<&mut [MaybeUninit<i64>]> {
    let (start, n) = (array.view_mut()?.as_mut_ptr().cast::<MaybeUninit<i64>>(), array.size());
    // SAFETY: a fresh array of one axis is `n` packed and aligned elements, borrowed with it.
    Ok(unsafe { std::slice::from_raw_parts_mut(start, n) })
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
