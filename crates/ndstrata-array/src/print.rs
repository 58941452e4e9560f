//! Text of arrays, scalars and numbers, as NumPy prints them.
//!
//! From below: `real` and `digits` make decimal digits, `float_text` and `radix` make one number
//! from them.

mod digits;
mod error;
mod float_text;
mod radix;
mod real;

pub use error::PrintError;
pub use float_text::{
    Positional, Scientific, Trim, format_float_positional, format_float_scientific,
};
pub use radix::{base_repr, binary_repr};
pub use real::Real;
