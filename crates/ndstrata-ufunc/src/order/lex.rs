//! `lexsort`: the order of positions by several keys.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{Kind, TypeClass, match_element};
use ndstrata_kernels::TextUnit;
use ndstrata_kernels::sort::{self as kernels, Column, IndexOrder, Sortable, TextColumn};

use super::memory::{counts, text_unit};
use super::sort::no_order;
use super::{lines, unmoved};
use crate::error::{Error, Result};

/// The positions that sort by the last key, among equals by the one before it, and so on.
///
/// NumPy: [numpy.lexsort](https://numpy.org/doc/stable/reference/generated/numpy.lexsort.html).
///
/// # Errors
///
/// No keys; keys of several shapes; an axis that is not there; a type without an order.
pub fn lexsort(keys: &[DynView<'_>], axis: isize) -> Result<DynArray> {
    let Some(first) = keys.first() else {
        return Err(Error::wrong_type("need sequence of keys with len > 0 in lexsort"));
    };
    if keys.iter().any(|key| key.shape() != first.shape()) {
        return Err(Error::value("all keys need to be the same shape"));
    }
    if first.ndim() == 0 {
        return Ok(DynArray::from_vec(vec![0_i64]).squeeze());
    }
    let axis = normalize_axis(axis, first.ndim())?;
    let moved: Vec<(DynArray, usize)> =
        keys.iter().map(|key| lines(key, Some(axis as isize))).collect::<Result<_>>()?;
    let shape = moved[0].0.shape().to_vec();
    let (n, length) = (first.size(), shape.last().copied().unwrap_or(1).max(1));
    if keys.iter().any(|key| key.dtype().kind() == Kind::Void) {
        return Err(Error::wrong_type(
            "item 0 cannot be sorted: records and raw bytes are no keys",
        ));
    }
    let columns: Vec<Box<dyn Lines>> =
        moved.iter().map(|(key, _)| columns_of(key)).collect::<Result<_>>()?;
    let mut order = vec![0_i64; n];
    for (k, order) in order.chunks_mut(length).enumerate() {
        let keys: Vec<Box<dyn IndexOrder + '_>> =
            columns.iter().map(|column| column.line(k * length, order.len())).collect();
        let keys: Vec<&dyn IndexOrder> = keys.iter().map(|key| &**key).collect();
        kernels::lexsort(&keys, order);
    }
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let order = DynArray::from_vec(order).reshape_view(&shape, Order::C)?;
    unmoved(order, axis)
}

/// The elements of a key, whose lines are keys of the kernel.
pub(super) trait Lines {
    /// The key of some elements in a row.
    fn line(&self, start: usize, length: usize) -> Box<dyn IndexOrder + '_>;
}

impl<T: Sortable> Lines for Vec<T> {
    fn line(&self, start: usize, length: usize) -> Box<dyn IndexOrder + '_> {
        Box::new(Column(self.get(start..start + length).unwrap_or_default()))
    }
}

/// Elements that compare as text does.
struct Text {
    bytes: Vec<u8>,
    itemsize: usize,
    unit: TextUnit,
    n: usize,
}

impl Lines for Text {
    fn line(&self, start: usize, length: usize) -> Box<dyn IndexOrder + '_> {
        let all = TextColumn::new(&self.bytes, self.itemsize, self.unit, self.n);
        Box::new(all.part(start, length))
    }
}

/// The keys of records, the most significant first: those of the fields named in `first`, then those of
/// the others; and of other elements themselves.
pub(super) fn record_columns(array: &DynArray, first: &[String]) -> Result<Vec<Box<dyn Lines>>> {
    let n_axes = array.ndim();
    let mut columns = Vec::new();
    collect_columns(array, first, n_axes, &mut columns)?;
    Ok(columns)
}

