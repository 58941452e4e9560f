//! Where the fields of lines begin and end: masks of 64 bytes at a time, spread to positions.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "vector loads and stores of positions")
)]

#[cfg(target_arch = "x86_64")]
use core::arch::x86_64 as x86;

use crate::isa::{Isa, isa};

/// What ends a field, and what is not for this index.
#[derive(Clone, Copy, Debug)]
pub struct Separators {
    /// The byte between fields; `None` is any run of spaces and tabs.
    pub delimiter: Option<u8>,
    /// The byte that begins a comment.
    pub comment: Option<u8>,
    /// What becomes of a line with a comment.
    pub at_comments: AtComments,
    /// The byte around fields in which nothing separates. Where there is one, comments are not cut.
    pub quote: Option<u8>,
}

/// What becomes of a line with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtComments {
    /// It is not for the index, which ends before it.
    Stop,
    /// Its last field ends where the comment begins.
    Cut,
}

/// A whole line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// How many fields there are in all lines up to the end of this one.
    pub n_fields: u32,
    /// Where the line after it begins.
    pub end: u32,
}

/// The fields of whole lines.
///
/// Lines end with `\n` or `\r\n`. The index ends before the first line that holds a lone `\r`, or (where blanks
/// separate) a blank that is neither space nor tab, a quote that does not stand where a field begins, or a quoted field
/// that goes on in the next line. Quotes belong to their fields, `""` within a field among them.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Where each field begins.
    pub starts: Vec<u32>,
    /// Where each field ends.
    pub ends: Vec<u32>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Whether a line was met that is not for this index.
    pub is_stopped: bool,
    /// Whether quotes are only the first and the last byte of fields.
    pub has_plain_quotes: bool,
}

/// Of 64 bytes, one bit each.
#[derive(Clone, Copy)]
struct Masks {
    separators: u64,
    newlines: u64,
    returns: u64,
    /// Bytes that begin a comment.
    comments: u64,
    quotes: u64,
    /// Bytes at which the index ends.
    stops: u64,
}

/// The bit before the first of the 64, as it is carried from those before.
#[derive(Clone, Copy)]
struct Carry {
    /// A field may begin here.
    begins: u64,
    /// The byte before was a return.
    is_return: u64,
    /// The byte before was part of a comment.
    in_comment: u64,
    /// All ones where a quote is open.
    in_quote: u64,
    /// The byte before was a quote that closes.
    is_closed: u64,
}

/// Where quotes lie among 64 bytes.
#[derive(Clone, Copy, Default)]
struct Quotes {
    /// Those that open, and those that close.
    opens: u64,
    closes: u64,
    /// From a quote that opens to the byte before the one that closes.
    inside: u64,
}

/// Where comments lie among 64 bytes.
#[derive(Clone, Copy, Default)]
struct Comments {
    begin: u64,
    /// All their bytes, ends of lines left out.
    bytes: u64,
    /// The newlines that end them.
    newlines: u64,
}

impl Fields {
    /// Makes the index of the whole lines of a text, which begins with a line and is shorter than 4 GiB.
    /// What cannot be told of the last line leaves it out.
    pub fn read(&mut self, text: &[u8], separators: Separators) {
        self.read_at(isa(), text, separators);
    }

