//! [`genfromtxt`]: tables with gaps, names and types to be found.

mod assemble;
mod convert;
mod names;
mod split;

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, Record};

use crate::error::{Error, ErrorKind, Result};
use crate::item::{Converter, Item};
use crate::shape::{check_ndmin, ensure_ndmin};
use crate::source::Source;
use assemble::{Table, leaves_of};
use convert::Column;
use names::Validator;

pub use names::Case;
pub use split::Delimiter;

/// A column by its place or by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKey {
    /// Negative ones count from the end.
    Index(isize),
    /// A name of a field.
    Name(String),
}

/// Values for columns: texts that are missing, or what fills gaps.
#[derive(Clone, Debug, Default)]
pub enum ForColumns<T> {
    /// None given.
    #[default]
    Default,
    /// For all columns alike.
    All(T),
    /// One for each column in order.
    Each(Vec<T>),
    /// By column; no column is all of them.
    By(Vec<(Option<ColumnKey>, T)>),
}

/// Where names of fields come from.
#[derive(Clone, Debug, Default)]
pub enum Names {
    /// There are none.
    #[default]
    None,
    /// The first line, which may be a comment.
    FirstLine,
    /// These.
    Given(Vec<String>),
}

/// The type of the table.
#[derive(Clone, Debug)]
enum Wanted {
    /// Found from the fields.
    Infer,
    One(DType),
    /// One for each column.
    Each(Vec<DType>),
}

/// Options of [`genfromtxt`]; the default is NumPy's.
#[derive(Clone, Debug)]
pub struct GenFromTxt {
    wanted: Wanted,
    comments: Option<String>,
    delimiter: Delimiter,
    skip_header: usize,
    skip_footer: usize,
    converters: Vec<(ColumnKey, Converter)>,
    missing_values: ForColumns<Vec<String>>,
    filling_values: ForColumns<Item>,
    usecols: Option<Vec<ColumnKey>>,
    names: Names,
    validator: Validator,
    autostrip: bool,
    defaultfmt: String,
    usemask: bool,
    loose: bool,
    invalid_raise: bool,
    max_rows: Option<usize>,
    ndmin: i64,
}

impl Default for GenFromTxt {
    fn default() -> GenFromTxt {
        GenFromTxt {
            wanted: Wanted::One(DType::of::<f64>()),
            comments: Some("#".to_owned()),
            delimiter: Delimiter::Blanks,
            skip_header: 0,
            skip_footer: 0,
            converters: Vec::new(),
            missing_values: ForColumns::Default,
            filling_values: ForColumns::Default,
            usecols: None,
            names: Names::None,
            validator: Validator {
                excludelist: Vec::new(),
                deletechars: None,
                replace_space: "_".to_owned(),
                case: Case::Keep,
            },
            autostrip: false,
            defaultfmt: "f%i".to_owned(),
            usemask: false,
            loose: true,
            invalid_raise: true,
            max_rows: None,
            ndmin: 0,
        }
    }
}

impl GenFromTxt {
    /// The type of the elements, or of the rows.
    pub fn dtype(mut self, dtype: &DType) -> GenFromTxt {
        self.wanted = Wanted::One(dtype.clone());
        self
    }

    /// A type for each column.
    pub fn dtypes(mut self, dtypes: impl Into<Vec<DType>>) -> GenFromTxt {
        self.wanted = Wanted::Each(dtypes.into());
        self
    }

    /// The type of each column is found from its fields: NumPy's `dtype=None`.
    pub fn infer_dtype(mut self) -> GenFromTxt {
        self.wanted = Wanted::Infer;
        self
    }

    /// What begins a comment; `None` for no comments.
    pub fn comments(mut self, comments: Option<&str>) -> GenFromTxt {
        self.comments = comments.map(str::to_owned);
        self
    }

    /// What separates fields.
    pub fn delimiter(mut self, delimiter: Delimiter) -> GenFromTxt {
        self.delimiter = delimiter;
        self
    }

    /// Lines to pass over first.
    pub fn skip_header(mut self, n: usize) -> GenFromTxt {
        self.skip_header = n;
        self
    }

    /// Rows to drop at the end.
    pub fn skip_footer(mut self, n: usize) -> GenFromTxt {
        self.skip_footer = n;
        self
    }

    /// Converts a column's fields with this.
    pub fn converter(mut self, column: ColumnKey, converter: Converter) -> GenFromTxt {
        self.converters.push((column, converter));
        self
    }

