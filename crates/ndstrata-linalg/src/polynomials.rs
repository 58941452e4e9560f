//! Polynomials as arrays of coefficients, the highest power first.

mod arithmetic;
mod calculus;
mod fault;
mod fit;
mod roots;

pub use arithmetic::{polyadd, polydiv, polymul, polysub, polyval};
pub use calculus::{polyder, polyint};
pub use fault::PolynomialFault;
pub use fit::{Covariance, Polyfit, PolyfitResult, polyfit};
pub use roots::{poly, roots};
