//! The loops of each operation: which types it has, and what computes them.
//!
//! A group of loops is a function of the operation; a table is a list of groups in NumPy's order of
//! types. Where two types have the same result bits, one loop serves both.

use num_complex::Complex;

use crate::convert::NumberType::*;
use crate::convert::{Number, NumberType, Truth};
use crate::elementwise::arithmetic::*;
use crate::elementwise::bits::*;
use crate::elementwise::by_scalar::{ByScalar, map_by_scalar, power_by_scalar};
use crate::elementwise::chain::{Halved, Paired};
use crate::elementwise::compare::*;
use crate::elementwise::complex::*;
use crate::elementwise::complex_product;
use crate::elementwise::division::*;
use crate::elementwise::floating::*;
use crate::elementwise::loops::{Binary, Loop, Loops, Unary, Usual};
use crate::elementwise::powers_of_two;
use crate::elementwise::rounding::*;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $($group:expr),+;)*) => {$(
        $(#[$doc])*
        pub static $name: Loops = Loops(&[$(&$group),+]);
    )*};
}

tables! {
    /// Sums; of booleans, whether either is true.
    ADD = [truth::<BitwiseOr>()], bits::<Add>(), floats::<Add>(), pairs::<Add>();
    /// Differences.
    SUBTRACT = bits::<Subtract>(), floats::<Subtract>(), pairs::<Subtract>();
    /// Products; of booleans, whether both are true.
    MULTIPLY = [truth::<BitwiseAnd>()], bits::<Multiply>(), floats::<Multiply>(), products();
    /// Quotients.
    DIVIDE = floats::<Divide>(), complexes::<Divide>();
    /// Quotients rounded down.
    FLOOR_DIVIDE = divisions::<FloorDivide>(), usual::<FloorDivide>();
    /// What is left of [`FLOOR_DIVIDE`], with the divisor's sign.
    REMAINDER = divisions::<Remainder>(), usual::<Remainder>();
    /// What is left of the quotient rounded towards zero, with the dividend's sign.
    FMOD = divisions::<Fmod>(), usual::<Fmod>();
    /// Integer powers. A negative exponent gives the reciprocal's integer part, where NumPy raises.
    INTEGER_POWER = powers();
    /// Greatest common divisors.
    GCD = integers::<Gcd>();
    /// Least common multiples.
    LCM = integers::<Lcm>();

    /// Bits that both have.
    BITWISE_AND = [truth::<BitwiseAnd>()], bits::<BitwiseAnd>();
    /// Bits that either has.
    BITWISE_OR = [truth::<BitwiseOr>()], bits::<BitwiseOr>();
    /// Bits that one has.
    BITWISE_XOR = [truth::<BitwiseXor>()], bits::<BitwiseXor>();
    /// Bits that the operand has not.
    INVERT = [Loop::unary::<Invert, Truth>()], bits_of_one::<Invert>();
    /// Bits moved up; 0 for a count outside the type.
    LEFT_SHIFT = bits::<LeftShift>();
    /// Bits moved down; the sign alone for a count outside the type.
    RIGHT_SHIFT = integers::<RightShift>();
    /// How many bits of the magnitude are ones.
    BITWISE_COUNT = integers_of_one::<BitwiseCount>();

    /// Whether the operands are equal.
    EQUAL = [truth::<Equal>()], bits::<Equal>(), relations::<Equal>(), complexes::<Equal>();
    /// Whether the operands differ.
    NOT_EQUAL = [truth::<NotEqual>()], bits::<NotEqual>(), relations::<NotEqual>(), complexes::<NotEqual>();
    /// Whether the first is less.
    LESS = [truth::<Less>()], integers::<Less>(), relations::<Less>(), complexes::<Less>();
    /// Whether the first is less or equal.
    LESS_EQUAL = [truth::<LessEqual>()], integers::<LessEqual>(), relations::<LessEqual>(), complexes::<LessEqual>();
    /// Whether the first is greater.
    GREATER = [truth::<Greater>()], integers::<Greater>(), relations::<Greater>(), complexes::<Greater>();
    /// Whether the first is greater or equal.
    GREATER_EQUAL = [truth::<GreaterEqual>()], integers::<GreaterEqual>(), relations::<GreaterEqual>(), complexes::<GreaterEqual>();

    /// Whether both are true.
    LOGICAL_AND = truths::<BitwiseAnd>();
    /// Whether either is true.
    LOGICAL_OR = truths::<BitwiseOr>();
    /// Whether one is true.
    LOGICAL_XOR = truths::<BitwiseXor>();
    /// Whether the operand is not true.
    LOGICAL_NOT = truths_of_one::<Invert>();

    /// The larger; a NaN wins.
    MAXIMUM = [truth::<BitwiseOr>()], integers::<Maximum>(), [half::<MaximumFirst>()], singles::<Maximum>(), complexes::<MaximumFirst>();
    /// The smaller; a NaN wins.
    MINIMUM = [truth::<BitwiseAnd>()], integers::<Minimum>(), [half::<MinimumFirst>()], singles::<Minimum>(), complexes::<MinimumFirst>();
    /// The larger; a NaN loses.
    FMAX = [truth::<BitwiseOr>()], integers::<Maximum>(), [half::<FmaxFirst>()], singles::<Fmax>(), complexes::<FmaxFirst>();
    /// The smaller; a NaN loses.
    FMIN = [truth::<BitwiseAnd>()], integers::<Minimum>(), [half::<FminFirst>()], singles::<Fmin>(), complexes::<FminFirst>();

    /// Magnitudes.
    ABSOLUTE = [Loop::unary::<Positive, Truth>()], magnitudes(), signs::<Absolute>(), complexes_of_one::<Absolute>();
    /// Magnitudes of floats.
    FABS = signs::<Absolute>();
    /// The operand with its sign changed.
    NEGATIVE = bits_of_one::<Negative>(), signs::<Negative>(), pairs_of_one::<Negative>();
    /// The operand.
    POSITIVE = same();
    /// -1, 0 or 1; of a complex number, the number of magnitude 1 in its direction.
    SIGN = integers_of_one::<Sign>(), floats_of_one::<Sign>(), complexes_of_one::<Sign>();
    /// The operand times itself.
    SQUARE = bits_of_one::<Square>(), floats_of_one::<Square>(), complexes_of_one::<Square>();
    /// The square root.
    SQRT = floats_of_one::<Sqrt>();
    /// Radians of an angle in degrees.
    DEG2RAD = floats_of_one::<Deg2rad>();
    /// Degrees of an angle in radians.
    RAD2DEG = floats_of_one::<Rad2deg>();
    /// 1 divided by the operand.
    RECIPROCAL = integers_of_one::<Reciprocal>(), floats_of_one::<Reciprocal>(), complexes_of_one::<Reciprocal>();
    /// The conjugate.
    CONJUGATE = same_reals(), complexes_of_one::<Conjugate>();

    /// The nearest integral value, ties to even.
    RINT = floats_of_one::<Rint>(), pairs_of_one::<Rint>();
    /// The integral value below.
    FLOOR = same_integers(), floats_of_one::<Floor>();
    /// The integral value above.
    CEIL = same_integers(), floats_of_one::<Ceil>();
    /// The integral value towards zero.
    TRUNC = same_integers(), floats_of_one::<Trunc>();
    /// The first result of `modf`; [`TRUNC`] is the second.
    MODF_FRACTION = floats_of_one::<Fraction>();
    /// The first result of `frexp`.
    FREXP_MANTISSA = floats_of_one::<Mantissa>();
    /// The second result of `frexp`.
    FREXP_EXPONENT = floats_of_one::<Exponent>();
    /// The first operand times 2 to the power of the second.
    LDEXP = ldexps();

    /// Whether the operand is a NaN.
    ISNAN = [one::<Never, Truth>()], bits_of_one::<Never>(), floats_of_one::<Isnan>(), complexes_of_one::<Isnan>();
    /// Whether the operand is infinite.
    ISINF = [one::<Never, Truth>()], bits_of_one::<Never>(), floats_of_one::<Isinf>(), complexes_of_one::<Isinf>();
    /// Whether the operand is finite.
    ISFINITE = [one::<Always, Truth>()], bits_of_one::<Always>(), floats_of_one::<Isfinite>(), complexes_of_one::<Isfinite>();
    /// Whether the sign bit is set.
    SIGNBIT = floats_of_one::<Signbit>();
    /// The first operand with the second's sign.
    COPYSIGN = floats::<Copysign>();
    /// The float after the first operand towards the second.
    NEXTAFTER = [Loop::binary::<Nextafter, HalfBits, HalfBits>()], singles::<Nextafter>();
    /// The distance to the next float away from zero.
    SPACING = [Loop::unary::<Spacing, HalfBits>()], [Loop::unary::<Spacing, f32>(), Loop::unary::<Spacing, f64>()];
    /// The step function, with the second operand at 0.
    HEAVISIDE = floats::<Heaviside>();
}

