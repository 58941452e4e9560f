//! NumPy's foundation for Rust: the facade over the ndstrata crates.
//!
//! Each module is one crate of the workspace, re-exported; [`prelude`] has what most programs name.
//! Whoever needs one crate only depends on that one and compiles no other.
//!
//! ```
//! use ndstrata::prelude::*;
//! let a = DynArray::from_vec(vec![1_u8, 2, 250]);
//! // Rust's numbers are weak: the sum stays `uint8`, and wraps as NumPy's does.
//! assert_eq!(ufunc::add(&a, 10)?.to_string(), "[11 12  4]");
//! assert_eq!(ufunc::multiply(&a, 0.5)?.dtype(), &DType::FLOAT64);
//! # Ok::<(), ndstrata::ufunc::Error>(())
//! ```

pub mod examples;

pub use ndstrata_array as array;
pub use ndstrata_dtype as dtype;
pub use ndstrata_linalg as linalg;
pub use ndstrata_npy as npy;
pub use ndstrata_text as text;
pub use ndstrata_ufunc as ufunc;

pub mod prelude {
    //! The names that most programs need, and the crates under their short names.
    pub use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut, Index, Order, Slice, index};
    pub use ndstrata_dtype::{Casting, DType, Element};

    pub use crate::{array, dtype, linalg, npy, text, ufunc};
}

/// The examples of the project's README are tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
