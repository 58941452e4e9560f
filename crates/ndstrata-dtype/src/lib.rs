//! What a datum is: NumPy's data types, their spellings, casting and promotion.

pub mod literal;
