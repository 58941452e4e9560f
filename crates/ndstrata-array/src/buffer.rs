//! The memory of an array: reference counted, with an owner that knows how to give it back.
//!
//! A buffer's owner is our own [block](block), a `Vec`, or anything else that keeps bytes in place
//! (a memory map). Reading needs a reference; writing needs to be the only one.
#![expect(unsafe_code, reason = "owns raw memory")]

mod block;
mod growing;
mod pool;

use std::any::Any;
use std::ptr::NonNull;
use std::sync::Arc;

use block::Block;
pub use growing::GrowingBytes;

/// Shared ownership of some bytes that do not move.
#[derive(Clone)]
pub(crate) struct Buffer(Arc<Inner>);

struct Inner {
    start: NonNull<u8>,
    len: usize,
    is_writable: bool,
    owner: Owner,
}

enum Owner {
    Block(Block),
    /// What keeps the bytes in place and frees them when dropped.
    Foreign(Box<dyn Any + Send + Sync>),
}

// SAFETY: the bytes are reached for reading from shared references and for writing from a unique
// one only, and both kinds of owner may be dropped on any thread.
unsafe impl Send for Inner {}
// SAFETY: as above; a shared reference only reads.
unsafe impl Sync for Inner {}

impl Buffer {
    /// Zeroed memory for `count` elements; `None` where the machine has none.
    pub(crate) fn zeroed(len: usize, itemsize: usize, alignment: usize) -> Option<Buffer> {
        Block::zeroed(len, itemsize, alignment).map(Buffer::from_block)
    }

    /// As [`zeroed`](Buffer::zeroed), for memory of which each page is written soon.
    pub(crate) fn cleared(len: usize, itemsize: usize, alignment: usize) -> Option<Buffer> {
        Block::cleared(len, itemsize, alignment).map(Buffer::from_block)
    }

    /// Memory of unknown content: the caller writes each byte before anyone reads it.
    pub(crate) fn uninit(len: usize, itemsize: usize, alignment: usize) -> Option<Buffer> {
        Block::uninit(len, itemsize, alignment).map(Buffer::from_block)
    }

    fn from_block(block: Block) -> Buffer {
        let (start, len) = (block.start(), block.len());
        Buffer(Arc::new(Inner { start, len, is_writable: true, owner: Owner::Block(block) }))
    }

    /// The memory of a vector, without a copy.
    pub(crate) fn from_vec<T: Send + Sync + 'static>(mut vec: Vec<T>) -> Buffer {
        let len = vec.len() * size_of::<T>();
        let start = NonNull::new(vec.as_mut_ptr().cast::<u8>()).unwrap_or(NonNull::dangling());
        let owner = Owner::Foreign(Box::new(vec));
        Buffer(Arc::new(Inner { start, len, is_writable: true, owner }))
    }

    /// Memory kept by something else.
    ///
    /// # Safety
    ///
    /// `len` initialised bytes lie at `start` until `owner` is dropped, wherever `owner` is moved;
    /// if `is_writable`, nobody else reads or writes them meanwhile, else nobody writes them.
    pub(crate) unsafe fn from_owner(
        owner: Box<dyn Any + Send + Sync>,
        start: NonNull<u8>,
        len: usize,
        is_writable: bool,
    ) -> Buffer {
        Buffer(Arc::new(Inner { start, len, is_writable, owner: Owner::Foreign(owner) }))
    }

    /// The first byte.
    pub(crate) fn start(&self) -> NonNull<u8> {
        self.0.start
    }

    /// Number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len
    }

    /// Whether this is the only reference and the memory may be written.
    pub(crate) fn is_writable_now(&mut self) -> bool {
        Arc::get_mut(&mut self.0).is_some_and(|inner| inner.is_writable)
    }

    /// Whether the memory may be written by its only owner.
    pub(crate) fn is_writable(&self) -> bool {
        self.0.is_writable
    }

    /// Whether two are the same memory.
    pub(crate) fn same_as(&self, other: &Buffer) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The vector of `T` that the memory is or can become without a copy, and the index of the
    /// byte `at` within it in elements; the buffer itself where that cannot be.
    ///
    /// The vector of a block holds slack before and after the array's elements; every byte of it is
    /// initialised where those of the array are.
    pub(crate) fn into_vec<T: Copy + Send + Sync + 'static>(
        self,
        at: NonNull<u8>,
    ) -> Result<(Vec<T>, usize), Buffer> {
        let inner = match Arc::try_unwrap(self.0) {
            Ok(inner) => inner,
            Err(shared) => return Err(Buffer(shared)),
        };
        let Inner { start, len, is_writable, owner } = inner;
        let rebuild = |owner| Buffer(Arc::new(Inner { start, len, is_writable, owner }));
        match owner {
            Owner::Foreign(owner) => match owner.downcast::<Vec<T>>() {
                Ok(vec) => {
                    let offset = at.addr().get() - vec.as_ptr().addr();
                    Ok((*vec, offset / size_of::<T>().max(1)))
                }
                Err(owner) => Err(rebuild(Owner::Foreign(owner))),
            },
            Owner::Block(block) => block.into_vec(at).map_err(|block| rebuild(Owner::Block(block))),
        }
    }
}
