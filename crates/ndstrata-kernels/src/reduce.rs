//! Many elements brought to one: sums, products, extremes and their positions, truths; and running
//! sums and products.
//!
//! The order of every floating-point operation follows from the number of elements alone, and is
//! NumPy's: sums are pairwise with eight accumulators (Higham, "The accuracy of floating point
//! summation"), products and running results go from first to last. So results have NumPy's very bits
//! on any instruction set. Axes, identities and empty reductions belong to the layers above.

mod call;
mod extreme;
mod fold;
mod pairwise;
mod position;
mod positions;
mod scan;
mod tables;
#[cfg(test)]
mod tests;
mod truth;

pub use call::ReduceCall;
pub use fold::{Reduction, Reductions};
pub use position::{PositionCall, position_of_maximum, position_of_minimum};
pub use scan::ScanCall;
pub use tables::*;
pub use truth::{all_run, any_run, count_run};
