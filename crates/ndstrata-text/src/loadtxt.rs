//! [`loadtxt`]: tables in which every row has the same number of fields.

mod flexible;
mod tokenizer;

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, TypeClass};

use crate::element;
use crate::error::{Error, ErrorKind, Result};
use crate::item::Converter;
use crate::memory::grow;
use crate::shape::{check_ndmin, ensure_ndmin};
use crate::source::{Source, Text, is_space};
use flexible::Flexible;
use tokenizer::{Control, Tokenizer};

/// Options of [`loadtxt`]; the default is NumPy's.
#[derive(Clone, Debug)]
pub struct LoadTxt {
    dtype: DType,
    comments: Vec<String>,
    delimiter: Option<String>,
    converter: Option<Converter>,
    converters: Vec<(isize, Converter)>,
    skiprows: usize,
    usecols: Option<Vec<isize>>,
    ndmin: i64,
    max_rows: Option<usize>,
    quotechar: Option<String>,
}

impl Default for LoadTxt {
    fn default() -> LoadTxt {
        LoadTxt {
            dtype: DType::of::<f64>(),
            comments: vec!["#".to_owned()],
            delimiter: None,
            converter: None,
            converters: Vec::new(),
            skiprows: 0,
            usecols: None,
            ndmin: 0,
            max_rows: None,
            quotechar: None,
        }
    }
}

impl LoadTxt {
    /// The type of the elements; each field of a record type takes a column. `S0` and `U0` become as
    /// wide as the longest field.
    pub fn dtype(mut self, dtype: &DType) -> LoadTxt {
        self.dtype = dtype.clone();
        self
    }

    /// What begins a comment; none for no comments.
    pub fn comments<S: Into<String>>(mut self, comments: impl IntoIterator<Item = S>) -> LoadTxt {
        self.comments = comments.into_iter().map(Into::into).collect();
        self
    }

    /// The character between fields, instead of any run of blanks.
    pub fn delimiter(mut self, delimiter: impl Into<String>) -> LoadTxt {
        self.delimiter = Some(delimiter.into());
        self
    }

    /// Converts every field with this.
    pub fn converter(mut self, converter: Converter) -> LoadTxt {
        self.converter = Some(converter);
        self
    }

    /// Converts the fields of one column of the file with this; negative ones count from the end.
    pub fn column_converter(mut self, column: isize, converter: Converter) -> LoadTxt {
        self.converters.push((column, converter));
        self
    }

    /// Lines to pass over first, comments and blank lines among them.
    pub fn skiprows(mut self, skiprows: usize) -> LoadTxt {
        self.skiprows = skiprows;
        self
    }

    /// The columns to read, in this order; negative ones count from the end.
    pub fn usecols(mut self, usecols: impl Into<Vec<isize>>) -> LoadTxt {
        self.usecols = Some(usecols.into());
        self
    }

    /// The number of axes at least, 0 to 2; axes of length 1 beyond it are dropped.
    pub fn ndmin(mut self, ndmin: i64) -> LoadTxt {
        self.ndmin = ndmin;
        self
    }

    /// The number of rows at most, not counting blank lines and comments.
    pub fn max_rows(mut self, max_rows: usize) -> LoadTxt {
        self.max_rows = Some(max_rows);
        self
    }

    /// The character that quotes fields; doubled within, it stands for itself.
    pub fn quotechar(mut self, quotechar: impl Into<String>) -> LoadTxt {
        self.quotechar = Some(quotechar.into());
        self
    }

    /// The control characters, and the comments that are none.
    fn control(&self) -> Result<(Control, &[String])> {
        if self.comments.iter().any(String::is_empty) {
            return Err(Error::value(
                "comments cannot be an empty string. Use comments=None to disable comments.",
            ));
        }
        let comment = match &self.comments[..] {
            [one] => single(one),
            _ => None,
        };
        let long = if comment.is_some() { &[][..] } else { &self.comments[..] };
        if long.len() > 1 && self.delimiter.as_ref().is_some_and(|d| long.contains(d)) {
            return Err(Error::argument(
                "TypeError",
                "Comment characters cannot include the delimiter",
            ));
        }
        if !long.is_empty() && self.quotechar.is_some() {
            return Err(Error::value(
                "when multiple comments or a multi-character comment is given, quotes are not \
                 supported.  In this case quotechar must be set to None.",
            ));
        }
        let character = |text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => match single(text) {
                Some(c) => Ok(Some(c)),
                None => Err(Error::from(ErrorKind::ControlCharacter { text: text.clone() })),
            },
        };
        let control = Control {
            delimiter: character(&self.delimiter)?,
            quote: character(&self.quotechar)?,
            comment,
        };
        control.check()?;
        Ok((control, long))
    }
}

