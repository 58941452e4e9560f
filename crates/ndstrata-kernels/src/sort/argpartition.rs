//! Partial sorts of indices: some places get the index of the element that a sort would put there.
#![expect(unsafe_code, reason = "the memory of the indices holds elements before it holds them")]

use core::mem::MaybeUninit;
use core::ptr;

use super::arg::fill_with_indices;
use super::element::Sortable;
use super::machine::Machine;
use crate::nonzero;
use crate::versions::{Body, run_at};

/// Fills `order` with indices that put the elements at the `kths` places where a sort would put them,
/// none greater before and none less after. Places beyond the end are ignored.
///
/// NumPy: [numpy.argpartition](https://numpy.org/doc/stable/reference/generated/numpy.argpartition.html).
pub fn argpartition<T: Sortable>(values: &[T], kths: &[usize], order: &mut [i64]) {
    let n = values.len().min(order.len());
    let (values, order) = (&values[..n], &mut order[..n]);
    let machine = Machine::for_elements(n);
    if let [kth] = kths
        && (MANY..=u32::MAX as usize).contains(&n)
        && *kth < n
    {
        // Selecting among words and comparing them is several times as fast as among what they stand for.
        let done = match T::word_keys(machine, values) {
            Some(keys) => argselect_by_value(machine, &keys, order, *kth),
            None => argselect_by_value(machine, values, order, *kth),
        };
        if done {
            return;
        }
    }
    fill_with_indices(order);
    match kths {
        [] => {}
        [kth] if *kth < n => T::argselect_on(machine, values, order, *kth),
        [_] => {}
        _ => T::argsort_on(machine, values, order),
    }
}

/// Elements from which it is worth selecting among a copy of them first.
const MANY: usize = 1 << 11;

/// Elements told apart at a time.
const BLOCK: usize = 4096;

/// Finds the element that belongs to `kth` among a copy, and writes the indices of those before it and of the
/// others. `false` without memory for the copy; nothing is written then.
fn argselect_by_value<T: Sortable>(
    machine: Machine,
    values: &[T],
    order: &mut [i64],
    kth: usize,
) -> bool {
    let (pivot, n_less) = {
        // The copy lies where the indices will.
        let mut own = Vec::new();
        let copy = if size_of::<T>() <= size_of::<i64>() && align_of::<T>() <= align_of::<i64>() {
            let start = order.as_mut_ptr().cast::<T>();
            // SAFETY: as many elements as there are indices, none of which is larger; both are the caller's.
            unsafe { ptr::copy_nonoverlapping(values.as_ptr(), start, values.len()) };
            // SAFETY: the elements that were just written, aligned as indices are, in memory that is
            // borrowed for writing.
            unsafe { core::slice::from_raw_parts_mut(start, values.len()) }
        } else {
            if own.try_reserve_exact(values.len()).is_err() {
                return false;
            }
            own.extend_from_slice(values);
            &mut own[..]
        };
        T::select_on(machine, copy, kth);
        let pivot = copy[kth];
        (pivot, copy[..kth].iter().filter(|value| value.less(&pivot)).count())
    };
    // SAFETY: an index that need not be initialised has the size and alignment of one that is, and only
    // indices are written.
    let places = unsafe { &mut *(ptr::from_mut(order) as *mut [MaybeUninit<i64>]) };
    let (mut less, mut others) = places.split_at_mut(n_less);
    let mut mask = [0; BLOCK];
    for (block, values) in values.chunks(BLOCK).enumerate() {
        let (mask, first) = (&mut mask[..values.len()], (block * BLOCK) as i64);
        run_at(machine.isa, Less { values, pivot, mask });
        let written = nonzero(mask, first, less);
        less = &mut less[written..];
        mask.iter_mut().for_each(|is_less| *is_less ^= 1);
        let written = nonzero(mask, first, others);
        others = &mut others[written..];
    }
    debug_assert!(less.is_empty() && others.is_empty());
    bring_equals(machine, values, &mut order[n_less..], kth + 1 - n_less, pivot);
    true
}

/// Brings the indices of some elements that equal the pivot to the front of the indices of all that are not less,
/// which ascend.
fn bring_equals<T: Sortable>(
    machine: Machine,
    values: &[T],
    others: &mut [i64],
    n_wanted: usize,
    pivot: T,
) {
    let mut mask = [0; BLOCK];
    // From here on the indices still ascend.
    let (mut place, mut after) = (0, 0);
    for (block, values) in values.chunks(BLOCK).enumerate() {
        let mask = &mut mask[..values.len()];
        if place == n_wanted || !run_at(machine.isa, Equal { values, pivot, mask }) {
            continue;
        }
        for (k, _) in mask.iter().enumerate().filter(|(_, is_equal)| **is_equal != 0) {
            if place == n_wanted {
                return;
            }
            let index = (block * BLOCK + k) as i64;
            // Equals often follow each other.
            let at = match others.get(after) {
                Some(&next) if next == index => after,
                _ => after + others[after..].partition_point(|&other| other < index),
            };
            others.swap(place, at);
            (place, after) = (place + 1, at + 1);
        }
    }
}

/// Which elements equal another, and whether any does.
struct Equal<'a, T> {
    values: &'a [T],
    pivot: T,
    mask: &'a mut [u8],
}

impl<T: Sortable> Body for Equal<'_, T> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let mut any = 0;
        for (mask, value) in self.mask.iter_mut().zip(self.values) {
            *mask = u8::from(!value.less(&self.pivot)) & u8::from(!self.pivot.less(value));
            any |= *mask;
        }
        any != 0
    }
}

/// Which elements come before another.
struct Less<'a, T> {
    values: &'a [T],
    pivot: T,
    mask: &'a mut [u8],
}

impl<T: Sortable> Body for Less<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (mask, value) in self.mask.iter_mut().zip(self.values) {
            *mask = u8::from(value.less(&self.pivot));
        }
    }
}
