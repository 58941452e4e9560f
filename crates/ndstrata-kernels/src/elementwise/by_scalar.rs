//! Integer division, remainders and powers by one number: what a division costs is paid once.
//!
//! The quotient is a product with the reciprocal, in a float with room to spare, as 64 bits have for numbers
//! that are small; else it is the high half of a product with a scaled reciprocal (Granlund and
//! Montgomery, "Division by invariant integers using multiplication").
#![expect(unsafe_code, reason = "loops over raw runs; float to integer without a saturation test")]

mod wide;

use std::mem::MaybeUninit;

use crate::convert::Number;
use crate::elementwise::division::{FloorDivide, Fmod, Power, Remainder};
use crate::elementwise::loops::Binary;
use crate::isa::Isa;
use crate::packed::{Packed, elements, load, places};
use crate::versions::{Body, run_at};

/// An operation whose second operand is worth preparing.
pub(super) trait ByScalar<T>: Binary<T, Output = T> {
    /// The second operand, prepared.
    type Prepared: Copy;
    fn prepare(rhs: T) -> Self::Prepared;
    fn apply_prepared(lhs: T, rhs: Self::Prepared) -> T;

    /// Whether these elements are all so small that [`ByScalar::apply_small`] holds for them.
    #[inline(always)]
    fn are_small(_: &[Packed<T>]) -> bool
    where
        T: Copy,
    {
        false
    }

    #[inline(always)]
    fn apply_small(lhs: T, rhs: Self::Prepared) -> T {
        Self::apply_prepared(lhs, rhs)
    }

    /// The operation on all elements of a block in a way of its own, if there is one.
    #[inline(always)]
    fn apply_block(_: &mut [MaybeUninit<Packed<T>>], _: &[Packed<T>], _: Self::Prepared) -> bool
    where
        T: Copy,
    {
        false
    }
}

/// Elements that are small together, or not.
const BLOCK: usize = 512;

/// The contract is that of a kernel, but the second operand is one element.
///
/// # Safety
/// `count` elements can be read at the first pointer and written at `dst`, disjoint, and one can be
/// read at the second. The machine has `level`.
pub(super) unsafe fn map_by_scalar<Op: ByScalar<T>, T: Number>(
    level: Isa,
    dst: *mut u8,
    [lhs, rhs]: [*const u8; 2],
    count: usize,
) {
    // SAFETY: the caller's contract.
    let rhs: T = unsafe { load(rhs, 0, 0) };
    // SAFETY: the caller's contract.
    let lhs = unsafe { elements::<T>(lhs, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<T>(dst, count) };
    run_at(level, Map::<Op, T> { dst, lhs, rhs: Op::prepare(rhs) });
}

struct Map<'a, Op: ByScalar<T>, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    lhs: &'a [Packed<T>],
    rhs: Op::Prepared,
}

impl<Op: ByScalar<T>, T: Copy> Body for Map<'_, Op, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (places, values) in self.dst.chunks_mut(BLOCK).zip(self.lhs.chunks(BLOCK)) {
            if Op::apply_block(places, values, self.rhs) {
                continue;
            }
            if Op::are_small(values) {
                for (place, lhs) in places.iter_mut().zip(values) {
                    place.write(Packed(Op::apply_small(lhs.0, self.rhs)));
                }
                continue;
            }
            for (place, lhs) in places.iter_mut().zip(values) {
                place.write(Packed(Op::apply_prepared(lhs.0, self.rhs)));
            }
        }
    }
}

/// An integer with its quotients by a prepared divisor, rounded down.
pub(super) trait Dividend: Copy {
    type Divisor: Copy;
    fn divisor(rhs: Self) -> Self::Divisor;
    fn floor(self, rhs: Self::Divisor) -> Self;

    /// Whether [`Dividend::floor_small`] holds for all of these.
    #[inline(always)]
    fn are_small(_: &[Packed<Self>]) -> bool {
        false
    }

    #[inline(always)]
    fn floor_small(self, rhs: Self::Divisor) -> Self {
        self.floor(rhs)
    }

    /// As [`ByScalar::apply_block`].
    #[inline(always)]
    fn floor_block(
        _: &mut [MaybeUninit<Packed<Self>>],
        _: &[Packed<Self>],
        _: Self::Divisor,
    ) -> bool {
        false
    }
}

