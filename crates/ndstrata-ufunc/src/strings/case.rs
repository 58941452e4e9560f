//! The other cases of letters.

use ndstrata_array::{DynArray, DynView};

use super::operands::{Frame, TextKind};
use super::unicode::{Class, is, push_lower, push_title, push_upper};
use crate::error::{Error, Result};

/// Each element in upper case. It keeps its width, so that what
/// grows is cut off.
///
/// NumPy: [numpy.strings.upper](https://numpy.org/doc/stable/reference/generated/numpy.strings.upper.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["aß1"])?;
/// let made = strings::upper(&a.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["ASS"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn upper(a: &DynView<'_>) -> Result<DynArray> {
    converted(a, |c| c.to_ascii_uppercase(), upper_of)
}

/// Each element in lower case. It keeps its width, so that what
/// grows is cut off.
///
/// NumPy: [numpy.strings.lower](https://numpy.org/doc/stable/reference/generated/numpy.strings.lower.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["AΣ"])?;
/// let made = strings::lower(&a.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["aς"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lower(a: &DynView<'_>) -> Result<DynArray> {
    converted(a, |c| c.to_ascii_lowercase(), lower_of)
}

/// Each element with upper case for lower case and the reverse. It keeps its width, so that what
/// grows is cut off.
///
/// NumPy: [numpy.strings.swapcase](https://numpy.org/doc/stable/reference/generated/numpy.strings.swapcase.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["aB"])?;
/// let made = strings::swapcase(&a.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["Ab"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn swapcase(a: &DynView<'_>) -> Result<DynArray> {
    converted(a, swapped_ascii, swapcase_of)
}

/// Each element with its first character in title case and the others in lower case. It keeps its width, so that what
/// grows is cut off.
///
/// NumPy: [numpy.strings.capitalize](https://numpy.org/doc/stable/reference/generated/numpy.strings.capitalize.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["aB"])?;
/// let made = strings::capitalize(&a.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["Ab"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn capitalize(a: &DynView<'_>) -> Result<DynArray> {
    each(a, capitalize_of)
}

/// Each element with the first letter of each word in title case and the others in lower case. It keeps its width, so that what
/// grows is cut off.
///
/// NumPy: [numpy.strings.title](https://numpy.org/doc/stable/reference/generated/numpy.strings.title.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["ab CD"])?;
/// let made = strings::title(&a.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["Ab Cd"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn title(a: &DynView<'_>) -> Result<DynArray> {
    each(a, title_of)
}

/// Text of which each character has another case: `ascii` where there are no others, `of` elsewhere.
fn converted(
    a: &DynView<'_>,
    ascii: impl Fn(u8) -> u8,
    of: fn(TextKind, &[u32], &mut Vec<u32>),
) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of(&[a])?;
    let texts = frame.texts(a)?;
    let is_ascii = |points: &[u32]| points.iter().fold(0, |all, c| all | c) < 0x80;
    match kind {
        TextKind::Bytes => {
            let mut writer = frame.writer(kind, texts.width())?;
            writer.all(texts.bytes(), ascii);
            in_order_of(a, writer.finish()?)
        }
        TextKind::Str if is_ascii(texts.points()) => {
            let mut writer = frame.writer(kind, texts.width())?;
            writer.all_points(texts.points(), |c| u32::from(ascii(c as u8)));
            in_order_of(a, writer.finish()?)
        }
        TextKind::Str => each(a, of),
    }
}

fn swapped_ascii(c: u8) -> u8 {
    if c.is_ascii_alphabetic() { c ^ 0x20 } else { c }
}

fn each(a: &DynView<'_>, of: fn(TextKind, &[u32], &mut Vec<u32>)) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of(&[a])?;
    let texts = frame.texts(a)?;
    let mut writer = frame.writer(kind, texts.width())?;
    let (mut text, mut made) = (Vec::new(), Vec::new());
    for i in 0..frame.size() {
        made.clear();
        of(kind, texts.read(i, &mut text), &mut made);
        writer.slot(i).text(&made);
    }
    in_order_of(a, writer.finish()?)
}

/// The result in the byte order of the operand.
fn in_order_of(a: &DynView<'_>, made: DynArray) -> Result<DynArray> {
    if made.dtype() == a.dtype() {
        return Ok(made);
    }
    Ok(made.astype(a.dtype())?)
}

fn upper_of(kind: TextKind, text: &[u32], to: &mut Vec<u32>) {
    text.iter().for_each(|&c| push_upper(kind, c, to));
}

fn lower_of(kind: TextKind, text: &[u32], to: &mut Vec<u32>) {
    (0..text.len()).for_each(|at| push_lower(kind, text, at, to));
}

fn swapcase_of(kind: TextKind, text: &[u32], to: &mut Vec<u32>) {
    for (at, &c) in text.iter().enumerate() {
        if is(kind, c, Class::Upper) {
            push_lower(kind, text, at, to);
        } else if is(kind, c, Class::Lower) {
            push_upper(kind, c, to);
        } else {
            to.push(c);
        }
    }
}

fn capitalize_of(kind: TextKind, text: &[u32], to: &mut Vec<u32>) {
    for (at, &c) in text.iter().enumerate() {
        match at {
            0 => push_title(kind, c, to),
            at => push_lower(kind, text, at, to),
        }
    }
}

fn title_of(kind: TextKind, text: &[u32], to: &mut Vec<u32>) {
    let mut is_inside = false;
    for (at, &c) in text.iter().enumerate() {
        if is_inside {
            push_lower(kind, text, at, to);
        } else {
            push_title(kind, c, to);
        }
        is_inside = is(kind, c, Class::Cased);
    }
}
