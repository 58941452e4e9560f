//! The reductions of each operation.

use num_complex::Complex;

use crate::convert::NumberType::*;
use crate::convert::{Number, Truth};
use crate::elementwise::Binary;
use crate::elementwise::operations::*;
use crate::packed::Packed;
use crate::reduce::extreme::{Bound, Extreme, FirstExtreme, Zeros};
use crate::reduce::fold::{Fold, InLanes, InOrder, Reduction, Reductions};
use crate::reduce::pairwise::{self, Summand};

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $($group:expr),+;)*) => {$(
        $(#[$doc])*
        pub static $name: Reductions = Reductions(&[$(&$group),+]);
    )*};
}

tables! {
    /// Sums in the type of the elements; start from 0.
    SUM = bits::<Add>(), sums();
    /// Sums of small integers in 64 bits, as `numpy.sum` takes them; start from 0.
    WIDE_SUM = wide_sums();
    /// Sums without the NaNs; start from 0.
    NANSUM = nansums();
    /// Products in the type of the elements, from first to last; start from 1.
    PRODUCT = bits::<Multiply>(), products();
    /// The largest; a NaN wins. Start from an element.
    MAXIMUM = [any()], extremes::<Maximum, MaximumFirst, Maximum>();
    /// The smallest; a NaN wins. Start from an element.
    MINIMUM = [all()], extremes::<Minimum, MinimumFirst, Minimum>();
    /// The largest that is not a NaN. Start from an element.
    FMAX = [any()], extremes::<Fmax, FmaxFirst, FmaxFirst>();
    /// The smallest that is not a NaN. Start from an element.
    FMIN = [all()], extremes::<Fmin, FminFirst, FminFirst>();
    /// The first less the others: of integers, and of `f16`, which are rounded once a line.
    DIFFERENCE = bits::<Subtract>(), [once_rounded::<Subtract>()];
    /// Quotients of `f16`, which are rounded once a line; start from an element.
    QUOTIENT = [once_rounded::<Divide>()];
    /// Bits that all have; start from all ones.
    BITWISE_AND = [all()], bits::<BitwiseAnd>();
    /// Bits that any has; start from 0.
    BITWISE_OR = [any()], bits::<BitwiseOr>();
    /// Bits that an odd number has; start from 0.
    BITWISE_XOR = [odd()], bits::<BitwiseXor>();
    /// Whether all are true; start from true.
    LOGICAL_AND = [all()];
    /// Whether any is true; start from false.
    LOGICAL_OR = [any()];
    /// Whether an odd number is true; start from false.
    LOGICAL_XOR = [odd()];
}

const fn once_rounded<Op: Binary<f32, Output = f32>>() -> Reduction {
    Reduction::new::<InOrder<Op, f32>, Op, f32>().through(F16)
}

const fn bits<Op>() -> [Reduction; 8]
where
    Op: Binary<u8, Output = u8> + Binary<u16, Output = u16>,
    Op: Binary<u32, Output = u32> + Binary<u64, Output = u64>,
{
    let a = plain::<Op, u8>();
    let b = plain::<Op, u16>();
    let c = plain::<Op, u32>();
    let d = plain::<Op, u64>();
    [a.seen_as(I8), a, b.seen_as(I16), b, c.seen_as(I32), c, d.seen_as(I64), d]
}

/// An extreme of which the first of equals is taken.
const fn first<Op: Binary<T, Output = T>, T: Ordered + Zeros>() -> Reduction {
    Reduction::new::<FirstExtreme<Op>, Op, T>()
}

/// An operation whose order the compiler knows not to matter.
const fn plain<Op: Binary<T, Output = T>, T: Number>() -> Reduction {
    Reduction::new::<InOrder<Op, T>, Op, T>()
}

const fn any() -> Reduction {
    Reduction::new::<InLanes<BitwiseOr>, BitwiseOr, Truth>()
}

const fn all() -> Reduction {
    Reduction::new::<InLanes<BitwiseAnd>, BitwiseAnd, Truth>()
}

const fn odd() -> Reduction {
    Reduction::new::<InLanes<BitwiseXor>, BitwiseXor, Truth>()
}

/// The integers, the floats, and those of which the first of equals is taken: `f16` and complex numbers.
/// `Last` is applied to what does not fill a vector.
const fn extremes<Op, First, Last>() -> [Reduction; 13]
where
    Op: Bound + Binary<i8, Output = i8> + Binary<i16, Output = i16> + Binary<i32, Output = i32>,
    Op: Binary<i64, Output = i64> + Binary<u8, Output = u8> + Binary<u16, Output = u16>,
    Op: Binary<u32, Output = u32> + Binary<u64, Output = u64> + Binary<f32, Output = f32>,
    Op: Binary<f64, Output = f64>,
    First: Binary<Complex<f32>, Output = Complex<f32>>,
    First: Binary<Complex<f64>, Output = Complex<f64>> + Binary<f32, Output = f32>,
    Last: Binary<f32, Output = f32> + Binary<f64, Output = f64>,
{
    [
        plain::<Op, i8>(),
        plain::<Op, u8>(),
        plain::<Op, i16>(),
        plain::<Op, u16>(),
        plain::<Op, i32>(),
        plain::<Op, u32>(),
        plain::<Op, i64>(),
        plain::<Op, u64>(),
        first::<First, f32>().through(F16),
        Reduction::new::<Extreme<Op, Last>, Op, f32>(),
        Reduction::new::<Extreme<Op, Last>, Op, f64>(),
        first::<First, Complex<f32>>(),
        first::<First, Complex<f64>>(),
    ]
}

