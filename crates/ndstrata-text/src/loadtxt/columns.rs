//! Plain lines column by column: an index of their fields first, then every column in one loop. What that does not
//! take stays where it is, for the readers of single rows.

use ndstrata_dtype::datetime::{DateTimeBase, DateTimeUnit};
use ndstrata_dtype::{DType, TypeClass};
use ndstrata_kernels::text::{AtComments, Column, Fields, Separators, quotes_close};

use super::route::{Kind, Route, Slot};
use super::rows::Rows;
use super::swift::Swift;
use crate::element;
use crate::error::Result;
use crate::index::Index;
use crate::number::plain_complex;
use crate::places::{Complex64, Complex128, Float32, Float64, Integer, put};

/// Rows side by side in the index, each of so many fields.
struct Run<'t> {
    text: &'t str,
    /// Where in the text the indexed part begins.
    base: usize,
    first: usize,
    n_fields: usize,
    n_rows: usize,
    strips: bool,
}

impl Rows {
    /// Reads lines from `at` on while they are plain; gives where the first other one begins.
    pub(super) fn read_columns(
        &mut self,
        swift: &Swift,
        route: &Route,
        index: &mut Index,
        text: &str,
        mut at: usize,
    ) -> Result<usize> {
        let separators = swift.separators();
        let most = self.plan.options.max_rows.unwrap_or(usize::MAX);
        while at < text.len() && index.seek(text.as_bytes(), at, separators) {
            let wanted =
                (most.saturating_sub(self.row)).min(self.limit.saturating_sub(self.n_held));
            let line = index.line;
            let n_fields = index.n_fields(line);
            if n_fields == 0 || !route.takes(n_fields) {
                break;
            }
            let ahead = (line + 1..index.fields.lines.len()).take(wanted.saturating_sub(1));
            let alike = ahead.take_while(|&line| index.n_fields(line) == n_fields).count();
            let mut run = Run {
                text,
                base: index.base,
                first: index.first_field(line),
                n_fields,
                n_rows: (1 + alike).min(wanted),
                strips: swift.delimiter.is_some_and(|byte| byte != b' '),
            };
            let n_wanted = run.n_rows;
            run.n_rows = swift.settled(&run, &mut index.fields, route.uniform.is_some());
            if run.n_rows > 0 {
                run.n_rows = self.take_run(&run, &index.fields, route)?;
            }
            index.line += run.n_rows;
            self.row += run.n_rows;
            self.n_held += run.n_rows;
            at = index.start_of(index.line);
            if run.n_rows < n_wanted || run.n_rows == 0 {
                break;
            }
        }
        Ok(at)
    }

    /// Reads rows; gives how many, to the first that is not plain.
    fn take_run(&mut self, run: &Run<'_>, fields: &Fields, route: &Route) -> Result<usize> {
        if self.flexible.is_some() {
            return Ok(self.collect_run(run, fields, route));
        }
        let row_bytes = self.plan.row_bytes(route.n_columns());
        let start = self.bytes.len();
        let n = run.n_rows.saturating_mul(row_bytes);
        if let Some(n_text) = self.n_text {
            // As many rows as the text has, were all as long as these.
            let last = fields.ends[run.first + run.n_rows * run.n_fields - 1];
            let length = (last + 1 - fields.starts[run.first]) as usize;
            let n_rows = (n_text / length).saturating_mul(run.n_rows) + run.n_rows;
            let most = self.plan.options.max_rows.unwrap_or(usize::MAX).min(self.limit);
            let all = n_rows.saturating_add(n_rows / 64).min(most).saturating_mul(row_bytes);
            let _ = self.bytes.reserve_more(n, all);
        }
        let out = self.add(n)?;
        let n_rows = match &route.uniform {
            Some(slot) => {
                let width = slot.dtype.itemsize();
                let count = run.n_rows * run.n_fields;
                run.column(fields, slot, 0, 1, count, out, width) / run.n_fields
            }
            None => route.slots.iter().fold(run.n_rows, |n_rows, (column, slot)| {
                run.column(fields, slot, *column, run.n_fields, n_rows, out, row_bytes)
            }),
        };
        self.bytes.truncate(start + n_rows * row_bytes);
        Ok(n_rows)
    }

    /// Rows whose fields are kept until their width is known.
    fn collect_run(&mut self, run: &Run<'_>, fields: &Fields, route: &Route) -> usize {
        let Some(flexible) = &mut self.flexible else { return 0 };
        for row in 0..run.n_rows {
            let mark = flexible.mark();
            let first = run.first + row * run.n_fields;
            let mut push = |column: usize| {
                run.field(fields, first + column).is_some_and(|field| flexible.push(field))
            };
            if !route.slots.iter().all(|(column, _)| push(*column)) {
                flexible.rewind(mark);
                return row;
            }
        }
        run.n_rows
    }
}

