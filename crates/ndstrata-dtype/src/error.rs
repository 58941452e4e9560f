//! The crate's one error type: what was wrong with a dtype, in NumPy's words where it has some.

use std::fmt;

use crate::datetime::DateTimeErrorKind;
use crate::literal::{LiteralError, repr_str};
use crate::promotion::PromotionError;
use crate::spec::{SpecFault, TextFault};

/// The result of an operation on dtypes.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
///
/// Printing it gives NumPy's message where it has one; `{:#}` adds the text of a spelling with a
/// caret below the place.
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
    /// A field whose name or title another field has already.
    DuplicateField {
        /// The name.
        name: String,
    },
    /// The same, of a dictionary.
    NameTaken {
        /// The name.
        name: String,
    },
    /// A title that another name or title has already.
    DuplicateTitle {
        /// The title.
        title: String,
    },
    /// A dtype given as text that cannot be read.
    Text {
        /// The whole text.
        text: String,
        /// The byte where it goes wrong.
        offset: usize,
        /// What is wrong.
        fault: TextFault,
    },
    /// A dtype given as a list, tuple, dictionary or other value that cannot be read.
    Spec(SpecFault),
    /// A byte order that NumPy does not know.
    ByteOrder {
        /// The text given.
        text: String,
    },
    /// Fields that no `descr` can express: they overlap or are out of order.
    NoDescr,
    /// Names asked for twice in a choice of fields.
    DuplicateChoice {
        /// The name.
        name: String,
    },
    /// A title in a choice of fields, where only names are allowed.
    TitleInChoice,
    /// A number of new names that is not the number of fields.
    NamesLength {
        /// The number of fields.
        n_fields: usize,
    },
    /// New names of which two are equal.
    DuplicateNames,
    /// New names for a type without fields.
    NoFieldsToRename,
    /// A field that the record does not have.
    NoSuchField {
        /// The name asked for.
        name: String,
    },
    /// A name in a choice of fields that the record does not have.
    NoSuchChoice {
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
    /// An itemsize that cuts a field off.
    ItemsizeTooSmall {
        /// The bytes that the fields need.
        required: usize,
        /// The itemsize asked for.
        itemsize: i64,
    },
    /// Objects that share bytes with another field.
    OverlappingObjects,
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
    /// A Python integer that does not fit C's `long`.
    IntegerTooLarge,
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
    /// A letter without a place in NumPy's list of codes by size.
    UnsizedCode {
        /// The letter.
        code: char,
    },
    /// More characters than a fixed text has places.
    TextTooLong {
        /// How many there are.
        length: usize,
        /// How many fit.
        places: usize,
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

    pub(crate) fn spec(fault: SpecFault) -> Error {
        Error::new(ErrorKind::Spec(fault))
    }

    pub(crate) fn into_kind(self) -> ErrorKind {
        *self.0
    }

    /// The name of the exception class that NumPy raises for this, such as `TypeError`.
    pub fn numpy_class(&self) -> &'static str {
        match &*self.0 {
            ErrorKind::Literal(error) => error.numpy_class(),
            ErrorKind::DateTime(kind) => kind.numpy_class(),
            ErrorKind::NoSuchField { .. }
            | ErrorKind::NoSuchChoice { .. }
            | ErrorKind::NoFields { .. }
            | ErrorKind::UnknownChar { .. }
            | ErrorKind::TitleInChoice => "KeyError",
            ErrorKind::Promotion(_) => "DTypePromotionError",
            ErrorKind::NotNumeric => "TypeError",
            ErrorKind::IntegerOutOfBounds { .. } | ErrorKind::IntegerTooLarge => "OverflowError",
            ErrorKind::LongDoubleLimits => "NotImplementedError",
            ErrorKind::OverlappingObjects => "TypeError",
            ErrorKind::Text { fault, .. } => fault.numpy_class(),
            ErrorKind::Spec(fault) => fault.numpy_class(),
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
            ErrorKind::TooManyDims { .. } => f.write_str("invalid shape in fixed-type tuple."),
            ErrorKind::SubArrayTooLarge { .. } => f.write_str(
                "invalid shape in fixed-type tuple: dtype size in bytes must fit into a C int.",
            ),
            ErrorKind::TextTooLong { length, places } => {
                write!(f, "text of {length} characters does not fit into {places}")
            }
            ErrorKind::RecordTooLarge => f.write_str("dtype size in bytes must fit into a C int"),
            ErrorKind::DuplicateField { name } => {
                write!(f, "field {} occurs more than once", repr_str(name))
            }
            ErrorKind::NoSuchField { name } => {
                write!(f, "Field named {} not found.", repr_str(name))
            }
            ErrorKind::FieldIndex { index, .. } => {
                write!(f, "Field index {index} out of range.")
            }
            ErrorKind::NoFields { dtype } => {
                write!(f, "There are no fields in dtype {dtype}.")
            }
            ErrorKind::ItemsizeTooSmall { required, itemsize } => write!(
                f,
                "NumPy dtype descriptor requires {required} bytes, cannot override to smaller \
                 itemsize of {itemsize}"
            ),
            ErrorKind::OverlappingObjects => {
                f.write_str("Cannot create a NumPy dtype with overlapping object fields")
            }
            ErrorKind::MisalignedOffset { offset, alignment } => write!(
                f,
                "offset {offset} for NumPy dtype with fields is not divisible by the field alignment \
                 {alignment} with align=True"
            ),
            ErrorKind::MisalignedItemsize { itemsize, alignment } => write!(
                f,
                "NumPy dtype descriptor requires alignment of {alignment} bytes, which is not \
                 divisible into the specified itemsize {itemsize}"
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
            ErrorKind::IntegerTooLarge => f.write_str("Python int too large to convert to C long"),
            ErrorKind::UnsizedCode { .. } => f.write_str("substring not found"),
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
            ErrorKind::UnknownChar { text: key } | ErrorKind::NoSuchChoice { name: key } => {
                f.write_str(&repr_str(key))
            }
            ErrorKind::NameTaken { .. } => f.write_str("name already used as a name or title"),
            ErrorKind::DuplicateTitle { .. } => {
                f.write_str("title already used as a name or title.")
            }
            ErrorKind::Text { text, offset, fault } => {
                fault.write(f, text)?;
                if f.alternate() { write_caret(f, text, *offset) } else { Ok(()) }
            }
            ErrorKind::Spec(fault) => fault.fmt(f),
            ErrorKind::ByteOrder { text } => {
                write!(f, "byteorder not recognized (got '{text}')")
            }
            ErrorKind::NoDescr => f.write_str(
                "dtype.descr is not defined for types with overlapping or out-of-order fields",
            ),
            ErrorKind::DuplicateChoice { name } => {
                write!(f, "duplicate field of name {}", repr_str(name))
            }
            ErrorKind::TitleInChoice => f.write_str("cannot use field titles in multi-field index"),
            ErrorKind::NamesLength { n_fields } => {
                write!(f, "must replace all names at once with a sequence of length {n_fields}")
            }
            ErrorKind::DuplicateNames => f.write_str("Duplicate field names given."),
            ErrorKind::NoFieldsToRename => f.write_str("there are no fields defined"),
        }
    }
}

/// The text on a line of its own, and a caret below the byte.
fn write_caret(f: &mut fmt::Formatter<'_>, text: &str, offset: usize) -> fmt::Result {
    let before = &text[..text.floor_char_boundary(offset)];
    let column = before.chars().count();
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    // A long text is cut, so that the caret stays in sight.
    let from = column.saturating_sub(60);
    let shown: String = text.chars().skip(from).take(80).map(plain).collect();
    write!(f, "\n    {shown}\n    {:width$}^", "", width = column - from)
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            ErrorKind::Text { fault: TextFault::Repeats(error), .. } => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
