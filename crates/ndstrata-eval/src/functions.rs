//! The tables of the registry, a file for each family of functions.

mod attributes;
mod convert;
mod create;
mod dtype;
mod grid;
mod index;
mod join;
mod npy;
mod position;
mod print;
mod print_options;
mod scalars;
mod shape;
mod ufunc;
mod ufunc_methods;

use crate::registry::Entry;

pub(crate) use dtype::dtype_of;
pub(crate) use ufunc::entries as ufunc_entries;

/// All tables.
pub(crate) const TABLES: &[&[Entry]] = &[
    dtype::TABLE,
    scalars::TABLE,
    create::TABLE,
    convert::TABLE,
    attributes::TABLE,
    grid::TABLE,
    join::TABLE,
    index::TABLE,
    position::TABLE,
    npy::TABLE,
    print::TABLE,
    shape::TABLE,
];
