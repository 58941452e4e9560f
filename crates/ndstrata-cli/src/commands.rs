//! The commands, a file each: its arguments and its `run`.

pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod generate;
pub(crate) mod info;
pub(crate) mod plot;
pub(crate) mod select;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod tour;
