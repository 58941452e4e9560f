//! Dates and durations: units, text, conversion.

mod unit;

pub use unit::{DateTimeBase, DateTimeUnit};
