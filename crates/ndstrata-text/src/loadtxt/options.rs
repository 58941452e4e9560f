//! [`LoadTxt`]: what `loadtxt` can be told.

use ndstrata_dtype::{DType, Element};

use crate::item::Converter;

/// Options of [`loadtxt`](crate::loadtxt); the default is NumPy's.
#[derive(Clone, Debug)]
pub struct LoadTxt {
    pub(super) dtype: DType,
    pub(super) comments: Vec<String>,
    pub(super) delimiter: Option<String>,
    pub(super) converter: Option<Converter>,
    pub(super) converters: Vec<(isize, Converter)>,
    pub(super) skiprows: usize,
    pub(super) usecols: Option<Vec<isize>>,
    pub(super) ndmin: i64,
    pub(super) max_rows: Option<usize>,
    pub(super) quotechar: Option<String>,
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

    /// Rows as values of a Rust type.
    pub(super) fn record<T: Element>(self) -> LoadTxt {
        self.dtype(&T::dtype())
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
}