impl Control {
    fn check(&self) -> Result<()> {
        let Control { delimiter, quote, comment } = *self;
        let named = [("comment", comment), ("quotechar", quote), ("delimiter", delimiter)];
        for (i, &(first, c)) in named.iter().enumerate() {
            let Some(c) = c else { continue };
            if c == '\r' || c == '\n' {
                return Err(ErrorKind::NewlineControl { name: first }.into());
            }
            if let Some(&(second, _)) = named[i + 1..].iter().find(|(_, other)| *other == Some(c)) {
                return Err(ErrorKind::ControlCharacters { first, second }.into());
            }
        }
        if delimiter.is_none() {
            for (second, c) in [("comment", comment), ("quotechar", quote)] {
                if c.is_some_and(is_space) {
                    return Err(ErrorKind::ControlCharacters { first: "delimiter", second }.into());
                }
            }
        }
        Ok(())
    }
}

/// Reads a table of numbers, dates or text.
///
/// NumPy: [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html). Differs:
/// object arrays are not made; an empty file is no warning.
///
/// # Shape and dtype
///
/// Rows by columns, without axes of length 1; one axis for record types.
///
/// # Errors
///
/// Fields that are no value of the type, rows of unequal lengths, options that contradict each other.
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, loadtxt};
/// let table = Source::text("# x, y\n1, 2\n3, 4\n");
/// let array = loadtxt(table, &LoadTxt::default().delimiter(','))?;
/// assert_eq!(array.to_string(), "[[1. 2.]\n [3. 4.]]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn loadtxt(source: Source, options: &LoadTxt) -> Result<DynArray> {
    check_ndmin(options.ndmin)?;
    let (control, long_comments) = options.control()?;
    let text = if long_comments.is_empty() {
        source.text
    } else {
        Text::Lines(cut_comments(source.into_lines(), long_comments))
    };
    let plan = RowPlan::new(options)?;
    ensure_ndmin(read_rows(&text, control, options, plan)?, options.ndmin)
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn cut_comments(mut lines: Vec<String>, comments: &[String]) -> Vec<String> {
    for line in &mut lines {
        for comment in comments {
            if let Some(at) = line.find(comment.as_str()) {
                line.truncate(at);
            }
        }
    }
    lines
}

/// Where the fields of a row go.
struct RowPlan {
    /// For record types: each leaf with its offset.
    leaves: Option<Vec<(usize, DType)>>,
    flexible: Option<Flexible>,
}

impl RowPlan {
    fn new(options: &LoadTxt) -> Result<RowPlan> {
        let dtype = &options.dtype;
        if dtype.sub_array().is_some() {
            return Err(Error::argument(
                "TypeError",
                "file reader does not support subarray dtypes.  You can put the dtype into a \
                 structured one using `np.dtype(('name', dtype))` to avoid this limitation.",
            ));
        }
        if dtype.has_object() {
            return Err(Error::argument(
                "NotImplementedError",
                "Python objects are not read from text",
            ));
        }
        let leaves = dtype.as_record().map(|_| {
            let mut leaves = Vec::new();
            add_leaves(dtype, 0, &mut leaves);
            leaves
        });
        if let (Some(leaves), Some(usecols)) = (&leaves, &options.usecols)
            && leaves.len() != usecols.len()
        {
            return Err(Error::value(format!(
                "If a structured dtype is used, the number of columns in `usecols` must match the \
                 effective number of fields. But {} usecols were passed and the number of fields \
                 is {}.",
                usecols.len(),
                leaves.len()
            )));
        }
        Ok(RowPlan { leaves, flexible: Flexible::of(dtype) })
    }
}

/// The parts of a type that are read from one column each, in order.
fn add_leaves(dtype: &DType, offset: usize, leaves: &mut Vec<(usize, DType)>) {
    match dtype.class() {
        TypeClass::Record(record) => {
            for field in record.fields() {
                add_leaves(&field.dtype, offset + field.offset, leaves);
            }
        }
        TypeClass::SubArray(block) => {
            for i in 0..block.count() {
                add_leaves(block.base(), offset + i * block.base().itemsize(), leaves);
            }
        }
        _ => leaves.push((offset, dtype.clone())),
    }
}

