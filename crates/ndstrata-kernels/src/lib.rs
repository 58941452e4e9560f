//! Typed loops over runs of elements: copies, conversions, arithmetic, sorting, searching.
//!
//! Slices, or pointer, stride in bytes and count, come in and go out. Nothing here knows a dtype or
//! a shape, and nothing allocates more than a documented scratch buffer. This is the one crate that
//! uses `core::arch`; [`isa`] says which instruction set is in use.

mod isa;

pub use isa::{Isa, isa};
