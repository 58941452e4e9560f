//! `nonzero`, `flatnonzero`, `argwhere`: where an array is true.
#![expect(unsafe_code, reason = "takes over what a kernel wrote")]

use ndstrata_kernels::{count_true, nonzero};

use super::fault::IndexFault;
use super::positions::truth_bytes;
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;

/// The positions of the bytes that are not 0.
pub(super) fn true_positions(mask: &[u8]) -> Result<Vec<i64>> {
    let n_true = count_true(mask);
    let mut positions = Vec::new();
    positions.try_reserve_exact(n_true).map_err(|_| Error::new(ErrorKind::TooBig))?;
    let n_written = nonzero(mask, 0, &mut positions.spare_capacity_mut()[..n_true]);
    // SAFETY: the kernel wrote that many positions.
    unsafe { positions.set_len(n_written) };
    Ok(positions)
}

/// The flat positions of true elements, as coordinates: for each, one along each axis of `shape`.
fn coordinates(flat: Vec<i64>, shape: &[usize]) -> Result<Vec<i64>> {
    let n_axes = shape.len();
    let mut all = Vec::new();
    let n_all = flat.len().saturating_mul(n_axes);
    all.try_reserve_exact(n_all).map_err(|_| Error::new(ErrorKind::TooBig))?;
    all.resize(n_all, 0);
    let Some((&last, outer)) = shape.split_last() else { return Ok(all) };
    let (last, n_outer) = (last as i64, outer.len());
    let mut row = vec![0_i64; n_outer];
    let (mut row_start, mut row_end) = (0, last);
    for (position, place) in flat.into_iter().zip(all.chunks_exact_mut(n_axes)) {
        if position >= row_end {
            // Only where a new row begins are the outer coordinates worked out.
            let mut rest = position / last;
            (row_start, row_end) = (rest * last, (rest + 1) * last);
            for (coordinate, &length) in row.iter_mut().zip(outer).rev() {
                *coordinate = rest % length as i64;
                rest /= length as i64;
            }
        }
        place[..n_outer].copy_from_slice(&row);
        place[n_outer] = position - row_start;
    }
    Ok(all)
}

impl<S: Storage> DynBase<S> {
    /// For each axis, the positions along it of the elements that are not zero, in C order.
    ///
    /// NumPy: [numpy.nonzero](https://numpy.org/doc/stable/reference/generated/numpy.nonzero.html).
    ///
    /// # Errors
    ///
    /// An array without axes.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from_vec(vec![[3, 0, 0], [0, 4, 0], [5, 6, 0]]);
    /// let found = a.nonzero()?;
    /// assert_eq!(found[0].to_vec::<i64>()?, [0, 1, 2, 2]);
    /// assert_eq!(found[1].to_vec::<i64>()?, [0, 1, 0, 1]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn nonzero(&self) -> Result<Vec<DynArray>> {
        if self.ndim() == 0 {
            return Err(IndexFault::NonzeroOfScalar.into());
        }
        let view = self.view();
        let flat = true_positions(&truth_bytes(&view)?)?;
        if self.ndim() == 1 {
            return Ok(vec![DynArray::from_vec(flat)]);
        }
        let (n_rows, n_axes) = (flat.len() as isize, self.ndim() as isize);
        let all = DynArray::from_vec(coordinates(flat, self.shape())?);
        let all = all.reshape([n_rows, n_axes])?;
        (0..n_axes).map(|axis| all.clone().index_axis(1, axis)).collect()
    }
}

/// The positions in the flattened array of the elements that are not zero.
///
/// NumPy: [numpy.flatnonzero](https://numpy.org/doc/stable/reference/generated/numpy.flatnonzero.html).
///
/// # Errors
///
/// No memory for them.
pub fn flatnonzero(array: &DynView<'_>) -> Result<DynArray> {
    Ok(DynArray::from_vec(true_positions(&truth_bytes(array)?)?))
}

/// The indices of the elements that are not zero, one a row.
///
/// NumPy: [numpy.argwhere](https://numpy.org/doc/stable/reference/generated/numpy.argwhere.html).
///
/// # Errors
///
/// No memory for them.
pub fn argwhere(array: &DynView<'_>) -> Result<DynArray> {
    let flat = true_positions(&truth_bytes(array)?)?;
    let (n_rows, n_axes) = (flat.len() as isize, array.ndim() as isize);
    let rows = DynArray::from_vec(coordinates(flat, array.shape())?).reshape([n_rows, n_axes])?;
    // As NumPy's, which are the transpose of a row for each axis.
    rows.copy(Order::F)
}
