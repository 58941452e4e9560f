//! Elements read through an index: a view for basic ones, a copy for advanced ones.
#![expect(unsafe_code, reason = "reads at positions that were checked against the layout")]

use ndstrata_dtype::{Casting, DType};
use ndstrata_kernels::{compress_run, copy_run, count_true, nonzero, take_run};

use super::Index;
use super::positions::int_values;
use super::resolve::{Resolved, Selection, resolve};
use super::take::take_positions;
use crate::array::{DynArray, DynBase, DynCow, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{AxisOrder, Dims, Layout, Order, Plan, axes_by_strides};

impl<S: Storage> DynBase<S> {
    /// The elements that a basic index (integers, slices, ellipsis, new axes) shows, without a copy.
    ///
    /// NumPy: [basic indexing](https://numpy.org/doc/stable/user/basics.indexing.html#basic-indexing).
    ///
    /// # Errors
    ///
    /// Too many indices, an index out of bounds, a step of zero; an index array.
    pub fn slice(self, indices: &[Index]) -> Result<Self> {
        match resolve(self.layout(), indices)? {
            // SAFETY: a resolved basic index stays within the layout.
            Resolved::Basic { layout, offset } => Ok(unsafe { self.with_layout(layout, offset) }),
            Resolved::Advanced(_) => Err(Error::new(ErrorKind::NotBasicIndex)),
        }
    }
}

impl<'a> DynView<'a> {
    /// `a[indices]`: a view for a basic index, a new array for an advanced one.
    ///
    /// NumPy: [indexing on ndarrays](https://numpy.org/doc/stable/user/basics.indexing.html).
    /// Differs: an index that leaves no axes gives an array without axes, never a scalar.
    ///
    /// # Errors
    ///
    /// Too many indices, an index out of bounds, index arrays that do not broadcast together or
    /// are neither integers nor `bool`, a mask of another shape.
    pub fn index(&self, indices: &[Index]) -> Result<DynCow<'a>> {
        if let [Index::Array(only)] = indices
            && let Some(found) = self.index_with(only)?
        {
            return Ok(found.into_cow());
        }
        match resolve(self.layout(), indices)? {
            Resolved::Basic { layout, offset } => {
                // SAFETY: a resolved basic index stays within the layout.
                Ok(unsafe { self.reborrow().with_layout(layout, offset) }.into_cow())
            }
            Resolved::Advanced(selection) => Ok(gather(self, &selection)?.into_cow()),
        }
    }

    /// The plain cases of one index array, which need no selection to be worked out: a mask over a
    /// packed array, packed positions along the first axis.
    fn index_with(&self, only: &DynArray) -> Result<Option<DynArray>> {
        match only.dtype() == &DType::BOOL {
            true => self.compress_with(only),
            false => self.take_with_positions(only),
        }
    }

    /// Positions along the first axis, or the single one, are checked as they are used.
    fn take_with_positions(&self, positions: &DynArray) -> Result<Option<DynArray>> {
        let is_plain = self.ndim() == 1 || (self.ndim() > 1 && self.is_c_contiguous());
        if !is_plain || positions.ndim() == 0 || positions.dtype() != &DType::INT64 {
            return Ok(None);
        }
        let view = positions.view();
        let values = int_values(&view, Casting::Safe)?;
        let mut shape = Dims::from_slice(positions.shape());
        shape.extend_from_slice(&self.shape()[1..]);
        take_positions(self, 0, &values, &shape).map(Some)
    }

    /// A mask over all elements of a packed array reads straight through it.
    fn compress_with(&self, mask: &DynArray) -> Result<Option<DynArray>> {
        let fits = mask.ndim() > 0
            && mask.shape() == self.shape()
            && mask.is_c_contiguous()
            && self.is_c_contiguous();
        if !fits {
            return Ok(None);
        }
        let mask = mask.packed_bytes().unwrap_or(&[]);
        let (dtype, itemsize) = (self.dtype(), self.itemsize());
        // SAFETY: every kept element is written just below.
        let mut result = unsafe { DynArray::uninit(&[count_true(mask)], dtype, Order::C)? };
        let to = result.view_mut()?.as_mut_ptr();
        // SAFETY: the mask has a byte for each packed element, and the result room for the true ones.
        unsafe { compress_run(to, self.as_ptr(), itemsize as isize, itemsize, mask) };
        Ok(Some(result))
    }
}

