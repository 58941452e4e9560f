//! Any layout over an array's own memory, checked.
#![expect(unsafe_code, reason = "shows other elements of the same memory, after a check")]

use ndstrata_dtype::DType;

use crate::array::{DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Extent, Layout};

impl<'a> DynView<'a> {
    /// Elements of `dtype` laid out as `layout` from `offset` bytes after the first element on. They
    /// may overlap.
    ///
    /// NumPy: [numpy.lib.stride_tricks.as_strided](https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.as_strided.html).
    /// Differs: a layout that leaves the array's memory is an error, and so is a source with gaps
    /// between its elements: what lies there may be borrowed by others.
    ///
    /// # Errors
    ///
    /// A byte outside the array; an array with gaps.
    pub fn as_strided(&self, offset: isize, layout: Layout, dtype: &DType) -> Result<DynView<'a>> {
        let bounds = gapless_extent(self)?;
        restride(self.reborrow(), bounds, offset, layout, dtype)
    }
}

impl DynArray {
    /// As [`DynView::as_strided`], anywhere in the buffer that the array is part of.
    ///
    /// NumPy: [numpy.lib.stride_tricks.as_strided](https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.as_strided.html).
    /// Differs: a layout that leaves the array's buffer is an error.
    ///
    /// # Errors
    ///
    /// A byte outside the buffer.
    pub fn as_strided(&self, offset: isize, layout: Layout, dtype: &DType) -> Result<DynArray> {
        check_bounds(self.buffer_extent(), offset, &layout, dtype)?;
        // SAFETY: the new extent lies within bytes that the buffer holds, all of them initialised.
        Ok(unsafe { self.elsewhere(dtype.clone(), layout, offset) })
    }
}

impl DynViewMut<'_> {
    /// As [`DynView::as_strided`], for writing: elements must not overlap.
    ///
    /// NumPy: [numpy.lib.stride_tricks.as_strided](https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.as_strided.html).
    /// Differs: a layout that leaves the array's memory, or shows a byte twice, is an error.
    ///
    /// # Errors
    ///
    /// As [`DynView::as_strided`]; elements that share bytes.
    pub fn as_strided(self, offset: isize, layout: Layout, dtype: &DType) -> Result<Self> {
        if layout.may_self_overlap(dtype.itemsize()) {
            return Err(Error::new(ErrorKind::SelfOverlap));
        }
        let bounds = gapless_extent(&self)?;
        restride(self, bounds, offset, layout, dtype)
    }
}

/// The bytes from the lowest to the highest, all of which belong to elements.
fn gapless_extent<S: Storage>(array: &DynBase<S>) -> Result<Extent> {
    let extent = array.layout().extent(array.itemsize());
    let extent = extent.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let overlaps = array.layout().may_self_overlap(array.itemsize());
    if overlaps || (extent.end - extent.start) as usize != array.nbytes() {
        return Err(Error::new(ErrorKind::HasGaps));
    }
    Ok(extent)
}

fn restride<S: Storage>(
    array: DynBase<S>,
    bounds: Extent,
    offset: isize,
    layout: Layout,
    dtype: &DType,
) -> Result<DynBase<S>> {
    check_bounds(bounds, offset, &layout, dtype)?;
    // SAFETY: the new extent lies within bytes that the storage holds, all of them initialised;
    // overlap was ruled out for writing.
    Ok(unsafe { array.with_dtype(dtype.clone(), layout, offset) })
}

fn check_bounds(bounds: Extent, offset: isize, layout: &Layout, dtype: &DType) -> Result<()> {
    let extent = layout.extent(dtype.itemsize()).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let (start, end) = (offset.saturating_add(extent.start), offset.saturating_add(extent.end));
    if start < bounds.start || end > bounds.end {
        let len = (bounds.end - bounds.start) as usize;
        return Err(Error::new(ErrorKind::OutOfBuffer { start, end, len }));
    }
    Ok(())
}
