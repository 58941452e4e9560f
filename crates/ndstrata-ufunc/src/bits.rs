//! Truth values packed into bits, samples of 10, 12 and 14 bits unpacked, and blocks reduced.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::bins as kernels;

pub use ndstrata_kernels::bins::BitOrder;

use crate::error::{Error, ErrorKind, Result};

/// Truth values as bits, eight to a byte along an axis, or of the flattened array; missing ones at the
/// end are 0.
///
/// NumPy: [numpy.packbits](https://numpy.org/doc/stable/reference/generated/numpy.packbits.html).
///
/// # Errors
///
/// Elements that are neither truth values nor integers; an axis that is not there.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{BitOrder, packbits};
/// let a = DynArray::from_vec(vec![1_u8, 0, 1, 0, 0, 1, 0, 0]);
/// assert_eq!(packbits(&a.view(), None, BitOrder::Big)?.to_vec::<u8>()?, [164]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn packbits(a: &DynView<'_>, axis: Option<isize>, order: BitOrder) -> Result<DynArray> {
    if !(a.dtype().kind() == Kind::Bool || a.dtype().kind().is_integer()) {
        return Err(Error::wrong_type("Expected an input array of integer or boolean data type"));
    }
    // Bytes are true or not as they are.
    let truths = if a.itemsize() == 1 { None } else { Some(a.astype(&DType::BOOL)?) };
    lines(
        &truths.as_ref().map_or_else(|| a.clone(), DynArray::view),
        axis,
        |n| Ok(n.div_ceil(8)),
        |line, packed| {
            kernels::packbits(line, order, packed);
        },
    )
}

/// The bits of bytes as numbers 0 and 1, along an axis or of the flattened array; as many as `count`
/// says, where a negative one tells how many to leave out at the end.
///
/// NumPy: [numpy.unpackbits](https://numpy.org/doc/stable/reference/generated/numpy.unpackbits.html).
///
/// # Errors
///
/// Another type than `u1`; an axis that is not there; more bits left out than there are.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{BitOrder, unpackbits};
/// let a = DynArray::from_vec(vec![2_u8, 7]);
/// let bits = unpackbits(&a.view(), None, Some(-3), BitOrder::Big)?;
/// assert_eq!(bits.to_vec::<u8>()?, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unpackbits(
    a: &DynView<'_>,
    axis: Option<isize>,
    count: Option<i64>,
    order: BitOrder,
) -> Result<DynArray> {
    if *a.dtype() != DType::UINT8 {
        return Err(Error::wrong_type("Expected an input array of unsigned byte data type"));
    }
    let length = |n: usize| -> Result<usize> {
        let all = n.checked_mul(8).ok_or_else(too_big)?;
        match count {
            None => Ok(all),
            Some(count) if count >= 0 => Ok(count as usize),
            Some(count) => (all as i64)
                .checked_add(count)
                .and_then(|n| usize::try_from(n).ok())
                .ok_or_else(|| Error::value("-count larger than number of elements")),
        }
    };
    if let Some(bits) = unpacked_rows(a, axis, count, order)? {
        return Ok(bits);
    }
    lines(a, axis, length, |line, bits| kernels::unpackbits(line, order, bits))
}

/// All bits along an axis other than the last: each row of bytes becomes eight rows.
fn unpacked_rows(
    a: &DynView<'_>,
    axis: Option<isize>,
    count: Option<i64>,
    order: BitOrder,
) -> Result<Option<DynArray>> {
    let Some(axis) = axis.filter(|_| count.is_none() && a.ndim() > 1) else { return Ok(None) };
    let axis = normalize_axis(axis, a.ndim())?;
    let width: usize = a.shape()[axis + 1..].iter().product();
    if axis + 1 == a.ndim() || width == 0 || !a.is_c_contiguous() {
        return Ok(None);
    }
    let bytes = a.packed_bytes().unwrap_or_default();
    let size = bytes.len().checked_mul(8).ok_or_else(too_big)?;
    let mut bits = Vec::new();
    bits.try_reserve_exact(size).map_err(|_| too_big())?;
    for row in bytes.chunks_exact(width) {
        for k in 0..8 {
            let place = if order == BitOrder::Big { 7 - k } else { k };
            bits.extend(row.iter().map(|byte| byte >> place & 1));
        }
    }
    let mut shape: Vec<isize> = a.shape().iter().map(|&n| n as isize).collect();
    shape[axis] *= 8;
    Ok(Some(DynArray::from_vec(bits).reshape_view(&shape, Order::C)?))
}

