//! NumPy's universal functions, reductions, order and statistics on arrays of run-time type.
//!
//! A call goes `functions` → `ufunc` → `resolve` → `call` → a loop of `ndstrata-kernels`. Resolution sees
//! types and no data, the walk over elements sees layouts and no types, a loop sees neither.

mod call;
mod error;
mod functions;
mod kernel;
mod methods;
mod operand;
mod order;
mod reduce;
mod resolve;
mod statistics;
mod table;
mod ufunc;

pub use call::CallOptions;
pub use error::{Error, ErrorKind, Result};
pub use operand::Operand;
pub use order::{Side, SortOptions, argmax, argmin, argsort, searchsorted, sort};
pub use reduce::ReduceOptions;
pub use statistics::{
    MeanOptions, all, any, count_nonzero, cumprod, cumsum, max, mean, min, prod, ptp, std, sum, var,
};
pub use table::by_name;
pub use ufunc::{Identity, Ufunc};

pub mod ufuncs {
    //! Every universal function as an object, under its NumPy name in capitals.
    pub use crate::table::ufuncs::*;
}

pub use functions::*;

/// The example of the crate's README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
