//! Runs of equal elements in a sorted slice: what `unique` needs after a sort.

use crate::sort::Sortable;

/// Whether NaN at the end of a sorted slice are one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NanRuns {
    /// All NaN (in any part) are one, as are all NaT: NumPy's `equal_nan=True`.
    #[default]
    One,
    /// Each is its own.
    Each,
}

impl NanRuns {
    #[inline(always)]
    fn starts_run<T: Sortable>(self, before: &T, value: &T) -> bool {
        // A run of numbers ends where the next is greater. NaN come last and are never followed by a
        // number, so that two NaN in a row are all that needs a rule.
        if before.is_nan() { self == NanRuns::Each } else { before.less(value) }
    }
}

/// Moves the first element of each run to the front; returns how many there are.
///
/// NumPy: [numpy.unique](https://numpy.org/doc/stable/reference/generated/numpy.unique.html) of what
/// is sorted already.
pub fn compact_runs<T: Sortable>(sorted: &mut [T], nans: NanRuns) -> usize {
    let Some(first) = sorted.first() else { return 0 };
    let mut before = *first;
    let mut n_runs = 1;
    for i in 1..sorted.len() {
        let value = sorted[i];
        sorted[n_runs] = value;
        n_runs += usize::from(nans.starts_run(&before, &value));
        before = value;
    }
    n_runs
}

/// Marks the elements that start a run; returns how many there are. Of two lengths that differ, the
/// smaller counts.
pub fn mark_runs<T: Sortable>(sorted: &[T], nans: NanRuns, starts: &mut [bool]) -> usize {
    let n = sorted.len().min(starts.len());
    let (sorted, starts) = (&sorted[..n], &mut starts[..n]);
    let Some((first, others)) = starts.split_first_mut() else { return 0 };
    *first = true;
    let mut n_runs = 1;
    for ((start, before), value) in others.iter_mut().zip(sorted).zip(&sorted[1..]) {
        *start = nans.starts_run(before, value);
        n_runs += usize::from(*start);
    }
    n_runs
}

/// Writes the length of each marked run, as far as `lengths` goes.
pub fn run_lengths(starts: &[bool], lengths: &mut [i64]) {
    let mut places = lengths.iter_mut();
    let mut run: Option<(&mut i64, usize)> = None;
    for (i, _) in starts.iter().enumerate().filter(|(_, start)| **start) {
        if let Some((place, from)) = run.take() {
            *place = (i - from) as i64;
        }
        run = places.next().map(|place| (place, i));
    }
    if let Some((place, from)) = run {
        *place = (starts.len() - from) as i64;
    }
}

/// Writes for each element the number of its run, counted from 0.
pub fn run_numbers(starts: &[bool], numbers: &mut [i64]) {
    let mut number = -1;
    for (place, start) in numbers.iter_mut().zip(starts) {
        number += i64::from(*start);
        *place = number;
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex;

    use super::*;
    use crate::sort::NatLast;

    #[test]
    fn runs_of_numbers() {
        let sorted = [1, 1, 2, 5, 5, 5];
        let mut starts = [false; 6];
        assert_eq!(mark_runs(&sorted, NanRuns::One, &mut starts), 3);
        assert_eq!(starts, [true, false, true, true, false, false]);
        let mut lengths = [0; 3];
        run_lengths(&starts, &mut lengths);
        assert_eq!(lengths, [2, 1, 3]);
        let mut numbers = [0; 6];
        run_numbers(&starts, &mut numbers);
        assert_eq!(numbers, [0, 0, 1, 2, 2, 2]);
        let mut values = sorted;
        assert_eq!(compact_runs(&mut values, NanRuns::One), 3);
        assert_eq!(values[..3], [1, 2, 5]);
        assert_eq!(compact_runs::<u8>(&mut [], NanRuns::One), 0);
    }

    #[test]
    fn runs_of_nan() {
        let nan = f64::NAN;
        for (nans, expected) in [(NanRuns::One, 2), (NanRuns::Each, 3)] {
            let zeros_and_nans = [-0.0, 0.0, nan, -nan];
            assert_eq!(compact_runs(&mut zeros_and_nans.clone(), nans), expected);
            let mut dates = [NatLast(1), NatLast::NAT, NatLast::NAT];
            assert_eq!(compact_runs(&mut dates, nans), expected);
            let mut complex =
                [Complex::new(1.0, 2.0), Complex::new(0.0, nan), Complex::new(nan, 0.0)];
            assert_eq!(compact_runs(&mut complex, nans), expected);
        }
    }
}
