//! Which floating-point exceptions a run has raised, as a set of four bits.
//!
//! The processor's own sticky flags are of no use here: a vector body computes lanes that it then
//! discards. So an exception is read off an argument and its result, and only for vectors in which
//! some result is not an ordinary number; runs of ordinary results pay one test a vector.

use std::ops::{BitOr, BitOrAssign};

/// A set of floating-point exceptions, as NumPy reports them through `errstate`.
///
/// NumPy: [numpy.errstate](https://numpy.org/doc/stable/reference/generated/numpy.errstate.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// No exception.
    pub const NONE: Flags = Flags(0);
    /// An infinite result of finite arguments at a pole: `log(0)`.
    pub const DIVIDE: Flags = Flags(1);
    /// A result too large for its type.
    pub const OVER: Flags = Flags(2);
    /// A result too small for its type.
    pub const UNDER: Flags = Flags(4);
    /// A NaN from arguments that are not: `log(-1)`.
    pub const INVALID: Flags = Flags(8);

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all members of `other` are in the set.
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set as a word: divide 1, over 2, under 4, invalid 8, as NumPy numbers them.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

impl BitOr for Flags {
    type Output = Flags;

    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// What `y = f(x)` has raised, where `pole` says whether `f` is infinite at `x` itself, and `least`
/// is the smallest normal number of the type (zero for a function that never raises underflow).
pub(super) fn of_unary(x: f64, y: f64, pole: bool, least: f64) -> Flags {
    if y.is_nan() {
        if x.is_nan() { Flags::NONE } else { Flags::INVALID }
    } else if y.is_infinite() {
        match (x.is_infinite(), pole) {
            (true, _) => Flags::NONE,
            (false, true) => Flags::DIVIDE,
            (false, false) => Flags::OVER,
        }
    } else if y.abs() < least && x.is_finite() && x != 0.0 {
        Flags::UNDER
    } else {
        Flags::NONE
    }
}

/// What `z = f(x, y)` has raised; see [`of_unary`].
pub(super) fn of_binary(x: f64, y: f64, z: f64, pole: bool, least: f64) -> Flags {
    if z.is_nan() {
        if x.is_nan() || y.is_nan() { Flags::NONE } else { Flags::INVALID }
    } else if z.is_infinite() {
        match (pole, x.is_infinite() || y.is_infinite()) {
            (true, _) => Flags::DIVIDE,
            (false, true) => Flags::NONE,
            (false, false) => Flags::OVER,
        }
    } else if z.abs() < least && x.is_finite() && y.is_finite() && x != 0.0 && y != 0.0 {
        Flags::UNDER
    } else {
        Flags::NONE
    }
}
