//! [`GrowingBytes`]: the memory of an array whose length is not known yet.
#![expect(unsafe_code, reason = "reads and writes a block through its start")]

use ndstrata_dtype::DType;

use super::block::Block;
use super::{Buffer, Inner, Owner};
use crate::array::DynArray;
use crate::error::Result;
use crate::layout::Layout;

/// Zeroed bytes that grow at their end and become an array without a copy, from the same store of large blocks
/// that arrays come from.
///
/// # Example
/// ```
/// use ndstrata_array::{GrowingBytes, Layout, Order};
/// use ndstrata_dtype::DType;
/// let dtype = DType::of::<u8>();
/// let mut bytes = GrowingBytes::new(&dtype);
/// bytes.grow(2).expect("two bytes").copy_from_slice(&[1, 2]);
/// let layout = Layout::contiguous(&[2], 1, Order::C)?;
/// assert_eq!(bytes.into_array(layout, &dtype)?.to_string(), "[1 2]");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub struct GrowingBytes {
    block: Option<Block>,
    /// Bytes in use; those behind them are of unknown content.
    len: usize,
    itemsize: usize,
    alignment: usize,
}

// SAFETY: the block belongs to this alone, is written through a unique reference only, and may be freed on any
// thread.
unsafe impl Send for GrowingBytes {}
// SAFETY: as above; a shared reference only reads.
unsafe impl Sync for GrowingBytes {}

/// What is asked for at first.
const LEAST: usize = 256;

impl GrowingBytes {
    /// No bytes yet; they will be those of an array of this type.
    pub fn new(dtype: &DType) -> GrowingBytes {
        let (itemsize, alignment) = (dtype.itemsize(), dtype.alignment());
        GrowingBytes { block: None, len: 0, itemsize, alignment }
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn capacity(&self) -> usize {
        self.block.as_ref().map_or(0, Block::len)
    }

    /// All bytes.
    pub fn as_slice(&self) -> &[u8] {
        match &self.block {
            None => &[],
            // SAFETY: the first `len` bytes of the block are initialised.
            Some(block) => unsafe { std::slice::from_raw_parts(block.start().as_ptr(), self.len) },
        }
    }

    /// Makes room for `total` bytes in all; false where the machine has none.
    #[must_use]
    pub fn reserve(&mut self, total: usize) -> bool {
        if total <= self.capacity() {
            return true;
        }
        let Some(block) = Block::uninit(total, self.itemsize, self.alignment) else { return false };
        if let Some(old) = &self.block {
            // SAFETY: `len` bytes lie in both blocks, which are different.
            unsafe { block.start().copy_from_nonoverlapping(old.start(), self.len) };
        }
        self.block = Some(block);
        true
    }

    /// Makes room for `total` bytes in all, or for as many more as `n` where that is more, if there is no room for
    /// `n` more yet; false where the machine has none.
    #[must_use]
    pub fn reserve_more(&mut self, n: usize, total: usize) -> bool {
        let needed = self.len.saturating_add(n);
        needed <= self.capacity() || self.reserve(needed.max(total))
    }

    /// Adds `n` zeroed bytes, and gives them; `None` where the machine has none.
    pub fn grow(&mut self, n: usize) -> Option<&mut [u8]> {
        let total = self.len.checked_add(n)?;
        if total > self.capacity() {
            let more = self.capacity().saturating_add(self.capacity() / 2);
            if !self.reserve(total.max(more).max(LEAST)) && !self.reserve(total) {
                return None;
            }
        }
        let start = self.len;
        let Some(block) = &self.block else { return Some(&mut []) };
        // SAFETY: `start + n <= capacity`.
        let new = unsafe { block.start().add(start) };
        // SAFETY: as above; nobody else has the block.
        unsafe { new.write_bytes(0, n) };
        self.len = total;
        // SAFETY: the bytes were just written, and are borrowed from this only owner.
        Some(unsafe { std::slice::from_raw_parts_mut(new.as_ptr(), n) })
    }

    /// Forgets all bytes behind the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// The bytes as an array. Room that was not used stays with it where that is little.
    ///
    /// # Errors
    ///
    /// A layout that reaches outside the bytes.
    pub fn into_array(mut self, layout: Layout, dtype: &DType) -> Result<DynArray> {
        let unused = self.capacity() - self.len;
        if unused > self.capacity() / 8
            && let Some(exact) = Block::uninit(self.len, self.itemsize, self.alignment)
        {
            if let Some(old) = &self.block {
                // SAFETY: `len` bytes lie in both blocks, which are different.
                unsafe { exact.start().copy_from_nonoverlapping(old.start(), self.len) };
            }
            self.block = Some(exact);
        }
        let block = match self.block {
            Some(block) => block,
            None => return DynArray::from_bytes(Vec::new(), 0, layout, dtype),
        };
        // All of a block is initialised, as it may become a vector.
        // SAFETY: `len` is at most the length of the block.
        let rest = unsafe { block.start().add(self.len) };
        // SAFETY: as above.
        unsafe { rest.write_bytes(0, block.len() - self.len) };
        let inner = Inner {
            start: block.start(),
            len: self.len,
            is_writable: true,
            owner: Owner::Block(block),
        };
        DynArray::over(Buffer(std::sync::Arc::new(inner)), layout, dtype)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Order;

    #[test]
    fn bytes_stay_as_they_grow_and_become_an_array_that_gives_its_vector() {
        let dtype = DType::of::<f64>();
        for n in [0usize, 1, 7, 100, 50_000] {
            let mut bytes = GrowingBytes::new(&dtype);
            for i in 0..n {
                bytes.grow(8).unwrap().copy_from_slice(&(i as f64).to_ne_bytes());
            }
            assert_eq!(bytes.len(), 8 * n);
            bytes.truncate(8 * n);
            let layout = Layout::contiguous(&[n], 8, Order::C).unwrap();
            let array = bytes.into_array(layout, &dtype).unwrap();
            let expected: Vec<f64> = (0..n).map(|i| i as f64).collect();
            assert_eq!(array.to_vec::<f64>().unwrap(), expected);
        }
    }

    #[test]
    fn forgotten_bytes_come_back_as_zeros() {
        let mut bytes = GrowingBytes::new(&DType::of::<u8>());
        bytes.grow(4).unwrap().fill(7);
        bytes.truncate(1);
        assert_eq!(bytes.grow(3).unwrap(), [0, 0, 0]);
        assert_eq!(bytes.as_slice(), [7, 0, 0, 0]);
        assert!(bytes.grow(usize::MAX).is_none());
        assert_eq!(GrowingBytes::new(&DType::of::<u8>()).grow(0), Some(&mut [][..]));
    }
}
