//! Text within text: where it is, how often, and comparison without white space at the end.

use ndstrata_array::{DynArray, DynView, Relation};

use super::operands::{Frame, TextKind, check_integer, check_texts, shaped};
use super::strip::without_space_at_end;
use crate::error::{Error, Result};

/// Which part of each element is searched: Python's `start` and `end`, which broadcast too.
#[derive(Clone, Debug)]
pub struct Bounds {
    start: DynArray,
    end: DynArray,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { start: ndarray::arr0(0_i64).into(), end: ndarray::arr0(i64::MAX).into() }
    }
}

impl Bounds {
    /// From here on; negative places count from the end.
    pub fn start(mut self, start: impl Into<DynArray>) -> Bounds {
        self.start = start.into();
        self
    }

    /// Up to here.
    pub fn end(mut self, end: impl Into<DynArray>) -> Bounds {
        self.end = end.into();
        self
    }
}

/// The first place of other text in each element, or -1.
///
/// NumPy: [numpy.strings.find](https://numpy.org/doc/stable/reference/generated/numpy.strings.find.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "b"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::find(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [0, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find(a: &DynView<'_>, sub: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    find_as("find", a, sub, bounds)
}

/// The last place of other text in each element, or -1.
///
/// NumPy: [numpy.strings.rfind](https://numpy.org/doc/stable/reference/generated/numpy.strings.rfind.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "b"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::rfind(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [3, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rfind(a: &DynView<'_>, sub: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    rfind_as("rfind", a, sub, bounds)
}

/// The first place of other text in each element.
///
/// NumPy: [numpy.strings.index](https://numpy.org/doc/stable/reference/generated/numpy.strings.index.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together; an element without the text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "ab"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::index(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn index(a: &DynView<'_>, sub: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    let found = find_as("index", a, sub, bounds)?;
    if found.view().to_vec::<i64>()?.contains(&-1) {
        return Err(Error::value("substring not found"));
    }
    Ok(found)
}

/// The last place of other text in each element.
///
/// NumPy: [numpy.strings.rindex](https://numpy.org/doc/stable/reference/generated/numpy.strings.rindex.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together; an element without the text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "ab"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::rindex(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [3, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rindex(a: &DynView<'_>, sub: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    let found = rfind_as("rindex", a, sub, bounds)?;
    if found.view().to_vec::<i64>()?.contains(&-1) {
        return Err(Error::value("substring not found"));
    }
    Ok(found)
}

/// How often other text occurs in each element, without overlaps.
///
/// NumPy: [numpy.strings.count](https://numpy.org/doc/stable/reference/generated/numpy.strings.count.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "b"])?;
/// let sub = strings::from_strs(&["b"])?;
/// let found = strings::count(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [2, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count(a: &DynView<'_>, sub: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    search("count", a, sub, bounds, 0, |part, sub, _| occurrences(part, sub))
}

/// Where elements begin with other text.
///
/// NumPy: [numpy.strings.startswith](https://numpy.org/doc/stable/reference/generated/numpy.strings.startswith.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "b"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::startswith(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn startswith(a: &DynView<'_>, prefix: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    search("startswith", a, prefix, bounds, false, |part, sub, _| begins(part, sub))
}

/// Where elements end with other text.
///
/// NumPy: [numpy.strings.endswith](https://numpy.org/doc/stable/reference/generated/numpy.strings.endswith.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_ufunc::strings::Bounds;
/// let a = strings::from_strs(&["abcab", "b"])?;
/// let sub = strings::from_strs(&["ab"])?;
/// let found = strings::endswith(&a.view(), &sub.view(), &Bounds::default())?;
/// assert_eq!(found.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn endswith(a: &DynView<'_>, suffix: &DynView<'_>, bounds: &Bounds) -> Result<DynArray> {
    search("endswith", a, suffix, bounds, false, |part, sub, _| part.ends_with(sub))
}

/// Compares text as `numpy.char` does, which ignores NULs, and where asked also white space, at the
/// end.
///
/// NumPy: [numpy.char.compare_chararrays](https://numpy.org/doc/stable/reference/generated/numpy.char.compare_chararrays.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
pub fn compare_chararrays(
    a: &DynView<'_>,
    b: &DynView<'_>,
    relation: Relation,
    trailing: Trailing,
) -> Result<DynArray> {
    let (Some(one), Some(other)) = (TextKind::of(a.dtype()), TextKind::of(b.dtype())) else {
        return Err(Error::wrong_type("comparison of non-string arrays"));
    };
    if one != other {
        return Err(Error::wrong_type("text and bytes are not compared"));
    }
    let frame = Frame::of(&[a, b])?;
    let (a, b) = (frame.texts(a)?, frame.texts(b)?);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let values = (0..frame.size()).map(|i| {
        let (left, right) = (a.read(i, &mut left), b.read(i, &mut right));
        let order = match trailing {
            Trailing::Compare => left.cmp(right),
            Trailing::Strip => {
                without_space_at_end(one, left).cmp(without_space_at_end(one, right))
            }
        };
        match relation {
            Relation::Equal => order.is_eq(),
            Relation::NotEqual => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::LessEqual => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::GreaterEqual => order.is_ge(),
        }
    });
    shaped(values.collect(), frame.shape())
}

