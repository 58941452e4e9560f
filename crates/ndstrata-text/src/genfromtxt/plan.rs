//! What is settled before the rows are read: the type, the columns, what is missing and what fills gaps.

use ndstrata_dtype::{DType, Record};

use super::convert::Column;
use super::options::{ColumnKey, ForColumns, GenFromTxt, Names};
use super::row_type::leaves_of;
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::item::Item;

/// What is settled before the rows are read.
pub(super) struct Plan {
    pub(super) dtype: Option<DType>,
    pub(super) names: Option<Vec<String>>,
    pub(super) usecols: Vec<isize>,
    pub(super) n_columns: usize,
    pub(super) missing: Vec<Vec<String>>,
    pub(super) filling: Vec<Option<Item>>,
    /// The fields of the first line, where that is no line of names: converters of one's own are tried on them.
    pub(super) samples: Option<Vec<String>>,
}

impl Plan {
    pub(super) fn new(options: &GenFromTxt, first_values: &[String]) -> Result<Plan> {
        let given = options.usecols.as_deref().unwrap_or(&[]);
        let n_columns = if given.is_empty() { first_values.len() } else { given.len() };
        let validate = |names: &[String]| options.validator.validate(names, None, "f%i");
        let mut names = match &options.names {
            Names::None => None,
            Names::FirstLine => Some(validate(first_values)?),
            Names::Given(names) => Some(validate(names)?),
        };
        let mut dtype = options.easy_dtype(names.as_deref())?;
        let mut usecols = Vec::with_capacity(given.len());
        for key in given {
            usecols.push(match key {
                ColumnKey::Name(name) => index_of(name, names.as_deref())? as isize,
                ColumnKey::Index(i) if *i < 0 => i.saturating_add_unsigned(first_values.len()),
                ColumnKey::Index(i) => *i,
            });
        }
        if !usecols.is_empty() {
            let n_fields = dtype.as_ref().map_or(0, |dtype| dtype.fields().len());
            if let Some(whole) = dtype.as_ref().filter(|_| n_fields > n_columns) {
                let mut record = Record::builder();
                for &column in &usecols {
                    let field = pick(whole.fields(), column)?;
                    record = record.field(field.name.to_string(), field.dtype.clone());
                }
                let record = record.build()?;
                names = Some(record.names().map(str::to_owned).collect());
                dtype = Some(DType::record(record));
            } else if let Some(all) = names.as_ref().filter(|all| all.len() > n_columns) {
                let chosen = usecols.iter().map(|&column| pick(all, column).cloned());
                names = Some(chosen.collect::<Result<_>>()?);
            }
        } else if names.is_some()
            && let Some(record) = dtype.as_ref().and_then(DType::as_record)
        {
            names = Some(record.names().map(str::to_owned).collect());
        }
        let mut plan = Plan {
            dtype,
            names,
            usecols,
            n_columns,
            missing: vec![vec![String::new()]; n_columns],
            filling: vec![None; n_columns],
            samples: None,
        };
        plan.set_missing(&options.missing_values)?;
        plan.set_filling(&options.filling_values)?;
        Ok(plan)
    }

    /// The place among the columns read; `None` for a name that was dropped.
    fn place(&self, key: &ColumnKey) -> Result<Option<usize>> {
        let index = match key {
            ColumnKey::Name(name) => match self.place_of_name(name)? {
                Some(index) => index,
                None => return Ok(None),
            },
            ColumnKey::Index(index) => *index,
        };
        let used = self.usecols.iter().position(|&column| column == index);
        let index = used.map_or(index, |used| used as isize);
        let resolved =
            if index < 0 { index.saturating_add_unsigned(self.n_columns) } else { index };
        let resolved = usize::try_from(resolved).ok().filter(|&i| i < self.n_columns);
        resolved
            .map(Some)
            .ok_or_else(|| Error::argument("IndexError", "list assignment index out of range"))
    }

