//! Binary searches, many at a time.
//!
//! Every search of one slice takes the same steps and differs only in where it is. A block of keys
//! goes down together without a branch, so that the memory reads of all of them overlap.

#![expect(unsafe_code, reason = "probes whose places the search itself bounds")]

use core::cmp::Ordering;

use crate::Isa;
use crate::isa;
use crate::sort::Sortable;
use crate::versions::{Body, run_at};

/// Where among equal elements a key belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Before them.
    #[default]
    Left,
    /// After them.
    Right,
}

/// Writes where each key belongs in the sorted elements. Of two lengths that differ (keys and `out`),
/// the smaller counts.
///
/// NumPy: [numpy.searchsorted](https://numpy.org/doc/stable/reference/generated/numpy.searchsorted.html).
///
/// ```
/// use ndstrata_kernels::search::{Side, searchsorted};
///
/// let mut places = [0; 3];
/// searchsorted(&[1.0, 2.0, 2.0, f64::NAN], &[2.0, 0.0, f64::NAN], Side::Right, &mut places);
/// assert_eq!(places, [3, 0, 4]);
/// ```
pub fn searchsorted<T: Sortable>(sorted: &[T], keys: &[T], side: Side, out: &mut [i64]) {
    search_at(isa(), sorted, keys, side, out);
}

/// [`searchsorted`] in the order that `sorter` gives the elements.
///
/// # Errors
/// An index of the sorter that was come upon and names no element; places from there on are not written.
pub fn searchsorted_through<T: Sortable>(
    values: &[T],
    sorter: &[i64],
    keys: &[T],
    side: Side,
    out: &mut [i64],
) -> Result<(), i64> {
    for (place, key) in out.iter_mut().zip(keys) {
        let (mut start, mut end) = (0, sorter.len());
        while start < end {
            let middle = start + (end - start) / 2;
            let index = sorter[middle];
            let element = usize::try_from(index).ok().and_then(|index| values.get(index));
            let element = element.ok_or(index)?;
            let comes_before = match side {
                Side::Left => element.less(key),
                Side::Right => !key.less(element),
            };
            (start, end) = if comes_before { (middle + 1, end) } else { (start, middle) };
        }
        *place = start as i64;
    }
    Ok(())
}

/// Where a key belongs among `len` sorted elements of any kind, given how each compares with it.
pub fn searchsorted_by(len: usize, side: Side, compare: impl Fn(usize) -> Ordering) -> usize {
    match side {
        Side::Left => search_one(len, |i| compare(i).is_lt()),
        Side::Right => search_one(len, |i| compare(i).is_le()),
    }
}

/// The number of leading elements that come before, of which there are `len` in all.
fn search_one(len: usize, comes_before: impl Fn(usize) -> bool) -> usize {
    let (mut start, mut end) = (0, len);
    while start < end {
        let middle = start + (end - start) / 2;
        if comes_before(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

fn search_at<T: Sortable>(isa: Isa, sorted: &[T], keys: &[T], side: Side, out: &mut [i64]) {
    match side {
        Side::Left => run_at(isa, Search::<T, false> { sorted, keys, out }),
        Side::Right => run_at(isa, Search::<T, true> { sorted, keys, out }),
    }
}

/// Keys that go down together: enough to cover a read from memory.
const BLOCK: usize = 64;

struct Search<'a, T, const RIGHT: bool> {
    sorted: &'a [T],
    keys: &'a [T],
    out: &'a mut [i64],
}

impl<T: Sortable, const RIGHT: bool> Body for Search<'_, T, RIGHT> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Search { sorted, keys, out } = self;
        let n = keys.len().min(out.len());
        let (keys, key_rest) = keys[..n].as_chunks::<BLOCK>();
        let (out, out_rest) = out[..n].as_chunks_mut::<BLOCK>();
        for (keys, places) in keys.iter().zip(out) {
            search_block::<T, RIGHT>(sorted, keys, places);
        }
        for (key, place) in key_rest.iter().zip(out_rest) {
            *place = search_one(sorted.len(), |i| comes_before::<T, RIGHT>(&sorted[i], key)) as i64;
        }
    }
}

