//! The one-letter families of types.

/// The family of a type, NumPy's `dtype.kind`.
///
/// NumPy: [numpy.dtype.kind](https://numpy.org/doc/stable/reference/generated/numpy.dtype.kind.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `b`
    Bool,
    /// `i`
    SignedInteger,
    /// `u`
    UnsignedInteger,
    /// `f`
    Float,
    /// `c`
    Complex,
    /// `m`
    TimeDelta,
    /// `M`
    DateTime,
    /// `O`
    Object,
    /// `S`
    Bytes,
    /// `U`
    Str,
    /// `V`: raw bytes, records and sub-arrays.
    Void,
}

impl Kind {
    /// NumPy's letter.
    pub const fn as_char(self) -> char {
        match self {
            Kind::Bool => 'b',
            Kind::SignedInteger => 'i',
            Kind::UnsignedInteger => 'u',
            Kind::Float => 'f',
            Kind::Complex => 'c',
            Kind::TimeDelta => 'm',
            Kind::DateTime => 'M',
            Kind::Object => 'O',
            Kind::Bytes => 'S',
            Kind::Str => 'U',
            Kind::Void => 'V',
        }
    }

    /// Whether it is a number in NumPy's hierarchy (`b`, dates and flexible types are not).
    pub const fn is_number(self) -> bool {
        matches!(self, Kind::SignedInteger | Kind::UnsignedInteger | Kind::Float | Kind::Complex)
    }

    /// Whether it is a signed or unsigned integer.
    pub const fn is_integer(self) -> bool {
        matches!(self, Kind::SignedInteger | Kind::UnsignedInteger)
    }
}
