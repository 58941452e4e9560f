//! Linear algebra as NumPy's: products, decompositions, solvers, norms and polynomials, on stacks of
//! matrices whose element type is known at run time.
//!
//! Shapes and types are resolved here; the arithmetic of decompositions is done behind one seam, `backend`.

mod error;

pub use error::{Error, ErrorKind, Result};

/// The examples of the crate's README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
