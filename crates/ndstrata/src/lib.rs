//! NumPy's foundation for Rust: the facade over the ndstrata crates.

/// The examples of the project's README are tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
