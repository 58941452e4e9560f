//! The crate as its users see it.

mod arrangements;
mod casts;
mod print;
