//! Lines straight into the bytes of the result, without a list of fields in between: for tables of a known type,
//! with one character or blanks between fields. A line that is not plain sends the whole table the slower way.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, TypeClass};

use super::convert::Column;
use super::direct::Slot;
use super::options::GenFromTxt;
use super::plan::Plan;
use super::split::Delimiter;
use crate::error::Result;
use crate::number::strip;

/// Fewer lines than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 2_000;

/// The table; `None` where a line is not plain, or the options ask for more.
pub(super) fn table(plan: &Plan, options: &GenFromTxt, lines: &[&str]) -> Result<Option<DynArray>> {
    let delimiter = match &options.delimiter {
        Delimiter::Blanks => None,
        Delimiter::Text(text) => match text.as_bytes() {
            [byte] if byte.is_ascii() => Some(*byte),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let comment = match options.comments.as_deref().map(str::as_bytes) {
        None | Some([]) => None,
        Some([byte]) if byte.is_ascii() => Some(*byte),
        Some(_) => return Ok(None),
    };
    let Some(dtype) = plan.dtype.as_ref().filter(|dtype| dtype.as_record().is_none()) else {
        return Ok(None);
    };
    let is_plain = plan.usecols.is_empty()
        && options.converters.is_empty()
        && !options.usemask
        && options.skip_footer == 0
        && options.max_rows.is_none()
        && plan.n_columns > 0
        && matches!(dtype.class(), TypeClass::Element(_));
    if !is_plain {
        return Ok(None);
    }
    let itemsize = dtype.itemsize();
    let leaves: Vec<_> = (0..plan.n_columns).map(|i| (i * itemsize, dtype.clone())).collect();
    let columns = plan.columns_of(dtype);
    let row_bytes = plan.n_columns.saturating_mul(itemsize);
    let Some((bytes, n_rows)) =
        rows(options, &columns, &leaves, row_bytes, lines, (delimiter, comment))?
    else {
        return Ok(None);
    };
    let shape = if n_rows == 0 { vec![0] } else { vec![n_rows, plan.n_columns] };
    let layout = Layout::contiguous(&shape, itemsize, Order::C)?;
    Ok(Some(DynArray::from_bytes(bytes, 0, layout, dtype)?))
}

/// The bytes of all rows, and how many rows there are.
fn rows(
    options: &GenFromTxt,
    columns: &[Column],
    leaves: &[(usize, DType)],
    row_bytes: usize,
    lines: &[&str],
    (delimiter, comment): (Option<u8>, Option<u8>),
) -> Result<Option<(Vec<u8>, usize)>> {
    let slots = columns.iter().zip(leaves).map(Slot::new).collect();
    let (strips, loose) = (options.autostrip, options.loose);
    let reader = Reader { slots, delimiter, comment, strips, loose, row_bytes };
    #[cfg(feature = "rayon")]
    if lines.len() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

        let at_a_time = lines.len().div_ceil(8 * rayon::current_num_threads());
        let parts: Vec<&[&str]> = lines.chunks(at_a_time.max(1)).collect();
        let read: Option<Vec<Vec<u8>>> = parts.par_iter().map(|part| reader.lines(part)).collect();
        let Some(read) = read else { return Ok(None) };
        let mut all = Vec::new();
        let n_bytes = read.iter().map(Vec::len).sum();
        if all.try_reserve_exact(n_bytes).is_err() {
            return Err(crate::error::ErrorKind::Memory { n_bytes }.into());
        }
        for part in read {
            all.extend_from_slice(&part);
        }
        let n_rows = all.len() / row_bytes;
        return Ok(Some((all, n_rows)));
    }
    Ok(reader.lines(lines).map(|bytes| {
        let n_rows = bytes.len() / row_bytes;
        (bytes, n_rows)
    }))
}

struct Reader<'c> {
    slots: Vec<Slot<'c>>,
    /// `None` is any run of blanks.
    delimiter: Option<u8>,
    comment: Option<u8>,
    strips: bool,
    loose: bool,
    row_bytes: usize,
}

impl Reader<'_> {
    fn lines(&self, lines: &[&str]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(lines.len().checked_mul(self.row_bytes)?).ok()?;
        for line in lines {
            let start = bytes.len();
            bytes.resize(start + self.row_bytes, 0);
            if !self.line(line, &mut bytes[start..])? {
                bytes.truncate(start);
            }
        }
        Some(bytes)
    }

    /// Reads a line; false where it holds nothing.
    #[inline]
    fn line(&self, line: &str, out: &mut [u8]) -> Option<bool> {
        let line = match self.comment.and_then(|byte| memchr::memchr(byte, line.as_bytes())) {
            Some(n) => &line[..n],
            None => line,
        };
        let line = line.trim_matches([' ', '\r', '\n']);
        if line.is_empty() {
            return Some(false);
        }
        if self.delimiter.is_none() && !line.is_ascii() {
            return None;
        }
        let bytes = line.as_bytes();
        let mut at = 0;
        for (i, slot) in self.slots.iter().enumerate() {
            if i > 0 {
                // Past what separates.
                at += 1;
                if self.delimiter.is_none() {
                    at += bytes.get(at..)?.iter().take_while(|&&byte| is_blank(byte)).count();
                }
                if at > bytes.len() || (self.delimiter.is_none() && at == bytes.len()) {
                    return None;
                }
            }
            let out = &mut out[slot.offset..];
            at = match slot.number_at(bytes, at, out) {
                Some(end) if self.ends(bytes, end) => end,
                _ => {
                    let rest = &bytes[at..];
                    let n = match self.delimiter {
                        Some(byte) => memchr::memchr(byte, rest),
                        None => rest.iter().position(|&byte| is_blank(byte)),
                    };
                    let end = at + n.unwrap_or(rest.len());
                    let field = &line[at..end];
                    slot.put(if self.strips { strip(field) } else { field }, out, self.loose)?;
                    end
                }
            };
        }
        (at == bytes.len()
            || (self.delimiter.is_none() && bytes[at..].iter().all(|&b| is_blank(b))))
        .then_some(true)
    }

    #[inline(always)]
    fn ends(&self, bytes: &[u8], at: usize) -> bool {
        match (bytes.get(at), self.delimiter) {
            (None, _) => true,
            (Some(&byte), Some(delimiter)) => byte == delimiter,
            (Some(&byte), None) => is_blank(byte),
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x1c..=0x1f | b' ')
}
