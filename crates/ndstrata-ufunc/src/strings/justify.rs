//! Elements filled up to a width, and tabulators spread.

use ndstrata_array::{DynArray, DynView};

use super::classify::str_len;
use ndstrata_kernels::strings::Unit;

use super::operands::{
    Frame, Numbers, TextKind, Texts, by_unit, check_integer, check_texts, no_loop,
    nothing_to_measure,
};
use crate::error::{Error, Result};

/// Each element in the middle of a width. Elements that are wider stay as they are.
///
/// NumPy: [numpy.strings.center](https://numpy.org/doc/stable/reference/generated/numpy.strings.center.html).
///
/// # Errors
///
/// Operands that are no text; a filler of more or less than one character; a width that is no integer.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_array::DynArray;
/// let (a, x) = (strings::from_strs(&["a"])?, strings::from_strs(&["x"])?);
/// let width = DynArray::from(ndarray::arr0(4_i64));
/// let made = strings::center(&a.view(), &width.view(), &x.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["xaxx"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn center(a: &DynView<'_>, width: &DynView<'_>, fillchar: &DynView<'_>) -> Result<DynArray> {
    justified(a, width, fillchar, Gap::left)
}

/// Each element at the left of a width. Elements that are wider stay as they are.
///
/// NumPy: [numpy.strings.ljust](https://numpy.org/doc/stable/reference/generated/numpy.strings.ljust.html).
///
/// # Errors
///
/// Operands that are no text; a filler of more or less than one character; a width that is no integer.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_array::DynArray;
/// let (a, x) = (strings::from_strs(&["a"])?, strings::from_strs(&["x"])?);
/// let width = DynArray::from(ndarray::arr0(4_i64));
/// let made = strings::ljust(&a.view(), &width.view(), &x.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["axxx"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ljust(a: &DynView<'_>, width: &DynView<'_>, fillchar: &DynView<'_>) -> Result<DynArray> {
    justified(a, width, fillchar, |_| 0)
}

/// Each element at the right of a width. Elements that are wider stay as they are.
///
/// NumPy: [numpy.strings.rjust](https://numpy.org/doc/stable/reference/generated/numpy.strings.rjust.html).
///
/// # Errors
///
/// Operands that are no text; a filler of more or less than one character; a width that is no integer.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_array::DynArray;
/// let (a, x) = (strings::from_strs(&["a"])?, strings::from_strs(&["x"])?);
/// let width = DynArray::from(ndarray::arr0(4_i64));
/// let made = strings::rjust(&a.view(), &width.view(), &x.view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["xxxa"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rjust(a: &DynView<'_>, width: &DynView<'_>, fillchar: &DynView<'_>) -> Result<DynArray> {
    justified(a, width, fillchar, |n| n.missing)
}

/// Each element at the right of a width that is filled up with zeros, after a sign if there is one.
///
/// NumPy: [numpy.strings.zfill](https://numpy.org/doc/stable/reference/generated/numpy.strings.zfill.html).
///
/// # Errors
///
/// Elements that are no text; a width that is no integer.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_array::DynArray;
/// let a = strings::from_strs(&["-1", "a"])?;
/// let made = strings::zfill(&a.view(), &DynArray::from(ndarray::arr0(4_i64)).view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["-001", "000a"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn zfill(a: &DynView<'_>, width: &DynView<'_>) -> Result<DynArray> {
    check_width(width)?;
    let kind = check_texts("str_len", &[a])?;
    let frame = Frame::of(&[a, width])?;
    let (texts, widths) = (frame.text(a)?, frame.numbers(width)?);
    by_unit!(kind, U => zero_filled::<U>(&frame, texts.texts(), &widths))
}

fn zero_filled<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    widths: &Numbers<'_>,
) -> Result<DynArray> {
    let mut writer = frame.writer(widest(frame, texts, widths)?)?;
    let [zero, plus, minus] = ['0', '+', '-'].map(|c| U::from_code(c.into()));
    for i in 0..frame.size() {
        let text = texts.get(i);
        let missing = least_width(widths, i).saturating_sub(text.len());
        let n_sign = text.first().is_some_and(|&c| c == plus || c == minus).into();
        let (sign, digits) = text.split_at(n_sign);
        writer.put(|slot| slot.text(sign).fill(zero, missing).text(digits));
    }
    writer.finish()
}

/// Each element with spaces for its tabulators, up to the next multiple of a size.
///
/// NumPy: [numpy.strings.expandtabs](https://numpy.org/doc/stable/reference/generated/numpy.strings.expandtabs.html).
///
/// # Errors
///
/// Elements that are no text; a size that is no integer.
///
/// ```
/// use ndstrata_ufunc::strings;
/// use ndstrata_array::DynArray;
/// let a = strings::from_strs(&["a\tb"])?;
/// let made = strings::expandtabs(&a.view(), &DynArray::from(ndarray::arr0(4_i64)).view())?;
/// assert_eq!(strings::to_strings(&made.view())?, ["a   b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn expandtabs(a: &DynView<'_>, tabsize: &DynView<'_>) -> Result<DynArray> {
    let Some(kind) = TextKind::of(a.dtype()) else {
        return Err(no_loop("_expandtabs_length", &[a, tabsize]));
    };
    check_integer("_expandtabs_length", 1, tabsize)?;
    let frame = Frame::of(&[a, tabsize])?;
    let (texts, sizes) = (frame.text(a)?, frame.numbers(tabsize)?);
    if frame.size() == 0 {
        return Err(nothing_to_measure());
    }
    by_unit!(kind, U => expanded::<U>(&frame, texts.texts(), &sizes))
}

