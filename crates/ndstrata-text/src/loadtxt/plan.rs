//! Where the fields of a row go: settled before anything is read, and shared by all threads.

use ndstrata_dtype::{DType, TypeClass};

use super::LoadTxt;
use super::control::Control;
use super::flexible::Flexible;
use super::swift::Swift;
use crate::error::{Error, ErrorKind, Result};
use crate::item::Converter;

pub(super) struct Plan {
    pub(super) options: LoadTxt,
    pub(super) control: Control,
    /// For record types: each leaf with its offset.
    pub(super) leaves: Option<Vec<(usize, DType)>>,
    /// The quick reader of plain rows, where the control characters allow it.
    pub(super) swift: Option<Swift>,
}

impl Plan {
    pub(super) fn new(options: &LoadTxt, control: Control) -> Result<Plan> {
        let dtype = &options.dtype;
        if dtype.sub_array().is_some() {
            return Err(Error::argument(
                "TypeError",
                "file reader does not support subarray dtypes.  You can put the dtype into a \
                 structured one using `np.dtype(('name', dtype))` to avoid this limitation.",
            ));
        }
        if dtype.has_object() {
            return Err(Error::argument(
                "NotImplementedError",
                "Python objects are not read from text",
            ));
        }
        let leaves = dtype.as_record().map(|_| {
            let mut leaves = Vec::new();
            add_leaves(dtype, 0, &mut leaves);
            leaves
        });
        if let (Some(leaves), Some(usecols)) = (&leaves, &options.usecols)
            && leaves.len() != usecols.len()
        {
            return Err(Error::argument(
                "TypeError",
                format!(
                    "If a structured dtype is used, the number of columns in `usecols` must match \
                     the effective number of fields. But {} usecols were given and the number of \
                     fields is {}.",
                    usecols.len(),
                    leaves.len()
                ),
            ));
        }
        let swift = Swift::new(control);
        Ok(Plan { options: options.clone(), control, leaves, swift })
    }

    /// A collector, where the type's width is found from the fields.
    pub(super) fn flexible(&self) -> Option<Flexible> {
        Flexible::of(&self.options.dtype)
    }

    /// How many columns the result has, where that is said.
    pub(super) fn n_columns(&self) -> Option<usize> {
        let by_type = self.leaves.as_ref().map(Vec::len);
        by_type.or(self.options.usecols.as_ref().map(Vec::len))
    }

    /// The bytes of a row of so many columns.
    pub(super) fn row_bytes(&self, n_columns: usize) -> usize {
        let itemsize = self.options.dtype.itemsize();
        if self.leaves.is_some() { itemsize } else { n_columns.saturating_mul(itemsize) }
    }

    /// Where a column of the result lies in its row, and its type.
    pub(super) fn leaf(&self, column: usize) -> (usize, &DType) {
        let dtype = &self.options.dtype;
        match &self.leaves {
            Some(leaves) => (leaves[column].0, &leaves[column].1),
            None => (column * dtype.itemsize(), dtype),
        }
    }

    /// The converter of each column of the result, once the first row is known.
    pub(super) fn converters(
        &self,
        n_columns: usize,
        n_found: usize,
    ) -> Result<Vec<Option<Converter>>> {
        let options = &self.options;
        let mut found = vec![options.converter.clone(); n_columns];
        for (column, converter) in &options.converters {
            let invalid = || ErrorKind::ConverterColumn { column: *column, n_columns };
            match &options.usecols {
                None => {
                    let i = resolve(*column, n_columns).ok_or_else(invalid)?;
                    found[i] = Some(converter.clone());
                }
                Some(usecols) => {
                    let wanted = resolve(*column, n_found);
                    for (slot, &used) in found.iter_mut().zip(usecols) {
                        let is_same = wanted.is_some() && resolve(used, n_found) == wanted;
                        if used == *column || is_same {
                            *slot = Some(converter.clone());
                        }
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The parts of a type that are read from one column each, in order.
fn add_leaves(dtype: &DType, offset: usize, leaves: &mut Vec<(usize, DType)>) {
    match dtype.class() {
        TypeClass::Record(record) => {
            for field in record.fields() {
                add_leaves(&field.dtype, offset + field.offset, leaves);
            }
        }
        TypeClass::SubArray(block) => {
            for i in 0..block.count() {
                add_leaves(block.base(), offset + i * block.base().itemsize(), leaves);
            }
        }
        _ => leaves.push((offset, dtype.clone())),
    }
}

/// The place of an index that counts from the end where it is negative.
pub(super) fn resolve(index: isize, n: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add_unsigned(n)? } else { index };
    usize::try_from(index).ok().filter(|&index| index < n)
}
