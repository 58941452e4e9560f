//! The registry as its users see it, against what NumPy answered.

mod any_call;
mod arrays;
mod convert;
mod exact;
mod expressions;
mod fourier;
mod layouts_of_ufuncs;
mod linalg;
mod products;
mod records;
mod shown;
mod statistics;
mod strings;
mod suite;
mod ufuncs;
