//! Sorts by several keys.
//!
//! The most significant key sorts all indices; each further one sorts only the runs that are equal so
//! far. Most sorts by several keys end after the first or second.

use core::cmp::Ordering;

use super::arg::fill_with_indices;
use super::element::Sortable;
use super::machine::Machine;
use super::merge::merge_sort;

/// Something that orders indices: a column of elements, or a comparator.
pub trait IndexOrder {
    /// Sorts indices, given in ascending order, equal ones keeping theirs.
    fn sort_indices(&self, order: &mut [i64]);

    /// The order of the elements that two indices name.
    fn compare(&self, a: i64, b: i64) -> Ordering;

    /// How many indices there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The elements of a slice as a key.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a, T>(pub &'a [T]);

impl<T: Sortable> IndexOrder for Column<'_, T> {
    fn sort_indices(&self, order: &mut [i64]) {
        T::argsort_on(Machine::for_elements(order.len()), self.0, order);
    }

    fn compare(&self, a: i64, b: i64) -> Ordering {
        self.0[a as usize].compare(&self.0[b as usize])
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// A comparator of the indices below `len` as a key.
#[derive(Clone, Copy, Debug)]
pub struct OrderBy<F> {
    /// How many indices there are.
    pub len: usize,
    /// The order of the elements that two indices name.
    pub compare: F,
}

impl<F: Fn(usize, usize) -> Ordering> IndexOrder for OrderBy<F> {
    fn sort_indices(&self, order: &mut [i64]) {
        merge_sort(order, |a, b| (self.compare)(*a as usize, *b as usize));
    }

    fn compare(&self, a: i64, b: i64) -> Ordering {
        (self.compare)(a as usize, b as usize)
    }

    fn len(&self) -> usize {
        self.len
    }
}

/// Fills `order` with the indices sorted by the last key, ties by the one before, and so on; what all
/// keys find equal keeps its order. Only as many indices are sorted as every key has elements.
///
/// NumPy: [numpy.lexsort](https://numpy.org/doc/stable/reference/generated/numpy.lexsort.html).
///
/// ```
/// use ndstrata_kernels::sort::{Column, lexsort};
///
/// let mut order = [0; 4];
/// lexsort(&[&Column(&[9, 4, 0, 4]), &Column(&[1.0, 5.0, 1.0, 4.0])], &mut order);
/// assert_eq!(order, [2, 0, 3, 1]);
/// ```
pub fn lexsort(keys: &[&dyn IndexOrder], order: &mut [i64]) {
    let n = keys.iter().map(|key| key.len()).fold(order.len(), usize::min);
    let order = &mut order[..n];
    fill_with_indices(order);
    if keys.len() <= MOST_LEVELS {
        return sort_ties(keys, order);
    }
    merge_sort(order, |a, b| {
        keys.iter()
            .rev()
            .map(|key| key.compare(*a, *b))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    });
}

/// Keys up to which ties are sorted one level deeper for each key.
const MOST_LEVELS: usize = 64;

/// Sorts indices that all keys but these find equal.
fn sort_ties(keys: &[&dyn IndexOrder], order: &mut [i64]) {
    let Some((key, others)) = keys.split_last() else { return };
    if order.len() < 2 {
        return;
    }
    key.sort_indices(order);
    if others.is_empty() {
        return;
    }
    let mut start = 0;
    for end in 1..=order.len() {
        if end == order.len() || key.compare(order[start], order[end]).is_ne() {
            sort_ties(others, &mut order[start..end]);
            start = end;
        }
    }
}