fn expanded<U: Unit>(frame: &Frame, texts: Texts<'_, U>, sizes: &Numbers<'_>) -> Result<DynArray> {
    let tab = U::from_code('\t'.into());
    let mut widest = 0_usize;
    for i in 0..frame.size() {
        let text = texts.get(i);
        let (mut n, mut n_others) = (text.len(), text.len());
        if text.contains(&tab) {
            (n, n_others) = (0, 0);
            expand(text, sizes.get(i), |c, count| {
                n = n.saturating_add(count);
                n_others += usize::from(c.is_some());
            });
        }
        // NumPy counts the bytes of the characters that stay, not the characters.
        widest = widest.max(n.saturating_add(n_others * (size_of::<U>() - 1)));
    }
    let mut writer = frame.writer(widest.max(1))?;
    let mut made = Vec::new();
    for i in 0..frame.size() {
        let text = texts.get(i);
        if text.contains(&tab) {
            made.clear();
            expand(text, sizes.get(i), |c, count| {
                made.extend(std::iter::repeat_n(c.unwrap_or(U::from_code(' '.into())), count));
            });
            writer.put(|slot| slot.text(&made));
        } else {
            writer.put(|slot| slot.text(text));
        }
    }
    writer.finish()
}

/// Room to fill up.
struct Gap {
    width: usize,
    missing: usize,
}

impl Gap {
    /// What of it goes to the left of centred text: Python's rule for odd rooms.
    fn left(self) -> usize {
        self.missing / 2 + (self.missing & self.width & 1)
    }
}

fn justified(
    a: &DynView<'_>,
    width: &DynView<'_>,
    fillchar: &DynView<'_>,
    left: fn(Gap) -> usize,
) -> Result<DynArray> {
    check_width(width)?;
    if str_len(fillchar)?.to_vec::<i64>()?.iter().any(|&n| n != 1) {
        return Err(Error::wrong_type("The fill character must be exactly one character long"));
    }
    let filler = fillchar.astype(a.dtype())?;
    let filler = filler.view();
    let kind = check_texts("str_len", &[a])?;
    let frame = Frame::of(&[a, width, &filler])?;
    let (texts, widths) = (frame.text(a)?, frame.numbers(width)?);
    let fillers = frame.text(&filler)?;
    by_unit!(kind, U => filled_up::<U>(&frame, texts.texts(), &widths, fillers.texts(), left))
}

fn filled_up<U: Unit>(
    frame: &Frame,
    texts: Texts<'_, U>,
    widths: &Numbers<'_>,
    fillers: Texts<'_, U>,
    left: fn(Gap) -> usize,
) -> Result<DynArray> {
    let mut writer = frame.writer(widest(frame, texts, widths)?)?;
    for i in 0..frame.size() {
        let filler = fillers.get(i).first().copied().unwrap_or_default();
        let text = texts.get(i);
        let width = least_width(widths, i).max(text.len());
        let missing = width - text.len();
        let left = left(Gap { width, missing });
        writer.put(|slot| slot.fill(filler, left).text(text).fill(filler, missing - left));
    }
    writer.finish()
}

fn check_width(width: &DynView<'_>) -> Result<()> {
    if width.dtype().kind().is_integer() {
        return Ok(());
    }
    Err(Error::wrong_type(format!("unsupported type {} for operand 'width'", width.dtype())))
}

fn least_width(widths: &Numbers<'_>, i: usize) -> usize {
    usize::try_from(widths.get(i)).unwrap_or(0)
}

/// How wide the widest element becomes, at least 1.
fn widest<U: Unit>(frame: &Frame, texts: Texts<'_, U>, widths: &Numbers<'_>) -> Result<usize> {
    if frame.size() == 0 {
        return Err(nothing_to_measure());
    }
    // No text is longer than there is room.
    if widths.single().is_some() && texts.width() <= least_width(widths, 0) {
        return Ok(least_width(widths, 0).max(1));
    }
    let width = |i| texts.get(i).len().max(least_width(widths, i));
    Ok((0..frame.size()).fold(1, |widest, i| widest.max(width(i))))
}

/// Calls `put` with each character and 1, and with none and the number of spaces for a tabulator.
fn expand<U: Unit>(text: &[U], tabsize: i64, mut put: impl FnMut(Option<U>, usize)) {
    let mut column = 0_i64;
    for &c in text {
        if c.into() == u32::from('\t') {
            if tabsize > 0 {
                let n = tabsize - column % tabsize;
                column = column.saturating_add(n);
                put(None, n as usize);
            }
            continue;
        }
        column = column.saturating_add(1);
        if c.into() == u32::from('\n') || c.into() == u32::from('\r') {
            column = 0;
        }
        put(Some(c), 1);
    }
}
