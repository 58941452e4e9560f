//! The `descr` of a `.npy` header and of the array interface: a text, or a list of fields in which
//! padding is a field without a name.

use crate::literal::Literal;
use crate::record::Assembler;
use crate::spec::SpecFault;
use crate::{DType, Error, ErrorKind, Record, Result, Spec, TypeClass};

impl DType {
    /// The description of the array interface: a list of fields, of one without a name for a plain
    /// type.
    ///
    /// NumPy: [numpy.dtype.descr](https://numpy.org/doc/stable/reference/generated/numpy.dtype.descr.html).
    ///
    /// # Errors
    ///
    /// Fields that overlap or are out of order.
    pub fn descr(&self) -> Result<Literal> {
        match self.class() {
            TypeClass::Record(record) => fields_descr(record),
            _ => {
                let one = vec![Literal::from(""), Literal::from(self.str_code())];
                Ok(Literal::List(vec![Literal::Tuple(one)]))
            }
        }
    }

    /// What NumPy writes into a `.npy` header: the list of fields, or the text of a plain type.
    ///
    /// NumPy: [numpy.lib.format.dtype_to_descr](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.dtype_to_descr.html).
    ///
    /// # Errors
    ///
    /// Fields that overlap or are out of order.
    ///
    /// # Example
    /// ```
    /// use ndstrata_dtype::{DType, Record};
    /// let record = Record::builder().field("n", DType::UINT8).field_at("x", DType::FLOAT64, 8);
    /// let descr = DType::record(record.build()?).to_descr()?;
    /// assert_eq!(descr.to_string(), "[('n', '|u1'), ('', '|V7'), ('x', '<f8')]");
    /// assert_eq!(DType::from_descr(&descr)?.fields()[1].offset, 8);
    /// # Ok::<(), ndstrata_dtype::Error>(())
    /// ```
    pub fn to_descr(&self) -> Result<Literal> {
        match self.class() {
            TypeClass::Record(record) => fields_descr(record),
            _ => Ok(Literal::from(self.str_code())),
        }
    }

    /// The type that a `.npy` header describes; fields of raw bytes without a name are padding.
    ///
    /// NumPy: [numpy.lib.format.descr_to_dtype](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.descr_to_dtype.html).
    ///
    /// # Errors
    ///
    /// As NumPy's, of the class that [`Error::numpy_class`] gives.
    pub fn from_descr(descr: &Literal) -> Result<DType> {
        from_descr(descr, 0)
    }
}

fn from_descr(descr: &Literal, depth: usize) -> Result<DType> {
    if depth > DType::MAX_DEPTH {
        return Err(Error::spec(SpecFault::TooDeep));
    }
    match descr {
        Literal::Str(text) => match text.as_str() {
            Some(text) => text.parse(),
            None => Err(Error::spec(SpecFault::Surrogate)),
        },
        Literal::Tuple(parts) => match parts.as_slice() {
            [base, shape, ..] => shaped(base, shape, depth),
            _ => Err(Error::spec(SpecFault::PythonIndex)),
        },
        Literal::List(fields) | Literal::Set(fields) => from_fields(fields.iter(), depth),
        Literal::Dict(entries) => from_fields(entries.iter().map(|(key, _)| key), depth),
        Literal::Bytes(bytes) if bytes.is_empty() => from_fields([].into_iter(), depth),
        Literal::Bytes(_) => Err(no_length("int")),
        other => Err(Error::spec(SpecFault::PythonType {
            message: format!("'{}' object is not iterable", other.type_name()),
        })),
    }
}

fn shaped(base: &Literal, shape: &Literal, depth: usize) -> Result<DType> {
    let base = from_descr(base, depth + 1)?;
    DType::from_spec(&Spec::from((base, Spec::from(shape))), false)
}

