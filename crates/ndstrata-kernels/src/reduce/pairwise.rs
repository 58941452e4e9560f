//! Pairwise summation: the tree of additions that a number of elements determines.

use num_complex::Complex;

use crate::packed::Packed;

/// Elements above which a run is cut in two, for a real type.
const LEAF: usize = 128;

/// Where a run of more than a leaf is cut: half, down to a multiple of the accumulators.
#[inline(always)]
pub(super) fn cut(count: usize, parts: usize) -> usize {
    // NumPy counts a complex number as two reals.
    let half = count * parts / 2;
    (half - half % 8) / parts
}

/// Whether a run is summed without a cut.
#[inline(always)]
pub(super) fn is_leaf(count: usize, parts: usize) -> bool {
    count * parts <= LEAF
}

/// A type that is summed pairwise.
pub(super) trait Summand: Copy {
    /// Reals that it is made of.
    const PARTS: usize;
    /// What a sum of few starts from, and what adds nothing to any number.
    const NOTHING: Self;
    fn plus(self, other: Self) -> Self;
    /// The sum of a run that is not cut.
    fn leaf(values: &[Packed<Self>], map: impl Fn(Self) -> Self) -> Self;
    /// The sum of the sums of two pairs of such runs.
    fn four_leaves(leaves: [&[Packed<Self>]; 4], map: impl Fn(Self) -> Self) -> Self;
}

macro_rules! summands {
    ($($number:ty, $parts:literal, $nothing:expr;)*) => {$(
        impl Summand for $number {
            const PARTS: usize = $parts;
            const NOTHING: Self = $nothing;

            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }

            #[inline(always)]
            fn leaf(values: &[Packed<Self>], map: impl Fn(Self) -> Self) -> Self {
                if values.len() < 8 / $parts {
                    return values.iter().fold(Self::NOTHING, |sum, value| sum + map(value.0));
                }
                let (rows, rest) = values.as_chunks::<{ 8 / $parts }>();
                Lanes::start(&rows[0], &map).finish(&rows[1..], rest, &map)
            }

            #[inline(always)]
            fn four_leaves(leaves: [&[Packed<Self>]; 4], map: impl Fn(Self) -> Self) -> Self {
                let chunks = leaves.map(|leaf| leaf.as_chunks::<{ 8 / $parts }>());
                let common = chunks.iter().map(|(rows, _)| rows.len()).min().unwrap_or(0);
                if common == 0 {
                    let [a, b, c, d] = leaves.map(|leaf| Self::leaf(leaf, &map));
                    return (a + b) + (c + d);
                }
                // The leaves go side by side, for each addition waits for the one before.
                let [mut a, mut b, mut c, mut d] =
                    chunks.map(|(rows, _)| Lanes::start(&rows[0], &map));
                let [w, x, y, z] = chunks.map(|(rows, _)| &rows[1..common]);
                for (((w, x), y), z) in w.iter().zip(x).zip(y).zip(z) {
                    a.add(w, &map);
                    b.add(x, &map);
                    c.add(y, &map);
                    d.add(z, &map);
                }
                let a = a.finish(&chunks[0].0[common..], chunks[0].1, &map);
                let b = b.finish(&chunks[1].0[common..], chunks[1].1, &map);
                let c = c.finish(&chunks[2].0[common..], chunks[2].1, &map);
                let d = d.finish(&chunks[3].0[common..], chunks[3].1, &map);
                (a + b) + (c + d)
            }
        }
    )*};
}
summands! {
    f32, 1, -0.0;
    f64, 1, -0.0;
    Complex<f32>, 2, Complex { re: -0.0, im: -0.0 };
    Complex<f64>, 2, Complex { re: -0.0, im: -0.0 };
}

/// The accumulators of a leaf.
struct Lanes<T, const N: usize>([T; N]);

impl<T: Copy + std::ops::Add<Output = T>, const N: usize> Lanes<T, N> {
    #[inline(always)]
    fn start(row: &[Packed<T>; N], map: &impl Fn(T) -> T) -> Self {
        Lanes(row.map(|value| map(value.0)))
    }

    #[inline(always)]
    fn add(&mut self, row: &[Packed<T>; N], map: &impl Fn(T) -> T) {
        for (lane, value) in self.0.iter_mut().zip(row) {
            *lane = *lane + map(value.0);
        }
    }

    /// The sum with what rows are left and with what is left beside them.
    #[inline(always)]
    fn finish(mut self, rows: &[[Packed<T>; N]], rest: &[Packed<T>], map: &impl Fn(T) -> T) -> T {
        for row in rows {
            self.add(row, map);
        }
        // Kept apart from the loop above: else the compiler splits its vectors to suit this sum.
        self.0 = std::hint::black_box(self.0);
        // Neighbours first, then neighbours of these.
        let mut width = N;
        while width > 1 {
            width /= 2;
            for k in 0..width {
                self.0[k] = self.0[2 * k] + self.0[2 * k + 1];
            }
        }
        rest.iter().fold(self.0[0], |sum, value| sum + map(value.0))
    }
}

/// The sum of mapped values.
#[inline(always)]
pub(super) fn sum<T: Summand>(values: &[Packed<T>], map: impl Fn(T) -> T + Copy) -> T {
    if is_leaf(values.len(), T::PARTS) {
        return T::leaf(values, map);
    }
    // The tree without recursion, which would lose the instruction set: what waits for its right half
    // is on the stack, a left half's sum beside it.
    let mut waiting: [(usize, usize, Option<T>); 64] = [(0, 0, None); 64];
    let (mut depth, mut first, mut count) = (0, 0, values.len());
    loop {
        let mut sum = loop {
            if let Some(sum) = few(&values[first..first + count], map) {
                break sum;
            }
            let left = cut(count, T::PARTS);
            waiting[depth] = (first + left, count - left, None);
            depth += 1;
            count = left;
        };
        loop {
            if depth == 0 {
                return sum;
            }
            let (right, rest, left) = &mut waiting[depth - 1];
            match left {
                Some(left) => {
                    sum = left.plus(sum);
                    depth -= 1;
                }
                None => {
                    *left = Some(sum);
                    (first, count) = (*right, *rest);
                    break;
                }
            }
        }
    }
}

/// The sum of a node of one leaf, two or four.
#[inline(always)]
fn few<T: Summand>(values: &[Packed<T>], map: impl Fn(T) -> T + Copy) -> Option<T> {
    let halves = |values| {
        let values: &[Packed<T>] = values;
        values.split_at(cut(values.len(), T::PARTS))
    };
    if is_leaf(values.len(), T::PARTS) {
        return Some(T::leaf(values, map));
    }
    let (left, right) = halves(values);
    match (is_leaf(left.len(), T::PARTS), is_leaf(right.len(), T::PARTS)) {
        (true, true) => Some(T::leaf(left, map).plus(T::leaf(right, map))),
        (false, false) => {
            let ((a, b), (c, d)) = (halves(left), halves(right));
            if ![a, b, c, d].iter().all(|leaf| is_leaf(leaf.len(), T::PARTS)) {
                return None;
            }
            Some(T::four_leaves([a, b, c, d], map))
        }
        _ => None,
    }
}
