//! Lines straight into the bytes of the result, without a list of fields in between: for tables of a known type,
//! with one character or blanks between fields. A line that is not plain sends the whole table the slower way.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::TypeClass;

use super::direct::Slot;
use super::options::GenFromTxt;
use super::plan::Plan;
use super::row_type::{leaves_of, named, side_by_side};
use super::rows::Body;
use super::split::Delimiter;
use crate::digits::stands_in_numbers;
use crate::error::{ErrorKind, Result};
use crate::number::strip;

/// Fewer lines than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 2_000;

/// The table; `None` where a line is not plain, or the options ask for more.
pub(super) fn table(plan: &Plan, options: &GenFromTxt, body: Body<'_>) -> Result<Option<DynArray>> {
    let Some(dtype) = plan.dtype.as_ref().filter(|_| is_plain(plan, options)) else {
        return Ok(None);
    };
    let renamed = named(dtype, plan.names.as_deref())?;
    let dtype = renamed.as_ref().unwrap_or(dtype);
    let (leaves, row_bytes) = match dtype.class() {
        TypeClass::Record(_) => (leaves_of(dtype), dtype.itemsize()),
        TypeClass::Element(_) => {
            let itemsize = dtype.itemsize();
            let leaves = (0..plan.n_columns).map(|i| (i * itemsize, dtype.clone()));
            (leaves.collect(), plan.n_columns.saturating_mul(itemsize))
        }
        _ => return Ok(None),
    };
    let columns = plan.columns_of(dtype);
    let has_gaps = leaves.len() > 1 && side_by_side(&leaves) != (leaves.clone(), row_bytes);
    if has_gaps
        || columns.len() != plan.n_columns
        || leaves.len() != plan.n_columns
        || row_bytes == 0
    {
        return Ok(None);
    }
    let slots = columns.iter().zip(&leaves).map(Slot::new).collect();
    let Some(reader) = Reader::new(options, slots, row_bytes) else { return Ok(None) };
    let Ok(parts) = reader.parts(body) else { return Ok(None) };
    let (bytes, n_rows) = joined(parts)?;
    let shape = match dtype.as_record() {
        Some(_) => vec![n_rows],
        None if n_rows == 0 => vec![0],
        None => vec![n_rows, plan.n_columns],
    };
    let layout = Layout::contiguous(
        &shape,
        row_bytes / if dtype.as_record().is_some() { 1 } else { plan.n_columns },
        Order::C,
    )?;
    Ok(Some(DynArray::from_bytes(bytes, 0, layout, dtype)?))
}

/// Whether rows are all that there is, each of as many fields as columns.
pub(super) fn is_plain(plan: &Plan, options: &GenFromTxt) -> bool {
    plan.usecols.is_empty()
        && options.converters.is_empty()
        && !options.usemask
        && options.skip_footer == 0
        && options.max_rows.is_none()
        && plan.n_columns > 0
}

/// The bytes of all parts, and how many rows there are.
pub(super) fn joined(parts: Vec<Part<'_>>) -> Result<(Vec<u8>, usize)> {
    let n_rows = parts.iter().map(|part| part.n_rows).sum();
    let n_bytes = parts.iter().map(|part| part.bytes.len()).sum();
    let mut parts = parts.into_iter();
    let mut all = parts.next().map(|part| part.bytes).unwrap_or_default();
    if all.try_reserve_exact(n_bytes - all.len()).is_err() {
        return Err(ErrorKind::Memory { n_bytes }.into());
    }
    for part in parts {
        all.extend_from_slice(&part.bytes);
    }
    Ok((all, n_rows))
}

/// The rows of some lines.
#[derive(Default)]
pub(super) struct Part<'t> {
    /// Row after row.
    pub(super) bytes: Vec<u8>,
    pub(super) n_rows: usize,
    /// What was put aside, row after row.
    pub(super) texts: Vec<&'t str>,
}

