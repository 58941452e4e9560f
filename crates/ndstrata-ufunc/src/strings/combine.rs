//! Text put together: `add`, `multiply`, `join`.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::DType;
use ndstrata_kernels::strings::Unit;

use super::convert::Collected;
use super::operands::{
    Frame, Numbers, TextKind, Texts, by_unit, check_texts, no_loop, nothing_to_measure,
};
use crate::error::{Error, ErrorKind, Result};

/// Each element followed by another.
///
/// NumPy: [numpy.strings.add](https://numpy.org/doc/stable/reference/generated/numpy.strings.add.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let (a, b) = (strings::from_strs(&["a", "bc"])?, strings::from_strs(&["d"])?);
/// let made = strings::add(&a.view(), &b.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["ad", "bcd"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn add(x1: &DynView<'_>, x2: &DynView<'_>) -> Result<DynArray> {
    let kind = check_texts("add", &[x1, x2])?;
    let frame = Frame::of(&[x1, x2])?;
    let (left, right) = (frame.text(x1)?, frame.text(x2)?);
    by_unit!(kind, U => added::<U>(&frame, left.texts(), right.texts()))
}

fn added<U: Unit>(frame: &Frame, left: Texts<'_, U>, right: Texts<'_, U>) -> Result<DynArray> {
    let mut writer = frame.writer(left.width() + right.width())?;
    for i in 0..frame.size() {
        writer.put(|slot| slot.text(left.get(i)).text(right.get(i)));
    }
    writer.finish()
}

/// Each text so many times, cut where the type ends.
pub(crate) fn repeat_within(
    text: &DynView<'_>,
    times: &DynView<'_>,
    dtype: &DType,
) -> Result<DynArray> {
    let kind = TextKind::of(dtype).ok_or_else(|| no_loop("multiply", &[text]))?;
    let frame = Frame::of(&[text, times])?;
    let (texts, counts) = (frame.text(text)?, frame.numbers(times)?);
    let width = dtype.itemsize() / kind.unit();
    by_unit!(kind, U => repeated::<U>(&frame, texts.texts(), &counts, width))
}

fn repeated<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    counts: &Numbers<'_>,
    width: usize,
) -> Result<DynArray> {
    let mut writer = frame.writer(width)?;
    for i in 0..frame.size() {
        let text = texts.get(i);
        let count = usize::try_from(counts.get(i)).unwrap_or(0);
        // More would be cut off.
        let fitting = match text.len() {
            0 => 0,
            len if len == width => count.min(1),
            len if count.saturating_mul(len) <= width => count,
            len => width.div_ceil(len),
        };
        match text {
            &[one] => writer.put(|slot| slot.fill(one, fitting)),
            _ => writer.put(|slot| (0..fitting).fold(slot, |slot, _| slot.text(text))),
        }
    }
    writer.finish()
}

/// Each element several times over; less than once is nothing.
///
/// NumPy: [numpy.strings.multiply](https://numpy.org/doc/stable/reference/generated/numpy.strings.multiply.html).
///
/// # Errors
///
/// Elements that are no text; counts that are no integers; results too long for any element.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["ab", "c"])?;
/// let made = strings::multiply(&a.view(), &DynArray::from_vec(vec![2, -1]).view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["abab", ""]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn multiply(a: &DynView<'_>, i: &DynView<'_>) -> Result<DynArray> {
    if !i.dtype().kind().is_integer() {
        return Err(Error::wrong_type(format!("unsupported type {} for operand 'i'", i.dtype())));
    }
    let kind = TextKind::of(a.dtype()).ok_or_else(|| no_loop("str_len", &[a]))?;
    let frame = Frame::of(&[a, i])?;
    let (texts, counts) = (frame.text(a)?, frame.numbers(i)?);
    by_unit!(kind, U => {
        let texts = texts.texts::<U>();
        let width = widest_product(&frame, texts, &counts)?;
        repeated(&frame, texts, &counts, width)
    })
}

/// How wide the widest element becomes, at least 1.
fn widest_product<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    counts: &Numbers<'_>,
) -> Result<usize> {
    let mut widest = None;
    for i in 0..frame.size() {
        let count = usize::try_from(counts.get(i)).unwrap_or(0);
        let width = texts.get(i).len().checked_mul(count);
        let width = width.filter(|&width| isize::try_from(width).is_ok()).ok_or_else(|| {
            Error::new(ErrorKind::Refused {
                class: "OverflowError",
                message: "Overflow encountered in string multiply".to_owned(),
            })
        })?;
        widest = widest.max(Some(width));
    }
    Ok(widest.ok_or_else(nothing_to_measure)?.max(1))
}

/// The characters of each element with a separator between them.
///
/// NumPy: [numpy.char.join](https://numpy.org/doc/stable/reference/generated/numpy.char.join.html).
///
/// # Errors
///
/// Operands that are not text of one kind; shapes that do not broadcast together.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let (sep, seq) = (strings::from_strs(&["-", "."])?, strings::from_strs(&["abc", "de"])?);
/// let made = strings::join(&sep.view(), &seq.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["a-b-c", "d.e"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn join(sep: &DynView<'_>, seq: &DynView<'_>) -> Result<DynArray> {
    let kind = TextKind::of(sep.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let words = match (kind, TextKind::of(seq.dtype())) {
        (_, None) => Some("can only join an iterable"),
        (TextKind::Bytes, Some(TextKind::Str)) => {
            Some("sequence item 0: expected a bytes-like object, str found")
        }
        (TextKind::Str, Some(TextKind::Bytes)) => {
            Some("sequence item 0: expected str instance, int found")
        }
        _ => None,
    };
    if let Some(words) = words {
        return Err(Error::wrong_type(words));
    }
    let frame = Frame::of(&[sep, seq])?;
    if frame.size() == 0 {
        let dtype = kind.dtype(seq.itemsize() / kind.unit())?;
        return Ok(DynArray::zeros(frame.shape(), &dtype, ndstrata_array::Order::C)?);
    }
    let (separators, texts) = (frame.text(sep)?, frame.text(seq)?);
    by_unit!(kind, U => joined::<U>(&frame, separators.texts(), texts.texts()))
}

fn joined<U: Unit>(
    frame: &Frame,
    separators: Texts<'_, U>,
    texts: Texts<'_, U>,
) -> Result<DynArray> {
    let mut made = Collected::new();
    for i in 0..frame.size() {
        let between = separators.get(i);
        made.push(|joined| {
            for (at, &c) in texts.get(i).iter().enumerate() {
                if at > 0 {
                    joined.extend_from_slice(between);
                }
                joined.push(c);
            }
        });
    }
    made.finish(frame)
}
