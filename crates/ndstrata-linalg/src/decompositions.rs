//! Matrices as products of simpler ones.

mod cholesky;
mod eig;
mod eigh;
mod fault;
pub(crate) mod input;
mod qr;
mod svd;
mod transpose;

pub use cholesky::{Triangle, cholesky};
pub use eig::{Eig, eig, eigvals};
pub use eigh::{eigh, eigvalsh};
pub use fault::MatrixFault;
pub use qr::{Qr, QrMode, qr, qr_raw};
pub(crate) use svd::hermitian_svdvals;
pub use svd::{Svd, SvdOptions, svd, svdvals};