fn from_fields<'a>(fields: impl Iterator<Item = &'a Literal>, depth: usize) -> Result<DType> {
    let (mut kept, mut offset) = (Vec::new(), 0_usize);
    for field in fields {
        let parts = parts(field)?;
        let (name, dtype) = match &*parts {
            [name, descr] => (name, from_descr(descr, depth + 1)?),
            [name, descr, shape] => (name, shaped(descr, shape, depth)?),
            other => return Err(unpack(3, other.len())),
        };
        let size = dtype.itemsize();
        let is_void = matches!(dtype.class(), TypeClass::Void(_) | TypeClass::SubArray(_));
        if !(is_void && name.as_str() == Some("")) {
            let (title, name) = match name {
                Literal::Tuple(pair) => match pair.as_slice() {
                    [title, name] => (Some(title), name),
                    other => return Err(unpack(2, other.len())),
                },
                name => (None, name),
            };
            kept.push((title.cloned(), name.clone(), dtype, offset));
        }
        offset = offset.checked_add(size).ok_or_else(|| Error::new(ErrorKind::RecordTooLarge))?;
    }
    let mut record = Assembler::from_dict(false);
    for (title, name, dtype, offset) in kept {
        let title = match title {
            None | Some(Literal::None) => None,
            Some(title) => Some(title.as_str().map(str::to_owned).ok_or_else(|| {
                Error::spec(SpecFault::Unsupported { what: "a title that is no text" })
            })?),
        };
        let name = match &name {
            Literal::Str(text) => text.as_str().ok_or_else(|| {
                Error::spec(SpecFault::Unsupported { what: "a field name with a lone surrogate" })
            })?,
            _ => return Err(Error::spec(SpecFault::NamesNotText)),
        };
        record.push(name.to_owned(), title, dtype, Some(offset))?;
    }
    let itemsize = i64::try_from(offset).map_err(|_| Error::new(ErrorKind::RecordTooLarge))?;
    Ok(DType::record(record.finish(Some(itemsize))?))
}

/// The parts of a field: Python unpacks a text into its characters, too.
fn parts(field: &Literal) -> Result<std::borrow::Cow<'_, [Literal]>> {
    match field {
        Literal::Tuple(parts) | Literal::List(parts) => Ok(parts.as_slice().into()),
        Literal::Str(text) => match text.as_str() {
            Some(text) => Ok(text.chars().map(|c| Literal::from(c.to_string())).collect()),
            None => Err(Error::spec(SpecFault::Surrogate)),
        },
        Literal::Bytes(bytes) => {
            Ok(bytes.iter().map(|&byte| Literal::from(i64::from(byte))).collect())
        }
        Literal::Set(parts) => Ok(parts.as_slice().into()),
        Literal::Dict(entries) => Ok(entries.iter().map(|(key, _)| key.clone()).collect()),
        other => Err(no_length(other.type_name())),
    }
}

#[cold]
fn no_length(type_name: &str) -> Error {
    let message = format!("object of type '{type_name}' has no len()");
    Error::spec(SpecFault::PythonType { message })
}

#[cold]
fn unpack(expected: usize, found: usize) -> Error {
    let message = match found < expected {
        true => format!("not enough values to unpack (expected {expected}, got {found})"),
        false => format!("too many values to unpack (expected {expected})"),
    };
    Error::spec(SpecFault::Unpack { message })
}

/// The list of a record's fields, with padding as fields without a name.
fn fields_descr(record: &Record) -> Result<Literal> {
    let padding =
        |n: usize| Literal::Tuple(vec![Literal::from(""), Literal::from(format!("|V{n}"))]);
    let (mut list, mut end) = (Vec::new(), 0);
    for field in record.fields() {
        if field.offset < end {
            return Err(Error::new(ErrorKind::NoDescr));
        }
        if field.offset > end {
            list.push(padding(field.offset - end));
        }
        let name = Literal::from(field.name.as_str());
        let name = match &field.title {
            Some(title) => Literal::Tuple(vec![Literal::from(title.as_str()), name]),
            None => name,
        };
        let mut parts = vec![name];
        match field.dtype.sub_array() {
            Some(block) => {
                parts.extend([inner_descr(block.base())?, shape_literal(block.shape())]);
            }
            None => parts.push(inner_descr(&field.dtype)?),
        }
        list.push(Literal::Tuple(parts));
        end = field.end();
    }
    if record.itemsize() > end {
        list.push(padding(record.itemsize() - end));
    }
    Ok(Literal::List(list))
}

/// The description of a type within a field.
fn inner_descr(dtype: &DType) -> Result<Literal> {
    match dtype.class() {
        TypeClass::Record(record) => fields_descr(record),
        TypeClass::SubArray(block) => {
            let base = inner_descr(block.base())?;
            Ok(Literal::Tuple(vec![base, shape_literal(block.shape())]))
        }
        _ => Ok(Literal::from(dtype.str_code())),
    }
}

fn shape_literal(shape: &[usize]) -> Literal {
    Literal::Tuple(shape.iter().map(|&n| Literal::from(n)).collect())
}
