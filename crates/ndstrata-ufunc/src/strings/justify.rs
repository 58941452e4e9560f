//! Elements filled up to a width, and tabulators spread.

use ndstrata_array::{DynArray, DynView};

use super::classify::str_len;
use super::operands::{
    Frame, Numbers, TextKind, Texts, check_integer, check_texts, no_loop, nothing_to_measure,
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
    justified(a, width, fillchar, |n| (n.left(), n.missing - n.left()))
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
    justified(a, width, fillchar, |n| (0, n.missing))
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
    justified(a, width, fillchar, |n| (n.missing, 0))
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
    let (texts, widths) = (frame.texts(a)?, frame.numbers(width)?);
    let (widths, widest) = wide_enough(&frame, &texts, &widths)?;
    let mut writer = frame.writer(kind, widest.max(1))?;
    let mut room = Vec::new();
    for (i, &width) in widths.iter().enumerate() {
        let text = texts.read(i, &mut room);
        let n_sign = text.first().is_some_and(|&c| c == '+'.into() || c == '-'.into()).into();
        let (sign, digits) = text.split_at(n_sign);
        writer.slot(i).text(sign).fill('0'.into(), width - text.len()).text(digits);
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
    let (texts, sizes) = (frame.texts(a)?, frame.numbers(tabsize)?);
    if frame.size() == 0 {
        return Err(nothing_to_measure());
    }
    let mut room = Vec::new();
    let mut widest = 0_usize;
    for i in 0..frame.size() {
        let (mut n, mut n_others) = (0_usize, 0_usize);
        expand(texts.read(i, &mut room), sizes.get(i), |c, count| {
            n = n.saturating_add(count);
            n_others += usize::from(c.is_some());
        });
        // NumPy counts the bytes of the characters that stay, not the characters.
        widest = widest.max(n.saturating_add(n_others * (kind.unit() - 1)));
    }
    let mut writer = frame.writer(kind, widest.max(1))?;
    let mut made = Vec::new();
    for i in 0..frame.size() {
        made.clear();
        expand(texts.read(i, &mut room), sizes.get(i), |c, count| {
            made.extend(std::iter::repeat_n(c.unwrap_or(' '.into()), count));
        });
        writer.put(i, made.iter().copied());
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
    fn left(&self) -> usize {
        self.missing / 2 + (self.missing & self.width & 1)
    }
}

fn justified(
    a: &DynView<'_>,
    width: &DynView<'_>,
    fillchar: &DynView<'_>,
    sides: impl Fn(Gap) -> (usize, usize),
) -> Result<DynArray> {
    check_width(width)?;
    if str_len(fillchar)?.to_vec::<i64>()?.iter().any(|&n| n != 1) {
        return Err(Error::wrong_type("The fill character must be exactly one character long"));
    }
    let filler = fillchar.astype(a.dtype())?;
    let filler = filler.view();
    let kind = check_texts("str_len", &[a])?;
    let frame = Frame::of(&[a, width, &filler])?;
    let (texts, widths) = (frame.texts(a)?, frame.numbers(width)?);
    let fillers = frame.texts(&filler)?;
    let (widths, widest) = wide_enough(&frame, &texts, &widths)?;
    let mut writer = frame.writer(kind, widest.max(1))?;
    let (mut room, mut other) = (Vec::new(), Vec::new());
    for (i, &width) in widths.iter().enumerate() {
        let filler = fillers.read(i, &mut other).first().copied().unwrap_or_default();
        let text = texts.read(i, &mut room);
        let (left, right) = sides(Gap { width, missing: width - text.len() });
        writer.slot(i).fill(filler, left).text(text).fill(filler, right);
    }
    writer.finish()
}

fn check_width(width: &DynView<'_>) -> Result<()> {
    if width.dtype().kind().is_integer() {
        return Ok(());
    }
    Err(Error::wrong_type(format!("unsupported type {} for operand 'width'", width.dtype())))
}

/// The width of each element, at least that of its text, and the largest.
fn wide_enough(frame: &Frame, texts: &Texts<'_>, widths: &Numbers) -> Result<(Vec<usize>, usize)> {
    let mut room = Vec::new();
    let widths: Vec<usize> = (0..frame.size())
        .map(|i| texts.read(i, &mut room).len().max(usize::try_from(widths.get(i)).unwrap_or(0)))
        .collect();
    let widest = widths.iter().copied().max().ok_or_else(nothing_to_measure)?;
    Ok((widths, widest))
}

/// Calls `put` with each character and 1, and with none and the number of spaces for a tabulator.
fn expand(text: &[u32], tabsize: i64, mut put: impl FnMut(Option<u32>, usize)) {
    let mut column = 0_i64;
    for &c in text {
        if c == u32::from('\t') {
            if tabsize > 0 {
                let n = tabsize - column % tabsize;
                column = column.saturating_add(n);
                put(None, n as usize);
            }
            continue;
        }
        column = column.saturating_add(1);
        if c == u32::from('\n') || c == u32::from('\r') {
            column = 0;
        }
        put(Some(c), 1);
    }
}
