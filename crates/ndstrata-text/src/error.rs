//! The crate's one error type, in NumPy's words where it has some.

use std::fmt;

use ndstrata_dtype::DType;
use ndstrata_dtype::literal::repr_str;

/// The result of reading or writing text.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
pub struct Error(Box<Told>);

struct Told {
    kind: ErrorKind,
    place: Option<Place>,
}

/// Where in a text the row begins that an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1, counted by `\n`.
    pub line: usize,
    /// Bytes of decoded text before it.
    pub offset: usize,
}

/// The facts of an [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The array or its type was wrong.
    Array(ndstrata_array::Error),
    /// The machine failed to read or write.
    Io(std::io::Error),
    /// Text that is no value of the type.
    Convert {
        /// The field.
        text: String,
        /// The type.
        dtype: DType,
        /// The row of the result, from 0.
        row: usize,
        /// The column of the file, from 1.
        column: usize,
    },
    /// Rows of unequal lengths.
    ColumnsChanged {
        /// Fields of the first row.
        expected: usize,
        /// Fields of this one.
        found: usize,
        /// The row, from 1.
        row: usize,
    },
    /// A record type of another number of columns than the file has.
    ColumnsRequired {
        /// Columns that the type takes.
        expected: usize,
        /// Columns of this row.
        found: usize,
        /// The row, from 1.
        row: usize,
    },
    /// A column asked for that a row does not have.
    ColumnIndex {
        /// The column asked for.
        index: isize,
        /// The row, from 1.
        row: usize,
        /// How many the row has.
        n_columns: usize,
    },
    /// A line of an iterable that holds another line.
    EmbeddedNewline,
    /// A delimiter or quote that is not one character.
    ControlCharacter {
        /// What was given.
        text: String,
    },
    /// A control character that is a newline.
    NewlineControl {
        /// Which one.
        name: &'static str,
    },
    /// Two control characters that cannot be told apart.
    ControlCharacters {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A converter for a column that is not there.
    ConverterColumn {
        /// The column.
        column: isize,
        /// How many there are.
        n_columns: usize,
    },
    /// The machine has no memory for the array.
    Memory {
        /// How much was asked for.
        n_bytes: usize,
    },
    /// Text between numbers that is neither number nor separator.
    Unmatched,
    /// A type whose elements are not read from text.
    NoText,
    /// Bytes that are not text in the encoding.
    Encoding {
        /// The encoding.
        encoding: &'static str,
        /// Where in the file.
        offset: usize,
        /// Python's words for where, and for what is wrong.
        reason: String,
    },
    /// `genfromtxt` found lines of wrong lengths.
    Lines {
        /// Each line's number, from 1, and how many columns it has.
        lines: Vec<(usize, usize)>,
        /// How many columns were expected.
        expected: usize,
    },
    /// A value that does not go with the format.
    Format {
        /// NumPy's exception class.
        class: &'static str,
        /// What does not go.
        reason: String,
    },
    /// An option that is wrong, alone or with the others.
    Argument {
        /// NumPy's exception class.
        class: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl Error {
    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Where the row begins that it is about, where that is known: `loadtxt` knows it of files and texts.
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// The same, about a row that begins here.
    #[cold]
    pub(crate) fn at(mut self, line: usize, offset: usize) -> Error {
        self.0.place = Some(Place { line, offset });
        self
    }

    /// The class of exception that NumPy raises, without its module.
    pub fn numpy_class(&self) -> &'static str {
        match &self.0.kind {
            ErrorKind::Array(error) => error.numpy_class(),
            ErrorKind::Io(error) => class_of(error.kind()),
            ErrorKind::ControlCharacter { .. }
            | ErrorKind::NewlineControl { .. }
            | ErrorKind::ControlCharacters { .. } => "TypeError",
            ErrorKind::Encoding { .. } => "UnicodeDecodeError",
            ErrorKind::Memory { .. } => "MemoryError",
            ErrorKind::Format { class, .. } | ErrorKind::Argument { class, .. } => class,
            _ => "ValueError",
        }
    }

    /// A failure of the machine, in Python's words with the file's name.
    ///
    /// NumPy: none; it is what Python's `open` raises.
    #[cold]
    pub fn of_file(error: std::io::Error, path: impl AsRef<std::path::Path>) -> Error {
        use std::io::ErrorKind as Io;
        let (number, reason) = match error.kind() {
            Io::NotFound => (2, "No such file or directory"),
            Io::PermissionDenied => (13, "Permission denied"),
            Io::NotADirectory => (20, "Not a directory"),
            Io::IsADirectory => (21, "Is a directory"),
            _ => return error.into(),
        };
        let path = repr_str(&path.as_ref().to_string_lossy());
        let reason = format!("[Errno {number}] {reason}: {path}");
        ErrorKind::Io(std::io::Error::new(error.kind(), reason)).into()
    }

    #[cold]
    pub(crate) fn argument(class: &'static str, reason: impl Into<String>) -> Error {
        ErrorKind::Argument { class, reason: reason.into() }.into()
    }

    #[cold]
    pub(crate) fn value(reason: impl Into<String>) -> Error {
        Error::argument("ValueError", reason)
    }
}

/// The class of Python's for a failure of the machine.
fn class_of(kind: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind as Io;
    match kind {
        Io::NotFound => "FileNotFoundError",
        Io::PermissionDenied => "PermissionError",
        Io::NotADirectory => "NotADirectoryError",
        Io::IsADirectory => "IsADirectoryError",
        Io::BrokenPipe => "BrokenPipeError",
        Io::UnexpectedEof => "EOFError",
        _ => "OSError",
    }
}

impl From<ErrorKind> for Error {
    #[cold]
    fn from(kind: ErrorKind) -> Error {
        Error(Box::new(Told { kind, place: None }))
    }
}

impl From<ndstrata_array::Error> for Error {
    fn from(error: ndstrata_array::Error) -> Error {
        ErrorKind::Array(error).into()
    }
}

impl From<ndstrata_dtype::Error> for Error {
    fn from(error: ndstrata_dtype::Error) -> Error {
        ErrorKind::Array(error.into()).into()
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        // The readers of compressed files tell what is wrong through one.
        error.downcast().unwrap_or_else(|error| ErrorKind::Io(error).into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ADVICE: &str = "use `usecols` to select a subset and avoid this error";
        match &self.0.kind {
            ErrorKind::Array(error) => error.fmt(f),
            ErrorKind::Io(error) => error.fmt(f),
            ErrorKind::Convert { text, dtype, row, column } => {
                let quoted: String = repr_str(text).chars().take(100).collect();
                write!(
                    f,
                    "could not convert string {quoted} to {dtype} at row {row}, column {column}."
                )
            }
            ErrorKind::ColumnsChanged { expected, found, row } => write!(
                f,
                "the number of columns changed from {expected} to {found} at row {row}; {ADVICE}"
            ),
            ErrorKind::ColumnsRequired { expected, found, row } => write!(
                f,
                "the dtype passed requires {expected} columns but {found} were found at row \
                 {row}; {ADVICE}"
            ),
            ErrorKind::ColumnIndex { index, row, n_columns } => {
                write!(f, "invalid column index {index} at row {row} with {n_columns} columns")
            }
            ErrorKind::EmbeddedNewline => f.write_str(
                "Found an unquoted embedded newline within a single line of input.  This is \
                 currently not supported.",
            ),
            ErrorKind::ControlCharacter { text } => write!(
                f,
                "Text reading control character must be a single unicode character or None; but \
                 got: {}",
                repr_str(text)
            ),
            ErrorKind::NewlineControl { name } => {
                write!(f, "control character '{name}' cannot be a newline (`\\r` or `\\n`).")
            }
            ErrorKind::ControlCharacters { first, second } => write!(
                f,
                "The values for control characters '{first}' and '{second}' are incompatible"
            ),
            ErrorKind::ConverterColumn { column, n_columns } => write!(
                f,
                "converter specified for column {column}, which is invalid for the number of \
                 fields {n_columns}."
            ),
            ErrorKind::Memory { n_bytes } => write!(f, "Unable to allocate {n_bytes} bytes"),
            ErrorKind::Unmatched => {
                f.write_str("string or file could not be read to its end due to unmatched data")
            }
            ErrorKind::NoText => {
                f.write_str("don't know how to read character strings with that array type")
            }
            ErrorKind::Encoding { encoding, reason, .. } => {
                write!(f, "'{encoding}' codec can't decode {reason}")
            }
            ErrorKind::Lines { lines, expected } => {
                f.write_str("Some errors were detected !")?;
                for (line, found) in lines {
                    write!(f, "\n    Line #{line} (got {found} columns instead of {expected})")?;
                }
                Ok(())
            }
            ErrorKind::Format { reason, .. } | ErrorKind::Argument { reason, .. } => {
                f.write_str(reason)
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.kind, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Array(error) => error.source(),
            ErrorKind::Io(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<super::Error>(), size_of::<usize>());
    }
}