/// Booleans.
const fn truth<Op: Binary<Truth>>() -> Loop {
    Loop::binary::<Op, Truth, Truth>()
}

/// Integers of which the signed and the unsigned have the same result bits.
const fn bits<Op>() -> [Loop; 8]
where
    Op: Binary<u8> + Binary<u16> + Binary<u32> + Binary<u64>,
{
    both_signs([
        two::<Op, u8>().changing::<Op, u8>(),
        two::<Op, u16>().changing::<Op, u16>(),
        two::<Op, u32>().changing::<Op, u32>(),
        two::<Op, u64>().changing::<Op, u64>(),
    ])
}

const fn bits_of_one<Op>() -> [Loop; 8]
where
    Op: Unary<u8> + Unary<u16> + Unary<u32> + Unary<u64>,
{
    both_signs([one::<Op, u8>(), one::<Op, u16>(), one::<Op, u32>(), one::<Op, u64>()])
}

const fn both_signs([a, b, c, d]: [Loop; 4]) -> [Loop; 8] {
    let signed = [a.seen_as(U8, I8), b.seen_as(U16, I16), c.seen_as(U32, I32), d.seen_as(U64, I64)];
    let [e, f, g, h] = signed;
    [e, a, f, b, g, c, h, d]
}

/// Integers.
const fn integers<Op>() -> [Loop; 8]
where
    Op: Binary<i8> + Binary<i16> + Binary<i32> + Binary<i64>,
    Op: Binary<u8> + Binary<u16> + Binary<u32> + Binary<u64>,
{
    [
        two::<Op, i8>(),
        two::<Op, u8>(),
        two::<Op, i16>(),
        two::<Op, u16>(),
        two::<Op, i32>(),
        two::<Op, u32>(),
        two::<Op, i64>(),
        two::<Op, u64>(),
    ]
}

