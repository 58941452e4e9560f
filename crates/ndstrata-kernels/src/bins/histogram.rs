//! Histograms over bins of equal width.
//!
//! The bin is computed from the value and then compared with the edges, so that rounding never puts a
//! value on the wrong side of one: NumPy's rule, step by step, hence its counts.

use crate::versions::{Body, run_at};
use crate::{Isa, isa};

/// A float that histograms take.
pub trait BinFloat: Copy + PartialOrd + Send + Sync + Scale {}

impl<T: Copy + PartialOrd + Send + Sync + Scale> BinFloat for T {}

/// How a value is placed between the edges; sealed by being out of reach.
pub trait Scale: Sized {
    /// `(self - first) / span * n_bins`, rounded towards zero; anything if that is no place.
    fn place(self, first: Self, span: Self, n_bins: usize) -> u32;
}

macro_rules! scale {
    ($($float:ty),*) => { $(
        impl Scale for $float {
            #[inline(always)]
            fn place(self, first: Self, span: Self, n_bins: usize) -> u32 {
                ((self - first) / span * n_bins as $float) as i32 as u32
            }
        }
    )* };
}

scale!(f32, f64);

/// Bins of equal width.
///
/// NumPy: [numpy.histogram](https://numpy.org/doc/stable/reference/generated/numpy.histogram.html) with
/// a number of bins.
#[derive(Clone, Copy, Debug)]
pub struct UniformBins<'a, T> {
    /// The edges in ascending order, one more than there are bins.
    pub edges: &'a [T],
    /// The last edge less the first, as computed before the edges were rounded.
    pub span: T,
}

/// Values placed at a time; NumPy sums weights over as many before it adds them to the total.
const WEIGHED_BLOCK: usize = 65536;

/// Values placed before they are counted.
const BLOCK: usize = 512;

/// Bins up to which several tables of counters stay in the nearest cache.
const FEW_BINS: usize = 1 << 10;

impl<T: BinFloat> UniformBins<'_, T> {
    /// Adds to each counter how many values fall into its bin; the last bin includes its right edge.
    /// Values outside all bins, and NaN, are left out.
    pub fn count(&self, values: &[T], counts: &mut [i64]) {
        self.count_at(isa(), values, counts);
    }

    /// Adds to each sum the weights of the values that fall into its bin.
    pub fn sum_weights(&self, values: &[T], weights: &[f64], sums: &mut [f64]) {
        let n_bins = self.n_bins().min(sums.len());
        let mut partial = Vec::new();
        if partial.try_reserve_exact(n_bins).is_err() {
            return self.each_bin(isa(), values, |i, bin| sums[bin] += weights[i]);
        }
        let blocks = values.chunks(WEIGHED_BLOCK).zip(weights.chunks(WEIGHED_BLOCK));
        for (values, weights) in blocks {
            partial.clear();
            partial.resize(n_bins, 0.0);
            let n = values.len().min(weights.len());
            self.each_bin(isa(), &values[..n], |i, bin| {
                if let Some(sum) = partial.get_mut(bin) {
                    *sum += weights[i];
                }
            });
            sums.iter_mut().zip(&partial).for_each(|(sum, more)| *sum += more);
        }
    }

    fn n_bins(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    fn count_at(&self, isa: Isa, values: &[T], counts: &mut [i64]) {
        let n_bins = self.n_bins().min(counts.len());
        if n_bins > FEW_BINS || values.len() < 4 * n_bins {
            return self.each_bin(isa, values, |_, bin| {
                if let Some(counter) = counts.get_mut(bin) {
                    *counter += 1;
                }
            });
        }
        // Neighbours in the same bin would wait for its counter; in four tables they do not.
        let mut tables = [[0_i64; FEW_BINS]; 4];
        self.each_bin(isa, values, |i, bin| {
            if let Some(counter) = tables[i % 4].get_mut(bin) {
                *counter += 1;
            }
        });
        for (bin, total) in counts[..n_bins].iter_mut().enumerate() {
            *total += tables.iter().map(|table| table[bin]).sum::<i64>();
        }
    }

    /// Calls with the index of each value inside and its bin, in order.
    #[inline(always)]
    fn each_bin(&self, isa: Isa, values: &[T], mut take: impl FnMut(usize, usize)) {
        let n_bins = self.n_bins();
        let (Some(first), Some(last)) = (self.edges.first(), self.edges.last()) else { return };
        if n_bins == 0 || i32::try_from(n_bins).is_err() {
            return;
        }
        let mut places = [0; BLOCK];
        for (block, values) in values.chunks(BLOCK).enumerate() {
            let places = &mut places[..values.len()];
            run_at(isa, Place { values, first: *first, span: self.span, n_bins, places });
            for (i, (value, place)) in values.iter().zip(places).enumerate() {
                if !(*value >= *first && *value <= *last) {
                    continue;
                }
                let mut bin = (*place as usize).min(n_bins - 1);
                bin -= usize::from(*value < self.edges[bin] && bin > 0);
                bin += usize::from(*value >= self.edges[bin + 1] && bin != n_bins - 1);
                take(block * BLOCK + i, bin);
            }
        }
    }
}

