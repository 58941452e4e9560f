//! Extremes of floats, to the sign of a zero.
//!
//! Zeros of both signs are equal, so which of them an extreme is depends on the order of comparisons.
//! The extreme is found in whatever order is fast; only if there are zeros of both signs and none beyond
//! them are the elements gone through again, in NumPy's order for contiguous ones.

use std::marker::PhantomData;

use num_complex::Complex;

use crate::convert::Number;
use crate::elementwise::Binary;
use crate::elementwise::operations::Ordered;
use crate::packed::Packed;
use crate::reduce::fold::{Fold, InLanes};

/// Floats in vectors of 64 bytes, eight at a time; `Last` is applied to what does not fill one.
pub(super) struct Extreme<Op, Last>(PhantomData<(Op, Last)>);

/// Bytes that stay in the first-level cache while they are looked at twice.
const BLOCK: usize = 16384;

macro_rules! extremes {
    ($($float:ty, $bits:ty;)*) => {$(
        impl<Op, Last> Fold<$float> for Extreme<Op, Last>
        where
            Op: Binary<$float, Output = $float>,
            Last: Binary<$float, Output = $float>,
        {
            type Accumulator = $float;
            #[inline(always)]
            fn fold(start: $float, values: &[Packed<$float>]) -> $float {
                const SIGN: $bits = (-0.0 as $float).to_bits();
                let (mut positive, mut negative) =
                    (start.to_bits() == 0, start.to_bits() == SIGN);
                let mut extreme = start;
                // Zeros are the extreme from the block on in which it becomes zero.
                for block in values.chunks(BLOCK / size_of::<$float>()) {
                    extreme = InLanes::<Op>::fold(extreme, block);
                    if extreme != 0.0 {
                        continue;
                    }
                    let bits = || block.iter().map(|value| value.0.to_bits());
                    let (any, all) = bits().fold((0, !0), |(any, all), each| (any | each, all & each));
                    // Of numbers of one sign no zero has the other.
                    if any & SIGN == 0 {
                        positive = true;
                    } else if all & SIGN != 0 {
                        negative = true;
                    } else {
                        for each in bits() {
                            positive |= each == 0;
                            negative |= each == SIGN;
                        }
                    }
                }
                if extreme != 0.0 {
                    return extreme;
                }
                if !(positive & negative) {
                    return if negative { -0.0 } else { 0.0 };
                }
                const LANES: usize = 64 / size_of::<$float>();
                let vector = |a: [$float; LANES], b: [$float; LANES]| -> [$float; LANES] {
                    std::array::from_fn(|k| Op::apply(a[k], b[k]))
                };
                // The element that the fold started from is not met again.
                let values = match values.split_first() {
                    Some((first, rest)) if { first.0 }.to_bits() == start.to_bits() => rest,
                    _ => values,
                };
                let mut lanes = [start; LANES];
                let (rows, rest) = values.as_chunks::<LANES>();
                let (eights, ones) = rows.as_chunks::<8>();
                for eight in eights {
                    let [a, b, c, d, e, f, g, h] = eight.map(|row| row.map(|value| value.0));
                    let (ab, cd, ef, gh) = (vector(a, b), vector(c, d), vector(e, f), vector(g, h));
                    lanes = vector(lanes, vector(vector(ab, cd), vector(ef, gh)));
                }
                for row in ones {
                    lanes = vector(lanes, row.map(|value| value.0));
                }
                // The upper half against the lower, and within 16 bytes the lower against the upper.
                let mut width = LANES;
                while width > 1 {
                    width /= 2;
                    let is_upper = 2 * width * size_of::<$float>() > 16;
                    for k in 0..width {
                        let (low, high) = (lanes[k], lanes[k + width]);
                        lanes[k] = if is_upper { Op::apply(high, low) } else { Op::apply(low, high) };
                    }
                }
                rest.iter().fold(lanes[0], |all, value| Last::apply(all, value.0))
            }
        }
    )*};
}
extremes!(f32, u32; f64, u64;);

/// Numbers of which the first of equals is taken.
pub(super) struct FirstExtreme<Op>(PhantomData<Op>);

impl<Op: Binary<T, Output = T>, T: Ordered + Zeros> Fold<T> for FirstExtreme<Op> {
    type Accumulator = T;
    #[inline(always)]
    fn fold(start: T, values: &[Packed<T>]) -> T {
        let extreme = InLanes::<Op>::fold(start, values);
        if !extreme.has_zero() || start.eq(extreme) {
            return if start.eq(extreme) { start } else { extreme };
        }
        let equal = values.iter().find(|value| value.0.eq(extreme));
        equal.map_or(extreme, |value| value.0)
    }
}

/// A number that may equal another one of other bits.
pub(super) trait Zeros: Number {
    fn has_zero(self) -> bool;
}

macro_rules! zeros {
    ($($float:ty)*) => {$(
        impl Zeros for $float {
            #[inline(always)]
            fn has_zero(self) -> bool {
                self == 0.0
            }
        }

        impl Zeros for Complex<$float> {
            #[inline(always)]
            fn has_zero(self) -> bool {
                (self.re == 0.0) | (self.im == 0.0)
            }
        }
    )*};
}
zeros!(f32 f64);
