//! Golden values, layout strategies and ULP assertions for the tests of the ndstrata crates.
