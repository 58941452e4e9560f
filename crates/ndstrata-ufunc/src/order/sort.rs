//! `sort` and `argsort`.

use ndstrata_array::{DynArray, DynBase, DynView, Order, Storage};
use ndstrata_dtype::{DType, TypeClass, match_element};
use ndstrata_kernels::sort as kernels;
use ndstrata_kernels::sort::IndexOrder;

use super::lex::argsort_records;
use super::memory::{
    counts, counts_mut, packed_bytes_mut, positions, positions_mut, text_column, text_unit,
};
use super::{changed, in_order_of, lines, lines_to_read, unmoved, unmoved_as};
use crate::error::{Error, ErrorKind, Result};

/// How to sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortOptions {
    axis: Option<isize>,
    stable: bool,
    order: Vec<String>,
}

impl Default for SortOptions {
    /// NumPy's: the last axis, equal elements in any order.
    fn default() -> SortOptions {
        SortOptions { axis: Some(-1), stable: false, order: Vec::new() }
    }
}

impl SortOptions {
    /// The axis to sort along; the flattened array without one.
    ///
    /// NumPy: `axis=`.
    pub fn axis(mut self, axis: Option<isize>) -> SortOptions {
        self.axis = axis;
        self
    }

    /// Keeps equal elements in their order.
    ///
    /// NumPy: `stable=True`.
    pub fn stable(mut self) -> SortOptions {
        self.stable = true;
        self
    }

    /// The fields that decide first, where the elements are records; the others decide among equals.
    ///
    /// NumPy: `order=`.
    pub fn order<S: Into<String>>(mut self, fields: impl IntoIterator<Item = S>) -> SortOptions {
        self.order = fields.into_iter().map(Into::into).collect();
        self
    }

    /// The fields named must be there, each once.
    pub(super) fn check_order(&self, dtype: &DType) -> Result<()> {
        if self.order.is_empty() {
            return Ok(());
        }
        let Some(record) = dtype.as_record() else {
            return Err(Error::value("Cannot specify order when the array has no fields."));
        };
        for (k, name) in self.order.iter().enumerate() {
            if self.order[..k].contains(name) {
                return Err(Error::value(format!("duplicate field name: {name}")));
            }
            if !record.names().any(|known| known == name) {
                return Err(Error::value(format!("unknown field name: {name}")));
            }
        }
        Ok(())
    }
}

/// The elements in ascending order along an axis; NaN and NaT last.
///
/// NumPy: [numpy.sort](https://numpy.org/doc/stable/reference/generated/numpy.sort.html).
///
/// # Errors
///
/// An axis that is not there; fields that are not there; a type without an order.
pub fn sort(a: &DynView<'_>, options: SortOptions) -> Result<DynArray> {
    options.check_order(a.dtype())?;
    if options.axis.is_some() {
        let axis = options.axis.unwrap_or(-1);
        ndstrata_array::normalize_axis(axis, a.ndim())?;
    }
    let (sorted, axis) = lines(a, options.axis)?;
    let dtype = sorted.dtype().clone();
    let length = sorted.shape().last().copied().unwrap_or(1);
    let sorted = match dtype.class() {
        TypeClass::Element(_) => {
            match_element!(dtype.element_type(), T => sort_lines::<T>(sorted, length, options.stable), else Ok(sorted))?
        }
        TypeClass::Bytes(_) | TypeClass::Str(_) => {
            let mut sorted = sorted;
            sort_text(&mut sorted, length)?;
            sorted
        }
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => {
            let mut sorted = sorted;
            counts_mut(&mut sorted)?.chunks_mut(length.max(1)).for_each(kernels::sort);
            sorted
        }
        _ => {
            let mut order = argsort_lines(&sorted, length, &options.order)?;
            pick(&sorted, positions_mut(&mut order)?, length)?
        }
    };
    unmoved_as(in_order_of(sorted, a.dtype())?, axis, a)
}

