//! A mask as words of 64 bits, one bit for each byte that is not 0.

/// Calls `visit` with the position of each byte that is not 0, in order.
#[inline(always)]
pub(super) fn each_true(mask: &[u8], mut visit: impl FnMut(usize)) {
    for_each_word(mask, |start, mut bits| {
        // One unpredictable branch for 64 places, not one for each.
        while bits != 0 {
            visit(start + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    });
}

/// Calls `visit` with the start and the bits of each 64 bytes; the last word is filled up with zeros.
#[inline(always)]
fn for_each_word(mask: &[u8], visit: impl FnMut(usize, u64)) {
    for_each_word_by(mask, word, visit);
}

/// The same with another way to make a word of 64 bytes.
#[inline(always)]
pub(super) fn for_each_word_by(
    mask: &[u8],
    word: impl Fn(&[u8; 64]) -> u64,
    mut visit: impl FnMut(usize, u64),
) {
    let (chunks, rest) = mask.as_chunks::<64>();
    for (k, chunk) in chunks.iter().enumerate() {
        visit(64 * k, word(chunk));
    }
    if !rest.is_empty() {
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        visit(64 * chunks.len(), word(&last));
    }
}

/// Bit `i` says whether byte `i` is not 0.
#[inline(always)]
fn word(bytes: &[u8; 64]) -> u64 {
    let (groups, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (k, group) in groups.iter().enumerate() {
        word |= u64::from(eight(u64::from_le_bytes(*group))) << (8 * k);
    }
    word
}

/// Bit `i` says whether byte `i` of the eight is not 0.
#[inline(always)]
fn eight(bytes: u64) -> u8 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The top bit of each byte tells; the product moves the eight bits together.
    let tops = (((bytes & LOW) + LOW) | bytes) & !LOW;
    ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}
