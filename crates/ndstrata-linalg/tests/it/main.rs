//! Integration tests of the crate.

mod decompositions;
mod hostile;
mod matrices;
mod products;
