//! Linear systems and what is read off the factors of a square matrix.

mod determinant;
mod lstsq;
mod pinv;
mod systems;
mod tensor;

pub use determinant::{Slogdet, det, slogdet};
pub use lstsq::{Lstsq, Rcond, lstsq};
pub use pinv::{Pinv, pinv};
pub(crate) use systems::inverse_with_nan;
pub use systems::{inv, solve};
pub use tensor::{tensorinv, tensorsolve};
