//! The quick reader of plain rows: fields are read where they stand, without being cut out first. It reads
//! a row as the tokenizer and the converters together would, or not at all.

use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::control::Control;
use super::flexible::Flexible;
use super::plan::resolve;
use crate::digits::{float_at, integer_at, stands_in_numbers};
use crate::element;
use crate::item::Converter;
use crate::source::is_space;

/// What a byte means.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Plain,
    Delimiter,
    Newline,
    Return,
    Comment,
    /// The first byte of a character past ASCII.
    Wide,
}

/// The ends of lines.
const LINES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0x80;
    while byte < 256 {
        classes[byte] = Class::Wide;
        byte += 1;
    }
    classes[b'\n' as usize] = Class::Newline;
    classes[b'\r' as usize] = Class::Return;
    classes
};
/// The same, and blanks that separate.
const BLANKS: [Class; 256] = {
    let mut classes = LINES;
    let blanks = b" \t\x0b\x0c\x1c\x1d\x1e\x1f";
    let mut i = 0;
    while i < blanks.len() {
        classes[blanks[i] as usize] = Class::Delimiter;
        i += 1;
    }
    classes
};

/// The control characters as a table.
pub(super) struct Swift {
    classes: [Class; 256],
    /// `None` is any run of blanks.
    pub(super) delimiter: Option<u8>,
    pub(super) quote: Option<u8>,
    pub(super) comment: Option<u8>,
}

/// How a field's text becomes bytes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Float64,
    Float32,
    Integer { is_signed: bool, n_bytes: usize },
    Other,
}

/// One column of the result: where its bytes go.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) kind: Kind,
    pub(super) offset: usize,
    pub(super) dtype: DType,
}

/// Which columns of the file go where.
#[derive(Clone)]
pub(super) struct Route {
    /// All columns of the file in order, each to the same kind of number.
    pub(super) uniform: Option<Slot>,
    /// Otherwise: in the order of the columns of the file.
    pub(super) slots: Vec<(usize, Slot)>,
    n_columns: usize,
    /// Fields that a row must have, where that matters.
    n_fields: Option<usize>,
}

impl Route {
    /// The route of each column; `None` where there are converters, or columns that are not there.
    pub(super) fn new<'d>(
        mut leaves: impl ExactSizeIterator<Item = (usize, &'d DType)>,
        is_record: bool,
        usecols: Option<&[isize]>,
        n_found: usize,
        converters: &[Option<Converter>],
    ) -> Option<Route> {
        if converters.iter().any(Option::is_some) {
            return None;
        }
        let n_columns = leaves.len();
        if !is_record && usecols.is_none() {
            let (_, dtype) = leaves.next()?;
            let kind = kind_of(dtype);
            if !matches!(kind, Kind::Other) {
                let slot = Slot { kind, offset: 0, dtype: dtype.clone() };
                let (uniform, n_fields) = (Some(slot), Some(n_found));
                return Some(Route { uniform, slots: Vec::new(), n_columns, n_fields });
            }
            let slot = |i| (i, Slot { kind, offset: i * dtype.itemsize(), dtype: dtype.clone() });
            let (slots, n_fields) = ((0..n_columns).map(slot).collect(), Some(n_found));
            return Some(Route { uniform: None, slots, n_columns, n_fields });
        }
        let mut slots = Vec::new();
        for (i, (offset, dtype)) in leaves.enumerate() {
            let column = match usecols {
                None => i,
                Some(usecols) => resolve(usecols[i], n_found)?,
            };
            slots.push((column, Slot { kind: kind_of(dtype), offset, dtype: dtype.clone() }));
        }
        // Fields whose widths are found are collected in the order of the result.
        let is_sorted = slots.is_sorted_by_key(|(column, _)| *column);
        if !is_sorted && slots.iter().any(|(_, slot)| Flexible::of(&slot.dtype).is_some()) {
            return None;
        }
        slots.sort_by_key(|(column, _)| *column);
        let counts = usecols.is_none_or(|usecols| usecols.iter().any(|&column| column < 0));
        let n_fields = counts.then_some(n_found);
        Some(Route { uniform: None, slots, n_columns, n_fields })
    }

    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Whether a row may have so many fields.
    pub(super) fn takes(&self, n_fields: usize) -> bool {
        let last = self.slots.last().map_or(0, |(column, _)| *column);
        self.n_fields.map_or(last < n_fields, |n| n == n_fields)
    }
}

fn kind_of(dtype: &DType) -> Kind {
    let TypeClass::Element(element) = dtype.class() else { return Kind::Other };
    if !dtype.is_native() {
        return Kind::Other;
    }
    let integer = |is_signed| Kind::Integer { is_signed, n_bytes: dtype.itemsize() };
    match element {
        ElementType::Float64 => Kind::Float64,
        ElementType::Float32 => Kind::Float32,
        ElementType::Int8 | ElementType::Int16 | ElementType::Int32 | ElementType::Int64 => {
            integer(true)
        }
        ElementType::UInt8 | ElementType::UInt16 | ElementType::UInt32 | ElementType::UInt64 => {
            integer(false)
        }
        _ => Kind::Other,
    }
}

/// What follows a field.
enum Next {
    Field(usize),
    End(usize),
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

