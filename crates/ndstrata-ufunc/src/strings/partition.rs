//! Elements parted at a separator, into the text before it, itself, and the text after it.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::{Unit, find, rfind};

use super::operands::{Frame, Texts, by_unit, check_texts, nothing_to_measure};
use crate::error::{Error, Result};

/// The text before the first separator in each element, the separator, and the text after it; the
/// whole element and nothing where there is none.
///
/// NumPy: [numpy.strings.partition](https://numpy.org/doc/stable/reference/generated/numpy.strings.partition.html).
///
/// # Errors
///
/// Elements that are no text; an empty separator; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let (a, sep) = (strings::from_strs(&["a-b-c"])?, strings::from_strs(&["-"])?);
/// let [before, _, after] = strings::partition(&a.view(), &sep.view())?;
/// assert_eq!(strings::to_strings(&before.view())?, ["a"]);
/// assert_eq!(strings::to_strings(&after.view())?, ["b-c"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn partition(a: &DynView<'_>, sep: &DynView<'_>) -> Result<[DynArray; 3]> {
    parted("find", a, sep, Side::Left)
}

/// The text before the last separator in each element, the separator, and the text after it; nothing
/// and the whole element where there is none.
///
/// NumPy: [numpy.strings.rpartition](https://numpy.org/doc/stable/reference/generated/numpy.strings.rpartition.html).
///
/// # Errors
///
/// As [`partition`].
///
/// ```
/// use ndstrata_ufunc::strings;
/// let (a, sep) = (strings::from_strs(&["a-b-c"])?, strings::from_strs(&["-"])?);
/// let [before, _, after] = strings::rpartition(&a.view(), &sep.view())?;
/// assert_eq!(strings::to_strings(&before.view())?, ["a-b"]);
/// assert_eq!(strings::to_strings(&after.view())?, ["c"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rpartition(a: &DynView<'_>, sep: &DynView<'_>) -> Result<[DynArray; 3]> {
    parted("rfind", a, sep, Side::Right)
}

/// Where the separator is looked for first.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn parted(
    search: &'static str,
    a: &DynView<'_>,
    sep: &DynView<'_>,
    side: Side,
) -> Result<[DynArray; 3]> {
    let sep = sep.astype(a.dtype())?;
    let sep = sep.view();
    let kind = check_texts(search, &[a, &sep])?;
    let frame = Frame::of(&[a, &sep])?;
    if frame.size() == 0 {
        return Err(nothing_to_measure());
    }
    let (texts, separators) = (frame.text(a)?, frame.text(&sep)?);
    by_unit!(kind, U => parted_texts::<U>(&frame, texts.texts(), separators.texts(), side))
}

fn parted_texts<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    separators: Texts<'_, U>,
    side: Side,
) -> Result<[DynArray; 3]> {
    // How long the part before the separator is, and the separator; none where it is not found.
    let mut cuts: Vec<Option<(usize, usize)>> = Vec::with_capacity(frame.size());
    let (mut widths, mut widest_sep, mut is_found) = ([0, 0], 0, false);
    for i in 0..frame.size() {
        let (text, sep) = (texts.get(i), separators.get(i));
        if sep.is_empty() {
            return Err(Error::value("empty separator"));
        }
        let found = match side {
            Side::Left => find(text, sep),
            Side::Right => rfind(text, sep),
        };
        let (before, after) = match (found, side) {
            (Some(at), _) => (at, text.len() - at - sep.len()),
            (None, Side::Left) => (text.len(), 0),
            (None, Side::Right) => (0, text.len()),
        };
        is_found |= found.is_some();
        widths = [widths[0].max(before), widths[1].max(after)];
        widest_sep = widest_sep.max(sep.len());
        cuts.push(found.map(|at| (at, sep.len())));
    }
    let middle = if is_found { widest_sep } else { 1 };
    let mut before = frame.writer(widths[0])?;
    let mut between = frame.writer(middle)?;
    let mut after = frame.writer(widths[1])?;
    for (i, cut) in cuts.into_iter().enumerate() {
        let text = texts.get(i);
        let parts = match (cut, side) {
            (Some((at, n)), _) => (&text[..at], &text[at..at + n], &text[at + n..]),
            (None, Side::Left) => (text, &[][..], &[][..]),
            (None, Side::Right) => (&[][..], &[][..], text),
        };
        before.put(|slot| slot.text(parts.0));
        between.put(|slot| slot.text(parts.1));
        after.put(|slot| slot.text(parts.2));
    }
    Ok([before.finish()?, between.finish()?, after.finish()?])
}
