//! Decimal numbers of a column of fields: their digits as one integer, and the power of ten beside it.
//!
//! Known ends make each number a fixed piece of work: the bytes before its end are one vector or one wide
//! integer, and sums of neighbouring digits ("SIMD within a register") give eight or sixteen at a time.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "vector loads of the bytes before an end")
)]

#[cfg(target_arch = "x86_64")]
use core::arch::x86_64 as x86;

use crate::isa::{Isa, isa};

/// Every `step`th field of a text from `first` on.
#[derive(Clone, Copy, Debug)]
pub struct Column<'t> {
    /// The text.
    pub text: &'t [u8],
    /// Where fields begin.
    pub starts: &'t [u32],
    /// Where they end.
    pub ends: &'t [u32],
    /// The first field of the column.
    pub first: usize,
    /// From one field of the column to the next, from 1 on.
    pub step: usize,
    /// How many fields of the column there are at most.
    pub count: usize,
    /// Whether spaces around a number are passed over.
    pub strips: bool,
}

/// `mantissa * 10**exponent`, with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Whether a minus stands before it.
    pub is_negative: bool,
    /// All digits.
    pub mantissa: u64,
    /// What it is multiplied with.
    pub exponent: i32,
    /// Whether there is neither a point nor an exponent.
    pub is_integer: bool,
}

/// What becomes of numbers. Mark the method `#[inline(always)]`, so that one loop reads and takes them.
pub trait Sink {
    /// Takes a number; false where it cannot be taken.
    fn take(&mut self, decimal: Decimal) -> bool;

    /// Takes a field that is empty; false where that is no value.
    #[inline(always)]
    fn take_nothing(&mut self) -> bool {
        false
    }

    /// Takes eight fields as one by one; gives how many were taken.
    #[inline(always)]
    fn take_eight(&mut self, eight: &Eight) -> usize {
        let take = |&i: &usize| match eight.decimal(i) {
            Some(decimal) => self.take(decimal),
            None => self.take_nothing(),
        };
        (0..8).take_while(take).count()
    }
}

/// Eight numbers, side by side. Of the masks, one bit belongs to each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Eight {
    /// All digits of each.
    pub mantissas: [u64; 8],
    /// What each is multiplied with.
    pub exponents: [i64; 8],
    /// Before which a minus stands.
    pub negatives: u8,
    /// Those with neither a point nor an exponent.
    pub integers: u8,
    /// Fields that are empty.
    pub nothings: u8,
}

impl Eight {
    /// The `i`th number; `None` where the field is empty, and from 8 on.
    #[inline(always)]
    pub fn decimal(&self, i: usize) -> Option<Decimal> {
        if i >= 8 || self.nothings >> i & 1 != 0 {
            return None;
        }
        Some(Decimal {
            is_negative: self.negatives >> i & 1 != 0,
            mantissa: self.mantissas[i],
            exponent: self.exponents[i] as i32,
            is_integer: self.integers >> i & 1 != 0,
        })
    }
}

/// Gives the numbers of a column to a sink, to the first field that is no plain number, or that the sink refuses.
/// Gives how many were taken.
///
/// The digits of a plain number make less than 10¹⁹: `7`, `-1.5`, `+.5e-3`.
pub fn decimals(column: Column<'_>, sink: &mut impl Sink) -> usize {
    decimals_at(isa(), column, sink)
}

