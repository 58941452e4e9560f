//! Where a mask is true.

use std::mem::MaybeUninit;

/// Writes the positions of the bytes that are not 0, counted from `first`, until `out` is full;
/// answers how many were written.
pub fn nonzero(mask: &[u8], first: i64, out: &mut [MaybeUninit<i64>]) -> usize {
    let positions = mask.iter().enumerate().filter(|(_, byte)| **byte != 0);
    let mut written = 0;
    for (place, (i, _)) in out.iter_mut().zip(positions) {
        place.write(first.wrapping_add(i as i64));
        written += 1;
    }
    written
}