#[inline(always)]
fn comes_before<T: Sortable, const RIGHT: bool>(element: &T, key: &T) -> bool {
    if RIGHT { !key.less(element) } else { element.less(key) }
}

#[inline(always)]
fn search_block<T: Sortable, const RIGHT: bool>(
    sorted: &[T],
    keys: &[T; BLOCK],
    places: &mut [i64; BLOCK],
) {
    let mut starts = [0_usize; BLOCK];
    let mut len = sorted.len();
    // Each key belongs in `start ..= start + len`, and `start + len` is at most the slice's length.
    while len > 1 {
        let half = len / 2;
        for (start, key) in starts.iter_mut().zip(keys) {
            // SAFETY: `start + half - 1` is less than `start + len`, the bound above.
            let element = unsafe { sorted.get_unchecked(*start + half - 1) };
            *start += if comes_before::<T, RIGHT>(element, key) { half } else { 0 };
        }
        len -= half;
    }
    for ((place, start), key) in places.iter_mut().zip(starts).zip(keys) {
        let last = sorted.get(start).is_some_and(|last| comes_before::<T, RIGHT>(last, key));
        *place = (start + usize::from(last)) as i64;
    }
}

#[cfg(test)]
mod tests {
    use core::fmt::Debug;

    use proptest::prelude::*;

    use super::*;
    use crate::sort::{NatLast, sort};
    use crate::versions::levels;

    fn check<T: Sortable + Debug>(mut values: Vec<T>, keys: &[T]) {
        let sorter: Vec<i64> = (0..values.len() as i64).rev().collect();
        sort(&mut values);
        let reversed: Vec<T> = values.iter().rev().copied().collect();
        for side in [Side::Left, Side::Right] {
            let expected: Vec<i64> = keys
                .iter()
                .map(|key| {
                    values.partition_point(|x| match side {
                        Side::Left => x.compare(key).is_lt(),
                        Side::Right => x.compare(key).is_le(),
                    }) as i64
                })
                .collect();
            for isa in levels() {
                let mut places = vec![-1; keys.len()];
                search_at(isa, &values, keys, side, &mut places);
                assert_eq!(places, expected, "{isa:?} {side:?}");
            }
            let mut places = vec![-1; keys.len()];
            assert_eq!(searchsorted_through(&reversed, &sorter, keys, side, &mut places), Ok(()));
            assert_eq!(places, expected);
            for (key, place) in keys.iter().zip(&expected) {
                let found = searchsorted_by(values.len(), side, |i| values[i].compare(key));
                assert_eq!(found as i64, *place);
            }
        }
    }

    #[test]
    fn a_sorter_must_name_elements() {
        let mut places = [7];
        let search = |sorter: &[i64], places: &mut [i64]| {
            searchsorted_through(&[1, 2], sorter, &[2], Side::Left, places)
        };
        assert_eq!(search(&[0, 2], &mut places), Err(2));
        assert_eq!(search(&[0, -1], &mut places), Err(-1));
        assert_eq!(places, [7]);
        // What is not come upon may be anything.
        assert_eq!(search(&[-1, 0], &mut places), Ok(()));
        assert_eq!(places, [2]);
    }

    proptest! {
        #[test]
        fn keys_are_found(
            values in prop::collection::vec(-20..20_i32, 0..90),
            keys in prop::collection::vec(-25..25_i32, 0..70),
        ) {
            check(values.iter().map(|x| *x as i8).collect(), &keys.iter().map(|x| *x as i8).collect::<Vec<_>>());
            check(values.iter().map(|x| NatLast(*x as i64)).collect(), &[NatLast(3), NatLast::NAT]);
            check(values, &keys);
        }

        #[test]
        fn floats_are_found(
            values in prop::collection::vec(any::<f64>(), 0..90),
            keys in prop::collection::vec(any::<f64>(), 0..40),
        ) {
            let keys: Vec<f64> = keys.into_iter().chain(values.iter().copied()).collect();
            let complex = |x: &f64| num_complex::Complex::new(x.trunc(), x.fract());
            check(values.iter().map(complex).collect(), &keys.iter().map(complex).collect::<Vec<_>>());
            check(values, &keys);
        }
    }
}