fn read_rows(text: &Text, control: Control, options: &LoadTxt, plan: RowPlan) -> Result<DynArray> {
    let RowPlan { leaves, mut flexible } = plan;
    if flexible.is_some() && options.max_rows == Some(0) {
        return Err(Error::value("need at least one array to concatenate"));
    }
    let dtype = &options.dtype;
    let mut tokens = Tokenizer::new(text, control);
    let mut is_finished = false;
    for _ in 0..options.skiprows {
        is_finished = tokens.skip_line()?;
        if is_finished {
            break;
        }
    }
    let known = leaves.as_ref().map(Vec::len).or(options.usecols.as_ref().map(Vec::len));
    let mut n_columns = known;
    let mut converters: Vec<Option<&Converter>> = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut row = 0;
    while !is_finished && options.max_rows.is_none_or(|most| row < most) {
        is_finished = tokens.next_row()?;
        let found = tokens.n_fields();
        if found == 0 {
            continue;
        }
        let expected = *n_columns.get_or_insert(found);
        if options.usecols.is_none() && expected != found {
            return Err(if leaves.is_some() {
                ErrorKind::ColumnsRequired { expected, found, row: row + 1 }.into()
            } else {
                ErrorKind::ColumnsChanged { expected, found, row: row + 1 }.into()
            });
        }
        if row == 0 {
            converters = column_converters(options, expected, found)?;
        }
        let row_bytes = match &leaves {
            Some(_) => dtype.itemsize(),
            None => expected.saturating_mul(dtype.itemsize()),
        };
        let start = bytes.len();
        grow(&mut bytes, row_bytes)?;
        for i in 0..expected {
            let column = match &options.usecols {
                None => i,
                Some(usecols) => resolve(usecols[i], found).ok_or(ErrorKind::ColumnIndex {
                    index: usecols[i],
                    row: row + 1,
                    n_columns: found,
                })?,
            };
            let text = tokens.field(column);
            let (offset, leaf) = match &leaves {
                None => (start + i * dtype.itemsize(), dtype),
                Some(leaves) => (start + leaves[i].0, &leaves[i].1),
            };
            let is_stored = match (&mut flexible, converters.get(i).copied().flatten()) {
                (Some(flexible), None) => flexible.push(text),
                (Some(flexible), Some(converter)) => {
                    converter.call(text).is_some_and(|item| flexible.push(&item.to_text()))
                }
                (None, converter) => {
                    let out = &mut bytes[offset..offset + leaf.itemsize()];
                    match converter {
                        None => element::store(leaf, text, out),
                        Some(converter) => match converter.call(text) {
                            None => false,
                            Some(item) => item.store(leaf, out).is_ok(),
                        },
                    }
                }
            };
            if !is_stored {
                let (text, dtype) = (text.to_owned(), leaf.clone());
                return Err(ErrorKind::Convert { text, dtype, row, column: column + 1 }.into());
            }
        }
        row += 1;
    }
    let shape: Vec<usize> = match leaves {
        Some(_) => vec![row],
        None => vec![row, n_columns.unwrap_or(1)],
    };
    match flexible {
        Some(flexible) => flexible.into_array(&shape),
        None => {
            let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C)?;
            Ok(DynArray::from_bytes(bytes, 0, layout, dtype)?)
        }
    }
}

/// The converter of each column of the result.
fn column_converters(
    options: &LoadTxt,
    n_columns: usize,
    n_found: usize,
) -> Result<Vec<Option<&Converter>>> {
    let mut found = vec![options.converter.as_ref(); n_columns];
    for (column, converter) in &options.converters {
        let invalid = || ErrorKind::ConverterColumn { column: *column, n_columns };
        match &options.usecols {
            None => {
                let i = resolve(*column, n_columns).ok_or_else(invalid)?;
                found[i] = Some(converter);
            }
            Some(usecols) => {
                let wanted = resolve(*column, n_found);
                for (slot, &used) in found.iter_mut().zip(usecols) {
                    if used == *column || (wanted.is_some() && resolve(used, n_found) == wanted) {
                        *slot = Some(converter);
                    }
                }
            }
        }
    }
    Ok(found)
}

fn resolve(index: isize, n: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add_unsigned(n)? } else { index };
    usize::try_from(index).ok().filter(|&index| index < n)
}

#[cfg(test)]
mod tests;