    /// Texts that stand for missing values, beside the empty one.
    pub fn missing_values(mut self, missing: ForColumns<Vec<String>>) -> GenFromTxt {
        self.missing_values = missing;
        self
    }

    /// What stands in the array for missing values.
    pub fn filling_values(mut self, filling: ForColumns<Item>) -> GenFromTxt {
        self.filling_values = filling;
        self
    }

    /// The columns to read.
    pub fn usecols(mut self, usecols: impl Into<Vec<ColumnKey>>) -> GenFromTxt {
        self.usecols = Some(usecols.into());
        self
    }

    /// Where names of fields come from.
    pub fn names(mut self, names: Names) -> GenFromTxt {
        self.names = names;
        self
    }

    /// Names that get an underscore, beside `return`, `file` and `print`.
    pub fn excludelist<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> GenFromTxt {
        self.validator.excludelist = names.into_iter().map(Into::into).collect();
        self
    }

    /// Characters that are deleted from names, instead of NumPy's list.
    pub fn deletechars(mut self, characters: impl Into<String>) -> GenFromTxt {
        self.validator.deletechars = Some(characters.into());
        self
    }

    /// What blanks in names become.
    pub fn replace_space(mut self, text: impl Into<String>) -> GenFromTxt {
        self.validator.replace_space = text.into();
        self
    }

    /// The case of names.
    pub fn case_sensitive(mut self, case: Case) -> GenFromTxt {
        self.validator.case = case;
        self
    }

    /// The format of names that are not given.
    pub fn defaultfmt(mut self, format: impl Into<String>) -> GenFromTxt {
        self.defaultfmt = format.into();
        self
    }

    /// Whether blanks around fields are dropped.
    pub fn autostrip(mut self, strip: bool) -> GenFromTxt {
        self.autostrip = strip;
        self
    }

    /// Whether to tell which values are missing.
    pub fn usemask(mut self, mask: bool) -> GenFromTxt {
        self.usemask = mask;
        self
    }

    /// Whether a field that is no value becomes the default instead of an error.
    pub fn loose(mut self, loose: bool) -> GenFromTxt {
        self.loose = loose;
        self
    }

    /// Whether rows of other lengths are an error; if not they are dropped and told of.
    pub fn invalid_raise(mut self, raise: bool) -> GenFromTxt {
        self.invalid_raise = raise;
        self
    }

    /// The number of rows at most.
    pub fn max_rows(mut self, n: usize) -> GenFromTxt {
        self.max_rows = Some(n);
        self
    }

    /// The number of axes at least, 0 to 2.
    pub fn ndmin(mut self, ndmin: i64) -> GenFromTxt {
        self.ndmin = ndmin;
        self
    }

    fn split(&self, line: &str) -> Vec<String> {
        split::split(line, &self.delimiter, self.comments.as_deref(), self.autostrip)
    }
}

/// What [`genfromtxt`] read.
#[derive(Debug)]
pub struct GenTable {
    /// The values.
    pub data: DynArray,
    /// True where a value is missing, where that was asked for.
    pub mask: Option<DynArray>,
    /// Lines of other lengths that were dropped: their number, from 1, and how many fields they have.
    pub invalid: Vec<(usize, usize)>,
}

