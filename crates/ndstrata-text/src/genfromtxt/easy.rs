//! The type asked for, with valid names: what NumPy calls an easy dtype.

use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{DType, Kind, Record};

use super::options::{GenFromTxt, Wanted};
use crate::error::Result;

impl GenFromTxt {
    /// The type with valid names.
    pub(super) fn easy_dtype(&self, names: Option<&[String]>) -> Result<Option<DType>> {
        let (formats, renamed) = match &self.wanted {
            Wanted::Infer => return Ok(None),
            Wanted::Each(formats) => {
                let names = self.validator.validate(
                    names.unwrap_or(&[]),
                    Some(formats.len()),
                    &self.defaultfmt,
                )?;
                (formats.clone(), names)
            }
            Wanted::One(dtype) => match (dtype.as_record(), names) {
                (None, None) => return Ok(Some(dtype.clone())),
                (None, Some(names)) => {
                    let format = match dtype.kind() {
                        Kind::Str => DType::str(0),
                        Kind::Bytes => DType::bytes(0),
                        // Of the type alone, without its unit.
                        Kind::DateTime => DType::datetime64(DateTimeUnit::GENERIC),
                        Kind::TimeDelta => DType::timedelta64(DateTimeUnit::GENERIC),
                        _ => dtype.to_native(),
                    };
                    let names = self.validator.validate(names, None, &self.defaultfmt)?;
                    (vec![format; names.len()], names)
                }
                (Some(record), names) => {
                    let own: Vec<String> = record.names().map(str::to_owned).collect();
                    let n = own.len();
                    let are_numbered =
                        own.iter().enumerate().all(|(i, name)| *name == format!("f{i}"));
                    let renamed = match names {
                        Some(names) => self.validator.validate(names, Some(n), &self.defaultfmt)?,
                        None if are_numbered && self.defaultfmt != "f%i" => {
                            self.validator.validate(&[], Some(n), &self.defaultfmt)?
                        }
                        None => self.validator.validate(&own, None, &self.defaultfmt)?,
                    };
                    if own == renamed {
                        return Ok(Some(dtype.clone()));
                    }
                    let mut builder = Record::builder();
                    for (name, field) in renamed.into_iter().zip(record.fields()) {
                        builder = builder.field_at(name, field.dtype.clone(), field.offset);
                    }
                    let record = builder.itemsize(record.itemsize()).build()?;
                    return Ok(Some(DType::record(record)));
                }
            },
        };
        let mut builder = Record::builder();
        for (name, format) in renamed.into_iter().zip(formats) {
            builder = builder.field(name, format);
        }
        Ok(Some(DType::record(builder.build()?)))
    }
}
