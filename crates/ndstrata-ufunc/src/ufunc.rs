//! [`Ufunc`]: a universal function as an object.

use std::sync::OnceLock;

use crate::kernel::Inner;
use crate::resolve::{FoundLoops, Rule};

/// A function that works element by element, with its loops for types.
///
/// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.html).
pub struct Ufunc {
    pub(crate) name: &'static str,
    pub(crate) n_inputs: usize,
    pub(crate) n_outputs: usize,
    pub(crate) identity: Identity,
    pub(crate) rule: Rule,
    pub(crate) loops: OnceLock<Vec<Inner>>,
    pub(crate) found: FoundLoops,
    pub(crate) make_loops: fn() -> Vec<Inner>,
}

/// The value that changes nothing in a reduction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Identity {
    /// There is none: a reduction over nothing is an error.
    None,
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

impl Ufunc {
    /// NumPy's name.
    ///
    /// NumPy: `ufunc.__name__`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many inputs it takes.
    ///
    /// NumPy: [numpy.ufunc.nin](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.nin.html).
    pub fn nin(&self) -> usize {
        self.n_inputs
    }

    /// How many outputs it gives.
    ///
    /// NumPy: [numpy.ufunc.nout](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.nout.html).
    pub fn nout(&self) -> usize {
        self.n_outputs
    }

    /// What changes nothing in a reduction.
    ///
    /// NumPy: [numpy.ufunc.identity](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.identity.html).
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Whether the operands are brought to one type to be compared.
    pub(crate) fn is_comparison(&self) -> bool {
        self.rule == Rule::Compare
    }

    /// Whether it compares two elements, or chooses one of them.
    pub(crate) fn is_comparison_or_extreme(&self) -> bool {
        self.is_comparison() || matches!(self.name, "fmax" | "fmin" | "maximum" | "minimum")
    }

    /// The loops, in NumPy's order of types.
    pub(crate) fn loops(&self) -> &[Inner] {
        self.loops.get_or_init(self.make_loops)
    }
}
