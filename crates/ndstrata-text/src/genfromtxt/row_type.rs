//! The type of a row: made of those of the columns, renamed, taken apart.

use ndstrata_dtype::{DType, Record, TypeClass};

use super::GenFromTxt;
use super::convert::Column;
use super::names::numbered;
use crate::error::{Error, Result};

/// A record type with other names; `None` where there are none to give.
pub(super) fn named(dtype: &DType, names: Option<&[String]>) -> Result<Option<DType>> {
    let (Some(record), Some(names)) = (dtype.as_record(), names.filter(|n| !n.is_empty())) else {
        return Ok(None);
    };
    if record.fields().len() != names.len() {
        return Err(Error::value(format!(
            "must replace all names at once with a sequence of length {}",
            record.fields().len()
        )));
    }
    let mut builder = Record::builder();
    for (name, field) in names.iter().zip(record.fields()) {
        builder = builder.field_at(name.clone(), field.dtype.clone(), field.offset);
    }
    Ok(Some(DType::record(builder.itemsize(record.itemsize()).build()?)))
}

/// The type of a table whose columns found theirs: one for all where they agree, else a record of them. The
/// longest value of all decides the width of text.
pub(super) fn common_dtype(
    columns: &[Column],
    dtypes: Vec<DType>,
    names: Option<&[String]>,
    options: &GenFromTxt,
    widest: impl FnOnce() -> Result<usize>,
) -> Result<DType> {
    let mut base: Option<DType> = None;
    let mut is_uniform = names.is_none();
    for (column, dtype) in columns.iter().zip(&dtypes) {
        if column.is_checked {
            match &base {
                Some(known) if known.scalar_type() != dtype.scalar_type() => is_uniform = false,
                _ => base = Some(dtype.clone()),
            }
        }
    }
    if let Some(base) = base.filter(|_| is_uniform) {
        return Ok(match base.class() {
            TypeClass::Str(_) => DType::str(widest()?),
            TypeClass::Bytes(_) => DType::bytes(widest()?),
            _ => base,
        });
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
                builder = builder.field(numbered(&options.defaultfmt, i)?, dtype);
            }
        }
    }
    Ok(DType::record(builder.build()?))
}

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

/// The same parts without gaps, and how many bytes they take.
pub(super) fn side_by_side(leaves: &[(usize, DType)]) -> (Vec<(usize, DType)>, usize) {
    let mut end = 0;
    let place = |(_, dtype): &(usize, DType)| {
        let start = end;
        end += dtype.itemsize();
        (start, dtype.clone())
    };
    let placed = leaves.iter().map(place).collect();
    (placed, end)
}

/// How many rows of another size as many bytes are.
pub(super) fn viewed(n_rows: usize, from: usize, to: usize) -> Result<usize> {
    let n_bytes = n_rows.saturating_mul(from);
    if from == to {
        Ok(n_rows)
    } else if to < from && (to == 0 || !from.is_multiple_of(to)) {
        Err(Error::value(
            "When changing to a smaller dtype, its size must be a divisor of the size of original \
             dtype",
        ))
    } else if !n_bytes.is_multiple_of(to) {
        Err(Error::value(
            "When changing to a larger dtype, its size must be a divisor of the total size in \
             bytes of the last axis of the array.",
        ))
    } else {
        Ok(n_bytes / to)
    }
}

/// The same fields, all truth values.
pub(super) fn mask_dtype(dtype: &DType) -> Result<DType> {
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