impl DynArray {
    /// `a[indices]`; a basic index shares the buffer.
    ///
    /// NumPy: [indexing on ndarrays](https://numpy.org/doc/stable/user/basics.indexing.html).
    ///
    /// # Errors
    ///
    /// As [`DynView::index`].
    pub fn index(&self, indices: &[Index]) -> Result<DynArray> {
        if let [Index::Array(only)] = indices
            && let Some(found) = self.view().index_with(only)?
        {
            return Ok(found);
        }
        match resolve(self.layout(), indices)? {
            Resolved::Basic { layout, offset } => {
                // SAFETY: a resolved basic index stays within the layout.
                Ok(unsafe { self.clone().with_layout(layout, offset) })
            }
            Resolved::Advanced(selection) => gather(&self.view(), &selection),
        }
    }
}

/// A new array of the selected elements: in memory, the axes of the selection come first, then the
/// others as they lie in the source.
fn gather(from: &DynView<'_>, selection: &Selection) -> Result<DynArray> {
    let (place, n_selected) = (selection.place, selection.shape.len());
    let rest = selection.rest.strides();
    let mut axes: AxisOrder = (place..place + n_selected).collect();
    let others = axes_by_strides(rest.len(), [rest]);
    axes.extend(others.iter().map(|&r| if r < place { r } else { r + n_selected }));
    let shape = selection.result_shape();
    let is_laid_otherwise = !axes.is_sorted() && shape.iter().filter(|&&n| n > 1).count() > 1;
    if is_laid_otherwise && !rest.is_empty() && from.nbytes() <= NEAR && !shape.contains(&0) {
        // SAFETY: every element is written just below.
        let mut result = unsafe { DynArray::uninit_along(&shape, from.dtype(), &axes)? };
        gather_row_by_row(from, selection, &mut result.view_mut()?);
        return Ok(result);
    }
    let made = gather_in_c_order(from, selection)?;
    if axes.is_sorted() || made.size() == 0 || made.is_c_contiguous() && made.is_f_contiguous() {
        return Ok(made);
    }
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit_along(made.shape(), made.dtype(), &axes)? };
    result.view_mut()?.assign(&made.view())?;
    Ok(result)
}

fn gather_in_c_order(from: &DynView<'_>, selection: &Selection) -> Result<DynArray> {
    let shape = selection.result_shape();
    let itemsize = from.itemsize();
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit(&shape, from.dtype(), Order::C)? };
    let mut to = result.view_mut()?;
    if to.size() == 0 {
        return Ok(result);
    }
    let src = from.as_ptr();
    if selection.rest.shape().is_empty() {
        // Single elements.
        let dst = to.as_mut_ptr();
        selection.for_each_row(to.strides(), |row| {
            let (dst, from) = (dst.wrapping_offset(row.other), src.wrapping_offset(row.offset));
            // SAFETY: each position lies within its axis; the packed result has room for all.
            unsafe { take_run(dst, from, row.stride, itemsize, row.positions) };
        });
        return Ok(result);
    }
    let (place, n_selected) = (selection.place, selection.shape.len());
    let (_, rest) = split_layout(to.layout(), place, n_selected);
    let is_last = selection.rest.shape()[place..].iter().all(|&n| n == 1);
    if let (Some(axis), true) = (selection.only_axis(), is_last) {
        // The selection's axes are the last of the result that have a length: one run of positions for
        // each row.
        let plan =
            Plan::in_c_order(selection.rest.shape(), [rest.strides(), selection.rest.strides()]);
        let dst = to.as_mut_ptr();
        let base = src.wrapping_offset(selection.offset);
        let ([d_step, s_step], count) = (plan.inner_strides(), plan.inner_len());
        plan.for_each_run(|[d, s]| {
            for i in 0..count as isize {
                let d = dst.wrapping_offset(d + i * d_step);
                let s = base.wrapping_offset(s + i * s_step);
                // SAFETY: checked positions and the plan's offsets lie within both arrays.
                unsafe { take_run(d, s, axis.stride, itemsize, &axis.positions) };
            }
        });
        return Ok(result);
    }
    gather_row_by_row(from, selection, &mut to);
    Ok(result)
}

