//! A two-axis block copied to another, whatever the order of the axes in memory.
#![expect(unsafe_code, reason = "copies between raw blocks")]

use crate::copy::run::copy_run;
use crate::packed::{at, at_mut, load, store};

/// Side of the tiles that a transposing copy is cut into, so that both sides stay in the cache.
const TILE: usize = 16;

/// Copies a block of `shape` items of `itemsize` bytes; strides are in bytes, one for each axis.
///
/// # Safety
/// As for [`copy_run`], for each item `(i, j)` within `shape`.
pub unsafe fn copy_block(
    dst: *mut u8,
    dst_strides: [isize; 2],
    src: *const u8,
    src_strides: [isize; 2],
    shape: [usize; 2],
    itemsize: usize,
) {
    // The axis along which the destination is denser goes inside: writes cost more than reads.
    if dst_strides[0].unsigned_abs() < dst_strides[1].unsigned_abs() && shape[0] > 1 {
        let [d0, d1] = dst_strides;
        let [s0, s1] = src_strides;
        // SAFETY: the same items, with the axes exchanged.
        return unsafe { ordered(dst, [d1, d0], src, [s1, s0], [shape[1], shape[0]], itemsize) };
    }
    // SAFETY: the caller's contract, unchanged.
    unsafe { ordered(dst, dst_strides, src, src_strides, shape, itemsize) }
}

/// As [`copy_block`], with the inner axis chosen.
unsafe fn ordered(
    dst: *mut u8,
    dst_strides: [isize; 2],
    src: *const u8,
    src_strides: [isize; 2],
    shape: [usize; 2],
    itemsize: usize,
) {
    let transposing = src_strides[0].unsigned_abs() < src_strides[1].unsigned_abs()
        && shape[0] >= 4
        && shape[1] >= 4;
    if transposing {
        let transpose = match itemsize {
            1 => tiles::<u8>,
            2 => tiles::<u16>,
            4 => tiles::<u32>,
            8 => tiles::<u64>,
            16 => tiles::<u128>,
            // SAFETY: the caller's contract, unchanged.
            _ => return unsafe { rows(dst, dst_strides, src, src_strides, shape, itemsize) },
        };
        // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
        return unsafe { transpose(dst, dst_strides, src, src_strides, shape) };
    }
    // SAFETY: the caller's contract, unchanged.
    unsafe { rows(dst, dst_strides, src, src_strides, shape, itemsize) }
}

/// Row after row.
unsafe fn rows(
    dst: *mut u8,
    [d0, d1]: [isize; 2],
    src: *const u8,
    [s0, s1]: [isize; 2],
    [n0, n1]: [usize; 2],
    itemsize: usize,
) {
    for i in 0..n0 {
        // SAFETY: row `i` of the block, within `shape`.
        unsafe { copy_run(at_mut(dst, d0, i), d1, at(src, s0, i), s1, n1, itemsize) };
    }
}

/// Tile after tile, for items of the size of `T`.
unsafe fn tiles<T: Copy>(
    dst: *mut u8,
    [d0, d1]: [isize; 2],
    src: *const u8,
    [s0, s1]: [isize; 2],
    [n0, n1]: [usize; 2],
) {
    for i0 in (0..n0).step_by(TILE) {
        for j0 in (0..n1).step_by(TILE) {
            for i in i0..(i0 + TILE).min(n0) {
                for j in j0..(j0 + TILE).min(n1) {
                    // SAFETY: `(i, j)` lies within the shape; any bytes are a valid `T`.
                    let item: T = unsafe { load(at(src, s0, i), s1, j) };
                    // SAFETY: `(i, j)` lies within the shape.
                    unsafe { store(at_mut(dst, d0, i), d1, j, item) };
                }
            }
        }
    }
}
