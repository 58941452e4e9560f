//! NumPy's foundation for Rust: the facade over the ndstrata crates.
