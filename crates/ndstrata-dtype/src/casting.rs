//! [`Casting`]: how much a conversion may change.
//!
//! Which pairs of types each rule allows is decided in `cast`: here is only the rule's name.

use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind};

/// A rule for conversions between types, from the strictest on; each allows what those before it
/// allow.
///
/// NumPy: [numpy.can_cast](https://numpy.org/doc/stable/reference/generated/numpy.can_cast.html).
/// Differs: `same_value` looks at the values, so it belongs to `astype`.
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
    /// All rules, from the strictest on.
    pub const ALL: [Casting; 5] =
        [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];

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

impl FromStr for Casting {
    type Err = Error;

    fn from_str(text: &str) -> Result<Casting, Error> {
        Casting::ALL
            .into_iter()
            .find(|casting| casting.name() == text)
            .ok_or_else(|| Error::new(ErrorKind::UnknownCasting { text: text.to_owned() }))
    }
}
