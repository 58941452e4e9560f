//! Typed loops over runs of elements: copies, conversions, arithmetic, sorting, searching.
//!
//! Slices, or pointer, stride in bytes and count, come in and go out. Nothing here knows a dtype or
//! a shape, and nothing allocates more than a documented scratch buffer. This is the one crate that
//! uses `core::arch`; [`isa`] says which instruction set is in use.

mod isa;
pub mod math;
mod packed;
mod versions;

mod convert;
mod copy;
pub mod elementwise;
mod float_status;
pub mod fourier;
mod gather;
pub mod product;
pub mod reduce;
pub mod strings;
pub mod text;

pub mod bins;
pub mod search;
pub mod sort;

pub use convert::{Converter, Number, NumberType, Swapped, convert_run};
pub use copy::{
    copy_block, copy_run, fill_run, normalize_bools_run, stream_items, swap_in_place, swap_run,
};
pub use float_status::{clear_float_status, float_status};
pub use gather::{
    are_inside, check_indices, compress_run, copy_masked_run, count_true, fill_masked_run, nonzero,
    place_run, put_checked_run, put_run, take_checked_run, take_run, where_run,
};
pub use isa::{Isa, isa};
pub use strings::{Relation, TextRun, TextUnit, compare_text, compare_text_run};
pub use versions::{Body, run_wide};
