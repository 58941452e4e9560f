//! New arrays: of one value, of ranges, of coordinates, from bytes and from functions.
//!
//! The two constructors that everything here stands on, zeros and uninitialised memory, are with the
//! array type itself.

mod arange;
mod bytes;
mod diagonals;
mod fault;
mod filled;
mod from_values;
mod grid;
mod inexact;
mod linspace;
mod logspace;
mod requirements;
mod triangles;

pub(crate) use arange::collect;
pub use arange::{Arange, arange};
pub use bytes::{FromBuffer, frombuffer, fromfile, fromstring};
pub use diagonals::{Eye, diag, diagflat, eye, identity};
pub use fault::CreateFault;
pub use filled::Like;
pub use from_values::{fromfunction, fromiter};
pub use grid::{
    GridAxis, Indexing, Meshgrid, indices, indices_sparse, ix_, meshgrid, mgrid, ogrid,
};
pub(crate) use inexact::{Inexact, match_inexact};
pub use linspace::{Linspace, linspace};
pub use logspace::{Geomspace, Logspace, geomspace, logspace};
pub use requirements::Requirements;
pub use triangles::{Vander, tri, vander};