fn collect_columns(
    array: &DynArray,
    first: &[String],
    n_axes: usize,
    columns: &mut Vec<Box<dyn Lines>>,
) -> Result<()> {
    if array.ndim() > n_axes {
        // NumPy compares the bytes of sub-arrays.
        let size: usize = array.shape()[n_axes..].iter().product();
        if array.size() > 0 {
            let (bytes, itemsize) = (array.tobytes(Order::C)?, size * array.itemsize());
            let n = array.shape()[..n_axes].iter().product();
            columns.push(Box::new(Text { bytes, itemsize, unit: TextUnit::Byte, n }));
        }
        return Ok(());
    }
    let Some(record) = array.dtype().as_record() else {
        let native = array.dtype().to_native();
        let array =
            if array.dtype().is_native() { array.clone() } else { array.astype(&native)? };
        columns.push(columns_of(&array)?);
        return Ok(());
    };
    let others = record.names().filter(|name| !first.iter().any(|known| known == name));
    let names: Vec<String> = first.iter().cloned().chain(others.map(str::to_owned)).collect();
    for name in names {
        collect_columns(&array.clone().field(&name)?, &[], n_axes, columns)?;
    }
    Ok(())
}

/// The sorting positions of the rows of a table, whose elements may be records.
pub(crate) fn argsort_rows(table: &DynArray) -> Result<DynArray> {
    let (n_rows, width) = (table.shape()[0], table.shape()[1]);
    let mut columns = Vec::new();
    for k in 0..width as isize {
        columns.extend(record_columns(&table.clone().index_axis(1, k)?, &[])?);
    }
    columns.reverse();
    let keys: Vec<Box<dyn IndexOrder + '_>> =
        columns.iter().map(|column| column.line(0, n_rows)).collect();
    let keys: Vec<&dyn IndexOrder> = keys.iter().map(|key| &**key).collect();
    let mut order = vec![0_i64; n_rows];
    kernels::lexsort(&keys, &mut order);
    Ok(DynArray::from_vec(order))
}

/// The sorting positions of each line of records, one line after the other.
pub(super) fn argsort_records(
    array: &DynArray,
    first: &[String],
    length: usize,
    order: &mut [i64],
) -> Result<()> {
    let mut columns = record_columns(array, first)?;
    columns.reverse();
    for (k, order) in order.chunks_mut(length.max(1)).enumerate() {
        let keys: Vec<Box<dyn IndexOrder + '_>> =
            columns.iter().map(|column| column.line(k * length, order.len())).collect();
        let keys: Vec<&dyn IndexOrder> = keys.iter().map(|key| &**key).collect();
        kernels::lexsort(&keys, order);
    }
    Ok(())
}

pub(super) fn columns_of(key: &DynArray) -> Result<Box<dyn Lines>> {
    match key.dtype().class() {
        TypeClass::Element(_) => {
            match_element!(key.dtype().element_type(), T => Ok(Box::new(key.to_vec::<T>()?)), else Err(no_order(key.dtype())))
        }
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => {
            Ok(Box::new(counts(key).into_owned()))
        }
        TypeClass::Bytes(_) | TypeClass::Str(_) | TypeClass::Void(_) => {
            let (itemsize, unit) = (key.itemsize(), text_unit(key.dtype()));
            Ok(Box::new(Text { bytes: key.tobytes(Order::C)?, itemsize, unit, n: key.size() }))
        }
        _ => Err(no_order(key.dtype())),
    }
}

#[cfg(test)]
mod tests {
    use ndstrata_dtype::{DType, Spec};

    use super::*;

    #[test]
    fn sub_arrays_are_compared_by_their_bytes() {
        let dtype: DType = "(2,)i4".parse().unwrap();
        let dtype = DType::from_spec(
            &Spec::List(vec![Spec::Tuple(vec![Spec::Text("v".into()), Spec::DType(dtype)])]),
            false,
        );
        let pairs = DynArray::from_vec(vec![3, 1, 3, 0, 256, 0, -1, 0, 3, -1]);
        let records = pairs.reinterpret(&dtype.unwrap()).unwrap();
        let order = crate::argsort(&records.view(), crate::SortOptions::default()).unwrap();
        assert_eq!(order.to_vec::<i64>().unwrap(), [2, 1, 0, 4, 3]);
    }

    #[test]
    fn the_last_key_decides_first() {
        let surnames = DynArray::from_vec(vec![2, 0, 1]);
        let names = DynArray::from_vec(vec![1.0, 1.0, 0.5]);
        let order = lexsort(&[surnames.view(), names.view()], -1).unwrap();
        assert_eq!(order.to_vec::<i64>().unwrap(), [2, 1, 0]);
    }
}