    /// How many fields the first row from `at` on has. `None` where it is not plain, or there is none.
    pub(super) fn n_fields(&self, text: &str, at: usize, is_end: bool) -> Option<usize> {
        let mut at = at;
        loop {
            if self.delimiter.is_none() {
                at = self.skip_blanks(text, at)?;
            }
            let class = self.class(*text.as_bytes().get(at)?);
            if matches!(class, Class::Plain | Class::Delimiter | Class::Wide) {
                break;
            }
            match self.next(text, at, is_end)? {
                Next::End(end) => at = end,
                Next::Field(_) => return None,
            }
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

    #[inline(always)]
    fn class(&self, byte: u8) -> Class {
        self.classes[usize::from(byte)]
    }

    /// Whether a field can end here.
    #[inline(always)]
    fn ends(&self, bytes: &[u8], at: usize) -> bool {
        match bytes.get(at) {
            None => true,
            Some(&byte) => !matches!(self.class(byte), Class::Plain | Class::Wide),
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
            Kind::Other => {}
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

    /// The text of the field at `at`, and where the field ends. `None` where that takes more than cutting.
    fn cut<'t>(&self, text: &'t str, at: usize, is_quoted: bool) -> Option<(&'t str, usize)> {
        let bytes = text.as_bytes();
        if !is_quoted {
            let end = self.skip_field(text, at)?;
            return Some((&text[at..end], end));
        }
        let quote = self.quote?;
        let n = bytes[at + 1..].iter().position(|&byte| byte == quote)?;
        // Between blanks an empty field counts only sometimes, which the tokenizer knows.
        if n == 0 && self.delimiter.is_none() {
            return None;
        }
        let end = at + 1 + n;
        self.ends(bytes, end + 1).then_some((&text[at + 1..end], end + 1))
    }

    /// Where the field at `at` ends. `None` for a quoted one.
    fn skip_field(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        if self.quote.is_some() && bytes.get(at).copied() == self.quote {
            return self.cut(text, at, true).map(|(_, end)| end);
        }
        let mut end = at;
        loop {
            match bytes.get(end).map(|&byte| self.class(byte)) {
                Some(Class::Plain) => end += 1,
                Some(Class::Wide) => {
                    let c = text.get(end..)?.chars().next()?;
                    if self.delimiter.is_none() && is_space(c) {
                        return None;
                    }
                    end += c.len_utf8();
                }
                _ => return Some(end),
            }
        }
    }

    /// What follows the field that ends at `at`.
    #[inline(always)]
    fn next(&self, text: &str, at: usize, is_end: bool) -> Option<Next> {
        let bytes = text.as_bytes();
        let after_quote =
            self.quote.is_some() && at > 0 && bytes.get(at - 1).copied() == self.quote;
        let mut at = at;
        let Some(&byte) = bytes.get(at) else { return is_end.then_some(Next::End(at)) };
        let mut class = self.class(byte);
        if class == Class::Delimiter {
            if self.delimiter.is_some() {
                return Some(Next::Field(at + 1));
            }
            at = self.skip_blanks(text, at)?;
            let next = bytes.get(at).map(|&byte| self.class(byte));
            // Blanks after the last quote begin an empty field, which the tokenizer knows.
            if after_quote
                && matches!(next, None | Some(Class::Newline | Class::Return | Class::Comment))
            {
                return None;
            }
            let Some(found) = next else { return is_end.then_some(Next::End(at)) };
            class = found;
        }
        match class {
            Class::Newline => Some(Next::End(at + 1)),
            Class::Return => match bytes.get(at + 1) {
                None => is_end.then_some(Next::End(at + 1)),
                Some(b'\n') => Some(Next::End(at + 2)),
                Some(_) => Some(Next::End(at + 1)),
            },
            Class::Comment => self.rest_of_line(text, at, is_end).map(Next::End),
            _ => Some(Next::Field(at)),
        }
    }

    /// Where the line ends, whatever it holds. Where quotes are known it may hold more than a line.
    fn rest_of_line(&self, text: &str, at: usize, is_end: bool) -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        let n = memchr::memchr2(b'\n', b'\r', rest);
        let skipped = &rest[..n.unwrap_or(rest.len())];
        let is_comment = rest.first().is_some_and(|&byte| self.class(byte) == Class::Comment);
        if let Some(quote) = self.quote.filter(|_| !is_comment)
            && skipped.contains(&quote)
        {
            return None;
        }
        let Some(n) = n else { return is_end.then_some(text.len()) };
        let is_pair = rest[n] == b'\r' && rest.get(n + 1) == Some(&b'\n');
        if rest[n] == b'\r' && n + 1 == rest.len() && !is_end {
            return None;
        }
        Some(at + n + 1 + usize::from(is_pair))
    }

    /// Where the blanks end that stand at `at`, none of them a newline. `None` for blanks past ASCII.
    #[inline(always)]
    fn skip_blanks(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = at;
        while bytes.get(at).is_some_and(|&byte| self.class(byte) == Class::Delimiter) {
            at += 1;
        }
        if bytes.get(at).is_some_and(|&byte| self.class(byte) == Class::Wide)
            && text.get(at..)?.chars().next().is_some_and(is_space)
        {
            return None;
        }
        Some(at)
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
        let is_in = size <= u64::MAX >> (64 - bits) && !(is_negative && size > 0);
        is_in.then_some(size)
    }
}
