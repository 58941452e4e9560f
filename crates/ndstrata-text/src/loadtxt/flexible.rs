//! Types whose width or unit is found from the fields: `S0`, `U0`, and dates without a unit.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::datetime::{DateOrDelta, DateTimeUnit};
use ndstrata_dtype::{DType, TypeClass};

use crate::element;
use crate::error::{Error, Result};
use crate::memory::grow;

/// The fields read so far.
pub(super) struct Flexible {
    dtype: DType,
    text: String,
    ends: Vec<usize>,
    /// Of the longest field, in characters.
    width: usize,
    unit: Option<DateTimeUnit>,
}

/// Fields, bytes, width and unit.
pub(super) type Mark = (usize, usize, usize, Option<DateTimeUnit>);

impl Flexible {
    /// A collector, where the type needs one.
    pub(super) fn of(dtype: &DType) -> Option<Flexible> {
        match dtype.class() {
            TypeClass::Bytes(0) | TypeClass::Str(0) => {}
            TypeClass::DateTime64(unit) if unit.is_generic() => {}
            _ => return None,
        }
        let (text, ends) = (String::new(), Vec::new());
        Some(Flexible { dtype: dtype.clone(), text, ends, width: 0, unit: None })
    }

    /// Takes a field; false where it is no value of the type.
    pub(super) fn push(&mut self, field: &str) -> bool {
        match self.dtype.class() {
            TypeClass::Bytes(_) if field.chars().any(|c| u32::from(c) > 255) => return false,
            TypeClass::DateTime64(_) => {
                let Ok((_, unit)) = DateTimeUnit::infer_datetime(field) else { return false };
                let common = match self.unit {
                    Some(known) => known.common(unit, DateOrDelta::Date),
                    None => Ok(unit),
                };
                let Ok(common) = common else { return false };
                self.unit = Some(common);
            }
            _ => {}
        }
        let is_longer = field.len() > self.width;
        if is_longer {
            self.width = self.width.max(field.chars().count());
        }
        self.text.push_str(field);
        self.ends.push(self.text.len());
        true
    }

    /// What can be gone back to.
    pub(super) fn mark(&self) -> Mark {
        (self.ends.len(), self.text.len(), self.width, self.unit)
    }

    /// Forgets what was taken since.
    pub(super) fn rewind(&mut self, (n_fields, n_bytes, width, unit): Mark) {
        self.ends.truncate(n_fields);
        self.text.truncate(n_bytes);
        self.width = width;
        self.unit = unit;
    }

    #[cfg(feature = "rayon")]
    /// Takes all fields of another; false where the units of dates have nothing in common.
    pub(super) fn append(&mut self, other: &Flexible) -> bool {
        let common = match (self.unit, other.unit) {
            (Some(known), Some(unit)) => match known.common(unit, DateOrDelta::Date) {
                Ok(common) => Some(common),
                Err(_) => return false,
            },
            (known, unit) => known.or(unit),
        };
        self.unit = common;
        self.width = self.width.max(other.width);
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| start + end));
        true
    }

    pub(super) fn into_array(self, shape: &[usize]) -> Result<DynArray> {
        let width = self.width.max(1);
        let dtype = match self.dtype.class() {
            TypeClass::Bytes(_) => DType::bytes(width),
            TypeClass::Str(_) => DType::str(width),
            _ => self.unit.map_or(self.dtype.clone(), DType::datetime64),
        };
        let layout = Layout::contiguous(shape, dtype.itemsize(), Order::C)?;
        let itemsize = dtype.itemsize();
        let mut bytes = Vec::new();
        let n_bytes = self.ends.len().saturating_mul(itemsize);
        grow(&mut bytes, n_bytes)?;
        let mut start = 0;
        for (&end, out) in self.ends.iter().zip(bytes.chunks_exact_mut(itemsize)) {
            if !element::store(&dtype, &self.text[start..end], out) {
                let text = &self.text[start..end];
                return Err(Error::value(format!("could not convert string to {dtype}: {text}")));
            }
            start = end;
        }
        Ok(DynArray::from_bytes(bytes, 0, layout, &dtype)?)
    }
}