    /// `None` for a name that is none of them; an error where there are no names.
    fn place_of_name(&self, name: &str) -> Result<Option<isize>> {
        match index_of(name, self.names.as_deref()) {
            Ok(index) => Ok(Some(index as isize)),
            Err(error) if error.numpy_class() == "ValueError" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The column that a converter is for, and the text that it is tried on; `None` where the column is not read.
    fn converted(&self, key: &ColumnKey) -> Result<Option<(usize, &str)>> {
        let (index, given) = match key {
            ColumnKey::Name(name) => match self.place_of_name(name)? {
                Some(index) => (index, index),
                None => return Ok(None),
            },
            ColumnKey::Index(given) if self.usecols.is_empty() => (*given, *given),
            ColumnKey::Index(given) => match self.usecols.iter().position(|column| column == given)
            {
                Some(index) => (index as isize, *given),
                None => return Ok(None),
            },
        };
        // The first line is as the file has it, whatever columns are read.
        let sample = match &self.samples {
            Some(fields) => pick(fields, given)?.as_str(),
            None => "",
        };
        let places: Vec<usize> = (0..self.n_columns).collect();
        let sample = if sample.is_empty() { "1" } else { sample };
        Ok(Some((*pick(&places, index)?, sample)))
    }

    fn set_missing(&mut self, missing: &ForColumns<Vec<String>>) -> Result<()> {
        match missing {
            ForColumns::Default => {}
            ForColumns::All(texts) => {
                self.missing.iter_mut().for_each(|entry| entry.extend(texts.iter().cloned()));
            }
            ForColumns::Each(all) => {
                for (entry, texts) in self.missing.iter_mut().zip(all) {
                    entry.extend(texts.iter().cloned());
                }
            }
            ForColumns::By(pairs) => {
                for (key, texts) in pairs {
                    match key {
                        None => self
                            .missing
                            .iter_mut()
                            .for_each(|entry| entry.extend(texts.iter().cloned())),
                        Some(key) => {
                            let place =
                                self.place(key).map_err(|error| match error.numpy_class() {
                                    "IndexError" => {
                                        Error::argument("IndexError", "list index out of range")
                                    }
                                    _ => error,
                                });
                            if let Some(i) = place? {
                                self.missing[i].extend(texts.iter().cloned());
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn set_filling(&mut self, filling: &ForColumns<Item>) -> Result<()> {
        match filling {
            ForColumns::Default => {}
            ForColumns::All(item) => self.filling.fill(Some(item.clone())),
            ForColumns::Each(items) => {
                for (slot, item) in self.filling.iter_mut().zip(items) {
                    *slot = Some(item.clone());
                }
            }
            ForColumns::By(pairs) => {
                for (key, item) in pairs {
                    match key {
                        None => self.filling.fill(Some(item.clone())),
                        Some(key) => {
                            if let Some(i) = self.place(key)? {
                                self.filling[i] = Some(item.clone());
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The columns of a known type.
    pub(super) fn columns_of(&self, dtype: &DType) -> Vec<Column> {
        let given = self.missing.iter().cloned().zip(self.filling.iter().cloned());
        match &leaves_of(dtype)[..] {
            leaves if leaves.len() > 1 => leaves
                .iter()
                .zip(given)
                .map(|((_, leaf), (missing, fill))| Column::of(leaf, missing, fill))
                .collect(),
            _ => given.map(|(missing, fill)| Column::of(dtype, missing, fill)).collect(),
        }
    }

    pub(super) fn columns(&self, options: &GenFromTxt, rows: &Rows<'_>) -> Result<Vec<Column>> {
        let mut columns: Vec<Column> = match &self.dtype {
            None => {
                let given = self.missing.iter().cloned().zip(self.filling.iter().cloned());
                given.map(|(missing, fill)| Column::open(missing, fill)).collect()
            }
            Some(dtype) => self.columns_of(dtype),
        };
        let mut is_custom = vec![false; columns.len()];
        for (key, converter) in &options.converters {
            if let Some((i, sample)) = self.converted(key)?
                && let Some(column) = columns.get_mut(i)
            {
                column.customise(converter.clone(), sample);
                column.is_from_end =
                    self.usecols.is_empty() && matches!(key, ColumnKey::Index(index) if *index < 0);
                is_custom[i] = true;
            }
        }
        if self.dtype.is_none() {
            for (i, column) in columns.iter_mut().enumerate() {
                if !is_custom[i] {
                    column.upgrade(rows.column(i))?;
                } else if let Some((row, text)) = column.first_refused(rows.column(i)) {
                    let line = row + 1 + options.skip_header;
                    let reason = format!(
                        "Converter #{i} is locked and cannot be upgraded: (occurred line #{line} \
                         for value '{text}')"
                    );
                    return Err(Error::argument("ConverterError", reason));
                } else {
                    column.check(rows.column(i));
                }
            }
        }
        Ok(columns)
    }
}

fn index_of(name: &str, names: Option<&[String]>) -> Result<usize> {
    let Some(names) = names else {
        let reason = "'NoneType' object has no attribute 'index'";
        return Err(Error::argument("AttributeError", reason));
    };
    let found = names.iter().position(|other| other == name);
    found.ok_or_else(|| Error::value(format!("'{name}' is not in list")))
}

/// Python's indexing of a list.
pub(super) fn pick<T>(items: &[T], index: isize) -> Result<&T> {
    let index = if index < 0 { index.saturating_add_unsigned(items.len()) } else { index };
    let found = usize::try_from(index).ok().and_then(|index| items.get(index));
    found.ok_or_else(|| Error::argument("IndexError", "list index out of range"))
}
