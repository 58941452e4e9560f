//! What a datum is: NumPy's data types, their spellings, casting and promotion.
//!
//! A [`DType`] says how the bytes of one array element are to be read: a number of some width and
//! byte order, a fixed-length string, a date, a record with named fields, a sub-array. It is known at
//! run time, cheap to clone, and compares and hashes as NumPy's does. [`Element`] connects the Rust
//! types that have a `DType` to it.
//!
//! This crate knows nothing of arrays: no shapes but those of sub-arrays, no strides, no values.

mod attributes;
mod byte_order;
mod cast;
mod casting;
mod descr;
mod dtype;
mod element;
mod error;
mod fixed_text;
mod hierarchy;
mod info;
mod kind;
mod numeric;
mod print;
mod promotion;
mod record;
mod result_type;
mod select;
#[cfg(feature = "serde")]
mod serde;
mod spec;
mod sub_array;

pub mod datetime;
pub mod literal;

pub use byte_order::ByteOrder;
pub use cast::can_cast;
pub use casting::Casting;
pub use dtype::{DType, TypeClass};
pub use element::{Element, ElementType, Number};
pub use error::{Error, ErrorKind, Result};
pub use fixed_text::{FixedBytes, FixedStr};
pub use hierarchy::{AbstractType, ScalarType, TypeKind, isdtype, issubdtype};
pub use info::{FInfo, IInfo, common_type, finfo, iinfo, mintypecode, typename};
pub use kind::Kind;
pub use promotion::{PromotionError, promote_types};
pub use record::{Field, Record, RecordBuilder};
pub use result_type::{
    Operand, check_python_int, min_scalar_type, python_scalar_type, result_type,
};
pub use spec::{Spec, SpecFault, TextFault};
pub use sub_array::SubArray;

#[cfg(feature = "derive")]
pub use ndstrata_derive::Record;

pub use half::f16;
pub use num_complex::Complex;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
