//! Text of tables: where its fields lie, and decimal digits of many fields.
//!
//! Positions come first, 64 bytes at a time; numbers are then read between known ends, so that no number waits
//! for the one before it. What a field means, and how decimals round, is for the layers above.

mod decimals;
#[cfg(target_arch = "x86_64")]
mod eight;
mod fields;

pub use decimals::{Column, Decimal, Eight, Sink, decimals, eight_digits};
pub use fields::{AtComments, Fields, Line, Separators, quotes_close};
