//! Strided arrays of run-time element type over the ndarray crate.
