//! Singular values of a bidiagonal matrix, each to full relative accuracy: differential
//! quotient-difference steps with shifts (Fernando & Parlett 1994; the choice of shifts after Parlett &
//! Marques 2000).
//!
//! A step works on squares: `q` of the diagonal and `e` of the superdiagonal. It takes the matrix to another
//! one whose squared singular values are less by the shift, and needs one division an element where a
//! QR step needs two rotations.

/// Steps allowed for each singular value.
const MAX_STEPS: usize = 30;

/// A superdiagonal square below this part of a diagonal one beside it changes no value by more than a few
/// last places.
const NEGLIGIBLE: f64 = (4.0 * f64::EPSILON) * (4.0 * f64::EPSILON);

/// The exponent of the largest element after scaling: its square and the sums of a step still fit, and as
/// much as possible is left for the small ones.
const TOP: i32 = 500;

/// Replaces the diagonal `d` by the singular values in descending order; `e[i]` stands right of `d[i]`.
/// `false` if the steps do not settle; `d` is then as it was.
pub(super) fn singular_values(d: &mut [f64], e: &[f64]) -> bool {
    let n = d.len();
    let e = &e[..n.saturating_sub(1)];
    let largest = d.iter().chain(e).fold(0.0_f64, |most, x| most.max(x.abs()));
    if largest == 0.0 {
        d.fill(0.0);
        return true;
    }
    if !largest.is_normal() {
        return false;
    }
    // Powers of two, in halves, as the whole may not fit.
    let exponent = TOP - (largest.to_bits() >> 52) as i32 + 1023;
    let (half, rest) = (2_f64.powi(exponent / 2), 2_f64.powi(exponent - exponent / 2));
    let square = |x: &f64| (x * half * rest) * (x * half * rest);
    let (q, e) = (d.iter().map(square).collect(), e.iter().map(square).collect());
    let spare = [vec![0.0; n], vec![0.0; n]];
    let mut steps = Steps { q, e, spare, found: Vec::with_capacity(n), left: MAX_STEPS * n };
    let settled = steps.block(0, n, Shifted::default());
    if !settled || steps.found.iter().any(|square| square.is_nan()) {
        return false;
    }
    let mut found = steps.found;
    found.sort_unstable_by(|a, b| b.total_cmp(a));
    for (place, square) in d.iter_mut().zip(found) {
        *place = square.sqrt() / half / rest;
    }
    true
}

struct Steps {
    q: Vec<f64>,
    e: Vec<f64>,
    /// Where a step puts what may yet be refused.
    spare: [Vec<f64>; 2],
    /// The squares of the values.
    found: Vec<f64>,
    /// The steps that are still allowed.
    left: usize,
}

/// What was taken off the squares so far, and what the additions lost.
#[derive(Clone, Copy, Default)]
struct Shifted {
    sum: f64,
    lost: f64,
}

impl Shifted {
    fn more(self, shift: f64) -> Shifted {
        let sum = self.sum + shift;
        let part = sum - self.sum;
        let lost = (self.sum - (sum - part)) + (shift - part);
        Shifted { sum, lost: self.lost + lost }
    }

    fn restore(self, square: f64) -> f64 {
        self.sum + (square + self.lost)
    }
}

impl Steps {
    /// Finds the values of rows `low..high`, which have nothing to do with the others any more.
    fn block(&mut self, low: usize, mut high: usize, mut shifted: Shifted) -> bool {
        let mut next = 0.0;
        let mut low = low;
        let mut is_new = true;
        while high > low {
            let n = high - low;
            if n == 1 {
                self.found.push(shifted.restore(self.q[low]));
                return true;
            }
            if n == 2 {
                let values = of_two([self.q[low], self.q[low + 1]], self.e[low]);
                self.found.extend(values.map(|square| shifted.restore(square)));
                return true;
            }
            if self.is_negligible(high - 2, shifted) {
                self.found.push(shifted.restore(self.q[high - 1]));
                high -= 1;
                (next, is_new) = (0.0, true);
                continue;
            }
            if is_new {
                // The parts below the first gap are done on their own, with the shift so far.
                if let Some(gap) = (low..high - 1).find(|&i| self.is_negligible(i, shifted)) {
                    if !self.block(low, gap + 1, shifted) {
                        return false;
                    }
                    low = gap + 1;
                    continue;
                }
                // Small values are found at the end.
                if self.q[low] * 1.5 < self.q[high - 1] {
                    self.q[low..high].reverse();
                    self.e[low..high - 1].reverse();
                }
            }
            let Some((shift, ends)) = self.step([low, high], next) else { return false };
            shifted = shifted.more(shift);
            next = self.next_shift([low, high], &ends);
            // Gaps elsewhere open slowly.
            is_new = self.left.is_multiple_of(8);
        }
        true
    }

