//! The operations, by name, for the reductions that stand on them.

pub(crate) use crate::elementwise::arithmetic::{Add, Divide, Multiply, Subtract};
pub(crate) use crate::elementwise::bits::{BitwiseAnd, BitwiseOr, BitwiseXor};
pub(crate) use crate::elementwise::compare::{
    Fmax, FmaxFirst, Fmin, FminFirst, Maximum, MaximumFirst, Minimum, MinimumFirst, Ordered,
};