/// Reads a table that may have gaps, names of columns, and columns of different types.
///
/// NumPy: [numpy.genfromtxt](https://numpy.org/doc/stable/reference/generated/numpy.genfromtxt.html).
/// Differs: dropped lines are returned, not warned of; values that need a `long double` are an error.
///
/// # Errors
///
/// Rows of unequal lengths, numbers that do not fit, names that are not there, options that contradict
/// each other.
///
/// # Example
/// ```
/// use ndstrata_text::{Delimiter, GenFromTxt, Source, genfromtxt};
/// let options = GenFromTxt::default().delimiter(Delimiter::Text(",".into()));
/// let table = genfromtxt(Source::text("1,,3\n4,5,x"), &options)?;
/// assert_eq!(table.data.to_string(), "[[ 1. nan  3.]\n [ 4.  5. nan]]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn genfromtxt(source: Source, options: &GenFromTxt) -> Result<GenTable> {
    check_ndmin(options.ndmin)?;
    if let Some(rows) = options.max_rows {
        if options.skip_footer > 0 {
            return Err(Error::value(
                "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.",
            ));
        }
        if rows < 1 {
            return Err(Error::value("'max_rows' must be at least 1."));
        }
    }
    let lines = source.into_lines()?;
    let mut lines = lines.iter().map(String::as_str);
    let has_lines = options.skip_header == 0 || lines.nth(options.skip_header - 1).is_some();
    let (mut first_line, mut first_values) = ("".to_owned(), Vec::new());
    while has_lines && first_values.is_empty() {
        let Some(line) = lines.next() else {
            first_line.clear();
            break;
        };
        first_line = line.to_owned();
        if let (Names::FirstLine, Some(comments)) = (&options.names, &options.comments)
            && !comments.is_empty()
            && line.contains(comments.as_str())
        {
            first_line = line.split(comments.as_str()).skip(1).collect();
        }
        first_values = options.split(&first_line);
    }
    if let Names::FirstLine = options.names {
        let Some(first) = first_values.first() else {
            return Err(Error::argument("IndexError", "list index out of range"));
        };
        let first = crate::number::strip(first);
        if options.comments.as_ref().is_some_and(|comments| comments.contains(first)) {
            first_values.remove(0);
        }
        first_line.clear();
    }
    let plan = Plan::new(options, &first_values)?;
    let rest = std::iter::once(first_line.as_str()).chain(lines);
    let mut rows = plan.rows(options, rest);
    let columns = plan.columns(options, &rows)?;
    if !rows.invalid.is_empty() {
        let n_rows = (rows.fields.len() + rows.invalid.len()).saturating_sub(options.skip_footer);
        let n_all = rows.invalid.len();
        if options.skip_footer > 0 {
            rows.invalid.retain(|&(line, _)| line <= n_rows + options.skip_header);
        }
        let skipped = n_all - rows.invalid.len();
        let footer = options.skip_footer - skipped.min(options.skip_footer);
        if !rows.invalid.is_empty() && options.invalid_raise {
            let (lines, expected) = (rows.invalid, plan.n_columns);
            return Err(ErrorKind::Lines { lines, expected }.into());
        }
        rows.drop_last(footer);
    } else {
        rows.drop_last(options.skip_footer);
    }
    let Rows { fields, invalid } = rows;
    let table = Table { rows: &fields, columns: &columns, missing: &plan.missing };
    let (data, mask) = match &plan.dtype {
        None => table.inferred(plan.names.as_deref(), options)?,
        Some(dtype) => table.typed(dtype, options)?,
    };
    let data = ensure_ndmin(data, options.ndmin)?;
    let mask = mask.map(|mask| ensure_ndmin(mask, options.ndmin)).transpose()?;
    Ok(GenTable { data, mask, invalid })
}

/// What is settled before the rows are read.
struct Plan {
    dtype: Option<DType>,
    names: Option<Vec<String>>,
    usecols: Vec<isize>,
    n_columns: usize,
    missing: Vec<Vec<String>>,
    filling: Vec<Option<Item>>,
}

struct Rows {
    fields: Vec<Vec<String>>,
    invalid: Vec<(usize, usize)>,
}

impl Rows {
    fn drop_last(&mut self, n: usize) {
        self.fields.truncate(self.fields.len().saturating_sub(n));
    }
}

impl Plan {
    fn new(options: &GenFromTxt, first_values: &[String]) -> Result<Plan> {
        let given = options.usecols.as_deref().unwrap_or(&[]);
        let n_columns = if given.is_empty() { first_values.len() } else { given.len() };
        let validate = |names: &[String]| options.validator.validate(names, None, "f%i");
        let mut names = match &options.names {
            Names::None => None,
            Names::FirstLine => Some(validate(first_values)),
            Names::Given(names) => Some(validate(names)),
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
        };
        plan.set_missing(&options.missing_values)?;
        plan.set_filling(&options.filling_values)?;
        Ok(plan)
    }

