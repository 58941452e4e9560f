//! Arrays over new memory, over vectors and slices, and over memory of others.
#![expect(unsafe_code, reason = "establishes the invariant of arrays over raw memory")]

use std::any::Any;
use std::ptr::NonNull;
use std::sync::Arc;

use ndstrata_dtype::{DType, Element};

use super::{Borrowed, BorrowedMut, DynArray, DynBase, DynView, DynViewMut, Owned};
use crate::buffer::Buffer;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order};

impl DynArray {
    /// An array of zeros: numbers 0, text empty, dates at the epoch.
    ///
    /// NumPy: [numpy.zeros](https://numpy.org/doc/stable/reference/generated/numpy.zeros.html).
    ///
    /// # Errors
    ///
    /// More than 64 axes, more than `isize::MAX` bytes, or more than the machine has.
    pub fn zeros(shape: &[usize], dtype: &DType, order: Order) -> Result<DynArray> {
        DynArray::allocate(shape, dtype, order, Buffer::zeroed)
    }

    /// As [`zeros`](DynArray::zeros), for an array that is written all over at once.
    pub(crate) fn cleared(shape: &[usize], dtype: &DType, order: Order) -> Result<DynArray> {
        DynArray::allocate(shape, dtype, order, Buffer::cleared)
    }

    /// An array whose elements the caller writes before anyone reads them.
    ///
    /// NumPy: [numpy.empty](https://numpy.org/doc/stable/reference/generated/numpy.empty.html).
    ///
    /// # Safety
    ///
    /// Every byte of every element is written (through [`as_mut_ptr`](DynViewMut::as_mut_ptr) of
    /// its view, which needs no reading) before the array is read, handed out or dropped into a
    /// typed form.
    ///
    /// # Errors
    ///
    /// As [`zeros`](DynArray::zeros).
    pub unsafe fn uninit(shape: &[usize], dtype: &DType, order: Order) -> Result<DynArray> {
        DynArray::allocate(shape, dtype, order, Buffer::uninit)
    }

    fn allocate(
        shape: &[usize],
        dtype: &DType,
        order: Order,
        allocate: fn(usize, usize, usize) -> Option<Buffer>,
    ) -> Result<DynArray> {
        let (mut dtype, mut shape) = (dtype.clone(), std::borrow::Cow::Borrowed(shape));
        while let Some(block) = dtype.sub_array() {
            shape.to_mut().extend_from_slice(block.shape());
            dtype = block.base().clone();
        }
        let itemsize = dtype.itemsize();
        let (layout, len) = Layout::contiguous_and_len(&shape, itemsize, order)?;
        let buffer = allocate(len, itemsize, dtype.alignment()).ok_or_else(|| {
            Error::new(ErrorKind::Memory { shape: shape.to_vec(), dtype: dtype.clone() })
        })?;
        let start = buffer.start();
        // SAFETY: a packed layout of this shape covers just the buffer's bytes.
        Ok(unsafe { DynBase::from_parts(Owned(buffer), start, layout, dtype) })
    }

    /// The vector that holds the elements, and the index in it of the element at index zero; the
    /// array itself where its buffer is shared or was not allocated as one of `T`.
    ///
    /// NumPy: none.
    pub(crate) fn into_raw_vec<T: Element>(self) -> std::result::Result<(Vec<T>, usize), DynArray> {
        let DynBase { storage: Owned(buffer), start, layout, dtype } = self;
        if dtype != T::dtype() || !T::ANY_BITS {
            return Err(DynBase { storage: Owned(buffer), start, layout, dtype });
        }
        match buffer.into_vec::<T>(start) {
            Ok(found) => Ok(found),
            Err(buffer) => Err(DynBase { storage: Owned(buffer), start, layout, dtype }),
        }
    }

    /// The bytes of the buffer, relative to the element at index zero.
    pub(crate) fn buffer_extent(&self) -> crate::layout::Extent {
        let buffer = &self.storage.0;
        let before = self.start.addr().get().wrapping_sub(buffer.start().addr().get()) as isize;
        crate::layout::Extent { start: -before, end: buffer.len() as isize - before }
    }

    /// Other elements of the same buffer, of any type and layout.
    ///
    /// # Safety
    ///
    /// What the layout and dtype reach from `offset` bytes on belongs to the buffer.
    pub(crate) unsafe fn elsewhere(&self, dtype: DType, layout: Layout, offset: isize) -> DynArray {
        let same_start =
            DynBase { storage: self.storage.clone(), start: self.start, layout, dtype };
        // SAFETY: as the caller promises.
        unsafe { same_start.moved(offset) }
    }

    /// Other elements of the same buffer, `offset` bytes after this array's first.
    ///
    /// The layout comes from an `ndarray` array over the vector that this one was made from.
    pub(crate) fn show(mut self, offset: usize, layout: Layout, dtype: DType) -> DynArray {
        let extent = layout.extent(dtype.itemsize());
        let (before, len) = (offset as isize, self.storage.0.len() as isize);
        let inside = extent.is_some_and(|e| before + e.start >= 0 && before + e.end <= len);
        assert!(inside, "the layout of an ndarray array lies within its vector");
        // SAFETY: the offset lies within the buffer, as was just checked.
        self.start = unsafe { self.storage.0.start().add(offset) };
        DynBase { layout, dtype, ..self }
    }

