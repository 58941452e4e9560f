//! Characters as elements store them, and what is done to short runs of them.
//!
//! Most text is shorter than a call of `memcpy` is worth, so that copies and comparisons are made of
//! blocks here, the last one overlapping the one before.
#![expect(unsafe_code, reason = "reads and writes blocks of characters, some of them with vectors")]

use std::mem::MaybeUninit;

/// What text of fixed width is stored in: bytes, or code points in the machine's byte order.
pub trait Unit: Copy + Ord + Default + Into<u32> + Send + Sync + Lanes + 'static {
    /// The character of a number, of which as many bits count as there are.
    fn from_code(code: u32) -> Self;
}

impl Unit for u8 {
    #[inline(always)]
    fn from_code(code: u32) -> u8 {
        code as u8
    }
}

impl Unit for u32 {
    #[inline(always)]
    fn from_code(code: u32) -> u32 {
        code
    }
}

/// Comparisons of several characters with one; sealed by being out of reach.
pub trait Lanes: Sized {
    /// Characters that are compared at once in long text.
    const WIDE: usize;
    /// Characters that are compared at once in short text.
    const NARROW: usize;

    /// A bit for each of `WIDE` characters that is `c`, the first one lowest.
    ///
    /// # Safety
    /// `WIDE` characters can be read.
    unsafe fn equal_wide(at: *const Self, c: Self) -> u32;

    /// As [`equal_wide`](Lanes::equal_wide), of `NARROW` characters.
    ///
    /// # Safety
    /// `NARROW` characters can be read.
    unsafe fn equal_narrow(at: *const Self, c: Self) -> u32;
}

#[cfg(target_arch = "x86_64")]
mod lanes {
    use core::arch::x86_64::{
        __m128i, _mm_castsi128_ps, _mm_cmpeq_epi8, _mm_cmpeq_epi32, _mm_loadl_epi64,
        _mm_loadu_si128, _mm_movemask_epi8, _mm_movemask_ps, _mm_packs_epi16, _mm_packs_epi32,
        _mm_set1_epi8, _mm_set1_epi32, _mm_setzero_si128,
    };

    use super::Lanes;

    impl Lanes for u8 {
        const WIDE: usize = 16;
        const NARROW: usize = 8;

        #[inline(always)]
        unsafe fn equal_wide(at: *const u8, c: u8) -> u32 {
            // SAFETY: it reads sixteen bytes of any alignment, which the caller says can be read;
            // every x86-64 has SSE2.
            let found = unsafe { _mm_loadu_si128(at.cast()) };
            // SAFETY: every x86-64 has SSE2, which is all that it asks for.
            unsafe { equal_bytes(found, c) }
        }

        #[inline(always)]
        unsafe fn equal_narrow(at: *const u8, c: u8) -> u32 {
            // SAFETY: it reads eight bytes of any alignment, which the caller says can be read;
            // every x86-64 has SSE2.
            let found = unsafe { _mm_loadl_epi64(at.cast()) };
            // SAFETY: every x86-64 has SSE2, which is all that it asks for.
            let bits = unsafe { equal_bytes(found, c) };
            bits & 0xff
        }
    }

    impl Lanes for u32 {
        const WIDE: usize = 8;
        const NARROW: usize = 4;

        #[inline(always)]
        unsafe fn equal_wide(at: *const u32, c: u32) -> u32 {
            // SAFETY: it reads four characters of any alignment, the first of the eight that the
            // caller says can be read; every x86-64 has SSE2.
            let low = unsafe { _mm_loadu_si128(at.cast()) };
            // SAFETY: four is within the eight characters that the caller says can be read.
            let after = unsafe { at.add(4) };
            // SAFETY: it reads the last four of those eight characters; every x86-64 has SSE2.
            let high = unsafe { _mm_loadu_si128(after.cast()) };
            // SAFETY: every x86-64 has SSE2, which is all that it asks for.
            unsafe { equal_points_of_two(low, high, c) }
        }