    /// The place among the columns read; `None` for a name that was dropped.
    fn place(&self, key: &ColumnKey) -> Result<Option<usize>> {
        let index = match key {
            ColumnKey::Name(name) => match index_of(name, self.names.as_deref()) {
                Ok(index) => index as isize,
                Err(_) => return Ok(None),
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
                            if let Some(i) = self.place(key).map_err(|_| {
                                Error::argument("IndexError", "list index out of range")
                            })? {
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

    fn rows<'l>(&self, options: &GenFromTxt, lines: impl Iterator<Item = &'l str>) -> Rows {
        let mut rows = Rows { fields: Vec::new(), invalid: Vec::new() };
        for (i, line) in lines.enumerate() {
            let fields = options.split(line);
            let n = fields.len();
            if n == 0 {
                continue;
            }
            let chosen = if self.usecols.is_empty() {
                (n == self.n_columns).then_some(fields)
            } else {
                let chosen = self.usecols.iter().map(|&column| pick(&fields, column).cloned());
                chosen.collect::<Result<Vec<_>>>().ok()
            };
            match chosen {
                Some(fields) => rows.fields.push(fields),
                None => rows.invalid.push((i + options.skip_header + 1, n)),
            }
            if Some(rows.fields.len()) == options.max_rows {
                break;
            }
        }
        rows
    }

    fn columns(&self, options: &GenFromTxt, rows: &Rows) -> Result<Vec<Column>> {
        let given = self.missing.iter().cloned().zip(self.filling.iter().cloned());
        let mut columns: Vec<Column> = match &self.dtype {
            None => given.map(|(missing, fill)| Column::open(missing, fill)).collect(),
            Some(dtype) => match &leaves_of(dtype)[..] {
                leaves if leaves.len() > 1 => leaves
                    .iter()
                    .zip(given)
                    .map(|((_, leaf), (missing, fill))| Column::of(leaf, missing, fill))
                    .collect(),
                _ => given.map(|(missing, fill)| Column::of(dtype, missing, fill)).collect(),
            },
        };
        let mut is_custom = vec![false; columns.len()];
        for (key, converter) in &options.converters {
            if let Some(i) = self.place(key)?
                && let Some(column) = columns.get_mut(i)
            {
                column.customise(converter.clone());
                is_custom[i] = true;
            }
        }
        if self.dtype.is_none() {
            for (i, column) in columns.iter_mut().enumerate() {
                if !is_custom[i] {
                    column.upgrade(rows.fields.iter().map(|row| row[i].as_str()))?;
                }
            }
        }
        Ok(columns)
    }
}

impl GenFromTxt {
    /// The type with valid names.
    fn easy_dtype(&self, names: Option<&[String]>) -> Result<Option<DType>> {
        let (formats, renamed) = match &self.wanted {
            Wanted::Infer => return Ok(None),
            Wanted::Each(formats) => {
                let names = self.validator.validate(
                    names.unwrap_or(&[]),
                    Some(formats.len()),
                    &self.defaultfmt,
                );
                (formats.clone(), names)
            }
            Wanted::One(dtype) => match (dtype.as_record(), names) {
                (None, None) => return Ok(Some(dtype.clone())),
                (None, Some(names)) => {
                    let format = match dtype.kind() {
                        ndstrata_dtype::Kind::Str => DType::str(0),
                        ndstrata_dtype::Kind::Bytes => DType::bytes(0),
                        _ => dtype.to_native(),
                    };
                    let names = self.validator.validate(names, None, &self.defaultfmt);
                    (vec![format; names.len()], names)
                }
                (Some(record), names) => {
                    let own: Vec<String> = record.names().map(str::to_owned).collect();
                    let n = own.len();
                    let are_numbered =
                        own.iter().enumerate().all(|(i, name)| *name == format!("f{i}"));
                    let renamed = match names {
                        Some(names) => self.validator.validate(names, Some(n), &self.defaultfmt),
                        None if are_numbered && self.defaultfmt != "f%i" => {
                            self.validator.validate(&[], Some(n), &self.defaultfmt)
                        }
                        None => self.validator.validate(&own, None, &self.defaultfmt),
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

fn index_of(name: &str, names: Option<&[String]>) -> Result<usize> {
    let Some(names) = names else {
        let reason = "'NoneType' object has no attribute 'index'";
        return Err(Error::argument("AttributeError", reason));
    };
    let found = names.iter().position(|other| other == name);
    found.ok_or_else(|| Error::value(format!("'{name}' is not in list")))
}

/// Python's indexing of a list.
fn pick<T>(items: &[T], index: isize) -> Result<&T> {
    let index = if index < 0 { index.saturating_add_unsigned(items.len()) } else { index };
    let found = usize::try_from(index).ok().and_then(|index| items.get(index));
    found.ok_or_else(|| Error::argument("IndexError", "list index out of range"))
}

#[cfg(test)]
mod tests;
