//! Fields straight into the bytes of the result, on all threads. What is wrong is not told here: then the
//! slower way, which tells it in NumPy's order, is gone again from the start.

use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::convert::{Column, Target};
use super::rows::Rows;
use crate::digits::{float_at, integer_at};
use crate::element;
use crate::error::Result;
use crate::memory::grow;

/// Fewer fields than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 20_000;

/// Where a column's values go, and how.
pub(super) struct Slot<'c> {
    pub(super) column: &'c Column,
    pub(super) offset: usize,
    dtype: &'c DType,
    pub(super) element: Option<ElementType>,
    /// What stands where nothing is.
    pub(super) default: Option<Vec<u8>>,
    /// Text that is put aside instead, as its width is not known yet.
    pub(super) is_aside: bool,
}

/// The bytes of all rows; `None` where something is wrong.
pub(super) fn rows(
    table: &Rows<'_>,
    columns: &[Column],
    leaves: &[(usize, DType)],
    row_bytes: usize,
    loose: bool,
) -> Result<Option<Vec<u8>>> {
    let (n_columns, fields) = (table.n_columns(), table.fields());
    if n_columns == 0 || leaves.len() != columns.len() || columns.is_empty() || row_bytes == 0 {
        return Ok(None);
    }
    let slots: Vec<Slot<'_>> = columns.iter().zip(leaves).map(Slot::new).collect();
    let n_rows = fields.len() / n_columns;
    let mut bytes = Vec::new();
    grow(&mut bytes, n_rows.saturating_mul(row_bytes))?;
    let read = |(out, fields): (&mut [u8], &[&str])| -> Option<()> {
        for (out, fields) in out.chunks_exact_mut(row_bytes).zip(fields.chunks_exact(n_columns)) {
            for (slot, field) in slots.iter().zip(fields) {
                slot.put(field, &mut out[slot.offset..], loose)?;
            }
        }
        Some(())
    };
    #[cfg(feature = "rayon")]
    if fields.len() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
        use rayon::iter::{IndexedParallelIterator, ParallelIterator};
        use rayon::slice::{ParallelSlice, ParallelSliceMut};

        let at_a_time = (PARALLEL_FROM / 4 / n_columns).max(1);
        let parts = bytes
            .par_chunks_mut(at_a_time * row_bytes)
            .zip(fields.par_chunks(at_a_time * n_columns));
        let done: Option<()> = parts.map(read).collect();
        return Ok(done.map(|()| bytes));
    }
    Ok(read((&mut bytes, fields)).map(|()| bytes))
}

impl<'c> Slot<'c> {
    pub(super) fn new((column, (offset, dtype)): (&'c Column, &'c (usize, DType))) -> Slot<'c> {
        let element = match dtype.class() {
            TypeClass::Element(element) if dtype.is_native() => Some(*element),
            _ => None,
        };
        let default = column.value_of_nothing().and_then(|item| {
            let mut bytes = vec![0; dtype.itemsize()];
            item.store(dtype, &mut bytes).ok().map(|()| bytes)
        });
        Slot { column, offset: *offset, dtype, element, default, is_aside: false }
    }

    /// The same, put aside.
    pub(super) fn aside(self) -> Slot<'c> {
        Slot { is_aside: true, ..self }
    }

    /// Stores the number that stands at `at`; gives where it ends.
    #[inline]
    pub(super) fn number_at(&self, bytes: &[u8], at: usize, out: &mut [u8]) -> Option<usize> {
        match (&self.column.target, self.element) {
            (Target::Float, Some(ElementType::Float64)) => {
                let (x, end) = float_at(bytes, at)?;
                *out.first_chunk_mut()? = x.to_ne_bytes();
                Some(end)
            }
            (Target::Int | Target::Exact { .. }, Some(ElementType::Int64)) => {
                let (is_negative, size, end) = integer_at(bytes, at)?;
                let value = i64::try_from(size).ok()?;
                let value = if is_negative { -value } else { value };
                *out.first_chunk_mut()? = value.to_ne_bytes();
                Some(end)
            }
            _ => None,
        }
    }

    #[inline]
    pub(super) fn put(&self, field: &str, out: &mut [u8], loose: bool) -> Option<()> {
        let bytes = field.as_bytes();
        if let (true, Some(default)) = (bytes.is_empty(), &self.default) {
            out[..default.len()].copy_from_slice(default);
            return Some(());
        }
        if self.number_at(bytes, 0, out) == Some(bytes.len()) {
            return Some(());
        }
        if let (Target::Text, None) = (&self.column.target, self.element) {
            let out = &mut out[..self.dtype.itemsize()];
            if matches!(self.dtype.class(), TypeClass::Str(_)) {
                return element::store(self.dtype, field, out).then_some(());
            }
        }
        let item = if loose { self.column.loose(field) } else { self.column.strict(field) };
        item.ok()?.store(self.dtype, &mut out[..self.dtype.itemsize()]).ok()
    }
}
