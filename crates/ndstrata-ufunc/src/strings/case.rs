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
    converted(a, upper_of)
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
    converted(a, lower_of)
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
    converted(a, swapcase_of)
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
    converted(a, capitalize_of)
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
    converted(a, title_of)
}

fn converted(a: &DynView<'_>, of: fn(TextKind, &[u32], &mut Vec<u32>)) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of(&[a])?;
    let texts = frame.texts(a)?;
    let mut writer = frame.writer(kind, texts.width())?;
    let (mut text, mut made) = (Vec::new(), Vec::new());
    for i in 0..frame.size() {
        made.clear();
        of(kind, texts.read(i, &mut text), &mut made);
        writer.put(i, made.iter().copied());
    }
    Ok(writer.finish()?.astype(&a.dtype().clone())?)
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
