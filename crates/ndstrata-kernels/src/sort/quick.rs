//! Quicksort and quickselect over the [`Steps`] of a key.
//!
//! Pivots are medians of a sample. Keys equal to a pivot are set aside in one pass when they come up
//! again, so few distinct values make the sort faster, not slower. A budget of splits bounds the
//! work: a part that exhausts it goes to the standard library's sort, which is never quadratic.

use core::cmp::Ordering;

use super::machine::{Machine, join};
use super::runs::which_run;
use super::steps::Steps;
use super::vector::Key;

/// Elements from which a sort is worth two threads: below, waking one costs more than it saves.
pub const PARALLEL_KEYS: usize = 1 << 15;

/// Sorts keys in ascending order; floats must not be NaN.
pub(crate) fn quicksort<K: Key>(steps: &Steps<K>, keys: &mut [K], machine: Machine) {
    if keys.len() > steps.short && settle_runs(keys, machine) {
        return;
    }
    let budget = split_budget(keys.len());
    sort_part(steps, keys, None, budget, machine);
}

/// Splits until `keys[kth]` is the key that a sort would put there, none before it greater and none
/// after it less.
pub(crate) fn quickselect<K: Key>(
    steps: &Steps<K>,
    mut keys: &mut [K],
    mut kth: usize,
    machine: Machine,
) {
    if keys.len() > steps.short && settle_runs(keys, machine) {
        return;
    }
    let mut budget = split_budget(keys.len());
    let mut floor = None;
    while keys.len() > steps.short {
        if budget == 0 {
            keys.select_nth_unstable_by(kth, order);
            return;
        }
        budget -= 1;
        // Beyond the place that is looked for, so that the smaller part has it.
        let margin = keys.len() / 16;
        let aim = if kth < keys.len() / 2 { kth + margin } else { kth - margin };
        let pivot = choose_pivot(steps, keys, aim);
        let (n_left, done) = split_once(steps, keys, pivot, floor);
        if kth < n_left {
            if done {
                return;
            }
            keys = &mut keys[..n_left];
        } else {
            keys = &mut keys[n_left..];
            kth -= n_left;
            floor = (!done).then_some(pivot);
        }
    }
    (steps.sort_short)(keys);
}

fn sort_part<K: Key>(
    steps: &Steps<K>,
    mut keys: &mut [K],
    mut floor: Option<K>,
    mut budget: u32,
    machine: Machine,
) {
    while keys.len() > steps.short {
        if budget == 0 {
            keys.sort_unstable_by(order);
            return;
        }
        budget -= 1;
        let pivot = choose_pivot(steps, keys, keys.len() / 2);
        let (n_left, done) = split_once(steps, keys, pivot, floor);
        let (left, right) = keys.split_at_mut(n_left);
        if done {
            floor = None;
        } else if machine.parallel && left.len() + right.len() >= PARALLEL_KEYS {
            return join(
                machine,
                || sort_part(steps, left, floor, budget, machine),
                || sort_part(steps, right, Some(pivot), budget, machine),
            );
        } else {
            sort_part(steps, left, floor, budget, machine);
            floor = Some(pivot);
        }
        keys = right;
    }
    (steps.sort_short)(keys);
}

/// Splits at a pivot: the length of the left part, and whether it holds nothing but keys equal to the
/// pivot.
///
/// `floor` is a key that none is less than. A pivot equal to it would leave the left part empty, so
/// the split then goes through the equal keys.
fn split_once<K: Key>(
    steps: &Steps<K>,
    keys: &mut [K],
    pivot: K,
    floor: Option<K>,
) -> (usize, bool) {
    if floor != Some(pivot) {
        let n_left = (steps.split_below)(keys, pivot);
        if n_left > 0 {
            return (n_left, false);
        }
    }
    ((steps.split_through)(keys, pivot), true)
}

/// A key near the place `aim` in order, by a sample at regular places.
fn choose_pivot<K: Key>(steps: &Steps<K>, keys: &[K], aim: usize) -> K {
    if keys.len() < 1 << 13 {
        from_sample::<K, 16>(steps, keys, aim)
    } else {
        from_sample::<K, 64>(steps, keys, aim)
    }
}

fn from_sample<K: Key, const N: usize>(steps: &Steps<K>, keys: &[K], aim: usize) -> K {
    let stretch = keys.len() / N;
    let mut sample = [K::LAST; N];
    for (i, place) in sample.iter_mut().enumerate() {
        *place = keys[stretch / 2 + i * stretch];
    }
    (steps.sort_short)(&mut sample);
    sample[(aim / stretch.max(1)).min(N - 1)]
}

/// Deals with keys that are one run already, ascending or strictly descending.
fn settle_runs<K: Key>(keys: &mut [K], machine: Machine) -> bool {
    match which_run(machine.isa, keys, |key| *key) {
        Some(Ordering::Less) => true,
        Some(_) => {
            keys.reverse();
            true
        }
        None => false,
    }
}

fn order<K: Key>(a: &K, b: &K) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// Twice the splits that halving would need.
fn split_budget(len: usize) -> u32 {
    2 * (usize::BITS - len.leading_zeros())
}
