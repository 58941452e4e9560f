//! Where text lies in other text.
//!
//! Places are candidates where the first and the last character of the text searched for agree, which
//! is asked of a block of places at once (Muła's method).
#![expect(unsafe_code, reason = "reads blocks of characters at places that were checked")]

use super::unit::{Unit, begins};

/// The first place of some text in another.
#[inline]
pub fn find<U: Unit>(text: &[U], sub: &[U]) -> Option<usize> {
    if sub.is_empty() {
        return Some(0);
    }
    let candidates = Candidates::new(text, sub)?;
    let n = candidates.n_starts;
    let mut at = 0;
    let first = |start: usize, mut bits: u32| {
        while bits != 0 {
            let place = start + bits.trailing_zeros() as usize;
            if candidates.holds(place) {
                return Some(place);
            }
            bits &= bits - 1;
        }
        None
    };
    while at + U::WIDE <= n {
        // SAFETY: a block of places below `n`.
        let bits = unsafe { candidates.wide(at) };
        if let Some(place) = first(at, bits) {
            return Some(place);
        }
        at += U::WIDE;
    }
    while at < n {
        if n < U::NARROW {
            return (0..n).find(|&place| candidates.holds_all(place));
        }
        // The last block overlaps those before.
        let start = at.min(n - U::NARROW);
        // SAFETY: a block of places below `n`.
        let bits = unsafe { candidates.narrow(start) };
        if let Some(place) = first(start, bits) {
            return Some(place);
        }
        at = start + U::NARROW;
    }
    None
}

/// The last place of some text in another.
#[inline]
pub fn rfind<U: Unit>(text: &[U], sub: &[U]) -> Option<usize> {
    if sub.is_empty() {
        return Some(text.len());
    }
    let candidates = Candidates::new(text, sub)?;
    let mut end = candidates.n_starts;
    let last = |start: usize, mut bits: u32| {
        while bits != 0 {
            let highest = u32::BITS - 1 - bits.leading_zeros();
            let place = start + highest as usize;
            if candidates.holds(place) {
                return Some(place);
            }
            bits ^= 1 << highest;
        }
        None
    };
    while end >= U::WIDE {
        end -= U::WIDE;
        // SAFETY: a block of places below the number of starts.
        let bits = unsafe { candidates.wide(end) };
        if let Some(place) = last(end, bits) {
            return Some(place);
        }
    }
    while end > 0 {
        if candidates.n_starts < U::NARROW {
            return (0..end).rev().find(|&place| candidates.holds_all(place));
        }
        let start = end.saturating_sub(U::NARROW);
        // SAFETY: a block of places below the number of starts.
        let bits = unsafe { candidates.narrow(start) };
        if let Some(place) = last(start, bits) {
            return Some(place);
        }
        end = start;
    }
    None
}

/// How often some text occurs in another without overlaps; nothing occurs before, between and after
/// characters.
#[inline]
pub fn count<U: Unit>(text: &[U], sub: &[U]) -> usize {
    match sub {
        [] => return text.len() + 1,
        [one] => return text.iter().map(|c| usize::from(c == one)).sum(),
        _ => {}
    }
    let (mut rest, mut n) = (text, 0);
    while let Some(at) = find(rest, sub) {
        rest = &rest[at + sub.len()..];
        n += 1;
    }
    n
}

/// Places where text may begin: there is one at least, and the text has a character.
struct Candidates<'a, U> {
    text: &'a [U],
    sub: &'a [U],
    n_starts: usize,
    first: U,
    last: U,
}

impl<'a, U: Unit> Candidates<'a, U> {
    #[inline(always)]
    fn new(text: &'a [U], sub: &'a [U]) -> Option<Candidates<'a, U>> {
        let n_starts = (text.len() + 1).checked_sub(sub.len()).filter(|&n| n > 0)?;
        let (first, last) = (*sub.first()?, *sub.last()?);
        Some(Candidates { text, sub, n_starts, first, last })
    }

    /// The candidates of a block.
    ///
    /// # Safety
    /// `start + WIDE` is at most the number of starts.
    #[inline(always)]
    unsafe fn wide(&self, start: usize) -> u32 {
        // SAFETY: the caller says that `start` is below the number of starts, which are places of the
        // text.
        let starts = unsafe { self.text.as_ptr().add(start) };
        // SAFETY: the caller says that `WIDE` starts follow, each of them a character of the text.
        let bits = unsafe { U::equal_wide(starts, self.first) };
        let n = self.sub.len();
        if n == 1 {
            return bits;
        }
        // SAFETY: at each start there is text as long as the one searched for, which has a character,
        // so that its last place is one of the text.
        let ends = unsafe { starts.add(n - 1) };
        // SAFETY: `WIDE` starts follow, and for each of them such a last place.
        let last_bits = unsafe { U::equal_wide(ends, self.last) };
        bits & last_bits
    }

    /// As [`wide`](Candidates::wide).
    ///
    /// # Safety
    /// `start + NARROW` is at most the number of starts.
    #[inline(always)]
    unsafe fn narrow(&self, start: usize) -> u32 {
        // SAFETY: the caller says that `start` is below the number of starts, which are places of the
        // text.
        let starts = unsafe { self.text.as_ptr().add(start) };
        // SAFETY: the caller says that `NARROW` starts follow, each of them a character of the text.
        let bits = unsafe { U::equal_narrow(starts, self.first) };
        let n = self.sub.len();
        if n == 1 {
            return bits;
        }
        // SAFETY: at each start there is text as long as the one searched for, which has a character,
        // so that its last place is one of the text.
        let ends = unsafe { starts.add(n - 1) };
        // SAFETY: `NARROW` starts follow, and for each of them such a last place.
        let last_bits = unsafe { U::equal_narrow(ends, self.last) };
        bits & last_bits
    }

    /// Whether the text is at a place where its first and last character are.
    #[inline(always)]
    fn holds(&self, place: usize) -> bool {
        self.sub.len() <= 2 || begins(&self.text[place + 1..], &self.sub[1..])
    }

    #[inline(always)]
    fn holds_all(&self, place: usize) -> bool {
        self.text[place] == self.first && begins(&self.text[place + 1..], &self.sub[1..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All short texts of two letters, against the definition.
    fn for_all<U: Unit>() {
        let text_of = |bits: usize, n: usize| -> Vec<U> {
            (0..n).map(|k| U::from_code(97 + (bits >> k & 1) as u32)).collect()
        };
        let mut seed = 1_usize;
        for n in 0..40 {
            for _ in 0..60 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let dense =
                    seed >> 20 & if seed & 8 == 0 { usize::MAX } else { seed >> 9 & seed >> 33 };
                let text = text_of(dense, n);
                for m in 0..5 {
                    for bits in 0..1 << m {
                        let sub = text_of(bits, m);
                        let places =
                            (0..(n + 1).saturating_sub(m)).filter(|&at| text[at..at + m] == sub);
                        assert_eq!(find(&text, &sub), places.clone().next());
                        assert_eq!(rfind(&text, &sub), places.clone().next_back());
                        let mut free = 0;
                        let n_found = places.filter(|&at| {
                            let is_free = at >= free;
                            free = if is_free { at + m } else { free };
                            is_free
                        });
                        assert_eq!(count(&text, &sub), n_found.count());
                    }
                }
            }
        }
    }

    #[test]
    fn found_where_the_definition_finds_it() {
        for_all::<u8>();
        for_all::<u32>();
    }
}
