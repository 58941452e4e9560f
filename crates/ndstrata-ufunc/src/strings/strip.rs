//! Elements without characters at their ends: `strip`, `lstrip`, `rstrip`.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::Unit;

use super::operands::{Frame, Texts, by_unit, check_texts};
use super::unicode::{Class, is};
use crate::error::Result;

/// Each element without white space, or without some characters, at both ends.
///
/// NumPy: [numpy.strings.strip](https://numpy.org/doc/stable/reference/generated/numpy.strings.strip.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&[" a  "])?;
/// assert_eq!(strings::to_strings(&strings::strip(&a.view(), None)?.view())?, ["a"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn strip(a: &DynView<'_>, chars: Option<&DynView<'_>>) -> Result<DynArray> {
    stripped("strip", a, chars, Ends { left: true, right: true })
}

/// Each element without white space, or without some characters, at the start.
///
/// NumPy: [numpy.strings.lstrip](https://numpy.org/doc/stable/reference/generated/numpy.strings.lstrip.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&[" a  "])?;
/// assert_eq!(strings::to_strings(&strings::lstrip(&a.view(), None)?.view())?, ["a  "]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lstrip(a: &DynView<'_>, chars: Option<&DynView<'_>>) -> Result<DynArray> {
    stripped("lstrip", a, chars, Ends { left: true, right: false })
}

/// Each element without white space, or without some characters, at the end.
///
/// NumPy: [numpy.strings.rstrip](https://numpy.org/doc/stable/reference/generated/numpy.strings.rstrip.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&[" a  "])?;
/// assert_eq!(strings::to_strings(&strings::rstrip(&a.view(), None)?.view())?, [" a"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rstrip(a: &DynView<'_>, chars: Option<&DynView<'_>>) -> Result<DynArray> {
    stripped("rstrip", a, chars, Ends { left: false, right: true })
}

/// Which ends are stripped.
#[derive(Clone, Copy)]
struct Ends {
    left: bool,
    right: bool,
}

fn stripped(
    name: &'static str,
    a: &DynView<'_>,
    chars: Option<&DynView<'_>>,
    ends: Ends,
) -> Result<DynArray> {
    let kind = match (name, chars) {
        ("strip", Some(chars)) => check_texts("_strip_chars", &[a, chars])?,
        ("strip", None) => check_texts("_strip_whitespace", &[a])?,
        ("lstrip", Some(chars)) => check_texts("_lstrip_chars", &[a, chars])?,
        ("lstrip", None) => check_texts("_lstrip_whitespace", &[a])?,
        (_, Some(chars)) => check_texts("_rstrip_chars", &[a, chars])?,
        (_, None) => check_texts("_rstrip_whitespace", &[a])?,
    };
    let frame = match chars {
        Some(chars) => Frame::of(&[a, chars])?,
        None => Frame::of(&[a])?,
    };
    let texts = frame.text(a)?;
    let chars = chars.map(|chars| frame.text(chars)).transpose()?;
    by_unit!(kind, U => {
        let chars = chars.as_ref().map(|chars| chars.texts::<U>());
        without(&frame, texts.texts(), chars, ends)
    })
}

fn without<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    chars: Option<Texts<'_, U>>,
    ends: Ends,
) -> Result<DynArray> {
    let mut writer = frame.writer(texts.width())?;
    match chars {
        None => {
            for i in 0..frame.size() {
                // NumPy takes NULs among white space at the end for filling.
                let kept = within(texts.get(i), ends, |c, is_end| {
                    is(c, Class::Space) || is_end && c == U::default()
                });
                writer.put(|slot| slot.text(kept));
            }
        }
        Some(chars) => {
            for i in 0..frame.size() {
                let chars = chars.get(i);
                let kept = within(texts.get(i), ends, |c, _| chars.contains(&c));
                writer.put(|slot| slot.text(kept));
            }
        }
    }
    writer.finish()
}

#[inline(always)]
fn within<U: Unit>(text: &[U], ends: Ends, goes: impl Fn(U, bool) -> bool) -> &[U] {
    let start = match ends.left {
        true => text.iter().position(|&c| !goes(c, false)).unwrap_or(text.len()),
        false => 0,
    };
    let end = match ends.right {
        true => {
            text[start..].iter().rposition(|&c| !goes(c, true)).map_or(start, |n| start + n + 1)
        }
        false => text.len(),
    };
    &text[start..end]
}

/// Text without the white space at its end.
#[inline]
pub(super) fn without_space_at_end<U: Unit>(text: &[U]) -> &[U] {
    let goes = |c, _| is(c, Class::Space) || c == U::default();
    within(text, Ends { left: false, right: true }, goes)
}
