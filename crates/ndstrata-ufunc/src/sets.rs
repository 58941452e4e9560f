//! Sets of elements: what is different, common, or only in one of two arrays.

mod operations;
mod unique;

pub use operations::{
    Intersection, intersect1d, intersect1d_of_unique, intersect1d_with, isin, setdiff1d, setxor1d,
    setxor1d_of_unique, union1d,
};
pub use unique::{Unique, UniqueOptions, unique, unique_counts, unique_values};
