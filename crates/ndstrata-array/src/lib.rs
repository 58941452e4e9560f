//! Strided arrays of run-time element type over the `ndarray` crate.
//!
//! [`DynArray`] owns its elements (reference counted, unique before it is written), [`DynView`] and
//! [`DynViewMut`] borrow them. Element type, rank and strides are known at run time; strides are
//! bytes and may be negative, zero or odd; elements may be unaligned and of either byte order. So a
//! field of a packed record, a big-endian file and a memory map are plain views.

mod array;
mod buffer;
mod cast;
mod compare;
mod copy;
mod create;
mod error;
mod fields;
mod index;
mod join;
mod layout;
mod print;
mod reinterpret;
mod scalar;
mod shape;
mod shared;
mod strided;
mod typed;

pub use array::{
    Borrowed, BorrowedMut, Cow, DynArray, DynBase, DynCow, DynView, DynViewMut, Owned, Storage,
};
pub use buffer::GrowingBytes;
pub use cast::{AsType, CastFault};
pub use compare::{CompareFault, compare};
pub use create::{
    Arange, CreateFault, Eye, FromBuffer, Geomspace, GridAxis, Indexing, Like, Linspace, Logspace,
    Meshgrid, Requirements, Vander, arange, diag, diagflat, eye, frombuffer, fromfile,
    fromfunction, fromiter, fromstring, geomspace, identity, indices, indices_sparse, ix_,
    linspace, logspace, meshgrid, mgrid, ogrid, tri, vander,
};
pub use error::{Error, ErrorKind, Result};
pub use index::{
    CopyTo, Index, IndexFault, NdEnumerate, NdIndex, OutOfBounds, RavelMultiIndex, Select, Slice,
    Take, Wrap, argwhere, diag_indices, diag_indices_from, extract, flatnonzero, mask_indices,
    ndenumerate, ndindex, ravel_multi_index, select, tril_indices, tril_indices_from, triu_indices,
    triu_indices_from, unravel_index, where_,
};
pub use join::{
    Block, Concatenate, JoinFault, PadMode, PadStatistic, ReflectType, Repeats, Sections,
    TrimSides, append, array_split, block, column_stack, concatenate, delete, dsplit, dstack,
    hsplit, hstack, insert, pad, split, stack, trim_zeros, unstack, vsplit, vstack,
};
pub use layout::{
    AxisOrder, Extent, Layout, MAX_DIMS, Order, Overlap, Plan, axes_by_strides, broadcast_shapes,
    normalize_axis, normalize_axis_of,
};
pub use ndstrata_kernels::Relation;
pub use print::{
    Array2String, Datum, FloatMode, FormatterKey, Legacy, Positional, PrintError, PrintOptions,
    Real, Scientific, Sign, Trim, array_repr, array_repr_as, array_str, array2string, base_repr,
    binary_repr, format_float_positional, format_float_scientific, scalar_repr, scalar_str,
};
pub use reinterpret::ViewFault;
pub use scalar::Scalar;
pub use shape::{Reshape, ShapeFault, atleast_1d, atleast_2d, atleast_3d, broadcast_arrays};
pub use shared::{may_share_memory, shares_memory};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
