//! Text within text: where it is, how often, and comparison without white space at the end.

use ndstrata_array::{DynArray, DynView, Relation};
use ndstrata_dtype::Element;
use ndstrata_kernels::strings::{self as kernels, Unit, begins};

use super::operands::{Frame, Numbers, TextKind, Texts, by_unit, check_integer, check_texts};
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
    search::<First>("find", a, sub, bounds)
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
    search::<Last>("rfind", a, sub, bounds)
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
    let found = search::<First>("index", a, sub, bounds)?;
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
    let found = search::<Last>("rindex", a, sub, bounds)?;
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
    search::<Count>("count", a, sub, bounds)
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
    search::<Starts>("startswith", a, prefix, bounds)
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
    search::<Ends>("endswith", a, suffix, bounds)
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
    let (a, b) = (frame.text(a)?, frame.text(b)?);
    by_unit!(one, U => {
        let (a, b) = (a.texts::<U>(), b.texts::<U>());
        frame.values(|i| {
            let (left, right) = (a.get(i), b.get(i));
            relation.holds(match trailing {
                Trailing::Compare => left.cmp(right),
                Trailing::Strip => without_space_at_end(left).cmp(without_space_at_end(right)),
            })
        })
    })
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

/// What is asked about a part of an element and other text.
trait Question {
    type Answer: Element + Copy;
    /// The answer where bounds cross.
    const NONE: Self::Answer;
    /// The answer for a part that starts at a place.
    fn answer<U: Unit>(part: &[U], sub: &[U], start: usize) -> Self::Answer;
}

/// The first place.
struct First;

impl Question for First {
    type Answer = i64;
    const NONE: i64 = -1;
    #[inline(always)]
    fn answer<U: Unit>(part: &[U], sub: &[U], start: usize) -> i64 {
        kernels::find(part, sub).map_or(-1, |at| (start + at) as i64)
    }
}

/// The last place.
struct Last;

impl Question for Last {
    type Answer = i64;
    const NONE: i64 = -1;
    #[inline(always)]
    fn answer<U: Unit>(part: &[U], sub: &[U], start: usize) -> i64 {
        kernels::rfind(part, sub).map_or(-1, |at| (start + at) as i64)
    }
}

/// How often.
struct Count;

impl Question for Count {
    type Answer = i64;
    const NONE: i64 = 0;
    #[inline(always)]
    fn answer<U: Unit>(part: &[U], sub: &[U], _: usize) -> i64 {
        kernels::count(part, sub) as i64
    }
}

/// Whether at the start.
struct Starts;

impl Question for Starts {
    type Answer = bool;
    const NONE: bool = false;
    #[inline(always)]
    fn answer<U: Unit>(part: &[U], sub: &[U], _: usize) -> bool {
        begins(part, sub)
    }
}

/// Whether at the end.
struct Ends;

impl Question for Ends {
    type Answer = bool;
    const NONE: bool = false;
    #[inline(always)]
    fn answer<U: Unit>(part: &[U], sub: &[U], _: usize) -> bool {
        let start = part.len().checked_sub(sub.len());
        start.is_some_and(|start| begins(&part[start..], sub))
    }
}

fn search<Q: Question>(
    ufunc: &'static str,
    a: &DynView<'_>,
    sub: &DynView<'_>,
    bounds: &Bounds,
) -> Result<DynArray> {
    let kind = check_texts(ufunc, &[a, sub])?;
    let (start, end) = (bounds.start.view(), bounds.end.view());
    check_integer(ufunc, 2, &start)?;
    check_integer(ufunc, 3, &end)?;
    let frame = Frame::of(&[a, sub, &start, &end])?;
    let (texts, subs) = (frame.text(a)?, frame.text(sub)?);
    let (starts, ends) = (frame.numbers(&start)?, frame.numbers(&end)?);
    by_unit!(kind, U => answers::<U, Q>(&frame, texts.texts(), subs.texts(), &starts, &ends))
}

fn answers<U: Unit, Q: Question>(
    frame: &Frame,
    texts: Texts<'_, U>,
    subs: Texts<'_, U>,
    starts: &Numbers<'_>,
    ends: &Numbers<'_>,
) -> Result<DynArray> {
    let is_whole = starts.single() == Some(0) && ends.single() == Some(i64::MAX);
    match subs.single() {
        Some(sub) if is_whole => frame.values(|i| Q::answer(texts.get(i), sub, 0)),
        _ => frame.values(|i| {
            let text = texts.get(i);
            let (start, end) = clipped(starts.get(i), ends.get(i), text.len());
            let part = text.get(start..end);
            part.map_or(Q::NONE, |part| Q::answer(part, subs.get(i), start))
        }),
    }
}

/// Python's bounds within a length. The start may lie past the end.
fn clipped(start: i64, end: i64, len: usize) -> (usize, usize) {
    let len = len as i64;
    let wrapped = |at: i64| if at < 0 { (at + len).max(0) } else { at };
    (wrapped(start) as usize, wrapped(end).min(len) as usize)
}