/// Integers, with loops of their own for a second operand that is one element.
const fn divisions<Op>() -> [Loop; 8]
where
    Op: ByScalar<i8> + ByScalar<i16> + ByScalar<i32> + ByScalar<i64>,
    Op: ByScalar<u8> + ByScalar<u16> + ByScalar<u32> + ByScalar<u64>,
{
    [
        two::<Op, i8>().with_scalar(map_by_scalar::<Op, i8>),
        two::<Op, u8>().with_scalar(map_by_scalar::<Op, u8>),
        two::<Op, i16>().with_scalar(map_by_scalar::<Op, i16>),
        two::<Op, u16>().with_scalar(map_by_scalar::<Op, u16>),
        two::<Op, i32>().with_scalar(map_by_scalar::<Op, i32>),
        two::<Op, u32>().with_scalar(map_by_scalar::<Op, u32>),
        two::<Op, i64>().with_scalar(map_by_scalar::<Op, i64>),
        two::<Op, u64>().with_scalar(map_by_scalar::<Op, u64>),
    ]
}

const fn powers() -> [Loop; 8] {
    [
        two::<Power, i8>().with_scalar(power_by_scalar::<i8>),
        two::<Power, u8>().with_scalar(power_by_scalar::<u8>),
        two::<Power, i16>().with_scalar(power_by_scalar::<i16>),
        two::<Power, u16>().with_scalar(power_by_scalar::<u16>),
        two::<Power, i32>().with_scalar(power_by_scalar::<i32>),
        two::<Power, u32>().with_scalar(power_by_scalar::<u32>),
        two::<Power, i64>().with_scalar(power_by_scalar::<i64>),
        two::<Power, u64>().with_scalar(power_by_scalar::<u64>),
    ]
}

