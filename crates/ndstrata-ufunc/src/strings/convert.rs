//! Between Rust's text and arrays of it.

use ndstrata_array::{DynArray, DynView};

use super::operands::{Frame, TextKind};
use crate::error::Result;

/// An array of type `U` of some texts, as wide as the longest.
///
/// NumPy: [numpy.array](https://numpy.org/doc/stable/reference/generated/numpy.array.html).
///
/// # Errors
///
/// Text longer than elements can be.
///
/// ```
/// use ndstrata_ufunc::strings;
/// assert_eq!(strings::from_strs(&["a", "bcd"])?.dtype().to_string(), "<U3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_strs<T: AsRef<str>>(texts: &[T]) -> Result<DynArray> {
    let texts: Vec<Vec<u32>> =
        texts.iter().map(|text| text.as_ref().chars().map(u32::from).collect()).collect();
    from_code_points(TextKind::Str, &texts, &[texts.len()])
}

/// The texts of an array, in C order. What is no character becomes U+FFFD, bytes past ASCII become
/// the characters of Latin-1.
///
/// NumPy: [numpy.ndarray.tolist](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tolist.html).
///
/// # Errors
///
/// Elements that are no text.
pub fn to_strings(a: &DynView<'_>) -> Result<Vec<String>> {
    let frame = Frame::of(&[a])?;
    let (texts, mut room) = (frame.texts(a)?, Vec::new());
    let text = |points: &[u32]| {
        points.iter().map(|&c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    Ok((0..frame.size()).map(|i| text(texts.read(i, &mut room))).collect())
}

/// An array of texts, as wide as the longest and at least one character.
pub(super) fn from_code_points(
    kind: TextKind,
    texts: &[Vec<u32>],
    shape: &[usize],
) -> Result<DynArray> {
    let width = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut writer = Frame::of_shape(shape)?.writer(kind, width)?;
    for (i, text) in texts.iter().enumerate() {
        writer.put(i, text.iter().copied());
    }
    writer.finish()
}
