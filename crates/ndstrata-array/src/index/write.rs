//! Elements written through an index. The whole index, and the value's shape and type, are checked
//! before the first element is written.
#![expect(unsafe_code, reason = "writes at positions that were checked against the layout")]

use ndstrata_dtype::{Casting, DType};
use ndstrata_kernels::{check_indices, copy_run, count_true, place_run, put_checked_run, put_run};

use smallvec::SmallVec;

use super::Index;
use super::positions::int_values;
use super::read::{for_each_position, split_layout};
use super::resolve::{Resolved, Selection, resolve};
use crate::array::{DynArray, DynView, DynViewMut};
use crate::cast::{Conversion, convert};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Plan;

/// The longest row of an array, in bytes, that is written as one item.
const MAX_ROW: usize = 4096;

impl DynArray {
    /// `a[indices] = value`, the value broadcast and converted to the array's type.
    ///
    /// NumPy: [assigning values to indexed arrays](https://numpy.org/doc/stable/user/basics.indexing.html#assigning-values-to-indexed-arrays).
    ///
    /// # Errors
    ///
    /// As [`DynView::index`]; a value that does not broadcast or convert; no memory for a copy
    /// where a clone shares the elements. The array is then as it was.
    pub fn set(&mut self, indices: &[Index], value: &DynView<'_>) -> Result<()> {
        self.view_mut()?.set(indices, value)
    }
}