/// Bytes of an array of which each element is as near as the next.
const NEAR: usize = 256 << 10;

/// Writes all selected elements, those of one position after the other, wherever they belong in the result.
fn gather_row_by_row(from: &DynView<'_>, selection: &Selection, to: &mut DynViewMut<'_>) {
    let (selected, rest) = split_layout(to.layout(), selection.place, selection.shape.len());
    let itemsize = from.itemsize();
    let offsets = selection.offsets();
    let plan = Plan::new(selection.rest.shape(), [rest.strides(), selection.rest.strides()]);
    let (dst, src) = (to.as_mut_ptr(), from.as_ptr());
    let ([d_step, s_step], count) = (plan.inner_strides(), plan.inner_len());
    for_each_position(&selected, |k, place| {
        plan.for_each_run(|[d, s]| {
            let d = dst.wrapping_offset(place + d);
            let s = src.wrapping_offset(offsets[k] as isize + s);
            // SAFETY: checked positions and the plan's offsets lie within both arrays.
            unsafe { copy_run(d, d_step, s, s_step, count, itemsize) };
        });
    });
}

/// The axes of a result that the selection made, and the others.
pub(super) fn split_layout(result: &Layout, place: usize, n_selected: usize) -> (Layout, Layout) {
    let (shape, strides) = (result.shape(), result.strides());
    let middle = place..place + n_selected;
    let outer = |from: &[usize]| -> crate::layout::Dims {
        from[..place].iter().chain(&from[middle.end..]).copied().collect()
    };
    let outer_strides = strides[..place].iter().chain(&strides[middle.end..]).copied().collect();
    (
        Layout::from_parts(shape[middle.clone()].into(), strides[middle.clone()].into()),
        Layout::from_parts(outer(shape), outer_strides),
    )
}

/// Calls `visit` with the number and the byte offset of each element, in C order.
pub(super) fn for_each_position(layout: &Layout, mut visit: impl FnMut(usize, isize)) {
    let plan = Plan::in_c_order(layout.shape(), [layout.strides()]);
    let ([step], count) = (plan.inner_strides(), plan.inner_len());
    let mut k = 0;
    plan.for_each_run(|[offset]| {
        for i in 0..count as isize {
            visit(k, offset + i * step);
            k += 1;
        }
    });
}

/// A mask's bytes in C order; any byte but 0 is true.
pub(super) fn mask_bytes(mask: &DynView<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve(mask.size()).map_err(|_| Error::new(ErrorKind::TooBig))?;
    mask.for_each_element(|byte| bytes.push(byte[0]));
    Ok(bytes)
}

/// For each axis of a mask, the positions along it of the true elements, in C order.
pub(super) fn nonzero_positions(mask: &DynView<'_>) -> Result<Vec<Vec<i64>>> {
    let copied;
    let bytes = match mask.packed_bytes().filter(|_| mask.is_c_contiguous()) {
        Some(bytes) => bytes,
        None => {
            copied = mask_bytes(mask)?;
            &copied
        }
    };
    let n_true = count_true(bytes);
    let mut flat = Vec::new();
    flat.try_reserve_exact(n_true).map_err(|_| Error::new(ErrorKind::TooBig))?;
    let n_written = nonzero(bytes, 0, &mut flat.spare_capacity_mut()[..n_true]);
    // SAFETY: the kernel wrote that many positions.
    unsafe { flat.set_len(n_written) };
    if mask.ndim() == 1 {
        return Ok(vec![flat]);
    }
    let mut axes = vec![Vec::with_capacity(flat.len()); mask.ndim()];
    for mut position in flat {
        for (axis, &length) in axes.iter_mut().zip(mask.shape()).rev() {
            axis.push(position % length as i64);
            position /= length as i64;
        }
    }
    Ok(axes)
}

impl DynViewMut<'_> {
    /// The places that a basic index shows, for writing.
    ///
    /// NumPy: [basic indexing](https://numpy.org/doc/stable/user/basics.indexing.html#basic-indexing).
    ///
    /// # Errors
    ///
    /// As [`DynBase::slice`].
    pub fn slice_mut(&mut self, indices: &[Index]) -> Result<DynViewMut<'_>> {
        self.view_mut().slice(indices)
    }
}
