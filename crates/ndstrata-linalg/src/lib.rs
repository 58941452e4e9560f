//! Linear algebra as NumPy's: products, decompositions, solvers, norms and polynomials, on stacks of
//! matrices whose element type is known at run time.
//!
//! Shapes and types are resolved here; the arithmetic of decompositions is done behind one seam, `backend`.

mod backend;
mod decompositions;
mod einsum;
mod error;
mod matrix;
mod norms;
mod polynomials;
mod products;
mod solve;

pub use decompositions::{
    Eig, MatrixFault, Qr, QrMode, Svd, SvdOptions, Triangle, cholesky, eig, eigh, eigvals,
    eigvalsh, qr, qr_raw, svd, svdvals,
};
pub use einsum::{Einsum, EinsumPath, Optimize, einsum, einsum_path};
pub use error::{Error, ErrorKind, Result};
pub use matrix::{Matrix, bmat};
pub use norms::{MatrixRank, Norm, NormOrder, cond, matrix_norm, matrix_rank, norm, vector_norm};
pub use polynomials::{
    Covariance, Polyfit, PolyfitResult, PolynomialFault, poly, polyadd, polyder, polydiv, polyfit,
    polyint, polymul, polysub, polyval, roots,
};
pub use products::{
    Cross, MATMUL, MATVEC, ProductFault, TensordotAxes, Trace, VECDOT, VECMAT, cross, diagonal,
    dot, dot_into, inner, kron, matmul, matrix_power, matrix_transpose, matvec, multi_dot,
    multi_dot_into, outer, outer_into, product_by_name, tensordot, trace, vdot, vecdot, vecmat,
};
pub use solve::{
    Lstsq, Pinv, Rcond, Slogdet, det, inv, lstsq, pinv, slogdet, solve, tensorinv, tensorsolve,
};

/// The examples of the crate's README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
