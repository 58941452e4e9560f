//! The operations, by name, for the reductions that stand on them.

pub(crate) use crate::elementwise::arithmetic::{Add, Multiply};
pub(crate) use crate::elementwise::bits::{BitwiseAnd, BitwiseOr};
pub(crate) use crate::elementwise::compare::{
    Fmax, FmaxFirst, Fmin, FminFirst, Maximum, MaximumFirst, Minimum, MinimumFirst, Ordered,
};
pub(crate) use crate::elementwise::floating::HalfBits;
