//! The unit of a `datetime64` or `timedelta64`: a base and a multiple, as in `[25s]`.

use std::fmt;
use std::str::FromStr;

use super::DateTimeErrorKind;
use crate::{DType, Error, Result, TypeClass};

macro_rules! bases {
    ($($variant:ident $code:literal $plural:literal,)*) => {
        /// The span that a unit counts, from the longest on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DateTimeBase {
            $(#[doc = concat!("`", $code, "`: ", $plural)] $variant,)*
        }

        impl DateTimeBase {
            /// All of them, in order.
            pub const ALL: &[DateTimeBase] = &[$(DateTimeBase::$variant,)*];

            /// NumPy's code, such as `ms`; `generic` for none.
            pub const fn code(self) -> &'static str {
                match self { $(DateTimeBase::$variant => $code,)* }
            }

            /// What a printed duration counts, such as `milliseconds`.
            pub const fn plural(self) -> &'static str {
                match self { $(DateTimeBase::$variant => $plural,)* }
            }
        }
    };
}

bases! {
    Year "Y" "years",
    Month "M" "months",
    Week "W" "weeks",
    Day "D" "days",
    Hour "h" "hours",
    Minute "m" "minutes",
    Second "s" "seconds",
    Millisecond "ms" "milliseconds",
    Microsecond "us" "microseconds",
    Nanosecond "ns" "nanoseconds",
    Picosecond "ps" "picoseconds",
    Femtosecond "fs" "femtoseconds",
    Attosecond "as" "attoseconds",
    Generic "generic" "generic time units",
}

impl DateTimeBase {
    /// The base of a code; `μs` is accepted for `us`.
    pub fn from_code(code: &str) -> Option<DateTimeBase> {
        if code == "\u{3bc}s" {
            return Some(DateTimeBase::Microsecond);
        }
        DateTimeBase::ALL.iter().copied().find(|base| base.code() == code)
    }

    /// The next smaller base, and how many of it make one of this, where that is fixed.
    pub(super) const fn next_smaller(self) -> Option<(DateTimeBase, i64)> {
        use DateTimeBase as B;
        Some(match self {
            B::Week => (B::Day, 7),
            B::Day => (B::Hour, 24),
            B::Hour => (B::Minute, 60),
            B::Minute => (B::Second, 60),
            B::Second => (B::Millisecond, 1000),
            B::Millisecond => (B::Microsecond, 1000),
            B::Microsecond => (B::Nanosecond, 1000),
            B::Nanosecond => (B::Picosecond, 1000),
            B::Picosecond => (B::Femtosecond, 1000),
            B::Femtosecond => (B::Attosecond, 1000),
            B::Year | B::Month | B::Attosecond | B::Generic => return None,
        })
    }

    /// What NumPy tries for a unit with a divisor: bases, and how many of each it takes for one.
    fn divisions(self) -> Vec<(DateTimeBase, i64)> {
        use DateTimeBase as B;
        match self {
            // Rounded, as in NumPy: a year is 52 weeks here.
            B::Year => vec![(B::Month, 12), (B::Week, 52), (B::Day, 365)],
            B::Month => vec![(B::Week, 4), (B::Day, 30), (B::Hour, 720)],
            B::Week | B::Day => self.smaller(3),
            _ => self.smaller(2),
        }
    }

    /// The next `n` smaller bases, and how many of each make one of this.
    fn smaller(self, n: usize) -> Vec<(DateTimeBase, i64)> {
        let next = |&(base, count): &(DateTimeBase, i64)| {
            base.next_smaller().map(|(smaller, factor)| (smaller, count * factor))
        };
        std::iter::successors(Some((self, 1)), next).skip(1).take(n).collect()
    }
}

/// A base unit and how many of it one tick counts.
///
/// # Example
/// ```
/// use ndstrata_dtype::datetime::DateTimeUnit;
/// let tenth: DateTimeUnit = "[s/10]".parse()?;
/// assert_eq!((tenth.base.code(), tenth.multiple), ("ms", 100));
/// assert_eq!(tenth.to_string(), "[100ms]");
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTimeUnit {
    /// The span counted.
    pub base: DateTimeBase,
    /// How many of them make one tick; at most `i32::MAX`. NumPy lets 0 be written, but nothing
    /// can be converted to or from it.
    pub multiple: u32,
}

impl DateTimeUnit {
    /// No unit yet.
    pub const GENERIC: DateTimeUnit = DateTimeUnit { base: DateTimeBase::Generic, multiple: 1 };

    /// One of `base`.
    pub const fn new(base: DateTimeBase) -> DateTimeUnit {
        DateTimeUnit { base, multiple: 1 }
    }

    /// Is it no unit yet?
    pub const fn is_generic(self) -> bool {
        matches!(self.base, DateTimeBase::Generic)
    }

