//! Elements moved from one layout to another, unchanged.
//!
//! The walk is planned in `layout`, the moving is done by `ndstrata-kernels`. Conversion to another
//! type is in `cast`.
#![expect(unsafe_code, reason = "moves elements between layouts that were checked against memory")]

use std::ptr::NonNull;

use ndstrata_dtype::DType;
use ndstrata_kernels::{copy_block, copy_run};

use crate::array::{BorrowedMut, DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order, Plan};

impl<S: Storage> DynBase<S> {
    /// A new array with the same elements, packed in `order`.
    ///
    /// NumPy: [numpy.copy](https://numpy.org/doc/stable/reference/generated/numpy.copy.html).
    ///
    /// # Errors
    ///
    /// No memory for it.
    pub fn copy(&self, order: Order) -> Result<DynArray> {
        // SAFETY: every element is written just below.
        let mut result = unsafe { self.uninit_like(self.dtype(), order)? };
        let mut place = result.view_mut()?;
        // SAFETY: a fresh array of the same shape and dtype overlaps nothing.
        unsafe { copy_elements(&mut place, &self.view()) };
        Ok(result)
    }

    /// The bytes of the elements, one after the other in `order`.
    ///
    /// NumPy: [numpy.ndarray.tobytes](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tobytes.html).
    ///
    /// # Errors
    ///
    /// No memory for them.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, Order};
    /// let a = DynArray::from([[1_u8, 2], [3, 4]]);
    /// assert_eq!(a.to_bytes(Order::F)?, [1, 3, 2, 4]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn to_bytes(&self, order: Order) -> Result<Vec<u8>> {
        let layout = self.packed_layout(order, self.itemsize())?;
        let (mut bytes, len) = (Vec::<u8>::new(), self.nbytes());
        bytes.try_reserve_exact(len).map_err(|_| Error::new(ErrorKind::TooBig))?;
        let start = NonNull::new(bytes.as_mut_ptr()).unwrap_or(NonNull::dangling());
        // SAFETY: a packed layout covers just the room reserved, which is only written.
        let mut place = unsafe {
            DynViewMut::from_parts(BorrowedMut::new(), start, layout, self.dtype().clone())
        };
        // SAFETY: the shape is this array's, and fresh memory overlaps nothing.
        unsafe { copy_elements(&mut place, &self.view()) };
        // SAFETY: each byte of each element was just written.
        unsafe { bytes.set_len(len) };
        Ok(bytes)
    }

    /// A new array of this shape and another dtype, packed in `order`, whose elements the caller
    /// writes before anyone reads them.
    ///
    /// NumPy: [numpy.empty_like](https://numpy.org/doc/stable/reference/generated/numpy.empty_like.html).
    ///
    /// # Safety
    ///
    /// As [`DynArray::uninit`].
    ///
    /// # Errors
    ///
    /// As [`DynArray::zeros`].
    pub unsafe fn uninit_like(&self, dtype: &DType, order: Order) -> Result<DynArray> {
        let layout = self.packed_layout(order, dtype.itemsize())?;
        // SAFETY: the caller's promise.
        let mut result = unsafe { DynArray::uninit(self.shape(), dtype, Order::C)? };
        result.relabel(layout);
        Ok(result)
    }

    /// The packed layout that `order` gives an array of this shape. `K` keeps the order of the
    /// axes from the largest stride to the smallest.
    pub(crate) fn packed_layout(&self, order: Order, itemsize: usize) -> Result<Layout> {
        let shape = self.shape();
        match order {
            Order::K if self.is_c_contiguous() => Layout::contiguous(shape, itemsize, Order::C),
            Order::K if self.is_f_contiguous() => Layout::contiguous(shape, itemsize, Order::F),
            Order::K => {
                let mut axes: Vec<usize> = (0..shape.len()).collect();
                // Stable, so that axes of equal stride keep C order, as NumPy's do.
                axes.sort_by_key(|&axis| std::cmp::Reverse(self.strides()[axis].unsigned_abs()));
                Layout::contiguous_along(shape, itemsize, &axes)
            }
            order => Layout::contiguous(shape, itemsize, self.resolve_order(order)),
        }
    }
}

impl DynArray {
    /// As [`uninit`](DynArray::uninit), the axes in another order in memory, the outermost first.
    ///
    /// NumPy: none.
    ///
    /// # Safety
    ///
    /// As [`uninit`](DynArray::uninit).
    ///
    /// # Errors
    ///
    /// As [`DynArray::zeros`].
    ///
    /// # Panics
    ///
    /// An order that does not name each axis once.
    pub unsafe fn uninit_along(shape: &[usize], dtype: &DType, axes: &[usize]) -> Result<DynArray> {
        // SAFETY: the caller's promise.
        let mut result = unsafe { DynArray::uninit(shape, dtype, Order::C)? };
        if !axes.is_sorted() && dtype.sub_array().is_none() {
            result.relabel(Layout::contiguous_along(shape, dtype.itemsize(), axes)?);
        }
        Ok(result)
    }
}

impl DynViewMut<'_> {
    /// Writes the elements of `source`, of the same dtype, after broadcasting. The borrows see to it
    /// that the two do not overlap.
    pub(crate) fn assign_same_dtype(&mut self, source: &DynView<'_>) -> Result<()> {
        debug_assert_eq!(self.dtype(), source.dtype());
        let source = self.broadcast_to_self(source)?;
        // SAFETY: the shapes are equal, the dtypes too; a mutable borrow overlaps no other.
        unsafe { copy_elements(self, &source) };
        Ok(())
    }

    /// A value with the shape of the array that it is assigned to.
    pub(crate) fn broadcast_to_self<'v>(&self, value: &DynView<'v>) -> Result<DynView<'v>> {
        value.broadcast_to(self.shape()).map_err(|_| {
            let (from, to) = (value.shape().to_vec(), self.shape().to_vec());
            Error::new(ErrorKind::AssignShape { from, to })
        })
    }
}

/// Copies all elements.
///
/// # Safety
///
/// Shapes and itemsizes are equal, and no byte of one is a byte of the other.
pub(crate) unsafe fn copy_elements(to: &mut DynViewMut<'_>, from: &DynView<'_>) {
    let itemsize = from.itemsize();
    let plan = Plan::new(to.shape(), [to.strides(), from.strides()]);
    let (dst, src) = (to.as_mut_ptr(), from.as_ptr());
    plan.for_each_block(|[d, s], shape, [[d0, s0], [d1, s1]]| {
        // SAFETY: the plan's offsets lie within the layout, which lies within its memory.
        let dst = unsafe { dst.offset(d) };
        // SAFETY: as above.
        let src = unsafe { src.offset(s) };
        if shape[0] == 1 {
            // SAFETY: one run of the plan, of elements that do not overlap.
            unsafe { copy_run(dst, d1, src, s1, shape[1], itemsize) };
        } else {
            // SAFETY: one block of the plan, of elements that do not overlap.
            unsafe { copy_block(dst, [d0, d1], src, [s0, s1], shape, itemsize) };
        }
    });
}
