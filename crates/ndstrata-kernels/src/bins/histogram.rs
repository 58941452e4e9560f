//! Histograms over bins of equal width.
//!
//! The bin is computed from the value and then compared with the edges, so that rounding never puts a
//! value on the wrong side of one: NumPy's rule, step by step, hence its counts.

#![expect(unsafe_code, reason = "edges looked up at places bounded just before, and vectors")]

#[cfg(target_arch = "x86_64")]
mod avx512;

use crate::versions::{Body, run_at};
use crate::{Isa, isa};

/// A float that histograms take.
pub trait BinFloat: Copy + PartialOrd + Send + Sync + Scale {}

impl<T: Copy + PartialOrd + Send + Sync + Scale> BinFloat for T {}

/// How a value is placed between the edges; sealed by being out of reach.
pub trait Scale: Sized {
    /// `(self - first) / span * n_bins`, rounded towards zero; anything if that is no place.
    fn place(self, first: Self, span: Self, n_bins: Self) -> u32;
    /// The nearest float.
    fn from_count(n: usize) -> Self;
    /// Finds the bins of as many values as fill whole vectors of `isa`; returns their number.
    fn find_bins(isa: Isa, values: &[Self], edges: &[Self], span: Self, bins: &mut [u32]) -> usize;
}

macro_rules! scale {
    ($($float:ty: $avx512:ident),*) => { $(
        impl Scale for $float {
            #[inline(always)]
            fn place(self, first: Self, span: Self, n_bins: Self) -> u32 {
                ((self - first) / span * n_bins) as i32 as u32
            }
            #[inline(always)]
            fn from_count(n: usize) -> Self {
                n as $float
            }
            fn find_bins(
                isa: Isa,
                values: &[$float],
                edges: &[$float],
                span: $float,
                bins: &mut [u32],
            ) -> usize {
                match isa {
                    // SAFETY: the level is one that the machine has.
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx512 => unsafe { avx512::$avx512(values, edges, span, bins) },
                    _ => 0,
                }
            }
        }
    )* };
}

scale!(f32: find_bins_f32, f64: find_bins_f64);

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

/// Values from which several tables of counters are worth being cleared.
const MANY_VALUES: usize = 1 << 13;

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
            return add_weights(self, values, weights, sums);
        }
        let blocks = values.chunks(WEIGHED_BLOCK).zip(weights.chunks(WEIGHED_BLOCK));
        for (values, weights) in blocks {
            partial.clear();
            partial.resize(n_bins, 0.0);
            add_weights(self, values, weights, &mut partial);
            sums.iter_mut().zip(&partial).for_each(|(sum, more)| *sum += more);
        }
    }

    fn n_bins(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    fn count_at(&self, isa: Isa, values: &[T], counts: &mut [i64]) {
        let n_bins = self.n_bins().min(counts.len());
        if n_bins > FEW_BINS || values.len() < MANY_VALUES {
            return self.each_block(isa, values, |_, bins| {
                for bin in bins {
                    if let Some(counter) = counts.get_mut(*bin as usize) {
                        *counter += 1;
                    }
                }
            });
        }
        // Neighbours in the same bin would wait for its counter; in four tables they do not.
        let mut tables = [[0_i64; FEW_BINS]; 4];
        self.each_block(isa, values, |_, bins| {
            for eight in bins.chunks(8) {
                // Of a narrow range, most are outside.
                if eight.iter().fold(true, |all, &bin| all & (bin == OUTSIDE)) {
                    continue;
                }
                for quad in eight.chunks(4) {
                    for (table, bin) in tables.iter_mut().zip(quad) {
                        if let Some(counter) = table.get_mut(*bin as usize) {
                            *counter += 1;
                        }
                    }
                }
            }
        });
        for (bin, total) in counts[..n_bins].iter_mut().enumerate() {
            *total += tables.iter().map(|table| table[bin]).sum::<i64>();
        }
    }

    /// Calls with the place of each block of values and their bins; [`OUTSIDE`] is none.
    #[inline(always)]
    fn each_block(&self, isa: Isa, values: &[T], mut take: impl FnMut(usize, &[u32])) {
        if self.n_bins() == 0 || i32::try_from(self.n_bins()).is_err() {
            return;
        }
        let mut bins = [0; BLOCK];
        for (block, values) in values.chunks(BLOCK).enumerate() {
            let bins = &mut bins[..values.len()];
            let (edges, span) = (self.edges, self.span);
            let n_found = T::find_bins(isa, values, edges, span, bins);
            let others = &mut bins[n_found..];
            run_at(isa, FindBins { values: &values[n_found..], edges, span, bins: others });
            take(block * BLOCK, bins);
        }
    }
}