impl Swift {
    /// What the index looks for.
    pub(super) fn separators(&self) -> Separators {
        let Swift { delimiter, comment, quote, .. } = *self;
        Separators { delimiter, comment, at_comments: AtComments::Cut, quote }
    }

    /// Whether every end of a line in a text is one, as far as can be told at a glance: quotes close before it.
    pub(super) fn quotes_close(&self, text: &str) -> bool {
        quotes_close(text.as_bytes(), self.separators())
    }

    /// Takes the quotes off the fields of a run; gives how many rows hold nothing that takes more than that.
    fn settled(&self, run: &Run<'_>, fields: &mut Fields, is_numbers: bool) -> usize {
        let bytes = &run.text.as_bytes()[run.base..];
        let n = run.n_rows * run.n_fields;
        let mut n_rows = run.n_rows;
        let has_plain_quotes = fields.has_plain_quotes;
        let starts = &mut fields.starts[run.first..run.first + n];
        let ends = &mut fields.ends[run.first..run.first + n];
        if run.n_fields == 1 && self.delimiter.is_some() {
            // An empty line is no row.
            let is_empty = |(start, end): (&u32, &u32)| {
                start == end || bytes.get(*start as usize) == Some(&b' ')
            };
            n_rows = starts.iter().zip(ends.iter()).position(is_empty).unwrap_or(n_rows);
        }
        let Some(quote) = self.quote else { return n_rows };
        let fields = starts.iter_mut().zip(ends).take(n_rows * run.n_fields);
        if has_plain_quotes && self.delimiter.is_some() {
            for (start, end) in fields {
                let is_quoted = bytes.get(*start as usize) == Some(&quote);
                *start += u32::from(is_quoted);
                *end -= u32::from(is_quoted);
            }
            return n_rows;
        }
        for (i, (start, end)) in fields.enumerate() {
            let (from, to) = (*start as usize, *end as usize);
            if bytes.get(from) != Some(&quote) || from == to {
                continue;
            }
            let inner = match bytes.get(from..to) {
                Some([_, inner @ .., last]) if *last == quote => inner,
                _ => return i / run.n_fields,
            };
            let is_last = i % run.n_fields + 1 == run.n_fields;
            let ends_line = matches!(bytes.get(to), None | Some(b'\n' | b'\r'));
            // Between blanks an empty field counts only sometimes, and blanks after the last quote begin one: the
            // tokenizer knows. In a number a quote is noticed when it is read.
            if (self.delimiter.is_none() && is_last && !ends_line)
                || (!is_numbers && inner.contains(&quote))
                || (inner.is_empty() && self.delimiter.is_none())
            {
                // The quotes of the row stay, for those who read it next.
                return i / run.n_fields;
            }
            *start += 1;
            *end -= 1;
        }
        n_rows
    }
}

impl<'t> Run<'t> {
    fn field(&self, fields: &Fields, i: usize) -> Option<&'t str> {
        let (start, end) = (*fields.starts.get(i)? as usize, *fields.ends.get(i)? as usize);
        self.text.get(self.base + start..self.base + end)
    }

    /// Stores a complex number of a plain form; false where it is of none.
    fn complex(&self, fields: &Fields, i: usize, place: &mut [u8]) -> bool {
        let (Some(&start), Some(&end)) = (fields.starts.get(i), fields.ends.get(i)) else {
            return false;
        };
        let bytes = &self.text.as_bytes()[self.base..];
        let found = plain_complex(bytes, start as usize, end as usize, self.strips);
        let (Some(value), Some(place)) = (found, place.first_chunk_mut::<16>()) else {
            return false;
        };
        place[..8].copy_from_slice(&value.re.to_ne_bytes());
        place[8..].copy_from_slice(&value.im.to_ne_bytes());
        true
    }

    /// Reads `count` fields, every `step`th from the `column`th on, to places `stride` bytes apart. Gives how many,
    /// to the first that is no value.
    #[expect(clippy::too_many_arguments, reason = "a column of fields and a column of places")]
    fn column(
        &self,
        fields: &Fields,
        slot: &Slot,
        column: usize,
        step: usize,
        count: usize,
        out: &mut [u8],
        stride: usize,
    ) -> usize {
        let first = self.first + column;
        let out = &mut out[slot.offset..];
        let numbers = |from: usize| Column {
            text: &self.text.as_bytes()[self.base..],
            starts: &fields.starts,
            ends: &fields.ends,
            first: first + from * step,
            step,
            count: count - from,
            strips: self.strips,
        };
        let width = slot.dtype.itemsize();
        let mut n_read = 0;
        // Fields read one by one where a value of a rarer form was met: the more, the more there are.
        let mut n_slow = 0;
        while n_read < count {
            let before = n_read;
            let rest = &mut out[n_read * stride..];
            n_read += match slot.kind {
                Kind::Float64 => put::<8, Float64>(numbers(n_read), rest, stride, None),
                Kind::Float32 => put::<4, Float32>(numbers(n_read), rest, stride, None),
                Kind::Complex128 => put::<16, Complex128>(numbers(n_read), rest, stride, None),
                Kind::Complex64 => put::<8, Complex64>(numbers(n_read), rest, stride, None),
                Kind::Integer { is_signed: true, n_bytes } => match n_bytes {
                    8 => put::<8, Integer<true>>(numbers(n_read), rest, stride, None),
                    4 => put::<4, Integer<true>>(numbers(n_read), rest, stride, None),
                    2 => put::<2, Integer<true>>(numbers(n_read), rest, stride, None),
                    _ => put::<1, Integer<true>>(numbers(n_read), rest, stride, None),
                },
                Kind::Integer { is_signed: false, n_bytes } => match n_bytes {
                    8 => put::<8, Integer<false>>(numbers(n_read), rest, stride, None),
                    4 => put::<4, Integer<false>>(numbers(n_read), rest, stride, None),
                    2 => put::<2, Integer<false>>(numbers(n_read), rest, stride, None),
                    _ => put::<1, Integer<false>>(numbers(n_read), rest, stride, None),
                },
                Kind::Other => {
                    let texts = (n_read..count).map(|i| self.field(fields, first + i * step));
                    return n_read + put_texts(&slot.dtype, texts, rest, stride);
                }
            };
            n_slow = if n_read - before > n_slow { 1 } else { (2 * n_slow).clamp(1, 64) };
            for _ in 0..n_slow.min(count - n_read) {
                let field = first + n_read * step;
                let place = &mut out[n_read * stride..][..width];
                let is_read = match slot.kind {
                    Kind::Complex128 => self.complex(fields, field, place),
                    _ => false,
                };
                let mut is_stored = || {
                    let field = self.field(fields, field);
                    field.is_some_and(|field| element::store(&slot.dtype, field, place))
                };
                if !is_read && !is_stored() {
                    return n_read;
                }
                n_read += 1;
            }
        }
        n_read
    }
}

