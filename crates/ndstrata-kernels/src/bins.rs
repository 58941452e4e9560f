//! Counting into bins, and packing of bits.
//!
//! Choosing edges, checking arguments and joining the results of several axes is left to the layers
//! above.

mod between;
mod bincount;
mod bits;
mod histogram;

pub use between::count_between;
pub use bincount::{bincount, bincount_weighted, value_range};
pub use bits::{BitOrder, packbits, unpackbits};
pub use histogram::{BinFloat, UniformBins};
