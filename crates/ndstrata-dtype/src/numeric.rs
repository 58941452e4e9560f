//! Truth values and numbers as a kind and a width, the form in which the rules between them are
//! short. Long doubles take part although they have no Rust type.

use crate::{DType, ElementType, Kind};

/// A truth value or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeric {
    pub(crate) kind: Kind,
    /// Bytes; those of one part for a complex number.
    pub(crate) width: usize,
}

impl Numeric {
    pub(crate) const UINT64: Numeric = Numeric { kind: Kind::UnsignedInteger, width: 8 };
    pub(crate) const FLOAT64: Numeric = Numeric { kind: Kind::Float, width: 8 };

    /// What a dtype is, byte order aside.
    pub(crate) fn of(dtype: &DType) -> Option<Numeric> {
        let kind = dtype.kind();
        let is_numeric = kind == Kind::Bool || kind.is_number();
        is_numeric
            .then(|| Numeric { kind, width: dtype.itemsize() >> u32::from(kind == Kind::Complex) })
    }

    /// The native dtype.
    pub(crate) fn dtype(self) -> DType {
        match (self.kind, self.width) {
            (Kind::Float, 16) => DType::LONG_DOUBLE,
            (Kind::Complex, 16) => DType::COMPLEX_LONG_DOUBLE,
            _ => ElementType::ALL
                .iter()
                .map(|&element| DType::from_element(element))
                .find(|dtype| Numeric::of(dtype) == Some(self))
                .unwrap_or(DType::OBJECT),
        }
    }

    pub(crate) fn is_integer_or_bool(self) -> bool {
        self.kind == Kind::Bool || self.kind.is_integer()
    }

    /// The narrowest type that holds the values of both; integers that no integer type holds, and
    /// wide integers with floats, become `f8`.
    pub(crate) fn promote(self, other: Numeric) -> Numeric {
        let width = self.width.max(other.width);
        match (self.kind, other.kind) {
            (Kind::Bool, _) => other,
            (_, Kind::Bool) => self,
            (left, right) if left == right => Numeric { kind: left, width },
            (Kind::SignedInteger, Kind::UnsignedInteger) => self.with_unsigned(other.width),
            (Kind::UnsignedInteger, Kind::SignedInteger) => other.with_unsigned(self.width),
            (left, right) => {
                let kind = if left == Kind::Complex || right == Kind::Complex {
                    Kind::Complex
                } else {
                    Kind::Float
                };
                let narrowest = if kind == Kind::Complex { 4 } else { 2 };
                let width = self.float_width().max(other.float_width()).max(narrowest);
                Numeric { kind, width }
            }
        }
    }

    /// A signed integer with an unsigned one: signed and wider, `f8` past eight bytes.
    fn with_unsigned(self, unsigned_width: usize) -> Numeric {
        match self.width.max(2 * unsigned_width) {
            width @ ..=8 => Numeric { kind: Kind::SignedInteger, width },
            _ => Numeric::FLOAT64,
        }
    }

    /// The width of the float that holds its values; NumPy is content with `f8` for 64 bits.
    fn float_width(self) -> usize {
        match self.kind {
            Kind::Float | Kind::Complex => self.width,
            _ => (2 * self.width).min(8),
        }
    }

    /// The characters that any value of it needs as text.
    pub(crate) fn text_width(self) -> usize {
        match (self.kind, self.width) {
            (Kind::Bool, _) => 5,
            (Kind::UnsignedInteger, 1) => 3,
            (Kind::UnsignedInteger, 2) => 5,
            (Kind::UnsignedInteger, 4) => 10,
            (Kind::UnsignedInteger, _) => 20,
            (Kind::SignedInteger, 1) => 4,
            (Kind::SignedInteger, 2) => 6,
            (Kind::SignedInteger, 4) => 11,
            (Kind::SignedInteger, _) => 21,
            (Kind::Float, 16) => 48,
            (Kind::Float, _) => 32,
            (_, 16) => 96,
            _ => 64,
        }
    }
}
