//! Selection among words of 16 bits, thirty-two at a time.
//!
//! A part of the words is split in two at a pivot: those that go left are written where they were
//! read or before, the others to a second buffer, from which they are copied back.
#![expect(unsafe_code, reason = "vector instructions, and loads and stores through pointers")]

use core::arch::x86_64::*;

/// Parts up to which the rest is sorted.
const SHORT: usize = 256;

/// Words at once.
const LANES: usize = 32;

/// Words whose median is the pivot.
const SAMPLE: usize = 31;

/// Puts at `kth`, which there is, the word that a sort would put there, none greater before and none
/// less after. For machines with AVX-512 only; false without memory for the second buffer, the words
/// unchanged.
pub(in crate::sort) fn select_words(words: &mut [u16], kth: usize) -> bool {
    let mut others: Vec<u16> = Vec::new();
    if others.try_reserve_exact(words.len() + LANES).is_err() {
        return false;
    }
    others.resize(words.len() + LANES, 0);
    let (mut start, mut end) = (0, words.len());
    // Twice the splits that halving would need.
    let mut budget = 2 * (usize::BITS - words.len().leading_zeros());
    while end - start > SHORT && budget > 0 {
        budget -= 1;
        let part = &mut words[start..end];
        let pivot = pivot_of(part);
        // SAFETY: the caller has found the machine to have the instructions.
        let n_below = unsafe { split::<false>(part, pivot, &mut others) };
        if kth < start + n_below {
            end = start + n_below;
            continue;
        }
        start += n_below;
        // SAFETY: as above.
        let n_equal = unsafe { split::<true>(&mut words[start..end], pivot, &mut others) };
        if kth < start + n_equal {
            return true;
        }
        start += n_equal;
    }
    if end - start > SHORT {
        words[start..end].select_nth_unstable(kth - start);
    } else {
        words[start..end].sort_unstable();
    }
    true
}

/// The median of a sample at regular places of more words than it has.
fn pivot_of(words: &[u16]) -> u16 {
    let stretch = words.len() / SAMPLE;
    let mut sample: [u16; SAMPLE] = std::array::from_fn(|i| words[stretch / 2 + i * stretch]);
    sample.sort_unstable();
    sample[SAMPLE / 2]
}

/// Moves the words below the pivot (with `EQUAL`, not above it) to the front; returns their number.
/// The buffer has room for all words and a vector more.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt")]
fn split<const EQUAL: bool>(words: &mut [u16], pivot: u16, others: &mut [u16]) -> usize {
    assert!(others.len() >= words.len() + LANES);
    let (n, to_left, to_right) = (words.len(), words.as_mut_ptr(), others.as_mut_ptr());
    let pivots = _mm512_set1_epi16(pivot as i16);
    let (mut n_left, mut n_right) = (0, 0);
    for at in (0..n - n % LANES).step_by(LANES) {
        // SAFETY: `at` is below `n`, the number of the words.
        let source = unsafe { to_left.add(at) };
        // SAFETY: `at` is a multiple of `LANES` below those of `n`, so that a whole vector of the
        // words follows it.
        let read = unsafe { _mm512_loadu_si512(source.cast()) };
        let left = match EQUAL {
            true => _mm512_cmple_epu16_mask(read, pivots),
            false => _mm512_cmplt_epu16_mask(read, pivots),
        };
        let (lefts, rights) =
            (_mm512_maskz_compress_epi16(left, read), _mm512_maskz_compress_epi16(!left, read));
        // SAFETY: not more words were written than read before, so that `n_left` is at most `at`,
        // which is below `n`.
        let target = unsafe { to_left.add(n_left) };
        // SAFETY: from at most `at` on, this ends within the words that were read.
        unsafe { _mm512_storeu_si512(target.cast(), lefts) };
        // SAFETY: `n_right` is at most `at` too, and the buffer is longer than the words.
        let target = unsafe { to_right.add(n_right) };
        // SAFETY: from at most `at` on, this ends within the first `n` words of the buffer.
        unsafe { _mm512_storeu_si512(target.cast(), rights) };
        n_left += left.count_ones() as usize;
        n_right = at + LANES - n_left;
    }
    for at in n - n % LANES..n {
        let word = words[at];
        if word < pivot || (EQUAL && word == pivot) {
            words[n_left] = word;
            n_left += 1;
        } else {
            others[n_right] = word;
            n_right += 1;
        }
    }
    words[n_left..].copy_from_slice(&others[..n_right]);
    n_left
}