    fn is_negligible(&self, i: usize, shifted: Shifted) -> bool {
        self.e[i] <= NEGLIGIBLE * (self.q[i].max(self.q[i + 1]) + shifted.sum)
    }

    /// A step with a shift, or with a lesser one where that is beyond the least square; the one it was.
    fn step(&mut self, [low, high]: [usize; 2], mut shift: f64) -> Option<(f64, Ends)> {
        for attempt in 0.. {
            self.left = self.left.checked_sub(1)?;
            let from = [&self.q[low..high], &self.e[low..high - 1]];
            let [q, e] = &mut self.spare;
            let ends = transform(from, [&mut q[low..high], &mut e[low..high - 1]], shift);
            if ends.last[0].is_nan() {
                return None;
            }
            if ends.least[0] >= 0.0 {
                self.q[low..high].copy_from_slice(&q[low..high]);
                self.e[low..high - 1].copy_from_slice(&e[low..high - 1]);
                return Some((shift, ends));
            }
            // If only the last came out negative, it says by how much the shift was too large.
            let corrected = (shift + ends.last[0]) * (1.0 - 2.0 * f64::EPSILON);
            shift = match attempt {
                0 | 1 if ends.least[1] > 0.0 && corrected > 0.0 => corrected,
                0 | 1 => shift / 4.0,
                // Without a shift nothing becomes negative.
                _ => 0.0,
            };
        }
        None
    }

    /// A shift that is likely to lie below the least square, and near it.
    fn next_shift(&self, [low, high]: [usize; 2], ends: &Ends) -> f64 {
        let [least, least_but_one, least_but_two] = ends.least;
        let [last, last_but_one, _] = ends.last;
        if least != last || high - low < 3 {
            return least / 4.0;
        }
        let (q, e) = (&self.q[..high], &self.e[..high - 1]);
        let beside = (q[high - 1] * e[high - 2]).sqrt();
        let before = (q[high - 2] * e[high - 3]).sqrt();
        let above = q[high - 2] + e[high - 2];
        if least_but_one == last_but_one {
            // The gap between the last square and the others bounds what the neighbour adds.
            let further = 0.75 * least_but_two - above;
            let gap = if further > before {
                above - last - (before / further) * before
            } else {
                above - last - (beside + before)
            };
            if gap > beside {
                return (last - (beside / gap) * beside).max(least / 2.0);
            }
        }
        let mut shift = (last - beside).max(0.0);
        if above > beside + before {
            shift = shift.min(above - (beside + before));
        }
        shift.max(least / 3.0)
    }
}

/// What the last rows came to.
struct Ends {
    /// The last remainder, the one before, and that before it.
    last: [f64; 3],
    /// The least of all, of all but the last, of all but the last two.
    least: [f64; 3],
}

/// One step: the new squares, and what is left of each row after the shift.
fn transform([q, e]: [&[f64]; 2], [new_q, new_e]: [&mut [f64]; 2], shift: f64) -> Ends {
    let mut rest = q[0] - shift;
    let mut ends = Ends { last: [rest; 3], least: [rest; 3] };
    let rows = new_q.iter_mut().zip(new_e.iter_mut()).zip(e.iter().zip(&q[1..]));
    for ((new_q, new_e), (&e, &q)) in rows {
        *new_q = rest + e;
        let ratio = q / *new_q;
        *new_e = e * ratio;
        rest = rest * ratio - shift;
        ends.last = [rest, ends.last[0], ends.last[1]];
        ends.least = [ends.least[0].min(rest), ends.least[0], ends.least[1]];
    }
    if let Some(last) = new_q.last_mut() {
        *last = rest;
    }
    ends
}

