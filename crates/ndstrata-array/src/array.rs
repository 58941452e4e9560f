//! [`DynArray`], [`DynView`], [`DynViewMut`], [`DynCow`]: one type over four kinds of storage.
//!
//! What every kind can do (ask for the layout, change it without touching elements) is written once
//! on [`DynBase`]. Making arrays is in `create`, moving elements in `copy` and `cast`, picking them in
//! `index`.
#![expect(unsafe_code, reason = "an array is a pointer and a layout that was checked against it")]

mod axes;
mod construct;
mod storage;
mod unique;

use std::ptr::NonNull;

use ndstrata_dtype::DType;

use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order};

pub(crate) use axes::spread_sub_array;
pub use storage::{Borrowed, BorrowedMut, Cow, Owned, Storage};

/// Elements of one run-time type in strided memory, owned or borrowed as `S` says.
///
/// NumPy: [numpy.ndarray](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html).
///
/// Invariant: every byte that the layout reaches from `start` with the dtype's itemsize is
/// initialised and belongs to the storage.
pub struct DynBase<S: Storage> {
    storage: S,
    start: NonNull<u8>,
    layout: Layout,
    dtype: DType,
}

/// An array that owns its elements. Clones share them until one is written.
pub type DynArray = DynBase<Owned>;
/// A borrowed array.
pub type DynView<'a> = DynBase<Borrowed<'a>>;
/// A borrowed array that may be written.
pub type DynViewMut<'a> = DynBase<BorrowedMut<'a>>;
/// An array that borrows where it can and owns where it must.
pub type DynCow<'a> = DynBase<Cow<'a>>;

// SAFETY: the pointer stands for a reference to bytes, or for shared ownership of them, as the
// storage says; both may be sent where the storage may.
unsafe impl<S: Storage + Send> Send for DynBase<S> {}
// SAFETY: a shared array only reads.
unsafe impl<S: Storage + Sync> Sync for DynBase<S> {}

impl<S: Storage + Clone> Clone for DynBase<S> {
    fn clone(&self) -> Self {
        DynBase {
            storage: self.storage.clone(),
            start: self.start,
            layout: self.layout.clone(),
            dtype: self.dtype.clone(),
        }
    }
}

impl<S: Storage> DynBase<S> {
    /// # Safety
    ///
    /// The type's invariant: all that `layout` reaches from `start` is initialised memory of
    /// `storage`, for as long as that lives, and may be used as the storage kind says.
    pub(crate) unsafe fn from_parts(
        storage: S,
        start: NonNull<u8>,
        layout: Layout,
        dtype: DType,
    ) -> Self {
        debug_assert!(layout.extent(dtype.itemsize()).is_some());
        DynBase { storage, start, layout, dtype }
    }

    /// Lengths of the axes.
    ///
    /// NumPy: [numpy.ndarray.shape](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.shape.html).
    #[inline]
    pub fn shape(&self) -> &[usize] {
        self.layout.shape()
    }

    /// Bytes from one element to the next along each axis.
    ///
    /// NumPy: [numpy.ndarray.strides](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.strides.html).
    #[inline]
    pub fn strides(&self) -> &[isize] {
        self.layout.strides()
    }

    /// Shape and strides.
    ///
    /// NumPy: none.
    #[inline]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Number of axes.
    ///
    /// NumPy: [numpy.ndarray.ndim](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.ndim.html).
    #[inline]
    pub fn ndim(&self) -> usize {
        self.layout.ndim()
    }

    /// Number of elements.
    ///
    /// NumPy: [numpy.ndarray.size](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.size.html).
    #[inline]
    pub fn size(&self) -> usize {
        self.layout.size()
    }

    /// What each element is.
    ///
    /// NumPy: [numpy.ndarray.dtype](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.dtype.html).
    #[inline]
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// Bytes of one element.
    ///
    /// NumPy: [numpy.ndarray.itemsize](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.itemsize.html).
    #[inline]
    pub fn itemsize(&self) -> usize {
        self.dtype.itemsize()
    }

    /// Bytes of all elements, whether or not they lie in as many; `usize::MAX` where a broadcast
    /// counts more than that.
    ///
    /// NumPy: [numpy.ndarray.nbytes](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.nbytes.html).
    pub fn nbytes(&self) -> usize {
        self.size().saturating_mul(self.itemsize())
    }

    /// The element at index zero. Dangling where there are no elements.
    ///
    /// NumPy: [numpy.ndarray.ctypes](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.ctypes.html).
    #[inline]
    pub fn as_ptr(&self) -> *const u8 {
        self.start.as_ptr()
    }

