//! [`Casting`]: how much a conversion may change.
//!
//! Which pairs of types each rule allows is decided elsewhere: here is only the rule's name.

use std::fmt;

/// A rule for conversions between types, from the strictest on.
///
/// NumPy: [numpy.can_cast](https://numpy.org/doc/stable/reference/generated/numpy.can_cast.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Casting {
    /// No change at all.
    No,
    /// A change of byte order.
    Equiv,
    /// No value is lost.
    Safe,
    /// Within a kind, as from `float64` to `float32`.
    SameKind,
    /// Any conversion.
    Unsafe,
}

impl Casting {
    /// NumPy's name of the rule.
    pub const fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        }
    }
}

impl fmt::Display for Casting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
