//! `unique`: the different elements, where they are and how many of each.

use ndstrata_array::{DynArray, DynView, Order, Relation, compare, normalize_axis};
use ndstrata_dtype::{DType, Element, Kind, match_element};
use ndstrata_kernels::search::{NanRuns, compact_runs, mark_runs, run_lengths, run_numbers};
use ndstrata_kernels::sort::{self as kernels, Sortable, compact_text};
use num_complex::Complex64;

use crate::error::Result;
use crate::functions::{isnan, logical_and, logical_not};
use crate::order::{SortOptions, argsort, argsort_rows, lexsort, packed_bytes_mut, sort};
use crate::reduce::ReduceOptions;
use crate::statistics::any;

/// What counts as one element, and when two are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UniqueOptions {
    axis: Option<isize>,
    nan_differ: bool,
}

impl UniqueOptions {
    /// The axis whose slices are the elements; the flattened array without one.
    ///
    /// NumPy: `axis=`.
    pub fn axis(mut self, axis: Option<isize>) -> UniqueOptions {
        self.axis = axis;
        self
    }

    /// Takes every NaN as an element of its own.
    ///
    /// NumPy: `equal_nan=False`.
    pub fn nan_differ(mut self) -> UniqueOptions {
        self.nan_differ = true;
        self
    }
}

/// The different elements in ascending order, with positions and counts.
#[derive(Clone, Debug)]
pub struct Unique {
    /// The elements.
    pub values: DynArray,
    /// The first position of each.
    pub index: DynArray,
    /// For each element of the array its position in `values`, in the array's shape.
    pub inverse: DynArray,
    /// How often each occurs.
    pub counts: DynArray,
}

/// The different elements in ascending order, with positions and counts.
///
/// NumPy: [numpy.unique](https://numpy.org/doc/stable/reference/generated/numpy.unique.html) with
/// `return_index`, `return_inverse` and `return_counts`.
///
/// # Errors
///
/// An axis that is not there; a type without an order.
pub fn unique(a: &DynView<'_>, options: UniqueOptions) -> Result<Unique> {
    let axis = match options.axis {
        Some(axis) => Some(normalize_axis(axis, a.ndim())?),
        None => None,
    };
    let (elements, order, axis) = match axis {
        Some(axis) if a.ndim() > 1 => {
            let rows = a.clone().moveaxis(&[axis as isize], &[0])?.copy(Order::C)?;
            let order = order_of_rows(&rows)?;
            (rows, order, Some(axis))
        }
        _ => {
            let flat = a.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
            let order = argsort(&flat.view(), SortOptions::default().stable())?;
            (flat, order, None)
        }
    };
    let sorted = elements.index(&[order.clone().into()])?;
    let starts = starts_of_runs(&sorted, options.nan_differ)?;
    let order = order.to_vec::<i64>()?;
    let n_runs = starts.iter().filter(|&&start| start).count();
    let mut numbers = vec![0; starts.len()];
    run_numbers(&starts, &mut numbers);
    let mut inverse = vec![0_i64; starts.len()];
    for (&place, &number) in order.iter().zip(&numbers) {
        inverse[place as usize] = number;
    }
    let mut counts = vec![0_i64; n_runs];
    run_lengths(&starts, &mut counts);
    let index: Vec<i64> =
        order.iter().zip(&starts).filter(|&(_, &start)| start).map(|(&i, _)| i).collect();
    let values = sorted.index(&[DynArray::from_vec(starts).into()])?;
    let inverse = DynArray::from_vec(inverse);
    let (values, shape) = match axis {
        Some(axis) => {
            let mut shape = vec![1; a.ndim()];
            shape[axis] = -1;
            (values.moveaxis(&[0], &[axis as isize])?, shape)
        }
        None => (values, a.shape().iter().map(|&n| n as isize).collect()),
    };
    // Slices along an axis are numbered along that axis alone.
    let inverse = if axis.is_some() { inverse } else { inverse.reshape_view(&shape, Order::C)? };
    Ok(Unique {
        values,
        index: DynArray::from_vec(index),
        inverse,
        counts: DynArray::from_vec(counts),
    })
}

/// The different elements in ascending order.
///
/// NumPy: [numpy.unique](https://numpy.org/doc/stable/reference/generated/numpy.unique.html).
///
/// # Errors
///
/// As [`unique`].
pub fn unique_values(a: &DynView<'_>, options: UniqueOptions) -> Result<DynArray> {
    let element = a.dtype().element_type();
    if options.axis.is_none() && matches!(a.dtype().kind(), Kind::Bytes | Kind::Str) {
        return unique_texts(a);
    }
    if options.axis.is_some() || element.is_none() {
        return Ok(unique(a, options)?.values);
    }
    let nans = if options.nan_differ { NanRuns::Each } else { NanRuns::One };
    let values = match_element!(element, T => compacted(a.to_vec::<T>()?, nans)?, else unique(a, options)?.values);
    let values = with_first_zero(values, a)?;
    let values = if options.nan_differ { values } else { with_first_nan(values, a)? };
    if a.dtype().is_native() { Ok(values) } else { Ok(values.astype(a.dtype())?) }
}