    /// The unit that follows `M8` or `datetime64`: nothing, or brackets such as `[25s]` or `[s/10]`.
    ///
    /// # Errors
    ///
    /// A text that is neither; a divisor that no smaller unit fits.
    pub fn from_metadata(text: &str) -> Result<DateTimeUnit> {
        if text.is_empty() {
            return Ok(DateTimeUnit::GENERIC);
        }
        let error = |position: Option<usize>| {
            Error::from(DateTimeErrorKind::Metadata { text: text.to_owned(), position })
        };
        if text.len() < 3 {
            return Err(error(None));
        }
        let inner = text.strip_prefix('[').ok_or_else(|| error(Some(1)))?;
        let end = inner.find(']').ok_or_else(|| error(Some(text.len())))?;
        let unit = extended_unit(&inner[..end], Some(text))?;
        match end + 2 {
            past if past == text.len() => Ok(unit),
            past => Err(error(Some(past))),
        }
    }
}

/// The unit of a dtype of dates or durations.
///
/// NumPy: [numpy.datetime_data](https://numpy.org/doc/stable/reference/generated/numpy.datetime_data.html).
///
/// # Errors
///
/// A dtype of something else.
pub fn datetime_data(dtype: &DType) -> Result<DateTimeUnit> {
    match dtype.class() {
        TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => Ok(*unit),
        _ => Err(DateTimeErrorKind::NotDateTime.into()),
    }
}

/// As NumPy's constructors take a unit: `25s`, or with brackets.
impl FromStr for DateTimeUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<DateTimeUnit> {
        match text.starts_with('[') {
            true => DateTimeUnit::from_metadata(text),
            false => extended_unit(text, None),
        }
    }
}

/// `25s` or `s/10`; `metadata` is the whole text, for messages, where it stands in brackets.
fn extended_unit(text: &str, metadata: Option<&str>) -> Result<DateTimeUnit> {
    let error = |rest: &str| {
        // One bracket stands before the text.
        let position = metadata.map(|_| 1 + text.len() - rest.len());
        let text = metadata.unwrap_or(text).to_owned();
        Error::from(DateTimeErrorKind::Metadata { text, position })
    };
    let (multiple, unit) = match leading_integer(text) {
        Some((value, rest)) => (u32::try_from(value).map_err(|_| error(text))?, rest),
        None => (1, text),
    };
    if multiple > i32::MAX as u32 {
        return Err(error(text));
    }
    let (code, divisor) = unit.split_once('/').map_or((unit, None), |(code, d)| (code, Some(d)));
    if code.is_empty() {
        return Err(error(unit));
    }
    let base = DateTimeBase::from_code(code).ok_or_else(|| {
        let text = metadata.unwrap_or(code).to_owned();
        Error::from(DateTimeErrorKind::Unit { text, bracketed: metadata.is_some() })
    })?;
    match divisor {
        None => Ok(DateTimeUnit { base, multiple }),
        Some(divisor) => match leading_integer(divisor) {
            Some((value, "")) if metadata.is_some() => {
                divide(DateTimeUnit { base, multiple }, value, metadata.unwrap_or(text))
            }
            _ => Err(error(divisor)),
        },
    }
}

/// An integer as C's `strtol` reads it (a large one ends at the limit), and the rest.
pub(super) fn leading_integer(text: &str) -> Option<(i64, &str)> {
    let start = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let digits = start.strip_prefix(['+', '-']).unwrap_or(start);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &start[..start.len() - rest.len()];
    let too_large = if number.starts_with('-') { i64::MIN } else { i64::MAX };
    (rest.len() < digits.len()).then(|| (number.parse().unwrap_or(too_large), rest))
}

/// The unit that is `unit / divisor`.
///
/// NumPy divides by zero for `[s/0]`, makes negative multiples and wraps; those are errors here.
fn divide(unit: DateTimeUnit, divisor: i64, text: &str) -> Result<DateTimeUnit> {
    match (divisor, unit.base) {
        (1, _) => return Ok(unit),
        (_, DateTimeBase::Generic) => return Err(DateTimeErrorKind::GenericDivisor.into()),
        _ => {}
    }
    let divisions = unit.base.divisions();
    let fits = |count: i64| divisor > 0 && count % divisor == 0;
    let found = divisions.into_iter().find(|&(_, count)| fits(count));
    let divided = found.and_then(|(base, count)| {
        let multiple = i64::from(unit.multiple).checked_mul(count / divisor)?;
        let multiple = u32::try_from(multiple).ok().filter(|&m| m <= i32::MAX as u32)?;
        Some(DateTimeUnit { base, multiple })
    });
    divided.ok_or_else(|| DateTimeErrorKind::Divisor { divisor, text: text.to_owned() }.into())
}

/// As in a dtype's text: `[25s]`, and nothing for a generic unit.
impl fmt::Display for DateTimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.base, self.multiple) {
            (DateTimeBase::Generic, _) => Ok(()),
            (base, 1) => write!(f, "[{}]", base.code()),
            (base, multiple) => write!(f, "[{multiple}{}]", base.code()),
        }
    }
}