        #[inline(always)]
        unsafe fn equal_narrow(at: *const u32, c: u32) -> u32 {
            // SAFETY: it reads four characters of any alignment, which the caller says can be read;
            // every x86-64 has SSE2.
            let found = unsafe { _mm_loadu_si128(at.cast()) };
            // SAFETY: every x86-64 has SSE2, which is all that it asks for.
            unsafe { equal_points(found, c) }
        }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_bytes(found: __m128i, c: u8) -> u32 {
        _mm_movemask_epi8(_mm_cmpeq_epi8(found, _mm_set1_epi8(c as i8))) as u32
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_points(found: __m128i, c: u32) -> u32 {
        let equal = _mm_cmpeq_epi32(found, _mm_set1_epi32(c as i32));
        _mm_movemask_ps(_mm_castsi128_ps(equal)) as u32
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_points_of_two(low: __m128i, high: __m128i, c: u32) -> u32 {
        let c = _mm_set1_epi32(c as i32);
        let both = _mm_packs_epi32(_mm_cmpeq_epi32(low, c), _mm_cmpeq_epi32(high, c));
        _mm_movemask_epi8(_mm_packs_epi16(both, _mm_setzero_si128())) as u32
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod lanes {
    use super::Lanes;

    macro_rules! lanes {
        ($($unit:ty: $wide:expr, $narrow:expr);* $(;)?) => { $(
            impl Lanes for $unit {
                const WIDE: usize = $wide;
                const NARROW: usize = $narrow;

                #[inline(always)]
                unsafe fn equal_wide(at: *const $unit, c: $unit) -> u32 {
                    // SAFETY: the caller says that `WIDE` characters can be read.
                    let all = unsafe { core::slice::from_raw_parts(at, $wide) };
                    all.iter().enumerate().fold(0, |bits, (k, &x)| bits | u32::from(x == c) << k)
                }

                #[inline(always)]
                unsafe fn equal_narrow(at: *const $unit, c: $unit) -> u32 {
                    // SAFETY: the caller says that `NARROW` characters can be read.
                    let all = unsafe { core::slice::from_raw_parts(at, $narrow) };
                    all.iter().enumerate().fold(0, |bits, (k, &x)| bits | u32::from(x == c) << k)
                }
            }
        )* };
    }

    lanes! { u8: 16, 8; u32: 8, 4; }
}

/// The characters of an element without the NULs at its end.
#[inline(always)]
pub fn used<U: Unit>(item: &[U]) -> &[U] {
    match item.last() {
        Some(&last) if last == U::default() => &item[..used_len(item)],
        _ => item,
    }
}

#[inline(always)]
fn used_len<U: Unit>(item: &[U]) -> usize {
    let mut n = item.len();
    let all = if U::NARROW == 8 { 0xff } else { 0xf };
    while n >= U::NARROW {
        // SAFETY: `n` is at most the item's length and at least `NARROW`, so that this is a place of
        // the item.
        let block = unsafe { item.as_ptr().add(n - U::NARROW) };
        // SAFETY: the `NARROW` characters from there on end at place `n` of the item.
        let zeros = unsafe { U::equal_narrow(block, U::default()) };
        let others = zeros ^ all;
        if others != 0 {
            return n - U::NARROW + (u32::BITS - others.leading_zeros()) as usize;
        }
        n -= U::NARROW;
    }
    item[..n].iter().rposition(|&c| c != U::default()).map_or(0, |last| last + 1)
}

/// Whether a text begins with another.
#[inline(always)]
pub fn begins<U: Unit>(text: &[U], sub: &[U]) -> bool {
    let n = sub.len();
    // SAFETY: the bytes of `sub` can be read, and as many of the text, which is not shorter.
    n <= text.len()
        && unsafe { same_bytes(text.as_ptr().cast(), sub.as_ptr().cast(), size_of_val(sub)) }
}

/// Whether bytes are the same, compared in words of which the last two overlap.
///
/// # Safety
/// `n` bytes can be read at both.
#[inline(always)]
unsafe fn same_bytes(a: *const u8, b: *const u8, n: usize) -> bool {
    if n > 32 {
        // SAFETY: the caller says that `n` bytes can be read at `a`; nothing writes to them here.
        let a = unsafe { std::slice::from_raw_parts(a, n) };
        // SAFETY: the caller says that `n` bytes can be read at `b`; nothing writes to them here.
        let b = unsafe { std::slice::from_raw_parts(b, n) };
        return a == b;
    }
    // In each arm below, `n` is at least the size of the word, and the place is the first one or that
    // size before `n`: the word lies within the `n` bytes.
    macro_rules! word {
        ($word:ty, $at:expr) => {{
            // SAFETY: the place is within the `n` bytes, which can be read at `a`.
            let in_a = unsafe { a.add($at) };
            // SAFETY: the place is within the `n` bytes, which can be read at `b`.
            let in_b = unsafe { b.add($at) };
            // SAFETY: the word lies within the `n` bytes at `a`; all bits are a number.
            let of_a = unsafe { in_a.cast::<$word>().read_unaligned() };
            // SAFETY: the word lies within the `n` bytes at `b`; all bits are a number.
            let of_b = unsafe { in_b.cast::<$word>().read_unaligned() };
            of_a ^ of_b
        }};
    }
    match n {
        16.. => (word!(u128, 0) | word!(u128, n - 16)) == 0,
        8.. => (word!(u64, 0) | word!(u64, n - 8)) == 0,
        4.. => (word!(u32, 0) | word!(u32, n - 4)) == 0,
        2.. => (word!(u16, 0) | word!(u16, n - 2)) == 0,
        1 => word!(u8, 0) == 0,
        0 => true,
    }
}

/// `n` bytes, up to 64, as words that may overlap: calls `$word!(type, place)` for each.
macro_rules! in_words {
    ($n:expr, $word:ident) => {
        match $n {
            33.. => {
                $word!([u8; 16], 0);
                $word!([u8; 16], 16);
                $word!([u8; 16], $n - 32);
                $word!([u8; 16], $n - 16);
            }
            16.. => {
                $word!([u8; 16], 0);
                $word!([u8; 16], $n - 16);
            }
            8.. => {
                $word!(u64, 0);
                $word!(u64, $n - 8);
            }
            4.. => {
                $word!(u32, 0);
                $word!(u32, $n - 4);
            }
            2.. => {
                $word!(u16, 0);
                $word!(u16, $n - 2);
            }
            1 => $word!(u8, 0),
            0 => {}
        }
    };
}

/// Copies text to the front of a place; as much of it as fits. Returns how much that was.
#[inline(always)]
pub fn copy_units<U: Unit>(to: &mut [MaybeUninit<U>], text: &[U]) -> usize {
    let n = text.len().min(to.len());
    // SAFETY: the text has `n` characters and the place room for them, and what is borrowed to be
    // written to overlaps nothing else that is borrowed.
    unsafe { copy_bytes(to.as_mut_ptr().cast(), text.as_ptr().cast(), n * size_of::<U>()) };
    n
}

/// # Safety
/// `n` bytes can be read and written, and none of them are both.
#[inline(always)]
unsafe fn copy_bytes(to: *mut u8, from: *const u8, n: usize) {
    if n > 64 {
        // SAFETY: the caller says that `n` bytes can be read and written, and none of them are both.
        return unsafe { std::ptr::copy_nonoverlapping(from, to, n) };
    }
    // In each arm of `in_words`, the place and the size of the word are at most `n` together: the word lies
    // within the `n` bytes.
    macro_rules! word {
        ($word:ty, $at:expr) => {{
            // SAFETY: the place is within the `n` bytes, which can be read at `from`.
            let source = unsafe { from.add($at) };
            // SAFETY: the word lies within the `n` bytes at `from`; all bits are a number.
            let word = unsafe { source.cast::<$word>().read_unaligned() };
            // SAFETY: the place is within the `n` bytes, which can be written at `to`.
            let target = unsafe { to.add($at) };
            // SAFETY: the word lies within the `n` bytes at `to`.
            unsafe { target.cast::<$word>().write_unaligned(word) }
        }};
    }
    in_words!(n, word);
}

/// Writes a character to all places.
#[inline(always)]
pub fn fill_units<U: Unit>(to: &mut [MaybeUninit<U>], c: U) {
    let (block, n) = ([MaybeUninit::new(c); 16], size_of_val(to));
    let block: *const u8 = block.as_ptr().cast();
    let to: *mut u8 = match n {
        0..=64 => to.as_mut_ptr().cast(),
        _ => return to.fill(MaybeUninit::new(c)),
    };
    // In each arm of `in_words`, the place and the size of the word are at most `n` together: the word lies
    // within the `n` bytes. Both are multiples of a character's size, so that a word of the block is
    // what any place holds.
    macro_rules! word {
        ($word:ty, $at:expr) => {{
            // SAFETY: the block has sixteen characters, all of them written, and thereby at least the
            // sixteen bytes of the largest word; all bits are a number.
            let word = unsafe { block.cast::<$word>().read_unaligned() };
            // SAFETY: the place is within the `n` bytes of `to`.
            let target = unsafe { to.add($at) };
            // SAFETY: the word lies within the `n` bytes of `to`, which are borrowed to be written to.
            unsafe { target.cast::<$word>().write_unaligned(word) }
        }};
    }
    in_words!(n, word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_all<U: Unit>() {
        for n in 0..100_usize {
            for spare in [0, 1, 5, 40] {
                let text: Vec<U> = (0..n).map(|k| U::from_code(1 + k as u32 * 7 % 200)).collect();
                let padded = [&text[..], &vec![U::default(); spare]].concat();
                assert!(used(&padded) == text, "{n} {spare}");
                let mut to = vec![MaybeUninit::new(U::from_code(9)); n + spare];
                assert_eq!(copy_units(&mut to, &text), n);
                // SAFETY: all places were made with a number in them.
                let written: Vec<U> = to.iter().map(|c| unsafe { c.assume_init() }).collect();
                assert!(written[..n] == text && written[n..].iter().all(|&c| c == U::from_code(9)));
                fill_units(&mut to[..n], U::from_code(250));
                // SAFETY: all were written before, and numbers are written over them.
                let written: Vec<U> = to.iter().map(|c| unsafe { c.assume_init() }).collect();
                assert!(written[..n].iter().all(|&c| c == U::from_code(250)));
                assert!(written[n..].iter().all(|&c| c == U::from_code(9)));
                assert!(begins(&padded, &text));
                for k in 0..n {
                    let mut other = text.clone();
                    other[k] = U::from_code(255);
                    assert!(!begins(&padded, &other), "{n} {k}");
                }
                assert_eq!(begins(&text, &padded), spare == 0);
            }
        }
    }

    #[test]
    fn blocks_of_all_lengths() {
        for_all::<u8>();
        for_all::<u32>();
    }

    #[test]
    fn nuls_within_text_count() {
        assert_eq!(used(&[1_u8, 0, 2, 0, 0]), [1, 0, 2]);
        assert_eq!(used(&[0_u32; 17]), [0_u32; 0]);
        assert_eq!(used(&[0, 1 << 31, 0, 0, 0, 0_u32]), [0, 1 << 31]);
    }
}