/// The squares of the values of two rows.
fn of_two([q, r]: [f64; 2], e: f64) -> [f64; 2] {
    let (large, small) = if q < r { (r, q) } else { (q, r) };
    let half = 0.5 * ((large - small) + e);
    if e <= small * NEGLIGIBLE || half == 0.0 {
        return [large, small];
    }
    let part = small * (e / half);
    let grown = if part <= half {
        small * (e / (half * (1.0 + (1.0 + part / half).sqrt())))
    } else {
        small * (e / (half + half.sqrt() * (half + part).sqrt()))
    };
    let larger = large + (grown + e);
    [larger, small * (large / larger)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The values by one-sided rotations of the columns (Hestenes 1958), to the accuracy of the largest.
    fn by_rotations(d: &[f64], e: &[f64]) -> Vec<f64> {
        let n = d.len();
        let mut columns: Vec<Vec<f64>> = (0..n).map(|_| vec![0.0; n]).collect();
        for i in 0..n {
            columns[i][i] = d[i];
            if i > 0 {
                columns[i][i - 1] = e[i - 1];
            }
        }
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        for _ in 0..60 {
            let mut turned = false;
            for i in 0..n {
                for j in i + 1..n {
                    let (left, right) = columns.split_at_mut(j);
                    let (a, b) = (&mut left[i], &mut right[0]);
                    let (aa, bb, ab) = (dot(a, a), dot(b, b), dot(a, b));
                    if ab.abs() <= 1e-17 * (aa * bb).sqrt() || ab == 0.0 {
                        continue;
                    }
                    turned = true;
                    let zeta = (bb - aa) / (2.0 * ab);
                    let t = zeta.signum() / (zeta.abs() + 1.0_f64.hypot(zeta));
                    let c = 1.0 / 1.0_f64.hypot(t);
                    for (a, b) in a.iter_mut().zip(b) {
                        (*a, *b) = (c * (*a - t * *b), c * (t * *a + *b));
                    }
                }
            }
            if !turned {
                break;
            }
        }
        let mut values: Vec<f64> =
            columns.iter().map(|column| dot(column, column).sqrt()).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    fn check(d: &[f64], e: &[f64]) {
        let mut found = d.to_vec();
        assert!(singular_values(&mut found, e), "{d:?} {e:?} did not settle");
        let expected = by_rotations(d, e);
        let largest = expected[0] * (d.len() as f64);
        for (found, expected) in found.iter().zip(&expected) {
            let error = (found - expected).abs();
            assert!(error <= 1e-14 * largest, "{found} for {expected} of {d:?} {e:?}");
        }
        // The product is the determinant's, so that the small ones are as accurate as the large.
        let sum = |values: &[f64]| values.iter().map(|x| x.abs().ln()).sum::<f64>();
        let error = (sum(&found) - sum(d)).abs();
        assert!(error <= 1e-14 * d.len() as f64 + 1e-13, "product off by {error} of {d:?} {e:?}");
    }

    proptest! {
        #[test]
        fn values_are_accurate_relative_to_themselves(
            rows in prop::collection::vec((0.01..1.0_f64, -1.0..1.0_f64, -6..7_i32), 1..30),
            is_graded in any::<bool>(),
        ) {
            let scale = |k: i32| if is_graded { 10_f64.powi(k) } else { 1.0 };
            let d: Vec<f64> = rows.iter().map(|row| row.0 * scale(row.2)).collect();
            let e: Vec<f64> = rows.iter().map(|row| row.1 * scale(row.2)).collect();
            check(&d, &e[1..]);
        }
    }

    #[test]
    fn clusters_zeros_and_extremes() {
        check(&[1.0; 25], &[1e-9; 24]);
        check(&[1.0; 25], &[1.0; 24]);
        check(&[3.0, 2.0, 1.0], &[0.0, 0.0]);
        // All but powers of two apart.
        let (mut small, mut large) = ([1.0, 1.0, 2.0], [1.0, 1.0, 2.0]);
        for (values, scale) in [(&mut small, 2_f64.powi(-1000)), (&mut large, 2_f64.powi(1000))] {
            values.iter_mut().for_each(|x| *x *= scale);
            assert!(singular_values(values, &[scale, 0.5 * scale]));
            values.iter_mut().for_each(|x| *x /= scale);
        }
        check(&[1.0, 1.0, 2.0], &[1.0, 0.5]);
        assert_eq!(small, large);
        let mut d = [1.0, 0.0, 2.0, 0.5];
        assert!(singular_values(&mut d, &[1.0, 1.0, 1.0]));
        let expected = [2.42207845, 2_f64.sqrt(), 0.61930281, 0.0];
        assert!(d.iter().zip(expected).all(|(d, x)| (d - x).abs() < 1e-8), "{d:?}");
        let mut zeros = [0.0; 3];
        assert!(singular_values(&mut zeros, &[0.0; 2]));
        assert_eq!(zeros, [0.0; 3]);
        assert!(!singular_values(&mut [f64::NAN, 1.0], &[1.0]));
    }
}
