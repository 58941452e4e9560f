//! Where a mask is true.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "calling a function with target features after the check")
)]

use std::mem::MaybeUninit;

#[cfg(target_arch = "x86_64")]
use crate::gather::avx512;
use crate::gather::words::each_true;
use crate::isa::{Isa, isa};

/// Writes the positions of the bytes that are not 0, counted from `first`, until `out` is full;
/// answers how many were written.
pub fn nonzero(mask: &[u8], first: i64, out: &mut [MaybeUninit<i64>]) -> usize {
    nonzero_at(isa(), mask, first, out)
}

/// [`nonzero`] on the path of one instruction set.
pub(super) fn nonzero_at(
    level: Isa,
    mask: &[u8],
    first: i64,
    out: &mut [MaybeUninit<i64>],
) -> usize {
    #[cfg(target_arch = "x86_64")]
    if level == Isa::Avx512 {
        // SAFETY: the machine has the level.
        return unsafe { avx512::nonzero(mask, first, out) };
    }
    let mut places = out.iter_mut();
    let mut written = 0;
    each_true(mask, |i| {
        if let Some(place) = places.next() {
            place.write(first.wrapping_add(i as i64));
            written += 1;
        }
    });
    written
}
