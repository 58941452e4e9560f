//! Every function of the workspace by its NumPy name, and expressions over them.
//!
//! A scripting host, a binding, the command line and the parity table need the same thing: to call
//! `np.concatenate` or `ndarray.sum` with values known at run time, by NumPy's names, parameters and
//! defaults. [`registry`] holds that list once; [`Value`] is what goes in and comes out.

mod array_ref;
mod coerce;
mod error;
mod expression;
mod file;
mod functions;
mod python;
mod python_date;
pub mod registry;
mod shortcut;
mod text;
mod value;

pub use array_ref::{ArrayClass, ArrayRef};
pub use coerce::as_array;
pub use error::{Error, Result};
pub use expression::{Program, Scope, evaluate, index_value};
pub use file::{File, FileKind};
pub use value::{Masked, Named, Value};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
