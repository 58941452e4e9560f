//! Sorting in NumPy's order: typed sorts of a slice, sorts of indices, partial sorts.
//!
//! [`sort`](sort()) and [`sort_stable`] order a slice, [`argsort`] and [`argsort_by`] order indices,
//! [`partition`] and [`argpartition`] order as much as is asked for, [`lexsort`] orders by several
//! keys. Results are the same on every instruction set and for any number of threads.
//!
//! Strides, axes and dtypes are left to the layers above: elements come as slices, or behind a
//! comparator.

mod arg;
mod argpartition;
mod complex;
mod counting;
mod element;
mod floats;
mod key;
mod lex;
mod machine;
mod merge;
mod network;
mod partition;
mod quick;
mod runs;
mod split;
mod steps;
mod text;
mod vector;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

#[cfg(test)]
mod tests;

pub use arg::{argsort, argsort_by};
pub use argpartition::argpartition;
pub use element::{NatLast, Sortable};
pub use lex::{Column, IndexOrder, OrderBy, lexsort};
pub use partition::partition;
pub use quick::PARALLEL_KEYS;
pub use text::{TextColumn, compact_text, searchsorted_text, sort_text};

pub(crate) use machine::Machine;

/// Sorts in ascending order, NaN last; equal elements in any order.
///
/// In place but for complex numbers, which are copied with their indices, and 16-bit elements, whose
/// counters take at most 256 KiB. With the feature `rayon`, runs
/// of [`PARALLEL_KEYS`] elements are shared between the threads of the pool.
///
/// NumPy: [numpy.sort](https://numpy.org/doc/stable/reference/generated/numpy.sort.html).
///
/// ```
/// let mut values = [2.5, f64::NAN, -1.0];
/// ndstrata_kernels::sort::sort(&mut values);
/// assert_eq!(values[..2], [-1.0, 2.5]);
/// ```
pub fn sort<T: Sortable>(values: &mut [T]) {
    T::sort_on(Machine::for_elements(values.len()), values);
}

/// Sorts in ascending order, NaN last; equal elements (`-0.0` and `0.0`, the NaNs) in their order.
///
/// NumPy: [numpy.sort](https://numpy.org/doc/stable/reference/generated/numpy.sort.html) with
/// `kind='stable'`.
pub fn sort_stable<T: Sortable>(values: &mut [T]) {
    T::sort_stable_on(Machine::for_elements(values.len()), values);
}