/// The different texts in ascending order.
fn unique_texts(a: &DynView<'_>) -> Result<DynArray> {
    let sorted = sort(a, SortOptions::default().axis(None))?;
    let mut sorted =
        if a.dtype().is_native() { sorted } else { sorted.astype(&a.dtype().to_native())? };
    let itemsize = sorted.itemsize();
    let n = match itemsize {
        0 => sorted.size().min(1),
        _ => compact_text(packed_bytes_mut(&mut sorted)?, itemsize),
    };
    let values = sorted.slice_axis(0, 0, 1, n)?;
    Ok(if a.dtype().is_native() { values.copy(Order::C)? } else { values.astype(a.dtype())? })
}

/// The different elements in ascending order, and how often each occurs.
///
/// NumPy: [numpy.unique](https://numpy.org/doc/stable/reference/generated/numpy.unique.html) with
/// `return_counts` alone, and [numpy.unique_counts](https://numpy.org/doc/stable/reference/generated/numpy.unique_counts.html).
///
/// # Errors
///
/// As [`unique`].
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{UniqueOptions, unique_counts};
/// let a = DynArray::from_vec(vec![3, 1, 3, 2]);
/// let (values, counts) = unique_counts(&a.view(), UniqueOptions::default())?;
/// assert_eq!(values.to_vec::<i32>()?, [1, 2, 3]);
/// assert_eq!(counts.to_vec::<i64>()?, [1, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unique_counts(a: &DynView<'_>, options: UniqueOptions) -> Result<(DynArray, DynArray)> {
    let is_plain = matches!(
        a.dtype().kind(),
        Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger | Kind::Float
    );
    if options.axis.is_some() || !is_plain {
        let found = unique(a, options)?;
        return Ok((found.values, found.counts));
    }
    let nans = if options.nan_differ { NanRuns::Each } else { NanRuns::One };
    let (values, counts) = match_element!(a.dtype().element_type(), T => counted(a.to_vec::<T>()?, nans), else {
        let found = unique(a, options)?;
        (found.values, found.counts)
    });
    let values = with_first_zero(values, a)?;
    let values = if a.dtype().is_native() { values } else { values.astype(a.dtype())? };
    Ok((values, counts))
}

fn counted<T: Sortable + Element>(mut values: Vec<T>, nans: NanRuns) -> (DynArray, DynArray) {
    kernels::sort(&mut values);
    let mut starts = vec![false; values.len()];
    let n_runs = mark_runs(&values, nans, &mut starts);
    let mut counts = vec![0_i64; n_runs];
    run_lengths(&starts, &mut counts);
    compact_runs(&mut values, nans);
    values.truncate(n_runs);
    (DynArray::from_vec(values), DynArray::from_vec(counts))
}

/// Of complex numbers that are NaN in either part, the one that comes first in the array.
fn with_first_nan(mut values: DynArray, a: &DynView<'_>) -> Result<DynArray> {
    let n = values.size();
    if a.dtype().kind() != Kind::Complex || n == 0 {
        return Ok(values);
    }
    let is_nan = |x: &Complex64| x.re.is_nan() || x.im.is_nan();
    let last = values.view().slice_axis(0, n - 1, 1, 1)?.to_dtype(&DType::COMPLEX128)?;
    if !last.to_slice::<Complex64>()?.iter().any(is_nan) {
        return Ok(values);
    }
    let wide = a.to_dtype(&DType::COMPLEX128)?;
    if let Some(first) = wide.to_slice::<Complex64>()?.iter().find(|x| is_nan(x)) {
        let first = DynArray::from_vec(vec![*first]).astype(values.dtype())?;
        values.view_mut()?.slice_axis(0, n - 1, 1, 1)?.assign(&first.view())?;
    }
    Ok(values)
}

/// Of zeros of either sign, the one that comes first in the array.
fn with_first_zero(mut values: DynArray, a: &DynView<'_>) -> Result<DynArray> {
    if a.dtype().kind() != Kind::Float {
        return Ok(values);
    }
    let place = first_zero(&values.view())?.map(|(place, _)| place);
    let Some(place) = place else { return Ok(values) };
    let zero = first_zero(a)?.map(|(_, zero)| zero);
    let zero = DynArray::from_vec(vec![zero.unwrap_or_default()]).astype(values.dtype())?;
    values.view_mut()?.slice_axis(0, place, 1, 1)?.assign(&zero.view())?;
    Ok(values)
}

