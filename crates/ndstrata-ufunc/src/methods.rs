//! The other methods of a ufunc: `accumulate`, `reduceat`, `outer`, `at`.

mod accumulate;
mod at;
mod outer;
mod reduceat;