struct Place<'a, T> {
    values: &'a [T],
    first: T,
    span: T,
    n_bins: usize,
    places: &'a mut [u32],
}

impl<T: BinFloat> Body for Place<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, value) in self.places.iter_mut().zip(self.values) {
            *place = value.place(self.first, self.span, self.n_bins);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::versions::levels;

    /// The bin by its definition.
    fn bin_of(edges: &[f64], value: f64) -> Option<usize> {
        let last = edges.len() - 2;
        (0..=last).find(|i| {
            edges[*i] <= value && (value < edges[i + 1] || (*i == last && value == edges[i + 1]))
        })
    }

    fn uniform(first: f64, last: f64, n_bins: usize) -> Vec<f64> {
        let step = (last - first) / n_bins as f64;
        let mut edges: Vec<f64> = (0..=n_bins).map(|i| first + i as f64 * step).collect();
        edges[n_bins] = last;
        edges
    }

    proptest! {
        #[test]
        fn bins_are_exact(
            first in -10.0..10.0_f64,
            span in 0.1..20.0_f64,
            n_bins in 1..60_usize,
            values in prop::collection::vec(-12.0..32.0_f64, 0..900),
        ) {
            let edges = uniform(first, first + span, n_bins);
            let bins = UniformBins { edges: &edges, span: edges[n_bins] - edges[0] };
            let values: Vec<f64> = values.into_iter().chain(edges.iter().copied()).collect();
            let weights: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
            let mut counts = vec![0; n_bins];
            let mut sums = vec![0.0; n_bins];
            for (i, value) in values.iter().enumerate() {
                if let Some(bin) = bin_of(&edges, *value) {
                    counts[bin] += 1;
                    sums[bin] += i as f64;
                }
            }
            for isa in levels() {
                let mut found = vec![0; n_bins];
                bins.count_at(isa, &values, &mut found);
                prop_assert_eq!(&found, &counts);
            }
            let mut found = vec![0.0; n_bins];
            bins.sum_weights(&values, &weights, &mut found);
            prop_assert_eq!(found, sums);
        }
    }

    #[test]
    fn values_outside_are_left_out() {
        let bins = UniformBins { edges: &[0.0_f32, 1.0, 2.0], span: 2.0 };
        let mut counts = [0; 2];
        bins.count(&[-0.1, 0.0, 1.0, 2.0, 2.1, f32::NAN, f32::INFINITY], &mut counts);
        assert_eq!(counts, [1, 2]);
        UniformBins { edges: &[0.0], span: 0.0 }.count(&[0.0], &mut counts);
        UniformBins::<f64> { edges: &[], span: 0.0 }.count(&[0.0], &mut counts);
        assert_eq!(counts, [1, 2]);
    }
}