    /// Whether elements follow each other in C order without gaps.
    ///
    /// NumPy: [numpy.ndarray.flags](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.flags.html).
    pub fn is_c_contiguous(&self) -> bool {
        self.layout.is_c_contiguous(self.itemsize())
    }

    /// Whether elements follow each other in F order without gaps.
    ///
    /// NumPy: [numpy.ndarray.flags](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.flags.html).
    pub fn is_f_contiguous(&self) -> bool {
        self.layout.is_f_contiguous(self.itemsize())
    }

    /// Whether every element lies on a multiple of the type's alignment.
    ///
    /// NumPy: [numpy.ndarray.flags](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.flags.html).
    pub fn is_aligned(&self) -> bool {
        let alignment = self.dtype.alignment();
        let strides = self.shape().iter().zip(self.strides()).filter(|&(&n, _)| n > 1);
        self.size() == 0
            || strides.fold(self.start.addr().get(), |bits, (_, s)| bits | s.unsigned_abs())
                % alignment
                == 0
    }

    /// A borrow of the whole.
    ///
    /// NumPy: none.
    #[inline]
    pub fn view(&self) -> DynView<'_> {
        DynBase {
            storage: Borrowed::new(),
            start: self.start,
            layout: self.layout.clone(),
            dtype: self.dtype.clone(),
        }
    }

    /// The same storage seen with another layout, `offset` bytes on.
    ///
    /// # Safety
    ///
    /// What the new layout reaches from there, the old one's extent covers; for mutable storage no
    /// two elements overlap that did not before.
    pub(crate) unsafe fn with_layout(self, layout: Layout, offset: isize) -> Self {
        // SAFETY: the caller's promise.
        unsafe { DynBase { layout, ..self }.moved(offset) }
    }

    /// The same layout, `offset` bytes on.
    ///
    /// # Safety
    ///
    /// What the layout reaches from there belongs to the storage.
    unsafe fn moved(self, offset: isize) -> Self {
        if self.layout.shape().contains(&0) {
            // No element is ever read, and the offset may lie anywhere.
            return self;
        }
        // SAFETY: the caller promises that the new start lies within the storage.
        let start = unsafe { self.start.offset(offset) };
        DynBase { start, ..self }
    }

    /// The same elements seen as another type.
    ///
    /// # Safety
    ///
    /// What the new layout and dtype reach from `offset` bytes on, the old ones cover.
    pub(crate) unsafe fn with_dtype(self, dtype: DType, layout: Layout, offset: isize) -> Self {
        // SAFETY: as the caller promises.
        let moved = unsafe { self.with_layout(layout, offset) };
        DynBase { dtype, ..moved }
    }

    /// The elements in another shape, without a copy.
    ///
    /// NumPy: [numpy.reshape](https://numpy.org/doc/stable/reference/generated/numpy.reshape.html) with `copy=False`.
    ///
    /// # Errors
    ///
    /// A shape of another size; strides that cannot show it.
    pub fn reshape_view(self, shape: &[isize], order: Order) -> Result<Self> {
        let shape = crate::layout::resolve_shape(shape, self.size())?;
        let order = self.resolve_order(order);
        let layout = self
            .layout
            .reshape(&shape, order, self.itemsize())
            .ok_or_else(|| Error::new(ErrorKind::NeedsCopy))?;
        // SAFETY: a reshaped layout shows the same elements from the same start.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// C or F, for `A` by the layout. `K` is C here: reshaping has no order of its own to keep.
    pub(crate) fn resolve_order(&self, order: Order) -> Order {
        match order {
            Order::A if self.is_f_contiguous() && !self.is_c_contiguous() => Order::F,
            Order::A | Order::K => Order::C,
            order => order,
        }
    }
}

impl<'a> DynView<'a> {
    /// A view that may be read for as long as this one, not only while this one is borrowed.
    pub(crate) fn reborrow(&self) -> DynView<'a> {
        self.clone()
    }
}

impl DynViewMut<'_> {
    /// A shorter borrow of the same elements.
    ///
    /// NumPy: none.
    pub fn view_mut(&mut self) -> DynViewMut<'_> {
        DynBase {
            storage: BorrowedMut::new(),
            start: self.start,
            layout: self.layout.clone(),
            dtype: self.dtype.clone(),
        }
    }

    /// The element at index zero, for writing.
    ///
    /// NumPy: [numpy.ndarray.ctypes](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.ctypes.html).
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.start.as_ptr()
    }
}

#[cfg(test)]
mod tests;
