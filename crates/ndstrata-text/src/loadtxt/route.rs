//! Which columns of the file become which bytes of a row.

use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::flexible::Flexible;
use super::plan::resolve;
use crate::item::Converter;

/// How a field's text becomes bytes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Float64,
    Float32,
    Integer { is_signed: bool, n_bytes: usize },
    Complex128,
    Complex64,
    Other,
}

/// One column of the result: where its bytes go.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) kind: Kind,
    pub(super) offset: usize,
    pub(super) dtype: DType,
}

/// Which columns of the file go where.
#[derive(Clone)]
pub(super) struct Route {
    /// All columns of the file in order, each to the same kind of number.
    pub(super) uniform: Option<Slot>,
    /// Otherwise: in the order of the columns of the file.
    pub(super) slots: Vec<(usize, Slot)>,
    n_columns: usize,
    /// Fields that a row must have, where that matters.
    pub(super) n_fields: Option<usize>,
}

impl Route {
    /// The route of each column; `None` where there are converters, or columns that are not there.
    pub(super) fn new<'d>(
        mut leaves: impl ExactSizeIterator<Item = (usize, &'d DType)>,
        is_record: bool,
        usecols: Option<&[isize]>,
        n_found: usize,
        converters: &[Option<Converter>],
    ) -> Option<Route> {
        if converters.iter().any(Option::is_some) {
            return None;
        }
        let n_columns = leaves.len();
        if !is_record && usecols.is_none() {
            let (_, dtype) = leaves.next()?;
            let kind = kind_of(dtype);
            if !matches!(kind, Kind::Other) {
                let slot = Slot { kind, offset: 0, dtype: dtype.clone() };
                let (uniform, n_fields) = (Some(slot), Some(n_found));
                return Some(Route { uniform, slots: Vec::new(), n_columns, n_fields });
            }
            let slot = |i| (i, Slot { kind, offset: i * dtype.itemsize(), dtype: dtype.clone() });
            let (slots, n_fields) = ((0..n_columns).map(slot).collect(), Some(n_found));
            return Some(Route { uniform: None, slots, n_columns, n_fields });
        }
        let mut slots = Vec::new();
        for (i, (offset, dtype)) in leaves.enumerate() {
            let column = match usecols {
                None => i,
                Some(usecols) => resolve(usecols[i], n_found)?,
            };
            slots.push((column, Slot { kind: kind_of(dtype), offset, dtype: dtype.clone() }));
        }
        // Fields whose widths are found are collected in the order of the result.
        let is_sorted = slots.is_sorted_by_key(|(column, _)| *column);
        if !is_sorted && slots.iter().any(|(_, slot)| Flexible::of(&slot.dtype).is_some()) {
            return None;
        }
        slots.sort_by_key(|(column, _)| *column);
        let counts = usecols.is_none_or(|usecols| usecols.iter().any(|&column| column < 0));
        let n_fields = counts.then_some(n_found);
        Some(Route { uniform: None, slots, n_columns, n_fields })
    }

    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Whether a row may have so many fields.
    pub(super) fn takes(&self, n_fields: usize) -> bool {
        let last = self.slots.last().map_or(0, |(column, _)| *column);
        self.n_fields.map_or(last < n_fields, |n| n == n_fields)
    }
}

fn kind_of(dtype: &DType) -> Kind {
    let TypeClass::Element(element) = dtype.class() else { return Kind::Other };
    if !dtype.is_native() {
        return Kind::Other;
    }
    let integer = |is_signed| Kind::Integer { is_signed, n_bytes: dtype.itemsize() };
    match element {
        ElementType::Float64 => Kind::Float64,
        ElementType::Float32 => Kind::Float32,
        ElementType::Complex128 => Kind::Complex128,
        ElementType::Complex64 => Kind::Complex64,
        ElementType::Int8 | ElementType::Int16 | ElementType::Int32 | ElementType::Int64 => {
            integer(true)
        }
        ElementType::UInt8 | ElementType::UInt16 | ElementType::UInt32 | ElementType::UInt64 => {
            integer(false)
        }
        _ => Kind::Other,
    }
}
