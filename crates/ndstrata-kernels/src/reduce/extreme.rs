//! Extremes of floats, to the sign of a zero.
//!
//! Zeros of both signs are equal, so which of them an extreme is depends on the order of comparisons.
//! The extreme is found in whatever order is fast; only if there are zeros of both signs and none beyond
//! them are the elements gone through again, in NumPy's order for contiguous ones.

use std::marker::PhantomData;

use num_complex::Complex;

use crate::convert::Number;
use crate::elementwise::Binary;
use crate::elementwise::operations::{Fmax, Fmin, Maximum, Minimum, Ordered};
use crate::isa::Isa;
use crate::packed::Packed;
use crate::reduce::fold::{Fold, FoldBody, InLanes};
use crate::versions::{Body, run_at};

/// Floats in vectors of 64 bytes, eight at a time; `Last` is applied to what does not fill one.
pub(super) struct Extreme<Op, Last>(PhantomData<(Op, Last)>);

/// An operation that takes the largest or the smallest.
pub(super) trait Bound {
    const LARGEST: bool;
    /// Whether NaN is passed over.
    const SKIPS_NAN: bool;
}

macro_rules! bounds {
    ($($op:ty: $largest:literal, $skips:literal;)*) => {$(
        impl Bound for $op {
            const LARGEST: bool = $largest;
            const SKIPS_NAN: bool = $skips;
        }
    )*};
}
bounds! {
    Maximum: true, false;
    Minimum: false, false;
    Fmax: true, true;
    Fmin: false, true;
}

/// Floats in lanes, by comparisons that pass NaN over and a look for it beside them; where one is found that
/// counts, they are gone through again.
pub(super) struct Bounding<Op>(PhantomData<Op>);

/// Lanes of fewer elements would become numbers of their own rather than parts of vectors.
const LANES: usize = 64;

/// The furthest of some floats, NaN passed over, and whether there is one. A body of its own stays small enough
/// for its lanes to be kept in registers.
struct Furthest<'a, Op, T: Copy>(&'a [Packed<T>], PhantomData<Op>);

/// The bits that are set in any of some floats, or with `ALL` in all of them.
struct CommonBits<'a, const ALL: bool, T: Copy>(&'a [Packed<T>]);

macro_rules! bounding {
    ($($float:ty, $bits:ty;)*) => {$(
        impl<Op: Bound> Body for Furthest<'_, Op, $float> {
            type Output = ($float, bool);
            #[inline(always)]
            fn run(self) -> ($float, bool) {
                let none = if Op::LARGEST { <$float>::NEG_INFINITY } else { <$float>::INFINITY };
                let further = |a: $float, b: $float| {
                    let is_further = if Op::LARGEST { b > a } else { b < a };
                    if is_further { b } else { a }
                };
                let (rows, rest) = self.0.as_chunks::<LANES>();
                let (mut lanes, mut any_nan) = ([none; LANES], false);
                for row in rows {
                    for (lane, value) in lanes.iter_mut().zip(row) {
                        *lane = further(*lane, value.0);
                    }
                    if !Op::SKIPS_NAN {
                        for value in row {
                            any_nan |= value.0.is_nan();
                        }
                    }
                }
                let mut width = LANES;
                while width > 1 {
                    width /= 2;
                    for k in 0..width {
                        lanes[k] = further(lanes[k], lanes[k + width]);
                    }
                }
                let mut found = lanes[0];
                for value in rest {
                    found = further(found, value.0);
                    any_nan |= value.0.is_nan();
                }
                (found, any_nan)
            }
        }

        impl<const ALL: bool> Body for CommonBits<'_, ALL, $float> {
            type Output = $bits;
            #[inline(always)]
            fn run(self) -> $bits {
                let bits = self.0.iter().map(|value| value.0.to_bits());
                match ALL {
                    true => bits.fold(!0, |all, bits| all & bits),
                    false => bits.fold(0, |any, bits| any | bits),
                }
            }
        }

        impl<Op: Bound + Binary<$float, Output = $float>> Fold<$float> for Bounding<Op> {
            type Accumulator = $float;
            #[inline(always)]
            fn fold(start: $float, values: &[Packed<$float>]) -> $float {
                InLanes::<Op>::fold(start, values)
            }
            fn fold_at(level: Isa, start: $float, values: &[Packed<$float>]) -> $float {
                let (found, any_nan) = run_at(level, Furthest::<Op, $float>(values, PhantomData));
                // All may be NaN where nothing is further than infinity.
                if (any_nan && !Op::SKIPS_NAN) || (found.is_infinite() && Op::SKIPS_NAN) {
                    return run_at(level, FoldBody::<InLanes<Op>, $float>::new(start, values));
                }
                if values.is_empty() { start } else { Op::apply(start, found) }
            }
        }
    )*};
}
bounding!(f32, u32; f64, u64;);

/// Bytes that stay in the first-level cache while they are looked at twice.
const BLOCK: usize = 16384;

macro_rules! extremes {
    ($($float:ty, $bits:ty;)*) => {$(
        impl<Op, Last> Fold<$float> for Extreme<Op, Last>
        where
            Op: Bound + Binary<$float, Output = $float>,
            Last: Binary<$float, Output = $float>,
        {
            type Accumulator = $float;

            fn fold_at(level: Isa, start: $float, values: &[Packed<$float>]) -> $float {
                const SIGN: $bits = (-0.0 as $float).to_bits();
                let (mut positive, mut negative) =
                    (start.to_bits() == 0, start.to_bits() == SIGN);
                let mut extreme = start;
                // Zeros are the extreme from the block on in which it becomes zero.
                for block in values.chunks(BLOCK / size_of::<$float>()) {
                    extreme = Bounding::<Op>::fold_at(level, extreme, block);
                    if extreme != 0.0 {
                        continue;
                    }
                    // Of numbers of one sign no zero has the other.
                    if run_at(level, CommonBits::<false, $float>(block)) & SIGN == 0 {
                        positive = true;
                    } else if run_at(level, CommonBits::<true, $float>(block)) & SIGN != 0 {
                        negative = true;
                    } else {
                        for value in block {
                            positive |= value.0.to_bits() == 0;
                            negative |= value.0.to_bits() == SIGN;
                        }
                    }
                }
                match (positive, negative) {
                    _ if extreme != 0.0 => extreme,
                    (true, true) => run_at(level, FoldBody::<Self, $float>::new(start, values)),
                    (_, true) => -0.0,
                    _ => 0.0,
                }
            }

            /// In NumPy's order, where the zeros have both signs.
            #[inline(always)]
            fn fold(start: $float, values: &[Packed<$float>]) -> $float {
                const WIDTH: usize = 64 / size_of::<$float>();
                let vector = |a: [$float; WIDTH], b: [$float; WIDTH]| -> [$float; WIDTH] {
                    std::array::from_fn(|k| Op::apply(a[k], b[k]))
                };
                // The element that the fold started from is not met again.
                let values = match values.split_first() {
                    Some((first, rest)) if { first.0 }.to_bits() == start.to_bits() => rest,
                    _ => values,
                };
                let mut lanes = [start; WIDTH];
                let (rows, rest) = values.as_chunks::<WIDTH>();
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
                let mut width = WIDTH;
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
