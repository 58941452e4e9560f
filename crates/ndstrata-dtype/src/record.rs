//! Record types: named fields at offsets, with padding, overlaps and titles.

use std::hash::{Hash, Hasher};

use crate::{DType, Error, Result, error::ErrorKind};

/// One field of a [`Record`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name by which it is found.
    pub name: String,
    /// A second name, for people.
    pub title: Option<String>,
    /// What lies there.
    pub dtype: DType,
    /// Its first byte within the record.
    pub offset: usize,
}

impl Field {
    /// The byte after its last.
    pub fn end(&self) -> usize {
        self.offset + self.dtype.itemsize()
    }
}

/// The layout of a structured type.
///
/// NumPy: [numpy.dtype.fields](https://numpy.org/doc/stable/reference/generated/numpy.dtype.fields.html).
/// Each field lies within `itemsize`; fields may overlap, and lie in any order. Equality is about
/// the layout, not about whether it came from `align=True`.
#[derive(Clone, Debug)]
pub struct Record {
    fields: Box<[Field]>,
    itemsize: usize,
    alignment: usize,
    is_aligned: bool,
}

impl Record {
    /// A builder without fields.
    pub fn builder() -> RecordBuilder {
        RecordBuilder::default()
    }

    /// The fields, in the order in which they were named.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The names, in order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.fields.iter().map(|f| f.name.as_str())
    }

    /// The field of a name, or of a title.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|f| f.name == name)
            .or_else(|| self.fields.iter().find(|f| f.title.as_deref() == Some(name)))
    }

    /// Bytes from one record to the next.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The alignment of the record: 1 unless it was made with alignment.
    pub fn alignment(&self) -> usize {
        self.alignment
    }

    /// Whether it was made with `align=True`, as a C struct.
    pub fn is_aligned(&self) -> bool {
        self.is_aligned
    }

    /// Replaces each field's type by one of the same size.
    pub(crate) fn map_dtypes(&mut self, change: impl Fn(&DType) -> DType) {
        for field in &mut self.fields {
            field.dtype = change(&field.dtype);
        }
    }

    /// Whether some byte of the record belongs to no field.
    pub fn has_padding(&self) -> bool {
        let mut spans: Vec<_> = self.fields.iter().map(|f| (f.offset, f.end())).collect();
        spans.sort_unstable();
        let mut covered = 0;
        for (start, end) in spans {
            if start > covered {
                return true;
            }
            covered = covered.max(end);
        }
        covered < self.itemsize
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        self.itemsize == other.itemsize && self.fields == other.fields
    }
}

impl Eq for Record {}

impl Hash for Record {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fields.hash(state);
        self.itemsize.hash(state);
    }
}

/// Puts a [`Record`] together: by order alone, or with offsets and an itemsize.
///
/// ```
/// use ndstrata_dtype::{DType, Record};
/// let record = Record::builder()
///     .aligned()
///     .field("flag", DType::UINT8)
///     .field("value", DType::FLOAT64)
///     .build()?;
/// assert_eq!((record.fields()[1].offset, record.itemsize()), (8, 16));
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RecordBuilder {
    fields: Vec<(String, Option<String>, DType, Option<usize>)>,
    itemsize: Option<usize>,
    is_aligned: bool,
}

impl RecordBuilder {
    /// Adds a field after the last one, with padding before it if the record is aligned.
    pub fn field(mut self, name: impl Into<String>, dtype: DType) -> RecordBuilder {
        self.fields.push((name.into(), None, dtype, None));
        self
    }

    /// Adds a field at a byte offset; it may overlap others.
    pub fn field_at(
        mut self,
        name: impl Into<String>,
        dtype: DType,
        offset: usize,
    ) -> RecordBuilder {
        self.fields.push((name.into(), None, dtype, Some(offset)));
        self
    }

    /// Gives the field added last a title.
    pub fn title(mut self, title: impl Into<String>) -> RecordBuilder {
        if let Some(last) = self.fields.last_mut() {
            last.1 = Some(title.into());
        }
        self
    }

    /// Sets the size of a record; without it, the end of the last field (rounded up if aligned).
    pub fn itemsize(mut self, itemsize: usize) -> RecordBuilder {
        self.itemsize = Some(itemsize);
        self
    }

    /// Aligns each field and the whole as a C compiler does.
    pub fn aligned(mut self) -> RecordBuilder {
        self.is_aligned = true;
        self
    }

    /// The record.
    ///
    /// # Errors
    ///
    /// A name or title that occurs twice; an offset or itemsize that breaks the alignment asked for;
    /// an itemsize that cuts a field off; more than `i32::MAX` bytes.
    pub fn build(self) -> Result<Record> {
        let mut end = 0_usize;
        let mut alignment = 1;
        let mut fields = Vec::with_capacity(self.fields.len());
        let mut seen = std::collections::HashSet::new();
        for (index, (name, title, dtype, offset)) in self.fields.into_iter().enumerate() {
            for key in std::iter::once(&name).chain(title.iter().filter(|t| **t != name)) {
                if !seen.insert(key.clone()) {
                    return Err(Error::new(ErrorKind::DuplicateField { name: key.clone() }));
                }
            }
            let field_alignment = if self.is_aligned { dtype.alignment() } else { 1 };
            alignment = alignment.max(field_alignment);
            let offset = match offset {
                Some(offset) if offset % field_alignment != 0 => {
                    return Err(Error::new(ErrorKind::MisalignedOffset {
                        offset,
                        alignment: field_alignment,
                    }));
                }
                Some(offset) => offset,
                None => end.next_multiple_of(field_alignment),
            };
            let field_end = offset
                .checked_add(dtype.itemsize())
                .filter(|&end| end <= i32::MAX as usize)
                .ok_or_else(|| Error::new(ErrorKind::RecordTooLarge))?;
            if let Some(itemsize) = self.itemsize.filter(|&size| field_end > size) {
                let size = dtype.itemsize();
                return Err(Error::new(ErrorKind::FieldPastEnd { index, offset, size, itemsize }));
            }
            end = end.max(field_end);
            fields.push(Field { name, title, dtype, offset });
        }
        let itemsize = self.itemsize.unwrap_or(end.next_multiple_of(alignment));
        if itemsize > i32::MAX as usize {
            return Err(Error::new(ErrorKind::RecordTooLarge));
        }
        if itemsize % alignment != 0 {
            return Err(Error::new(ErrorKind::MisalignedItemsize { itemsize, alignment }));
        }
        Ok(Record { fields: fields.into(), itemsize, alignment, is_aligned: self.is_aligned })
    }
}
