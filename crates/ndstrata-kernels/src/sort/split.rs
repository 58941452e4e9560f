//! Splits keys around a pivot in place: the step that a quicksort repeats.

#![cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only x86-64 has vectors"))]
#![expect(unsafe_code, reason = "vectors are read and written through pointers")]
#![expect(
    clippy::multiple_unsafe_ops_per_block,
    reason = "loads, stores and pointers of one loop share one argument"
)]

use core::mem::MaybeUninit;

use super::vector::{Key, Lanes};

/// For each mask of eight lanes, the lanes in it and then the others, one byte each.
pub(super) static SPLIT8: [u64; 256] = {
    let mut table = [0; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut lane, mut low, mut high) = (0, 0, (mask as u32).count_ones());
        while lane < 8 {
            let place = if mask >> lane & 1 == 1 { &mut low } else { &mut high };
            table[mask] |= lane << (8 * *place);
            *place += 1;
            lane += 1;
        }
        mask += 1;
    }
    table
};

/// Vectors read at a time, so that the choice of the side is made once for all of them.
const BLOCK: usize = 8;

/// Blocks from one that is read to one that is fetched.
const AHEAD: usize = 3;

/// Moves the keys below the pivot (with `EQUAL`, not above it) to the front; returns their number.
///
/// The first and the last block wait on the stack, and their room is free. Blocks are read on the
/// side with less room, one ahead of the block that is written, so that no read waits for the counts
/// of the write before it. Let `L` and `R` be the room on each side in blocks. With one block read
/// but not written, `L + R = 3`; reading the next on the smaller side leaves both sides at least one,
/// enough for the block written then.
///
/// # Safety
/// The machine has the vector's instructions.
#[inline(always)]
pub(super) unsafe fn split_vectors<V: Lanes, const EQUAL: bool>(
    keys: &mut [V::Key],
    pivot_key: V::Key,
) -> usize {
    let block = BLOCK * V::LANES;
    let len = keys.len();
    if len < 3 * block {
        // SAFETY: the caller has the instructions.
        return unsafe { split_few::<V, EQUAL>(keys, pivot_key) };
    }
    let base = keys.as_mut_ptr();
    let n_tail = len % V::LANES;
    let end = len - n_tail;
    // SAFETY: every load below is of a full vector (or the tail) inside `0..len`, and every store goes
    // to room on its side, as the function's documentation argues.
    unsafe {
        let pivot = V::splat(pivot_key);
        let tail = V::load_first(base.add(end), n_tail);
        let mut waiting = [const { MaybeUninit::<V>::uninit() }; 3 * BLOCK];
        for i in 0..BLOCK {
            waiting[i].write(V::load(base.add(i * V::LANES)));
            waiting[BLOCK + i].write(V::load(base.add(end - block + i * V::LANES)));
        }
        let (mut unread, mut unread_end) = (2 * block, end - block);
        let (mut left, mut right) = (0, len);
        let mut vectors = load_block::<V>(base.add(block));
        while unread_end - unread >= block {
            let read_left = unread - left <= right - unread_end;
            let at = if read_left { unread } else { unread_end - block };
            unread += if read_left { block } else { 0 };
            unread_end -= if read_left { 0 } else { block };
            let next = load_block::<V>(base.add(at));
            // The next reads on this side follow no pattern in time that hardware would foresee.
            let ahead = base.wrapping_add(at);
            let ahead = if read_left {
                ahead.wrapping_add(AHEAD * block)
            } else {
                ahead.wrapping_sub(AHEAD * block)
            };
            for i in 0..BLOCK {
                V::prefetch(ahead.wrapping_add(i * V::LANES));
            }
            for vector in vectors {
                let n = vector.split::<EQUAL>(pivot, base.add(left), base.add(right));
                left += n;
                right -= V::LANES - n;
            }
            vectors = next;
        }
        // From here on everything left is in registers or waits, and all the room is free.
        let mut n_waiting = 2 * BLOCK;
        while unread < unread_end {
            waiting[n_waiting].write(V::load(base.add(unread)));
            n_waiting += 1;
            unread += V::LANES;
        }
        // The tail goes first: then the room is a whole number of vectors, and the last store on each
        // side is the same.
        let n = tail.split_first::<EQUAL>(n_tail, pivot, base.add(left), base.add(right));
        left += n;
        right -= n_tail - n;
        for vector in vectors {
            let n = vector.split::<EQUAL>(pivot, base.add(left), base.add(right));
            left += n;
            right -= V::LANES - n;
        }
        for vector in &waiting[..n_waiting] {
            // The first `n_waiting` were written.
            let n = vector.assume_init().split::<EQUAL>(pivot, base.add(left), base.add(right));
            left += n;
            right -= V::LANES - n;
        }
        debug_assert_eq!(left, right);
        left
    }
}

/// # Safety
/// `from` is readable for a block, and the machine has the vector's instructions.
#[inline(always)]
unsafe fn load_block<V: Lanes>(from: *const V::Key) -> [V; BLOCK] {
    // SAFETY: the caller's promise covers every load.
    unsafe {
        let mut vectors = [V::load(from); BLOCK];
        for (i, vector) in vectors.iter_mut().enumerate().skip(1) {
            *vector = V::load(from.add(i * V::LANES));
        }
        vectors
    }
}

/// [`split_vectors`] of less than three blocks: all are read before one is written.
///
/// # Safety
/// The machine has the vector's instructions.
#[inline(always)]
unsafe fn split_few<V: Lanes, const EQUAL: bool>(keys: &mut [V::Key], pivot_key: V::Key) -> usize {
    let base = keys.as_mut_ptr();
    let (n_vectors, n_tail) = (keys.len() / V::LANES, keys.len() % V::LANES);
    debug_assert!(n_vectors < 3 * BLOCK);
    // SAFETY: loads and stores are of full vectors (or the tail) inside the slice; all the room is
    // free once everything is read, and a whole number of vectors once the tail is written.
    unsafe {
        let pivot = V::splat(pivot_key);
        let tail = V::load_first(base.add(n_vectors * V::LANES), n_tail);
        let mut vectors = [const { MaybeUninit::<V>::uninit() }; 3 * BLOCK];
        for (i, vector) in vectors[..n_vectors].iter_mut().enumerate() {
            vector.write(V::load(base.add(i * V::LANES)));
        }
        let (mut left, mut right) = (0, keys.len());
        let n = tail.split_first::<EQUAL>(n_tail, pivot, base, base.add(right));
        left += n;
        right -= n_tail - n;
        for vector in &vectors[..n_vectors] {
            // The first `n_vectors` were written.
            let n = vector.assume_init().split::<EQUAL>(pivot, base.add(left), base.add(right));
            left += n;
            right -= V::LANES - n;
        }
        left
    }
}

/// [`split_vectors`] key by key, without a branch on the comparison (Lomuto's scheme).
pub(super) fn split_scalars<K: Key, const EQUAL: bool>(keys: &mut [K], pivot: K) -> usize {
    let mut left = 0;
    for i in 0..keys.len() {
        let key = keys[i];
        let goes_left = if EQUAL { key <= pivot } else { key < pivot };
        keys[i] = keys[left];
        keys[left] = key;
        left += usize::from(goes_left);
    }
    left
}
