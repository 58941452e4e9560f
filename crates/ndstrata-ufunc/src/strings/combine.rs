//! Text put together: `add`, `multiply`, `join`.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::DType;

use super::convert::from_code_points;
use super::operands::{Frame, TextKind, check_texts, no_loop, nothing_to_measure};
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
    let (left, right) = (frame.texts(x1)?, frame.texts(x2)?);
    let mut writer = frame.writer(kind, left.width() + right.width())?;
    let (mut room, mut more) = (Vec::new(), Vec::new());
    for i in 0..frame.size() {
        let (left, right) = (left.read(i, &mut room), right.read(i, &mut more));
        writer.slot(i).text(left).text(right);
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
    let (texts, counts) = (frame.texts(text)?, frame.numbers(times)?);
    let width = dtype.itemsize() / kind.unit();
    let mut writer = frame.writer(kind, width)?;
    let mut room = Vec::new();
    for i in 0..frame.size() {
        let text = texts.read(i, &mut room);
        let count = usize::try_from(counts.get(i)).unwrap_or(0);
        let fitting = if text.is_empty() { 0 } else { count.min(width.div_ceil(text.len())) };
        let mut slot = writer.slot(i);
        for _ in 0..fitting {
            slot = slot.text(text);
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
    let (texts, counts) = (frame.texts(a)?, frame.numbers(i)?);
    let mut room = Vec::new();
    let mut widest = None;
    for i in 0..frame.size() {
        let count = usize::try_from(counts.get(i)).unwrap_or(0);
        let width = texts.read(i, &mut room).len().checked_mul(count);
        let width = width.filter(|&width| isize::try_from(width).is_ok()).ok_or_else(|| {
            Error::new(ErrorKind::Refused {
                class: "OverflowError",
                message: "Overflow encountered in string multiply".to_owned(),
            })
        })?;
        widest = widest.max(Some(width));
    }
    let mut writer = frame.writer(kind, widest.ok_or_else(nothing_to_measure)?.max(1))?;
    for i in 0..frame.size() {
        let text = texts.read(i, &mut room);
        let count = if text.is_empty() { 0 } else { usize::try_from(counts.get(i)).unwrap_or(0) };
        let mut slot = writer.slot(i);
        for _ in 0..count {
            slot = slot.text(text);
        }
    }
    writer.finish()
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
        let dtype = kind.dtype(frame.texts(seq)?.width())?;
        return Ok(DynArray::zeros(frame.shape(), &dtype, ndstrata_array::Order::C)?);
    }
    let (separators, texts) = (frame.texts(sep)?, frame.texts(seq)?);
    let (mut room, mut between) = (Vec::new(), Vec::new());
    let made: Vec<Vec<u32>> = (0..frame.size())
        .map(|i| {
            let between = separators.read(i, &mut between);
            let mut joined = Vec::new();
            for (at, &c) in texts.read(i, &mut room).iter().enumerate() {
                if at > 0 {
                    joined.extend_from_slice(between);
                }
                joined.push(c);
            }
            joined
        })
        .collect();
    from_code_points(kind, &made, frame.shape())
}
