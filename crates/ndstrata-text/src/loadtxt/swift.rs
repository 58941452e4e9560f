//! The quick reader of plain rows: fields are read where they stand, without being cut out first. It reads
//! a row as the tokenizer and the converters together would, or not at all.

mod walk;

use super::control::Control;
use super::flexible::Flexible;
use super::route::{Kind, Route, Slot};
use crate::digits::{float_at, integer_at, stands_in_numbers};
use crate::element;
use crate::places::{real64, real128};
use walk::{BLANKS, Class, LINES, Next};

/// The control characters as a table.
pub(super) struct Swift {
    classes: [Class; 256],
    /// `None` is any run of blanks.
    pub(super) delimiter: Option<u8>,
    pub(super) quote: Option<u8>,
    pub(super) comment: Option<u8>,
}

impl Swift {
    /// The table, where all control characters are single bytes.
    pub(super) fn new(control: Control) -> Option<Swift> {
        let byte = |c: Option<char>| match c {
            None => Some(None),
            Some(c) => u8::try_from(c).ok().filter(u8::is_ascii).map(Some),
        };
        let (delimiter, quote) = (byte(control.delimiter)?, byte(control.quote)?);
        let all = [delimiter, quote, byte(control.comment)?];
        if all.into_iter().flatten().any(stands_in_numbers) {
            return None;
        }
        let mut classes = if delimiter.is_some() { LINES } else { BLANKS };
        if let Some(delimiter) = delimiter {
            classes[usize::from(delimiter)] = Class::Delimiter;
        }
        let comment = byte(control.comment)?;
        if let Some(comment) = comment {
            classes[usize::from(comment)] = Class::Comment;
        }
        Some(Swift { classes, delimiter, quote, comment })
    }

    /// Where the first line from `at` on begins that is neither blank nor a comment, or not plain.
    pub(super) fn first_row(&self, text: &str, at: usize, is_end: bool) -> usize {
        let mut at = at;
        while let Some(end) = self.end_of_nothing(text, at, is_end) {
            if end == at {
                break;
            }
            at = end;
        }
        at
    }

    /// Where the line at `at` ends, if it is blank or a comment.
    fn end_of_nothing(&self, text: &str, at: usize, is_end: bool) -> Option<usize> {
        let mut at = at;
        if self.delimiter.is_none() {
            at = self.skip_blanks(text, at)?;
        }
        let class = self.class(*text.as_bytes().get(at)?);
        if matches!(class, Class::Plain | Class::Delimiter | Class::Wide) {
            return None;
        }
        match self.next(text, at, is_end)? {
            Next::End(end) => Some(end),
            Next::Field(_) => None,
        }
    }

    /// How many fields the first row from `at` on has. `None` where it is not plain, or there is none.
    pub(super) fn n_fields(&self, text: &str, at: usize, is_end: bool) -> Option<usize> {
        let mut at = self.first_row(text, at, is_end);
        if self.delimiter.is_none() {
            at = self.skip_blanks(text, at)?;
        }
        let class = self.class(*text.as_bytes().get(at)?);
        if !matches!(class, Class::Plain | Class::Delimiter | Class::Wide) {
            return None;
        }
        let mut n_fields = 0;
        loop {
            at = self.skip_field(text, at)?;
            n_fields += 1;
            match self.next(text, at, is_end)? {
                Next::Field(next) => at = next,
                Next::End(_) => return Some(n_fields),
            }
        }
    }

    /// Reads the row at `at` into `out`, or into `flexible`. Gives where the row ends, and whether there was
    /// one: blank lines and comments are none. `None` where the row is not plain.
    #[inline]
    pub(super) fn row(
        &self,
        route: &Route,
        text: &str,
        at: usize,
        is_end: bool,
        out: &mut [u8],
        flexible: &mut Option<Flexible>,
    ) -> Option<(usize, bool)> {
        let bytes = text.as_bytes();
        let mut at = at;
        if self.delimiter.is_none() {
            at = self.skip_blanks(text, at)?;
        }
        match bytes.get(at) {
            None => return is_end.then_some((at, false)),
            Some(&byte) => match self.class(byte) {
                Class::Plain | Class::Delimiter | Class::Wide => {}
                _ => match self.next(text, at, is_end)? {
                    Next::End(end) => return Some((end, false)),
                    Next::Field(_) => return None,
                },
            },
        }
        if let Some(slot) = &route.uniform {
            let end = self.uniform_row(slot, text, at, is_end, out)?;
            return Some((end, true));
        }
        if route.n_fields.is_none()
            && self.quote.is_none()
            && flexible.is_none()
            && let Some(delimiter) = self.delimiter
        {
            return self.picked_row(delimiter, route, text, at, out).map(|end| (end, true));
        }
        let mark = flexible.as_ref().map(Flexible::mark);
        let read = self.fields(route, text, at, is_end, out, flexible);
        if let (None, Some(flexible), Some(mark)) = (&read, flexible, mark) {
            flexible.rewind(mark);
        }
        read.map(|end| (end, true))
    }