const fn integers_of_one<Op>() -> [Loop; 8]
where
    Op: Unary<i8> + Unary<i16> + Unary<i32> + Unary<i64>,
    Op: Unary<u8> + Unary<u16> + Unary<u32> + Unary<u64>,
{
    [
        one::<Op, i8>(),
        one::<Op, u8>(),
        one::<Op, i16>(),
        one::<Op, u16>(),
        one::<Op, i32>(),
        one::<Op, u32>(),
        one::<Op, i64>(),
        one::<Op, u64>(),
    ]
}

/// `f16`, as `f32`.
const fn half<Op: Binary<f32, Output = f32>>() -> Loop {
    two::<Op, f32>().through(F32, F16).with_chain::<Halved<Op>, HalfBits, HalfBits>()
}

/// `f32` and `f64`.
const fn singles<Op: Binary<f32> + Binary<f64>>() -> [Loop; 2] {
    [two::<Op, f32>(), two::<Op, f64>()]
}

/// Floats.
const fn floats<Op: Binary<f32, Output = f32> + Binary<f64>>() -> [Loop; 3] {
    let single = two::<Op, f32>().changing::<Op, f32>();
    [half::<Op>(), single, two::<Op, f64>().changing::<Op, f64>()]
}

/// Floats that are compared.
const fn relations<Op: Binary<f32> + Binary<f64>>() -> [Loop; 3] {
    [two::<Op, f32>().through(F32, F16), two::<Op, f32>(), two::<Op, f64>()]
}

/// Floats, of which nearly all are simple.
const fn usual<Op: Usual<f32, Output = f32> + Usual<f64>>() -> [Loop; 3] {
    let [single, double] = [Loop::usual::<Op, f32, f32>(), Loop::usual::<Op, f64, f64>()];
    let half = single.through(F32, F16).with_chain::<Halved<Op>, HalfBits, HalfBits>();
    [half, single, double]
}

const fn floats_of_one<Op: Unary<f32> + Unary<f64>>() -> [Loop; 3] {
    [one::<Op, f32>().through(F32, F16), one::<Op, f32>(), one::<Op, f64>()]
}

/// Floats, of which only the sign changes.
const fn signs<Op: Unary<HalfBits> + Unary<f32> + Unary<f64>>() -> [Loop; 3] {
    [one::<Op, HalfBits>(), one::<Op, f32>(), one::<Op, f64>()]
}

/// Complex numbers of which each part is computed alone.
const fn pairs<Op>() -> [Loop; 2]
where
    Op: Binary<f32, Output = f32> + Binary<f64, Output = f64>,
{
    let single = two::<Op, f32>().in_pairs(F32, Complex64);
    let double = two::<Op, f64>().in_pairs(F64, Complex128);
    [
        single.with_chain::<Paired<Op>, Complex<f32>, Complex<f32>>(),
        double.with_chain::<Paired<Op>, Complex<f64>, Complex<f64>>(),
    ]
}

