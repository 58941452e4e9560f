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
    /// A run that is not cut.
    fn leaf(values: &[Packed<Self>], map: impl Fn(Self) -> Self) -> Self;
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
                const LANES: usize = 8 / $parts;
                if values.len() < LANES {
                    return values.iter().fold(Self::NOTHING, |sum, value| sum + map(value.0));
                }
                let (rows, rest) = values.as_chunks::<LANES>();
                let mut lanes = rows[0].map(|value| map(value.0));
                for row in &rows[1..] {
                    for (lane, value) in lanes.iter_mut().zip(row) {
                        *lane += map(value.0);
                    }
                }
                // Neighbours first, then neighbours of these.
                let mut width = LANES;
                while width > 1 {
                    width /= 2;
                    for k in 0..width {
                        lanes[k] = lanes[2 * k] + lanes[2 * k + 1];
                    }
                }
                rest.iter().fold(lanes[0], |sum, value| sum + map(value.0))
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
        while !is_leaf(count, T::PARTS) {
            let left = cut(count, T::PARTS);
            waiting[depth] = (first + left, count - left, None);
            depth += 1;
            count = left;
        }
        let mut sum = T::leaf(&values[first..first + count], map);
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
