//! Partial sorts: some places get the element that a sort would put there.

use super::element::Sortable;
use super::machine::Machine;

/// Puts at each of the `kths` places the element that a sort would put there, none greater before and
/// none less after. Places beyond the end are ignored.
///
/// NumPy: [numpy.partition](https://numpy.org/doc/stable/reference/generated/numpy.partition.html).
///
/// ```
/// let mut values = [5, 1, 4, 2, 3];
/// ndstrata_kernels::sort::partition(&mut values, &[2]);
/// assert_eq!(values[2], 3);
/// ```
pub fn partition<T: Sortable>(values: &mut [T], kths: &[usize]) {
    let machine = Machine::for_elements(values.len());
    if let [kth] = kths {
        if *kth < values.len() {
            T::select_on(machine, values, *kth);
        }
        return;
    }
    let mut places: Vec<usize> = Vec::new();
    if places.try_reserve_exact(kths.len()).is_err() {
        return T::sort_on(machine, values);
    }
    places.extend(kths.iter().copied().filter(|kth| *kth < values.len()));
    places.sort_unstable();
    places.dedup();
    partition_between(machine, values, 0, &places);
}

/// The middle place first, then those on each side within their part. `values` begin at `offset`.
fn partition_between<T: Sortable>(
    machine: Machine,
    values: &mut [T],
    offset: usize,
    places: &[usize],
) {
    let (before, rest) = places.split_at(places.len() / 2);
    let Some((middle, after)) = rest.split_first() else { return };
    let kth = *middle - offset;
    T::select_on(machine, values, kth);
    partition_between(machine, &mut values[..kth], offset, before);
    partition_between(machine, &mut values[kth + 1..], middle + 1, after);
}
