//! What Python's `str` knows of a character: its classes, and its other cases.
//!
//! The rules of case conversion are those of the Unicode Standard, section 3.13: full mappings, and a
//! capital sigma at the end of a word becomes the final form.

mod classes;
mod lower;
mod title;
mod upper;

use ndstrata_kernels::strings::Unit;

use super::operands::TextKind;

/// First, last, step and distance of characters whose mappings are equally far.
type Run = (u32, u32, u32, i32);

/// A class of characters; several are joined by `|` of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Alpha = 1,
    Decimal = 2,
    Digit = 4,
    Numeric = 8,
    Space = 16,
    Lower = 32,
    Upper = 64,
    Title = 128,
    Cased = 256,
    Ignorable = 512,
}

/// The classes of a character, as bits.
#[inline(always)]
pub(super) fn classes<U: Unit>(c: U) -> u16 {
    let c: u32 = c.into();
    match TextKind::of_unit::<U>() {
        TextKind::Bytes => BYTES[usize::from(c as u8)],
        TextKind::Str => match ASCII.get(c as usize) {
            Some(&found) => found,
            None => past_ascii(c),
        },
    }
}

#[cold]
fn past_ascii(c: u32) -> u16 {
    match classes::RUNS.partition_point(|&(start, _)| start <= c) {
        0 => 0,
        rank => classes::RUNS[rank - 1].1,
    }
}

/// The classes of the characters of ASCII, which most text consists of.
static ASCII: [u16; 128] = ascii();

/// The classes of bytes: separators of information are no white space to C.
static BYTES: [u16; 256] = bytes();

const fn bytes() -> [u16; 256] {
    let (known, mut found, mut c) = (ascii(), [0; 256], 0);
    while c < 128 {
        found[c] = if matches!(c, 0x1c..=0x1f) { 0 } else { known[c] };
        c += 1;
    }
    found
}

const fn ascii() -> [u16; 128] {
    let mut found = [0; 128];
    let mut run = 0;
    while classes::RUNS[run].0 < 128 {
        let mut c = classes::RUNS[run].0 as usize;
        while c < 128 {
            found[c] = classes::RUNS[run].1;
            c += 1;
        }
        run += 1;
    }
    found
}

#[inline(always)]
pub(super) fn is<U: Unit>(c: U, class: Class) -> bool {
    classes(c) & class as u16 != 0
}

/// Appends the upper case of a character.
pub(super) fn push_upper(c: u32, to: &mut Vec<u32>) {
    push(c, to, upper::RUNS, upper::SEVERAL);
}

/// Appends the title case of a character.
pub(super) fn push_title(c: u32, to: &mut Vec<u32>) {
    push(c, to, title::RUNS, title::SEVERAL);
}

/// Appends the lower case of the character at a place in a text.
pub(super) fn push_lower(text: &[u32], at: usize, to: &mut Vec<u32>) {
    const SIGMA: u32 = 0x3a3;
    const FINAL_SIGMA: u32 = 0x3c2;
    match text[at] {
        SIGMA if ends_word(text, at) => to.push(FINAL_SIGMA),
        c => push(c, to, lower::RUNS, lower::SEVERAL),
    }
}

/// Whether the letter at a place comes after one of its word, and none comes after it.
fn ends_word(text: &[u32], at: usize) -> bool {
    let is_cased = |&c: &u32| is(c, Class::Cased);
    let is_letter = |c: &&u32| !is(**c, Class::Ignorable);
    text[..at].iter().rev().find(is_letter).is_some_and(is_cased)
        && !text[at + 1..].iter().find(is_letter).is_some_and(is_cased)
}

fn push(c: u32, to: &mut Vec<u32>, runs: &[Run], several: &[(u32, &[u32])]) {
    if let Ok(found) = several.binary_search_by_key(&c, |&(from, _)| from) {
        return to.extend_from_slice(several[found].1);
    }
    let rank = runs.partition_point(|&(_, last, ..)| last < c);
    match runs.get(rank) {
        Some(&(first, _, step, distance)) if c >= first && (c - first).is_multiple_of(step) => {
            to.push(c.wrapping_add_signed(distance));
        }
        _ => to.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowered(text: &str) -> String {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let mut to = Vec::new();
        (0..points.len()).for_each(|at| push_lower(&points, at, &mut to));
        to.into_iter().filter_map(char::from_u32).collect()
    }

    #[test]
    fn a_sigma_at_the_end_of_a_word_is_final() {
        assert_eq!(lowered("ΑΣ ΑΣΑ Σ ΑΣ'Σ"), "ας ασα σ ασ'ς");
        assert_eq!(lowered("İX"), "i\u{307}x");
    }

    #[test]
    fn classes_of_some_characters() {
        assert!(is(u32::from('½'), Class::Numeric));
        assert!(!is(u32::from('½'), Class::Digit));
        assert!(is(u32::from('ǅ'), Class::Title));
        assert!(is(0x1c_u32, Class::Space) && !is(0x1c_u8, Class::Space));
        assert!(is(0x41_u8, Class::Upper) && classes(0xe9_u8) == 0);
        assert_eq!(classes(u32::MAX), 0);
    }
}
