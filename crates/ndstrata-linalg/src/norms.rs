//! Norms of vectors and matrices, condition numbers and ranks.

mod condition;
mod norm;
mod rank;

pub use condition::cond;
pub use norm::{Norm, NormOrder, matrix_norm, norm, vector_norm};
pub use rank::{MatrixRank, matrix_rank};
