//! Elementary functions of `f32` in `f32` arithmetic.
//!
//! Twice as many lanes fit a register as in `f64`, and nothing is converted. Each body keeps what
//! rounding loses in one or two terms, so that the error stays below one unit in the last place;
//! all arguments were measured (`docs/accuracy.md`). Arguments beyond the reach of a body go through the `f64`
//! form of the same function.

pub(super) mod exponential;
pub(super) mod inverse_trig;
pub(super) mod logarithm;
pub(super) mod root;
pub(super) mod tanh;
pub(super) mod trig;
