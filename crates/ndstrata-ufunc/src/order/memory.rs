//! The elements of packed arrays, where they lie, as what is sorted.
#![expect(unsafe_code, reason = "sees the bytes of packed arrays as what they are")]

use std::borrow::Cow;

use ndstrata_array::{DynArray, DynBase, Order, Storage};
use ndstrata_dtype::{DType, TypeClass};
use ndstrata_kernels::TextUnit;
use ndstrata_kernels::sort::{NatLast, TextColumn};

use crate::error::{Error, Result};

/// Dates and durations in the machine's byte order as their counts.
pub(crate) fn counts<S: Storage>(array: &DynBase<S>) -> Cow<'_, [NatLast]> {
    if array.is_c_contiguous() && array.itemsize() == 8 {
        let bytes = array.packed_bytes().unwrap_or_default();
        // SAFETY: any eight bytes are a count, and whole ones are split off aligned.
        if let (&[], counts, &[]) = unsafe { bytes.align_to::<NatLast>() } {
            return Cow::Borrowed(counts);
        }
    }
    let mut counts = Vec::with_capacity(array.size());
    array.for_each_element(|bytes| {
        let count = bytes.try_into().map_or(i64::MIN, i64::from_ne_bytes);
        counts.push(NatLast(count));
    });
    Cow::Owned(counts)
}

/// [`counts`] of a packed array, to be changed; none where they do not lie as such.
pub(super) fn counts_mut(array: &mut DynArray) -> Result<&mut [NatLast]> {
    // SAFETY: any eight bytes are a count, and whole ones are split off aligned.
    match unsafe { packed_bytes_mut(array)?.align_to_mut::<NatLast>() } {
        (&mut [], counts, &mut []) => Ok(counts),
        _ => Err(Error::value("dates are not aligned")),
    }
}

/// The elements of a packed array of text or raw bytes.
pub(crate) fn text_column<S: Storage>(array: &DynBase<S>) -> TextColumn<'_> {
    let bytes = array.packed_bytes().unwrap_or_default();
    TextColumn::new(bytes, array.itemsize(), text_unit(array.dtype()), array.size())
}

/// What elements of a type of text or raw bytes are made of.
pub(crate) fn text_unit(dtype: &DType) -> TextUnit {
    match dtype.class() {
        TypeClass::Str(_) => TextUnit::CodePoint,
        _ => TextUnit::Byte,
    }
}

/// Positions for the elements of an array of this shape, all 0; the memory of arrays is had again where that
/// of a vector would be new.
pub(super) fn positions(shape: &[usize]) -> Result<DynArray> {
    Ok(DynArray::zeros(shape, &DType::INT64, Order::C)?)
}

/// The positions in a packed array of them, to be changed.
pub(super) fn positions_mut(array: &mut DynArray) -> Result<&mut [i64]> {
    // SAFETY: any eight bytes are an integer, and whole ones are split off aligned.
    match unsafe { packed_bytes_mut(array)?.align_to_mut::<i64>() } {
        (&mut [], positions, &mut []) => Ok(positions),
        _ => Err(Error::value("positions are not aligned")),
    }
}

/// The bytes of all elements of an array packed in C order, to be changed.
pub(crate) fn packed_bytes_mut(array: &mut DynArray) -> Result<&mut [u8]> {
    let n_bytes = match array.is_c_contiguous() {
        true => array.nbytes(),
        false => return Err(Error::value("elements are not packed")),
    };
    let start = array.view_mut()?.as_mut_ptr();
    if n_bytes == 0 {
        return Ok(&mut []);
    }
    // SAFETY: packed elements cover just as many initialised bytes, which the array alone has, as
    // a view to write was given out.
    Ok(unsafe { std::slice::from_raw_parts_mut(start, n_bytes) })
}
