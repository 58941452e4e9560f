//! Byte order of an element: which end of a number comes first in memory.

/// The order of the bytes of a number, a character or a date.
///
/// NumPy: [numpy.dtype.byteorder](https://numpy.org/doc/stable/reference/generated/numpy.dtype.byteorder.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ByteOrder {
    /// Least significant byte first, `<`.
    Little,
    /// Most significant byte first, `>`.
    Big,
    /// One byte, or bytes without an order, `|`.
    NotApplicable,
}

impl ByteOrder {
    /// The order of this machine.
    pub const NATIVE: ByteOrder =
        if cfg!(target_endian = "little") { ByteOrder::Little } else { ByteOrder::Big };

    /// The order that this machine does not use.
    pub const SWAPPED: ByteOrder = ByteOrder::NATIVE.swap();

    /// The other order; [`ByteOrder::NotApplicable`] stays as it is.
    pub const fn swap(self) -> ByteOrder {
        match self {
            ByteOrder::Little => ByteOrder::Big,
            ByteOrder::Big => ByteOrder::Little,
            ByteOrder::NotApplicable => ByteOrder::NotApplicable,
        }
    }

    /// Whether this machine reads such bytes as they are.
    pub const fn is_native(self) -> bool {
        matches!(
            (self, ByteOrder::NATIVE),
            (ByteOrder::NotApplicable, _)
                | (ByteOrder::Little, ByteOrder::Little)
                | (ByteOrder::Big, ByteOrder::Big)
        )
    }

    /// The character that stands for it in `dtype.str`: `<`, `>` or `|`.
    pub const fn as_char(self) -> char {
        match self {
            ByteOrder::Little => '<',
            ByteOrder::Big => '>',
            ByteOrder::NotApplicable => '|',
        }
    }

    /// The order that a prefix means: `<`, `>`, `=` (native) or `|`.
    pub const fn from_char(prefix: char) -> Option<ByteOrder> {
        match prefix {
            '<' => Some(ByteOrder::Little),
            '>' => Some(ByteOrder::Big),
            '=' => Some(ByteOrder::NATIVE),
            '|' => Some(ByteOrder::NotApplicable),
            _ => None,
        }
    }
}
