//! Between Rust's text and arrays of it.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::Unit;

use super::operands::{Frame, TextKind, by_unit};
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
    let mut made = Collected::new();
    for text in texts {
        made.push(|points| points.extend(text.as_ref().chars().map(u32::from)));
    }
    made.finish(&Frame::of_shape(&[texts.len()])?)
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
    let frame = Frame::of_shape(a.shape())?;
    let texts = frame.text(a)?;
    let kind = TextKind::of(a.dtype()).unwrap_or(TextKind::Str);
    let character = |c: u32| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
    by_unit!(kind, U => {
        let texts = texts.texts::<U>();
        let text = |i| texts.get(i).iter().map(|&c| character(Into::<u32>::into(c))).collect();
        Ok((0..frame.size()).map(text).collect())
    })
}

/// Code points as characters, of which as many bits count as there are.
pub(super) fn code_points<U: Unit>(points: &[u32]) -> impl Iterator<Item = U> {
    points.iter().map(|&c| U::from_code(c))
}

/// Texts of which the widest one tells how wide all elements are.
pub(super) struct Collected<U> {
    units: Vec<U>,
    ends: Vec<usize>,
    widest: usize,
}

impl<U: Unit> Collected<U> {
    pub(super) fn new() -> Collected<U> {
        Collected { units: Vec::new(), ends: Vec::new(), widest: 0 }
    }

    /// Appends the text that a function appends.
    pub(super) fn push<R>(&mut self, append: impl FnOnce(&mut Vec<U>) -> R) -> R {
        let start = self.units.len();
        let result = append(&mut self.units);
        self.widest = self.widest.max(self.units.len().saturating_sub(start));
        self.ends.push(self.units.len());
        result
    }

    /// An array of the texts, as wide as the longest and at least one character.
    pub(super) fn finish(&self, frame: &Frame) -> Result<DynArray> {
        let mut writer = frame.writer(self.widest.max(1))?;
        let mut start = 0;
        for &end in &self.ends {
            writer.put(|slot| slot.text(self.units.get(start..end).unwrap_or_default()));
            start = end;
        }
        writer.finish()
    }
}