const fn sums() -> [Reduction; 5] {
    let single = Reduction::new::<Pairwise, Add, f32>().in_tree(1);
    [
        single.through(F16),
        single,
        Reduction::new::<Pairwise, Add, f64>().in_tree(1),
        Reduction::new::<Pairwise, Add, Complex<f32>>().in_tree(2),
        Reduction::new::<Pairwise, Add, Complex<f64>>().in_tree(2),
    ]
}

const fn nansums() -> [Reduction; 5] {
    let single = Reduction::new::<PairwiseNumbers, AddNumber, f32>().in_tree(1);
    [
        single.through(F16),
        single,
        Reduction::new::<PairwiseNumbers, AddNumber, f64>().in_tree(1),
        Reduction::new::<PairwiseNumbers, AddNumber, Complex<f32>>().in_tree(2),
        Reduction::new::<PairwiseNumbers, AddNumber, Complex<f64>>().in_tree(2),
    ]
}

const fn products() -> [Reduction; 5] {
    let single = Reduction::new::<InOrder<Multiply, f32>, Multiply, f32>();
    [
        single.through(F16),
        single,
        Reduction::new::<InOrder<Multiply, f64>, Multiply, f64>(),
        Reduction::new::<InOrder<Multiply, Complex<f32>>, Multiply, Complex<f32>>(),
        Reduction::new::<InOrder<Multiply, Complex<f64>>, Multiply, Complex<f64>>(),
    ]
}

const fn wide_sums() -> [Reduction; 7] {
    let byte = Reduction::new::<InOrder<AddWide, u64>, AddWide, u8>();
    let truth = Reduction { operand: Bool, accumulator: I64, ..byte };
    [
        truth,
        Reduction::new::<InOrder<AddWide, i64>, AddWide, i8>(),
        byte,
        Reduction::new::<InOrder<AddWide, i64>, AddWide, i16>(),
        Reduction::new::<InOrder<AddWide, u64>, AddWide, u16>(),
        Reduction::new::<InOrder<AddWide, i64>, AddWide, i32>(),
        Reduction::new::<InOrder<AddWide, u64>, AddWide, u32>(),
    ]
}

/// One element more in 64 bits.
struct AddWide;

macro_rules! wide {
    ($($small:ty => $wide:ty;)*) => {$(
        impl Binary<$wide, $small> for AddWide {
            type Output = $wide;
            #[inline(always)]
            fn apply(sum: $wide, value: $small) -> $wide {
                sum.wrapping_add(<$wide>::from(value))
            }
        }
    )*};
}
wide! { u8 => u64; u16 => u64; u32 => u64; i8 => i64; i16 => i64; i32 => i64; }

/// The pairwise sum.
struct Pairwise;

impl<T: Summand + Number> Fold<T> for Pairwise {
    type Accumulator = T;
    #[inline(always)]
    fn fold(start: T, values: &[Packed<T>]) -> T {
        start.plus(pairwise::sum(values, |value| value))
    }
}

/// The pairwise sum with zeros for NaNs.
struct PairwiseNumbers;

impl<T: Summand + Number + Nan> Fold<T> for PairwiseNumbers {
    type Accumulator = T;
    #[inline(always)]
    fn fold(start: T, values: &[Packed<T>]) -> T {
        start.plus(pairwise::sum(values, Nan::or_zero))
    }
}

/// One element more, unless it is a NaN.
struct AddNumber;

impl<T: Summand + Number + Nan> Binary<T> for AddNumber {
    type Output = T;
    #[inline(always)]
    fn apply(sum: T, value: T) -> T {
        sum.plus(value.or_zero())
    }
}

/// A type that has NaNs.
trait Nan: Copy {
    fn or_zero(self) -> Self;
}

macro_rules! nans {
    ($($float:ty)*) => {$(
        impl Nan for $float {
            #[inline(always)]
            fn or_zero(self) -> Self {
                if self.is_nan() { 0.0 } else { self }
            }
        }

        impl Nan for Complex<$float> {
            #[inline(always)]
            fn or_zero(self) -> Self {
                let nan = self.re.is_nan() | self.im.is_nan();
                if nan { Complex { re: 0.0, im: 0.0 } } else { self }
            }
        }

        impl Binary<Complex<$float>> for Add {
            type Output = Complex<$float>;
            #[inline(always)]
            fn apply(lhs: Complex<$float>, rhs: Complex<$float>) -> Complex<$float> {
                lhs + rhs
            }
        }
    )*};
}
nans!(f32 f64);