    fn read_at(&mut self, level: Isa, text: &[u8], separators: Separators) {
        self.starts.clear();
        self.ends.clear();
        self.lines.clear();
        self.is_stopped = false;
        self.has_plain_quotes = true;
        match level {
            // SAFETY: the level is at most what the machine was found to have.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { self.read_avx512(text, separators) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { self.read_avx2(text, separators) },
            _ => self.scan(text, |chunk| masks(chunk, separators), spread, separators),
        }
        let n = self.lines.last().map_or(0, |line| line.n_fields as usize);
        self.starts.truncate(n);
        self.ends.truncate(n);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
    #[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
    fn read_avx512(&mut self, text: &[u8], separators: Separators) {
        let masks = |chunk: &[u8; 64]| masks_avx512(chunk, separators);
        self.scan(text, masks, |mask, base, out| spread_avx512(mask, base, out), separators);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
    fn read_avx2(&mut self, text: &[u8], separators: Separators) {
        // The compiler makes vectors of the plain form.
        self.scan(text, |chunk| masks(chunk, separators), spread, separators);
    }

    #[inline(always)]
    fn scan(
        &mut self,
        text: &[u8],
        masks: impl Fn(&[u8; 64]) -> Masks,
        spread: impl Fn(u64, u32, &mut Vec<u32>),
        separators: Separators,
    ) {
        let take = |bounds, at, len| self.chunk(bounds, at, len, &spread);
        each_bounds(text, masks, separators, take);
    }

    /// Takes 64 bytes, of which `len` are text; false where the index ends.
    #[inline(always)]
    fn chunk(
        &mut self,
        bounds: Bounds,
        base: u32,
        len: usize,
        spread: &impl Fn(u64, u32, &mut Vec<u32>),
    ) -> bool {
        let Bounds { starts, ends, newlines, stops, has_plain_quotes, .. } = bounds;
        self.has_plain_quotes &= has_plain_quotes;
        // What was filled up behind `len` stops nothing.
        let stops = stops & (u64::MAX >> (64 - len));
        let known =
            if stops == 0 { u64::MAX >> (64 - len) } else { (1 << stops.trailing_zeros()) - 1 };
        let (starts, ends, mut line_ends) = (starts & known, ends & known, newlines & known);
        let n_before = self.ends.len() as u32;
        spread(starts, base, &mut self.starts);
        spread(ends, base, &mut self.ends);
        while line_ends != 0 {
            let at = line_ends.trailing_zeros();
            let n = (ends & (u64::MAX >> (63 - at))).count_ones();
            self.lines.push(Line { n_fields: n_before + n, end: base + at + 1 });
            line_ends &= line_ends - 1;
        }
        self.is_stopped = stops != 0;
        stops == 0
    }
}

/// Where fields begin and end among 64 bytes, and what is not for the index.
struct Bounds {
    starts: u64,
    ends: u64,
    newlines: u64,
    stops: u64,
    /// Of the stops, those for quotes.
    odd_quotes: u64,
    has_plain_quotes: bool,
}

/// Whether quotes stand where fields begin and are closed before their lines end, so that every end of a line is one.
/// Where comments hold quotes, this may be denied.
pub fn quotes_close(text: &[u8], separators: Separators) -> bool {
    match isa() {
        // SAFETY: the level is at most what the machine was found to have.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { quotes_close_avx512(text, separators) },
        _ => quotes_close_by(text, |chunk| masks(chunk, separators), separators),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
fn quotes_close_avx512(text: &[u8], separators: Separators) -> bool {
    quotes_close_by(text, |chunk| masks_avx512(chunk, separators), separators)
}

#[inline(always)]
fn quotes_close_by(
    text: &[u8],
    masks: impl Fn(&[u8; 64]) -> Masks,
    separators: Separators,
) -> bool {
    let mut are_odd = false;
    let take = |bounds: Bounds, _, _| {
        are_odd |= bounds.odd_quotes != 0;
        !are_odd
    };
    let carry = each_bounds(text, masks, separators, take);
    !are_odd && carry.in_quote == 0
}

/// Gives the bounds of 64 bytes after the other, where they begin and how many of them are text, until they are not
/// taken.
#[inline(always)]
fn each_bounds(
    text: &[u8],
    masks: impl Fn(&[u8; 64]) -> Masks,
    separators: Separators,
    mut take: impl FnMut(Bounds, u32, usize) -> bool,
) -> Carry {
    let mut carry = Carry { begins: 1, is_return: 0, in_comment: 0, in_quote: 0, is_closed: 0 };
    let (chunks, rest) = text.as_chunks::<64>();
    for (i, chunk) in chunks.iter().enumerate() {
        let at = 64 * i;
        let after = text.get(at + 64).copied();
        let bounds = Bounds::of(masks(chunk), 64, after, separators, &mut carry);
        if !take(bounds, at as u32, 64) {
            return carry;
        }
    }
    if !rest.is_empty() {
        // Zeros separate nothing.
        let mut chunk = [0; 64];
        chunk[..rest.len()].copy_from_slice(rest);
        let at = (64 * chunks.len()) as u32;
        let bounds = Bounds::of(masks(&chunk), rest.len(), None, separators, &mut carry);
        take(bounds, at, rest.len());
    }
    carry
}

impl Bounds {
    /// `len` bytes are text, and `after` comes after them.
    #[inline(always)]
    fn of(
        masks: Masks,
        len: usize,
        after: Option<u8>,
        separators: Separators,
        carry: &mut Carry,
    ) -> Bounds {
        let Masks { newlines, returns, .. } = masks;
        let has_quotes = masks.quotes | carry.in_quote | carry.is_closed != 0;
        let quotes = if has_quotes { Quotes::of(masks.quotes, carry) } else { Quotes::default() };
        let found = masks.separators & !quotes.inside;
        let cuts = separators.at_comments == AtComments::Cut && separators.quote.is_none();
        let comments = match cuts && masks.comments | carry.in_comment != 0 {
            true => Comments::of(masks.comments, newlines, carry),
            false => Comments::default(),
        };
        let beyond = u64::from(after == Some(b'\n')) << (len - 1);
        let lone = returns & !(newlines >> 1) & !beyond;
        let mut stops = lone | (masks.stops & !comments.bytes & !quotes.inside);
        if !cuts {
            stops |= masks.comments & !quotes.inside;
        }
        let (starts, ends);
        if separators.delimiter.is_some() {
            let pairs = returns << 1 | carry.is_return;
            let between = found & !newlines & !comments.bytes;
            let line_ends =
                (newlines & !pairs & !comments.newlines) | (returns & !lone & !comments.bytes);
            ends = between | line_ends | comments.begin;
            starts = (between | newlines) << 1 | carry.begins;
            carry.begins = (between | newlines) >> 63;
        } else {
            let blanks = found | comments.bytes;
            let before = blanks << 1 | carry.begins;
            ends = blanks & !before;
            starts = !blanks & before;
            carry.begins = blanks >> 63;
        }
        carry.is_return = returns >> 63;
        let (mut odd_quotes, mut has_plain_quotes) = (0, true);
        if has_quotes {
            let after_close = quotes.closes << 1 | carry.is_closed;
            odd_quotes =
                (quotes.opens & !(starts | after_close)) | (newlines | returns) & quotes.inside;
            stops |= odd_quotes;
            has_plain_quotes = (quotes.opens & !starts) | (after_close & !ends) == 0;
            carry.in_quote = ((quotes.inside as i64) >> 63) as u64;
            carry.is_closed = quotes.closes >> 63;
        }
        Bounds { starts, ends, newlines, stops, odd_quotes, has_plain_quotes }
    }
}

impl Quotes {
    #[inline(always)]
    fn of(quotes: u64, carry: &Carry) -> Quotes {
        // Of each bit, whether an odd number of bits up to it is set.
        let mut inside = quotes;
        for n in [1, 2, 4, 8, 16, 32] {
            inside ^= inside << n;
        }
        inside ^= carry.in_quote;
        Quotes { opens: quotes & inside, closes: quotes & !inside, inside }
    }
}

impl Comments {
    fn of(begins: u64, newlines: u64, carry: &mut Carry) -> Comments {
        let (mut begin, mut bytes) = (0, 0);
        let was_inside = carry.in_comment;
        // Bytes from where a comment begins, or from which the next one is looked for.
        let mut rest = u64::MAX;
        let mut is_inside = was_inside != 0;
        while rest != 0 {
            if !is_inside {
                let first = begins & rest;
                if first == 0 {
                    break;
                }
                let first = first & first.wrapping_neg();
                begin |= first;
                rest = !(first - 1);
            }
            let end = newlines & rest;
            is_inside = end == 0;
            if is_inside {
                bytes |= rest;
                break;
            }
            let before = (end & end.wrapping_neg()) - 1;
            bytes |= rest & before;
            rest = !before & (!before << 1);
        }
        carry.in_comment = u64::from(is_inside);
        Comments { begin, bytes, newlines: newlines & (bytes << 1 | was_inside) }
    }
}

/// The masks in plain code.
#[inline(always)]
fn masks(chunk: &[u8; 64], separators: Separators) -> Masks {
    let mask = |is: &dyn Fn(u8) -> bool| {
        chunk.iter().enumerate().fold(0u64, |mask, (i, &byte)| mask | u64::from(is(byte)) << i)
    };
    let Separators { comment, quote, .. } = separators;
    match separators.delimiter {
        Some(delimiter) => Masks {
            separators: mask(&|byte| byte == delimiter || byte == b'\n'),
            newlines: mask(&|byte| byte == b'\n'),
            returns: mask(&|byte| byte == b'\r'),
            comments: mask(&|byte| comment == Some(byte)),
            quotes: mask(&|byte| quote == Some(byte)),
            stops: 0,
        },
        None => Masks {
            separators: mask(&|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
            newlines: mask(&|byte| byte == b'\n'),
            returns: mask(&|byte| byte == b'\r'),
            comments: mask(&|byte| comment == Some(byte)),
            quotes: mask(&|byte| quote == Some(byte)),
            stops: mask(&may_be_blank),
        },
    }
}

/// Whether the byte is, or begins, a blank other than space and tab, in UTF-8.
#[inline(always)]
fn may_be_blank(byte: u8) -> bool {
    matches!(byte, 0x0b | 0x0c | 0x1c..=0x1f | 0xc2 | 0xe1..=0xe3)
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi1,bmi2,popcnt")]
fn masks_avx512(chunk: &[u8; 64], separators: Separators) -> Masks {
    // SAFETY: 64 bytes can be read.
    let bytes = unsafe { x86::_mm512_loadu_si512(chunk.as_ptr().cast()) };
    let equal = |byte: u8| x86::_mm512_cmpeq_epi8_mask(bytes, x86::_mm512_set1_epi8(byte as i8));
    let between = |least: u8, most: u8| {
        let from = x86::_mm512_sub_epi8(bytes, x86::_mm512_set1_epi8(least as i8));
        x86::_mm512_cmple_epu8_mask(from, x86::_mm512_set1_epi8((most - least) as i8))
    };
    let (newlines, returns) = (equal(b'\n'), equal(b'\r'));
    let comments = separators.comment.map_or(0, equal);
    let quotes = separators.quote.map_or(0, equal);
    match separators.delimiter {
        Some(delimiter) => {
            let separators = equal(delimiter) | newlines;
            Masks { separators, newlines, returns, comments, quotes, stops: 0 }
        }
        None => {
            let separators = equal(b' ') | equal(b'\t') | newlines | returns;
            let blanks = between(0x0b, 0x0c) | between(0x1c, 0x1f);
            let begun = equal(0xc2) | between(0xe1, 0xe3);
            Masks { separators, newlines, returns, comments, quotes, stops: blanks | begun }
        }
    }
}

/// Adds the places of the bits.
#[inline(always)]
fn spread(mut mask: u64, base: u32, out: &mut Vec<u32>) {
    out.reserve(64);
    while mask != 0 {
        out.push(base + mask.trailing_zeros());
        mask &= mask - 1;
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn spread_avx512(mask: u64, base: u32, out: &mut Vec<u32>) {
    out.reserve(64);
    let n = mask.count_ones() as usize;
    let places = x86::_mm512_maskz_compress_epi8(mask, super::eight::iota());
    let base = x86::_mm512_set1_epi32(base as i32);
    let quarters = [
        x86::_mm512_castsi512_si128(places),
        x86::_mm512_extracti32x4_epi32::<1>(places),
        x86::_mm512_extracti32x4_epi32::<2>(places),
        x86::_mm512_extracti32x4_epi32::<3>(places),
    ];
    let len = out.len();
    for (i, quarter) in quarters.into_iter().enumerate() {
        if 16 * i >= n && i > 0 {
            break;
        }
        let wide = x86::_mm512_add_epi32(x86::_mm512_cvtepu8_epi32(quarter), base);
        // SAFETY: there is room for 64 behind `len`, and `16 * i <= 48`.
        let place = unsafe { out.as_mut_ptr().add(len + 16 * i) };
        // SAFETY: of the 64, these are the 16 from `16 * i` on.
        unsafe { x86::_mm512_storeu_si512(place.cast(), wide) };
    }
    // SAFETY: the first `n <= 64` places behind `len` were written, sixteen at a time until none was left.
    unsafe { out.set_len(len + n) };
}

#[cfg(test)]
mod tests;