pub(super) struct Reader<'c> {
    pub(super) slots: Vec<Slot<'c>>,
    /// `None` is any run of blanks.
    pub(super) delimiter: Option<u8>,
    pub(super) comment: Option<u8>,
    pub(super) strips: bool,
    pub(super) loose: bool,
    pub(super) row_bytes: usize,
}

impl<'c> Reader<'c> {
    /// A reader; `None` where more than one character separates, or begins a comment.
    pub(super) fn new(
        options: &GenFromTxt,
        slots: Vec<Slot<'c>>,
        row_bytes: usize,
    ) -> Option<Reader<'c>> {
        let delimiter = match &options.delimiter {
            Delimiter::Blanks => None,
            Delimiter::Text(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() && !stands_in_numbers(*byte) => Some(*byte),
                _ => return None,
            },
            _ => return None,
        };
        let comment = match options.comments.as_deref().map(str::as_bytes) {
            None | Some([]) => None,
            Some([byte]) if byte.is_ascii() => Some(*byte),
            Some(_) => return None,
        };
        let (strips, loose) = (options.autostrip, options.loose);
        Some(Reader { slots, delimiter, comment, strips, loose, row_bytes })
    }

    /// A field that is no value of its column is none, whatever the options say.
    pub(super) fn strict(self) -> Reader<'c> {
        Reader { loose: false, ..self }
    }

    /// The rows of all lines; an error is the place of the first line that is not plain.
    pub(super) fn parts<'t>(&self, body: Body<'t>) -> std::result::Result<Vec<Part<'t>>, usize> {
        if let Some(text) = body.text.filter(|_| self.is_indexed()) {
            let first = self.part(&body.lines[..1])?;
            return self.parts_of_text(first, text).map_err(|line| line + 1);
        }
        let lines = body.lines;
        #[cfg(feature = "rayon")]
        if lines.len() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
            use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

            let at_a_time = lines.len().div_ceil(8 * rayon::current_num_threads()).max(1);
            let parts: Vec<&[&str]> = lines.chunks(at_a_time).collect();
            let read = |(i, part): (usize, &&[&'t str])| {
                self.part(part).map_err(|line| i * at_a_time + line)
            };
            let read: Vec<_> = parts.par_iter().enumerate().map(read).collect();
            return read.into_iter().collect();
        }
        Ok(vec![self.part(lines)?])
    }

    fn part<'t>(&self, lines: &[&'t str]) -> std::result::Result<Part<'t>, usize> {
        let mut part = Part::default();
        let room = lines.len().saturating_mul(self.row_bytes);
        if part.bytes.try_reserve_exact(room).is_err() {
            return Err(0);
        }
        for (i, line) in lines.iter().enumerate() {
            let start = part.bytes.len();
            part.bytes.resize(start + self.row_bytes, 0);
            let row = &mut part.bytes[start..];
            match self.line(line, row, &mut part.texts) {
                Some(true) => part.n_rows += 1,
                Some(false) => part.bytes.truncate(start),
                None => return Err(i),
            }
        }
        Ok(part)
    }

    /// Reads a line; false where it holds nothing.
    #[inline]
    pub(super) fn line<'t>(
        &self,
        line: &'t str,
        out: &mut [u8],
        texts: &mut Vec<&'t str>,
    ) -> Option<bool> {
        let line = match self.comment.and_then(|byte| memchr::memchr(byte, line.as_bytes())) {
            Some(n) => &line[..n],
            None => line,
        };
        let line = line.trim_matches([' ', '\r', '\n']);
        let line = match self.delimiter {
            Some(_) => line,
            None => line.trim_matches(|c: char| u8::try_from(c).is_ok_and(is_blank)),
        };
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
            let out = out.get_mut(slot.offset..)?;
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
                    let field = if self.strips { strip(field) } else { field };
                    match slot.is_aside {
                        true => texts.push(field),
                        false => slot.put(field, out, self.loose)?,
                    }
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
