//! [`FixedBytes`] and [`FixedStr`]: text of a fixed number of places, as elements of `S` and `U` types.
//!
//! What they do with text is the same (the places after the text are zero, and zeros at the end are not part of it);
//! only the unit differs, a byte or a code point.
#![expect(unsafe_code, reason = "`Element` is a promise about the layout of a Rust type")]

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};
use crate::{DType, Element};

/// Up to `N` bytes of text, filled up with zeros.
///
/// NumPy: [numpy.bytes_](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.bytes_).
/// Differs: text that is too long is an error, where NumPy cuts it off.
///
/// # Example
/// ```
/// use ndstrata_dtype::{DType, FixedBytes};
/// let name = FixedBytes::<4>::new(b"ab")?;
/// assert_eq!(name.as_bytes(), b"ab");
/// assert_eq!(DType::of::<FixedBytes<4>>().to_string(), "|S4");
/// assert!(FixedBytes::<4>::new(b"abcde").is_err());
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct FixedBytes<const N: usize>([u8; N]);

/// Up to `N` code points of text, filled up with zeros.
///
/// A file may hold what is no character (surrogates, numbers past U+10FFFF), so that reading them as
/// characters can fail.
///
/// NumPy: [numpy.str_](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.str_).
/// Differs: text that is too long is an error, where NumPy cuts it off.
///
/// # Example
/// ```
/// use ndstrata_dtype::{DType, FixedStr};
/// let name = FixedStr::<5>::new("Zoë")?;
/// assert_eq!(name.to_text().as_deref(), Some("Zoë"));
/// assert_eq!(DType::of::<FixedStr<5>>().to_string(), "<U5");
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct FixedStr<const N: usize>([u32; N]);

impl<const N: usize> FixedBytes<N> {
    /// The bytes, followed by zeros.
    ///
    /// # Errors
    ///
    /// More than `N` bytes.
    pub fn new(text: &[u8]) -> Result<FixedBytes<N>> {
        Ok(FixedBytes(filled(text.iter().copied(), text.len())?))
    }

    /// The bytes without the zeros at the end.
    pub fn as_bytes(&self) -> &[u8] {
        trimmed(&self.0)
    }
}

impl<const N: usize> FixedStr<N> {
    /// The text's code points, followed by zeros.
    ///
    /// # Errors
    ///
    /// More than `N` of them.
    pub fn new(text: &str) -> Result<FixedStr<N>> {
        Ok(FixedStr(filled(text.chars().map(u32::from), text.chars().count())?))
    }

    /// The code points without the zeros at the end.
    pub fn code_points(&self) -> &[u32] {
        trimmed(&self.0)
    }

    /// The text, if every code point is a character.
    pub fn to_text(&self) -> Option<String> {
        self.code_points().iter().map(|&point| char::from_u32(point)).collect()
    }
}

fn filled<T: Copy + Default, const N: usize>(
    text: impl Iterator<Item = T>,
    length: usize,
) -> Result<[T; N]> {
    if length > N {
        return Err(Error::new(ErrorKind::TextTooLong { length, places: N }));
    }
    let mut places = [T::default(); N];
    places.iter_mut().zip(text).for_each(|(place, unit)| *place = unit);
    Ok(places)
}

fn trimmed<T: Default + PartialEq>(places: &[T]) -> &[T] {
    let end = places.iter().rposition(|place| *place != T::default());
    &places[..end.map_or(0, |last| last + 1)]
}

impl<const N: usize> Default for FixedBytes<N> {
    fn default() -> FixedBytes<N> {
        FixedBytes([0; N])
    }
}

impl<const N: usize> Default for FixedStr<N> {
    fn default() -> FixedStr<N> {
        FixedStr([0; N])
    }
}

impl<const N: usize> FromStr for FixedBytes<N> {
    type Err = Error;

    fn from_str(text: &str) -> Result<FixedBytes<N>> {
        FixedBytes::new(text.as_bytes())
    }
}

impl<const N: usize> FromStr for FixedStr<N> {
    type Err = Error;

    fn from_str(text: &str) -> Result<FixedStr<N>> {
        FixedStr::new(text)
    }
}

impl<const N: usize> fmt::Debug for FixedBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.as_bytes().escape_ascii())
    }
}

impl<const N: usize> fmt::Debug for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_text() {
            Some(text) => write!(f, "{text:?}"),
            None => write!(f, "{:x?}", self.code_points()),
        }
    }
}

/// What is no character is shown as U+FFFD.
impl<const N: usize> fmt::Display for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |&point: &u32| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        f.pad(&self.code_points().iter().map(shown).collect::<String>())
    }
}

// SAFETY: `N` bytes, as the elements of `SN` are; all are initialised, and any bytes are text.
unsafe impl<const N: usize> Element for FixedBytes<N> {
    const HAS_PADDING: bool = false;
    const ANY_BITS: bool = true;

    fn dtype() -> DType {
        DType::bytes(N)
    }

    fn is_valid(_: &[u8]) -> bool {
        true
    }
}

// SAFETY: `N` numbers of four bytes in native order, as the elements of `UN` are; all are initialised,
// and any number may stand in each.
unsafe impl<const N: usize> Element for FixedStr<N> {
    const HAS_PADDING: bool = false;
    const ANY_BITS: bool = true;

    fn dtype() -> DType {
        DType::str(N)
    }

    fn is_valid(_: &[u8]) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_are_not_part_of_the_text() {
        let text = FixedBytes::<5>::new(b"a\0b\0").unwrap();
        assert_eq!(text.as_bytes(), b"a\0b");
        assert_eq!(FixedBytes::<3>::default().as_bytes(), b"");
        assert_eq!(FixedStr::<3>::new("né").unwrap().code_points(), [0x6e, 0xe9]);
        assert_eq!(FixedBytes::<0>::new(b"").unwrap().as_bytes(), b"");
    }

    #[test]
    fn text_that_is_too_long_is_refused() {
        let error = FixedStr::<2>::new("abc").unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::TextTooLong { length: 3, places: 2 });
        assert_eq!(error.to_string(), "text of 3 characters does not fit into 2");
    }

    #[test]
    fn what_is_no_character_is_no_text() {
        let lone_surrogate = FixedStr::<1>([0xd800]);
        assert_eq!(lone_surrogate.to_text(), None);
        assert_eq!(lone_surrogate.to_string(), "\u{fffd}");
    }

    #[test]
    fn the_types_are_the_size_of_their_elements() {
        assert_eq!(DType::of::<FixedStr<7>>().itemsize(), size_of::<FixedStr<7>>());
        assert_eq!(DType::of::<FixedBytes<7>>().itemsize(), size_of::<FixedBytes<7>>());
        assert_eq!(align_of::<FixedStr<7>>(), DType::of::<FixedStr<7>>().alignment());
    }
}
