//! Sorts of indices.
//!
//! The leading bits of each key and the index are packed into one number, and the numbers are sorted:
//! in the buffer of the result, without a gather, and stable because the index breaks ties. Keys are
//! counted from the least one. Where bits had to be dropped, runs of equal leading bits are sorted
//! again by the bits below.

#![expect(unsafe_code, reason = "the buffer of the indices is used as other integers of its size")]

use core::cmp::Ordering;
use core::ptr;

use super::element::Sortable;
use super::key::Keyed;
use super::machine::Machine;
use super::merge::merge_sort;
use super::quick::{quickselect, quicksort};
use super::runs::which_run;
use super::steps::SortKey;
use crate::versions::{Body, run_at};

/// Runs of equal leading bits from which packing again is faster than insertion.
const LONG_RUN: usize = 24;

/// Fills `order` with the indices that sort the elements, equal ones in their order.
///
/// NumPy's `argsort` of every kind: the default promises no order of equal elements, so the stable
/// one serves. Of two lengths that differ, the smaller counts.
///
/// NumPy: [numpy.argsort](https://numpy.org/doc/stable/reference/generated/numpy.argsort.html).
///
/// ```
/// let mut order = [0; 4];
/// ndstrata_kernels::sort::argsort(&[0.5, f32::NAN, -1.0, 0.5], &mut order);
/// assert_eq!(order, [2, 0, 3, 1]);
/// ```
pub fn argsort<T: Sortable>(values: &[T], order: &mut [i64]) {
    let n = values.len().min(order.len());
    fill_with_indices(&mut order[..n]);
    T::argsort_on(Machine::for_elements(n), &values[..n], &mut order[..n]);
}

/// Fills `order` with the indices `0..order.len()` sorted by a comparator, equal ones in their order.
///
/// For elements of any kind, by merging; the scratch buffer holds half the indices.
pub fn argsort_by(order: &mut [i64], mut compare: impl FnMut(usize, usize) -> Ordering) {
    fill_with_indices(order);
    merge_sort(order, |a, b| compare(*a as usize, *b as usize));
}

pub(super) fn fill_with_indices(order: &mut [i64]) {
    for (i, index) in order.iter_mut().enumerate() {
        *index = i as i64;
    }
}

/// Sorts indices, given in ascending order, by the elements they name; equal ones keep their order.
pub(super) fn argsort_keyed<T: Keyed>(machine: Machine, values: &[T], order: &mut [i64]) {
    if order.len() < LONG_RUN {
        return insertion_sort(values, order);
    }
    if order.len() == values.len() {
        match which_run(machine.isa, values, |value| value.to_key()) {
            Some(Ordering::Less) => return,
            Some(_) => return order.reverse(),
            None => {}
        }
    }
    let packing = Packing::of(machine.isa, values, order);
    if packing.range == 0 {
        return;
    }
    if packing.is_countable(order.len()) && counting_argsort(packing, values, order) {
        return;
    }
    if packing.fits_32() && order.len() == values.len() {
        let words = as_words(order);
        run_at(machine.isa, Pack32 { packing, values, words: &mut words[..values.len()] });
        quicksort(u32::steps(machine.isa), &mut words[..values.len()], machine);
        return widen(words, packing.index_mask() as u32);
    }
    let packed = as_packed(order);
    run_at(machine.isa, Pack64 { packing, values, packed });
    quicksort(u64::steps(machine.isa), packed, machine);
    let index_bits = packing.index_bits;
    if packing.shift == 0 || !run_at(machine.isa, HasTies { packed, index_bits }) {
        return run_at(machine.isa, Unpack { packed, mask: packing.index_mask() });
    }
    let mut start = 0;
    while start < packed.len() {
        let leading = packed[start] >> index_bits;
        let len = packed[start..].iter().take_while(|x| **x >> index_bits == leading).count();
        let tied = &mut packed[start..start + len];
        tied.iter_mut().for_each(|x| *x &= packing.index_mask());
        if len > 1 {
            // The bits below the leading ones are fewer than those of an index, so that this goes
            // two levels deep at most for less than 2^32 elements, and three for any number.
            argsort_keyed(machine, values, as_order(tied));
        }
        start += len;
    }
}

