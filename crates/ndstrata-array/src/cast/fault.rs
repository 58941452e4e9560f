//! What a conversion finds wrong with one element, in Python's and NumPy's words.

use std::fmt;

use ndstrata_dtype::DType;

/// Why an element does not convert.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CastFault {
    /// Text that is no integer.
    NotInteger {
        /// The text as Python's `repr` shows it.
        text: String,
    },
    /// Text that is no float.
    NotFloat {
        /// The text as Python's `repr` shows it.
        text: String,
    },
    /// Text that is no complex number.
    NotComplex,
    /// An integer beyond 64 bits.
    IntegerTooLarge,
    /// An integer outside the range of the type.
    IntegerOutOfBounds {
        /// The integer.
        value: i128,
        /// The type.
        dtype: DType,
    },
    /// Bytes that are no ASCII text.
    Decode {
        /// The first such byte.
        byte: u8,
        /// Where it stands.
        position: usize,
    },
    /// Bytes that are no UTF-8 text.
    DecodeUtf8 {
        /// The first such byte.
        byte: u8,
        /// Where it stands.
        position: usize,
    },
    /// Characters that ASCII does not have.
    Encode {
        /// The first such character.
        point: u32,
        /// Where it stands.
        position: usize,
        /// How many of them follow each other.
        count: usize,
    },
    /// A date whose text is longer than there is room for.
    DateTooLong {
        /// The room.
        width: usize,
    },
    /// Raw bytes, which are no float.
    VoidIsNoFloat,
    /// Raw bytes, which are no text.
    VoidIsNoText,
    /// Raw bytes, which are no date.
    VoidIsNoDate,
    /// Raw bytes, which are no duration.
    VoidIsNoDelta,
}

impl CastFault {
    /// What is wrong with code points where ASCII is asked for, if anything.
    pub(super) fn encode(points: &[u32]) -> Option<CastFault> {
        let position = points.iter().position(|&point| point > 0x7f)?;
        let count = points[position..].iter().take_while(|&&point| point > 0x7f).count();
        Some(CastFault::Encode { point: points[position], position, count })
    }

    /// The name of the exception class that NumPy raises for this.
    pub fn numpy_class(&self) -> &'static str {
        match self {
            CastFault::IntegerTooLarge | CastFault::IntegerOutOfBounds { .. } => "OverflowError",
            CastFault::Decode { .. } | CastFault::DecodeUtf8 { .. } => "UnicodeDecodeError",
            CastFault::Encode { .. } => "UnicodeEncodeError",
            CastFault::DateTooLong { .. } => "RuntimeError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for CastFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CastFault::NotInteger { text } => {
                write!(f, "invalid literal for int() with base 10: {text}")
            }
            CastFault::NotFloat { text } => write!(f, "could not convert string to float: {text}"),
            CastFault::NotComplex => f.write_str("complex() arg is a malformed string"),
            CastFault::IntegerTooLarge => f.write_str("Python int too large to convert to C long"),
            CastFault::IntegerOutOfBounds { value, dtype } => {
                write!(f, "Python integer {value} out of bounds for {}", dtype.name())
            }
            CastFault::Decode { byte, position } => write!(
                f,
                "'ascii' codec can't decode byte {byte:#04x} in position {position}: ordinal not in \
                 range(128)"
            ),
            CastFault::DecodeUtf8 { byte, position } => {
                write!(f, "'utf-8' codec can't decode byte {byte:#04x} in position {position}")
            }
            CastFault::Encode { point, position, count: 1 } => {
                let escaped = match point {
                    0..=0xff => format!("\\x{point:02x}"),
                    0x100..=0xffff => format!("\\u{point:04x}"),
                    _ => format!("\\U{point:08x}"),
                };
                write!(
                    f,
                    "'ascii' codec can't encode character '{escaped}' in position {position}: \
                     ordinal not in range(128)"
                )
            }
            CastFault::Encode { position, count, .. } => write!(
                f,
                "'ascii' codec can't encode characters in position {position}-{}: ordinal not in \
                 range(128)",
                position + count - 1
            ),
            CastFault::DateTooLong { width } => write!(
                f,
                "The string provided for NumPy ISO datetime formatting was too short, with length \
                 {width}"
            ),
            CastFault::VoidIsNoFloat => f.write_str("setting an array element with a sequence."),
            CastFault::VoidIsNoText => f.write_str("setting an array element with a sequence"),
            CastFault::VoidIsNoDate => f.write_str("Could not convert object to NumPy datetime"),
            CastFault::VoidIsNoDelta => f.write_str("Could not convert object to NumPy timedelta"),
        }
    }
}
