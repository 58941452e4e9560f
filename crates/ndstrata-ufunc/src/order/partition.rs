//! `partition`, `argpartition`, and `sort_complex`.

use ndstrata_array::{DynArray, DynView, normalize_axis};
use ndstrata_dtype::{DType, Element, ElementType, Kind, match_element};
use ndstrata_kernels::sort::{self as kernels, Sortable};

use super::introselect::{Values, select_all};
use super::memory::{positions, positions_mut};
use super::sort::{SortOptions, argsort, sort};
use super::{changed, in_order_of, lines, lines_to_read, unmoved, unmoved_as};
use crate::error::{Error, Result};

/// The elements along an axis, those at `kth` where a sort would put them, none greater before them
/// and none less after.
///
/// NumPy: [numpy.partition](https://numpy.org/doc/stable/reference/generated/numpy.partition.html).
/// Differs: the order within the parts; dates and text are sorted whole.
///
/// # Errors
///
/// A place that the axis does not have; as [`sort`].
pub fn partition(a: &DynView<'_>, kth: &[isize], axis: Option<isize>) -> Result<DynArray> {
    if let Some(axis) = axis {
        normalize_axis(axis, a.ndim())?;
    }
    let (elements, axis_index, kth) = checked(a, kth, axis)?;
    let length = elements.shape().last().copied().unwrap_or(1).max(1);
    let parted = match_element!(elements.dtype().element_type(),
        T => changed::<T>(elements, |values| partition_lines(values, length, &kth))?,
        else { return sort(a, SortOptions::default().axis(axis)) });
    unmoved_as(in_order_of(parted, a.dtype())?, axis_index, a)
}

fn partition_lines<T: Sortable + Element>(values: &mut [T], length: usize, kth: &[usize]) {
    let dtype = T::dtype();
    let knows_nan = matches!(dtype.kind(), Kind::Float | Kind::Complex);
    for values in values.chunks_mut(length) {
        if is_selected_by_steps(&dtype, length, kth.len()) {
            select_all(&mut Values { values, less: T::less }, kth, knows_nan);
        } else if length <= SORTED_WHOLE {
            kernels::sort(values);
        } else {
            kernels::partition(values, kth);
        }
    }
}

/// The positions that [`partition`] takes elements from.
///
/// NumPy: [numpy.argpartition](https://numpy.org/doc/stable/reference/generated/numpy.argpartition.html).
/// Differs: the order within the parts; dates and text are sorted whole.
///
/// # Errors
///
/// As [`partition`].
pub fn argpartition(a: &DynView<'_>, kth: &[isize], axis: Option<isize>) -> Result<DynArray> {
    let (elements, axis_index) = lines_to_read(a, axis)?;
    let length = elements.shape().last().copied().unwrap_or(1);
    let kth = if elements.size() == 0 { Vec::new() } else { places(kth, length)? };
    let length = length.max(1);
    let dtype = elements.dtype().clone();
    let knows_nan = matches!(dtype.kind(), Kind::Float | Kind::Complex);
    // NumPy selects positions with vectors for the wide types only.
    let by_steps = is_selected_by_steps(&dtype, length, kth.len())
        || (dtype.itemsize() < 4 && length < LONG_LINE);
    let mut found = positions(elements.shape())?;
    let order = positions_mut(&mut found)?;
    match_element!(dtype.element_type(), T => {
        let values = elements.to_slice::<T>()?;
        for (line, order) in values.chunks(length).zip(order.chunks_mut(length)) {
            if by_steps {
                select_by_steps(line, order, &kth, knows_nan);
            } else if length <= SORTED_WHOLE {
                kernels::argsort(line, order);
            } else {
                kernels::argpartition(line, &kth, order);
            }
        }
    }, else { return argsort(a, SortOptions::default().axis(axis)) });
    unmoved(found, axis_index)
}

