//! Counting into bins, and packing of bits.
//!
//! Choosing edges, checking arguments and joining the results of several axes is left to the layers
//! above.

mod bincount;
mod bits;
mod histogram;

pub use bincount::{bincount, bincount_weighted, value_range};
pub use bits::{BitOrder, packbits, unpackbits};
pub use histogram::{BinFloat, UniformBins};
