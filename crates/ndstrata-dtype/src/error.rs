//! The crate's one error type: what was wrong with a dtype, in NumPy's words where it has some.

use std::fmt;

use crate::datetime::DateTimeErrorKind;
use crate::literal::LiteralError;
use crate::literal::repr_str;
use crate::promotion::PromotionError;

/// The result of an operation on dtypes.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<ErrorKind>);

/// The facts of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A sub-array of more dimensions than NumPy allows.
    TooManyDims {
        /// How many were asked for.
        n_axes: usize,
    },
    /// A sub-array larger than NumPy's limit of `i32::MAX` bytes.
    SubArrayTooLarge {
        /// The shape asked for.
        shape: Vec<usize>,
    },
    /// A record whose size in bytes passes `i32::MAX`.
    RecordTooLarge,
    /// Two fields (or a field and a title) of one name.
    DuplicateField {
        /// The name.
        name: String,
    },
    /// A field that the record does not have.
    NoSuchField {
        /// The name asked for.
        name: String,
    },
    /// A field index past the last field.
    FieldIndex {
        /// The index asked for.
        index: i64,
        /// How many fields there are.
        n_fields: usize,
    },
    /// Fields were asked of a type that has none.
    NoFields {
        /// The type, as NumPy prints it.
        dtype: String,
    },
    /// A field that ends after the record's itemsize.
    FieldPastEnd {
        /// The field's index.
        index: usize,
        /// Its first byte.
        offset: usize,
        /// Its size in bytes.
        size: usize,
        /// The record's size in bytes.
        itemsize: usize,
    },
    /// A field whose offset is no multiple of its alignment, in an aligned record.
    MisalignedOffset {
        /// The field's offset in bytes.
        offset: usize,
        /// The alignment that its type needs.
        alignment: usize,
    },
    /// An itemsize that is no multiple of an aligned record's alignment.
    MisalignedItemsize {
        /// The itemsize asked for.
        itemsize: usize,
        /// The record's alignment.
        alignment: usize,
    },
    /// Text that is no Python literal.
    Literal(LiteralError),
    /// A date, a duration or a unit of them.
    DateTime(DateTimeErrorKind),
    /// A casting rule of no known name.
    UnknownCasting {
        /// The name given.
        text: String,
    },
    /// Types that have no common one.
    Promotion(PromotionError),
    /// A result type of nothing.
    NoOperands,
    /// A Python integer outside the range of an integer type.
    IntegerOutOfBounds {
        /// The integer, in decimals.
        value: String,
        /// The type's name.
        dtype: String,
    },
    /// A common type was asked of something that is no number.
    NotNumeric,
    /// A float's limits were asked of a type that is none.
    NotInexact {
        /// The type's scalar class, such as `numpy.int32`.
        class: String,
    },
    /// An integer's limits were asked of a type that is none.
    NotInteger {
        /// NumPy's letter of its kind.
        kind: char,
    },
    /// The limits of a long double, which has no Rust type.
    LongDoubleLimits,
    /// A kind of types that `isdtype` does not know.
    UnknownKind {
        /// The name given.
        text: String,
    },
    /// A letter that `typename` does not know.
    UnknownChar {
        /// The letter given.
        text: String,
    },
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The name of the exception class that NumPy raises for this, such as `TypeError`.
    pub fn numpy_class(&self) -> &'static str {
        match &*self.0 {
            ErrorKind::Literal(error) => error.numpy_class(),
            ErrorKind::DateTime(kind) => kind.numpy_class(),
            ErrorKind::NoSuchField { .. }
            | ErrorKind::NoFields { .. }
            | ErrorKind::UnknownChar { .. } => "KeyError",
            ErrorKind::Promotion(_) | ErrorKind::NotNumeric => "TypeError",
            ErrorKind::IntegerOutOfBounds { .. } => "OverflowError",
            ErrorKind::LongDoubleLimits => "NotImplementedError",
            ErrorKind::FieldIndex { .. } => "IndexError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::Literal(error) => error.fmt(f),
            ErrorKind::DateTime(kind) => kind.fmt(f),
            ErrorKind::TooManyDims { n_axes } => write!(
                f,
                "invalid shape in fixed-type tuple: {n_axes} dimensions, the most is {}",
                crate::SubArray::MAX_DIMS
            ),
            ErrorKind::SubArrayTooLarge { shape } => write!(
                f,
                "invalid shape in fixed-type tuple: dtype size in bytes must fit into a C int \
                 (shape {shape:?})"
            ),
            ErrorKind::RecordTooLarge => f.write_str("dtype size in bytes must fit into a C int"),
            ErrorKind::DuplicateField { name } => {
                write!(f, "field '{name}' occurs more than once")
            }
            ErrorKind::NoSuchField { name } => write!(f, "Field named '{name}' not found."),
            ErrorKind::FieldIndex { index, n_fields } => {
                write!(f, "Field index {index} out of range ({n_fields} fields).")
            }
            ErrorKind::NoFields { dtype } => {
                write!(f, "There are no fields in dtype {dtype}.")
            }
            ErrorKind::FieldPastEnd { index, offset, size, itemsize } => write!(
                f,
                "field {index} at offset {offset} of {size} bytes ends past the itemsize {itemsize}"
            ),
            ErrorKind::MisalignedOffset { offset, alignment } => write!(
                f,
                "offset {offset} for NumPy dtype with fields is not divisible by the field alignment \
                 {alignment} with align=True"
            ),
            ErrorKind::MisalignedItemsize { itemsize, alignment } => write!(
                f,
                "NumPy dtype descriptor requires {itemsize} bytes, which is not divisible into \
                 alignment {alignment} required with align=True"
            ),
            ErrorKind::UnknownCasting { text } => write!(
                f,
                "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got {})",
                repr_str(text)
            ),
            ErrorKind::Promotion(error) => error.fmt(f),
            ErrorKind::NoOperands => f.write_str("at least one array or dtype is required"),
            ErrorKind::IntegerOutOfBounds { value, dtype } => {
                write!(f, "Python integer {value} out of bounds for {dtype}")
            }
            ErrorKind::NotNumeric => f.write_str("can't get common type for non-numeric array"),
            ErrorKind::NotInexact { class } => {
                write!(f, "data type <class '{class}'> not inexact")
            }
            ErrorKind::NotInteger { kind } => write!(f, "Invalid integer data type '{kind}'."),
            ErrorKind::LongDoubleLimits => {
                f.write_str("the limits of long double are not supported")
            }
            ErrorKind::UnknownKind { text } => write!(
                f,
                "kind argument is a string, but {} is not a known kind name.",
                repr_str(text)
            ),
            ErrorKind::UnknownChar { text } => f.write_str(&repr_str(text)),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0)
    }
}

impl From<LiteralError> for Error {
    #[cold]
    fn from(error: LiteralError) -> Error {
        Error::new(ErrorKind::Literal(error))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