impl DynViewMut<'_> {
    /// `a[indices] = value`, the value broadcast and converted to the array's type.
    ///
    /// NumPy: [assigning values to indexed arrays](https://numpy.org/doc/stable/user/basics.indexing.html#assigning-values-to-indexed-arrays).
    ///
    /// # Errors
    ///
    /// As [`DynView::index`]; a value that does not broadcast or convert. The array is then as it
    /// was.
    pub fn set(&mut self, indices: &[Index], value: &DynView<'_>) -> Result<()> {
        if let [Index::Array(mask)] = indices {
            let is_mask = mask.dtype() == &DType::BOOL && mask.ndim() > 0;
            if is_mask && mask.ndim() == self.ndim() && mask.shape() == self.shape() {
                return self.set_where(mask, value);
            }
        }
        if let [Index::Array(only)] = indices
            && self.set_positions(only, value)?
        {
            return Ok(());
        }
        match resolve(self.layout(), indices)? {
            Resolved::Basic { layout, offset } => {
                // SAFETY: a resolved basic index stays within the layout and repeats no element.
                unsafe { self.view_mut().with_layout(layout, offset) }.assign(value)
            }
            Resolved::Advanced(selection) => self.scatter(&selection, value),
        }
    }

    /// The plain case of packed positions along the first axis of a packed array, written as they are
    /// checked; false if it is another.
    fn set_positions(&mut self, positions: &DynArray, value: &DynView<'_>) -> Result<bool> {
        let is_plain = (self.ndim() == 1 || self.ndim() > 1 && self.is_c_contiguous())
            && positions.dtype() == &DType::INT64
            && positions.ndim() > 0
            && positions.is_c_contiguous()
            && positions.size() > 0;
        let same = self.ndim() == 1 && value.ndim() == 1 && value.shape() == positions.shape();
        let item = self.shape().iter().skip(1).product::<usize>() * self.itemsize();
        if !is_plain || !(same || value.ndim() == 0) || !(1..=MAX_ROW).contains(&item) {
            return Ok(false);
        }
        let view = positions.view();
        let positions = int_values(&view, Casting::Safe)?;
        let length = self.shape()[0];
        let outside = |at: usize| {
            let index = positions[at];
            Error::new(ErrorKind::IndexOutOfBounds { index, axis: 0, length })
        };
        if value.dtype() != self.dtype() {
            // What does not convert is told only of positions within the array.
            check_indices(&positions, length).map_err(outside)?;
        }
        let value = value.cast_to_same(self.dtype())?;
        let step = if same { value.strides()[0] } else { 0 };
        let (stride, itemsize) = (self.strides()[0], self.itemsize());
        let mut row = SmallVec::<[u8; 64]>::new();
        let from = match value.element_bytes(&[]).filter(|_| item > itemsize) {
            // An item is a row of the value.
            Some(element) => {
                (0..item / itemsize).for_each(|_| row.extend_from_slice(element));
                row.as_ptr()
            }
            None => value.as_ptr(),
        };
        let to = self.as_mut_ptr();
        // SAFETY: the axis has `length` places of `item` bytes; the value has as many elements as there
        // are positions, or one item that repeats.
        unsafe { put_checked_run(to, stride, length, from, step, item, &positions) }
            .map_err(outside)?;
        Ok(true)
    }

    /// `a[mask] = value` with a mask of the array's own shape.
    fn set_where(&mut self, mask: &DynArray, value: &DynView<'_>) -> Result<()> {
        if value.ndim() > 1 {
            return Err(Error::new(ErrorKind::MaskValueDims { n_axes: value.ndim() }));
        }
        let packed;
        let mask_bytes = match mask.packed_bytes().filter(|_| mask.is_c_contiguous()) {
            Some(bytes) => bytes,
            None => {
                packed = super::read::mask_bytes(&mask.view())?;
                &packed
            }
        };
        if value.size() == 1 {
            let value = value.reborrow().squeeze().cast_to_same(self.dtype())?;
            let value = value.view().broadcast_to(self.shape())?;
            self.copy_masked(&value, mask_bytes);
            return Ok(());
        }
        let n_true = count_true(mask_bytes);
        let n_values = value.size();
        if n_values != n_true {
            return Err(Error::new(ErrorKind::MaskValueCount { n_values, n_true }));
        }
        let value = value.cast_to_same(self.dtype())?;
        let itemsize = self.itemsize();
        if n_true == 0 {
            return Ok(());
        }
        let (src, step) = (value.as_ptr(), value.strides()[0]);
        let plan = Plan::in_c_order(self.shape(), [self.strides()]);
        let ([d_step], count) = (plan.inner_strides(), plan.inner_len());
        let dst = self.as_mut_ptr();
        let (mut at, mut used) = (0, 0_isize);
        plan.for_each_run(|[d]| {
            let d = dst.wrapping_offset(d);
            let s = src.wrapping_offset(used * step);
            // SAFETY: the plan's runs cover the array in C order, as the mask's bytes do; there are
            // as many values as true bytes.
            let n = unsafe { place_run(d, d_step, s, step, itemsize, &mask_bytes[at..at + count]) };
            at += count;
            used += n as isize;
        });
        Ok(())
    }

    /// Writes the broadcast value to the selected places; where one is named twice, the last wins.
    fn scatter(&mut self, selection: &Selection, value: &DynView<'_>) -> Result<()> {
        let shape = selection.result_shape();
        let value = self.broadcast_value(selection, &shape, value)?;
        let value = value.cast_to_same(self.dtype())?;
        if value.size() == 0 {
            return Ok(());
        }
        let itemsize = self.itemsize();
        let (dst, src) = (self.as_mut_ptr(), value.as_ptr());
        if selection.rest.shape().is_empty() {
            selection.for_each_row(value.strides(), |row| {
                let to = dst.wrapping_offset(row.offset);
                let from = src.wrapping_offset(row.other);
                let step = row.other_stride;
                // SAFETY: each position lies within its axis; the value has as many elements.
                unsafe { put_run(to, row.stride, from, step, itemsize, row.positions) };
            });
            return Ok(());
        }
        let offsets = selection.offsets();
        let n_selected = selection.shape.len();
        let (selected, rest) = split_layout(value.layout(), selection.place, n_selected);
        let plan =
            Plan::in_c_order(selection.rest.shape(), [selection.rest.strides(), rest.strides()]);
        let ([d_step, s_step], count) = (plan.inner_strides(), plan.inner_len());
        for_each_position(&selected, |k, from| {
            plan.for_each_run(|[d, s]| {
                let d = dst.wrapping_offset(offsets[k] as isize + d);
                let s = src.wrapping_offset(from + s);
                // SAFETY: checked positions and the plan's offsets lie within both arrays.
                unsafe { copy_run(d, d_step, s, s_step, count, itemsize) };
            });
        });
        Ok(())
    }

    /// The value with the result's shape; leading axes of length 1 too many are dropped.
    fn broadcast_value<'v>(
        &self,
        selection: &Selection,
        shape: &[usize],
        value: &DynView<'v>,
    ) -> Result<DynView<'v>> {
        let mut value = value.clone();
        while value.ndim() > shape.len() && value.shape()[0] == 1 {
            value = value.squeeze_axes(&[0])?;
        }
        value.broadcast_to(shape).map_err(|_| {
            let from = value.shape().to_vec();
            if selection.is_mask && value.ndim() == 1 && shape.len() == 1 {
                let (n_values, n_true) = (value.size(), shape[0]);
                return Error::new(ErrorKind::MaskValueCount { n_values, n_true });
            }
            Error::new(ErrorKind::IndexValueShape { from, to: shape.to_vec() })
        })
    }

    /// Writes `value`, broadcast and converted as by `astype` with casting `unsafe`.
    ///
    /// NumPy: [numpy.copyto](https://numpy.org/doc/stable/reference/generated/numpy.copyto.html) with `casting='unsafe'`, or `a[...] = value`.
    ///
    /// # Errors
    ///
    /// A value that does not broadcast to the array's shape, or does not convert. The array is then
    /// as it was.
    pub fn assign(&mut self, value: &DynView<'_>) -> Result<()> {
        let mut value = value.clone();
        while value.ndim() > self.ndim() && value.shape()[0] == 1 {
            value = value.squeeze_axes(&[0])?;
        }
        if self.itemsize() == 0 {
            // Nothing to write; a type without room would adapt to the value instead.
            return self.broadcast_to_self(&value).map(|_| ());
        }
        let is_packed = self.dtype().as_record().is_none_or(|record| !record.has_padding());
        if value.dtype() == self.dtype() && is_packed {
            return self.assign_same_dtype(&value);
        }
        let conversion = Conversion::new(value.dtype(), self.dtype())?;
        if conversion.is_infallible() {
            let value = self.broadcast_to_self(&value)?;
            return convert(self, &value, &conversion);
        }
        // An element that does not convert must leave the others as they were.
        let converted = value.cast_to(self.dtype())?;
        self.assign(&converted.view())
    }

    /// Fills the array with one element.
    ///
    /// NumPy: [numpy.ndarray.fill](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.fill.html).
    ///
    /// # Errors
    ///
    /// A value that does not convert.
    pub fn fill(&mut self, value: &crate::Scalar) -> Result<()> {
        self.assign(&value.view()?)
    }
}
