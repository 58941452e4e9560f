//! Golden values, layout strategies and ULP assertions for the tests of the ndstrata crates.
//!
//! It stands on none of them, so that each may test with it. Not published.

mod golden;
mod layout;
mod ulp;

pub use golden::golden;
pub use layout::{Layout, disjoint_layouts, layouts};
pub use ulp::{Ulp, assert_ulp, assert_ulp_slice};
