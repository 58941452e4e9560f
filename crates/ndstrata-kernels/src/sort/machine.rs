//! What a sort runs on: an instruction set and a number of threads.

use super::quick::PARALLEL_KEYS;
use crate::{Isa, isa};

/// What a sort runs on.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    pub(super) isa: Isa,
    /// Long parts are shared between the threads of the pool.
    pub(super) parallel: bool,
}

impl Machine {
    /// The best for `n` elements here and now.
    pub(crate) fn for_elements(n: usize) -> Machine {
        Machine { isa: isa(), parallel: n >= PARALLEL_KEYS && pool_threads() > 1 }
    }

    #[cfg(test)]
    pub(crate) fn one_thread(isa: Isa) -> Machine {
        Machine { isa, parallel: false }
    }
}

#[cfg(feature = "rayon")]
fn pool_threads() -> usize {
    rayon::current_num_threads()
}

#[cfg(not(feature = "rayon"))]
fn pool_threads() -> usize {
    1
}

/// Does both, at the same time if the machine is parallel.
#[cfg(feature = "rayon")]
pub(crate) fn join(machine: Machine, first: impl FnOnce() + Send, second: impl FnOnce() + Send) {
    if machine.parallel {
        rayon::join(first, second);
    } else {
        first();
        second();
    }
}

/// Does one and then the other.
#[cfg(not(feature = "rayon"))]
pub(crate) fn join(_: Machine, first: impl FnOnce() + Send, second: impl FnOnce() + Send) {
    first();
    second();
}
