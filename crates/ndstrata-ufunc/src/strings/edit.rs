//! Parts of elements replaced or taken: `replace`, `slice`.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::{Unit, count as occurrences, find};

use super::operands::{
    Frame, Numbers, TextKind, Texts, by_unit, check_integer, check_texts, no_loop,
    nothing_to_measure,
};
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
    let (texts, limits) = (frame.text(a)?, frame.numbers(count)?);
    let (olds, news) = (frame.text(old)?, frame.text(new)?);
    by_unit!(kind, U => {
        replaced::<U>(&frame, texts.texts(), olds.texts(), news.texts(), &limits)
    })
}

fn replaced<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    olds: Texts<'_, U>,
    news: Texts<'_, U>,
    limits: &Numbers<'_>,
) -> Result<DynArray> {
    let mut counts = Vec::with_capacity(frame.size());
    let mut widest = None;
    for i in 0..frame.size() {
        let (text, old) = (texts.get(i), olds.get(i));
        let n = occurrences(text, old).min(usize::try_from(limits.get(i)).unwrap_or(usize::MAX));
        let kept = text.len() - n * old.len();
        let grown = n.saturating_mul(news.get(i).len());
        widest = widest.max(Some(kept.saturating_add(grown)));
        counts.push(n);
    }
    let mut writer = frame.writer(widest.ok_or_else(nothing_to_measure)?.max(1))?;
    for (i, n) in counts.into_iter().enumerate() {
        writer.put(|slot| with_others(texts.get(i), olds.get(i), news.get(i), n, slot));
    }
    writer.finish()
}

/// Writes a text with another one in the place of the first `n` that are found.
#[inline(always)]
fn with_others<'w, U: Unit>(
    text: &[U],
    old: &[U],
    new: &[U],
    n: usize,
    mut to: Slot<'w, U>,
) -> Slot<'w, U> {
    let mut rest = text;
    for _ in 0..n {
        if old.is_empty() {
            to = to.text(new);
            let Some((c, after)) = rest.split_at_checked(1) else { return to };
            to = to.text(c);
            rest = after;
            continue;
        }
        let Some(at) = find(rest, old) else { break };
        to = to.text(&rest[..at]).text(new);
        rest = &rest[at + old.len()..];
    }
    to.text(rest)
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
    let starts = start.map(|start| frame.numbers(start)).transpose()?;
    let stops = stop.map(|stop| frame.numbers(stop)).transpose()?;
    let steps = step.map(|step| frame.numbers(step)).transpose()?;
    let texts = frame.text(a)?;
    by_unit!(kind, U => {
        let texts = texts.texts::<U>();
        let mut writer = frame.writer(texts.width())?;
        for i in 0..frame.size() {
            let text = texts.get(i);
            let of = |numbers: &Option<Numbers<'_>>| numbers.as_ref().map(|n| n.get(i));
            let step = of(&steps).unwrap_or(1);
            let (first, end) = ends(of(&starts), of(&stops), step, text.len());
            writer.put(|slot| match step {
                1 => slot.text(text.get(first as usize..end as usize).unwrap_or_default()),
                -1 => {
                    let part = text.get((end + 1) as usize..(first + 1) as usize);
                    slot.each(part.unwrap_or_default().iter().rev().copied())
                }
                _ => slot.each(positions(first, end, step).map(|at| text[at])),
            });
        }
        writer.finish()
    })
}

/// Where Python's slice of a sequence of a length begins, and what it does not reach.
#[inline(always)]
fn ends(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> (i64, i64) {
    let len = len as i64;
    let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let bound = |at: Option<i64>, default: i64| match at {
        None => default,
        Some(at) => (if at < 0 { at.saturating_add(len).max(-1) } else { at }).clamp(least, most),
    };
    match step < 0 {
        true => (bound(start, most), bound(stop, least)),
        false => (bound(start, least), bound(stop, most)),
    }
}

/// The positions of a slice.
#[inline(always)]
fn positions(first: i64, end: i64, step: i64) -> impl Iterator<Item = usize> {
    let inside = move |at: i64| if step < 0 { at > end } else { at < end };
    let mut next = Some(first);
    std::iter::from_fn(move || {
        let at = next.filter(|&at| inside(at))?;
        next = at.checked_add(step);
        Some(at as usize)
    })
}
