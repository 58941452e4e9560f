//! NumPy's linear algebra on stacks of matrices of run-time element type.
