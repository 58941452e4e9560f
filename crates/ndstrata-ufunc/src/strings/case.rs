//! The other cases of letters.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::Unit;

use super::operands::{Frame, TextKind, Texts, by_unit};
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
    worded(a, |is_first, _| is_first, capitalize_of)
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
    worded(a, |_, is_inside| !is_inside, title_of)
}

/// Appends other text than some.
type Convert = fn(&[u32], &mut Vec<u32>);

/// Text of which each character has another case: `ascii` where there are no others, `of` elsewhere.
fn converted(a: &DynView<'_>, ascii: impl Fn(u8) -> u8, of: Convert) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of_shape(a.shape())?;
    let texts = frame.text(a)?;
    let made = match kind {
        TextKind::Bytes => {
            let texts = texts.texts::<u8>();
            let mut writer = frame.writer(texts.width())?;
            writer.put_all(texts.units(), ascii);
            writer.finish()?
        }
        TextKind::Str => {
            let texts = texts.texts::<u32>();
            let mut writer = frame.writer(texts.width())?;
            if is_ascii(texts.units()) {
                writer.put_all(texts.units(), |c| u32::from(ascii(c as u8)));
            } else {
                let mut made = Vec::new();
                for i in 0..frame.size() {
                    made.clear();
                    of(texts.get(i), &mut made);
                    writer.put(|slot| slot.text(&made));
                }
            }
            writer.finish()?
        }
    };
    in_order_of(a, made)
}

fn is_ascii(points: &[u32]) -> bool {
    points.iter().fold(0, |all, c| all | c) < 0x80
}

/// Text whose characters are of a case by their place: of ASCII, upper case where `is_upper` says so
/// of whether they are the first, and whether they come after a letter; `of` for others.
fn worded(
    a: &DynView<'_>,
    is_upper: impl Fn(bool, bool) -> bool + Copy,
    of: Convert,
) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of_shape(a.shape())?;
    let texts = frame.text(a)?;
    let made = by_unit!(kind, U => {
        let texts: Texts<'_, U> = texts.texts();
        let mut writer = frame.writer(texts.width())?;
        let (mut points, mut made) = (Vec::new(), Vec::new());
        for i in 0..frame.size() {
            let text = texts.get(i);
            let all = text.iter().fold(0_u32, |all, &c| all | Into::<u32>::into(c));
            // Bytes past ASCII have no case.
            if all < 0x80 || kind == TextKind::Bytes {
                writer.put(|slot| slot.each(worded_ascii(text, is_upper)));
            } else {
                points.clear();
                points.extend(text.iter().map(|&c| Into::<u32>::into(c)));
                made.clear();
                of(&points, &mut made);
                writer.put(|slot| slot.each(made.iter().map(|&c| U::from_code(c))));
            }
        }
        writer.finish()
    });
    in_order_of(a, made?)
}

#[inline(always)]
fn worded_ascii<U: Unit>(
    text: &[U],
    is_upper: impl Fn(bool, bool) -> bool + Copy,
) -> impl Iterator<Item = U> {
    let (mut is_first, mut is_inside) = (true, false);
    text.iter().map(move |&c| {
        let code: u32 = c.into();
        let is_letter = (code | 0x20).wrapping_sub('a'.into()) < 26;
        let upper = u32::from(!is_upper(is_first, is_inside)) << 5;
        (is_first, is_inside) = (false, is_letter);
        if is_letter { U::from_code(code & !0x20 | upper) } else { c }
    })
}

fn swapped_ascii(c: u8) -> u8 {
    if c.is_ascii_alphabetic() { c ^ 0x20 } else { c }
}

/// The result in the byte order of the operand.
fn in_order_of(a: &DynView<'_>, made: DynArray) -> Result<DynArray> {
    if made.dtype() == a.dtype() {
        return Ok(made);
    }
    Ok(made.astype(a.dtype())?)
}

fn upper_of(text: &[u32], to: &mut Vec<u32>) {
    text.iter().for_each(|&c| push_upper(c, to));
}

fn lower_of(text: &[u32], to: &mut Vec<u32>) {
    (0..text.len()).for_each(|at| push_lower(text, at, to));
}

fn swapcase_of(text: &[u32], to: &mut Vec<u32>) {
    for (at, &c) in text.iter().enumerate() {
        if is(c, Class::Upper) {
            push_lower(text, at, to);
        } else if is(c, Class::Lower) {
            push_upper(c, to);
        } else {
            to.push(c);
        }
    }
}

fn capitalize_of(text: &[u32], to: &mut Vec<u32>) {
    for (at, &c) in text.iter().enumerate() {
        match at {
            0 => push_title(c, to),
            at => push_lower(text, at, to),
        }
    }
}

fn title_of(text: &[u32], to: &mut Vec<u32>) {
    let mut is_inside = false;
    for (at, &c) in text.iter().enumerate() {
        if is_inside {
            push_lower(text, at, to);
        } else {
            push_title(c, to);
        }
        is_inside = is(c, Class::Cased);
    }
}