/// The positions that would sort the elements along an axis; equal elements in their order.
///
/// NumPy: [numpy.argsort](https://numpy.org/doc/stable/reference/generated/numpy.argsort.html).
/// Differs: always stable, which NumPy is on request.
///
/// # Errors
///
/// As [`sort`].
pub fn argsort(a: &DynView<'_>, options: SortOptions) -> Result<DynArray> {
    options.check_order(a.dtype())?;
    let (elements, axis) = lines_to_read(a, options.axis)?;
    let length = elements.shape().last().copied().unwrap_or(1);
    unmoved(argsort_lines(&elements, length, &options.order)?, axis)
}

#[cold]
pub(super) fn no_order(dtype: &DType) -> Error {
    Error::new(ErrorKind::BadTypes {
        ufunc: "sort",
        is_ufunc_error: false,
        message: format!("sorting of {dtype} is not supported"),
    })
}

fn sort_lines<T: kernels::Sortable + ndstrata_dtype::Element>(
    array: DynArray,
    length: usize,
    stable: bool,
) -> Result<DynArray> {
    changed::<T>(array, |values| {
        for line in values.chunks_mut(length.max(1)) {
            if stable { kernels::sort_stable(line) } else { kernels::sort(line) }
        }
    })
}

/// The sorting positions of each line, in an array of the same shape.
fn argsort_lines<S: Storage>(
    array: &DynBase<S>,
    length: usize,
    fields: &[String],
) -> Result<DynArray> {
    let mut found = positions(array.shape())?;
    let order = positions_mut(&mut found)?;
    let dtype = array.dtype();
    match dtype.class() {
        TypeClass::Element(_) => {
            match_element!(dtype.element_type(), T => {
                let values = array.to_slice::<T>()?;
                for (line, order) in values.chunks(length.max(1)).zip(order.chunks_mut(length.max(1))) {
                    kernels::argsort(line, order);
                }
            }, else {});
        }
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => {
            let counts = counts(array);
            for (line, order) in counts.chunks(length.max(1)).zip(order.chunks_mut(length.max(1))) {
                kernels::argsort(line, order);
            }
        }
        TypeClass::Record(_) => argsort_records(&array.copy(Order::C)?, fields, length, order)?,
        TypeClass::Bytes(_) | TypeClass::Str(_) | TypeClass::Void(_) => {
            let column = text_column(array);
            for (k, order) in order.chunks_mut(length.max(1)).enumerate() {
                order.iter_mut().enumerate().for_each(|(k, index)| *index = k as i64);
                column.part(k * length, order.len()).sort_indices(order);
            }
        }
        _ => return Err(no_order(dtype)),
    }
    Ok(found)
}

/// Text and raw bytes in ascending order, where they lie.
pub(super) fn sort_text(array: &mut DynArray, length: usize) -> Result<()> {
    let (itemsize, unit) = (array.itemsize(), text_unit(array.dtype()));
    let no_memory = |_| {
        Error::new(ErrorKind::Refused {
            class: "MemoryError",
            message: "Unable to allocate what a sort of text needs".to_owned(),
        })
    };
    if length * itemsize == 0 {
        return Ok(());
    }
    packed_bytes_mut(array)?
        .chunks_exact_mut(length * itemsize)
        .try_for_each(|line| kernels::sort_text(line, itemsize, unit).map_err(no_memory))
}

/// The elements of each line in another order.
fn pick(array: &DynArray, order: &[i64], length: usize) -> Result<DynArray> {
    let shape: Vec<isize> = array.shape().iter().map(|&n| n as isize).collect();
    let positions: Vec<i64> = order
        .iter()
        .enumerate()
        .map(|(k, &position)| (k / length.max(1) * length) as i64 + position)
        .collect();
    let flat = array.clone().reshape_view(&[-1], ndstrata_array::Order::C)?;
    let picked = flat.index(&[positions.into()])?;
    Ok(picked.reshape_view(&shape, ndstrata_array::Order::C)?)
}
