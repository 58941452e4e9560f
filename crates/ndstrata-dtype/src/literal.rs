//! Python literals: text that `ast.literal_eval` takes, and its way back through `repr`.
//!
//! A `.npy` header and a `descr` are such text. This module only knows Python's syntax; what a
//! dictionary *means* as a data type is for the readers of specifications.

mod printable;
mod repr;

pub use repr::{repr_bytes, repr_code_points, repr_str};
