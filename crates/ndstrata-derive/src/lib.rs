//! Derive macro that maps a Rust struct to a NumPy record data type.
