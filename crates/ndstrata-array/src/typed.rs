//! The typed door: to and from `ndarray`, vectors and slices, without a copy where memory allows.
//!
//! What must hold for a borrow as `ArrayView<T, D>` is checked in one place, `check_borrow`, which
//! says what does not.
#![expect(unsafe_code, reason = "hands checked memory to ndarray, and takes ndarray's")]

use ndarray::{Array, ArrayBase, ArrayView, ArrayViewMut, Axis, Dimension, RawData, ShapeBuilder};
use ndstrata_dtype::{DType, Element};
use std::ptr::NonNull;

use crate::array::{Borrowed, BorrowedMut, DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, MAX_DIMS, Order};

impl<'a> DynView<'a> {
    /// The same elements as an `ndarray` view, without a copy.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Another dtype or rank; swapped or unaligned elements; a stride that is no multiple of the
    /// element's size; a `bool` byte that is neither 0 nor 1. The error says which.
    ///
    /// ```
    /// use ndarray::{array, Ix2};
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from(array![[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.view().typed::<f64, Ix2>()?.sum(), 10.0);
    /// assert!(a.view().typed::<f32, Ix2>().is_err());
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn typed<T: Element, D: Dimension>(&self) -> Result<ArrayView<'a, T, D>> {
        let parts = check_borrow::<_, T, D>(self)?;
        // SAFETY: `check_borrow` saw to dtype, alignment, extent and values; the view's borrow
        // keeps the memory.
        let mut view =
            unsafe { ArrayView::from_shape_ptr(parts.shape.strides(parts.strides), parts.lowest) };
        parts.reversed.iter().for_each(|&axis| view.invert_axis(Axis(axis)));
        Ok(view)
    }
}

impl DynViewMut<'_> {
    /// The same elements as an `ndarray` view for writing, without a copy.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`DynView::typed`]; elements that share memory.
    pub fn typed_mut<T: Element, D: Dimension>(&mut self) -> Result<ArrayViewMut<'_, T, D>> {
        if T::HAS_PADDING {
            return Err(Error::new(ErrorKind::PaddedStruct { dtype: T::dtype() }));
        }
        if self.layout().may_self_overlap(self.itemsize()) {
            return Err(Error::new(ErrorKind::SelfOverlap));
        }
        let parts = check_borrow::<_, T, D>(self)?;
        if self.size() == 0 {
            // In `ndarray`'s own strides for no elements, as it takes others for overlapping ones.
            // SAFETY: there is nothing to reach.
            return Ok(unsafe {
                ArrayViewMut::from_shape_ptr(parts.shape, parts.lowest.cast_mut())
            });
        }
        // SAFETY: as for `typed`; the borrow is exclusive and no two elements share bytes.
        let mut view = unsafe {
            ArrayViewMut::from_shape_ptr(
                parts.shape.strides(parts.strides),
                parts.lowest.cast_mut(),
            )
        };
        parts.reversed.iter().for_each(|&axis| view.invert_axis(Axis(axis)));
        Ok(view)
    }
}

impl DynArray {
    /// The elements as an `ndarray` array. Moves the allocation when no clone shares it and the
    /// elements are packed; copies otherwise.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Another dtype or rank; a `bool` byte that is neither 0 nor 1; no memory for a copy.
    pub fn into_typed<T: Element, D: Dimension>(self) -> Result<Array<T, D>> {
        check_type::<_, T, D>(&self)?;
        let shape: Vec<usize> = self.shape().to_vec();
        let order = match (self.is_c_contiguous(), self.is_f_contiguous()) {
            (true, _) => Some(ndarray::Order::RowMajor),
            (_, true) => Some(ndarray::Order::ColumnMajor),
            _ => None,
        };
        let Some(order) = order else {
            return self.copy(Order::C)?.into_typed();
        };
        let size = self.size();
        match self.into_raw_vec::<T>() {
            Ok((vec, at)) => {
                let flat = Array::from_vec(vec).slice_move(ndarray::s![at..at + size]);
                flat.into_shape_with_order((shape, order))
                    .and_then(Array::into_dimensionality)
                    .map_err(|_| Error::new(ErrorKind::TooBig))
            }
            Err(shared) if shared.is_aligned() && shared.dtype().is_native() => {
                Ok(shared.view().typed::<T, D>()?.to_owned())
            }
            Err(shared) => Ok(shared.copy(Order::K)?.view().typed::<T, D>()?.to_owned()),
        }
    }

