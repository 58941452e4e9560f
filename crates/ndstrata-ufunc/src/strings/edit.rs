//! Parts of elements replaced or taken: `replace`, `slice`.

use ndstrata_array::{DynArray, DynView};

use super::operands::{Frame, TextKind, check_integer, check_texts, no_loop, nothing_to_measure};
use super::search::{occurrences, place};
use super::writer::Slot;
use crate::error::{Error, Result};

/// Each element with other text instead of some of its own, from the left, at most `count` times; a
/// negative count is no limit.
///
/// NumPy: [numpy.strings.replace](https://numpy.org/doc/stable/reference/generated/numpy.strings.replace.html).
///
/// # Errors
///
/// Operands that are not text of one kind; counts that are no integers; shapes that do not broadcast
/// together.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["banana"])?;
/// let (old, new) = (strings::from_strs(&["an"])?, strings::from_strs(&["-"])?);
/// let count = DynArray::from_vec(vec![1, -1]);
/// let made = strings::replace(&a.view(), &old.view(), &new.view(), &count.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["b-ana", "b--a"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn replace(
    a: &DynView<'_>,
    old: &DynView<'_>,
    new: &DynView<'_>,
    count: &DynView<'_>,
) -> Result<DynArray> {
    if !count.dtype().kind().is_integer() {
        let dtype = count.dtype();
        return Err(Error::wrong_type(format!("unsupported type {dtype} for operand 'count'")));
    }
    let kind = check_texts("count", &[a, old])?;
    check_texts("_replace", &[a, old, new])?;
    let frame = Frame::of(&[a, old, new, count])?;
    let (texts, limits) = (frame.texts(a)?, frame.numbers(count)?);
    let (olds, news) = (frame.texts(old)?, frame.texts(new)?);
    let (mut text, mut old, mut new) = (Vec::new(), Vec::new(), Vec::new());
    let mut widest = None;
    for i in 0..frame.size() {
        let (text, old) = (texts.read(i, &mut text), olds.read(i, &mut old));
        let n = limited(occurrences(text, old), limits.get(i));
        let kept = text.len() - n * old.len();
        let grown = n.saturating_mul(news.read(i, &mut new).len());
        widest = widest.max(Some(kept.saturating_add(grown)));
    }
    let mut writer = frame.writer(kind, widest.ok_or_else(nothing_to_measure)?.max(1))?;
    for i in 0..frame.size() {
        let (text, old) = (texts.read(i, &mut text), olds.read(i, &mut old));
        let n = limited(occurrences(text, old), limits.get(i));
        replaced(text, old, news.read(i, &mut new), n, writer.slot(i));
    }
    writer.finish()
}

fn limited(n: i64, limit: i64) -> usize {
    let n = if limit < 0 { n } else { n.min(limit) };
    n as usize
}

fn replaced(text: &[u32], old: &[u32], new: &[u32], n: usize, mut to: Slot<'_>) {
    let mut rest = text;
    for _ in 0..n {
        if old.is_empty() {
            to = to.text(new);
            let Some((c, after)) = rest.split_at_checked(1) else { return };
            to = to.text(c);
            rest = after;
            continue;
        }
        let Some(at) = place(rest, old) else { break };
        to = to.text(&rest[..at]).text(new);
        rest = &rest[at + old.len()..];
    }
    to.text(rest);
}

/// The part of each element that Python's slice takes; `None` for bounds that are left out.
///
/// NumPy: [numpy.strings.slice](https://numpy.org/doc/stable/reference/generated/numpy.strings.slice.html).
///
/// # Errors
///
/// Elements that are no text; bounds or steps that are no integers; a step of zero; shapes that do
/// not broadcast together.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["hello", "world"])?;
/// let step = DynArray::from_vec(vec![1, -1]);
/// let made = strings::slice(&a.view(), None, None, Some(&step.view()))?;
/// assert_eq!(strings::to_strings(&made.view())?, ["hello", "dlrow"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn slice(
    a: &DynView<'_>,
    start: Option<&DynView<'_>>,
    stop: Option<&DynView<'_>>,
    step: Option<&DynView<'_>>,
) -> Result<DynArray> {
    if let Some(step) = step {
        if !step.dtype().kind().is_integer() {
            let dtype = step.dtype();
            return Err(Error::wrong_type(format!("unsupported type {dtype} for operand 'step'")));
        }
        if step.astype(&ndstrata_dtype::DType::INT64)?.to_vec::<i64>()?.contains(&0) {
            return Err(Error::value("slice step cannot be zero"));
        }
    }
    let kind = TextKind::of(a.dtype()).ok_or_else(|| no_loop("_slice", &[a]))?;
    for (index, bound) in [(1, start), (2, stop)] {
        bound.map_or(Ok(()), |bound| check_integer("_slice", index, bound))?;
    }
    let operands: Vec<&DynView<'_>> = [Some(a), start, stop, step].into_iter().flatten().collect();
    let frame = Frame::of(&operands)?;
    let numbers = |operand: Option<&DynView<'_>>| operand.map(|n| frame.numbers(n)).transpose();
    let (starts, stops, steps) = (numbers(start)?, numbers(stop)?, numbers(step)?);
    let texts = frame.texts(a)?;
    let mut writer = frame.writer(kind, texts.width())?;
    let mut room = Vec::new();
    for i in 0..frame.size() {
        let text = texts.read(i, &mut room);
        let step = steps.as_ref().map_or(1, |steps| steps.get(i));
        let (start, stop) = (starts.as_ref().map(|n| n.get(i)), stops.as_ref().map(|n| n.get(i)));
        writer.put(i, positions(start, stop, step, text.len()).map(|at| text[at]));
    }
    writer.finish()
}

/// The positions of Python's slice of a sequence of a length.
fn positions(
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
    len: usize,
) -> impl Iterator<Item = usize> {
    let len = len as i64;
    let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let bound = |at: Option<i64>, default: i64| match at {
        None => default,
        Some(at) => (if at < 0 { at.saturating_add(len).max(-1) } else { at }).clamp(least, most),
    };
    let (first, end) = if step < 0 {
        (bound(start, most), bound(stop, least))
    } else {
        (bound(start, least), bound(stop, most))
    };
    let inside = move |at: &i64| if step < 0 { *at > end } else { *at < end };
    std::iter::successors(Some(first), move |at| at.checked_add(step))
        .take_while(inside)
        .map(|at| at as usize)
}