fn decimals_at<S: Sink>(level: Isa, column: Column<'_>, take: &mut S) -> usize {
    match level {
        // SAFETY: the level is at most what the machine was found to have.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { decimals_avx512(column, take) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { decimals_avx2(column, take) },
        _ => each(column, take, plain),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
fn decimals_avx512<S: Sink>(column: Column<'_>, sink: &mut S) -> usize {
    let Column { text, starts, ends, first, step, count, strips } = column;
    let mut n_taken = 0;
    while n_taken + 8 <= count {
        let Some(from) = n_taken.checked_mul(step).and_then(|n| n.checked_add(first)) else {
            break;
        };
        let Some(mut places) = eight_places(starts, ends, from, step) else { break };
        // One call, so that it becomes part of this loop.
        let mut strips = strips;
        let found = loop {
            let found = super::eight::eight(text, places.0, places.1, strips);
            if found.is_some() || !strips {
                break found;
            }
            strips = false;
            let Some(shorter) = stripped(text, places.0, places.1) else { break None };
            places = shorter;
        };
        let n = match found {
            Some(eight) => sink.take_eight(&eight),
            None => singly_avx512(Column { first: from, count: 8, ..column }, sink),
        };
        n_taken += n;
        if n < 8 {
            return n_taken;
        }
    }
    let first = first.saturating_add(n_taken.saturating_mul(step));
    n_taken + singly_avx512(Column { first, count: count - n_taken, ..column }, sink)
}

/// Starts and ends of eight fields; `None` where there are less.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2")]
fn eight_places(
    starts: &[u32],
    ends: &[u32],
    first: usize,
    step: usize,
) -> Option<(x86::__m256i, x86::__m256i)> {
    let load = |all: &[u32]| {
        if step == 1 {
            let places: &[u32; 8] = all.get(first..)?.first_chunk()?;
            // SAFETY: these are eight numbers of four bytes.
            return Some(unsafe { x86::_mm256_loadu_si256(places.as_ptr().cast()) });
        }
        let mut places = [0; 8];
        for (place, &value) in places.iter_mut().zip(all.get(first..)?.iter().step_by(step.max(1)))
        {
            *place = value;
        }
        all.get(step.checked_mul(7)?.checked_add(first)?)?;
        let [a, b, c, d, e, f, g, h] = places.map(|place| place as i32);
        Some(x86::_mm256_setr_epi32(a, b, c, d, e, f, g, h))
    };
    Some((load(starts)?, load(ends)?))
}

/// The same without spaces around fields; `None` where there are none behind, or a field has nothing else.
#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx512f,avx512vl,avx2")]
fn stripped(
    text: &[u8],
    starts: x86::__m256i,
    ends: x86::__m256i,
) -> Option<(x86::__m256i, x86::__m256i)> {
    let (mut all_starts, mut all_ends) = ([0u32; 8], [0u32; 8]);
    // SAFETY: there is room for eight numbers of four bytes.
    unsafe { x86::_mm256_storeu_si256(all_starts.as_mut_ptr().cast(), starts) };
    // SAFETY: as above.
    unsafe { x86::_mm256_storeu_si256(all_ends.as_mut_ptr().cast(), ends) };
    let mut is_shorter = false;
    for (start, end) in all_starts.iter_mut().zip(&mut all_ends) {
        let field = text.get(*start as usize..*end as usize)?;
        let n_behind = field.iter().rev().take_while(|&&byte| byte == b' ').count();
        if n_behind == field.len() {
            return None;
        }
        *start += field.iter().take_while(|&&byte| byte == b' ').count() as u32;
        *end -= n_behind as u32;
        is_shorter |= n_behind > 0;
    }
    if !is_shorter {
        return None;
    }
    let load = |places: [u32; 8]| {
        let [a, b, c, d, e, f, g, h] = places.map(|place| place as i32);
        x86::_mm256_setr_epi32(a, b, c, d, e, f, g, h)
    };
    Some((load(all_starts), load(all_ends)))
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
fn singly_avx512<S: Sink>(column: Column<'_>, sink: &mut S) -> usize {
    each(column, sink, |text, start, end| {
        let found = match end - start {
            // SAFETY: `start < end <= text.len()` and `end - start <= 16 <= end`, of which `each` gives
            // that `end` lies in the text; it passes over spaces and a sign towards the inside only.
            1..=16 if end >= 16 => unsafe { short_avx512::<S>(text, start, end) },
            // SAFETY: as above, with `end - start <= 31` and `64 <= end`.
            17..=31 if end >= 64 => unsafe { long_avx512::<S>(text, start, end) },
            _ => None,
        };
        found.or_else(|| any(text, start, end))
    })
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
fn decimals_avx2<S: Sink>(column: Column<'_>, sink: &mut S) -> usize {
    each(column, sink, plain)
}

/// What a reader of digits finds: the digits, the exponent, and whether it is an integer.
type Found = Option<(u64, i32, bool)>;

#[inline(always)]
fn each(
    column: Column<'_>,
    sink: &mut impl Sink,
    read: impl Fn(&[u8], usize, usize) -> Found,
) -> usize {
    let Column { text, starts, ends, first, step, count, strips } = column;
    let (Some(starts), Some(ends)) = (starts.get(first..), ends.get(first..)) else { return 0 };
    let places = starts.iter().zip(ends).step_by(step.max(1)).take(count);
    let mut n_taken = 0;
    for (&start, &end) in places {
        let (mut start, mut end) = (start as usize, end as usize);
        if start >= end || end > text.len() {
            if start == end && sink.take_nothing() {
                n_taken += 1;
                continue;
            }
            break;
        }
        if strips {
            while start < end && text[start] == b' ' {
                start += 1;
            }
            while start < end && text[end - 1] == b' ' {
                end -= 1;
            }
            if start == end {
                break;
            }
        }
        // Signs come as they like, so no branch depends on them.
        let is_negative = text[start] == b'-';
        start += usize::from(is_negative | (text[start] == b'+'));
        let Some((mantissa, exponent, is_integer)) = read(text, start, end) else { break };
        if !sink.take(Decimal { is_negative, mantissa, exponent, is_integer }) {
            break;
        }
        n_taken += 1;
    }
    n_taken
}

const ONES: u64 = 0x0101_0101_0101_0101;
const TEN_TO_8: u64 = 100_000_000;

/// Digits, with a point and an exponent perhaps, in plain code.
#[inline(always)]
fn plain(text: &[u8], start: usize, end: usize) -> Found {
    if end - start <= 16
        && end >= 16
        && let Some(found) = short(text, start, end)
    {
        return Some(found);
    }
    any(text, start, end)
}

/// At most 16 bytes without an exponent, of which the last 16 bytes of the text before the end are one integer.
#[inline(always)]
fn short(text: &[u8], start: usize, end: usize) -> Found {
    const WIDE_ONES: u128 = (ONES as u128) << 64 | ONES as u128;
    let len = end - start;
    let chunk: &[u8; 16] = text.get(end - 16..end)?.first_chunk()?;
    if len == 0 {
        return None;
    }
    // Bytes before the start become zeros.
    let word = (u128::from_le_bytes(*chunk) ^ (0x30 * WIDE_ONES)) >> (8 * (16 - len));
    // The upper bit of a byte is set where it is no digit. A point carries nothing into the byte after it.
    let others = (word.wrapping_add(0x76 * WIDE_ONES) | word) & (0x80 * WIDE_ONES);
    let (digits, n_fraction, is_integer) = if others == 0 {
        (word << (8 * (16 - len)), 0, true)
    } else {
        let point = others.trailing_zeros() as usize / 8;
        if others & (others - 1) != 0 || text[start + point] != b'.' || len == 1 {
            return None;
        }
        let before = (1u128 << (8 * point)) - 1;
        let digits = (word & before) | ((word >> 8) & !before);
        (digits << (8 * (17 - len)), len - 1 - point, false)
    };
    let value = eight_digits(digits as u64) * TEN_TO_8 + eight_digits((digits >> 64) as u64);
    Some((value, -(n_fraction as i32), is_integer))
}

/// The number that eight digits are, each a byte from 0 to 9, the first in the lowest one.
///
/// ```
/// use ndstrata_kernels::text::eight_digits;
/// assert_eq!(eight_digits(u64::from_le_bytes([1, 2, 3, 4, 5, 6, 7, 8])), 12_345_678);
/// ```
#[inline(always)]
pub fn eight_digits(word: u64) -> u64 {
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let upper = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let lower = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    upper.wrapping_add(lower) >> 32
}

/// A number of any length, eight digits at a time.
#[inline(never)]
fn any(text: &[u8], start: usize, end: usize) -> Found {
    let bytes = text.get(start..end)?;
    let mut mantissa = 0;
    let mut at = 0;
    let n_whole = run(bytes, &mut at, &mut mantissa)?;
    let mut exponent = 0;
    let mut n_digits = n_whole;
    let mut is_integer = true;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let n = run(bytes, &mut at, &mut mantissa)?;
        n_digits += n;
        exponent = -i32::try_from(n).ok()?;
        is_integer = false;
    }
    if n_digits == 0 {
        return None;
    }
    if at < bytes.len() {
        exponent = exponent_of(&bytes[at..])?.checked_add(exponent)?;
        is_integer = false;
    }
    Some((mantissa, exponent, is_integer))
}

/// Appends digits; `None` where the number may not fit.
#[inline(always)]
fn run(bytes: &[u8], at: &mut usize, value: &mut u64) -> Option<usize> {
    let start = *at;
    while let Some(chunk) = bytes.get(*at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk) ^ (0x30 * ONES);
        if (word.wrapping_add(0x76 * ONES) | word) & (0x80 * ONES) != 0 {
            break;
        }
        *value = value.checked_mul(TEN_TO_8)?.checked_add(eight_digits(word))?;
        *at += 8;
    }
    while let Some(digit) = bytes.get(*at).map(|byte| byte.wrapping_sub(b'0')).filter(|&d| d < 10) {
        *value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
        *at += 1;
    }
    (*value < 10_000_000_000_000_000_000).then_some(*at - start)
}

/// `e`, a sign perhaps, and one to four digits.
#[inline(always)]
fn exponent_of(bytes: &[u8]) -> Option<i32> {
    let [b'e' | b'E', rest @ ..] = bytes else { return None };
    let is_negative = rest.first() == Some(&b'-');
    let digits = if is_negative || rest.first() == Some(&b'+') { &rest[1..] } else { rest };
    if !(1..=4).contains(&digits.len()) {
        return None;
    }
    let mut value = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i32::from(digit);
    }
    Some(if is_negative { -value } else { value })
}

/// At most 16 bytes.
///
/// # Safety
/// `start < end <= text.len()`, `end - start <= 16` and `end >= 16`.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx2,bmi1,bmi2,lzcnt,popcnt")]
#[expect(
    clippy::extra_unused_type_parameters,
    reason = "one function for each sink, so that it is inlined into its only caller"
)]
unsafe fn short_avx512<S>(text: &[u8], start: usize, end: usize) -> Found {
    let len = end - start;
    // SAFETY: `16 <= end <= text.len()`.
    let place = unsafe { text.as_ptr().add(end - 16) };
    // SAFETY: the 16 bytes from there on end at `end`, which lies in the text.
    let bytes = unsafe { x86::_mm_loadu_si128(place.cast()) };
    let digits = x86::_mm_sub_epi8(bytes, x86::_mm_set1_epi8(b'0' as i8));
    let is_field = 0xffffu32 << (16 - len) & 0xffff;
    let others = u32::from(x86::_mm_cmpgt_epu8_mask(digits, x86::_mm_set1_epi8(9))) & is_field;
    let point = others.trailing_zeros() as usize;
    // The bytes up to the point are taken one place later. Without a point there are none.
    let upper = others ^ others.wrapping_sub(1);
    let moved = if others == 0 { 0 } else { upper };
    let is_integer = others == 0;
    if !is_integer {
        let is_point = text.get(end - 16 + point) == Some(&b'.');
        if others & (others - 1) != 0 || !is_point || len == 1 {
            return None;
        }
    }
    let shifted = x86::_mm_bslli_si128::<1>(digits);
    let keep = (is_field & !moved) | (is_field << 1 & moved);
    let joined = x86::_mm_mask_blend_epi8(moved as u16, digits, shifted);
    let joined = x86::_mm_maskz_mov_epi8(keep as u16, joined);
    let tens = x86::_mm_set1_epi16(0x010a);
    let pairs = x86::_mm_maddubs_epi16(joined, tens);
    let fours = x86::_mm_madd_epi16(pairs, x86::_mm_set1_epi32(0x0001_0064));
    let packed = x86::_mm_packus_epi32(fours, fours);
    let eights = x86::_mm_madd_epi16(packed, x86::_mm_set1_epi32(0x0001_2710));
    let both = x86::_mm_cvtsi128_si64(eights) as u64;
    let value = (both & 0xffff_ffff) * TEN_TO_8 + (both >> 32);
    let exponent = if is_integer { 0 } else { point as i32 - 15 };
    Some((value, exponent, is_integer))
}