macro_rules! through_float {
    ($($int:ty, $whole:ty, $float:ty;)*) => {$(
        impl Dividend for $int {
            /// Half towards the quotient's sign, the reciprocal, and what a divisor of 0 leaves.
            type Divisor = ($float, $float);

            #[inline(always)]
            fn divisor(rhs: Self) -> Self::Divisor {
                let rhs = rhs as $float;
                if rhs == 0.0 { (0.0, 0.0) } else { ((0.5 as $float).copysign(rhs), 1.0 / rhs) }
            }

            #[inline(always)]
            fn floor(self, (half, inverse): Self::Divisor) -> Self {
                // No quotient of integers comes as near to an integer from below as half a dividend,
                // so neither rounding can carry it across.
                let quotient = ((self as $float + half) * inverse).floor();
                // SAFETY: a finite number, no larger than the least integer negated, which fits.
                unsafe { quotient.to_int_unchecked::<$whole>() as $int }
            }
        }
    )*};
}
through_float! {
    i8, i32, f32; i16, i32, f32; u16, i32, f32; i32, i64, f64; u32, i64, f64;
}

impl Dividend for u8 {
    /// The reciprocal in 16 bits, rounded up, which is near enough for 8; and whether it is 1.
    type Divisor = (u16, bool);

    #[inline(always)]
    fn divisor(rhs: Self) -> Self::Divisor {
        let rhs = u32::from(rhs);
        (0x1_0000_u32.div_ceil(rhs.max(2)) as u16 * u16::from(rhs != 0), rhs == 1)
    }

    #[inline(always)]
    fn floor(self, (inverse, is_one): Self::Divisor) -> Self {
        let quotient = high_word(u16::from(self), inverse) as u8;
        if is_one { self } else { quotient }
    }

    /// Two at a time as a word: the upper one's quotient is what its product leaves in the upper byte.
    #[inline(always)]
    fn floor_block(
        places: &mut [MaybeUninit<Packed<u8>>],
        values: &[Packed<u8>],
        (inverse, is_one): Self::Divisor,
    ) -> bool {
        if is_one {
            return false;
        }
        let (places, last_place) = places.as_chunks_mut::<2>();
        let (pairs, last) = values.as_chunks::<2>();
        for (places, pair) in places.iter_mut().zip(pairs) {
            let pair = u16::from_le_bytes(pair.map(|value| value.0));
            let lower = high_word(pair & 0x00FF, inverse);
            let upper = high_word(pair & 0xFF00, inverse) & 0xFF00;
            let quotients = (lower | upper).to_le_bytes();
            places[0].write(Packed(quotients[0]));
            places[1].write(Packed(quotients[1]));
        }
        for (place, value) in last_place.iter_mut().zip(last) {
            place.write(Packed(value.0.floor((inverse, false))));
        }
        true
    }
}

#[inline(always)]
fn high_word(a: u16, b: u16) -> u16 {
    ((u32::from(a) * u32::from(b)) >> 16) as u16
}

/// 1.5 · 2⁵², to which integers up to 2⁵¹ can be added as bits.
const MIDDLE: f64 = 6_755_399_441_055_744.0;

/// Magnitudes below which the product with a reciprocal, each rounded, gives the quotient.
const SMALL: u64 = 1 << 50;

/// The quotient of a small number, rounded down: as for fewer bits.
#[inline(always)]
fn floor_small(dividend: i64, (half, inverse): (f64, f64)) -> i64 {
    let dividend = f64::from_bits(MIDDLE.to_bits().wrapping_add(dividend as u64)) - MIDDLE;
    let quotient = ((dividend + half) * inverse).floor() + MIDDLE;
    quotient.to_bits().wrapping_sub(MIDDLE.to_bits()) as i64
}

/// Half towards the sign, and the reciprocal; nothing for a divisor of 0.
#[inline(always)]
fn reciprocal(rhs: f64) -> (f64, f64) {
    if rhs == 0.0 { (0.0, 0.0) } else { (0.5_f64.copysign(rhs), 1.0 / rhs) }
}

