//! Elements split into words or lines. NumPy gives arrays of lists; here they are nested vectors.

use ndstrata_array::{DynArray, DynView};
use ndstrata_kernels::strings::{Unit, find, rfind};

use super::convert::Collected;
use super::operands::{Frame, TextKind, by_unit};
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
    each(a, sep, Cut::FromLeft(maxsplit))
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
    each(a, sep, Cut::FromRight(maxsplit))
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
    each(a, None, Cut::Lines)
}

/// What elements are cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Words, at most so many separators from the left.
    FromLeft(i64),
    /// Words, at most so many separators from the right.
    FromRight(i64),
    /// Lines, without their ends.
    Lines,
}

/// The parts of many elements, one after the other.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The parts of all elements.
    pub parts: DynArray,
    /// For each element, how many parts it and those before it have.
    pub ends: Vec<usize>,
}

/// The words or lines of all elements in one array, which costs less than an array for each.
///
/// NumPy: [numpy.char.split](https://numpy.org/doc/stable/reference/generated/numpy.char.split.html).
///
/// # Errors
///
/// As [`split`].
///
/// ```
/// use ndstrata_ufunc::strings::{self, Cut};
/// let a = strings::from_strs(&["a b", "", "c"])?;
/// let found = strings::parts(&a.view(), None, Cut::FromLeft(-1))?;
/// assert_eq!(strings::to_strings(&found.parts.view())?, ["a", "b", "c"]);
/// assert_eq!(found.ends, [2, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parts(a: &DynView<'_>, sep: Option<&DynView<'_>>, cut: Cut) -> Result<Parts> {
    let (kind, frame) = checked(a, sep)?;
    let texts = frame.text(a)?;
    let separators = sep.map(|sep| frame.text(sep)).transpose()?;
    by_unit!(kind, U => {
        let texts = texts.texts::<U>();
        let separators = separators.as_ref().map(|separators| separators.texts::<U>());
        let (mut all, mut ends) = (Collected::new(), Vec::with_capacity(frame.size()));
        let mut n = 0;
        for i in 0..frame.size() {
            let words = cut_up(texts.get(i), separators.as_ref().map(|texts| texts.get(i)), cut)?;
            n += words.len();
            ends.push(n);
            words.iter().for_each(|word| all.push(|units| units.extend_from_slice(word)));
        }
        Ok(Parts { parts: all.finish(&Frame::of_shape(&[n])?)?, ends })
    })
}

fn each(a: &DynView<'_>, sep: Option<&DynView<'_>>, cut: Cut) -> Result<Vec<DynArray>> {
    let (kind, frame) = checked(a, sep)?;
    let texts = frame.text(a)?;
    let separators = sep.map(|sep| frame.text(sep)).transpose()?;
    by_unit!(kind, U => {
        let texts = texts.texts::<U>();
        let separators = separators.as_ref().map(|separators| separators.texts::<U>());
        let parts = |i| {
            let words = cut_up(texts.get(i), separators.as_ref().map(|texts| texts.get(i)), cut)?;
            let widest = words.iter().map(|word| word.len()).max().unwrap_or(0).max(1);
            let mut writer = Frame::of_shape(&[words.len()])?.writer(widest)?;
            words.iter().for_each(|word| writer.put(|slot| slot.text(word)));
            writer.finish()
        };
        (0..frame.size()).map(parts).collect()
    })
}

fn checked(a: &DynView<'_>, sep: Option<&DynView<'_>>) -> Result<(TextKind, Frame)> {
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
    Ok((kind, frame))
}

fn cut_up<'t, U: Unit>(text: &'t [U], sep: Option<&[U]>, cut: Cut) -> Result<Vec<&'t [U]>> {
    if sep.is_some_and(<[U]>::is_empty) {
        return Err(Error::value("empty separator"));
    }
    Ok(match (cut, sep) {
        (Cut::FromLeft(most), Some(sep)) => at_separators(text, sep, most),
        (Cut::FromLeft(most), None) => at_space(text, most),
        (Cut::FromRight(most), Some(sep)) => at_separators_from_right(text, sep, most),
        (Cut::FromRight(most), None) => at_space_from_right(text, most),
        (Cut::Lines, _) => lines(text),
    })
}

fn at_separators<'t, U: Unit>(text: &'t [U], sep: &[U], maxsplit: i64) -> Vec<&'t [U]> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !is_reached(words.len(), maxsplit)
        && let Some(at) = find(rest, sep)
    {
        words.push(&rest[..at]);
        rest = &rest[at + sep.len()..];
    }
    words.push(rest);
    words
}

fn at_separators_from_right<'t, U: Unit>(text: &'t [U], sep: &[U], maxsplit: i64) -> Vec<&'t [U]> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !is_reached(words.len(), maxsplit)
        && let Some(at) = rfind(rest, sep)
    {
        words.push(&rest[at + sep.len()..]);
        rest = &rest[..at];
    }
    words.push(rest);
    words.reverse();
    words
}

fn at_space<U: Unit>(text: &[U], maxsplit: i64) -> Vec<&[U]> {
    let is_space = |c: &U| is(*c, Class::Space);
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.iter().position(|c| !is_space(c)) {
        rest = &rest[start..];
        if is_reached(words.len(), maxsplit) {
            words.push(rest);
            break;
        }
        let end = rest.iter().position(is_space).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

fn at_space_from_right<U: Unit>(text: &[U], maxsplit: i64) -> Vec<&[U]> {
    let is_space = |c: &U| is(*c, Class::Space);
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(last) = rest.iter().rposition(|c| !is_space(c)) {
        rest = &rest[..=last];
        if is_reached(words.len(), maxsplit) {
            words.push(rest);
            break;
        }
        let start = rest.iter().rposition(is_space).map_or(0, |at| at + 1);
        words.push(&rest[start..]);
        rest = &rest[..start];
    }
    words.reverse();
    words
}

fn is_reached(n: usize, maxsplit: i64) -> bool {
    usize::try_from(maxsplit).is_ok_and(|most| n >= most)
}

fn lines<U: Unit>(text: &[U]) -> Vec<&[U]> {
    let ends_line = |c: u32| match TextKind::of_unit::<U>() {
        TextKind::Bytes => matches!(c, 0xa | 0xd),
        TextKind::Str => matches!(c, 0xa..=0xd | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029),
    };
    let crlf = [U::from_code(0xd), U::from_code(0xa)];
    let (mut lines, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let end = rest.iter().position(|&c| ends_line(c.into())).unwrap_or(rest.len());
        lines.push(&rest[..end]);
        let is_crlf = rest[end..].starts_with(&crlf);
        rest = &rest[(end + 1 + usize::from(is_crlf)).min(rest.len())..];
    }
    lines
}