    fn uniform_row(
        &self,
        slot: &Slot,
        text: &str,
        at: usize,
        is_end: bool,
        out: &mut [u8],
    ) -> Option<usize> {
        match slot.kind {
            Kind::Float64 => self.numbers(slot, text, at, is_end, out, |bytes, at| {
                float_at(bytes, at).map(|(x, end)| (x.to_ne_bytes(), end))
            }),
            Kind::Float32 => self.numbers(slot, text, at, is_end, out, |bytes, at| {
                float_at(bytes, at).map(|(x, end)| ((x as f32).to_ne_bytes(), end))
            }),
            Kind::Complex128 => self.numbers(slot, text, at, is_end, out, |bytes, at| {
                float_at(bytes, at).map(|(x, end)| (real128(x.to_ne_bytes()), end))
            }),
            Kind::Complex64 => self.numbers(slot, text, at, is_end, out, |bytes, at| {
                float_at(bytes, at).map(|(x, end)| (real64((x as f32).to_ne_bytes()), end))
            }),
            Kind::Integer { is_signed, n_bytes } => match n_bytes {
                8 => self.numbers(slot, text, at, is_end, out, integer::<8>(is_signed)),
                4 => self.numbers(slot, text, at, is_end, out, integer::<4>(is_signed)),
                2 => self.numbers(slot, text, at, is_end, out, integer::<2>(is_signed)),
                _ => self.numbers(slot, text, at, is_end, out, integer::<1>(is_signed)),
            },
            Kind::Other => None,
        }
    }

    /// A row of numbers of one kind.
    #[inline(always)]
    fn numbers<const N: usize>(
        &self,
        slot: &Slot,
        text: &str,
        mut at: usize,
        is_end: bool,
        out: &mut [u8],
        read: impl Fn(&[u8], usize) -> Option<([u8; N], usize)>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut columns = out.chunks_exact_mut(N);
        let mut column = columns.next()?;
        loop {
            if let Some(quote) = self.quote
                && bytes.get(at) == Some(&quote)
                && let Some((value, end)) = read(bytes, at + 1)
                && bytes.get(end) == Some(&quote)
                && bytes.get(end + 1).is_some_and(|&byte| self.class(byte) == Class::Delimiter)
                && bytes.get(end + 2).is_some_and(|&byte| self.class(byte) == Class::Plain)
            {
                column.copy_from_slice(&value);
                column = columns.next()?;
                at = end + 2;
                continue;
            }
            let found = read(bytes, at);
            if let Some((value, end)) = found
                && let Some(&byte) = bytes.get(end)
                && self.class(byte) == Class::Delimiter
            {
                // By far the most frequent: another number follows.
                let is_next = match self.delimiter {
                    Some(_) => bytes.get(end + 1) != Some(&b' '),
                    None => bytes.get(end + 1).is_some_and(|&b| self.class(b) == Class::Plain),
                };
                if is_next {
                    column.copy_from_slice(&value);
                    column = columns.next()?;
                    at = end + 1;
                    continue;
                }
            }
            let end = match found {
                Some((value, end)) if self.ends(bytes, end) => {
                    column.copy_from_slice(&value);
                    end
                }
                _ => self.field(slot, text, at, column, &mut None)?,
            };
            match self.next(text, end, is_end)? {
                Next::Field(next) => {
                    at = next;
                    if self.delimiter.is_some() && self.quote.is_none() {
                        at += n_spaces(bytes, at, self.delimiter);
                    }
                    column = columns.next()?;
                }
                Next::End(end) => return columns.next().is_none().then_some(end),
            }
        }
    }