/// What [`compare_chararrays`] does with white space at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trailing {
    /// It counts.
    Compare,
    /// It is left out.
    #[default]
    Strip,
}

fn find_as(
    ufunc: &'static str,
    a: &DynView<'_>,
    sub: &DynView<'_>,
    bounds: &Bounds,
) -> Result<DynArray> {
    search(ufunc, a, sub, bounds, -1, |part, sub, start| {
        place(part, sub).map_or(-1, |at| (start + at) as i64)
    })
}

fn rfind_as(
    ufunc: &'static str,
    a: &DynView<'_>,
    sub: &DynView<'_>,
    bounds: &Bounds,
) -> Result<DynArray> {
    search(ufunc, a, sub, bounds, -1, |part, sub, start| {
        last_place(part, sub).map_or(-1, |at| (start + at) as i64)
    })
}

/// Calls `of` with the part of each element, the text searched for and where the part starts;
/// `none` where bounds cross.
fn search<T: ndstrata_dtype::Element + Copy>(
    ufunc: &'static str,
    a: &DynView<'_>,
    sub: &DynView<'_>,
    bounds: &Bounds,
    none: T,
    of: impl Fn(&[u32], &[u32], usize) -> T,
) -> Result<DynArray> {
    check_texts(ufunc, &[a, sub])?;
    let (start, end) = (bounds.start.view(), bounds.end.view());
    check_integer(ufunc, 2, &start)?;
    check_integer(ufunc, 3, &end)?;
    let frame = Frame::of(&[a, sub, &start, &end])?;
    let (texts, subs) = (frame.texts(a)?, frame.texts(sub)?);
    let (starts, ends) = (frame.numbers(&start)?, frame.numbers(&end)?);
    let (mut text, mut sub) = (Vec::new(), Vec::new());
    let values = (0..frame.size()).map(|i| {
        let (text, sub) = (texts.read(i, &mut text), subs.read(i, &mut sub));
        let (start, end) = clipped(starts.get(i), ends.get(i), text.len());
        match text.get(start..end) {
            Some(part) => of(part, sub, start),
            None => none,
        }
    });
    shaped(values.collect(), frame.shape())
}

/// Python's bounds within a length. The start may lie past the end.
fn clipped(start: i64, end: i64, len: usize) -> (usize, usize) {
    let len = len as i64;
    let wrapped = |at: i64| if at < 0 { (at + len).max(0) } else { at };
    (wrapped(start) as usize, wrapped(end).min(len) as usize)
}

/// The first place of some text in another.
pub(super) fn place(text: &[u32], sub: &[u32]) -> Option<usize> {
    let Some((&first, rest)) = sub.split_first() else { return Some(0) };
    let n_starts = (text.len() + 1).checked_sub(sub.len())?;
    let starts = text[..n_starts].iter().enumerate().filter(|&(_, &c)| c == first);
    starts.map(|(at, _)| at).find(|at| begins(&text[at + 1..], rest))
}

/// Whether a text begins with another, which is mostly too short for a call of `memcmp` to pay.
#[inline]
fn begins(text: &[u32], sub: &[u32]) -> bool {
    text.len() >= sub.len() && text.iter().zip(sub).all(|(a, b)| a == b)
}

/// The last place of some text in another.
pub(super) fn last_place(text: &[u32], sub: &[u32]) -> Option<usize> {
    let n_starts = (text.len() + 1).checked_sub(sub.len())?;
    (0..n_starts).rev().find(|&at| text[at..].starts_with(sub))
}

/// How often some text occurs in another; nothing occurs before, between and after characters.
pub(super) fn occurrences(text: &[u32], sub: &[u32]) -> i64 {
    match sub {
        [] => return text.len() as i64 + 1,
        [one] => return text.iter().filter(|&c| c == one).count() as i64,
        _ => {}
    }
    let (mut rest, mut n) = (text, 0);
    while let Some(at) = place(rest, sub) {
        rest = &rest[at + sub.len()..];
        n += 1;
    }
    n
}
