//! Converted fields into the array and its mask.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, Record, TypeClass};

use super::GenFromTxt;
use super::convert::Column;
use super::names::numbered;
use crate::error::{Error, Result};
use crate::item::Item;
use crate::memory::grow;
use crate::number;

/// The rows read, and how each column is converted.
pub(super) struct Table<'a> {
    pub(super) rows: &'a [Vec<String>],
    pub(super) columns: &'a [Column],
    pub(super) missing: &'a [Vec<String>],
}

type WithMask = (DynArray, Option<DynArray>);

/// The parts of a type that take a column each, with their offsets.
pub(super) fn leaves_of(dtype: &DType) -> Vec<(usize, DType)> {
    fn add(dtype: &DType, offset: usize, leaves: &mut Vec<(usize, DType)>) {
        match dtype.class() {
            TypeClass::Record(record) => {
                for field in record.fields() {
                    add(&field.dtype, offset + field.offset, leaves);
                }
            }
            TypeClass::SubArray(block) => {
                for i in 0..block.count() {
                    leaves.push((offset + i * block.base().itemsize(), block.base().clone()));
                }
            }
            _ => leaves.push((offset, dtype.clone())),
        }
    }
    let mut leaves = Vec::new();
    add(dtype, 0, &mut leaves);
    leaves
}