    /// A view of any `ndarray` array's elements, or a copy where they are structs with padding.
    ///
    /// NumPy: none.
    pub fn from_ndarray<'a, T, S, D>(array: &'a ArrayBase<S, D>) -> crate::DynCow<'a>
    where
        T: Element,
        S: ndarray::Data<Elem = T>,
        D: Dimension,
    {
        match DynView::from_ndarray(array) {
            Some(view) => view.into_cow(),
            None => DynArray::from_array(array.to_owned()).into_cow(),
        }
    }

    fn from_array<T: Element, D: Dimension>(array: Array<T, D>) -> DynArray {
        if T::HAS_PADDING {
            let shape = layout_of::<T, _, D>(&array);
            let flat = DynArray::from_vec(array.iter().copied().collect::<Vec<T>>());
            let packed = shape.packed(size_of::<T>());
            return flat.show(0, packed, T::dtype());
        }
        let layout = layout_of::<T, _, D>(&array);
        let (vec, offset) = array.into_raw_vec_and_offset();
        let (layout, dtype) = spread(layout, T::dtype());
        DynArray::from_vec(vec).show(offset.unwrap_or(0) * size_of::<T>(), layout, dtype)
    }
}

impl<'a> DynView<'a> {
    /// A view of an `ndarray` array; `None` for structs with padding, whose bytes may be
    /// uninitialised. Of more than 64 axes, some of length 1 are left out.
    ///
    /// NumPy: none.
    pub fn from_ndarray<T, S, D>(array: &'a ArrayBase<S, D>) -> Option<DynView<'a>>
    where
        T: Element,
        S: ndarray::Data<Elem = T>,
        D: Dimension,
    {
        if T::HAS_PADDING {
            return None;
        }
        let (layout, dtype) = spread(layout_of::<T, S, D>(array), T::dtype());
        let start = NonNull::new(array.as_ptr().cast_mut())?.cast::<u8>();
        // SAFETY: the layout is that of the array, whose elements are initialised and borrowed.
        Some(unsafe { DynBase::from_parts(Borrowed::new(), start, layout, dtype) })
    }
}

impl<'a> DynViewMut<'a> {
    /// A view for writing of an `ndarray` array; `None` for structs with padding, and for types of
    /// which not every pattern of bytes is a value (`bool`).
    ///
    /// NumPy: none.
    pub fn from_ndarray<T, S, D>(array: &'a mut ArrayBase<S, D>) -> Option<DynViewMut<'a>>
    where
        T: Element,
        S: ndarray::DataMut<Elem = T>,
        D: Dimension,
    {
        if T::HAS_PADDING || !T::ANY_BITS {
            return None;
        }
        let start = NonNull::new(array.as_mut_ptr())?.cast::<u8>();
        let (layout, dtype) = spread(layout_of::<T, S, D>(array), T::dtype());
        // SAFETY: the layout is that of the array, whose elements are initialised and borrowed for
        // writing; whatever is written is a value of `T`.
        Some(unsafe { DynBase::from_parts(BorrowedMut::new(), start, layout, dtype) })
    }
}

impl<T: Element, D: Dimension> From<Array<T, D>> for DynArray {
    /// Moves the array's allocation; only structs with padding are copied. An array of more than 64 axes
    /// loses some of length 1.
    fn from(array: Array<T, D>) -> DynArray {
        DynArray::from_array(array)
    }
}

impl<T: Element> From<Vec<T>> for DynArray {
    fn from(vec: Vec<T>) -> DynArray {
        DynArray::from_vec(vec)
    }
}

struct BorrowParts<T, D> {
    lowest: *const T,
    shape: D,
    strides: D,
    reversed: Vec<usize>,
}

fn check_type<S: Storage, T: Element, D: Dimension>(array: &DynBase<S>) -> Result<()> {
    let (found, expected) = (array.dtype(), T::dtype());
    if *found != expected {
        let kind = match found.swap_byte_order() == expected {
            true => ErrorKind::Swapped,
            false => ErrorKind::TypeMismatch { found: found.clone(), expected },
        };
        return Err(Error::new(kind));
    }
    match D::NDIM {
        Some(expected) if expected != array.ndim() => {
            Err(Error::new(ErrorKind::RankMismatch { found: array.ndim(), expected }))
        }
        _ => Ok(()),
    }
}

/// Checks all that a borrow as `[T]` elements needs. Axes that run backwards are given forwards,
/// from the lowest address, and named in `reversed`.
fn check_borrow<S: Storage, T: Element, D: Dimension>(
    array: &DynBase<S>,
) -> Result<BorrowParts<T, D>> {
    check_type::<S, T, D>(array)?;
    let itemsize = size_of::<T>();
    let (mut shape, mut strides) = (D::zeros(array.ndim()), D::zeros(array.ndim()));
    let mut reversed = Vec::new();
    let mut lowest = 0;
    for (axis, (&n, &stride)) in array.shape().iter().zip(array.strides()).enumerate() {
        shape[axis] = n;
        if n <= 1 {
            continue;
        }
        if itemsize > 0 && stride % itemsize as isize != 0 {
            return Err(Error::new(ErrorKind::StrideNotMultiple { axis, stride, itemsize }));
        }
        strides[axis] = stride.unsigned_abs() / itemsize.max(1);
        if stride < 0 {
            reversed.push(axis);
            lowest += stride * (n as isize - 1);
        }
    }
    let n_positions =
        shape.slice().iter().filter(|&&n| n > 0).try_fold(1_usize, |a, &n| a.checked_mul(n));
    if n_positions.is_none_or(|n| n > isize::MAX as usize) {
        return Err(Error::new(ErrorKind::TooBig));
    }
    if array.size() == 0 {
        let lowest = NonNull::<T>::dangling().as_ptr().cast_const();
        let strides = D::zeros(array.ndim());
        return Ok(BorrowParts { lowest, shape, strides, reversed: Vec::new() });
    }
    if !array.as_ptr().addr().is_multiple_of(align_of::<T>()) {
        return Err(Error::new(ErrorKind::Unaligned { alignment: align_of::<T>() }));
    }
    if !T::ANY_BITS {
        let mut all_valid = true;
        match array.packed_bytes() {
            // Without a branch, so that vectors look at many.
            Some(bytes) if size_of::<T>() == array.itemsize() => {
                let items = bytes.chunks_exact(size_of::<T>().max(1));
                all_valid = items.fold(true, |all, bytes| all & T::is_valid(bytes));
            }
            _ => array.for_each_element(|bytes| all_valid &= T::is_valid(bytes)),
        }
        if !all_valid {
            return Err(Error::new(ErrorKind::InvalidValue { dtype: array.dtype().clone() }));
        }
    }
    // SAFETY: the lowest element's address lies within the array's extent.
    let lowest = unsafe { array.as_ptr().offset(lowest) }.cast::<T>();
    Ok(BorrowParts { lowest, shape, strides, reversed })
}

/// An `ndarray` array's shape and strides in bytes; they fit, as the array exists. Of more than
/// [`MAX_DIMS`] axes, the first that show nothing are left out: those of length 1, which leaves few enough
/// wherever there are elements, and else any but one of length 0.
fn layout_of<T: Element, S, D>(array: &ArrayBase<S, D>) -> Layout
where
    S: RawData<Elem = T>,
    D: Dimension,
{
    let size = size_of::<T>() as isize;
    let strides = array.strides().iter().map(|&stride| stride * size);
    if array.ndim() <= MAX_DIMS {
        return Layout::from_parts(array.shape().into(), strides.collect());
    }
    let mut axes: Vec<(usize, isize)> = array.shape().iter().copied().zip(strides).collect();
    for shows_nothing in [|n| n == 1, |n| n != 0, |_| true] {
        let mut surplus = axes.len().saturating_sub(MAX_DIMS);
        axes.retain(|&(n, _)| {
            let is_left_out = surplus > 0 && shows_nothing(n);
            surplus -= usize::from(is_left_out);
            !is_left_out
        });
    }
    let (shape, strides): (Vec<_>, Vec<_>) = axes.into_iter().unzip();
    Layout::from_parts(shape.as_slice().into(), strides.into_iter().collect())
}

/// `[T; N]` elements as further axes. Where these would be more than NumPy allows, the elements
/// stay whole, as raw bytes.
fn spread(layout: Layout, dtype: DType) -> (Layout, DType) {
    crate::array::spread_sub_array(&layout, &dtype).unwrap_or_else(|_| {
        let raw = DType::void(dtype.itemsize());
        (layout, raw)
    })
}

#[cfg(test)]
mod tests;
