//! Roots of secular equations 1 + Σ wᵢ / (pᵢ - λ) = 0 with positive weights, one between each two poles and one beyond the last (Li
//! 1993, the middle way), and the weights of which the roots found are the exact ones (Gu & Eisenstat 1994).

use ndstrata_kernels::{Body, run_wide};

/// Where the left-hand side has its poles, in ascending order.
pub(super) trait Poles: Copy {
    /// The pole at `i` less that at `j`, to full accuracy.
    fn gap(&self, i: usize, j: usize) -> f64;
}

/// Poles at numbers.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a>(pub(super) &'a [f64]);

impl Poles for Numbers<'_> {
    #[inline(always)]
    fn gap(&self, i: usize, j: usize) -> f64 {
        self.0[i] - self.0[j]
    }
}

/// Poles at the squares of numbers that are not negative.
#[derive(Clone, Copy)]
pub(super) struct SquaresOf<'a>(pub(super) &'a [f64]);

impl Poles for SquaresOf<'_> {
    #[inline(always)]
    fn gap(&self, i: usize, j: usize) -> f64 {
        (self.0[i] - self.0[j]) * (self.0[i] + self.0[j])
    }
}

/// A root: what it is more than the pole `origin`.
#[derive(Clone, Copy, Default)]
pub(super) struct Root {
    pub(super) origin: usize,
    pub(super) beyond: f64,
}

/// Finds all roots. Column j of `gaps` gets each pole less root j.
pub(super) fn roots<P: Poles>(poles: P, weights: &[f64], gaps: &mut [f64]) -> Vec<Root> {
    let k = weights.len();
    let mut found = vec![Root::default(); k];
    run_wide(All { poles, weights, gaps, found: &mut found });
    found
}

/// The roots of the weights, with their signs those of `signs`, for which the roots of `gaps` are exact.
pub(super) fn exact_roots_of_weights<P: Poles>(
    poles: P,
    gaps: &[f64],
    signs: &[f64],
    z: &mut [f64],
) {
    run_wide(Exact { poles, gaps, z: &mut *z });
    for (z, sign) in z.iter_mut().zip(signs) {
        *z = z.abs().sqrt().copysign(*sign);
    }
}

struct Exact<'a, P> {
    poles: P,
    gaps: &'a [f64],
    z: &'a mut [f64],
}

impl<P: Poles> Body for Exact<'_, P> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Exact { poles, gaps, z } = self;
        let k = z.len();
        for (z, gap) in z.iter_mut().zip(&gaps[(k - 1) * k..]) {
            *z = -gap;
        }
        for (j, gaps) in gaps.chunks_exact(k).enumerate().take(k - 1) {
            let gaps = &gaps[..k];
            for i in 0..=j {
                z[i] *= gaps[i] / poles.gap(i, j + 1);
            }
            for i in j + 1..k {
                z[i] *= gaps[i] / poles.gap(i, j);
            }
        }
    }
}

struct All<'a, P> {
    poles: P,
    weights: &'a [f64],
    gaps: &'a mut [f64],
    found: &'a mut [Root],
}

impl<P: Poles> Body for All<'_, P> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let k = self.weights.len();
        let total: f64 = self.weights.iter().sum();
        for (j, gaps) in self.gaps.chunks_exact_mut(k).enumerate() {
            self.found[j] = root(self.poles, self.weights, total, j, gaps);
        }
    }
}

/// Sums over the poles on the left and on the right of a root, and their slopes.
#[derive(Clone, Copy)]
struct Sides {
    left: [f64; 2],
    right: [f64; 2],
}

impl Sides {
    fn value(&self) -> f64 {
        1.0 + (self.left[0] + self.right[0])
    }

    fn slope(&self) -> f64 {
        self.left[1] + self.right[1]
    }
}

#[inline(always)]
fn sum(weights: &[f64], gaps: &[f64], x: f64) -> [f64; 2] {
    const LANES: usize = 16;
    let n = weights.len().min(gaps.len());
    let (weights, gaps) = (weights[..n].chunks_exact(LANES), gaps[..n].chunks_exact(LANES));
    let (mut value, mut slope) = (0.0, 0.0);
    for (weight, gap) in weights.remainder().iter().zip(gaps.remainder()) {
        let inverse = 1.0 / (gap - x);
        let term = weight * inverse;
        value += term;
        slope += term * inverse;
    }
    let (mut values, mut slopes) = ([0.0; LANES], [0.0; LANES]);
    for (weights, gaps) in weights.zip(gaps) {
        for i in 0..LANES {
            let inverse = 1.0 / (gaps[i] - x);
            let term = weights[i] * inverse;
            values[i] += term;
            slopes[i] += term * inverse;
        }
    }
    for i in 0..LANES {
        value += values[i];
        slope += slopes[i];
    }
    [value, slope]
}

#[inline(always)]
fn sides(weights: &[f64], gaps: &[f64], split: usize, x: f64) -> Sides {
    Sides {
        left: sum(&weights[..=split], &gaps[..=split], x),
        right: sum(&weights[split + 1..], &gaps[split + 1..], x),
    }
}

/// Steps until only halving is left, and until that ends too.
const MOST_STEPS: usize = 100;

