//! What an elementary function may ask of a vector: [`Doubles`] and [`Singles`].
//!
//! A function's body is written once over these traits and instantiated for each instruction set.
//! Every operation is one IEEE operation in each lane (or exact bit work), so that all
//! instantiations give the same bits. The implementations live in the modules below; which of them
//! runs is decided in `run.rs`, after the processor has been asked.
#![expect(unsafe_code, reason = "declares loads and stores through pointers")]

use half::f16;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

#[cfg(target_arch = "x86_64")]
pub(super) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(super) mod avx512;
pub(super) mod portable;

/// The most lanes that a vector has.
pub(super) const WIDEST: usize = 16;

/// A truth value for each lane.
pub(super) trait Mask:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self>
{
    /// Whether any lane is true.
    fn any(self) -> bool;
}

/// Arithmetic that lanes of both widths have.
pub(super) trait Lanes:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The type of one lane.
    type Lane: Copy + Default;
    /// A truth value for each lane.
    type Mask: Mask;
    /// Number of lanes.
    const N: usize;

    /// The same value in all lanes.
    fn splat(value: Self::Lane) -> Self;
    /// Reads `N` elements, aligned or not.
    ///
    /// # Safety
    /// `N` elements are readable at `from`.
    unsafe fn load(from: *const Self::Lane) -> Self;
    /// Writes `N` elements, aligned or not.
    ///
    /// # Safety
    /// `N` elements are writable at `to`.
    unsafe fn store(self, to: *mut Self::Lane);

    /// `self * factor + term`, rounded once.
    fn mul_add(self, factor: Self, term: Self) -> Self;
    /// `term - self * factor`, rounded once.
    fn neg_mul_add(self, factor: Self, term: Self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The smaller one; `other` where either is NaN.
    fn min(self, other: Self) -> Self;
    /// The greater one; `other` where either is NaN.
    fn max(self, other: Self) -> Self;
    /// Towards zero to a whole number.
    fn trunc(self) -> Self;
    /// Without the sign.
    fn abs(self) -> Self;
    /// The magnitude of `self`, the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// `self` with the sign flipped where `sign` has its sign bit set.
    fn xor_sign(self, sign: Self) -> Self;

    /// `self < other`, false for NaN.
    fn lt(self, other: Self) -> Self::Mask;
    /// `self <= other`, false for NaN.
    fn le(self, other: Self) -> Self::Mask;
    /// `self == other`, false for NaN.
    fn eq(self, other: Self) -> Self::Mask;
    /// `yes` where the mask is true, else `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// Whether no lane is infinite or NaN.
    fn all_finite(self) -> bool;
    /// Whether no lane is infinite, NaN, zero or subnormal.
    fn all_normal(self) -> bool;

    /// The sum of the lanes' bits as whole numbers, wrapping.
    fn bits_add(self, other: Self) -> Self;
    /// The difference of the lanes' bits as whole numbers, wrapping.
    fn bits_sub(self, other: Self) -> Self;
    /// The bits that both have.
    fn bits_and(self, other: Self) -> Self;
    /// The bits that either has.
    fn bits_or(self, other: Self) -> Self;
    /// The bits shifted up, zeros from below.
    fn bits_shl<const COUNT: u32>(self) -> Self;
    /// The bits shifted down, zeros from above.
    fn bits_shr<const COUNT: u32>(self) -> Self;

    /// The entry of a table of 16 that the four lowest bits of each lane name.
    fn lookup(self, table: &[Self::Lane; 16]) -> Self;
    /// `self * 2^floor(exponent)`, rounded once; for |exponent| up to 1100 (f32: 160).
    fn scale(self, exponent: Self) -> Self;

    /// The lanes as an array, zeros after them.
    #[inline(always)]
    fn to_array(self) -> [Self::Lane; WIDEST] {
        let mut lanes = [Self::Lane::default(); WIDEST];
        // SAFETY: no vector has more lanes than `WIDEST`.
        unsafe { self.store(lanes.as_mut_ptr()) };
        lanes
    }

    /// The first lanes of an array.
    #[inline(always)]
    fn from_array(lanes: &[Self::Lane; WIDEST]) -> Self {
        // SAFETY: no vector has more lanes than `WIDEST`.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// `c[0] + c[1] x + c[2] x^2 + …` by Horner's rule.
    #[inline(always)]
    fn polynomial<const COUNT: usize>(self, c: &[Self::Lane; COUNT]) -> Self {
        let mut sum = Self::splat(c[COUNT - 1]);
        let mut at = COUNT - 1;
        while at > 0 {
            at -= 1;
            sum = sum.mul_add(self, Self::splat(c[at]));
        }
        sum
    }

    /// The sum and its rounding error (Knuth's TwoSum).
    #[inline(always)]
    fn two_sum(self, other: Self) -> (Self, Self) {
        let sum = self + other;
        let back = sum - self;
        (sum, (self - (sum - back)) + (other - back))
    }

    /// The sum and its rounding error where `|self| >= |other|` or `self` is zero (Dekker's FastTwoSum).
    #[inline(always)]
    fn fast_two_sum(self, other: Self) -> (Self, Self) {
        let sum = self + other;
        (sum, (self - sum) + other)
    }

    /// The product and its rounding error.
    #[inline(always)]
    fn two_product(self, other: Self) -> (Self, Self) {
        let product = self * other;
        (product, self.mul_add(other, -product))
    }
}

/// Lanes of `f64`.
pub(super) trait Doubles: Lanes<Lane = f64> {
    /// The value of a word of bits in all lanes.
    #[inline(always)]
    fn bits(bits: u64) -> Self {
        Self::splat(f64::from_bits(bits))
    }

    /// 1 / x.
    #[inline(always)]
    fn reciprocal(self) -> Self {
        Self::splat(1.0) / self
    }

    /// The square root of `self + tail`, a rounded sum and its rest, in two parts.
    #[inline(always)]
    fn root_in_two(self, tail: Self) -> (Self, Self) {
        let root = self.sqrt();
        // The root of zero has no remainder.
        let half_inverse = Self::splat(0.5) / Self::splat(1e-300).max(root);
        (root, (root.neg_mul_add(root, self) + tail) * half_inverse)
    }

    /// The square root of a normal number or zero in two parts, by [`inverse_root`](Doubles::inverse_root).
    ///
    /// Where little else is computed, this is faster than a square root and a division, which run beside other work.
    #[inline(always)]
    fn quick_root_in_two(self) -> (Self, Self) {
        let inverse = self.inverse_root();
        let root = self * inverse;
        (root, root.neg_mul_add(root, self) * (inverse * Self::splat(0.5)))
    }

    /// 1 / √x to some units in the last place, for a normal x; of zero, something finite.
    ///
    /// A guess by the bits (within 4 %), two steps of third order and one of Newton's: a third of the time of a square
    /// root and a division.
    #[inline(always)]
    fn inverse_root(self) -> Self {
        let guess = Self::bits(0x5fe6_eb50_c7b5_37a9).bits_sub(self.bits_shr::<1>());
        let better = self.nearer_inverse_root(self.nearer_inverse_root(guess));
        let error = (self * better).neg_mul_add(better, Self::splat(1.0));
        (better * error).mul_add(Self::splat(0.5), better)
    }

    /// 1 / √x with the third power of the guess's error.
    #[inline(always)]
    fn nearer_inverse_root(self, guess: Self) -> Self {
        let error = (self * guess).neg_mul_add(guess, Self::splat(1.0));
        let part = error.mul_add(Self::splat(0.375), Self::splat(0.5));
        (guess * error).mul_add(part, guess)
    }

    /// `floor(log2 |x|)` of a normal number.
    #[inline(always)]
    fn exponent(self) -> Self {
        biased_exponent(self.bits_and(Self::bits(!SIGN))) - Self::splat(TWO52 + 1023.0)
    }

    /// The significand of a normal number, from 1 up to 2.
    #[inline(always)]
    fn significand(self) -> Self {
        self.bits_and(Self::bits(FRACTION)).bits_or(Self::splat(1.0))
    }
}

/// Lanes of `f32`, twice as many as the [`Doubles`] of the same register.
pub(super) trait Singles: Lanes<Lane = f32> {
    /// Half as many lanes of the double width.
    type Wide: Doubles;

    /// The lower and the upper half of the lanes, exactly.
    fn widen(self) -> (Self::Wide, Self::Wide);
    /// The lanes of `lower`, then of `upper`, each rounded once.
    fn narrow(lower: Self::Wide, upper: Self::Wide) -> Self;
    /// The first `N` halves, exactly.
    fn from_halves(halves: &[f16; WIDEST]) -> Self;
    /// Each lane rounded once to a half, and anything after them.
    fn to_halves(self) -> [f16; WIDEST];

    /// The value of a word of bits in all lanes.
    #[inline(always)]
    fn bits(bits: u32) -> Self {
        Self::splat(f32::from_bits(bits))
    }

    /// A positive normal number as 2^k m: a whole k, and m from the number with the bits `start` up to
    /// its double.
    #[inline(always)]
    fn parts_from(self, start: u32) -> (Self, Self) {
        let shifted = self.bits_add(Self::bits(ONE_F32 - start));
        let k = shifted.bits_shr::<23>().bits_or(Self::splat(TWO23)) - Self::splat(TWO23 + 127.0);
        (k, shifted.bits_and(Self::bits((1 << 23) - 1)).bits_add(Self::bits(start)))
    }

    /// The same with m from 3/4 up to 3/2.
    #[inline(always)]
    fn parts(self) -> (Self, Self) {
        self.parts_from(THREE_QUARTERS)
    }
}

/// The bits of 1 and of 3/4 as `f32`.
const ONE_F32: u32 = 0x3f80_0000;
const THREE_QUARTERS: u32 = 0x3f40_0000;
const TWO23: f32 = 8_388_608.0;

/// Added to an `f32` below 2^22, leaves its nearest whole number in the lowest bits.
pub(super) const ROUNDER_F32: f32 = 12_582_912.0;

/// The sign bit of an `f64`.
pub(super) const SIGN: u64 = 1 << 63;
/// The stored bits of the significand of an `f64`.
pub(super) const FRACTION: u64 = (1 << 52) - 1;
const TWO52: f64 = 4_503_599_627_370_496.0;
/// Added to a number below 2^51, leaves its nearest whole number in the lowest bits.
pub(super) const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// The exponent field of a positive number, as 2^52 and that many.
#[inline(always)]
pub(super) fn biased_exponent<V: Doubles>(x: V) -> V {
    x.bits_shr::<52>().bits_or(V::splat(TWO52))
}

/// 2^`exponent` for a whole `exponent` from -1022 to 1023; zero for -1023.
#[inline(always)]
pub(super) fn power_of_two<V: Doubles>(exponent: V) -> V {
    (exponent + V::splat(TWO52 + 1023.0)).bits_shl::<52>()
}

/// [`Lanes::scale`] by two products of which only the second can round.
#[inline(always)]
fn scale_in_two_steps<V: Doubles>(x: V, whole: V, half: V) -> V {
    x * power_of_two(half) * power_of_two(whole - half)
}
