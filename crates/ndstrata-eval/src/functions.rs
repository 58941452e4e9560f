//! The tables of the registry, a file for each family of functions.

mod create;
mod dtype;
mod index;
mod position;
mod shape;
mod ufunc;
mod ufunc_methods;

use crate::registry::Entry;

pub(crate) use dtype::dtype_of;
pub(crate) use ufunc::entries as ufunc_entries;

/// All tables.
pub(crate) const TABLES: &[&[Entry]] =
    &[dtype::TABLE, create::TABLE, index::TABLE, position::TABLE, shape::TABLE];
