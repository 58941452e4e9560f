//! What can be wrong with a spelling: the facts, NumPy's words for them and its exception class.

use std::fmt;

use crate::datetime::DateTimeErrorKind;
use crate::literal::{LiteralError, repr_str};

/// What is wrong with a dtype given as text; the text and the place stand beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextFault {
    /// No type is spelled like this.
    NotUnderstood {
        /// The part of the text that should have been one type.
        part: String,
    },
    /// A name that NumPy 2.0 removed, such as `int0`.
    RemovedAlias {
        /// The name.
        alias: String,
    },
    /// `T`, NumPy's variable-width strings, which this crate does not have.
    StringDType,
    /// A unit of a date that cannot be read.
    DateTime(DateTimeErrorKind),
    /// An element of a comma string that is none.
    FormatNumber {
        /// Which one, counted from 1.
        number: usize,
    },
    /// Two byte orders for one element.
    ByteOrders {
        /// The one before the repeat count.
        first: char,
        /// The one after it.
        second: char,
    },
    /// A repeat count that is no Python literal.
    Repeats(LiteralError),
}

impl TextFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            TextFault::FormatNumber { .. } | TextFault::ByteOrders { .. } => "ValueError",
            TextFault::DateTime(kind) => kind.numpy_class(),
            TextFault::Repeats(error) => error.numpy_class(),
            TextFault::StringDType => "NotImplementedError",
            _ => "TypeError",
        }
    }

    /// NumPy's message, which may quote the whole text.
    pub(crate) fn write(&self, f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
        match self {
            TextFault::NotUnderstood { part } => {
                write!(f, "data type {} not understood", repr_str(part))
            }
            TextFault::RemovedAlias { alias } => write!(
                f,
                "Alias {} was removed in NumPy 2.0. Use a name without a digit at the end.",
                repr_str(alias)
            ),
            TextFault::StringDType => f.write_str("data type 'T' (StringDType) is not supported"),
            TextFault::DateTime(kind) => write!(f, "{kind}"),
            TextFault::FormatNumber { number } => {
                write!(f, "format number {number} of \"{text}\" is not recognized")
            }
            TextFault::ByteOrders { first, second } => {
                write!(f, "inconsistent byte-order specification {first} and {second}")
            }
            TextFault::Repeats(error) => write!(f, "{}", error.kind()),
        }
    }
}

/// What is wrong with a dtype given as a list, tuple, dictionary or other value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpecFault {
    /// A value of a kind that describes no type.
    CannotInterpret {
        /// The value, as Python prints it.
        value: String,
    },
    /// Bytes that are not ASCII.
    NotAscii,
    /// Text that holds a lone surrogate.
    Surrogate,
    /// An abstract scalar type, such as `np.floating`.
    AbstractType {
        /// NumPy's message.
        message: &'static str,
    },
    /// Something that NumPy has and this crate has not.
    Unsupported {
        /// What it is.
        what: &'static str,
    },
    /// Types nested deeper than [`DType::MAX_DEPTH`](crate::DType::MAX_DEPTH).
    TooDeep,
    /// A tuple that is no pair.
    TupleSize {
        /// Its size.
        size: usize,
    },
    /// `(base, new)` of different sizes.
    SizeMismatch,
    /// `(base, new)` with objects.
    ObjectUnion,
    /// `(flexible type, size)` with a size that is none.
    GenericItemsize,
    /// `(type, shape)` with a shape that is none.
    Shape,
    /// A shape with a negative length.
    ShapeNegative,
    /// A shape with a length past a C int.
    ShapeTooLong,
    /// A field of a list that is no tuple of two or three.
    FieldItem {
        /// The item, as Python prints it.
        item: String,
    },
    /// A field of a list with more than three parts.
    FieldItemTooLong {
        /// The item, as Python prints it.
        item: String,
    },
    /// A field's name that is neither text nor a pair.
    FieldNameType,
    /// A `(title, name)` that is no pair.
    FieldNameSize {
        /// Its size.
        size: usize,
    },
    /// A `(title, name)` whose name is no text.
    FieldNameNotText,
    /// An empty name with a title that cannot stand for it.
    EmptyTitle,
    /// A name in a dictionary that is no text.
    NamesNotText,
    /// Lists in a dictionary shorter than the names.
    Lengths,
    /// An `aligned` that is no truth value.
    AlignedFlag,
    /// A negative offset in a list of offsets.
    NegativeOffset {
        /// The offset.
        offset: i64,
    },
    /// A negative offset of a dictionary by names.
    InvalidOffset,
    /// An entry of a dictionary by names that is no tuple of two or three.
    Entry,
    /// A key that is not there.
    MissingKey {
        /// The key.
        key: String,
    },
    /// A value of the wrong Python type, where Python itself complains.
    PythonType {
        /// Python's message.
        message: String,
    },
    /// A sequence that is too short, where Python itself complains.
    PythonIndex,
    /// An integer past a C int.
    NotCInt,
    /// An integer past a C long.
    NotCLong,
    /// A text or number that is no integer.
    PythonInt {
        /// Python's message.
        message: String,
    },
    /// A field of a descr with a wrong number of parts.
    Unpack {
        /// Python's message.
        message: String,
    },
}

