//! [`GenFromTxt`]: what `genfromtxt` can be told.

use ndstrata_dtype::DType;

use super::names::{Case, Validator};
use super::split::Delimiter;
use crate::item::{Converter, Item};

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
pub(super) enum Wanted {
    /// Found from the fields.
    Infer,
    One(DType),
    /// One for each column.
    Each(Vec<DType>),
}

/// Options of [`genfromtxt`](crate::genfromtxt); the default is NumPy's.
#[derive(Clone, Debug)]
pub struct GenFromTxt {
    pub(super) wanted: Wanted,
    pub(super) comments: Option<String>,
    pub(super) delimiter: Delimiter,
    pub(super) skip_header: usize,
    pub(super) skip_footer: usize,
    pub(super) converters: Vec<(ColumnKey, Converter)>,
    pub(super) missing_values: ForColumns<Vec<String>>,
    pub(super) filling_values: ForColumns<Item>,
    pub(super) usecols: Option<Vec<ColumnKey>>,
    pub(super) names: Names,
    pub(super) validator: Validator,
    pub(super) autostrip: bool,
    pub(super) defaultfmt: String,
    pub(super) usemask: bool,
    pub(super) loose: bool,
    pub(super) invalid_raise: bool,
    pub(super) max_rows: Option<usize>,
    pub(super) ndmin: i64,
    /// Columns of text whose type is found are `S` rather than `U`.
    pub(super) has_bytes: bool,
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
            has_bytes: false,
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

    /// Columns of text whose type is found are `S` where latin-1 has all characters: what NumPy's
    /// `encoding="bytes"` does.
    pub fn text_as_bytes(mut self) -> GenFromTxt {
        self.has_bytes = true;
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

    /// Blanks around fields are dropped.
    pub fn autostrip(mut self) -> GenFromTxt {
        self.autostrip = true;
        self
    }

    /// Tells which values are missing.
    pub fn usemask(mut self) -> GenFromTxt {
        self.usemask = true;
        self
    }

    /// A field that is no value is an error instead of the default: NumPy's `loose=False`.
    pub fn strict(mut self) -> GenFromTxt {
        self.loose = false;
        self
    }

    /// Rows of other lengths are dropped and told of instead of an error: NumPy's `invalid_raise=False`.
    pub fn drop_invalid(mut self) -> GenFromTxt {
        self.invalid_raise = false;
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
}
