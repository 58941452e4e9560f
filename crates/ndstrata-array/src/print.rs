//! Text of arrays, scalars and numbers, as NumPy prints them.
//!
//! From below: `real` and `digits` make decimal digits, `float_text` and `radix` one number from
//! them; `elements` and `datum` read an array, `scalar` writes one element by itself; `float_format`,
//! `record_format` and `element_format` choose how all elements of an array are written, `brackets`
//! frames them, and `array_text` holds what users call. Nothing here computes on elements, and
//! nothing keeps state: options are passed along.

mod array_text;
mod brackets;
mod datum;
mod digits;
mod element_format;
mod elements;
mod error;
mod float_format;
mod float_text;
mod number_options;
mod options;
mod radix;
mod real;
mod record_format;
mod scalar;

pub use array_text::{
    Array2String, array_repr, array_repr_as, array_str, array2string, scalar_repr, scalar_str,
};
pub use datum::Datum;
pub use error::PrintError;
pub use float_text::{format_float_positional, format_float_scientific};
pub use number_options::{Positional, Scientific, Trim};
pub use options::{FloatMode, FormatterKey, Legacy, PrintOptions, Sign};
pub use radix::{base_repr, binary_repr};
pub use real::Real;
pub(crate) use scalar::write_scalar;
