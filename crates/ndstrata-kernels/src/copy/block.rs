//! A two-axis block copied to another, whatever the order of the axes in memory.
#![expect(unsafe_code, reason = "copies between raw blocks")]

use crate::copy::run::copy_run_at;
use crate::copy::transpose::transpose;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut, load, store};

/// Side of the tiles that a transposing copy is cut into, so that both sides stay in the cache.
const TILE: usize = 16;

/// Copies a block of `shape` items of `itemsize` bytes; strides are in bytes, one for each axis.
///
/// # Safety
/// As for [`copy_run`](super::copy_run), for each item `(i, j)` within `shape`.
pub unsafe fn copy_block(
    dst: *mut u8,
    dst_strides: [isize; 2],
    src: *const u8,
    src_strides: [isize; 2],
    shape: [usize; 2],
    itemsize: usize,
) {
    let block = Block { dst, dst_strides, src, src_strides, shape };
    // SAFETY: the caller's contract, unchanged.
    unsafe { block.copy_at(isa(), itemsize) }
}

/// The arguments of [`copy_block`].
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) dst: *mut u8,
    pub(super) dst_strides: [isize; 2],
    pub(super) src: *const u8,
    pub(super) src_strides: [isize; 2],
    pub(super) shape: [usize; 2],
}

impl Block {
    /// The block from item `(i, j)` on, its shape unchanged.
    pub(super) fn from(&self, i: usize, j: usize) -> Block {
        let [d0, d1] = self.dst_strides;
        let [s0, s1] = self.src_strides;
        let dst = at_mut(at_mut(self.dst, d0, i), d1, j);
        Block { dst, src: at(at(self.src, s0, i), s1, j), ..*self }
    }

    /// The same items with the axes exchanged.
    fn exchanged(mut self) -> Block {
        self.dst_strides.reverse();
        self.src_strides.reverse();
        self.shape.reverse();
        self
    }

    /// [`copy_block`] on the path of one instruction set.
    ///
    /// # Safety
    /// As for [`copy_block`].
    pub(super) unsafe fn copy_at(self, level: Isa, itemsize: usize) {
        if itemsize == 0 || self.shape.contains(&0) {
            return;
        }
        // The axis along which the destination is denser goes inside: writes cost more than reads.
        let [d0, d1] = self.dst_strides.map(isize::unsigned_abs);
        let block = if self.shape[1] == 1 || d0 < d1 && self.shape[0] > 1 {
            self.exchanged()
        } else {
            self
        };
        let [s0, s1] = block.src_strides.map(isize::unsigned_abs);
        if s0 >= s1 || s0 == 0 || block.shape[0] < 4 || block.shape[1] < 4 {
            // SAFETY: the caller's contract.
            return unsafe { rows(level, &block, itemsize) };
        }
        let contiguous = [block.dst_strides[1], block.src_strides[0]] == [itemsize as isize; 2];
        // SAFETY: the caller's contract, and the two strides as asked.
        if contiguous && unsafe { transpose(level, &block, itemsize) } {
            return;
        }
        let copy = match itemsize {
            1 => tiles::<u8>,
            2 => tiles::<u16>,
            4 => tiles::<u32>,
            8 => tiles::<u64>,
            16 => tiles::<u128>,
            // SAFETY: the caller's contract.
            _ => return unsafe { rows(level, &block, itemsize) },
        };
        // SAFETY: the caller's contract; the type chosen has `itemsize` bytes.
        unsafe { copy(&block) }
    }
}

/// Row after row.
///
/// # Safety
/// As for [`copy_block`].
unsafe fn rows(level: Isa, block: &Block, itemsize: usize) {
    let [d1, s1] = [block.dst_strides[1], block.src_strides[1]];
    for i in 0..block.shape[0] {
        let row = block.from(i, 0);
        // SAFETY: row `i` of the block.
        unsafe { copy_run_at(level, row.dst, d1, row.src, s1, block.shape[1], itemsize) };
    }
}

/// Tile after tile, for items of the size of `T`.
///
/// # Safety
/// As for [`copy_block`].
pub(super) unsafe fn tiles<T: Copy>(block: &Block) {
    let [n0, n1] = block.shape;
    for i0 in (0..n0).step_by(TILE) {
        for j0 in (0..n1).step_by(TILE) {
            let width = TILE.min(n1 - j0);
            for i in i0..(i0 + TILE).min(n0) {
                let row = block.from(i, j0);
                for j in 0..width {
                    // SAFETY: `(i, j0 + j)` lies within the shape; any bytes are a valid `T`.
                    let item: T = unsafe { load(row.src, block.src_strides[1], j) };
                    // SAFETY: `(i, j0 + j)` lies within the shape.
                    unsafe { store(row.dst, block.dst_strides[1], j, item) };
                }
            }
        }
    }
}