/// Texts as values of a type that is no number, to places `stride` bytes apart.
fn put_texts<'t>(
    dtype: &DType,
    texts: impl Iterator<Item = Option<&'t str>>,
    out: &mut [u8],
    stride: usize,
) -> usize {
    let plain = |put: fn(&str, &mut [u8]) -> bool| put;
    let quick = match dtype.class() {
        TypeClass::Str(_) if dtype.is_native() => Some(plain(put_wide)),
        TypeClass::Bytes(_) => Some(plain(put_narrow)),
        _ => None,
    };
    let quick_date = match dtype.class() {
        TypeClass::DateTime64(unit) if dtype.is_native() => Days::of(*unit),
        _ => None,
    };
    let width = dtype.itemsize();
    let places = (0..).step_by(stride.max(1));
    let mut n = 0;
    for (text, at) in texts.zip(places) {
        let (Some(text), Some(place)) = (text, out.get_mut(at..at + width)) else { break };
        let is_put = match (&quick, &quick_date) {
            (Some(put), _) => put(text, place),
            (None, Some(days)) => days.put(text, place),
            (None, None) => false,
        };
        if !is_put && !element::store(dtype, text, place) {
            break;
        }
        n += 1;
    }
    n
}

fn put_wide(text: &str, place: &mut [u8]) -> bool {
    let is_plain = text.is_ascii();
    if is_plain {
        for (slot, &byte) in place.as_chunks_mut().0.iter_mut().zip(text.as_bytes()) {
            *slot = u32::from(byte).to_ne_bytes();
        }
    }
    is_plain
}

fn put_narrow(text: &str, place: &mut [u8]) -> bool {
    let is_plain = text.is_ascii();
    if is_plain {
        for (slot, &byte) in place.iter_mut().zip(text.as_bytes()) {
            *slot = byte;
        }
    }
    is_plain
}

/// Plain dates, of a unit that days have a whole number of.
struct Days {
    n_units: i64,
}

impl Days {
    fn of(unit: DateTimeUnit) -> Option<Days> {
        use DateTimeBase as Base;
        let bases = [Base::Day, Base::Hour, Base::Minute, Base::Second];
        let finer = [Base::Millisecond, Base::Microsecond, Base::Nanosecond];
        let sizes = [1, 24, 1440, 86_400, 86_400_000, 86_400_000_000, 86_400_000_000_000];
        let mut bases = bases.into_iter().chain(finer).zip(sizes);
        let (_, n_units) = bases.find(|&(base, _)| unit == DateTimeUnit::new(base))?;
        Some(Days { n_units })
    }

    /// Stores a plain date; false for every other text, and for a date that is too far.
    #[inline]
    fn put(&self, text: &str, place: &mut [u8]) -> bool {
        let units = element::plain_day(text).and_then(|day| day.checked_mul(self.n_units));
        if let Some(units) = units {
            place.copy_from_slice(&units.to_ne_bytes());
        }
        units.is_some()
    }
}
