//! Sorts of narrow elements by counting: one pass to count, one to write.

use core::cmp::Ordering;

use super::machine::Machine;
use super::quick::{quickselect, quicksort};
use super::runs::which_run;
use super::steps::{SortKey, Steps};
use super::vector::Key;
use crate::Isa;
use crate::versions::{Body, run_at};

/// Sorts booleans.
pub(super) fn sort_bools(_: Machine, values: &mut [bool]) {
    let n_true: usize = values
        .chunks(255)
        .map(|part| usize::from(part.iter().map(|value| u8::from(*value)).sum::<u8>()))
        .sum();
    let n_false = values.len() - n_true;
    values[..n_false].fill(false);
    values[n_false..].fill(true);
}

/// An integer of one or two bytes, and its place among all of them.
pub(super) trait Narrow: Copy + Ord + Send + Sync + 'static {
    fn rank(self) -> usize;
    fn from_rank(rank: usize) -> Self;
}

macro_rules! narrow {
    ($($integer:ty, $unsigned:ty, $least:expr);* $(;)?) => { $(
        impl Narrow for $integer {
            #[inline]
            fn rank(self) -> usize {
                usize::from((self as $unsigned).wrapping_sub($least as $unsigned))
            }
            #[inline]
            fn from_rank(rank: usize) -> $integer {
                (rank as $unsigned).wrapping_add($least as $unsigned) as $integer
            }
        }
    )* };
}

narrow! {
    u8, u8, u8::MIN;
    i8, u8, i8::MIN;
    u16, u16, u16::MIN;
    i16, u16, i16::MIN;
}

/// An integer of two bytes.
pub(super) trait Word: Narrow + Key {
    /// The steps of a quicksort, on instruction sets that have them.
    fn steps(isa: Isa) -> Option<&'static Steps<Self>>;
}

macro_rules! words {
    ($($integer:ty)*) => { $(
        impl Word for $integer {
            fn steps(isa: Isa) -> Option<&'static Steps<$integer>> {
                match isa {
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx512 => Some(const { &super::avx512::steps16::<$integer>() }),
                    _ => None,
                }
            }
        }
    )* };
}

words!(i16 u16);

/// Sorts integers of one byte.
pub(super) fn sort_bytes<T: Narrow>(_: Machine, values: &mut [T]) {
    if values.len() <= 32 {
        return values.sort_unstable();
    }
    // Four tables, so that a run of equal bytes does not wait for its own counter.
    let mut counts = [[0_usize; 256]; 4];
    let mut quads = values.chunks_exact(4);
    for quad in &mut quads {
        for (table, value) in counts.iter_mut().zip(quad) {
            table[value.rank()] += 1;
        }
    }
    for value in quads.remainder() {
        counts[0][value.rank()] += 1;
    }
    let mut rest = values;
    for rank in 0..256 {
        let count = counts.iter().map(|table| table[rank]).sum();
        let (run, others) = rest.split_at_mut(count);
        run.fill(T::from_rank(rank));
        rest = others;
    }
}

/// Elements from which counters for all words cost less than a sort.
const COUNT_WORDS: usize = 1 << 15;

/// Sorts integers of two bytes.
pub(super) fn sort_words<T: Word>(machine: Machine, values: &mut [T]) {
    if values.len() <= 32 {
        values.sort_unstable();
    } else if which_run(machine.isa, values, |value| *value) == Some(Ordering::Less) {
        // Nothing is left to do.
    } else if let Some(steps) = T::steps(machine.isa).filter(|_| values.len() < COUNT_WORDS) {
        quicksort(steps, values, machine);
    } else if values.len() < COUNT_WORDS {
        sort_widened(machine, values);
    } else {
        count_words(values);
    }
}

/// Sorts words as keys of four bytes.
fn sort_widened<T: Narrow>(machine: Machine, values: &mut [T]) {
    let Some(mut keys) = zeros::<u32>(values.len()) else {
        return values.sort_unstable();
    };
    run_at(machine.isa, Widen { values, keys: &mut keys });
    quicksort(u32::steps(machine.isa), &mut keys, machine);
    run_at(machine.isa, Narrowed { keys: &keys, values });
}

/// Puts at `kth` the word that a sort would put there, none greater before and none less after.
pub(super) fn select_words<T: Word>(machine: Machine, values: &mut [T], kth: usize) {
    if kth >= values.len() {
        return values.sort_unstable();
    }
    if let Some(steps) = T::steps(machine.isa) {
        return quickselect(steps, values, kth, machine);
    }
    let Some(mut keys) = zeros::<u32>(values.len()) else {
        return values.sort_unstable();
    };
    run_at(machine.isa, Widen { values, keys: &mut keys });
    quickselect(u32::steps(machine.isa), &mut keys, kth, machine);
    run_at(machine.isa, Narrowed { keys: &keys, values });
}

/// As many zeros; none without memory for them.
fn zeros<W: Clone + Default>(len: usize) -> Option<Vec<W>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(len).ok()?;
    buffer.resize(len, W::default());
    Some(buffer)
}

struct Widen<'a, T> {
    values: &'a [T],
    keys: &'a mut [u32],
}

impl<T: Narrow> Body for Widen<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (key, value) in self.keys.iter_mut().zip(self.values) {
            *key = value.rank() as u32;
        }
    }
}

struct Narrowed<'a, T> {
    keys: &'a [u32],
    values: &'a mut [T],
}

impl<T: Narrow> Body for Narrowed<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (value, key) in self.values.iter_mut().zip(self.keys) {
            *value = T::from_rank(*key as usize);
        }
    }
}

fn count_words<T: Narrow>(values: &mut [T]) {
    /// Written at once, as most runs of equal words are short.
    const SHORT_RUN: usize = 8;
    let mut counts: Vec<u32> = Vec::new();
    if counts.try_reserve_exact(1 << 16).is_err() || u32::try_from(values.len()).is_err() {
        return values.sort_unstable();
    }
    counts.resize(1 << 16, 0);
    for value in values.iter() {
        counts[value.rank()] += 1;
    }
    let mut rest = values;
    for (rank, count) in counts.iter().enumerate() {
        let count = *count as usize;
        match rest.first_chunk_mut::<SHORT_RUN>() {
            Some(short) if count <= SHORT_RUN => short.fill(T::from_rank(rank)),
            _ => rest[..count].fill(T::from_rank(rank)),
        }
        rest = &mut rest[count..];
    }
}
