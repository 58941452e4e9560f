//! Eight truth values to a byte, and back.

#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "vector instructions after the run-time check")
)]

use crate::{Isa, isa};

/// Which bit of a byte comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BitOrder {
    /// The most significant: NumPy's default.
    #[default]
    Big,
    /// The least significant.
    Little,
}

/// Packs bytes, each true unless zero, eight to a byte; missing ones at the end are false. Packs as
/// many as both slices hold.
///
/// NumPy: [numpy.packbits](https://numpy.org/doc/stable/reference/generated/numpy.packbits.html).
///
/// ```
/// use ndstrata_kernels::bins::{BitOrder, packbits};
///
/// let mut packed = [0; 2];
/// packbits(&[1, 0, 1, 0, 0, 0, 0, 0, 1], BitOrder::Big, &mut packed);
/// assert_eq!(packed, [0b1010_0000, 0b1000_0000]);
/// ```
pub fn packbits(truths: &[u8], order: BitOrder, packed: &mut [u8]) {
    pack_at(isa(), truths, order, packed);
}

/// Unpacks bits to bytes 0 and 1, as many as both slices hold.
///
/// NumPy: [numpy.unpackbits](https://numpy.org/doc/stable/reference/generated/numpy.unpackbits.html).
pub fn unpackbits(packed: &[u8], order: BitOrder, truths: &mut [u8]) {
    unpack_at(isa(), packed, order, truths);
}

fn pack_at(isa: Isa, truths: &[u8], order: BitOrder, packed: &mut [u8]) {
    let n = truths.len().min(packed.len().saturating_mul(8));
    let (blocks, rest) = truths[..n].as_chunks::<64>();
    let (words, bytes) = packed.split_at_mut(8 * blocks.len());
    match isa {
        // SAFETY: the level is one that the machine has.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { avx512::pack(blocks, order, words) },
        _ => {
            for (block, word) in blocks.iter().zip(words.as_chunks_mut::<8>().0) {
                *word = in_order(truth_mask(block), order);
            }
        }
    }
    let mut block = [0; 64];
    block[..rest.len()].copy_from_slice(rest);
    let word = in_order(truth_mask(&block), order);
    let n_bytes = rest.len().div_ceil(8).min(bytes.len());
    bytes[..n_bytes].copy_from_slice(&word[..n_bytes]);
}

fn unpack_at(isa: Isa, packed: &[u8], order: BitOrder, truths: &mut [u8]) {
    let n = truths.len().min(packed.len().saturating_mul(8));
    let (blocks, rest) = truths[..n].as_chunks_mut::<64>();
    let (words, bytes) = packed.split_at(8 * blocks.len());
    match isa {
        // SAFETY: the level is one that the machine has.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { avx512::unpack(words, order, blocks) },
        _ => {
            for (block, word) in blocks.iter_mut().zip(words.as_chunks::<8>().0) {
                spread(*word, order, block);
            }
        }
    }
    let mut word = [0; 8];
    let n_bytes = rest.len().div_ceil(8);
    word[..n_bytes].copy_from_slice(&bytes[..n_bytes]);
    let mut block = [0; 64];
    spread(word, order, &mut block);
    rest.copy_from_slice(&block[..rest.len()]);
}

/// The bytes that are not zero, the first as the lowest bit.
#[inline(always)]
fn truth_mask(block: &[u8; 64]) -> u64 {
    const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    // Gathers the lowest bit of each byte into the highest byte, the first byte's lowest.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    block.as_chunks::<8>().0.iter().rev().fold(0, |mask, bytes| {
        let x = u64::from_le_bytes(*bytes);
        let nonzero = (((x & LOW_BITS) + LOW_BITS) | x) >> 7 & !LOW_BITS >> 7;
        mask << 8 | nonzero.wrapping_mul(GATHER) >> 56
    })
}

#[inline(always)]
fn in_order(mask: u64, order: BitOrder) -> [u8; 8] {
    match order {
        BitOrder::Little => mask.to_le_bytes(),
        BitOrder::Big => mask.reverse_bits().to_be_bytes(),
    }
}

#[inline(always)]
fn mask_of(word: [u8; 8], order: BitOrder) -> u64 {
    match order {
        BitOrder::Little => u64::from_le_bytes(word),
        BitOrder::Big => u64::from_be_bytes(word).reverse_bits(),
    }
}

/// Each bit of the word as a byte.
#[inline(always)]
fn spread(word: [u8; 8], order: BitOrder, block: &mut [u8; 64]) {
    const EACH_BIT: u64 = 0x8040_2010_0804_0201;
    const EACH_BYTE: u64 = 0x0101_0101_0101_0101;
    const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let mask = mask_of(word, order).to_le_bytes();
    for (bytes, bits) in block.as_chunks_mut::<8>().0.iter_mut().zip(mask) {
        let chosen = (u64::from(bits) * EACH_BYTE) & EACH_BIT;
        let truths = (((chosen & LOW_BITS) + LOW_BITS) | chosen) >> 7 & EACH_BYTE;
        *bytes = truths.to_le_bytes();
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use core::arch::x86_64::*;

    use super::{BitOrder, in_order, mask_of};

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn pack(blocks: &[[u8; 64]], order: BitOrder, packed: &mut [u8]) {
        for (block, word) in blocks.iter().zip(packed.as_chunks_mut::<8>().0) {
            // SAFETY: a block is 64 readable bytes.
            let block = unsafe { _mm512_loadu_si512(block.as_ptr().cast()) };
            *word = in_order(_mm512_test_epi8_mask(block, block), order);
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn unpack(packed: &[u8], order: BitOrder, blocks: &mut [[u8; 64]]) {
        for (block, word) in blocks.iter_mut().zip(packed.as_chunks::<8>().0) {
            let truths = _mm512_maskz_set1_epi8(mask_of(*word, order), 1);
            // SAFETY: a block is 64 writable bytes.
            unsafe { _mm512_storeu_si512(block.as_mut_ptr().cast(), truths) };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::versions::levels;

    proptest! {
        #[test]
        fn bits_go_there_and_back(truths in prop::collection::vec(any::<u8>(), 0..300), few in any::<bool>()) {
            let truths: Vec<u8> = truths.into_iter().map(|x| if few { x } else { x & 1 }).collect();
            let n_bytes = truths.len().div_ceil(8);
            for order in [BitOrder::Big, BitOrder::Little] {
                let expected: Vec<u8> = truths
                    .chunks(8)
                    .map(|bits| {
                        bits.iter().enumerate().fold(0, |byte, (i, bit)| {
                            let place = if order == BitOrder::Big { 7 - i } else { i };
                            byte | u8::from(*bit != 0) << place
                        })
                    })
                    .collect();
                for isa in levels() {
                    let mut packed = vec![0xAA; n_bytes + 1];
                    pack_at(isa, &truths, order, &mut packed);
                    prop_assert_eq!(&packed[..n_bytes], &expected[..]);
                    prop_assert_eq!(packed[n_bytes], 0xAA);
                    let mut back = vec![9; truths.len()];
                    unpack_at(isa, &packed[..n_bytes], order, &mut back);
                    prop_assert!(back.iter().zip(&truths).all(|(a, b)| *a == u8::from(*b != 0)));
                    let mut short = vec![9; n_bytes.saturating_sub(1)];
                    pack_at(isa, &truths, order, &mut short);
                    prop_assert_eq!(&short[..], &expected[..short.len()]);
                }
            }
        }
    }
}
