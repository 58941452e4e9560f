//! Searches in sorted elements, and what follows from elements being sorted.
//!
//! Elements come as slices in NumPy's order (see [`crate::sort`]), or behind a comparator.

mod binary;
mod monotonic;
mod runs;

pub use binary::{Side, searchsorted, searchsorted_by, searchsorted_through};
pub use monotonic::{Monotonic, digitize, monotonicity};
pub use runs::{NanRuns, compact_runs, mark_runs, run_lengths, run_numbers};