const fn pairs_of_one<Op: Unary<f32> + Unary<f64>>() -> [Loop; 2] {
    [one::<Op, f32>().in_pairs(F32, Complex64), one::<Op, f64>().in_pairs(F64, Complex128)]
}

/// Complex numbers.
const fn complexes<Op: Binary<Complex<f32>> + Binary<Complex<f64>>>() -> [Loop; 2] {
    [two::<Op, Complex<f32>>(), two::<Op, Complex<f64>>()]
}

const fn products() -> [Loop; 2] {
    let [single, double] = complexes::<Multiply>();
    [single.by(complex_product::singles), double.by(complex_product::doubles)]
}

const fn complexes_of_one<Op: Unary<Complex<f32>> + Unary<Complex<f64>>>() -> [Loop; 2] {
    [one::<Op, Complex<f32>>(), one::<Op, Complex<f64>>()]
}

const fn one<Op: Unary<T>, T: Number>() -> Loop {
    Loop::unary::<Op, T>()
}

const fn two<Op: Binary<T>, T: Number>() -> Loop {
    Loop::binary::<Op, T, T>()
}

/// Every type, by its truth.
const fn truths<Op: Binary<Truth, Output = Truth>>() -> [Loop; 14] {
    by_truth(truth::<Op>())
}

const fn truths_of_one<Op: Unary<Truth, Output = Truth>>() -> [Loop; 14] {
    by_truth(one::<Op, Truth>())
}

const fn by_truth(each: Loop) -> [Loop; 14] {
    let mut loops = [each; 14];
    let mut k = 0;
    while k < 14 {
        loops[k].types = [IN_ORDER[k], IN_ORDER[k], Bool];
        k += 1;
    }
    loops
}

/// The types in the order of NumPy's tables.
const IN_ORDER: [NumberType; 14] =
    [Bool, I8, U8, I16, U16, I32, U32, I64, U64, F16, F32, F64, Complex64, Complex128];

/// The operand, of any type but boolean.
const fn same() -> [Loop; 13] {
    let complex = one::<Positive, u64>();
    let [a, b, c, d, e, f, g, h, i, j, k] = same_reals();
    let pair = Loop { lanes: 2, ..complex };
    [
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
        i,
        j,
        k,
        complex.seen_as(U64, Complex64),
        pair.seen_as(U64, Complex128),
    ]
}

const fn same_reals() -> [Loop; 11] {
    let [a, b, c, d, e, f, g, h] = bits_of_one::<Positive>();
    let halves = one::<Positive, u16>().seen_as(U16, F16);
    let singles = one::<Positive, u32>().seen_as(U32, F32);
    let doubles = one::<Positive, u64>().seen_as(U64, F64);
    [a, b, c, d, e, f, g, h, halves, singles, doubles]
}

const fn same_integers() -> [Loop; 9] {
    let [a, b, c, d, e, f, g, h] = bits_of_one::<Positive>();
    [one::<Positive, Truth>(), a, b, c, d, e, f, g, h]
}

/// Magnitudes of integers: an unsigned one is its own.
const fn magnitudes() -> [Loop; 8] {
    let [_, a, _, b, _, c, _, d] = bits_of_one::<Positive>();
    [
        one::<Absolute, i8>(),
        a,
        one::<Absolute, i16>(),
        b,
        one::<Absolute, i32>(),
        c,
        one::<Absolute, i64>(),
        d,
    ]
}

/// Floats with an exponent of 32 or 64 bits.
const fn ldexps() -> [Loop; 6] {
    let single = Loop::usual::<Ldexp, f32, i64>().by(powers_of_two::singles);
    let double = Loop::usual::<Ldexp, f64, i64>().by(powers_of_two::doubles);
    let half = single.through(F32, F16);
    [
        half.through(I64, I32),
        single.through(I64, I32),
        half,
        single,
        double.through(I64, I32),
        double,
    ]
}
