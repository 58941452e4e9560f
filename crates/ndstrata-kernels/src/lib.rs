//! Typed loops over runs of elements: copies, conversions, arithmetic, sorting, searching.
