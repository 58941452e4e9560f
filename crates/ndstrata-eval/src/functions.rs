//! The tables of the registry, a file for each family of functions.

mod attributes;
mod bins;
mod builtins;
mod business;
mod bytes;
mod cast_errors;
pub(crate) mod char_arrays;
mod closeness;
mod constructor;
mod convert;
mod create;
mod differences;
mod dtype;
mod dtype_attributes;
mod dtype_classes;
mod emath;
mod error_state;
mod flat;
mod format;
mod formatter;
mod fourier;
mod functional;
mod grid;
mod index;
mod join;
mod linalg_decompositions;
mod linalg_norms;
mod maps;
mod matrix;
mod npy;
mod numbers;
mod objects;
mod operators;
mod order;
mod overwrite;
mod pad;
mod polynomials;
mod position;
mod print;
mod print_options;
mod print_state;
mod products;
mod products_einsum;
mod quantile;
mod recfunctions;
mod records;
mod same_value;
mod scalar_numbers;
mod scalars;
mod sets;
mod setters;
mod shape;
mod signal;
mod statistics;
mod strings;
mod text;
mod text_methods;
mod ufunc;
mod ufunc_arguments;
mod ufunc_attributes;
mod ufunc_methods;
mod ufunc_objects;
mod ufunc_types;

use std::sync::OnceLock;

use crate::registry::{Body, Entry};

pub(crate) use dtype::dtype_of;
pub(crate) use index::{array_item, set_array_item};

/// Lines whose names are put together: universal functions, their methods, and functions that are
/// methods too.
pub(crate) fn composed() -> &'static [(String, &'static str, Body)] {
    static COMPOSED: OnceLock<Vec<(String, &'static str, Body)>> = OnceLock::new();
    COMPOSED.get_or_init(|| {
        ufunc::entries()
            .chain(statistics::entries())
            .chain(strings::entries())
            .chain(objects::entries())
            .chain(emath::entries())
            .chain(text_methods::entries())
            .chain(dtype_classes::entries())
            .collect()
    })
}

/// All tables.
pub(crate) const TABLES: &[&[Entry]] = &[
    dtype::TABLE,
    dtype_attributes::TABLE,
    error_state::TABLE,
    scalar_numbers::TABLE,
    scalars::TABLE,
    sets::TABLE,
    create::TABLE,
    constructor::TABLE,
    convert::TABLE,
    differences::TABLE,
    emath::TABLE,
    functional::TABLE,
    signal::TABLE,
    attributes::TABLE,
    bins::TABLE,
    builtins::TABLE,
    business::TABLE,
    char_arrays::TABLE,
    bytes::TABLE,
    grid::TABLE,
    join::TABLE,
    linalg_decompositions::TABLE,
    linalg_norms::TABLE,
    matrix::TABLE,
    index::TABLE,
    polynomials::TABLE,
    position::TABLE,
    maps::TABLE,
    npy::TABLE,
    numbers::TABLE,
    objects::TABLE,
    operators::TABLE,
    pad::TABLE,
    print::TABLE,
    print_state::TABLE,
    products::TABLE,
    products_einsum::TABLE,
    quantile::TABLE,
    recfunctions::TABLE,
    records::TABLE,
    flat::TABLE,
    format::TABLE,
    fourier::TABLE,
    setters::TABLE,
    shape::TABLE,
    text::TABLE,
    text_methods::TABLE,
    ufunc_attributes::TABLE,
];