/// Orders all indices until the one at `kth` is in place.
pub(super) fn argselect_keyed<T: Keyed>(
    machine: Machine,
    values: &[T],
    order: &mut [i64],
    kth: usize,
) {
    let packing = Packing::of(machine.isa, values, order);
    if packing.range == 0 {
        return;
    }
    if order.len() < LONG_RUN || packing.is_countable(order.len()) {
        return argsort_keyed(machine, values, order);
    }
    let steps = u64::steps(machine.isa);
    let packed = as_packed(order);
    run_at(machine.isa, Pack64 { packing, values, packed });
    quickselect(steps, packed, kth, machine);
    // All that share the leading bits of the one at `kth` must be told apart by the others.
    let (mut start, mut end) = (kth, kth);
    if packing.shift > 0 {
        let first = packed[kth] & !packing.index_mask();
        start = (steps.split_below)(&mut packed[..kth], first);
        end = kth + (steps.split_through)(&mut packed[kth..], first | packing.index_mask());
        quicksort(steps, &mut packed[start..end], machine);
    }
    run_at(machine.isa, Unpack { packed, mask: packing.index_mask() });
    argsort_keyed(machine, values, &mut order[start..end]);
}

/// How keys and indices share a number.
#[derive(Clone, Copy)]
struct Packing {
    least: u64,
    /// Lowest bits that all keys share: whole numbers leave many of a float's unused.
    shared: u32,
    /// The greatest key less the least, without the shared bits.
    range: u64,
    index_bits: u32,
    /// The bits of the key that are dropped.
    shift: u32,
}

impl Packing {
    fn of<T: Keyed>(isa: crate::Isa, values: &[T], order: &[i64]) -> Packing {
        let KeysSeen { least, greatest, differing } = if order.len() == values.len() {
            run_at(isa, KeyRange { values })
        } else {
            let keys = order.iter().map(|index| values[*index as usize].to_key());
            keys.fold(KeysSeen::NONE, KeysSeen::with)
        };
        let shared = differing.trailing_zeros().min(63);
        let range = greatest.saturating_sub(least) >> shared;
        let index_bits = usize::BITS - values.len().leading_zeros();
        let key_bits = u64::BITS - range.leading_zeros();
        let shift = (key_bits + index_bits).saturating_sub(64);
        Packing { least, shared, range, index_bits, shift }
    }

    fn fits_32(self) -> bool {
        self.index_bits < 32 && self.range >> (32 - self.index_bits) == 0
    }

    /// Whether a counter for each key is worth its time, and at most 512 KiB.
    fn is_countable(self, n: usize) -> bool {
        self.range < 1 << 16 && self.range <= n as u64 / 2
    }

    fn index_mask(self) -> u64 {
        (1 << self.index_bits) - 1
    }

    /// The key counted from the least one.
    #[inline(always)]
    fn rank(self, key: u64) -> u64 {
        (key - self.least) >> self.shared
    }

    #[inline(always)]
    fn pack(self, key: u64, index: u64) -> u64 {
        (self.rank(key) >> self.shift) << self.index_bits | index
    }
}

/// The least and the greatest key, and the bits in which some key differs from the first.
#[derive(Clone, Copy)]
struct KeysSeen {
    least: u64,
    greatest: u64,
    differing: u64,
}

impl KeysSeen {
    const NONE: KeysSeen = KeysSeen { least: u64::MAX, greatest: 0, differing: 0 };

    /// With a key more, which differs from the ones before where it differs from the least of them.
    #[inline(always)]
    fn with(self, key: u64) -> KeysSeen {
        let differing = match self.least > self.greatest {
            true => 0,
            false => self.differing | (key ^ self.least),
        };
        KeysSeen { least: self.least.min(key), greatest: self.greatest.max(key), differing }
    }
}

struct KeyRange<'a, T> {
    values: &'a [T],
}

impl<T: Keyed> Body for KeyRange<'_, T> {
    type Output = KeysSeen;
    #[inline(always)]
    fn run(self) -> KeysSeen {
        let Some(first) = self.values.first().map(|value| value.to_key()) else {
            return KeysSeen::NONE;
        };
        let (mut least, mut greatest, mut differing) = (first, first, 0);
        for value in self.values {
            let key = value.to_key();
            least = least.min(key);
            greatest = greatest.max(key);
            differing |= key ^ first;
        }
        KeysSeen { least, greatest, differing }
    }
}

struct Pack64<'a, T> {
    packing: Packing,
    values: &'a [T],
    /// Indices come in, keys and indices go out.
    packed: &'a mut [u64],
}

impl<T: Keyed> Body for Pack64<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        if self.packed.len() == self.values.len() {
            for (i, (slot, value)) in self.packed.iter_mut().zip(self.values).enumerate() {
                *slot = self.packing.pack(value.to_key(), i as u64);
            }
        } else {
            for slot in self.packed {
                *slot = self.packing.pack(self.values[*slot as usize].to_key(), *slot);
            }
        }
    }
}

