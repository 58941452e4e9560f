//! Dates and durations: units, text, conversion.
//!
//! A date is a count of ticks since 1970-01-01T00:00:00 in some [`DateTimeUnit`], a duration a count
//! of ticks; [`NAT`] is neither. Everything here works on such counts; arrays of them are elsewhere.

mod unit;

mod calendar;
mod convert;
mod error;
mod fields;
mod format;
mod parse;
mod relation;
mod typed;

pub mod units;

#[cfg(test)]
mod tests;

pub use convert::UnitConversion;
pub use error::DateTimeErrorKind;
pub use fields::DateTimeFields;
pub use format::{DateTimeFormat, FormatUnit, TimeZone};
pub use parse::ParsedDateTime;
pub use relation::DateOrDelta;
pub use typed::{DateTime64, TimeDelta64};
pub use unit::{DateTimeBase, DateTimeUnit, datetime_data};

/// "Not a time": the count that stands for no date and no duration.
pub const NAT: i64 = i64::MIN;
