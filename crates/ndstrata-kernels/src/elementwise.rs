//! Operations on one or two operands, element by element, with NumPy's values.
//!
//! An operation is a unit struct with one `apply` for each type ([`Unary`], [`Binary`]); a [`Loop`] is
//! an operation at fixed types, and the statics (`ADD`, `MAXIMUM`, …) list the loops of each operation
//! in NumPy's order of types. Each loop has one compiled form, contiguous; [`Call`] runs it over strided,
//! broadcast, byte-swapped or differently typed operands by way of blocks in the first-level cache, so
//! that `f16` (computed as `f32`), casts and scalars cost no code of their own.
//!
//! Which loop a call takes, what a shape is and when a warning is due belong to the layers above;
//! floating-point exceptions are left in the processor's status register.

mod arithmetic;
mod at;
mod bits;
mod by_scalar;
mod call;
mod chain;
mod clip;
mod compare;
mod complex;
mod complex_product;
mod division;
mod floating;
mod loops;
pub(crate) mod operations;
mod powers_of_two;
mod rounding;
mod tables;
#[cfg(test)]
mod tests;

pub use at::AtCall;
pub use call::{Call, Operand, Run, RunMut};
pub(crate) use chain::Chain;
pub use clip::{ClipCall, clip};
pub use loops::{Binary, Loop, Loops, Unary, binary_run, unary_run};
pub use tables::*;
