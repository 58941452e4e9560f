//! One element on its own: its bytes and what they mean.
#![expect(unsafe_code, reason = "reads elements out of arrays")]

use ndstrata_dtype::{DType, Element};
use smallvec::SmallVec;

use crate::array::{DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Layout;

/// One element of any dtype, owned.
///
/// NumPy: [numpy.generic](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.generic).
/// A scalar is *strong*: it takes part in promotion with its dtype, unlike a Rust number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    dtype: DType,
    bytes: SmallVec<[u8; 16]>,
}

impl Scalar {
    /// The scalar of these bytes.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// More or fewer bytes than the dtype's itemsize.
    pub fn from_bytes(dtype: &DType, bytes: &[u8]) -> Result<Scalar> {
        if bytes.len() != dtype.itemsize() {
            let len = bytes.len();
            let end = dtype.itemsize() as isize;
            return Err(Error::new(ErrorKind::OutOfBuffer { start: 0, end, len }));
        }
        Ok(Scalar { dtype: dtype.clone(), bytes: SmallVec::from_slice(bytes) })
    }

    /// The scalar of a Rust value.
    ///
    /// NumPy: none.
    pub fn new<T: Element>(value: T) -> Scalar {
        if !T::HAS_PADDING {
            let at = (&raw const value).cast::<u8>();
            // SAFETY: a value is as many bytes as its type, all initialised where it has no padding.
            let bytes = unsafe { std::slice::from_raw_parts(at, size_of::<T>()) };
            return Scalar { dtype: T::dtype(), bytes: inline(bytes) };
        }
        // A vector of one has its padding zeroed where there is some.
        let array = crate::DynArray::from_vec(vec![value]);
        let bytes = SmallVec::from_slice(array.packed_bytes().unwrap_or(&[]));
        Scalar { dtype: T::dtype(), bytes }
    }

    /// What it is.
    ///
    /// NumPy: [numpy.generic.dtype](https://numpy.org/doc/stable/reference/generated/numpy.generic.dtype.html).
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// Its bytes, in the dtype's byte order.
    ///
    /// NumPy: [numpy.generic.tobytes](https://numpy.org/doc/stable/reference/generated/numpy.generic.tobytes.html).
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The value as the Rust type that its dtype describes.
    ///
    /// NumPy: [numpy.generic.item](https://numpy.org/doc/stable/reference/generated/numpy.generic.item.html).
    ///
    /// # Errors
    ///
    /// A dtype other than that of `T`; bytes that are no `T`.
    pub fn get<T: Element>(&self) -> Result<T> {
        value_of(&self.dtype, &self.bytes)
    }

    /// The scalar as an owned array without axes.
    ///
    /// NumPy: [numpy.asarray](https://numpy.org/doc/stable/reference/generated/numpy.asarray.html).
    ///
    /// # Errors
    ///
    /// As [`view`](Scalar::view).
    pub fn to_array(&self) -> Result<crate::DynArray> {
        crate::DynArray::from_bytes(self.bytes.to_vec(), 0, Layout::scalar(), &self.dtype)
    }

    /// The scalar as an array without axes.
    ///
    /// NumPy: [numpy.asarray](https://numpy.org/doc/stable/reference/generated/numpy.asarray.html).
    ///
    /// # Errors
    ///
    /// A sub-array whose shape has more than 64 axes, which no dtype has.
    pub fn view(&self) -> Result<DynView<'_>> {
        DynView::from_bytes(&self.bytes, 0, Layout::scalar(), &self.dtype)
    }
}

/// The bytes of a number, put together in a register, from where they are moved on at once.
#[inline]
fn inline(bytes: &[u8]) -> SmallVec<[u8; 16]> {
    let wide = match *bytes {
        [a] => u128::from(a),
        [a, b] => u16::from_le_bytes([a, b]).into(),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]).into(),
        _ => return SmallVec::from_slice(bytes),
    };
    SmallVec::from_buf_and_len(wide.to_le_bytes(), bytes.len())
}