macro_rules! divisions {
    ($($int:ty)*) => {$(
        impl ByScalar<$int> for FloorDivide {
            type Prepared = <$int as Dividend>::Divisor;

            #[inline(always)]
            fn apply_block(
                places: &mut [MaybeUninit<Packed<$int>>],
                values: &[Packed<$int>],
                rhs: Self::Prepared,
            ) -> bool {
                <$int>::floor_block(places, values, rhs)
            }

            #[inline(always)]
            fn prepare(rhs: $int) -> Self::Prepared {
                <$int>::divisor(rhs)
            }

            #[inline(always)]
            fn apply_prepared(lhs: $int, rhs: Self::Prepared) -> $int {
                lhs.floor(rhs)
            }

            #[inline(always)]
            fn are_small(values: &[Packed<$int>]) -> bool {
                <$int>::are_small(values)
            }

            #[inline(always)]
            fn apply_small(lhs: $int, rhs: Self::Prepared) -> $int {
                lhs.floor_small(rhs)
            }
        }

        impl ByScalar<$int> for Remainder {
            type Prepared = (<$int as Dividend>::Divisor, $int);

            #[inline(always)]
            fn prepare(rhs: $int) -> Self::Prepared {
                (<$int>::divisor(rhs), rhs)
            }

            #[inline(always)]
            fn apply_prepared(lhs: $int, (divisor, rhs): Self::Prepared) -> $int {
                let rest = lhs.wrapping_sub(lhs.floor(divisor).wrapping_mul(rhs));
                if rhs == 0 { 0 } else { rest }
            }

            #[inline(always)]
            fn are_small(values: &[Packed<$int>]) -> bool {
                <$int>::are_small(values)
            }

            #[inline(always)]
            fn apply_small(lhs: $int, (divisor, rhs): Self::Prepared) -> $int {
                let rest = lhs.wrapping_sub(lhs.floor_small(divisor).wrapping_mul(rhs));
                if rhs == 0 { 0 } else { rest }
            }
        }

        impl ByScalar<$int> for Fmod {
            type Prepared = (<$int as Dividend>::Divisor, $int);

            #[inline(always)]
            fn prepare(rhs: $int) -> Self::Prepared {
                (<$int>::divisor(rhs), rhs)
            }

            #[inline(always)]
            #[allow(unused_comparisons, reason = "an unsigned dividend is never negative")]
            fn apply_prepared(lhs: $int, prepared: Self::Prepared) -> $int {
                let rest = <Remainder as ByScalar<$int>>::apply_prepared(lhs, prepared);
                let other = (rest != 0) & ((rest < 0) != (lhs < 0));
                if other { rest.wrapping_sub(prepared.1) } else { rest }
            }

            #[inline(always)]
            fn are_small(values: &[Packed<$int>]) -> bool {
                <$int>::are_small(values)
            }

            #[inline(always)]
            #[allow(unused_comparisons, reason = "an unsigned dividend is never negative")]
            fn apply_small(lhs: $int, prepared: Self::Prepared) -> $int {
                let rest = <Remainder as ByScalar<$int>>::apply_small(lhs, prepared);
                let other = (rest != 0) & ((rest < 0) != (lhs < 0));
                if other { rest.wrapping_sub(prepared.1) } else { rest }
            }
        }
    )*};
}
divisions!(i8 u8 i16 u16 i32 u32 i64 u64);

/// # Safety
/// As for [`map_by_scalar`].
pub(super) unsafe fn power_by_scalar<T: Number>(
    level: Isa,
    dst: *mut u8,
    [lhs, rhs]: [*const u8; 2],
    count: usize,
) where
    Power: Powers<T>,
{
    // SAFETY: the caller's contract.
    let exponent: T = unsafe { load(rhs, 0, 0) };
    // SAFETY: the caller's contract.
    let lhs = unsafe { elements::<T>(lhs, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<T>(dst, count) };
    run_at(level, RaiseAll::<T> { dst, lhs, exponent });
}

/// The steps of a power by squaring.
pub(super) trait Powers<T>: Binary<T, Output = T> {
    const ONE: T;
    /// The exponent's bits, or `None` if it is negative.
    fn bits(exponent: T) -> Option<u64>;
    fn times(lhs: T, rhs: T) -> T;
}

macro_rules! powers {
    ($($int:ty)*) => {$(
        impl Powers<$int> for Power {
            const ONE: $int = 1;

            #[inline(always)]
            fn bits(exponent: $int) -> Option<u64> {
                u64::try_from(exponent).ok()
            }

            #[inline(always)]
            fn times(lhs: $int, rhs: $int) -> $int {
                lhs.wrapping_mul(rhs)
            }
        }
    )*};
}
powers!(i8 u8 i16 u16 i32 u32 i64 u64);

struct RaiseAll<'a, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    lhs: &'a [Packed<T>],
    exponent: T,
}

