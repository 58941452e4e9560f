//! The crate as its users see it.

mod casts;
mod print;
