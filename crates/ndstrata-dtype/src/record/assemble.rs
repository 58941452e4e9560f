//! Putting fields together, one by one, with every check that NumPy makes.

use std::collections::HashSet;

use super::{Field, Record};
use crate::spec::SpecFault;
use crate::{DType, Error, ErrorKind, Result};

/// A record under construction.
#[derive(Debug)]
pub(crate) struct Assembler {
    fields: Vec<Field>,
    seen: HashSet<String>,
    end: usize,
    alignment: usize,
    depth: usize,
    is_aligned: bool,
    is_from_dict: bool,
    is_out_of_order: bool,
}

impl Assembler {
    pub(crate) fn new(is_aligned: bool) -> Assembler {
        Assembler {
            fields: Vec::new(),
            seen: HashSet::new(),
            end: 0,
            alignment: 1,
            depth: 1,
            is_aligned,
            is_from_dict: false,
            is_out_of_order: false,
        }
    }

    /// With the messages that NumPy has for dictionaries.
    pub(crate) fn from_dict(is_aligned: bool) -> Assembler {
        Assembler { is_from_dict: true, ..Assembler::new(is_aligned) }
    }

    /// Adds a field at an offset, or after the others.
    pub(crate) fn push(
        &mut self,
        name: String,
        title: Option<String>,
        dtype: DType,
        offset: Option<usize>,
    ) -> Result<()> {
        let alignment = if self.is_aligned { dtype.alignment() } else { 1 };
        self.alignment = self.alignment.max(alignment);
        let offset = match offset {
            Some(offset) if !offset.is_multiple_of(alignment) => {
                return Err(Error::new(ErrorKind::MisalignedOffset { offset, alignment }));
            }
            Some(offset) => {
                self.is_out_of_order |= offset < self.end;
                offset
            }
            None => self.end.next_multiple_of(alignment),
        };
        self.claim(&name, title.as_deref())?;
        let end = offset.checked_add(dtype.itemsize()).filter(|&end| end <= i32::MAX as usize);
        self.end = self.end.max(end.ok_or_else(|| Error::new(ErrorKind::RecordTooLarge))?);
        self.depth = self.depth.max(dtype.depth() + 1);
        if self.depth > DType::MAX_DEPTH {
            return Err(Error::spec(SpecFault::TooDeep));
        }
        self.fields.push(Field { name, title, dtype, offset });
        Ok(())
    }

    /// Takes the name and the title, which no other name or title may be.
    fn claim(&mut self, name: &str, title: Option<&str>) -> Result<()> {
        let taken = |key: &str| self.seen.contains(key);
        let name = name.to_owned();
        if self.is_from_dict && taken(&name) {
            return Err(Error::new(ErrorKind::NameTaken { name }));
        }
        if !self.is_from_dict && (taken(&name) || title.is_some_and(taken)) {
            return Err(Error::new(ErrorKind::DuplicateField { name }));
        }
        self.seen.insert(name);
        match title {
            Some(title) if !self.seen.insert(title.to_owned()) => {
                Err(Error::new(ErrorKind::DuplicateTitle { title: title.to_owned() }))
            }
            _ => Ok(()),
        }
    }

    /// The record, of the itemsize that the fields need or of a larger one.
    pub(crate) fn finish(self, itemsize: Option<i64>) -> Result<Record> {
        let required = self.end.next_multiple_of(self.alignment);
        if self.is_out_of_order && objects_overlap(&self.fields) {
            return Err(Error::new(ErrorKind::OverlappingObjects));
        }
        let itemsize = match itemsize {
            None => required,
            Some(itemsize) => usize::try_from(itemsize)
                .ok()
                .filter(|&size| size >= required)
                .ok_or_else(|| Error::new(ErrorKind::ItemsizeTooSmall { required, itemsize }))?,
        };
        if itemsize > i32::MAX as usize {
            return Err(Error::new(ErrorKind::RecordTooLarge));
        }
        let alignment = self.alignment;
        if !itemsize.is_multiple_of(alignment) {
            return Err(Error::new(ErrorKind::MisalignedItemsize { itemsize, alignment }));
        }
        Ok(Record {
            fields: self.fields.into(),
            itemsize,
            alignment,
            depth: self.depth,
            is_aligned: self.is_aligned,
        })
    }
}

/// Whether a field that holds objects shares bytes with another.
fn objects_overlap(fields: &[Field]) -> bool {
    let mut spans: Vec<_> = fields
        .iter()
        .filter(|field| field.dtype.itemsize() > 0)
        .map(|field| (field.offset, field.end(), field.dtype.has_object()))
        .collect();
    spans.sort_unstable();
    let (mut end, mut object_end) = (0, 0);
    spans.into_iter().any(|(start, stop, has_object)| {
        let overlaps = start < object_end || (has_object && start < end);
        end = end.max(stop);
        object_end = if has_object { object_end.max(stop) } else { object_end };
        overlaps
    })
}
