//! Positions and masks as the slices that kernels take, and what happens to positions out of
//! bounds.

use std::borrow::Cow;

use ndarray::Ix1;
use ndstrata_dtype::{Casting, DType, Kind, can_cast};

use crate::array::DynView;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;

/// What becomes of a position outside its axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutOfBounds {
    /// An error; negative positions count from the end.
    #[default]
    Raise,
    /// Positions wrap around, as often as it takes.
    Wrap,
    /// Negative positions become the first, too large ones the last.
    Clip,
}

impl OutOfBounds {
    /// The position within `length` (which is not 0) that `position` means.
    pub(crate) fn resolve(self, position: i64, length: usize) -> Option<usize> {
        let n = length as i64;
        let found = match self {
            OutOfBounds::Raise if position < 0 => position.checked_add(n)?,
            OutOfBounds::Raise => position,
            OutOfBounds::Wrap => position.rem_euclid(n),
            OutOfBounds::Clip => position.clamp(0, n - 1),
        };
        usize::try_from(found).ok().filter(|&found| found < length)
    }
}

/// Integers as `i64` in C order; borrowed where they lie so. As NumPy, `bool` and all integer types
/// are taken where `casting` allows their conversion to `int64`.
pub(crate) fn int_values<'a>(array: &DynView<'a>, casting: Casting) -> Result<Cow<'a, [i64]>> {
    if array.dtype() == &DType::INT64 && array.is_c_contiguous() {
        if array.ndim() == 1
            && let Some(values) = array.typed::<i64, Ix1>().ok().and_then(|typed| typed.to_slice())
        {
            return Ok(Cow::Borrowed(values));
        }
        let flat = array.reborrow().reshape_view(&[-1], Order::C)?;
        if let Some(values) = flat.typed::<i64, Ix1>().ok().and_then(|typed| typed.to_slice()) {
            return Ok(Cow::Borrowed(values));
        }
    }
    if !can_cast(array.dtype(), &DType::INT64, casting) {
        let (from, to) = (array.dtype().clone(), DType::INT64);
        return Err(Error::new(ErrorKind::Casting { from, to, casting, is_scalar: false }));
    }
    Ok(Cow::Owned(array.cast_to(&DType::INT64)?.to_vec::<i64>()?))
}

/// `0, 1, … n - 1`
pub(crate) fn counting(n: usize) -> Result<Vec<i64>> {
    let mut values = Vec::new();
    values.try_reserve_exact(n).map_err(|_| Error::new(ErrorKind::TooBig))?;
    values.extend(0..n as i64);
    Ok(values)
}

/// For each element in C order, a byte that is not 0 where NumPy takes the element for true:
/// numbers other than 0, dates other than the epoch, text and bytes that are not all zero, records of
/// which a field is true.
pub(crate) fn truth_bytes<'v>(array: &'v DynView<'_>) -> Result<Cow<'v, [u8]>> {
    if array.dtype() == &DType::BOOL
        && array.is_c_contiguous()
        && let Some(bytes) = array.packed_bytes()
    {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(array.size()).map_err(|_| Error::new(ErrorKind::TooBig))?;
    match array.dtype().kind() {
        Kind::Bool => array.for_each_element(|element| bytes.push(element[0])),
        _ if array.dtype().as_record().is_some() => {
            bytes.resize(array.size(), 0);
            for field in array.dtype().fields() {
                add_field_truth(array, field.dtype.itemsize(), &field.name, &mut bytes)?;
            }
        }
        _ if array.dtype().is_native()
            && array.is_c_contiguous()
            && add_truth(array, &mut bytes) => {}
        _ if array.dtype().element_type().is_some() => {
            let truth = array.cast_to(&DType::BOOL)?;
            match truth.packed_bytes().filter(|_| truth.is_c_contiguous()) {
                Some(packed) => bytes.extend_from_slice(packed),
                None => truth.for_each_element(|element| bytes.push(element[0])),
            }
        }
        _ => {
            let truth = |element: &[u8]| u8::from(element.iter().any(|&byte| byte != 0));
            match array.packed_bytes().filter(|_| array.is_c_contiguous()) {
                Some(packed) if array.itemsize() > 0 => {
                    bytes.extend(packed.chunks_exact(array.itemsize()).map(truth));
                }
                _ => array.for_each_element(|element| bytes.push(truth(element))),
            }
        }
    }
    Ok(Cow::Owned(bytes))
}

/// Adds the truth of packed numbers of the most common types; false if they are none.
fn add_truth(array: &DynView<'_>, truth: &mut Vec<u8>) -> bool {
    fn add<const N: usize>(bytes: &[u8], truth: &mut Vec<u8>, is_true: impl Fn([u8; N]) -> bool) {
        truth.extend(bytes.as_chunks().0.iter().map(|&element| u8::from(is_true(element))));
    }
    let Some(bytes) = array.packed_bytes() else { return false };
    match (array.dtype().kind(), array.itemsize()) {
        (Kind::Float, 8) => add(bytes, truth, |x| f64::from_ne_bytes(x) != 0.0),
        (Kind::Float, 4) => add(bytes, truth, |x| f32::from_ne_bytes(x) != 0.0),
        (Kind::SignedInteger | Kind::UnsignedInteger, 8) => add(bytes, truth, |x| x != [0; 8]),
        (Kind::SignedInteger | Kind::UnsignedInteger, 4) => add(bytes, truth, |x| x != [0; 4]),
        (Kind::SignedInteger | Kind::UnsignedInteger, 2) => add(bytes, truth, |x| x != [0; 2]),
        (Kind::SignedInteger | Kind::UnsignedInteger, 1) => add(bytes, truth, |[x]| x != 0),
        _ => return false,
    }
    true
}

/// A sub-array field is true where any of its elements is.
fn add_field_truth(
    array: &DynView<'_>,
    itemsize: usize,
    name: &str,
    truth: &mut [u8],
) -> Result<()> {
    let field = array.reborrow().field(name)?;
    if itemsize == 0 || field.size() == 0 {
        return Ok(());
    }
    let per_element = field.size() / truth.len().max(1);
    let found = truth_bytes(&field)?;
    for (known, found) in truth.iter_mut().zip(found.chunks(per_element.max(1))) {
        *known |= u8::from(found.iter().any(|&byte| byte != 0));
    }
    Ok(())
}