    /// Replaces the layout of a fresh packed array by another packed layout of as many elements.
    pub(crate) fn relabel(&mut self, layout: Layout) {
        debug_assert_eq!(self.layout.extent(self.itemsize()), layout.extent(self.itemsize()));
        self.layout = layout;
    }

    /// The array with a type that is equal to its own but spelled differently.
    pub(crate) fn relabel_dtype(self, dtype: &DType) -> DynArray {
        debug_assert_eq!(&self.dtype, dtype);
        DynBase { dtype: dtype.clone(), ..self }
    }

    /// A one-dimensional array of a vector's elements, without a copy.
    ///
    /// NumPy: [numpy.array](https://numpy.org/doc/stable/reference/generated/numpy.array.html).
    ///
    /// Structs with padding are copied, the padding zeroed. `[T; N]` elements give further axes.
    pub fn from_vec<T: Element>(vec: Vec<T>) -> DynArray {
        let (len, dtype) = (vec.len(), T::dtype());
        let buffer = if T::HAS_PADDING {
            Buffer::from_vec(bytes_without_padding(&vec))
        } else {
            Buffer::from_vec(vec)
        };
        let start = buffer.start();
        let outer = Layout::from_parts(
            smallvec::smallvec![len],
            smallvec::smallvec![dtype.itemsize() as isize],
        );
        let (layout, dtype) = super::axes::spread_sub_array(&outer, &dtype)
            .unwrap_or((outer, DType::void(size_of::<T>())));
        // SAFETY: the vector's elements are `len` packed elements of the dtype, all initialised as
        // they have no padding.
        unsafe { DynBase::from_parts(Owned(buffer), start, layout, dtype) }
    }

    /// An array over memory that `owner` keeps in place, such as a memory map.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
    ///
    /// # Safety
    ///
    /// `len` initialised bytes lie at `start` until `owner` is dropped, wherever `owner` is moved.
    /// Nobody else writes them meanwhile, and nobody else reads them if `is_writable`.
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the `len` bytes when its first element is `offset` bytes in.
    pub unsafe fn from_owner(
        owner: Box<dyn Any + Send + Sync>,
        (start, len): (NonNull<u8>, usize),
        is_writable: bool,
        offset: usize,
        layout: Layout,
        dtype: &DType,
    ) -> Result<DynArray> {
        check_within(&layout, offset, len, dtype)?;
        let (layout, dtype) = super::axes::spread_sub_array(&layout, dtype)?;
        // SAFETY: the caller's promise.
        let buffer = unsafe { Buffer::from_owner(owner, start, len, is_writable) };
        // SAFETY: the offset lies within the buffer, as was checked.
        let start = unsafe { buffer.start().add(offset) };
        // SAFETY: the layout lies within the buffer, as was checked.
        Ok(unsafe { DynBase::from_parts(Owned(buffer), start, layout, dtype) })
    }

    /// An array over the beginning of a buffer.
    pub(crate) fn over(buffer: Buffer, layout: Layout, dtype: &DType) -> Result<DynArray> {
        check_within(&layout, 0, buffer.len(), dtype)?;
        let (layout, dtype) = super::axes::spread_sub_array(&layout, dtype)?;
        let start = buffer.start();
        // SAFETY: the layout lies within the buffer, as was checked.
        Ok(unsafe { DynBase::from_parts(Owned(buffer), start, layout, dtype) })
    }

    /// An array over part of some bytes, which it takes over.
    ///
    /// NumPy: [numpy.ndarray](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html) with `buffer`, `offset` and `strides`.
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the bytes.
    pub fn from_bytes(
        bytes: Vec<u8>,
        offset: usize,
        layout: Layout,
        dtype: &DType,
    ) -> Result<DynArray> {
        check_within(&layout, offset, bytes.len(), dtype)?;
        let (layout, dtype) = super::axes::spread_sub_array(&layout, dtype)?;
        let buffer = Buffer::from_vec(bytes);
        // SAFETY: the offset lies within the buffer, as was checked.
        let start = unsafe { buffer.start().add(offset) };
        // SAFETY: the layout lies within the buffer, as was checked.
        Ok(unsafe { DynBase::from_parts(Owned(buffer), start, layout, dtype) })
    }
}

impl DynArray {
    /// An array over part of some bytes that others hold too: the first write copies them.
    ///
    /// NumPy: [numpy.ndarray](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html) with a `bytes` as `buffer`.
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the bytes.
    pub fn from_shared_bytes(
        bytes: &Arc<Vec<u8>>,
        offset: usize,
        layout: Layout,
        dtype: &DType,
    ) -> Result<DynArray> {
        let memory = (NonNull::from(bytes.as_slice()).cast::<u8>(), bytes.len());
        // SAFETY: the vector stays where it is and cannot be written while this clone of its owner lives.
        unsafe {
            DynArray::from_owner(Box::new(Arc::clone(bytes)), memory, false, offset, layout, dtype)
        }
    }
}

