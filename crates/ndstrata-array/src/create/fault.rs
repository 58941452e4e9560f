//! What can be wrong with a request for a new array.

use std::fmt;

use ndstrata_dtype::DType;

use crate::error::{Error, ErrorKind};

/// A request for a new array that cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CreateFault {
    /// A range whose length is not a number.
    RangeLength,
    /// A range with more elements than an array can have.
    RangeTooLong,
    /// A range whose step is zero.
    ZeroStep,
    /// A range of more than two truth values.
    BoolRange,
    /// A range of a type without arithmetic.
    RangeType {
        /// The type.
        dtype: DType,
    },
    /// A range of dates without a start.
    DateRange,
    /// A range of dates with `NaT` as a bound.
    NotATimeRange,
    /// An integer that the type does not hold.
    IntegerRange {
        /// The integer.
        value: i128,
        /// The type.
        dtype: DType,
    },
    /// A sequence of samples of a type that has none.
    SampleType {
        /// The type.
        dtype: DType,
    },
    /// A geometric sequence from or to zero.
    GeometricZero,
    /// A diagonal of an array of no axes or more than two.
    Diagonal,
    /// A Vandermonde matrix of anything but one axis.
    Vander,
    /// A triangle of an array without axes.
    Triangle,
    /// A grid of arrays with more than one axis.
    Ix,
    /// An array whose bytes do not lie one after the other.
    NotContiguous,
    /// A type whose elements have no bytes.
    ZeroItemsize,
    /// An offset outside the bytes.
    Offset {
        /// The number of bytes.
        len: usize,
    },
    /// Bytes that are no whole number of elements.
    Multiple {
        /// Whether they were given as a string.
        is_string: bool,
    },
    /// Fewer bytes than asked for.
    TooFew {
        /// Whether they were given as a string.
        is_string: bool,
    },
    /// Fewer values than asked for.
    IteratorTooShort {
        /// How many there were.
        found: usize,
        /// How many were asked for.
        count: usize,
    },
    /// A file that could not be read or written.
    File {
        /// What the system says.
        message: String,
    },
}

impl CreateFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            CreateFault::BoolRange
            | CreateFault::RangeType { .. }
            | CreateFault::Triangle
            | CreateFault::SampleType { .. } => "TypeError",
            CreateFault::ZeroStep => "ZeroDivisionError",
            CreateFault::IntegerRange { .. } => "OverflowError",
            CreateFault::File { .. } => "OSError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for CreateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            CreateFault::RangeLength => "arange: cannot compute length",
            CreateFault::RangeTooLong => "Maximum allowed size exceeded",
            CreateFault::ZeroStep => "division by zero",
            CreateFault::BoolRange => {
                "arange() is only supported for booleans when the result has at most length 2."
            }
            CreateFault::RangeType { dtype } => {
                return write!(
                    f,
                    "arange() not supported for inputs with DType <class 'numpy.dtypes.{}'>.",
                    dtype.class_name()
                );
            }
            CreateFault::DateRange => {
                "arange requires both a start and a stop for NumPy datetime64 ranges"
            }
            CreateFault::NotATimeRange => "arange: cannot use NaT (not-a-time) datetime values",
            CreateFault::IntegerRange { value, dtype } => {
                return write!(f, "Python integer {value} out of bounds for {}", dtype.name());
            }
            CreateFault::SampleType { dtype } => {
                return write!(f, "samples cannot be computed as {dtype}");
            }
            CreateFault::GeometricZero => "Geometric sequence cannot include zero",
            CreateFault::Diagonal => "Input must be 1- or 2-d.",
            CreateFault::Vander => "x must be a one-dimensional array or sequence.",
            CreateFault::Triangle => "tri() missing 1 required positional argument: 'N'",
            CreateFault::Ix => "Cross index must be 1 dimensional",
            CreateFault::NotContiguous => "ndarray is not C-contiguous",
            CreateFault::ZeroItemsize => "itemsize cannot be zero in type",
            CreateFault::Offset { len } => {
                return write!(
                    f,
                    "offset must be non-negative and no greater than buffer length ({len})"
                );
            }
            CreateFault::Multiple { is_string: false } => {
                "buffer size must be a multiple of element size"
            }
            CreateFault::Multiple { is_string: true } => {
                "string size must be a multiple of element size"
            }
            CreateFault::TooFew { is_string: false } => "buffer is smaller than requested size",
            CreateFault::TooFew { is_string: true } => "string is smaller than requested size",
            CreateFault::IteratorTooShort { found, count } => {
                return write!(
                    f,
                    "iterator too short: Expected {count} but iterator had only {found} items."
                );
            }
            CreateFault::File { message } => message,
        };
        f.write_str(text)
    }
}

impl From<CreateFault> for Error {
    #[cold]
    fn from(fault: CreateFault) -> Error {
        Error::new(ErrorKind::Create(fault))
    }
}