#[cold]
fn too_big() -> Error {
    Error::new(ErrorKind::Refused {
        class: "MemoryError",
        message: "Unable to allocate the bits".to_owned(),
    })
}

/// Lines of bytes along an axis, each made into one of another length.
fn lines(
    a: &DynView<'_>,
    axis: Option<isize>,
    length: impl Fn(usize) -> Result<usize>,
    make: impl Fn(&[u8], &mut [u8]),
) -> Result<DynArray> {
    let (moved, axis) = match axis {
        None => (a.ravel(Order::C)?, 0),
        Some(axis) if a.ndim() == 0 => {
            normalize_axis(axis, 1)?;
            (a.ravel(Order::C)?, 0)
        }
        Some(axis) => {
            let axis = normalize_axis(axis, a.ndim())?;
            (a.clone().moveaxis(&[axis as isize], &[-1])?.into_cow(), axis)
        }
    };
    let packed;
    let moved = match moved.is_c_contiguous() {
        true => moved.view(),
        false => {
            packed = moved.view().copy(Order::C)?;
            packed.view()
        }
    };
    let (&n, outer) = moved.shape().split_last().unwrap_or((&0, &[]));
    let n_lines: usize = outer.iter().product();
    let made_length = length(n)?;
    let size = n_lines.checked_mul(made_length).ok_or_else(too_big)?;
    let mut made = Vec::new();
    made.try_reserve_exact(size).map_err(|_| too_big())?;
    made.resize(size, 0_u8);
    let bytes = moved.packed_bytes().unwrap_or_default();
    if made_length > 0 && !bytes.is_empty() {
        // Lines of whole bytes follow each other without gaps, so that they are one line.
        let is_one = (made_length == n.saturating_mul(8)) | (n == made_length.saturating_mul(8));
        let (n, made_length) = if is_one { (bytes.len(), size) } else { (n, made_length) };
        for (line, made) in bytes.chunks(n).zip(made.chunks_mut(made_length)) {
            make(line, made);
        }
    }
    let shape: Vec<isize> = outer.iter().chain([&made_length]).map(|&n| n as isize).collect();
    let made = DynArray::from_vec(made).reshape_view(&shape, Order::C)?;
    let order = if a.is_f_contiguous() && !a.is_c_contiguous() { Order::F } else { Order::C };
    if axis + 1 == made.ndim() && order == Order::C {
        return Ok(made);
    }
    Ok(made.moveaxis(&[-1], &[axis as isize])?.copy(order)?)
}

/// Samples of some bits each, packed one after the other without gaps, as 16-bit numbers. `Big` is for
/// samples whose highest bit comes first, `Little` for those whose lowest bit does. Bits too few for a
/// sample are left over.
///
/// NumPy: none.
///
/// # Errors
///
/// Another type than `u1`; samples of no bits or more than 16.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{BitOrder, unpack_samples};
/// let bytes = DynArray::from_vec(vec![0x12_u8, 0x34, 0x56]);
/// assert_eq!(unpack_samples(&bytes.view(), 12, BitOrder::Big)?.to_vec::<u16>()?, [0x123, 0x456]);
/// assert_eq!(unpack_samples(&bytes.view(), 12, BitOrder::Little)?.to_vec::<u16>()?, [0x412, 0x563]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unpack_samples(bytes: &DynView<'_>, bits: u32, order: BitOrder) -> Result<DynArray> {
    if *bytes.dtype() != DType::UINT8 {
        return Err(Error::wrong_type("Expected an input array of unsigned byte data type"));
    }
    if !(1..=16).contains(&bits) {
        return Err(Error::value(format!("samples of {bits} bits: 1 to 16 are supported")));
    }
    let bytes = bytes.copy(Order::C)?;
    let bytes = bytes.packed_bytes().unwrap_or_default();
    let n = bytes.len().saturating_mul(8) / bits as usize;
    let mut samples = Vec::new();
    samples.try_reserve_exact(n).map_err(|_| too_big())?;
    let (mut pending, mut n_pending) = (0_u32, 0);
    let mask = (1_u32 << bits) - 1;
    for &byte in bytes {
        match order {
            BitOrder::Big => pending = pending << 8 | u32::from(byte),
            BitOrder::Little => pending |= u32::from(byte) << n_pending,
        }
        n_pending += 8;
        while n_pending >= bits {
            n_pending -= bits;
            match order {
                BitOrder::Big => samples.push((pending >> n_pending & mask) as u16),
                BitOrder::Little => {
                    samples.push((pending & mask) as u16);
                    pending >>= bits;
                }
            }
        }
        if order == BitOrder::Big {
            pending &= (1 << n_pending) - 1;
        }
    }
    Ok(DynArray::from_vec(samples))
}