/// Orders the positions of a line as NumPy's selection of one element at a time does.
fn select_by_steps<T: Sortable>(line: &[T], order: &mut [i64], kth: &[usize], knows_nan: bool) {
    order.iter_mut().enumerate().for_each(|(k, place)| *place = k as i64);
    let less = |a: &i64, b: &i64| line[*a as usize].less(&line[*b as usize]);
    select_all(&mut Values { values: order, less }, kth, knows_nan);
}

/// Lines up to which a selection with vectors sorts the whole.
const SORTED_WHOLE: usize = 128;

/// Lines from which speed counts for more than the order within the parts.
const LONG_LINE: usize = 2048;

/// Whether elements of this type are selected one by one, as NumPy does it: always where there are several
/// places to fill.
fn is_selected_by_steps(dtype: &DType, length: usize, n_places: usize) -> bool {
    ((dtype.itemsize() == 1 || n_places > 1) && length < LONG_LINE) || dtype.kind() == Kind::Complex
}

fn checked(
    a: &DynView<'_>,
    kth: &[isize],
    axis: Option<isize>,
) -> Result<(DynArray, usize, Vec<usize>)> {
    let (elements, axis) = lines(a, axis)?;
    let length = elements.shape().last().copied().unwrap_or(1);
    if elements.size() == 0 {
        return Ok((elements, axis, Vec::new()));
    }
    Ok((elements, axis, places(kth, length)?))
}

/// Places along an axis, of which negative ones count from the end, in ascending order.
fn places(kth: &[isize], length: usize) -> Result<Vec<usize>> {
    let length = length as isize;
    let place = |&k: &isize| {
        let from_start = if k < 0 { k.saturating_add(length) } else { k };
        if from_start < 0 || from_start >= length {
            return Err(Error::value(format!("kth(={from_start}) out of bounds ({length})")));
        }
        Ok(from_start as usize)
    };
    let mut kth: Vec<usize> = kth.iter().map(place).collect::<Result<_>>()?;
    kth.sort_unstable();
    Ok(kth)
}

/// The elements sorted along the last axis, as complex numbers.
///
/// NumPy: [numpy.sort_complex](https://numpy.org/doc/stable/reference/generated/numpy.sort_complex.html).
///
/// # Errors
///
/// As [`sort`].
pub fn sort_complex(a: &DynView<'_>) -> Result<DynArray> {
    let sorted = sort(a, SortOptions::default())?;
    if sorted.dtype().kind() == Kind::Complex {
        return Ok(sorted);
    }
    let dtype = match sorted.dtype().element_type() {
        Some(ElementType::Int8 | ElementType::UInt8 | ElementType::Int16 | ElementType::UInt16) => {
            DType::COMPLEX64
        }
        _ => DType::COMPLEX128,
    };
    Ok(sorted.astype(&dtype)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_places_are_filled_in_steps() {
        let a = DynArray::from_vec(vec![6.0, 9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 5.0, 4.0, 0.0]);
        let parted =
            |kth: &[isize]| partition(&a.view(), kth, Some(-1)).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(parted(&[3]), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        assert_eq!(parted(&[5, 3, -1]), [1.0, 0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        let order = argpartition(&a.view(), &[3, 5], Some(-1)).unwrap();
        assert_eq!(order.to_vec::<i64>().unwrap(), [2, 9, 4, 6, 8, 7, 0, 1, 5, 3]);
    }

    #[test]
    fn the_kth_is_in_place() {
        let a = DynArray::from_vec(vec![7, 1, 7, 7, 1, 5, 7, 2, 3, 2, 6, 2, 3, 0]);
        let parted = partition(&a.view(), &[4], Some(-1)).unwrap().to_vec::<i32>().unwrap();
        assert_eq!(parted[4], 2);
        assert!(parted[..4].iter().all(|&x| x <= 2) && parted[5..].iter().all(|&x| x >= 2));
        let error = argpartition(&a.view(), &[14], None).err().unwrap();
        assert_eq!(error.to_string(), "kth(=14) out of bounds (14)");
    }
}
