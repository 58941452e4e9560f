//! Singular values of a bidiagonal matrix, each to full relative accuracy: differential
//! quotient-difference steps with shifts (Fernando & Parlett 1994; the choice of shifts after Parlett &
//! Marques 2000 stands in `shift`).
//!
//! A step works on squares: `q` of the diagonal and `e` of the superdiagonal. It takes the matrix to another
//! one whose squared singular values are less by the shift, and needs one division an element where a
//! QR step needs two rotations.

mod shift;

use shift::{Ends, Guess, Reason, Squares};

/// Steps allowed for each singular value.
const MAX_STEPS: usize = 30;

/// A superdiagonal square below this part of what stands beside it changes no value by more than a few last places.
const NEGLIGIBLE: f64 = (4.0 * f64::EPSILON) * (4.0 * f64::EPSILON);

/// The exponent of the largest element after scaling: products of two squares still fit, and as much as possible
/// is left for the small ones.
const TOP: i32 = 250;

/// Squares below this are as good as zero.
const VANISHING: f64 = f64::MIN_POSITIVE / f64::EPSILON;

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
    let (old_q, old_e) = (vec![0.0; n], vec![0.0; n]);
    let found = Vec::with_capacity(n);
    let mut steps = Steps { q, e, old_q, old_e, found, left: MAX_STEPS * n };
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
    /// What the last step began with; the next one puts there what may yet be refused.
    old_q: Vec<f64>,
    old_e: Vec<f64>,
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
        let mut low = low;
        // What the last step left; nothing before the first.
        let mut ends: Option<Ends> = None;
        let (mut n_found, mut guess) = (0, Guess::default());
        let mut looks_for_gaps = true;
        while high > low {
            let n = high - low;
            if n == 1 {
                self.found.push(shifted.restore(self.q[low]));
                return true;
            }
            if n == 2 || self.is_negligible(high - 3, shifted, ends.is_some()) {
                let values = of_two([self.q[high - 2], self.q[high - 1]], self.e[high - 2]);
                self.found.extend(values.map(|square| shifted.restore(square)));
                high -= 2;
                n_found += 2;
                continue;
            }
            let is_last_found = self.is_negligible(high - 2, shifted, ends.is_some())
                || self.e[high - 2] <= NEGLIGIBLE * (self.q[high - 1] + shifted.sum);
            if is_last_found {
                self.found.push(shifted.restore(self.q[high - 1]));
                high -= 1;
                n_found += 1;
                continue;
            }
            if looks_for_gaps {
                // The parts below the first gap are done on their own, with the shift so far.
                let is_gap = |&i: &usize| self.is_negligible(i, shifted, ends.is_some());
                if let Some(gap) = (low..high - 1).find(is_gap) {
                    if !self.block(low, gap + 1, shifted) {
                        return false;
                    }
                    low = gap + 1;
                    ends = None;
                    continue;
                }
            }
            // Small values are found at the end.
            if (ends.is_none() || n_found > 0) && self.q[low] * 1.5 < self.q[high - 1] {
                self.q[low..high].reverse();
                self.e[low..high - 1].reverse();
                ends = None;
            }
            let shift = match &ends {
                Some(ends) => {
                    let now = Squares { q: &self.q[low..high], e: &self.e[low..high - 1] };
                    let (q, e) = (&self.old_q[low..high], &self.old_e[low..high - 1]);
                    shift::next(now, Squares { q, e }, ends, n_found, &mut guess)
                }
                None => 0.0,
            };
            let Some((shift, made)) = self.step([low, high], shift, &mut guess) else {
                return false;
            };
            shifted = shifted.more(shift);
            (ends, n_found) = (Some(made), 0);
            // Gaps elsewhere open slowly.
            looks_for_gaps = self.left.is_multiple_of(8);
        }
        true
    }

    /// Whether what stands right of row `i` changes no value: beside what was taken off all of them, or beside what the
    /// last step left of the row.
    fn is_negligible(&self, i: usize, shifted: Shifted, has_stepped: bool) -> bool {
        self.e[i] <= NEGLIGIBLE * shifted.sum
            || (has_stepped && self.old_e[i] <= NEGLIGIBLE * self.q[i])
    }

    /// A step with a shift, or with a lesser one where that is beyond the least square; the one it was.
    fn step(
        &mut self,
        [low, high]: [usize; 2],
        mut shift: f64,
        guess: &mut Guess,
    ) -> Option<(f64, Ends)> {
        for attempt in 0.. {
            self.left = self.left.checked_sub(1)?;
            let from = [&self.q[low..high], &self.e[low..high - 1]];
            let to = [&mut self.old_q[low..high], &mut self.old_e[low..high - 1]];
            let ends = transform(from, to, shift);
            if ends.last[0].is_nan() {
                return None;
            }
            if ends.least[0] >= 0.0 {
                self.q[low..high].swap_with_slice(&mut self.old_q[low..high]);
                self.e[low..high - 1].swap_with_slice(&mut self.old_e[low..high - 1]);
                return Some((shift, ends));
            }
            if guess.reason == Reason::Guess {
                guess.reason = Reason::FailedGuess;
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
}

/// One step: the new squares, and what is left of each row after the shift.
fn transform([q, e]: [&[f64]; 2], [new_q, new_e]: [&mut [f64]; 2], shift: f64) -> Ends {
    let mut rest = q[0] - shift;
    let mut ends = Ends { last: [rest; 3], least: [rest; 3] };
    let rows = new_q.iter_mut().zip(new_e.iter_mut()).zip(e.iter().zip(&q[1..]));
    for ((new_q, new_e), (&e, &q)) in rows {
        let sum = rest + e;
        *new_q = sum;
        let beside = e * (q / sum);
        // Subnormal numbers take many times longer, and matter to nothing.
        *new_e = if beside < VANISHING { 0.0 } else { beside };
        // Not by the quotient of q and the sum, which would make the next row wait for it.
        rest = (rest * q) / sum - shift;
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
