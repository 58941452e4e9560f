//! Counts of small integers.

use crate::isa;
use crate::versions::{Body, run_at};

/// The least and the greatest value, if there are any.
pub fn value_range(values: &[i64]) -> Option<(i64, i64)> {
    let first = *values.first()?;
    Some(run_at(isa(), Range { values, first }))
}

struct Range<'a> {
    values: &'a [i64],
    first: i64,
}

impl Body for Range<'_> {
    type Output = (i64, i64);
    #[inline(always)]
    fn run(self) -> (i64, i64) {
        let (mut least, mut greatest) = (self.first, self.first);
        for value in self.values {
            least = least.min(*value);
            greatest = greatest.max(*value);
        }
        (least, greatest)
    }
}

/// Counters up to which several tables stay in the nearest cache.
const FEW_COUNTERS: usize = 1 << 10;

/// Values from which several tables are worth being cleared.
const MANY_VALUES: usize = 1 << 13;

/// Adds to each counter how often its index occurs; values that name no counter are left out.
///
/// NumPy: [numpy.bincount](https://numpy.org/doc/stable/reference/generated/numpy.bincount.html).
pub fn bincount(values: &[i64], counts: &mut [i64]) {
    if counts.len() > FEW_COUNTERS || values.len() < MANY_VALUES {
        return count(values, counts);
    }
    // Equal values in a row would wait for each other's counter; in four tables they do not.
    let mut tables = [[0_i64; FEW_COUNTERS]; 4];
    let mut quads = values.chunks_exact(4);
    for quad in &mut quads {
        for (table, value) in tables.iter_mut().zip(quad) {
            count(&[*value], &mut table[..counts.len()]);
        }
    }
    count(quads.remainder(), counts);
    for (i, total) in counts.iter_mut().enumerate() {
        *total += tables.iter().map(|table| table[i]).sum::<i64>();
    }
}

#[inline]
fn count(values: &[i64], counts: &mut [i64]) {
    for value in values {
        if let Some(counter) = counts.get_mut(*value as usize) {
            *counter += 1;
        }
    }
}

/// Adds to each sum the weights of the values that are its index, one after the other.
pub fn bincount_weighted(values: &[i64], weights: &[f64], sums: &mut [f64]) {
    for (value, weight) in values.iter().zip(weights) {
        if let Some(sum) = sums.get_mut(*value as usize) {
            *sum += weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted() {
        for (n, n_counts) in [(0, 3), (10, 3), (9000, 7), (9000, 2000)] {
            let values: Vec<i64> = (0..n).map(|i| i * i % 13 - 1).collect();
            let mut counts = vec![1; n_counts];
            bincount(&values, &mut counts);
            for (i, found) in counts.iter().enumerate() {
                let expected = values.iter().filter(|value| **value == i as i64).count() as i64;
                assert_eq!(*found, expected + 1);
            }
        }
    }

    #[test]
    fn weights_are_added_in_order() {
        let mut sums = [0.0; 2];
        bincount_weighted(&[1, 0, 1, 5, -1], &[0.5, 2.0, 0.25, 9.0, 9.0], &mut sums);
        assert_eq!(sums, [2.0, 0.75]);
    }

    #[test]
    fn ranges() {
        assert_eq!(value_range(&[]), None);
        assert_eq!(value_range(&[3, -5, 8, 0]), Some((-5, 8)));
    }
}
