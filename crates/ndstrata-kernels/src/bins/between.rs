//! Histograms over bins of any widths.
//!
//! The span of the edges is divided into so many stretches of equal width that few edges share one. A
//! value's stretch is computed, and only the edges in it are compared with the value. As the stretch never
//! falls where the value rises, all edges of earlier stretches lie below.
#![expect(unsafe_code, reason = "places looked up that were bounded just before")]

use crate::isa;
use crate::versions::{Body, run_at};

/// Stretches for each edge.
const STRETCHES: usize = 4;

/// More edges than this in one stretch, and a search by halves is faster.
const CROWD: usize = 8;

/// Values placed before they are counted.
const BLOCK: usize = 512;

/// The bin of what is in none.
const OUTSIDE: u32 = u32::MAX;

/// Adds to each counter how many values fall between an edge and the next; the last bin includes its
/// right edge. Values outside all bins, and NaN, are left out.
///
/// `false` if the edges lie too unevenly for this, are not finite or do not ascend, or there are fewer than
/// two, or too many; nothing is counted then.
pub fn count_between(values: &[f64], edges: &[f64], counts: &mut [i64]) -> bool {
    let Some(bins) = Stretches::new(edges) else { return false };
    if counts.len() < bins.n_bins as usize {
        return false;
    }
    let mut found = [0; BLOCK];
    for values in values.chunks(BLOCK) {
        let found = &mut found[..values.len()];
        run_at(isa(), Find { bins: &bins, values, found });
        for bin in found {
            if let Some(counter) = counts.get_mut(*bin as usize) {
                *counter += 1;
            }
        }
    }
    true
}

struct Stretches {
    /// The edges, and as many NaN as edges share a stretch.
    edges: Vec<f64>,
    n_bins: u32,
    first: f64,
    last: f64,
    /// Stretches in a unit of the values.
    density: f64,
    /// For each stretch, how many edges lie in earlier ones; one more at the end.
    before: Vec<u32>,
    /// The most edges that share a stretch.
    crowd: usize,
}

impl Stretches {
    fn new(edges: &[f64]) -> Option<Stretches> {
        let [first, .., last] = *edges else { return None };
        let n_stretches = edges.len().checked_mul(STRETCHES)?;
        let density = n_stretches as f64 / (last - first);
        let usable = density.is_finite() && density > 0.0 && i32::try_from(n_stretches).is_ok();
        if !usable || !edges.is_sorted() {
            return None;
        }
        let mut before = Vec::new();
        before.try_reserve_exact(n_stretches + 2).ok()?;
        before.resize(n_stretches + 2, 0_u32);
        let stretch = |edge: f64| stretch(edge, first, density);
        for &edge in edges {
            before[stretch(edge).min(n_stretches) + 1] += 1;
        }
        let crowd = before.iter().max().map_or(0, |&most| most as usize);
        if crowd > CROWD {
            return None;
        }
        for i in 1..before.len() {
            before[i] += before[i - 1];
        }
        let mut padded = Vec::new();
        padded.try_reserve_exact(edges.len() + crowd).ok()?;
        padded.extend_from_slice(edges);
        padded.resize(edges.len() + crowd, f64::NAN);
        let n_bins = (edges.len() - 1) as u32;
        Some(Stretches { edges: padded, n_bins, first, last, density, before, crowd })
    }
}

/// The stretch of a value that is not below the first edge; it does not fall where the value rises.
#[inline(always)]
fn stretch(value: f64, first: f64, density: f64) -> usize {
    ((value - first) * density) as i32 as u32 as usize
}

struct Find<'a> {
    bins: &'a Stretches,
    values: &'a [f64],
    found: &'a mut [u32],
}

impl Body for Find<'_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Stretches { edges, n_bins, first, last, density, before, crowd } = self.bins;
        let furthest = before.len() - 2;
        for (found, &value) in self.found.iter_mut().zip(self.values) {
            let is_inside = (value >= *first) & (value <= *last);
            let stretch = stretch(value, *first, *density).min(furthest);
            // SAFETY: there is one more than `furthest`.
            let mut n_below = unsafe { *before.get_unchecked(stretch) };
            for _ in 0..*crowd {
                // SAFETY: at most all the edges lie below, and then `crowd` NaN follow, with which the
                // number does not grow.
                let edge = unsafe { *edges.get_unchecked(n_below as usize) };
                n_below += u32::from(edge <= value);
            }
            let bin = n_below.wrapping_sub(1).min(n_bins - 1);
            *found = if is_inside { bin } else { OUTSIDE };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The counts by the definition of a bin.
    fn by_definition(values: &[f64], edges: &[f64]) -> Vec<i64> {
        let last = edges.len() - 2;
        let is_in = |i: usize, v: f64| {
            edges[i] <= v && (v < edges[i + 1] || (i == last && v == edges[i + 1]))
        };
        (0..=last).map(|i| values.iter().filter(|v| is_in(i, **v)).count() as i64).collect()
    }

    proptest! {
        #[test]
        fn counts_are_exact(
            mut edges in prop::collection::vec(-9.0..9.0_f64, 2..40),
            step in prop::sample::select(vec![0.0, 0.25]),
            values in prop::collection::vec(-10.0..10.0_f64, 0..600),
        ) {
            if step > 0.0 {
                edges.iter_mut().for_each(|edge| *edge = (*edge / step).round() * step);
            }
            edges.sort_by(f64::total_cmp);
            let near = edges.iter().flat_map(|e| [e.next_down(), *e, e.next_up()]);
            let odd = [f64::NAN, f64::INFINITY, -f64::INFINITY, 0.0, -0.0];
            let values: Vec<f64> = values.iter().copied().chain(near).chain(odd).collect();
            let mut counts = vec![0; edges.len() - 1];
            if count_between(&values, &edges, &mut counts) {
                prop_assert_eq!(counts, by_definition(&values, &edges));
            } else {
                prop_assert!(counts.iter().all(|count| *count == 0));
            }
        }
    }

    #[test]
    fn edges_that_are_no_row_are_refused() {
        let mut counts = [0; 4];
        for edges in [
            &[][..],
            &[1.0],
            &[1.0, 1.0],
            &[2.0, 1.0],
            &[0.0, f64::NAN, 1.0],
            &[0.0, f64::INFINITY],
        ] {
            assert!(!count_between(&[1.0], edges, &mut counts), "{edges:?}");
        }
        let uneven: Vec<f64> = (0..60).map(|i| 2_f64.powi(-i)).rev().collect();
        assert!(!count_between(&[0.1], &uneven, &mut [0; 59]));
        assert!(count_between(&[0.0, 0.5, 2.0, 2.0], &[0.0, 0.5, 0.5, 2.0], &mut counts));
        assert_eq!(counts, [1, 0, 3, 0]);
    }
}
