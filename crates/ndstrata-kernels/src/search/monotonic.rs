//! Which bin a value falls into, for bins of any width.

use super::binary::{Side, searchsorted, searchsorted_by};
use crate::sort::Sortable;

/// The direction in which elements go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotonic {
    /// None is less than the one before.
    Rising,
    /// None is greater than the one before, and one is less.
    Falling,
}

/// The direction in which elements go, if they keep to one. Elements that do not compare (NaN) break
/// no order, as in NumPy.
pub fn monotonicity<T: PartialOrd>(values: &[T]) -> Option<Monotonic> {
    let pairs = || values.iter().zip(values.iter().skip(1));
    match pairs().find(|(a, b)| a != b) {
        Some((a, b)) if a < b => pairs().all(|(a, b)| !(a > b)).then_some(Monotonic::Rising),
        Some(_) => pairs().all(|(a, b)| !(a < b)).then_some(Monotonic::Falling),
        None => Some(Monotonic::Rising),
    }
}

/// Writes the number of the bin that each value falls into: how many edges it is past.
///
/// `closed` is the side on which a bin includes its edge: NumPy's default is [`Side::Left`], and
/// [`Side::Right`] is its `right=True`.
///
/// NumPy: [numpy.digitize](https://numpy.org/doc/stable/reference/generated/numpy.digitize.html).
pub fn digitize<T: Sortable>(
    values: &[T],
    edges: &[T],
    direction: Monotonic,
    closed: Side,
    out: &mut [i64],
) {
    let side = match closed {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    };
    match direction {
        Monotonic::Rising => searchsorted(edges, values, side, out),
        Monotonic::Falling => {
            let mut rising = Vec::new();
            if rising.try_reserve_exact(edges.len()).is_ok() {
                rising.extend(edges.iter().rev());
                searchsorted(&rising, values, side, out);
            } else {
                let element = |i: usize| &edges[edges.len() - 1 - i];
                for (bin, value) in out.iter_mut().zip(values) {
                    let place = searchsorted_by(edges.len(), side, |i| element(i).compare(value));
                    *bin = place as i64;
                }
            }
            let n_values = values.len().min(out.len());
            out[..n_values].iter_mut().for_each(|bin| *bin = edges.len() as i64 - *bin);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_told() {
        assert_eq!(monotonicity(&[1.0, 1.0, 2.0]), Some(Monotonic::Rising));
        assert_eq!(monotonicity(&[2, 2, 1, 1]), Some(Monotonic::Falling));
        assert_eq!(monotonicity::<u8>(&[]), Some(Monotonic::Rising));
        assert_eq!(monotonicity(&[3, 3]), Some(Monotonic::Rising));
        assert_eq!(monotonicity(&[1, 2, 1]), None);
        assert_eq!(monotonicity(&[2, 1, 2]), None);
    }

    /// Values that NumPy answered.
    #[test]
    fn values_fall_into_bins() {
        let values = [0.2, 6.4, 3.0, 1.6, 1.0, 10.0, f64::NAN];
        let rising = [0.0, 1.0, 2.5, 4.0, 10.0];
        let falling = [10.0, 4.0, 2.5, 1.0, 0.0];
        let mut bins = [0; 7];
        digitize(&values, &rising, Monotonic::Rising, Side::Left, &mut bins);
        assert_eq!(bins, [1, 4, 3, 2, 2, 5, 5]);
        digitize(&values, &rising, Monotonic::Rising, Side::Right, &mut bins);
        assert_eq!(bins, [1, 4, 3, 2, 1, 4, 5]);
        digitize(&values, &falling, Monotonic::Falling, Side::Left, &mut bins);
        assert_eq!(bins, [4, 1, 2, 3, 3, 0, 0]);
        digitize(&values, &falling, Monotonic::Falling, Side::Right, &mut bins);
        assert_eq!(bins, [4, 1, 2, 3, 4, 1, 0]);
    }
}
