//! `put`: elements written at flat positions.
#![expect(unsafe_code, reason = "scatters to positions that were checked against the layout")]

use ndstrata_dtype::Casting;
use ndstrata_kernels::{copy_run, put_checked_run, put_run};

use super::fault::IndexFault;
use super::positions::{OutOfBounds, int_values};
use crate::array::{DynArray, DynView, DynViewMut};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order};

impl DynArray {
    /// Writes values at flat positions; too few values repeat.
    ///
    /// NumPy: [numpy.put](https://numpy.org/doc/stable/reference/generated/numpy.put.html).
    ///
    /// # Errors
    ///
    /// Indices that are not integers, or out of bounds; values that do not convert. The array is
    /// then as it was.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, OutOfBounds};
    /// let mut a = DynArray::from_vec(vec![0, 1, 2, 3, 4]);
    /// let values = DynArray::from_vec(vec![-44, -55]);
    /// a.put(&DynArray::from_vec(vec![0, 2]).view(), &values.view(), OutOfBounds::Raise)?;
    /// assert_eq!(a.to_vec::<i32>()?, [-44, 1, -55, 3, 4]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn put(
        &mut self,
        indices: &DynView<'_>,
        values: &DynView<'_>,
        mode: OutOfBounds,
    ) -> Result<()> {
        self.view_mut()?.put(indices, values, mode)
    }
}

impl DynViewMut<'_> {
    /// As [`DynArray::put`].
    ///
    /// NumPy: [numpy.put](https://numpy.org/doc/stable/reference/generated/numpy.put.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::put`].
    pub fn put(
        &mut self,
        indices: &DynView<'_>,
        values: &DynView<'_>,
        mode: OutOfBounds,
    ) -> Result<()> {
        let indices = int_values(indices, Casting::SameKind)?;
        let size = self.size();
        if indices.is_empty() {
            return Ok(());
        }
        if size == 0 {
            return Err(IndexFault::EmptyPut.into());
        }
        if values.size() == 0 {
            return Ok(());
        }
        let values = values.cast_to_same(self.dtype())?;
        let values = values.view();
        let values = values.reshape([-1])?;
        let length = self.size();
        let flat = self.layout().reshape(&[length], Order::C, self.itemsize());
        if let (OutOfBounds::Raise, Some(flat), true) = (mode, flat, values.size() == 1) {
            let (to, from, itemsize) = (self.as_mut_ptr(), values.as_ptr(), self.itemsize());
            let stride = flat.strides()[0];
            // SAFETY: the flat layout shows `length` places; one value repeats.
            let done = unsafe { put_checked_run(to, stride, length, from, 0, itemsize, &indices) };
            return done.map_err(|at| {
                let index = indices[at];
                Error::new(ErrorKind::IndexOutOfBounds { index, axis: 0, length })
            });
        }
        let resolve = |&index: &i64| match mode.resolve(index, size) {
            Some(position) => Ok(position as i64),
            None => Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis: 0, length: size })),
        };
        let positions: Vec<i64> = indices.iter().map(resolve).collect::<Result<_>>()?;
        self.put_flat(&positions, &values.view());
        Ok(())
    }

    /// Writes one-dimensional values of the same dtype, at least one, at flat positions within the
    /// array; too few repeat.
    pub(super) fn put_flat(&mut self, positions: &[i64], values: &DynView<'_>) {
        let (itemsize, n_values, step) = (self.itemsize(), values.size(), values.strides()[0]);
        let packed = self.layout().reshape(&[self.size()], Order::C, itemsize);
        let layout = self.layout().clone();
        let (to, from) = (self.as_mut_ptr(), values.as_ptr());
        let step = if n_values == 1 { 0 } else { step };
        let piece = if n_values == 1 { positions.len().max(1) } else { n_values };
        for positions in positions.chunks(piece) {
            if let Some(flat) = &packed {
                let stride = flat.strides()[0];
                // SAFETY: the caller's positions lie within the array; the piece is no longer than
                // the values, or one value repeats.
                unsafe { put_run(to, stride, from, step, itemsize, positions) };
                continue;
            }
            for (k, &position) in positions.iter().enumerate() {
                let to = to.wrapping_offset(offset_of_flat(&layout, position as usize));
                let from = from.wrapping_offset(k as isize * step);
                // SAFETY: as above.
                unsafe { copy_run(to, 0, from, 0, 1, itemsize) };
            }
        }
    }
}

/// The byte offset of an element by its position in C order, which is below the size.
fn offset_of_flat(layout: &Layout, mut position: usize) -> isize {
    let mut offset = 0;
    for (&length, &stride) in layout.shape().iter().zip(layout.strides()).rev() {
        offset += (position % length) as isize * stride;
        position /= length;
    }
    offset
}