/// The array cut into blocks, with the elements of each block in the last axes: those left over at the
/// far ends are filled up with zeros. A reduction over the last `block.len()` axes makes one element of
/// each block.
///
/// NumPy: none.
///
/// # Errors
///
/// Another number of lengths than of axes; a length of zero.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{MeanOptions, blocks, mean};
/// let a = DynArray::from_vec(vec![1.0, 3.0, 5.0, 7.0]);
/// let means = mean(&blocks(&a.view(), &[2])?.view(), &MeanOptions::new().axes(&[-1]))?;
/// assert_eq!(means.to_vec::<f64>()?, [2.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn blocks(a: &DynView<'_>, block: &[usize]) -> Result<DynArray> {
    if block.len() != a.ndim() {
        return Err(Error::value("`block_size` must have the same length as the array has axes"));
    }
    if block.contains(&0) {
        return Err(Error::value("Down-sampling factors must be > 0"));
    }
    let counts: Vec<usize> =
        a.shape().iter().zip(block).map(|(&n, &length)| n.div_ceil(length)).collect();
    let padded: Option<Vec<usize>> =
        counts.iter().zip(block).map(|(&count, &length)| count.checked_mul(length)).collect();
    let padded = padded.ok_or_else(too_big)?;
    let mut whole = DynArray::zeros(&padded, a.dtype(), Order::C)?;
    let mut view = whole.view_mut()?;
    for (axis, &n) in a.shape().iter().enumerate() {
        view = view.slice_axis(axis as isize, 0, 1, n)?;
    }
    view.assign(a)?;
    let split: Vec<isize> = counts
        .iter()
        .zip(block)
        .flat_map(|(&count, &length)| [count as isize, length as isize])
        .collect();
    let n = block.len() as isize;
    let order: Vec<isize> = (0..n).map(|k| 2 * k).chain((0..n).map(|k| 2 * k + 1)).collect();
    Ok(whole.reshape_view(&split, Order::C)?.transpose(&order)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_along_an_axis() {
        let a = DynArray::from_vec(vec![2_u8, 7, 23]).reshape([3, 1]).unwrap();
        let bits = unpackbits(&a.view(), Some(1), None, BitOrder::Big).unwrap();
        assert_eq!(bits.shape(), [3, 8]);
        let packed = packbits(&bits.view(), Some(-1), BitOrder::Big).unwrap();
        assert_eq!(packed.to_vec::<u8>().unwrap(), [2, 7, 23]);
        let packed = packbits(&bits.view(), Some(0), BitOrder::Little).unwrap();
        assert_eq!(packed.shape(), [1, 8]);
        let error = unpackbits(&a.view(), None, Some(-25), BitOrder::Big).err().unwrap();
        assert_eq!(error.to_string(), "-count larger than number of elements");
    }

    #[test]
    fn samples_of_ten_and_fourteen_bits() {
        let bytes = DynArray::from_vec(vec![0xFF_u8, 0xC0, 0x10, 0x04, 0x01, 0xAA, 0x55]);
        let samples = |bits| unpack_samples(&bytes.view(), bits, BitOrder::Big).unwrap();
        assert_eq!(samples(10).to_vec::<u16>().unwrap(), [0x3FF, 1, 1, 1, 0x2A9]);
        assert_eq!(samples(14).to_vec::<u16>().unwrap(), [0x3FF0, 0x0100, 0x1006, 0x2A55]);
    }

    #[test]
    fn blocks_are_filled_up_with_zeros() {
        let a = DynArray::from_vec(vec![1, 2, 3, 4, 5, 6]).reshape([2, 3]).unwrap();
        let cut = blocks(&a.view(), &[2, 2]).unwrap();
        assert_eq!(cut.shape(), [1, 2, 2, 2]);
        assert_eq!(cut.to_vec::<i32>().unwrap(), [1, 2, 4, 5, 3, 0, 6, 0]);
        assert!(blocks(&a.view(), &[2]).is_err());
    }
}