impl<T: Copy> Body for RaiseAll<'_, T>
where
    Power: Powers<T>,
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        const LANES: usize = 64;
        let Some(bits) = Power::bits(self.exponent) else {
            for (place, base) in self.dst.iter_mut().zip(self.lhs) {
                place.write(Packed(Power::apply(base.0, self.exponent)));
            }
            return;
        };
        for (places, values) in self.dst.chunks_mut(LANES).zip(self.lhs.chunks(LANES)) {
            let mut bases = [Power::ONE; LANES];
            let mut powers = [Power::ONE; LANES];
            for (base, value) in bases.iter_mut().zip(values) {
                *base = value.0;
            }
            let mut bits = bits;
            while bits != 0 {
                if bits & 1 != 0 {
                    for (power, base) in powers.iter_mut().zip(&bases) {
                        *power = Power::times(*power, *base);
                    }
                }
                bits >>= 1;
                if bits != 0 {
                    for base in &mut bases {
                        *base = Power::times(*base, *base);
                    }
                }
            }
            for (place, power) in places.iter_mut().zip(powers) {
                place.write(Packed(power));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Copy + PartialEq + std::fmt::Debug>(dividends: &[T], divisors: &[T])
    where
        FloorDivide: ByScalar<T>,
        Remainder: ByScalar<T>,
        Fmod: ByScalar<T>,
    {
        fn one<Op: ByScalar<T>, T: Copy + PartialEq + std::fmt::Debug>(lhs: T, rhs: T) {
            let (expected, prepared) = (Op::apply(lhs, rhs), Op::prepare(rhs));
            assert_eq!(Op::apply_prepared(lhs, prepared), expected, "{lhs:?} by {rhs:?}");
            if Op::are_small(&[Packed(lhs)]) {
                assert_eq!(Op::apply_small(lhs, prepared), expected, "small {lhs:?} by {rhs:?}");
            }
        }
        for &rhs in divisors {
            for &lhs in dividends {
                one::<FloorDivide, T>(lhs, rhs);
                one::<Remainder, T>(lhs, rhs);
                one::<Fmod, T>(lhs, rhs);
            }
            let block: Vec<Packed<T>> = dividends.iter().map(|&lhs| Packed(lhs)).collect();
            for block in [&block[..], &block[1..]] {
                let mut places = vec![MaybeUninit::uninit(); block.len()];
                if FloorDivide::apply_block(&mut places, block, FloorDivide::prepare(rhs)) {
                    for (place, lhs) in places.into_iter().zip(block) {
                        // SAFETY: the block was written.
                        let found = unsafe { place.assume_init() }.0;
                        let lhs = lhs.0;
                        assert_eq!(found, FloorDivide::apply(lhs, rhs), "{lhs:?} by {rhs:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn prepared_divisors_give_the_quotients_of_divisions() {
        let bytes: Vec<u8> = (0..=255).collect();
        check(&bytes, &bytes);
        let signed: Vec<i8> = (-128..=127).collect();
        check(&signed, &signed);
        let mut wide = vec![0_i64, i64::MIN, i64::MAX];
        for bits in 0..63 {
            for offset in -3_i64..=3 {
                wide.push((1 << bits) + offset);
                wide.push(-(1 << bits) + offset);
            }
        }
        wide.extend((1..200).map(|k| k * 0x1234_5678_9abc % (1 << 50)));
        let divisors: Vec<i64> = wide.iter().copied().step_by(3).chain([0, -1, 1, 7, -7]).collect();
        check(&wide, &divisors);
        let unsigned = |values: &[i64]| values.iter().map(|&x| x as u64).collect::<Vec<_>>();
        check(&unsigned(&wide), &unsigned(&divisors));
        assert!(<FloorDivide as ByScalar<i64>>::are_small(&[Packed(-1), Packed((1 << 50) - 1)]));
        assert!(!<FloorDivide as ByScalar<i64>>::are_small(&[Packed(1), Packed(1 << 50)]));
    }
}
