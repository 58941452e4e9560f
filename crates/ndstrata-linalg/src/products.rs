//! Products of vectors, matrices and tensors.
//!
//! All of them end in `stack`, which runs one planned product of `ndstrata-kernels` over a stack of matrices; what
//! differs is how shapes are understood.

mod cross;
mod dot;
mod fault;
mod gufuncs;
mod kron;
mod matrix_power;
mod multi_dot;
mod outer;
mod stack;
mod tensordot;
mod trace;

pub use cross::{Cross, cross};
pub use dot::{dot, dot_into, inner, vdot};
pub use fault::ProductFault;
pub use gufuncs::{
    MATMUL, MATVEC, VECDOT, VECMAT, matmul, matvec, product_by_name, vecdot, vecmat,
};
pub use kron::kron;
pub use matrix_power::matrix_power;
pub use multi_dot::{multi_dot, multi_dot_into};
pub use outer::{outer, outer_into};
pub use tensordot::{TensordotAxes, tensordot};
pub use trace::{Trace, diagonal, matrix_transpose, trace};

pub(crate) use dot::strong;
pub(crate) use fault::Shape;
pub(crate) use stack::product;
