//! Record types: named fields at offsets, with padding, overlaps and titles.

mod assemble;

use std::hash::{Hash, Hasher};

use crate::{DType, Result};

pub(crate) use assemble::Assembler;

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
/// Each field lies within `itemsize`; fields may overlap, and lie in any order. Two records are equal
/// when their fields and itemsizes are, as NumPy's: alignment takes no part.
#[derive(Clone, Debug)]
pub struct Record {
    fields: Box<[Field]>,
    itemsize: usize,
    alignment: usize,
    /// How many records and sub-arrays stand within each other, this one included.
    depth: usize,
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

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn set_alignment(&mut self, alignment: usize) {
        self.alignment = alignment;
    }

    /// The same layout with some of the fields, in a new order.
    pub(crate) fn with_fields(&self, fields: Vec<Field>) -> Record {
        Record { fields: fields.into(), alignment: 1, ..*self }
    }

    /// Gives the fields new names, one for each.
    pub(crate) fn set_names(&mut self, names: impl IntoIterator<Item = String>) {
        for (field, name) in self.fields.iter_mut().zip(names) {
            field.name = name;
        }
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
    /// an itemsize that cuts a field off; objects that overlap others; more than `i32::MAX` bytes;
    /// more than [`DType::MAX_DEPTH`] levels.
    pub fn build(self) -> Result<Record> {
        let mut record = Assembler::new(self.is_aligned);
        for (name, title, dtype, offset) in self.fields {
            record.push(name, title, dtype, offset)?;
        }
        // A size past an i64 is past the limit of all records, which the assembler reports.
        record.finish(self.itemsize.map(|size| i64::try_from(size).unwrap_or(i64::MAX)))
    }
}
