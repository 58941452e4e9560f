//! Our own allocations: aligned to 64 bytes, zeroed lazily or reused, and convertible into a `Vec`.
//!
//! A block is allocated with the alignment of its element, as a `Vec` of that element would be, and
//! with room to start the data on a cache line. So vector loads do not straddle lines (worth up to
//! 3x on additions), and the block can still be handed over as a `Vec` without a copy.
#![expect(unsafe_code, reason = "allocates and frees raw memory")]

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::ptr::NonNull;

use super::pool;

/// Bytes of a cache line, and of the widest vector register.
const LINE: usize = 64;
/// Below this the slack for a line would cost more than it gives.
const ALIGN_FROM: usize = 1024;

/// An allocation and where its data begin.
pub(super) struct Block {
    base: NonNull<u8>,
    layout: Layout,
    start: NonNull<u8>,
    len: usize,
}

impl Block {
    pub(super) fn zeroed(len: usize, itemsize: usize, alignment: usize) -> Option<Block> {
        Block::zeroed_by(pool::clear, len, itemsize, alignment)
    }

    /// As [`zeroed`](Block::zeroed), for memory that is about to be written here and there all over:
    /// pages that were used before are cleared where they are.
    pub(super) fn cleared(len: usize, itemsize: usize, alignment: usize) -> Option<Block> {
        // SAFETY: a freed block of this size belongs to nobody else.
        let clear = |base: NonNull<u8>, size| unsafe { base.write_bytes(0, size) };
        Block::zeroed_by(clear, len, itemsize, alignment)
    }

    /// Zeros, which `clear` writes to a block that was used before.
    fn zeroed_by(
        clear: impl FnOnce(NonNull<u8>, usize),
        len: usize,
        itemsize: usize,
        alignment: usize,
    ) -> Option<Block> {
        let layout = block_layout(len, itemsize, alignment)?;
        if layout.size() == 0 {
            return Some(Block::empty(layout));
        }
        let base = match pool::take(layout) {
            Some(base) => {
                clear(base, layout.size());
                base
            }
            None => fresh_zeroed(layout)?,
        };
        Some(Block::place(base, layout, len, itemsize))
    }

    /// The data are of unknown content (never read before the caller wrote them); the slack around
    /// them is zeroed, so that a `Vec` of the whole is initialised once the data are.
    pub(super) fn uninit(len: usize, itemsize: usize, alignment: usize) -> Option<Block> {
        let layout = block_layout(len, itemsize, alignment)?;
        if layout.size() == 0 {
            return Some(Block::empty(layout));
        }
        let base = match pool::take(layout) {
            Some(base) => base,
            None => {
                // SAFETY: the layout's size is not zero.
                let base = NonNull::new(unsafe { alloc(layout) })?;
                pool::advise_huge_pages(base, layout.size());
                base
            }
        };
        let block = Block::place(base, layout, len, itemsize);
        let before = block.start.addr().get() - base.addr().get();
        let after = layout.size() - before - len;
        // SAFETY: `before` bytes from the base lie within the allocation.
        unsafe { base.write_bytes(0, before) };
        // SAFETY: the data end `after` bytes before the end of the allocation.
        let tail = unsafe { base.add(before + len) };
        // SAFETY: as above.
        unsafe { tail.write_bytes(0, after) };
        Some(block)
    }

    fn empty(layout: Layout) -> Block {
        let dangling = NonNull::without_provenance(
            std::num::NonZero::new(layout.align()).unwrap_or(std::num::NonZero::<usize>::MIN),
        );
        Block { base: dangling, layout, start: dangling, len: 0 }
    }

    fn place(base: NonNull<u8>, layout: Layout, len: usize, itemsize: usize) -> Block {
        let slack = layout.size() - len;
        let to_line = base.addr().get().next_multiple_of(LINE) - base.addr().get();
        let fits = to_line <= slack && to_line.is_multiple_of(itemsize.max(1));
        let offset = if len >= ALIGN_FROM && fits { to_line } else { 0 };
        // SAFETY: the offset is at most the slack, so it and the data lie within the allocation.
        let start = unsafe { base.add(offset) };
        Block { base, layout, start, len }
    }

