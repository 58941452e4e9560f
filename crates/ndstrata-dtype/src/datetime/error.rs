//! What can be wrong with dates and durations, in NumPy's words.

use std::fmt;

use super::{DateTimeBase, DateTimeUnit};
use crate::{Casting, Error, ErrorKind};

/// The facts of an error about dates, durations or their units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeErrorKind {
    /// The text of a unit that breaks NumPy's syntax.
    Metadata {
        /// The text.
        text: String,
        /// Where, in bytes, if NumPy says so.
        position: Option<usize>,
    },
    /// A name that is no unit.
    Unit {
        /// The whole text where it was in brackets, else the name.
        text: String,
        /// Was it in brackets?
        bracketed: bool,
    },
    /// `[s/7]`: no smaller unit is a seventh of a second.
    Divisor {
        /// The divisor.
        divisor: i64,
        /// The whole text.
        text: String,
    },
    /// A divisor of no unit.
    GenericDivisor,
    /// Years or months meet units of fixed length.
    Nonlinear {
        /// The two units.
        units: [DateTimeUnit; 2],
    },
    /// The common unit of two has too large a multiple.
    CommonUnitOverflow {
        /// The two units.
        units: [DateTimeUnit; 2],
    },
    /// The factor between two units, the larger first, does not fit.
    FactorOverflow {
        /// The bases of the two.
        bases: [DateTimeBase; 2],
    },
    /// From a unit to none.
    ToGeneric,
    /// A date other than NaT without a unit.
    GenericDate,
    /// The fields of a count other than NaT without a unit.
    GenericValue,
    /// A unit of nothing, such as `[0s]`, in a conversion.
    ZeroMultiple,
    /// Text that is no duration.
    ParseDelta,
    /// A time zone of that name is not known.
    TimeZone {
        /// The name.
        name: String,
    },
    /// Text that is no date.
    Parse {
        /// The text.
        text: String,
        /// Where, in bytes.
        position: usize,
    },
    /// A month, day, hour… that does not exist.
    OutOfRange {
        /// Which part, such as `Month`.
        part: &'static str,
        /// The text.
        text: String,
    },
    /// Text more precise than the unit, under a rule that forbids to cut it.
    ParseCasting {
        /// The text.
        text: String,
        /// The unit asked for.
        base: DateTimeBase,
        /// The rule.
        casting: Casting,
    },
    /// A date is more precise than the text asked for, under a rule that forbids to cut it.
    FormatCasting {
        /// The unit of the text.
        base: DateTimeBase,
        /// The unit of the date.
        from: DateTimeBase,
        /// The rule.
        casting: Casting,
    },
    /// A day alone was asked for in local time.
    LocalDate,
    /// A unit was asked of a dtype that has none.
    NotDateTime,
    /// Fields that are no date.
    Fields {
        /// Which one.
        part: &'static str,
    },
}

impl DateTimeErrorKind {
    pub(crate) fn numpy_class(&self) -> &'static str {
        use DateTimeErrorKind as K;
        match self {
            K::Metadata { .. }
            | K::Unit { .. }
            | K::Nonlinear { .. }
            | K::ParseCasting { .. }
            | K::FormatCasting { .. }
            | K::NotDateTime
            | K::LocalDate => "TypeError",
            K::CommonUnitOverflow { .. } | K::FactorOverflow { .. } => "OverflowError",
            _ => "ValueError",
        }
    }
}

impl From<DateTimeErrorKind> for Error {
    #[cold]
    fn from(kind: DateTimeErrorKind) -> Error {
        Error::new(ErrorKind::DateTime(kind))
    }
}

impl fmt::Display for DateTimeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use DateTimeErrorKind as K;
        match self {
            K::Metadata { text, position } => {
                write!(f, "Invalid datetime metadata string \"{text}\"")?;
                position.map_or(Ok(()), |position| write!(f, " at position {position}"))
            }
            K::Unit { text, bracketed: true } => {
                write!(f, "Invalid datetime unit in metadata string \"{text}\"")
            }
            K::Unit { text, bracketed: false } => {
                write!(f, "Invalid datetime unit \"{text}\" in metadata")
            }
            K::Divisor { divisor, text } => write!(
                f,
                "divisor ({divisor}) is not a multiple of a lower-unit in datetime metadata \
                 \"{text}\""
            ),
            K::GenericDivisor => f.write_str("Can't use 'den' divisor with generic units"),
            K::Nonlinear { units: [a, b] } => write!(
                f,
                "Cannot get a common metadata divisor for Numpy datetime metadata {a} and {b} \
                 because they have incompatible nonlinear base time units."
            ),
            K::CommonUnitOverflow { units: [a, b] } => write!(
                f,
                "Integer overflow getting a common metadata divisor for NumPy datetime metadata \
                 {a} and {b}."
            ),
            K::FactorOverflow { bases: [from, to] } => write!(
                f,
                "Integer overflow while computing the conversion factor between NumPy datetime \
                 units {} and {}",
                from.code(),
                to.code()
            ),
            K::ToGeneric => f.write_str(
                "Cannot convert from specific units to generic units in NumPy datetimes or \
                 timedeltas",
            ),
            K::GenericDate => {
                f.write_str("Cannot create a NumPy datetime other than NaT with generic units")
            }
            K::GenericValue => f.write_str(
                "Cannot convert a NumPy datetime value other than NaT with generic units",
            ),
            K::ZeroMultiple => f.write_str("a datetime unit with the multiple 0 counts nothing"),
            K::ParseDelta => f.write_str("Could not convert object to NumPy timedelta"),
            K::TimeZone { name } => write!(f, "Unsupported timezone input string \"{name}\""),
            K::Parse { text, position } => {
                write!(f, "Error parsing datetime string \"{text}\" at position {position}")
            }
            K::OutOfRange { part, text } => {
                write!(f, "{part} out of range in datetime string \"{text}\"")
            }
            K::ParseCasting { text, base, casting } => {
                let unit = base.code();
                write!(f, "Cannot parse \"{text}\" as unit '{unit}' using casting rule {casting}")
            }
            K::FormatCasting { base, from, casting } => write!(
                f,
                "Cannot create a datetime string as units '{}' from a NumPy datetime with units \
                 '{}' according to the rule '{casting}'",
                base.code(),
                from.code()
            ),
            K::LocalDate => f.write_str(
                "Cannot create a local timezone-based date string from a NumPy datetime without \
                 forcing 'unsafe' casting",
            ),
            K::NotDateTime => f.write_str("cannot get datetime metadata from non-datetime type"),
            K::Fields { part } => write!(f, "{part} is out of range"),
        }
    }
}
