//! Integration tests of the crate.

mod decompositions;
mod einsum;
mod hostile;
mod matrices;
mod products;
