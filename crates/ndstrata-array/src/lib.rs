//! Strided arrays of run-time element type over the ndarray crate.

mod print;

pub use print::{
    Positional, PrintError, Real, Scientific, Trim, base_repr, binary_repr,
    format_float_positional, format_float_scientific,
};
