//! The unit of a `datetime64` or `timedelta64`: a base and a multiple, as in `[25s]`.

use std::fmt;

/// The span that a unit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateTimeBase {
    /// `Y`
    Year,
    /// `M`
    Month,
    /// `W`
    Week,
    /// `D`
    Day,
    /// `h`
    Hour,
    /// `m`
    Minute,
    /// `s`
    Second,
    /// `ms`
    Millisecond,
    /// `us`
    Microsecond,
    /// `ns`
    Nanosecond,
    /// `ps`
    Picosecond,
    /// `fs`
    Femtosecond,
    /// `as`
    Attosecond,
    /// No unit yet; it takes the other's when two types meet.
    Generic,
}

impl DateTimeBase {
    /// NumPy's code, such as `ms`; `generic` for none.
    pub const fn code(self) -> &'static str {
        match self {
            DateTimeBase::Year => "Y",
            DateTimeBase::Month => "M",
            DateTimeBase::Week => "W",
            DateTimeBase::Day => "D",
            DateTimeBase::Hour => "h",
            DateTimeBase::Minute => "m",
            DateTimeBase::Second => "s",
            DateTimeBase::Millisecond => "ms",
            DateTimeBase::Microsecond => "us",
            DateTimeBase::Nanosecond => "ns",
            DateTimeBase::Picosecond => "ps",
            DateTimeBase::Femtosecond => "fs",
            DateTimeBase::Attosecond => "as",
            DateTimeBase::Generic => "generic",
        }
    }
}

/// A base unit and how many of it one tick counts.
///
/// NumPy: [numpy.datetime_data](https://numpy.org/doc/stable/reference/generated/numpy.datetime_data.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTimeUnit {
    /// The span counted.
    pub base: DateTimeBase,
    /// How many of them make one tick; at least 1, at most `i32::MAX`.
    pub multiple: u32,
}

impl DateTimeUnit {
    /// No unit yet.
    pub const GENERIC: DateTimeUnit = DateTimeUnit { base: DateTimeBase::Generic, multiple: 1 };

    /// One of `base`.
    pub const fn new(base: DateTimeBase) -> DateTimeUnit {
        DateTimeUnit { base, multiple: 1 }
    }
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