/// At most 31 bytes, an exponent among them perhaps.
///
/// # Safety
/// `start < end <= text.len()`, `end - start <= 31` and `end >= 64`.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx2,bmi1,bmi2,lzcnt,popcnt")]
#[expect(
    clippy::extra_unused_type_parameters,
    reason = "one function for each sink, so that it is inlined into its only caller"
)]
unsafe fn long_avx512<S>(text: &[u8], start: usize, end: usize) -> Found {
    let zero = x86::_mm256_set1_epi8(b'0' as i8);
    let nine = x86::_mm256_set1_epi8(9);
    // SAFETY: `64 <= end <= text.len()`.
    let place = unsafe { text.as_ptr().add(end - 32) };
    // SAFETY: the 32 bytes from there on end at `end`, which lies in the text.
    let bytes = unsafe { x86::_mm256_loadu_si256(place.cast()) };
    let is_field = u32::MAX << (32 - (end - start));
    let is_digit = x86::_mm256_sub_epi8(bytes, zero);
    let mut others = x86::_mm256_cmpgt_epu8_mask(is_digit, nine) & is_field;
    // An exponent is the last of what is no digit, a sign in it behind its letter.
    let lower = x86::_mm256_or_si256(bytes, x86::_mm256_set1_epi8(0x20));
    let letters = x86::_mm256_cmpeq_epi8_mask(lower, x86::_mm256_set1_epi8(b'e' as i8)) & is_field;
    let (mut last, mut exponent) = (end, 0);
    if letters != 0 {
        let letter = letters.trailing_zeros() as usize;
        last = end - 32 + letter;
        exponent = match text.get(last + 1..end) {
            // By far the most frequent form.
            Some(&[sign @ (b'+' | b'-'), tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => {
                let size = i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
                if sign == b'-' { -size } else { size }
            }
            _ => exponent_of(&text[last..end])?,
        };
        others &= (1 << letter) - 1;
    }
    if last == start {
        return None;
    }
    let shift = end - last;
    // In places counted from the end of the digits.
    let (others, is_field) = (others << shift, u32::MAX << (32 - (last - start)));
    let point = others.trailing_zeros() as usize;
    let upper = others ^ others.wrapping_sub(1);
    let moved = if others == 0 { 0 } else { upper };
    let has_point = others != 0;
    if has_point {
        let is_point = text.get(last - 32 + point) == Some(&b'.');
        if others & (others - 1) != 0 || !is_point || last - start == 1 {
            return None;
        }
        exponent += point as i32 - 31;
    }
    // SAFETY: `33 <= end - 31 <= start < last <= end <= text.len()`.
    let place = unsafe { text.as_ptr().add(last - 32) };
    // SAFETY: the 32 bytes from there on end at `last`, which lies in the text.
    let digits = unsafe { x86::_mm256_loadu_si256(place.cast()) };
    // SAFETY: `last` is more than 33, as above, so one more byte lies before.
    let place = unsafe { text.as_ptr().add(last - 33) };
    // SAFETY: the 32 bytes from there on end at `last - 1`.
    let shifted = unsafe { x86::_mm256_loadu_si256(place.cast()) };
    let keep = (is_field & !moved) | (is_field << 1 & moved);
    let joined = x86::_mm256_mask_blend_epi8(moved, digits, shifted);
    let joined = x86::_mm256_maskz_sub_epi8(keep, joined, zero);
    let pairs = x86::_mm256_maddubs_epi16(joined, x86::_mm256_set1_epi16(0x010a));
    let fours = x86::_mm256_madd_epi16(pairs, x86::_mm256_set1_epi32(0x0001_0064));
    let packed = x86::_mm256_packus_epi32(fours, fours);
    let eights = x86::_mm256_madd_epi16(packed, x86::_mm256_set1_epi32(0x0001_2710));
    let upper = x86::_mm256_extract_epi64::<0>(eights) as u64;
    let lower = x86::_mm256_extract_epi64::<2>(eights) as u64;
    // Of the first 16 digits all but the last three are zeros.
    if upper & 0xffff_ffff != 0 || upper >> 32 > 999 {
        return None;
    }
    let value =
        (upper >> 32) * (TEN_TO_8 * TEN_TO_8) + (lower & 0xffff_ffff) * TEN_TO_8 + (lower >> 32);
    Some((value, exponent, letters == 0 && !has_point))
}

#[cfg(test)]
mod tests;
