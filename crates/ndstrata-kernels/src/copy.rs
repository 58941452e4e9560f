//! Moving elements of any size unchanged, byte-swapped, repeated or normalised.
//!
//! Sizes and strides are in bytes and elements may be unaligned. What an element means is not known
//! here; value conversion is in `convert`.

mod block;
mod bools;
mod fill;
mod run;
mod stream;
mod swap;
#[cfg(test)]
mod tests;
mod transpose;

pub use block::copy_block;
pub use bools::normalize_bools_run;
pub use fill::fill_run;
pub use run::copy_run;
pub(crate) use run::copy_run_at;
pub use stream::stream_items;
pub(crate) use stream::{STREAM_FROM, stream_bytes};
pub(crate) use swap::swap_run_at;
pub use swap::{swap_in_place, swap_run};