impl<'a> DynView<'a> {
    /// A view of part of some bytes.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the bytes when its first element is `offset` bytes in.
    pub fn from_bytes(
        bytes: &'a [u8],
        offset: usize,
        layout: Layout,
        dtype: &DType,
    ) -> Result<DynView<'a>> {
        check_within(&layout, offset, bytes.len(), dtype)?;
        let (layout, dtype) = super::axes::spread_sub_array(&layout, dtype)?;
        // From the whole slice, as negative strides lead before the offset.
        // SAFETY: the offset lies within the slice, as was checked.
        let start = unsafe { NonNull::from(bytes).cast::<u8>().add(offset) };
        // SAFETY: the layout lies within the borrowed bytes, as was checked.
        Ok(unsafe { DynBase::from_parts(Borrowed::new(), start, layout, dtype) })
    }

    /// A view of a slice; `None` for structs with padding, whose bytes may be uninitialised.
    ///
    /// NumPy: [numpy.asarray](https://numpy.org/doc/stable/reference/generated/numpy.asarray.html).
    pub fn from_slice<T: Element>(slice: &'a [T]) -> Option<DynView<'a>> {
        if T::HAS_PADDING {
            return None;
        }
        let (layout, dtype) = slice_layout::<T>(slice.len())?;
        let start = NonNull::from(slice).cast::<u8>();
        // SAFETY: a slice is packed elements of the dtype, all initialised as they have no padding.
        Some(unsafe { DynBase::from_parts(Borrowed::new(), start, layout, dtype) })
    }
}

impl<'a> DynViewMut<'a> {
    /// A view for writing of part of some bytes.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the bytes when its first element is `offset` bytes in.
    pub fn from_bytes(
        bytes: &'a mut [u8],
        offset: usize,
        layout: Layout,
        dtype: &DType,
    ) -> Result<DynViewMut<'a>> {
        check_within(&layout, offset, bytes.len(), dtype)?;
        let (layout, dtype) = super::axes::spread_sub_array(&layout, dtype)?;
        // From the whole slice, as negative strides lead before the offset.
        // SAFETY: the offset lies within the slice, as was checked.
        let start = unsafe { NonNull::from(bytes).cast::<u8>().add(offset) };
        // SAFETY: the layout lies within the borrowed bytes, as was checked.
        Ok(unsafe { DynBase::from_parts(BorrowedMut::new(), start, layout, dtype) })
    }
}

fn slice_layout<T: Element>(len: usize) -> Option<(Layout, DType)> {
    let dtype = T::dtype();
    let outer = Layout::strided(&[len], &[dtype.itemsize() as isize], dtype.itemsize()).ok()?;
    super::axes::spread_sub_array(&outer, &dtype).ok()
}

fn check_within(layout: &Layout, offset: usize, len: usize, dtype: &DType) -> Result<()> {
    let extent = layout.extent(dtype.itemsize()).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let offset = isize::try_from(offset).map_err(|_| Error::new(ErrorKind::TooBig))?;
    let start = offset.saturating_add(extent.start);
    let end = offset.saturating_add(extent.end);
    if start < 0 || end > len as isize || offset > len as isize {
        return Err(Error::new(ErrorKind::OutOfBuffer { start, end, len }));
    }
    Ok(())
}

/// The bytes of structs, field by field, with zeros between the fields.
fn bytes_without_padding<T: Element>(items: &[T]) -> Vec<u8> {
    let mut spans = Vec::new();
    field_spans(&T::dtype(), 0, &mut spans);
    let mut bytes = vec![0; size_of_val(items)];
    for (item, out) in items.iter().zip(bytes.chunks_exact_mut(size_of::<T>().max(1))) {
        let base = std::ptr::from_ref(item).cast::<u8>();
        for &(offset, len) in &spans {
            // SAFETY: the dtype's fields lie within `T` and are initialised, as `Element` promises.
            let from = unsafe { base.add(offset) };
            // SAFETY: as above; `out` is a separate allocation of the same size.
            unsafe { from.copy_to_nonoverlapping(out[offset..offset + len].as_mut_ptr(), len) };
        }
    }
    bytes
}

fn is_compound(dtype: &DType) -> bool {
    dtype.as_record().is_some() || dtype.sub_array().is_some()
}

/// The byte ranges that belong to fields, through records and sub-arrays.
fn field_spans(dtype: &DType, offset: usize, spans: &mut Vec<(usize, usize)>) {
    if let Some(record) = dtype.as_record() {
        record.fields().iter().for_each(|f| field_spans(&f.dtype, offset + f.offset, spans));
    } else if let Some(block) = dtype.sub_array().filter(|block| is_compound(block.base())) {
        let size = block.base().itemsize();
        (0..block.count()).for_each(|i| field_spans(block.base(), offset + i * size, spans));
    } else {
        spans.push((offset, dtype.itemsize()));
    }
}
