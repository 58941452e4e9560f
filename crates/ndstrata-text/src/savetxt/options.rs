//! [`SaveTxt`]: what `savetxt` can be told.

use ndstrata_dtype::literal::repr_str;

use crate::error::{Error, ErrorKind, Result};
use crate::source::Encoding;

/// Options of [`savetxt`](crate::savetxt); the default is NumPy's.
#[derive(Clone, Debug)]
pub struct SaveTxt {
    pub(super) fmt: Fmt,
    pub(super) delimiter: String,
    pub(super) newline: String,
    pub(super) header: String,
    pub(super) footer: String,
    pub(super) comments: String,
    pub(super) encoding: Encoding,
}

#[derive(Clone, Debug)]
pub(super) enum Fmt {
    One(String),
    Columns(Vec<String>),
    /// The fewest digits that are read back as the same value.
    Shortest,
}

impl Default for SaveTxt {
    fn default() -> SaveTxt {
        SaveTxt {
            fmt: Fmt::One("%.18e".to_owned()),
            delimiter: " ".to_owned(),
            newline: "\n".to_owned(),
            header: String::new(),
            footer: String::new(),
            comments: "# ".to_owned(),
            encoding: Encoding::Latin1,
        }
    }
}

impl SaveTxt {
    /// A format for every column, or one with a conversion for each column.
    pub fn fmt(mut self, fmt: impl Into<String>) -> SaveTxt {
        self.fmt = Fmt::One(fmt.into());
        self
    }

    /// A format for each column.
    pub fn column_fmt<S: Into<String>>(mut self, fmt: impl IntoIterator<Item = S>) -> SaveTxt {
        self.fmt = Fmt::Columns(fmt.into_iter().map(Into::into).collect());
        self
    }

    /// Numbers in the fewest digits that are read back as the same value, instead of a format.
    pub fn shortest(mut self) -> SaveTxt {
        self.fmt = Fmt::Shortest;
        self
    }

    /// What stands between columns.
    pub fn delimiter(mut self, delimiter: impl Into<String>) -> SaveTxt {
        self.delimiter = delimiter.into();
        self
    }

    /// What ends lines.
    pub fn newline(mut self, newline: impl Into<String>) -> SaveTxt {
        self.newline = newline.into();
        self
    }

    /// Text before the rows, each of its lines after [`comments`](SaveTxt::comments).
    pub fn header(mut self, header: impl Into<String>) -> SaveTxt {
        self.header = header.into();
        self
    }

    /// Text after the rows, each of its lines after [`comments`](SaveTxt::comments).
    pub fn footer(mut self, footer: impl Into<String>) -> SaveTxt {
        self.footer = footer.into();
        self
    }

    /// What begins the lines of header and footer.
    pub fn comments(mut self, comments: impl Into<String>) -> SaveTxt {
        self.comments = comments.into();
        self
    }

    /// How characters become bytes; NumPy writes latin-1 to an open file.
    pub fn encoding(mut self, encoding: Encoding) -> SaveTxt {
        self.encoding = encoding;
        self
    }

    pub(super) fn is_shortest(&self) -> bool {
        matches!(self.fmt, Fmt::Shortest)
    }

    pub(super) fn format(&self, n_columns: usize, is_complex: bool) -> Result<String> {
        match &self.fmt {
            Fmt::Columns(formats) if formats.len() == n_columns => {
                Ok(formats.join(&self.delimiter))
            }
            Fmt::Shortest => Ok(vec!["%r"; n_columns].join(&self.delimiter)),
            Fmt::Columns(formats) => {
                let formats: Vec<String> = formats.iter().map(|format| repr_str(format)).collect();
                let reason = format!("fmt has wrong shape.  [{}]", formats.join(", "));
                Err(ErrorKind::Format { class: "AttributeError", reason }.into())
            }
            Fmt::One(format) => {
                let n_formats = format.matches('%').count();
                let wanted = if is_complex { n_columns.saturating_mul(2) } else { n_columns };
                if n_formats == 1 {
                    let one = match is_complex {
                        true => format!(" ({format}+{format}j)"),
                        false => format.clone(),
                    };
                    Ok(vec![one; n_columns].join(&self.delimiter))
                } else if n_formats == wanted {
                    Ok(format.clone())
                } else {
                    Err(Error::value(format!("fmt has wrong number of % formats:  {format}")))
                }
            }
        }
    }

    pub(super) fn comment(&self, text: &str) -> String {
        let comments = &self.comments;
        let lines = text.replace('\n', &format!("\n{comments}"));
        format!("{comments}{lines}{}", self.newline)
    }
}
