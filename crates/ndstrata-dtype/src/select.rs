//! Choosing and renaming the fields of a record type.

use std::collections::HashSet;
use std::sync::Arc;

use crate::{DType, Error, ErrorKind, Record, Result, TypeClass};

impl DType {
    /// The type with only these fields, in this order, each where it was; the itemsize stays.
    ///
    /// NumPy: `dtype[["a", "b"]]`, see
    /// [accessing multiple fields](https://numpy.org/doc/stable/user/basics.rec.html#accessing-multiple-fields).
    ///
    /// # Errors
    ///
    /// A name that is not there, that is a title, or that comes twice; a type without fields.
    ///
    /// # Example
    /// ```
    /// use ndstrata_dtype::DType;
    /// let dtype: DType = "i4, f8, S3".parse()?;
    /// let some = dtype.select(&["f2", "f0"])?;
    /// assert_eq!((some.fields()[0].offset, some.itemsize()), (12, 15));
    /// # Ok::<(), ndstrata_dtype::Error>(())
    /// ```
    pub fn select(&self, names: &[&str]) -> Result<DType> {
        let record = self.record_or_error()?;
        let mut seen = HashSet::new();
        let mut fields = Vec::with_capacity(names.len());
        for &name in names {
            let field = record
                .field(name)
                .ok_or_else(|| Error::new(ErrorKind::NoSuchChoice { name: name.to_owned() }))?;
            if field.name != name {
                return Err(Error::new(ErrorKind::TitleInChoice));
            }
            if !seen.insert(name) {
                return Err(Error::new(ErrorKind::DuplicateChoice { name: name.to_owned() }));
            }
            fields.push(field.clone());
        }
        Ok(DType::record(record.with_fields(fields)))
    }

    /// The type with other names for its fields; titles stay.
    ///
    /// NumPy: assigning [numpy.dtype.names](https://numpy.org/doc/stable/reference/generated/numpy.dtype.names.html).
    /// Differs: a name that is another field's title is refused.
    ///
    /// # Errors
    ///
    /// Another number of names than fields, two equal names, a type without fields.
    pub fn with_names(&self, names: &[&str]) -> Result<DType> {
        let TypeClass::Record(record) = self.class() else {
            return Err(Error::new(ErrorKind::NoFieldsToRename));
        };
        let n_fields = record.fields().len();
        if names.len() != n_fields {
            return Err(Error::new(ErrorKind::NamesLength { n_fields }));
        }
        let titles = record.fields().iter().filter_map(|field| field.title.as_deref());
        let mut seen: HashSet<&str> = titles.collect();
        if !names.iter().all(|name| seen.insert(name)) {
            return Err(Error::new(ErrorKind::DuplicateNames));
        }
        let mut renamed = Record::clone(Arc::as_ref(record));
        renamed.set_names(names.iter().map(|&name| name.to_owned()));
        Ok(DType::record(renamed).with_spelling(self.spelling()))
    }
}