    pub(super) fn start(&self) -> NonNull<u8> {
        self.start
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The block as a vector, and the index of the byte `at` in it, if `T` has the alignment that
    /// the block was allocated with, and its size divides the block and the offset.
    pub(super) fn into_vec<T: Copy>(self, at: NonNull<u8>) -> Result<(Vec<T>, usize), Block> {
        let size = size_of::<T>();
        let offset = at.addr().get().wrapping_sub(self.base.addr().get());
        let fits = size > 0
            && self.layout.align() == align_of::<T>()
            && self.layout.size() > 0
            && self.layout.size().is_multiple_of(size)
            && offset.is_multiple_of(size);
        if !fits {
            return Err(self);
        }
        let count = self.layout.size() / size;
        let base = self.base.cast::<T>();
        std::mem::forget(self);
        // SAFETY: the allocation came from the global allocator with the alignment of `T` and
        // `count * size` bytes; all of them are initialised (slack zeroed, data by the array that
        // owned the block); the caller has checked that they are values of `T`. Ownership moves,
        // as the block was forgotten.
        let vec = unsafe { Vec::from_raw_parts(base.as_ptr(), count, count) };
        Ok((vec, offset / size))
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if self.layout.size() > 0 && !pool::give(self.base, self.layout) {
            // SAFETY: allocated by the global allocator with this very layout, and freed once.
            unsafe { dealloc(self.base.as_ptr(), self.layout) };
        }
    }
}

fn fresh_zeroed(layout: Layout) -> Option<NonNull<u8>> {
    debug_assert!(layout.size() > 0);
    // SAFETY: the layout's size is not zero.
    let base = NonNull::new(unsafe { alloc_zeroed(layout) })?;
    pool::advise_huge_pages(base, layout.size());
    Some(base)
}

fn block_layout(len: usize, itemsize: usize, alignment: usize) -> Option<Layout> {
    let slack = if len >= ALIGN_FROM { LINE.next_multiple_of(itemsize.max(1)) } else { 0 };
    Layout::from_size_align(len.checked_add(slack)?, alignment.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_blocks_start_on_a_line() {
        let block = Block::uninit(80_000, 8, 8).unwrap();
        assert_eq!(block.start().addr().get() % LINE, 0);
        assert_eq!(block.len(), 80_000);
    }

    #[test]
    fn zeroed_blocks_are_zero_whatever_was_written_before() {
        for size in [100, 5000, 300_000, (9 << 20) + 24] {
            for make in [Block::zeroed, Block::cleared, Block::zeroed] {
                for _ in 0..2 {
                    let block = make(size, 8, 8).unwrap();
                    let at = block.start();
                    // SAFETY: the block is as long.
                    let bytes = unsafe { std::slice::from_raw_parts_mut(at.as_ptr(), size) };
                    assert!(bytes.iter().all(|&byte| byte == 0));
                    bytes.fill(0xA5);
                }
            }
        }
    }

    #[test]
    fn a_block_becomes_a_vector_where_it_lies() {
        let block = Block::zeroed(8 * 1000, 8, 8).unwrap();
        let at = block.start();
        let (vec, offset) = block.into_vec::<f64>(at).ok().unwrap();
        assert_eq!(vec[offset..].as_ptr().addr(), at.addr().get());
        assert!(vec.iter().all(|&x| x == 0.0));
        let block = Block::zeroed(8 * 1000, 8, 8).unwrap();
        let at = block.start();
        assert!(block.into_vec::<f32>(at).is_err());
    }

    #[test]
    fn nothing_is_allocated_for_nothing() {
        let block = Block::zeroed(0, 8, 8).unwrap();
        assert_eq!(block.len(), 0);
        assert!(Block::zeroed(isize::MAX as usize, 8, 8).is_none());
    }
}