/// The value of `T` in some bytes.
pub(crate) fn value_of<T: Element>(dtype: &DType, bytes: &[u8]) -> Result<T> {
    let expected = T::dtype();
    if *dtype != expected {
        return Err(Error::new(ErrorKind::TypeMismatch { found: dtype.clone(), expected }));
    }
    if bytes.len() != size_of::<T>() || !T::is_valid(bytes) {
        return Err(Error::new(ErrorKind::InvalidValue { dtype: dtype.clone() }));
    }
    // SAFETY: as many bytes as a `T` has, and they are one.
    Ok(unsafe { bytes.as_ptr().cast::<T>().read_unaligned() })
}

impl<S: Storage> DynBase<S> {
    /// The bytes of one element, in the dtype's byte order; `None` for an index outside the shape
    /// or of another rank.
    ///
    /// NumPy: none.
    pub fn element_bytes(&self, index: &[usize]) -> Option<&[u8]> {
        let inside =
            index.len() == self.ndim() && index.iter().zip(self.shape()).all(|(&i, &n)| i < n);
        if !inside {
            return None;
        }
        // SAFETY: the index lies within the shape, so its element lies within the memory.
        let at = unsafe { self.as_ptr().offset(self.layout().offset_of(index)) };
        // SAFETY: an element is `itemsize` initialised bytes, borrowed as long as the array.
        Some(unsafe { std::slice::from_raw_parts(at, self.itemsize()) })
    }

    /// All bytes of the elements, where they lie packed in C or F order.
    ///
    /// NumPy: [numpy.ndarray.data](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.data.html).
    pub fn packed_bytes(&self) -> Option<&[u8]> {
        if self.size() == 0 {
            return Some(&[]);
        }
        let packed = self.is_c_contiguous() || self.is_f_contiguous();
        // SAFETY: packed elements cover just `nbytes` initialised bytes from the first one on.
        packed.then(|| unsafe { std::slice::from_raw_parts(self.as_ptr(), self.nbytes()) })
    }

    /// Calls `visit` with the bytes of each element, in C order.
    ///
    /// NumPy: [numpy.nditer](https://numpy.org/doc/stable/reference/generated/numpy.nditer.html).
    pub fn for_each_element(&self, mut visit: impl FnMut(&[u8])) {
        let plan = crate::Plan::in_c_order(self.shape(), [self.strides()]);
        let ([stride], count, itemsize) = (plan.inner_strides(), plan.inner_len(), self.itemsize());
        plan.for_each_run(|[offset]| {
            for i in 0..count as isize {
                // SAFETY: the plan visits elements of the layout, which lie within the memory.
                let at = unsafe { self.as_ptr().offset(offset + i * stride) };
                // SAFETY: an element is `itemsize` initialised bytes.
                visit(unsafe { std::slice::from_raw_parts(at, itemsize) });
            }
        });
    }

    /// One element; negative indices count from the end.
    ///
    /// NumPy: [numpy.ndarray.item](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.item.html).
    ///
    /// # Errors
    ///
    /// Another number of indices than axes; an index outside its axis.
    pub fn scalar_at(&self, index: &[isize]) -> Result<Scalar> {
        let bytes = self.bytes_at(index)?;
        Ok(Scalar { dtype: self.dtype().clone(), bytes: inline(bytes) })
    }

    /// One element as a Rust value; negative indices count from the end.
    ///
    /// NumPy: [numpy.ndarray.item](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.item.html).
    ///
    /// # Errors
    ///
    /// As [`scalar_at`](DynBase::scalar_at); a dtype other than that of `T`.
    pub fn get<T: Element>(&self, index: &[isize]) -> Result<T> {
        value_of(self.dtype(), self.bytes_at(index)?)
    }

    /// The integer that a one-element array of an integer type holds, where it fits.
    ///
    /// NumPy: none.
    pub fn integer_item(&self) -> Option<i64> {
        let kind = self.dtype().kind();
        if self.size() != 1 || !(kind.is_integer() || kind == ndstrata_dtype::Kind::Bool) {
            return None;
        }

        if kind == ndstrata_dtype::Kind::UnsignedInteger {
            i64::try_from(*self.cast_to(&DType::UINT64).ok()?.to_vec::<u64>().ok()?.first()?).ok()
        } else {
            self.cast_to(&DType::INT64).ok()?.to_vec::<i64>().ok()?.first().copied()
        }
    }