    /// A row of which only some fields are looked at, as far as the last of them.
    fn picked_row(
        &self,
        delimiter: u8,
        route: &Route,
        text: &str,
        at: usize,
        out: &mut [u8],
    ) -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        let n = memchr::memchr2(b'\n', b'\r', rest)?;
        let line = &rest[..n];
        if self.comment.is_some_and(|comment| memchr::memchr(comment, line).is_some()) {
            return None;
        }
        let end = at + n + 1;
        let end = match rest[n] {
            b'\r' => end + usize::from(*rest.get(n + 1)? == b'\n'),
            _ => end,
        };
        let (mut column, mut start) = (0, at);
        for (wanted, slot) in &route.slots {
            if *wanted > column {
                start += after_nth(delimiter, &text.as_bytes()[start..at + n], wanted - column)?;
                column = *wanted;
            }
            self.field(slot, text, start, out, &mut None)?;
        }
        Some(end)
    }

    #[inline(always)]
    fn fields(
        &self,
        route: &Route,
        text: &str,
        mut at: usize,
        is_end: bool,
        out: &mut [u8],
        flexible: &mut Option<Flexible>,
    ) -> Option<usize> {
        let mut column = 0;
        let mut slots = route.slots.iter();
        let mut slot = slots.next();
        loop {
            let start = at;
            match slot {
                Some((wanted, first)) if *wanted == column => {
                    at = self.field(first, text, start, out, flexible)?;
                    slot = slots.next();
                    while let Some((_, again)) = slot.filter(|(wanted, _)| *wanted == column) {
                        self.field(again, text, start, out, flexible)?;
                        slot = slots.next();
                    }
                    if slot.is_none() && route.n_fields.is_none() {
                        return self.rest_of_line(text, at, is_end);
                    }
                }
                _ => at = self.skip_field(text, start)?,
            }
            column += 1;
            match self.next(text, at, is_end)? {
                Next::Field(next) => at = next,
                Next::End(end) => {
                    let is_whole = slot.is_none() && route.n_fields.is_none_or(|n| n == column);
                    return is_whole.then_some(end);
                }
            }
        }
    }

    /// Reads the field at `at`; gives where it ends.
    #[inline(always)]
    fn field(
        &self,
        slot: &Slot,
        text: &str,
        at: usize,
        out: &mut [u8],
        flexible: &mut Option<Flexible>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let is_quoted = self.quote.is_some() && bytes.get(at).copied() == self.quote;
        let start = at + usize::from(is_quoted);
        let number = match self.delimiter {
            Some(_) => start + n_spaces(bytes, start, self.delimiter),
            None => start,
        };
        let after = |end: usize| {
            let mut end = end;
            if self.delimiter.is_some() {
                end += n_spaces(bytes, end, self.delimiter);
            }
            if is_quoted {
                if bytes.get(end).copied() != self.quote {
                    return None;
                }
                end += 1;
            }
            self.ends(bytes, end).then_some(end)
        };
        let offset = slot.offset;
        match slot.kind {
            Kind::Float64 => {
                if let Some((x, end)) = float_at(bytes, number)
                    && let Some(end) = after(end)
                {
                    *out.get_mut(offset..)?.first_chunk_mut()? = x.to_ne_bytes();
                    return Some(end);
                }
            }
            Kind::Float32 => {
                if let Some((x, end)) = float_at(bytes, number)
                    && let Some(end) = after(end)
                {
                    *out.get_mut(offset..)?.first_chunk_mut()? = (x as f32).to_ne_bytes();
                    return Some(end);
                }
            }
            Kind::Integer { is_signed, n_bytes } => {
                if let Some((is_negative, size, end)) = integer_at(bytes, number)
                    && let Some(end) = after(end)
                {
                    let value = fitted(is_negative, size, is_signed, n_bytes)?;
                    let value = value.to_le_bytes();
                    let out = out.get_mut(offset..offset + n_bytes)?;
                    out.copy_from_slice(&value[..n_bytes]);
                    if cfg!(target_endian = "big") {
                        out.reverse();
                    }
                    return Some(end);
                }
            }
            Kind::Complex128 | Kind::Complex64 | Kind::Other => {}
        }
        let (inner, end) = self.cut(text, at, is_quoted)?;
        let is_stored = match flexible {
            Some(flexible) => flexible.push(inner),
            None => {
                let out = out.get_mut(offset..offset + slot.dtype.itemsize())?;
                element::store(&slot.dtype, inner, out)
            }
        };
        is_stored.then_some(end)
    }
}

/// Where the `n`th of a byte ends, from 1 on.
fn after_nth(byte: u8, line: &[u8], n: usize) -> Option<usize> {
    let (mut n_left, mut at) = (n, 0);
    // Many bytes at a time, of which it is only known how often the byte is among them.
    while let Some(chunk) = line.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        let found = usize::from(chunk.iter().map(|&other| u8::from(other == byte)).sum::<u8>());
        if found >= n_left {
            break;
        }
        n_left -= found;
        at += 32;
    }
    memchr::memchr_iter(byte, line.get(at..)?).nth(n_left - 1).map(|i| at + i + 1)
}

/// How many spaces there are that do not separate.
#[inline(always)]
fn n_spaces(bytes: &[u8], at: usize, delimiter: Option<u8>) -> usize {
    if bytes.get(at) != Some(&b' ') || delimiter == Some(b' ') {
        return 0;
    }
    bytes[at..].iter().take_while(|&&byte| byte == b' ').count()
}

/// A reader of integers of `N` bytes.
#[inline(always)]
fn integer<const N: usize>(is_signed: bool) -> impl Fn(&[u8], usize) -> Option<([u8; N], usize)> {
    move |bytes, at| {
        let (is_negative, size, end) = integer_at(bytes, at)?;
        let mut value = *fitted(is_negative, size, is_signed, N)?.to_le_bytes().first_chunk()?;
        if cfg!(target_endian = "big") {
            value.as_mut_slice().reverse();
        }
        Some((value, end))
    }
}

/// The integer in two's complement, where a type of so many bytes holds it.
#[inline(always)]
fn fitted(is_negative: bool, size: u64, is_signed: bool, n_bytes: usize) -> Option<u64> {
    let bits = 8 * n_bytes as u32;
    if is_signed {
        let most = (u64::MAX >> (65 - bits)) + u64::from(is_negative);
        (size <= most).then(|| if is_negative { size.wrapping_neg() } else { size })
    } else {
        // Not even a zero has a sign.
        (size <= u64::MAX >> (64 - bits) && !is_negative).then_some(size)
    }
}