/// The place and the sign of the first zero.
fn first_zero(a: &DynView<'_>) -> Result<Option<(usize, f64)>> {
    let wide = a.to_dtype(&DType::FLOAT64)?;
    let wide = wide.to_slice::<f64>()?;
    Ok(wide.iter().position(|&x| x == 0.0).map(|place| (place, wide[place])))
}

fn compacted<T: Sortable + Element>(mut values: Vec<T>, nans: NanRuns) -> Result<DynArray> {
    kernels::sort(&mut values);
    let n_runs = compact_runs(&mut values, nans);
    values.truncate(n_runs);
    Ok(DynArray::from_vec(values))
}

/// The order of slices along the first axis, compared element by element.
fn order_of_rows(rows: &DynArray) -> Result<DynArray> {
    let n_rows = rows.shape()[0];
    let width = rows.size() / n_rows.max(1);
    let table = rows.clone().reshape_view(&[n_rows as isize, width as isize], Order::C)?;
    if width == 0 {
        return Ok(DynArray::from_vec((0..n_rows as i64).collect()));
    }
    if table.dtype().kind() == Kind::Void {
        return argsort_rows(&table);
    }
    // The last key decides first.
    let keys = (0..width as isize).rev().map(|k| Ok(table.clone().index_axis(1, k)?));
    let keys = keys.collect::<Result<Vec<_>>>()?;
    lexsort(&keys.iter().map(|key| key.view()).collect::<Vec<_>>(), -1)
}

/// Where an element differs from the one before it.
fn starts_of_runs(sorted: &DynArray, nan_differ: bool) -> Result<Vec<bool>> {
    let n = sorted.shape()[0];
    let mut starts = vec![true; n.min(1)];
    if n < 2 {
        return Ok(starts);
    }
    let before = sorted.clone().slice_axis(0, 0, 1, n - 1)?;
    let after = sorted.clone().slice_axis(0, 1, 1, n - 1)?;
    let mut differs = compare(&before.view(), Relation::NotEqual, &after.view())?;
    let may_be_nan = matches!(
        sorted.dtype().kind(),
        Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta
    );
    // NaN is never equal to itself; slices of several elements are compared as NumPy's records are,
    // which knows no NaN either.
    if may_be_nan && !nan_differ && sorted.ndim() == 1 {
        let both = logical_and(&isnan(&before)?, &isnan(&after)?)?;
        differs = logical_and(&differs, &logical_not(&both)?)?;
    }
    if differs.ndim() > 1 {
        let axes: Vec<isize> = (1..differs.ndim() as isize).collect();
        differs = any(&differs.view(), ReduceOptions::new().axes(&axes))?;
    }
    starts.extend(differs.to_vec::<bool>()?);
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_counts() {
        let a = DynArray::from_vec(vec![3, 1, 3, 2]);
        let found = unique(&a.view(), UniqueOptions::default()).unwrap();
        assert_eq!(found.values.to_vec::<i32>().unwrap(), [1, 2, 3]);
        assert_eq!(found.index.to_vec::<i64>().unwrap(), [1, 3, 0]);
        assert_eq!(found.inverse.to_vec::<i64>().unwrap(), [2, 0, 2, 1]);
        assert_eq!(found.counts.to_vec::<i64>().unwrap(), [1, 1, 2]);
    }

    #[test]
    fn rows_of_records_are_compared_field_by_field() {
        let dtype: DType = "i4,i4".parse().unwrap();
        let numbers = DynArray::from_vec(vec![0, 1, 1, 1, 0, 0, 2, 0, 0, 1, 1, 1]);
        let rows = numbers.reinterpret(&dtype).unwrap().reshape([3, 2]).unwrap();
        let found = unique(&rows.view(), UniqueOptions::default().axis(Some(0))).unwrap();
        assert_eq!(found.index.to_vec::<i64>().unwrap(), [1, 0]);
        assert_eq!(found.counts.to_vec::<i64>().unwrap(), [1, 2]);
    }

    #[test]
    fn the_first_of_complex_nan_stays() {
        let a = [(2.0, -1.0), (f64::NAN, 0.0), (1.0, 1.0), (0.0, f64::NAN)];
        let a = DynArray::from_vec(a.map(|(re, im)| Complex64::new(re, im)).to_vec());
        let found = unique_values(&a.view(), UniqueOptions::default()).unwrap();
        let found = found.to_vec::<Complex64>().unwrap();
        assert_eq!(found.len(), 3);
        assert!(found[2].re.is_nan() && found[2].im == 0.0);
    }

    #[test]
    fn nan_are_one_element_or_many() {
        let a = DynArray::from_vec(vec![f64::NAN, 1.0, f64::NAN]);
        let n = |options| unique_values(&a.view(), options).unwrap().size();
        assert_eq!(n(UniqueOptions::default()), 2);
        assert_eq!(n(UniqueOptions::default().nan_differ()), 3);
    }
}
