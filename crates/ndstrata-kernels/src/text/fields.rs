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
/// separate) a blank that is neither space nor tab.
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
}

/// Of 64 bytes, one bit each.
#[derive(Clone, Copy)]
struct Masks {
    separators: u64,
    newlines: u64,
    returns: u64,
    /// Bytes that begin a comment.
    comments: u64,
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
        let mut carry = Carry { begins: 1, is_return: 0, in_comment: 0 };
        let (chunks, rest) = text.as_chunks::<64>();
        for (i, chunk) in chunks.iter().enumerate() {
            let at = 64 * i;
            let after = text.get(at + 64).copied();
            if !self.chunk(masks(chunk), at as u32, 64, after, separators, &mut carry, &spread) {
                return;
            }
        }
        if !rest.is_empty() {
            // Zeros separate nothing.
            let mut chunk = [0; 64];
            chunk[..rest.len()].copy_from_slice(rest);
            let at = (64 * chunks.len()) as u32;
            self.chunk(masks(&chunk), at, rest.len(), None, separators, &mut carry, &spread);
        }
    }

    /// Takes 64 bytes; false where the index ends.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "the state of the one loop that it is part of")]
    fn chunk(
        &mut self,
        masks: Masks,
        base: u32,
        len: usize,
        after: Option<u8>,
        separators: Separators,
        carry: &mut Carry,
        spread: &impl Fn(u64, u32, &mut Vec<u32>),
    ) -> bool {
        let Masks { separators: found, newlines, returns, .. } = masks;
        let comments = match separators.at_comments {
            AtComments::Cut if masks.comments | carry.in_comment != 0 => {
                Comments::of(masks.comments, newlines, carry)
            }
            _ => Comments::default(),
        };
        let stops = match separators.at_comments {
            AtComments::Stop => masks.stops | masks.comments,
            AtComments::Cut => masks.stops & !comments.bytes,
        };
        let beyond = u64::from(after == Some(b'\n')) << (len - 1);
        let lone = returns & !(newlines >> 1) & !beyond;
        // What was filled up behind `len` stops nothing.
        let stops = (stops | lone) & (u64::MAX >> (64 - len));
        let (mut starts, mut ends);
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
        let mut line_ends = newlines;
        let known =
            if stops == 0 { u64::MAX >> (64 - len) } else { (1 << stops.trailing_zeros()) - 1 };
        (starts, ends, line_ends) = (starts & known, ends & known, line_ends & known);
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
    let comment = separators.comment;
    match separators.delimiter {
        Some(delimiter) => Masks {
            separators: mask(&|byte| byte == delimiter || byte == b'\n'),
            newlines: mask(&|byte| byte == b'\n'),
            returns: mask(&|byte| byte == b'\r'),
            comments: mask(&|byte| comment == Some(byte)),
            stops: 0,
        },
        None => Masks {
            separators: mask(&|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
            newlines: mask(&|byte| byte == b'\n'),
            returns: mask(&|byte| byte == b'\r'),
            comments: mask(&|byte| comment == Some(byte)),
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
    match separators.delimiter {
        Some(delimiter) => {
            let separators = equal(delimiter) | newlines;
            Masks { separators, newlines, returns, comments, stops: 0 }
        }
        None => {
            let separators = equal(b' ') | equal(b'\t') | newlines | returns;
            let blanks = between(0x0b, 0x0c) | between(0x1c, 0x1f);
            let begun = equal(0xc2) | between(0xe1, 0xe3);
            Masks { separators, newlines, returns, comments, stops: blanks | begun }
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
    const PLACES: [u8; 64] = {
        let mut places = [0; 64];
        let mut i = 0;
        while i < 64 {
            places[i] = i as u8;
            i += 1;
        }
        places
    };
    out.reserve(64);
    let n = mask.count_ones() as usize;
    // SAFETY: 64 bytes can be read.
    let places = unsafe { x86::_mm512_loadu_si512(PLACES.as_ptr().cast()) };
    let places = x86::_mm512_maskz_compress_epi8(mask, places);
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
mod tests {
    use super::*;
    use crate::versions::levels;

    /// Line by line and byte by byte.
    fn plainly(text: &[u8], separators: Separators) -> (Vec<Vec<(usize, usize)>>, bool) {
        let mut lines = Vec::new();
        let mut at = 0;
        while let Some(n) = text[at..].iter().position(|&byte| byte == b'\n') {
            let line = &text[at..at + n];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let comment = line.iter().position(|&byte| separators.comment == Some(byte));
            let comment = comment.filter(|_| separators.at_comments == AtComments::Cut);
            let is_odd = |(i, &byte): (usize, &u8)| {
                let is_kept = comment.is_none_or(|comment| i < comment);
                byte == b'\r'
                    || (is_kept && separators.comment == Some(byte))
                    || (is_kept && separators.delimiter.is_none() && may_be_blank(byte))
            };
            if line.iter().enumerate().any(is_odd) {
                return (lines, true);
            }
            let is_between = |&byte: &u8| match separators.delimiter {
                Some(delimiter) => byte == delimiter,
                None => matches!(byte, b' ' | b'\t' | b'\r'),
            };
            let mut start = at;
            let mut fields = Vec::new();
            for field in line[..comment.unwrap_or(line.len())].split(|byte| is_between(byte)) {
                if separators.delimiter.is_some() || !field.is_empty() {
                    fields.push((start, start + field.len()));
                }
                start += field.len() + 1;
            }
            lines.push(fields);
            at += n + 1;
        }
        (lines, false)
    }

    proptest::proptest! {
        #[test]
        fn every_level_finds_the_fields_of_a_plain_split(
            picks in proptest::collection::vec(0..24usize, 0..400),
            delimiter in proptest::option::of(0..2usize),
            has_comment in proptest::bool::ANY,
            cuts in proptest::bool::ANY,
        ) {
            const BYTES: &[u8; 24] = b"0123456789.-,,;  \t\n\n\r\x0b#\xc3";
            let odd = if has_comment { 24 } else { 20 };
            let mut text: Vec<u8> = picks.iter().map(|&i| BYTES[i % odd]).collect();
            if picks.len() % 3 == 0 {
                text = text.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b] } else { vec![b] }).collect();
            }
            let delimiter = delimiter.map(|i| b",;"[i]);
            let at_comments = if cuts { AtComments::Cut } else { AtComments::Stop };
            let separators = Separators { delimiter, comment: has_comment.then_some(b'#'), at_comments };
            let (lines, is_stopped) = plainly(&text, separators);
            for level in levels() {
                let mut fields = Fields::default();
                fields.read_at(level, &text, separators);
                let mut first = 0;
                let found: Vec<Vec<(usize, usize)>> = fields.lines.iter().map(|line| {
                    let last = line.n_fields as usize;
                    let pairs = (first..last).map(|i| (fields.starts[i] as usize, fields.ends[i] as usize));
                    first = last;
                    pairs.collect()
                }).collect();
                proptest::prop_assert_eq!(&found, &lines);
                if is_stopped {
                    proptest::prop_assert!(fields.is_stopped);
                }
            }
        }
    }
}
