//! The crate as its users see it, against what NumPy answered.

mod hostile;
mod spellings;