impl Table<'_> {
    /// An array of the types that the columns found.
    pub(super) fn inferred(
        &self,
        names: Option<&[String]>,
        options: &GenFromTxt,
    ) -> Result<WithMask> {
        let items = self.items(options)?;
        let widths = (0..self.columns.len())
            .map(|i| items.iter().map(|row| row[i].to_text().chars().count()).max().unwrap_or(0));
        let dtypes: Vec<DType> =
            self.columns.iter().zip(widths).map(|(column, width)| column.dtype(width)).collect();
        let mut base: Option<DType> = None;
        let mut is_uniform = names.is_none();
        for (column, dtype) in self.columns.iter().zip(&dtypes) {
            if column.is_checked {
                match &base {
                    Some(known) if known.scalar_type() != dtype.scalar_type() => is_uniform = false,
                    _ => base = Some(dtype.clone()),
                }
            }
        }
        if let Some(base) = base.filter(|_| is_uniform) {
            let widest = items.iter().flatten().map(|item| item.to_text().chars().count()).max();
            let dtype = match base.class() {
                TypeClass::Str(_) => DType::str(widest.unwrap_or(0).max(1)),
                _ => base,
            };
            return self.plain(&items, &dtype, options);
        }
        let mut builder = Record::builder();
        match names {
            Some(names) => {
                for (name, dtype) in names.iter().zip(dtypes) {
                    builder = builder.field(name.clone(), dtype);
                }
            }
            None => {
                for (i, dtype) in dtypes.into_iter().enumerate() {
                    builder = builder.field(numbered(&options.defaultfmt, i), dtype);
                }
            }
        }
        self.records(&items, &DType::record(builder.build()?), options)
    }

    /// An array of the type asked for.
    pub(super) fn typed(&self, dtype: &DType, options: &GenFromTxt) -> Result<WithMask> {
        let items = self.items(options)?;
        match dtype.as_record() {
            Some(_) => self.records(&items, dtype, options),
            None => self.plain(&items, dtype, options),
        }
    }

    fn items(&self, options: &GenFromTxt) -> Result<Vec<Vec<Item>>> {
        let mut rows = vec![Vec::with_capacity(self.columns.len()); self.rows.len()];
        for (i, column) in self.columns.iter().enumerate() {
            for (row, fields) in rows.iter_mut().zip(self.rows) {
                let text = &fields[i];
                row.push(if options.loose { column.loose(text)? } else { column.strict(text)? });
            }
        }
        Ok(rows)
    }

    fn plain(&self, items: &[Vec<Item>], dtype: &DType, options: &GenFromTxt) -> Result<WithMask> {
        let n_columns = self.columns.len();
        let widest = items.iter().flatten().map(|item| item.to_text().chars().count()).max();
        let dtype = match dtype.class() {
            TypeClass::Str(0) => DType::str(widest.unwrap_or(0).max(1)),
            TypeClass::Bytes(0) => DType::bytes(widest.unwrap_or(0).max(1)),
            _ => dtype.clone(),
        };
        let itemsize = dtype.itemsize();
        let mut bytes = Vec::new();
        for item in items.iter().flatten() {
            let start = bytes.len();
            grow(&mut bytes, itemsize)?;
            item.store(&dtype, &mut bytes[start..])?;
        }
        let shape = match items.len() {
            0 => vec![0],
            n => vec![n, n_columns],
        };
        let layout = Layout::contiguous(&shape, itemsize, Order::C)?;
        let data = DynArray::from_bytes(bytes, 0, layout, &dtype)?;
        let mask = match options.usemask {
            false => None,
            true => {
                let bytes: Vec<u8> = self.rows.iter().flat_map(|row| self.mask_of(row)).collect();
                let layout = Layout::contiguous(&shape, 1, Order::C)?;
                Some(DynArray::from_bytes(bytes, 0, layout, &DType::of::<bool>())?)
            }
        };
        Ok((data, mask))
    }

    fn records(
        &self,
        items: &[Vec<Item>],
        dtype: &DType,
        options: &GenFromTxt,
    ) -> Result<WithMask> {
        let leaves = leaves_of(dtype);
        let itemsize = dtype.itemsize();
        let mut bytes = Vec::new();
        for row in items {
            if row.len() != leaves.len() {
                return Err(Error::value(format!(
                    "could not assign tuple of length {} to structure with {} fields.",
                    row.len(),
                    leaves.len()
                )));
            }
            let start = bytes.len();
            grow(&mut bytes, itemsize)?;
            for (item, (offset, leaf)) in row.iter().zip(&leaves) {
                let at = start + offset;
                item.store(leaf, &mut bytes[at..at + leaf.itemsize()])?;
            }
        }
        let mask = match options.usemask {
            false => None,
            true => Some(self.record_mask(&bytes, dtype, &leaves)?),
        };
        let layout = Layout::contiguous(&[items.len()], itemsize, Order::C)?;
        Ok((DynArray::from_bytes(bytes, 0, layout, dtype)?, mask))
    }

    fn record_mask(
        &self,
        bytes: &[u8],
        dtype: &DType,
        leaves: &[(usize, DType)],
    ) -> Result<DynArray> {
        let n = leaves.len();
        let mut mask: Vec<u8> = Vec::new();
        for row in self.rows {
            mask.extend(self.mask_of(row).take(n));
        }
        // Values equal to those that missing texts become are missing too.
        for (i, (column, (offset, leaf))) in self.columns.iter().zip(leaves).enumerate() {
            for item in column.missing_items()? {
                let mut value = vec![0; leaf.itemsize()];
                if matches!(item, Item::Float(x) if x.is_nan()) {
                    continue;
                }
                if item.store(leaf, &mut value).is_err() {
                    continue;
                }
                for (row, flags) in
                    bytes.chunks_exact(dtype.itemsize().max(1)).zip(mask.chunks_exact_mut(n.max(1)))
                {
                    flags[i] |= u8::from(row[*offset..offset + leaf.itemsize()] == value[..]);
                }
            }
        }
        let mask_dtype = mask_dtype(dtype)?;
        let layout = Layout::contiguous(&[self.rows.len()], mask_dtype.itemsize(), Order::C)?;
        Ok(DynArray::from_bytes(mask, 0, layout, &mask_dtype)?)
    }

    fn mask_of<'r>(&'r self, row: &'r [String]) -> impl Iterator<Item = u8> + 'r {
        let pairs = row.iter().zip(self.missing).take(self.columns.len());
        pairs.map(|(field, missing)| {
            let field = number::strip(field);
            u8::from(missing.iter().any(|text| text == field))
        })
    }
}

/// The same fields, all truth values.
fn mask_dtype(dtype: &DType) -> Result<DType> {
    Ok(match dtype.class() {
        TypeClass::Record(record) => {
            let mut builder = Record::builder();
            for field in record.fields() {
                builder = builder.field(field.name.to_string(), mask_dtype(&field.dtype)?);
            }
            DType::record(builder.build()?)
        }
        TypeClass::SubArray(block) => DType::sub_array_of(DType::of::<bool>(), block.shape())?,
        _ => DType::of::<bool>(),
    })
}
