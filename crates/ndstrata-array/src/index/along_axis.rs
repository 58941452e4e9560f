//! `take_along_axis` and `put_along_axis`: one index for each place along an axis.
#![expect(unsafe_code, reason = "takes runs that were checked against the layout")]

use ndstrata_dtype::{Casting, DType};
use ndstrata_kernels::take_checked_run;

use super::Index;
use super::fault::IndexFault;
use super::positions::{counting, int_values};
use crate::array::{DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, normalize_axis};

impl<S: Storage> DynBase<S> {
    /// The elements that `indices` name along an axis, as `argsort` gives them; `None` reads the
    /// flattened array.
    ///
    /// NumPy: [numpy.take_along_axis](https://numpy.org/doc/stable/reference/generated/numpy.take_along_axis.html).
    ///
    /// # Errors
    ///
    /// Indices that are not integers, out of bounds, or of another number of axes; an axis that is
    /// not there.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from_vec(vec![[10, 30, 20], [60, 40, 50]]);
    /// let order = DynArray::from_vec(vec![[0, 2, 1], [1, 2, 0]]);
    /// let sorted = a.take_along_axis(&order.view(), 1)?;
    /// assert_eq!(sorted.to_vec::<i32>()?, [10, 20, 30, 40, 50, 60]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn take_along_axis(
        &self,
        indices: &DynView<'_>,
        axis: impl Into<Option<isize>>,
    ) -> Result<DynArray> {
        match axis.into() {
            Some(axis) => {
                let axis = normalize_axis(axis, self.ndim())?;
                if let Some(taken) = take_rows(&self.view(), indices, axis)? {
                    return Ok(taken);
                }
                let index = along(self.shape(), indices, axis)?;
                self.view().index(&index)?.into_owned()
            }
            None => {
                let flat = self.view().reshape([-1])?;
                let index = along_flat(indices)?;
                flat.view().index(&index)?.into_owned()
            }
        }
    }
}

impl DynArray {
    /// Writes values to the elements that `indices` name along an axis; `None` writes to the
    /// flattened array.
    ///
    /// NumPy: [numpy.put_along_axis](https://numpy.org/doc/stable/reference/generated/numpy.put_along_axis.html).
    ///
    /// # Errors
    ///
    /// As [`take_along_axis`](DynBase::take_along_axis); values that do not broadcast or convert.
    pub fn put_along_axis(
        &mut self,
        indices: &DynView<'_>,
        values: &DynView<'_>,
        axis: impl Into<Option<isize>>,
    ) -> Result<()> {
        self.view_mut()?.put_along_axis(indices, values, axis)
    }
}

impl DynViewMut<'_> {
    /// As [`DynArray::put_along_axis`].
    ///
    /// NumPy: [numpy.put_along_axis](https://numpy.org/doc/stable/reference/generated/numpy.put_along_axis.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::put_along_axis`].
    pub fn put_along_axis(
        &mut self,
        indices: &DynView<'_>,
        values: &DynView<'_>,
        axis: impl Into<Option<isize>>,
    ) -> Result<()> {
        if let Some(axis) = axis.into() {
            let axis = normalize_axis(axis, self.ndim())?;
            let index = along(self.shape(), indices, axis)?;
            return self.set(&index, values);
        }
        let index = along_flat(indices)?;
        let [Index::Array(positions)] = &index[..] else { return Ok(()) };
        let size = self.size();
        let coordinates =
            super::multi_index::unravel_wrapped(&positions.view(), size, self.shape())?;
        let index: Vec<Index> = coordinates.into_iter().map(Index::Array).collect();
        self.set(&index, values)
    }
}

/// The plain case: packed rows along the last axis, as many as there are rows of packed positions.
fn take_rows(source: &DynView<'_>, indices: &DynView<'_>, axis: usize) -> Result<Option<DynArray>> {
    let is_last = axis + 1 == source.ndim() && indices.ndim() == source.ndim();
    let is_plain = is_last
        && source.shape()[..axis] == indices.shape()[..axis]
        && source.is_c_contiguous()
        && indices.is_c_contiguous()
        && indices.dtype() == &DType::INT64
        && source.itemsize() > 0
        && indices.size() > 0;
    if !is_plain {
        return Ok(None);
    }
    let (length, n_each, item) = (source.shape()[axis], indices.shape()[axis], source.itemsize());
    let positions = int_values(indices, Casting::Safe)?;
    // SAFETY: every element is written just below, or the array is dropped.
    let mut result = unsafe { DynArray::uninit(indices.shape(), source.dtype(), Order::C)? };
    let (to, from) = (result.view_mut()?.as_mut_ptr(), source.as_ptr());
    for (row, positions) in positions.chunks(n_each).enumerate() {
        let to = to.wrapping_add(row * n_each * item);
        let from = from.wrapping_add(row * length * item);
        // SAFETY: a row of the source has `length` items, and one of the result room for as many as
        // there are positions.
        unsafe { take_checked_run(to, from, item as isize, length, item, positions) }.map_err(
            |at| {
                let index = positions[at];
                Error::new(ErrorKind::IndexOutOfBounds { index, axis, length })
            },
        )?;
    }
    Ok(Some(result))
}

fn check_integers(indices: &DynView<'_>) -> Result<()> {
    if !indices.dtype().kind().is_integer() {
        return Err(IndexFault::AlongType { dtype: indices.dtype().clone() }.into());
    }
    Ok(())
}

fn along_flat(indices: &DynView<'_>) -> Result<Vec<Index>> {
    if indices.ndim() != 1 {
        return Err(IndexFault::AlongFlatDims.into());
    }
    check_integers(indices)?;
    Ok(vec![Index::Array(indices.copy(Order::K)?)])
}

/// The whole index: the given positions along `axis`, every position along the others.
fn along(shape: &[usize], indices: &DynView<'_>, axis: usize) -> Result<Vec<Index>> {
    check_integers(indices)?;
    if indices.ndim() != shape.len() {
        return Err(IndexFault::AlongDims.into());
    }
    let part = |(place, &length): (usize, &usize)| {
        if place == axis {
            return Ok(Index::Array(indices.copy(Order::K)?));
        }
        let mut ones = vec![1; shape.len()];
        ones[place] = -1;
        let all = DynArray::from_vec(counting(length)?);
        Ok(Index::Array(all.reshape(ones)?))
    };
    shape.iter().enumerate().map(part).collect()
}