fn add_weights<T: BinFloat>(
    bins: &UniformBins<'_, T>,
    values: &[T],
    weights: &[f64],
    sums: &mut [f64],
) {
    let n = values.len().min(weights.len());
    bins.each_block(isa(), &values[..n], |start, bins| {
        for (bin, weight) in bins.iter().zip(&weights[start..]) {
            if let Some(sum) = sums.get_mut(*bin as usize) {
                *sum += weight;
            }
        }
    });
}

/// The bin of what is in none.
const OUTSIDE: u32 = u32::MAX;

struct FindBins<'a, T> {
    values: &'a [T],
    /// At least two.
    edges: &'a [T],
    span: T,
    bins: &'a mut [u32],
}

impl<T: BinFloat> Body for FindBins<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let last_bin = (self.edges.len() - 2) as u32;
        let n_bins = T::from_count(self.edges.len() - 1);
        let (first, last) = (self.edges[0], self.edges[self.edges.len() - 1]);
        for (bin, value) in self.bins.iter_mut().zip(self.values) {
            let is_inside = (*value >= first) & (*value <= last);
            let place = value.place(first, self.span, n_bins).min(last_bin);
            // SAFETY: the place is at most that of the last edge but one.
            let left = unsafe { *self.edges.get_unchecked(place as usize) };
            let place = place - u32::from((*value < left) & (place > 0));
            // SAFETY: as above; the right edge follows.
            let right = unsafe { *self.edges.get_unchecked(place as usize + 1) };
            let place = place + u32::from((*value >= right) & (place < last_bin));
            *bin = if is_inside { place } else { OUTSIDE };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::versions::levels;

    /// The bin by its definition.
    fn bin_of<T: PartialOrd + Copy>(edges: &[T], value: T) -> Option<usize> {
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
            copies in prop::sample::select(vec![1, 12]),
        ) {
            let edges = uniform(first, first + span, n_bins);
            let bins = UniformBins { edges: &edges, span: edges[n_bins] - edges[0] };
            let values: Vec<f64> = values.into_iter().chain(edges.iter().copied()).collect();
            let values = values.repeat(copies);
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
    fn narrow_floats_fall_where_their_edges_say() {
        for n_bins in [1, 3, 7, 100] {
            let edges: Vec<f32> =
                uniform(-1.1, 2.3, n_bins).into_iter().map(|edge| edge as f32).collect();
            let near = |edge: &f32| [edge.next_down(), *edge, edge.next_up(), edge * 0.7];
            let values: Vec<f32> =
                edges.iter().flat_map(near).chain([f32::NAN, -9.0, 9.0]).collect();
            let mut expected = vec![0; n_bins];
            values.iter().filter_map(|x| bin_of(&edges, *x)).for_each(|bin| expected[bin] += 1);
            let bins = UniformBins { edges: &edges, span: edges[n_bins] - edges[0] };
            for isa in levels() {
                let mut counts = vec![0; n_bins];
                bins.count_at(isa, &values, &mut counts);
                assert_eq!(counts, expected, "{isa:?} {n_bins}");
            }
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
