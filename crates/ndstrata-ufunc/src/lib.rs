//! NumPy's universal functions, reductions, order and statistics.