    fn bytes_at(&self, index: &[isize]) -> Result<&[u8]> {
        let offset = self.offset_at(index)?;
        // SAFETY: the offset is that of an element, which lies within the memory.
        let at = unsafe { self.as_ptr().offset(offset) };
        // SAFETY: an element is `itemsize` initialised bytes, borrowed as long as the array.
        Ok(unsafe { std::slice::from_raw_parts(at, self.itemsize()) })
    }

    /// As [`offset_at`](DynBase::offset_at), of an element that a scalar may take the place of.
    fn offset_of_element(&self, index: &[isize], value: &Scalar) -> Result<isize> {
        if value.dtype() != self.dtype() {
            let (found, expected) = (value.dtype().clone(), self.dtype().clone());
            return Err(Error::new(ErrorKind::TypeMismatch { found, expected }));
        }
        self.offset_at(index)
    }

    /// The bytes from the element at index zero to the one at an index.
    fn offset_at(&self, index: &[isize]) -> Result<isize> {
        let n_axes = self.ndim();
        if index.len() != n_axes {
            let n_indices = index.len();
            return Err(Error::new(ErrorKind::TooManyIndices { n_axes, n_indices }));
        }
        let mut offset = 0;
        for (axis, (&i, &stride)) in index.iter().zip(self.strides()).enumerate() {
            let length = self.shape()[axis];
            let wrapped = if i < 0 { i.wrapping_add(length as isize) } else { i };
            if wrapped < 0 || wrapped as usize >= length {
                let index = i as i64;
                return Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis, length }));
            }
            // Cannot overflow, as the bytes of all elements are within `isize`.
            offset += wrapped * stride;
        }
        Ok(offset)
    }
}

impl DynArray {
    /// Writes one element, which is of the array's type; negative indices count from the end.
    ///
    /// NumPy: [assigning values to indexed arrays](https://numpy.org/doc/stable/user/basics.indexing.html#assigning-values-to-indexed-arrays).
    ///
    /// # Errors
    ///
    /// As [`scalar_at`](DynBase::scalar_at); a scalar of another type; no memory for a copy where a clone shares
    /// the elements.
    pub fn set_scalar_at(&mut self, index: &[isize], value: &Scalar) -> Result<()> {
        self.make_unique()?;
        let offset = self.offset_of_element(index, value)?;
        // SAFETY: the array is the only one that has its memory, which the element lies in.
        unsafe { write_element(self.as_ptr().cast_mut().wrapping_offset(offset), value) };
        Ok(())
    }
}

impl DynViewMut<'_> {
    /// Writes one element, which is of the array's type; negative indices count from the end.
    ///
    /// NumPy: [assigning values to indexed arrays](https://numpy.org/doc/stable/user/basics.indexing.html#assigning-values-to-indexed-arrays).
    ///
    /// # Errors
    ///
    /// As [`scalar_at`](DynBase::scalar_at); a scalar of another type.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, Scalar};
    /// let mut a = DynArray::from_vec(vec![1, 2, 3]);
    /// a.view_mut()?.set_scalar_at(&[-1], &Scalar::new(30))?;
    /// assert_eq!(a.to_vec::<i32>()?, [1, 2, 30]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn set_scalar_at(&mut self, index: &[isize], value: &Scalar) -> Result<()> {
        let offset = self.offset_of_element(index, value)?;
        // SAFETY: only this view has its memory, which the element lies in.
        unsafe { write_element(self.as_mut_ptr().wrapping_offset(offset), value) };
        Ok(())
    }
}

/// # Safety
///
/// The place of an element of the scalar's type, which may be written.
unsafe fn write_element(at: *mut u8, value: &Scalar) {
    // SAFETY: an element of the type has as many bytes as the scalar.
    unsafe { std::ptr::copy_nonoverlapping(value.bytes.as_ptr(), at, value.bytes.len()) };
}
