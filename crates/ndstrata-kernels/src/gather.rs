//! Elements picked by index or by mask, and put back.
//!
//! Indices are `i64` and masks are bytes, true unless 0; both are contiguous slices. What a shape or
//! an axis is, and which error to raise, belongs to the layers above.

#[cfg(target_arch = "x86_64")]
mod avx512;
mod compress;
mod count;
mod masked;
mod nonzero;
mod place;
mod put;
mod select;
mod take;
#[cfg(test)]
mod tests;
mod words;

pub use compress::compress_run;
pub use count::count_true;
pub use masked::{copy_masked_run, fill_masked_run};
pub use nonzero::nonzero;
pub use place::place_run;
pub use put::{put_checked_run, put_run};
pub use select::where_run;
pub use take::{are_inside, check_indices, take_checked_run, take_run};
