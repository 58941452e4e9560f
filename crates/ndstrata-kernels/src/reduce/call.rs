//! Running a reduction over elements of any layout and type, block by block.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Converter, NumberType, Swapped};
use crate::copy::copy_block;
use crate::elementwise::{Operand, Run};
use crate::isa::{Isa, isa};
use crate::packed::at;
use crate::reduce::fold::Reduction;
use crate::reduce::pairwise::cut;

/// Elements of a block: a node of every tree that is large enough, and few enough for the buffer.
const BLOCK: usize = 512;

/// Elements that NumPy converts at a time, each lot with a tree of its own.
const LOT: usize = 8192;

/// A reduction with the operand it is called on.
#[derive(Clone, Copy, Debug)]
pub struct ReduceCall {
    each: Reduction,
    level: Isa,
    operand: Operand,
    loader: Converter,
}

#[repr(align(64))]
struct Block([MaybeUninit<u8>; BLOCK * 16]);

impl Block {
    fn new() -> Block {
        Block([MaybeUninit::uninit(); BLOCK * 16])
    }

    fn ptr(&mut self) -> *mut u8 {
        self.0.as_mut_ptr().cast()
    }
}

impl ReduceCall {
    pub(super) fn new(each: &Reduction, operand: Operand) -> ReduceCall {
        let swapped = Swapped { source: operand.swapped, destination: false };
        let loader = Converter::new(operand.number, each.computed).swapped(swapped);
        ReduceCall { each: *each, level: isa(), operand, loader }
    }

    /// The same call on the path of one instruction set.
    #[cfg(test)]
    pub(crate) fn at_level(mut self, level: Isa) -> ReduceCall {
        self.level = level;
        self.loader = self.loader.at_level(level);
        self
    }

    /// Folds `count` elements into the accumulator, which holds what the reduction starts from: an
    /// identity, or the first element for an extreme.
    ///
    /// # Safety
    /// Element `i < count` can be read at `src.ptr + i * src.stride`, at any alignment. One number of
    /// the accumulator's type can be read and written at `accumulator`, which is not among them.
    pub unsafe fn fold(&self, accumulator: *mut u8, src: Run, count: usize) {
        let size = self.each.computed.itemsize();
        if self.is_direct() && (src.stride == size as isize || count == 1) {
            // SAFETY: the elements are contiguous and of the kernel's type.
            return unsafe { self.each.fold(self.level, accumulator, src.ptr, count) };
        }
        let mut buffer = Block::new();
        let lot = if self.is_direct() { count } else { LOT };
        let mut done = 0;
        while done < count {
            let part = lot.min(count - done);
            let from = Run { ptr: at(src.ptr, src.stride, done), stride: src.stride };
            match self.each.tree {
                Some(parts) => {
                    let mut sum = [MaybeUninit::<u8>::uninit(); 16];
                    let sum = sum.as_mut_ptr().cast::<u8>();
                    // SAFETY: `part` elements of the run; 16 bytes hold any number.
                    unsafe { self.tree(&mut buffer, sum, from, part, parts) };
                    // SAFETY: an accumulator is an element where the order is a tree.
                    unsafe { self.each.fold(self.level, accumulator, sum, 1) };
                }
                // SAFETY: `part` elements of the run.
                None => unsafe { self.chain(&mut buffer, accumulator, from, part) },
            }
            done += part;
        }
    }

    /// Folds each of the rows of a block into a row of accumulators, from the first to the last.
    ///
    /// # Safety
    /// Element `(i, j)` within `shape` can be read at `src + i * strides[0] + j * strides[1]`. `shape[1]`
    /// contiguous numbers of the accumulator's type can be read and written at `accumulators`, which
    /// are not among them.
    pub unsafe fn fold_rows(
        &self,
        accumulators: *mut u8,
        src: *const u8,
        strides: [isize; 2],
        shape: [usize; 2],
    ) {
        let size = self.each.computed.itemsize();
        if self.is_direct() && strides[1] == size as isize {
            // SAFETY: the rows are contiguous and of the kernel's type.
            return unsafe { self.each.rows(self.level, accumulators, src, strides[0], shape) };
        }
        let [rows, columns] = shape;
        if rows == 0 || columns == 0 {
            return;
        }
        let (mut raw, mut buffer) = (Block::new(), Block::new());
        let outer = self.operand.number.itemsize();
        let is_packed = strides[1] == outer as isize;
        let height = rows.min(8);
        let width = (BLOCK * 16 / size.max(outer) / height).min(columns);
        for j in (0..columns).step_by(width) {
            let width = width.min(columns - j);
            let place = accumulators.wrapping_add(j * self.each.accumulator.itemsize());
            for i in (0..rows).step_by(height) {
                let tile = [height.min(rows - i), width];
                let from = at(at(src, strides[0], i), strides[1], j);
                let pitch = (width * outer) as isize;
                let mut ready = raw.ptr();
                if is_packed {
                    ready = buffer.ptr();
                    for row in 0..tile[0] {
                        let to = ready.wrapping_add(row * width * size);
                        let from = at(from, strides[0], row);
                        // SAFETY: a row of the tile, which the buffer holds.
                        unsafe { self.loader.run(to, size as isize, from, outer as isize, width) };
                    }
                } else {
                    // SAFETY: the tile lies within the shape; the buffer holds it.
                    unsafe {
                        copy_block(ready, [pitch, outer as isize], from, strides, tile, outer)
                    };
                }
                if !is_packed && !self.is_direct() {
                    ready = buffer.ptr();
                    let count = tile[0] * tile[1];
                    // SAFETY: one buffer holds the tile as it lay, the other as the kernel wants it.
                    unsafe {
                        self.loader.run(ready, size as isize, raw.ptr(), outer as isize, count)
                    };
                }
                let pitch = (width * size) as isize;
                // SAFETY: the tile is contiguous and of the kernel's type.
                unsafe { self.each.rows(self.level, place, ready, pitch, tile) };
            }
        }
    }

