//! Rows of one text column by column, where an index of their fields takes them; line by line where not.

use ndstrata_dtype::ElementType;
use ndstrata_kernels::text::{AtComments, Column, Separators};

use super::convert::Target;
use super::direct::Slot;
use super::fused::{Part, Reader};
use crate::index::Index;
use crate::number::strip;
use crate::places::{Float64, Integer, put};

/// Shorter text is not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 1 << 18;

/// Rows side by side in the index.
#[derive(Clone, Copy)]
struct Run<'t> {
    text: &'t str,
    first: usize,
    n_rows: usize,
}

impl Reader<'_> {
    /// Whether what separates is as the index knows it: a space at the end of a line separates nothing.
    pub(super) fn is_indexed(&self) -> bool {
        !matches!(self.delimiter, Some(b' ' | b'\r' | b'\n')) && !self.slots.is_empty()
    }

    /// The rows of a text whose lines end with `\n`, behind those of a part; an error is the place of the first line that is
    /// not plain.
    pub(super) fn parts_of_text<'t>(
        &self,
        first: Part<'t>,
        text: &'t str,
    ) -> std::result::Result<Vec<Part<'t>>, usize> {
        #[cfg(feature = "rayon")]
        if text.len() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
            use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

            let at_a_time = text.len() / (8 * rayon::current_num_threads()) + 1;
            let mut pieces = Vec::new();
            let mut rest = text;
            while !rest.is_empty() {
                let from = at_a_time.min(rest.len()) - 1;
                let n = memchr::memchr(b'\n', &rest.as_bytes()[from..]);
                let (piece, after) = rest.split_at(n.map_or(rest.len(), |n| from + n + 1));
                pieces.push(piece);
                rest = after;
            }
            let read: Vec<_> =
                pieces.par_iter().map(|piece| self.part_of_text(Part::default(), piece)).collect();
            let mut n_before = 0;
            let mut parts = Vec::with_capacity(read.len() + 1);
            parts.push(first);
            for (part, piece) in read.into_iter().zip(pieces) {
                parts.push(part.map_err(|line| n_before + line)?);
                n_before += memchr::memchr_iter(b'\n', piece.as_bytes()).count();
            }
            return Ok(parts);
        }
        Ok(vec![self.part_of_text(first, text)?])
    }

    fn part_of_text<'t>(
        &self,
        mut part: Part<'t>,
        text: &'t str,
    ) -> std::result::Result<Part<'t>, usize> {
        let separators = Separators {
            delimiter: self.delimiter,
            comment: self.comment,
            at_comments: AtComments::Stop,
            quote: None,
        };
        let mut index = Index::default();
        let (mut at, mut line) = (0, 0);
        while at < text.len() {
            let n_rows = match index.seek(text.as_bytes(), at, separators) {
                true => self.rows(&index, text, &mut part).ok_or(line)?,
                false => 0,
            };
            if n_rows > 0 {
                index.line += n_rows;
                line += n_rows;
                at = index.start_of(index.line);
                continue;
            }
            let n = memchr::memchr(b'\n', &text.as_bytes()[at..]);
            let end = n.map_or(text.len(), |n| at + n + 1);
            let start = part.bytes.len();
            part.bytes.resize(start + self.row_bytes, 0);
            match self.line(&text[at..end], &mut part.bytes[start..], &mut part.texts) {
                Some(true) => part.n_rows += 1,
                Some(false) => part.bytes.truncate(start),
                None => return Err(line),
            }
            (at, line) = (end, line + 1);
        }
        Ok(part)
    }

    /// Reads the rows that come next in the index; gives how many, to the first that is not plain. `None` where there is no
    /// memory.
    fn rows<'t>(&self, index: &Index, text: &'t str, part: &mut Part<'t>) -> Option<usize> {
        let n_columns = self.slots.len();
        let lines = index.line..index.fields.lines.len();
        let alike = lines.take_while(|&line| index.n_fields(line) == n_columns).count();
        let mut run = Run { text, first: index.first_field(index.line), n_rows: alike };
        if n_columns == 1 {
            // A line of blanks is none.
            let is_row = |&row: &usize| {
                index.field(text, run.first + row).is_some_and(|field| !strip(field).is_empty())
            };
            run.n_rows = (0..alike).take_while(is_row).count();
        }
        if run.n_rows == 0 {
            return Some(0);
        }
        let start = part.bytes.len();
        let n_bytes = run.n_rows.saturating_mul(self.row_bytes);
        if part.bytes.capacity() - start < n_bytes {
            // As many rows as the text has, were all as long as these; what is not there is not insisted on.
            let length = index.start_of(index.line + run.n_rows) - index.start_of(index.line);
            let n_rows = (text.len() / length.max(1)).saturating_mul(run.n_rows);
            let n_rows = n_rows.saturating_add(n_rows / 64 + run.n_rows);
            let _ = part.bytes.try_reserve_exact(n_rows.saturating_mul(self.row_bytes));
        }
        part.bytes.try_reserve(n_bytes).ok()?;
        part.bytes.resize(start + n_bytes, 0);
        let out = &mut part.bytes[start..];
        for (i, slot) in self.slots.iter().enumerate().filter(|(_, slot)| !slot.is_aside) {
            run.n_rows = self.column(index, run, i, slot, &mut out[slot.offset..]);
        }
        part.bytes.truncate(start + run.n_rows * self.row_bytes);
        part.n_rows += run.n_rows;
        if self.slots.iter().any(|slot| slot.is_aside) {
            for row in 0..run.n_rows {
                for (i, _) in self.slots.iter().enumerate().filter(|(_, slot)| slot.is_aside) {
                    part.texts.push(self.field(index, run, row, i).unwrap_or_default());
                }
            }
        }
        Some(run.n_rows)
    }

    /// Reads a column; gives how many rows have a value, to the first that has none.
    fn column(
        &self,
        index: &Index,
        run: Run<'_>,
        column: usize,
        slot: &Slot<'_>,
        out: &mut [u8],
    ) -> usize {
        let stride = self.row_bytes;
        let step = self.slots.len();
        let mut n_read = 0;
        // Fields read one by one where one was met that is no plain number: the more, the more there are.
        let mut n_slow = 0;
        while n_read < run.n_rows {
            let before = n_read;
            let rest = &mut out[n_read * stride..];
            let numbers = Column {
                text: &run.text.as_bytes()[index.base..],
                starts: &index.fields.starts,
                ends: &index.fields.ends,
                first: run.first + column + n_read * step,
                step,
                count: run.n_rows - n_read,
                strips: true,
            };
            let nothing = slot.default.as_deref().and_then(|bytes| bytes.try_into().ok());
            n_read += match (&slot.column.target, slot.element) {
                (Target::Float, Some(ElementType::Float64)) => {
                    put::<8, Float64>(numbers, rest, stride, nothing)
                }
                (Target::Int | Target::Exact { .. }, Some(ElementType::Int64)) => {
                    put::<8, Integer<true>>(numbers, rest, stride, nothing)
                }
                _ => 0,
            };
            n_slow = if n_read - before > n_slow { 1 } else { (2 * n_slow).clamp(1, 64) };
            for _ in 0..n_slow.min(run.n_rows - n_read) {
                let Some(field) = self.field(index, run, n_read, column) else { return n_read };
                if slot.put(field, &mut out[n_read * stride..], self.loose).is_none() {
                    return n_read;
                }
                n_read += 1;
            }
        }
        n_read
    }

    /// A field without the blanks around its line.
    fn field<'t>(&self, index: &Index, run: Run<'t>, row: usize, column: usize) -> Option<&'t str> {
        let n_columns = self.slots.len();
        let mut field = index.field(run.text, run.first + row * n_columns + column)?;
        if column == 0 {
            field = field.trim_start_matches(' ');
        }
        if column + 1 == n_columns {
            field = field.trim_end_matches(' ');
        }
        Some(if self.strips { strip(field) } else { field })
    }
}
