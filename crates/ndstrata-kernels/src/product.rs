//! Products of matrices and vectors: `c = a·b`, `c += a·b` and `c -= a·b`.
//!
//! The columns of `c` are the lanes of vectors. A tile of some rows and vectors of `c` stays in registers
//! while it runs along the inner axis (`tile`); where the matrices are large, they are first packed into
//! panels that stay in the cache (`driver`, after the scheme of Goto and van de Geijn, *Anatomy of
//! High-Performance Matrix Multiplication*, 2008). A product with a vector runs at the speed of
//! memory: along rows by `dots`, across them by `combine`.
//!
//! The order in which an element's products are added depends on the lengths and strides alone.

mod combine;
mod dots;
mod driver;
mod table;
mod tile;
mod vector;

#[cfg(test)]
mod tests;

pub use driver::{Part, Product};
pub use table::ProductType;
pub use tile::Target;
