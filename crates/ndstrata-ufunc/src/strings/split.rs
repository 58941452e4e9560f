//! Elements split into words or lines. NumPy gives arrays of lists; here they are nested vectors.

use ndstrata_array::{DynArray, DynView};

use super::convert::from_code_points;
use super::operands::{Frame, TextKind};
use super::search::{last_place, place};
use super::unicode::{Class, is};
use crate::error::{Error, Result};

/// The words of each element of an array, in C order, each list as an array of one axis.
///
/// Words lie between separators, or between white space where none is given. At most `maxsplit`
/// separators count, from the left; a negative number is no limit.
///
/// NumPy: [numpy.char.split](https://numpy.org/doc/stable/reference/generated/numpy.char.split.html).
///
/// # Errors
///
/// Operands that are not text of one kind; an empty separator.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&[" a b  c"])?;
/// let words = strings::split(&a.view(), None, 1)?;
/// assert_eq!(strings::to_strings(&words[0].view())?, ["a", "b  c"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn split(a: &DynView<'_>, sep: Option<&DynView<'_>>, maxsplit: i64) -> Result<Vec<DynArray>> {
    each(a, sep, |kind, text, sep| match sep {
        Some(sep) => at_separators(text, sep, maxsplit),
        None => at_space(kind, text, maxsplit),
    })
}

/// As [`split`], but separators count from the right.
///
/// NumPy: [numpy.char.rsplit](https://numpy.org/doc/stable/reference/generated/numpy.char.rsplit.html).
///
/// # Errors
///
/// As [`split`].
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["a-b-c"])?;
/// let sep = strings::from_strs(&["-"])?;
/// let words = strings::rsplit(&a.view(), Some(&sep.view()), 1)?;
/// assert_eq!(strings::to_strings(&words[0].view())?, ["a-b", "c"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rsplit(a: &DynView<'_>, sep: Option<&DynView<'_>>, maxsplit: i64) -> Result<Vec<DynArray>> {
    each(a, sep, |kind, text, sep| match sep {
        Some(sep) => at_separators_from_right(text, sep, maxsplit),
        None => at_space_from_right(kind, text, maxsplit),
    })
}

/// The lines of each element, in C order, without the line breaks.
///
/// NumPy: [numpy.char.splitlines](https://numpy.org/doc/stable/reference/generated/numpy.char.splitlines.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["a\r\nb\n"])?;
/// let lines = strings::splitlines(&a.view())?;
/// assert_eq!(strings::to_strings(&lines[0].view())?, ["a", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn splitlines(a: &DynView<'_>) -> Result<Vec<DynArray>> {
    each(a, None, |kind, text, _| lines(kind, text))
}

fn each(
    a: &DynView<'_>,
    sep: Option<&DynView<'_>>,
    of: impl Fn(TextKind, &[u32], Option<&[u32]>) -> Vec<Vec<u32>>,
) -> Result<Vec<DynArray>> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    if let Some(sep) = sep
        && TextKind::of(sep.dtype()) != Some(kind)
    {
        return Err(Error::wrong_type(match kind {
            TextKind::Str => format!("must be str or None, not numpy.{}", sep.dtype().name()),
            TextKind::Bytes => {
                format!("a bytes-like object is required, not 'numpy.{}'", sep.dtype().name())
            }
        }));
    }
    let frame = match sep {
        Some(sep) => Frame::of(&[a, sep])?,
        None => Frame::of(&[a])?,
    };
    let texts = frame.texts(a)?;
    let separators = sep.map(|sep| frame.texts(sep)).transpose()?;
    let (mut room, mut between) = (Vec::new(), Vec::new());
    (0..frame.size())
        .map(|i| {
            let sep = separators.as_ref().map(|texts| texts.read(i, &mut between));
            if sep.is_some_and(<[u32]>::is_empty) {
                return Err(Error::value("empty separator"));
            }
            let words = of(kind, texts.read(i, &mut room), sep);
            from_code_points(kind, &words, &[words.len()])
        })
        .collect()
}

fn at_separators(text: &[u32], sep: &[u32], maxsplit: i64) -> Vec<Vec<u32>> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !is_reached(words.len(), maxsplit)
        && let Some(at) = place(rest, sep)
    {
        words.push(rest[..at].to_vec());
        rest = &rest[at + sep.len()..];
    }
    words.push(rest.to_vec());
    words
}

fn at_separators_from_right(text: &[u32], sep: &[u32], maxsplit: i64) -> Vec<Vec<u32>> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !is_reached(words.len(), maxsplit)
        && let Some(at) = last_place(rest, sep)
    {
        words.push(rest[at + sep.len()..].to_vec());
        rest = &rest[..at];
    }
    words.push(rest.to_vec());
    words.reverse();
    words
}

fn at_space(kind: TextKind, text: &[u32], maxsplit: i64) -> Vec<Vec<u32>> {
    let is_space = |c: &u32| is(kind, *c, Class::Space);
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.iter().position(|c| !is_space(c)) {
        rest = &rest[start..];
        if is_reached(words.len(), maxsplit) {
            words.push(rest.to_vec());
            break;
        }
        let end = rest.iter().position(is_space).unwrap_or(rest.len());
        words.push(rest[..end].to_vec());
        rest = &rest[end..];
    }
    words
}

fn at_space_from_right(kind: TextKind, text: &[u32], maxsplit: i64) -> Vec<Vec<u32>> {
    let is_space = |c: &u32| is(kind, *c, Class::Space);
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(last) = rest.iter().rposition(|c| !is_space(c)) {
        rest = &rest[..=last];
        if is_reached(words.len(), maxsplit) {
            words.push(rest.to_vec());
            break;
        }
        let start = rest.iter().rposition(is_space).map_or(0, |at| at + 1);
        words.push(rest[start..].to_vec());
        rest = &rest[..start];
    }
    words.reverse();
    words
}

fn is_reached(n: usize, maxsplit: i64) -> bool {
    usize::try_from(maxsplit).is_ok_and(|most| n >= most)
}

fn lines(kind: TextKind, text: &[u32]) -> Vec<Vec<u32>> {
    let ends_line = |c: u32| match kind {
        TextKind::Bytes => matches!(c, 0xa | 0xd),
        TextKind::Str => matches!(c, 0xa..=0xd | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029),
    };
    let (mut lines, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let end = rest.iter().position(|&c| ends_line(c)).unwrap_or(rest.len());
        lines.push(rest[..end].to_vec());
        let is_crlf = rest[end..].starts_with(&[0xd, 0xa]);
        rest = &rest[(end + 1 + usize::from(is_crlf)).min(rest.len())..];
    }
    lines
}
