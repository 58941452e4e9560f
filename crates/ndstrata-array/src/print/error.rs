//! What can be wrong with a request to print.

use std::fmt;

pub(super) type Result<T> = std::result::Result<T, PrintError>;

/// What was wrong with a request to print.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrintError {
    /// Exact digits were asked for without saying how many.
    PrecisionMissing,
    /// More digits were asked for at least than at most.
    MinDigitsAbovePrecision,
    /// No significant digit was asked for.
    NoSignificantDigits,
    /// The text of one number would not fit NumPy's buffer of 16,383 characters.
    TooLong,
    /// A base that [`base_repr`](crate::base_repr) has no digits for.
    Base {
        /// The base asked for.
        base: i64,
    },
    /// A number that does not fit the width asked of [`binary_repr`](crate::binary_repr).
    BitWidth {
        /// The width asked for.
        width: usize,
        /// The width needed.
        needed: usize,
    },
    /// A type whose elements are recognised but not read, such as Python objects.
    Unreadable {
        /// The type.
        dtype: String,
    },
    /// An instant that has no text.
    DateTime(ndstrata_dtype::Error),
    /// No memory for the text.
    OutOfMemory,
}

impl PrintError {
    /// The name of the exception class that NumPy raises for this, such as `ValueError`.
    pub fn numpy_class(&self) -> &'static str {
        match self {
            PrintError::PrecisionMissing => "TypeError",
            PrintError::Unreadable { .. } => "TypeError",
            PrintError::DateTime(error) => error.numpy_class(),
            PrintError::TooLong => "RuntimeError",
            PrintError::OutOfMemory => "MemoryError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PrintError::PrecisionMissing => {
                f.write_str("in non-unique mode `precision` must be supplied")
            }
            PrintError::MinDigitsAbovePrecision => {
                f.write_str("min_digits must be less than or equal to precision")
            }
            PrintError::NoSignificantDigits => {
                f.write_str("precision must be greater than 0 if fractional=False")
            }
            PrintError::TooLong => f.write_str("Float formatting result too large"),
            PrintError::Base { base: ..=1 } => {
                f.write_str("Bases less than 2 not handled in base_repr.")
            }
            PrintError::Base { .. } => {
                f.write_str("Bases greater than 36 not handled in base_repr.")
            }
            PrintError::BitWidth { width, needed } => {
                write!(f, "Insufficient bit width={width} provided for binwidth={needed}")
            }
            PrintError::Unreadable { dtype } => {
                write!(f, "elements of dtype {dtype} cannot be printed")
            }
            PrintError::DateTime(error) => error.fmt(f),
            PrintError::OutOfMemory => f.write_str("no memory for the text"),
        }
    }
}

impl std::error::Error for PrintError {}
