//! Converted fields into the array and its mask.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, Record, TypeClass};

use super::GenFromTxt;
use super::convert::{Column, Target};
use super::direct;
use super::row_type::{common_dtype, leaves_of, mask_dtype, named, side_by_side, viewed};
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::item::Item;
use crate::memory::grow;
use crate::number;

/// The rows read, and how each column is converted.
pub(super) struct Table<'a> {
    pub(super) rows: &'a Rows<'a>,
    pub(super) columns: &'a [Column],
    pub(super) missing: &'a [Vec<String>],
}

type WithMask = (DynArray, Option<DynArray>);

impl Table<'_> {
    /// An array of the types that the columns found.
    pub(super) fn inferred(
        &self,
        names: Option<&[String]>,
        options: &GenFromTxt,
    ) -> Result<WithMask> {
        let is_text = |column: &Column| matches!(column.target, Target::Text | Target::Bytes);
        if self.rows.len() == 0 && self.columns.iter().any(is_text) {
            return Err(Error::value("max() arg is an empty sequence"));
        }
        let widths = self.widths(options)?;
        let mut dtypes: Vec<DType> =
            self.columns.iter().zip(&widths).map(|(column, width)| column.dtype(*width)).collect();
        let is_text = |dtype: &DType| matches!(dtype.class(), TypeClass::Str(_));
        let is_latin =
            |i: usize| self.rows.column(i).all(|text| text.chars().all(|c| c <= '\u{ff}'));
        let texts: Vec<usize> = (0..dtypes.len()).filter(|&i| is_text(&dtypes[i])).collect();
        if options.has_bytes && texts.iter().all(|&i| is_latin(i)) {
            for i in texts {
                dtypes[i] = DType::bytes(dtypes[i].itemsize() / 4);
            }
        }
        let dtype = common_dtype(self.columns, dtypes, names, options, || self.widest(options))?;
        match dtype.as_record() {
            Some(_) => self.records(&dtype, options),
            None => self.plain(&dtype, options),
        }
    }

    /// An array of the type asked for, with these names.
    pub(super) fn typed(
        &self,
        dtype: &DType,
        names: Option<&[String]>,
        options: &GenFromTxt,
    ) -> Result<WithMask> {
        let renamed;
        let mut dtype = dtype;
        // A record of one column is no record to NumPy here.
        let is_plain = dtype.as_record().is_none() || leaves_of(dtype).len() == 1;
        let converted = if is_plain { self.converted(dtype)? } else { None };
        if let Some(converted) = converted {
            renamed = converted;
            dtype = &renamed;
        } else if let Some(found) = named(dtype, names)? {
            renamed = found;
            dtype = &renamed;
        }
        match dtype.as_record() {
            Some(_) => self.records(dtype, options),
            None => self.plain(dtype, options),
        }
    }

    /// The type of rows where converters of one's own make something else than the type asked for.
    fn converted(&self, dtype: &DType) -> Result<Option<DType>> {
        let own_converter = |column: &'_ Column| match &column.target {
            Target::Custom(converter) if !column.is_from_end => Some(converter.clone()),
            _ => None,
        };
        if self.columns.iter().all(|column| own_converter(column).is_none()) {
            return Ok(None);
        }
        let mut is_homogeneous = true;
        let mut own = Vec::new();
        for (i, column) in self.columns.iter().enumerate() {
            let Some(converter) = own_converter(column) else {
                own.push(dtype.clone());
                continue;
            };
            let found = match column.made {
                Some(Item::Text(_) | Item::Bytes(_)) => {
                    let texts = self.rows.column(i).map(|text| converter.call(text));
                    let width = texts.map(|item| item.map_or(0, |item| n_chars(&item.to_text())));
                    let width = width.max();
                    column
                        .dtype(width.ok_or_else(|| Error::value("max() arg is an empty sequence"))?)
                }
                Some(_) => column.dtype(0),
                None => return Ok(None),
            };
            is_homogeneous &= found.scalar_type() == dtype.scalar_type();
            own.push(found);
        }
        if is_homogeneous {
            return Ok(None);
        }
        if let [only] = &own[..] {
            return Ok(Some(only.clone()));
        }
        let mut builder = Record::builder();
        for (i, dtype) in own.into_iter().enumerate() {
            builder = builder.field(format!("f{i}"), dtype);
        }
        Ok(Some(DType::record(builder.build()?)))
    }

    /// How many characters the longest text of each column has; 0 for columns of numbers.
    fn widths(&self, options: &GenFromTxt) -> Result<Vec<usize>> {
        let width = |(i, column): (usize, &Column)| match column.target {
            Target::Text => Ok(self.rows.column(i).map(n_chars).max().unwrap_or(0)),
            Target::Bytes | Target::Custom(_) => {
                let items = self.column_items(i, options)?;
                Ok(items.iter().map(|item| n_chars(&item.to_text())).max().unwrap_or(0))
            }
            _ => Ok(0),
        };
        self.columns.iter().enumerate().map(width).collect()
    }

    /// How many characters the longest value has, at least 1.
    fn widest(&self, options: &GenFromTxt) -> Result<usize> {
        let items = self.items(options)?;
        let widest = items.iter().flatten().map(|item| n_chars(&item.to_text())).max();
        Ok(widest.unwrap_or(0).max(1))
    }

    fn column_items(&self, i: usize, options: &GenFromTxt) -> Result<Vec<Item>> {
        let column = &self.columns[i];
        let convert = |text| if options.loose { column.loose(text) } else { column.strict(text) };
        self.rows.column(i).map(convert).collect()
    }

    fn items(&self, options: &GenFromTxt) -> Result<Vec<Vec<Item>>> {
        let mut rows = vec![Vec::with_capacity(self.columns.len()); self.rows.len()];
        for i in 0..self.columns.len() {
            for (row, item) in rows.iter_mut().zip(self.column_items(i, options)?) {
                row.push(item);
            }
        }
        Ok(rows)
    }

    fn plain(&self, dtype: &DType, options: &GenFromTxt) -> Result<WithMask> {
        let n_columns = self.columns.len();
        let dtype = match dtype.class() {
            TypeClass::Str(0) => DType::str(self.widest(options)?),
            TypeClass::Bytes(0) => DType::bytes(self.widest(options)?),
            _ => dtype.clone(),
        };
        let itemsize = dtype.itemsize();
        let leaves: Vec<_> = (0..n_columns).map(|i| (i * itemsize, dtype.clone())).collect();
        let row_bytes = n_columns.saturating_mul(itemsize);
        let bytes = match direct::rows(self.rows, self.columns, &leaves, row_bytes, options.loose)?
        {
            Some(bytes) => bytes,
            None => {
                let mut bytes = Vec::new();
                for item in self.items(options)?.iter().flatten() {
                    let start = bytes.len();
                    grow(&mut bytes, itemsize)?;
                    item.store(&dtype, &mut bytes[start..])?;
                }
                bytes
            }
        };
        let shape = match self.rows.len() {
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

    fn records(&self, dtype: &DType, options: &GenFromTxt) -> Result<WithMask> {
        let leaves = leaves_of(dtype);
        // NumPy reads several fields side by side, and views the whole as the type asked for, wherever that has them.
        let (written, row_bytes) = match leaves.len() {
            0 | 1 => (leaves.clone(), dtype.itemsize()),
            _ => side_by_side(&leaves),
        };
        let read = direct::rows(self.rows, self.columns, &written, row_bytes, options.loose)?;
        let bytes = match read {
            Some(bytes) => bytes,
            None => self.record_bytes(row_bytes, &written, options)?,
        };
        let n_rows = viewed(self.rows.len(), row_bytes, dtype.itemsize())?;
        let mask = match options.usemask {
            false => None,
            true => Some(self.record_mask(&bytes, dtype, &leaves)?),
        };
        let layout = Layout::contiguous(&[n_rows], dtype.itemsize(), Order::C)?;
        Ok((DynArray::from_bytes(bytes, 0, layout, dtype)?, mask))
    }

    fn record_bytes(
        &self,
        itemsize: usize,
        leaves: &[(usize, DType)],
        options: &GenFromTxt,
    ) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for row in &self.items(options)? {
            if row.len() != leaves.len() {
                return Err(Error::value(format!(
                    "could not assign tuple of length {} to structure with {} fields.",
                    row.len(),
                    leaves.len()
                )));
            }
            let start = bytes.len();
            grow(&mut bytes, itemsize)?;
            for (item, (offset, leaf)) in row.iter().zip(leaves) {
                let at = start + offset;
                item.store(leaf, &mut bytes[at..at + leaf.itemsize()])?;
            }
        }
        Ok(bytes)
    }

    fn record_mask(
        &self,
        bytes: &[u8],
        dtype: &DType,
        leaves: &[(usize, DType)],
    ) -> Result<DynArray> {
        let n = leaves.len();
        if self.rows.n_columns() != n && self.rows.len() > 0 {
            return Err(Error::value(format!(
                "could not assign tuple of length {} to structure with {n} fields.",
                self.rows.n_columns()
            )));
        }
        let mut mask: Vec<u8> = Vec::new();
        for row in self.rows.iter() {
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

    fn mask_of<'r>(&'r self, row: &'r [&'r str]) -> impl Iterator<Item = u8> + 'r {
        let pairs = row.iter().zip(self.missing).take(self.columns.len());
        pairs.map(|(field, missing)| {
            let field = number::strip(field);
            u8::from(missing.iter().any(|text| text == field))
        })
    }
}

pub(super) fn n_chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}
