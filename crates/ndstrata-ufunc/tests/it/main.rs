//! Universal functions against what NumPy 2.4 gives for the same calls.

mod calls;
mod error_state;
mod folds;
mod layouts;
mod methods;
mod plain_calls;
mod signatures;
mod statistics;