    /// Where a run may be cut for its two parts to be folded apart, by whoever wants to do so at the
    /// same time: each into a number that [`ReduceCall::clear`] wrote, then the right one into the left
    /// one, and that into the accumulator, which then holds what [`ReduceCall::fold`] gives. `None` for
    /// runs that are not summed in a tree.
    pub fn cut(&self, count: usize) -> Option<usize> {
        let parts = self.each.tree.filter(|_| self.is_direct())?;
        (count > BLOCK).then(|| cut(count, parts))
    }

    /// Whether the result may depend on the order of the elements, as a tree of additions does, and
    /// a number that is rounded only at a line's end.
    pub fn has_order(&self) -> bool {
        self.each.tree.is_some() || self.each.operand == NumberType::F16
    }

    fn is_direct(&self) -> bool {
        let Operand { number, swapped } = self.operand;
        number == self.each.computed && !(swapped && number.swap_unit() > 1)
    }

    /// Folds block after block into the accumulator.
    ///
    /// # Safety
    /// As for [`ReduceCall::fold`].
    unsafe fn chain(&self, buffer: &mut Block, accumulator: *mut u8, src: Run, count: usize) {
        let size = self.each.computed.itemsize() as isize;
        let mut done = 0;
        while done < count {
            let part = BLOCK.min(count - done);
            let from = at(src.ptr, src.stride, done);
            // SAFETY: `part` elements of the run; the buffer holds them.
            unsafe { self.loader.run(buffer.ptr(), size, from, src.stride, part) };
            // SAFETY: the buffer holds `part` elements of the kernel's type.
            unsafe { self.each.fold(self.level, accumulator, buffer.ptr(), part) };
            done += part;
        }
    }

    /// Writes the sum of a node of the tree; what fits a block is summed from the buffer at once.
    ///
    /// # Safety
    /// As for [`ReduceCall::fold`]; `sum` is only written.
    unsafe fn tree(&self, buffer: &mut Block, sum: *mut u8, src: Run, count: usize, parts: usize) {
        // SAFETY: the place holds one accumulator.
        unsafe { self.clear(sum) };
        if count <= BLOCK {
            // SAFETY: the caller's contract.
            return unsafe { self.chain(buffer, sum, src, count) };
        }
        let left = cut(count, parts);
        // SAFETY: the first part of the run.
        unsafe { self.tree(buffer, sum, src, left, parts) };
        let mut right = [MaybeUninit::<u8>::uninit(); 16];
        let right = right.as_mut_ptr().cast::<u8>();
        let rest = Run { ptr: at(src.ptr, src.stride, left), ..src };
        // SAFETY: the other part of the run; 16 bytes hold any number.
        unsafe { self.tree(buffer, right, rest, count - left, parts) };
        // SAFETY: a sum is an element where the order is a tree.
        unsafe { self.each.fold(self.level, sum, right, 1) };
    }

    /// Writes the number that adds nothing to a sum of floats: a negative zero, in each part.
    ///
    /// # Safety
    /// One number of the accumulator's type can be written.
    pub unsafe fn clear(&self, place: *mut u8) {
        let single = matches!(self.each.accumulator, NumberType::F32 | NumberType::Complex64);
        let parts = self.each.tree.unwrap_or(1);
        for k in 0..parts {
            if single {
                // SAFETY: part `k` of the number.
                unsafe { place.cast::<f32>().wrapping_add(k).write_unaligned(-0.0) };
            } else {
                // SAFETY: part `k` of the number.
                unsafe { place.cast::<f64>().wrapping_add(k).write_unaligned(-0.0) };
            }
        }
    }
}
