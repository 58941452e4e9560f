//! Elements parted at a separator, into the text before it, itself, and the text after it.

use ndstrata_array::{DynArray, DynView};

use super::operands::{Frame, check_texts, nothing_to_measure};
use super::search::{last_place, place};
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
    parted("find", a, sep, place, |text| (text, &[]))
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
    parted("rfind", a, sep, last_place, |text| (&[], text))
}

type Sides<'t> = (&'t [u32], &'t [u32]);

fn parted(
    search: &'static str,
    a: &DynView<'_>,
    sep: &DynView<'_>,
    find: impl Fn(&[u32], &[u32]) -> Option<usize>,
    whole: impl for<'t> Fn(&'t [u32]) -> Sides<'t>,
) -> Result<[DynArray; 3]> {
    let sep = sep.astype(a.dtype())?;
    let sep = sep.view();
    let kind = check_texts(search, &[a, &sep])?;
    let frame = Frame::of(&[a, &sep])?;
    if frame.size() == 0 {
        return Err(nothing_to_measure());
    }
    let (texts, separators) = (frame.texts(a)?, frame.texts(&sep)?);
    let (mut room, mut sep) = (Vec::new(), Vec::new());
    let (mut widths, mut widest_sep, mut is_found) = ([0, 0], 0, false);
    for i in 0..frame.size() {
        let (text, sep) = (texts.read(i, &mut room), separators.read(i, &mut sep));
        if sep.is_empty() {
            return Err(Error::value("empty separator"));
        }
        let (before, after) = match find(text, sep) {
            Some(at) => {
                is_found = true;
                (&text[..at], &text[at + sep.len()..])
            }
            None => whole(text),
        };
        widths = [widths[0].max(before.len()), widths[1].max(after.len())];
        widest_sep = widest_sep.max(sep.len());
    }
    let middle = if is_found { widest_sep } else { 1 };
    let mut made = [
        frame.writer(kind, widths[0])?,
        frame.writer(kind, middle)?,
        frame.writer(kind, widths[1])?,
    ];
    for i in 0..frame.size() {
        let (text, sep) = (texts.read(i, &mut room), separators.read(i, &mut sep));
        let (before, between, after) = match find(text, sep) {
            Some(at) => (&text[..at], sep, &text[at + sep.len()..]),
            None => {
                let (before, after) = whole(text);
                (before, &[][..], after)
            }
        };
        for (writer, part) in made.iter_mut().zip([before, between, after]) {
            writer.slot(i).text(part);
        }
    }
    let [before, between, after] = made;
    Ok([before.finish()?, between.finish()?, after.finish()?])
}
