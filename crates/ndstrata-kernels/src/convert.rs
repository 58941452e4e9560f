//! Converting runs of one number type to another, with NumPy's values.
//!
//! Every pair of the 14 number types is a short chain of contiguous loops
//! (see `steps`): `bool` counts as a normalised `u8`, `f16` goes through `f32`, a complex number gives its real
//! part. So 64 loops serve 196 pairs, and byte order and strides are handled once for all of them.
//! Casting rules (which pairs are allowed) belong to the layers above.
//!
//! Where C leaves a float out of an integer's range undefined, the value is defined here as what
//! x86-64 gives: types narrower than 64 bits take the low bits of a wider conversion, and a value that
//! does not fit that one (NaN and infinities too) becomes its minimum.

mod converter;
mod float16;
mod loops;
mod number;
mod steps;
#[cfg(test)]
mod tests;

pub use converter::{Converter, Swapped, convert_run};
pub(crate) use float16::{half_to_single, single_to_half};
pub use number::{Number, NumberType};
pub(crate) use number::{Truth, sealed::Sealed};