impl SpecFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            SpecFault::CannotInterpret { .. }
            | SpecFault::NotAscii
            | SpecFault::AbstractType { .. }
            | SpecFault::TupleSize { .. }
            | SpecFault::FieldItem { .. }
            | SpecFault::FieldItemTooLong { .. }
            | SpecFault::FieldNameType
            | SpecFault::FieldNameSize { .. }
            | SpecFault::FieldNameNotText
            | SpecFault::EmptyTitle
            | SpecFault::PythonType { .. } => "TypeError",
            SpecFault::Surrogate => "UnicodeEncodeError",
            SpecFault::Unsupported { .. } => "NotImplementedError",
            SpecFault::TooDeep => "RecursionError",
            SpecFault::MissingKey { .. } => "KeyError",
            SpecFault::PythonIndex => "IndexError",
            SpecFault::NotCLong => "OverflowError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for SpecFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpecFault::CannotInterpret { value } => {
                write!(f, "Cannot interpret '{value}' as a data type")
            }
            SpecFault::NotAscii => f.write_str("data type not understood"),
            SpecFault::Surrogate => {
                f.write_str("'utf-8' codec can't encode a lone surrogate: surrogates not allowed")
            }
            SpecFault::AbstractType { message } => f.write_str(message),
            SpecFault::Unsupported { what } => write!(f, "{what}: not supported"),
            SpecFault::TooDeep => f.write_str(
                "maximum recursion depth exceeded while trying to convert the given data type \
                 from a sequence object",
            ),
            SpecFault::TupleSize { size } => {
                write!(f, "Tuple must have size 2, but has size {size}")
            }
            SpecFault::SizeMismatch => {
                f.write_str("mismatch in size of old and new data-descriptor")
            }
            SpecFault::ObjectUnion => f.write_str(
                "dtypes of the form (old_dtype, new_dtype) containing the object dtype are not \
                 supported",
            ),
            SpecFault::GenericItemsize => f.write_str("invalid itemsize in generic type tuple"),
            SpecFault::Shape => f.write_str("invalid shape in fixed-type tuple."),
            SpecFault::ShapeNegative => {
                f.write_str("invalid shape in fixed-type tuple: dimension smaller then zero.")
            }
            SpecFault::ShapeTooLong => f.write_str(
                "invalid shape in fixed-type tuple: dimension does not fit into a C int.",
            ),
            SpecFault::FieldItem { item } => {
                write!(f, "Field elements must be 2- or 3-tuples, got '{item}'")
            }
            SpecFault::FieldItemTooLong { item } => {
                write!(f, "Field elements must be tuples with at most 3 elements, got '{item}'")
            }
            SpecFault::FieldNameType => {
                f.write_str("First element of field tuple is neither a tuple nor str")
            }
            SpecFault::FieldNameSize { size } => write!(
                f,
                "If a tuple, the first element of a field tuple must have two elements, not {size}"
            ),
            SpecFault::FieldNameNotText => f.write_str("Field name must be a str"),
            SpecFault::EmptyTitle => f.write_str("Field titles must be non-empty strings"),
            SpecFault::NamesNotText => f.write_str("field names must be strings"),
            SpecFault::Lengths => f.write_str(
                "'names', 'formats', 'offsets', and 'titles' dict entries must have the same \
                 length",
            ),
            SpecFault::AlignedFlag => f.write_str(
                "NumPy dtype descriptor includes 'aligned' entry, but its value is neither True \
                 nor False",
            ),
            SpecFault::NegativeOffset { offset } => {
                write!(f, "offset {offset} cannot be negative")
            }
            SpecFault::InvalidOffset => f.write_str("invalid offset."),
            SpecFault::Entry => f.write_str("entry not a 2- or 3- tuple"),
            SpecFault::MissingKey { key } => f.write_str(key),
            SpecFault::PythonIndex => f.write_str("tuple index out of range"),
            SpecFault::NotCInt => f.write_str("integer won't fit into a C int"),
            SpecFault::NotCLong => f.write_str("Python int too large to convert to C long"),
            SpecFault::PythonType { message }
            | SpecFault::PythonInt { message }
            | SpecFault::Unpack { message } => f.write_str(message),
        }
    }
}