#[inline(always)]
fn root<P: Poles>(poles: P, weights: &[f64], total: f64, j: usize, gaps: &mut [f64]) -> Root {
    let k = weights.len();
    if k == 1 {
        gaps[0] = -weights[0];
        return Root { origin: 0, beyond: weights[0] };
    }
    let is_last = j + 1 == k;
    // The poles on both sides; of the last root, the last two.
    let split = j.min(k - 2);
    let width = poles.gap(split + 1, split);
    let middle = if is_last { 0.5 * total } else { 0.5 * width };
    for (i, gap) in gaps.iter_mut().enumerate() {
        *gap = poles.gap(i, j);
    }
    let at_middle = sides(weights, gaps, split, middle).value();
    let (w, v) = (weights[split], weights[split + 1]);
    let rest = at_middle - w / (gaps[split] - middle) - v / (gaps[split + 1] - middle);
    let mut origin = j;
    let (mut low, mut high) = match (is_last, at_middle >= 0.0) {
        (_, true) => (0.0, middle),
        (true, false) => (middle, total * (1.0 + 1e-15)),
        (false, false) => {
            origin = j + 1;
            for (i, gap) in gaps.iter_mut().enumerate() {
                *gap = poles.gap(i, j + 1);
            }
            (-middle, 0.0)
        }
    };
    // Two poles alone, the others as they are in the middle.
    let guess = if origin == split {
        nearest(rest * width + w + v, w * width, rest)
    } else {
        let (a, b) = (w + v - rest * width, -v * width);
        if is_last { farthest(a, b, rest) } else { nearest(a, b, rest) }
    };
    let mut x = if guess > low && guess < high { guess } else { between(low, high) };
    let mut last_width = high - low;
    for step in 0..MOST_STEPS {
        let found = sides(weights, gaps, split, x);
        let value = found.value();
        let size =
            8.0 * (found.left[0].abs() + found.right[0].abs()) + 1.0 + x.abs() * found.slope();
        if !(value.abs() > f64::EPSILON * size) {
            break;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let (d, e) = (gaps[split] - x, gaps[split + 1] - x);
        let a = (d + e) * value - d * e * found.slope();
        let b = d * e * value;
        let c = value - d * found.left[1] - e * found.right[1];
        let mut change = if is_last { farthest(a, b, c) } else { nearest(a, b, c) };
        if !(change * value < 0.0) {
            change = -value / found.slope();
        }
        let mut next = x + change;
        // Every third step halves at least.
        let is_slow = step % 3 == 2 && high - low > 0.5 * last_width;
        if step % 3 == 2 {
            last_width = high - low;
        }
        if !(next > low && next < high) || is_slow {
            next = between(low, high);
        }
        if next == x || !(next > low && next < high) {
            break;
        }
        x = next;
    }
    gaps.iter_mut().for_each(|gap| *gap -= x);
    Root { origin, beyond: x }
}

/// A number between two of one sign, or between 0 and another, of which none is a pole.
fn between(low: f64, high: f64) -> f64 {
    if low == 0.0 {
        high / 16.0
    } else if high == 0.0 {
        low / 16.0
    } else if low / high > 4.0 || high / low > 4.0 {
        (low.abs().sqrt() * high.abs().sqrt()).copysign(low)
    } else {
        0.5 * (low + high)
    }
}

/// The solution of c x² - a x + b = 0 that lies between two poles.
#[inline(always)]
fn nearest(a: f64, b: f64, c: f64) -> f64 {
    let root = (a * a - 4.0 * b * c).abs().sqrt();
    if a > 0.0 { 2.0 * b / (a + root) } else { (a - root) / (2.0 * c) }
}

/// The one that lies beyond both.
#[inline(always)]
fn farthest(a: f64, b: f64, c: f64) -> f64 {
    let root = (a * a - 4.0 * b * c).abs().sqrt();
    if a >= 0.0 { (a + root) / (2.0 * c) } else { 2.0 * b / (a - root) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Roots lie between poles, and their weights are those given.
        #[test]
        fn roots_have_their_weights(
            steps in prop::collection::vec((1e-6..1.0_f64, 1e-8..1.0_f64), 1..60),
            is_squared in any::<bool>(),
        ) {
            let mut pole = 0.0;
            let numbers: Vec<f64> = steps.iter().map(|step| { pole += step.0; pole }).collect();
            let weights: Vec<f64> = steps.iter().map(|step| step.1).collect();
            let k = weights.len();
            let (mut gaps, mut z) = (vec![0.0; k * k], vec![0.0; k]);
            let signs = vec![-1.0; k];
            if is_squared {
                roots(SquaresOf(&numbers), &weights, &mut gaps);
                exact_roots_of_weights(SquaresOf(&numbers), &gaps, &signs, &mut z);
            } else {
                roots(Numbers(&numbers), &weights, &mut gaps);
                exact_roots_of_weights(Numbers(&numbers), &gaps, &signs, &mut z);
            }
            for (j, gaps) in gaps.chunks_exact(k).enumerate() {
                for (i, &gap) in gaps.iter().enumerate() {
                    prop_assert!(if i <= j { gap < 0.0 } else { gap > 0.0 }, "{i} {j} {gap}");
                }
            }
            for (z, weight) in z.iter().zip(&weights) {
                prop_assert!(*z < 0.0 && (z * z / weight - 1.0).abs() < 1e-11 * k as f64, "{z} {weight}");
            }
        }
    }
}