struct Pack32<'a, T> {
    packing: Packing,
    values: &'a [T],
    words: &'a mut [u32],
}

impl<T: Keyed> Body for Pack32<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (i, (slot, value)) in self.words.iter_mut().zip(self.values).enumerate() {
            *slot = self.packing.pack(value.to_key(), i as u64) as u32;
        }
    }
}

/// Whether two neighbours have the same leading bits.
struct HasTies<'a> {
    packed: &'a [u64],
    index_bits: u32,
}

impl Body for HasTies<'_> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let neighbours = self.packed.iter().zip(&self.packed[1..]);
        neighbours.fold(false, |found, (a, b)| found | ((a ^ b) >> self.index_bits == 0))
    }
}

struct Unpack<'a> {
    packed: &'a mut [u64],
    mask: u64,
}

impl Body for Unpack<'_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for slot in self.packed {
            *slot &= self.mask;
        }
    }
}

/// Spreads the packed first half of the words over pairs of words, as indices of 64 bits.
fn widen(words: &mut [u32], mask: u32) {
    for i in (0..words.len() / 2).rev() {
        let index = u64::from(words[i] & mask).to_ne_bytes();
        let [a, b, c, d, e, f, g, h] = index;
        words[2 * i] = u32::from_ne_bytes([a, b, c, d]);
        words[2 * i + 1] = u32::from_ne_bytes([e, f, g, h]);
    }
}

/// Counts the keys, and gives each index its place; false without memory for the counters.
fn counting_argsort<T: Keyed>(packing: Packing, values: &[T], order: &mut [i64]) -> bool {
    match packing.range {
        ..0x1000 => counting_argsort_of::<T, 4>(packing, values, order),
        _ => counting_argsort_of::<T, 1>(packing, values, order),
    }
}

/// Each of `LANES` parts of the indices has counters of its own, so that a run of equal keys does not
/// wait for one.
fn counting_argsort_of<T: Keyed, const LANES: usize>(
    packing: Packing,
    values: &[T],
    order: &mut [i64],
) -> bool {
    if order.len() != values.len() {
        return false;
    }
    let n_keys = packing.range as usize + 1;
    let mut places: Vec<[usize; LANES]> = Vec::new();
    if places.try_reserve_exact(n_keys).is_err() {
        return false;
    }
    places.resize(n_keys, [0; LANES]);
    let rank = |value: &T| packing.rank(value.to_key()) as usize;
    let part = values.len() / LANES;
    let starts: [usize; LANES] = std::array::from_fn(|lane| lane * part);
    let lanes = starts.map(|start| &values[start..start + part]);
    let rest = LANES * part..values.len();
    for k in 0..part {
        for (lane, values) in lanes.iter().enumerate() {
            places[rank(&values[k])][lane] += 1;
        }
    }
    values[rest.clone()].iter().for_each(|value| places[rank(value)][LANES - 1] += 1);
    let mut start = 0;
    for place in places.as_flattened_mut() {
        start += core::mem::replace(place, start);
    }
    let mut put = |lane: usize, i: usize| {
        let place = &mut places[rank(&values[i])][lane];
        order[*place] = i as i64;
        *place += 1;
    };
    for k in 0..part {
        for (lane, start) in starts.iter().enumerate() {
            put(lane, start + k);
        }
    }
    rest.for_each(|i| put(LANES - 1, i));
    true
}

fn insertion_sort<T: Keyed>(values: &[T], order: &mut [i64]) {
    for i in 1..order.len() {
        let index = order[i];
        let key = values[index as usize].to_key();
        let mut place = i;
        while place > 0 && key < values[order[place - 1] as usize].to_key() {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = index;
    }
}

fn as_packed(order: &mut [i64]) -> &mut [u64] {
    // SAFETY: i64 and u64 have the same size and alignment, and every value of one is one of the other.
    unsafe { &mut *(ptr::from_mut(order) as *mut [u64]) }
}

fn as_order(packed: &mut [u64]) -> &mut [i64] {
    // SAFETY: as for `as_packed`.
    unsafe { &mut *(ptr::from_mut(packed) as *mut [i64]) }
}

/// Twice as many words.
fn as_words(order: &mut [i64]) -> &mut [u32] {
    let n_words = 2 * order.len();
    // SAFETY: an i64 is two words of lesser alignment, free of invalid values; the borrow passes on.
    unsafe { core::slice::from_raw_parts_mut(order.as_mut_ptr().cast(), n_words) }
}
