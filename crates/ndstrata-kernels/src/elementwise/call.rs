//! Running a loop over operands of any layout and type, tile by tile.
//!
//! A tile has as many elements as the first-level cache holds of each operand. An operand that the
//! kernel cannot read where it lies (strided, broadcast, of another type or byte order, or written by
//! the same call) is brought into a buffer first; a result likewise goes out by way of one.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Converter, NumberType, Swapped};
use crate::copy::{STREAM_FROM, copy_block, copy_run_at, stream_bytes};
use crate::elementwise::loops::Loop;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut};

/// Bytes of a buffer.
const BUFFER: usize = 8192;

/// Rows are cut to this many elements where an operand is dense across them.
const CROSSING: usize = 64;

/// The type of an operand's elements, and their byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operand {
    /// The type.
    pub number: NumberType,
    /// Whether the byte order is not the machine's.
    pub swapped: bool,
}

impl Operand {
    /// Elements in the machine's byte order.
    pub const fn native(number: NumberType) -> Operand {
        Operand { number, swapped: false }
    }
}

/// A run that is read: its first element, and the bytes from one element to the next.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "said above")]
pub struct Run {
    pub ptr: *const u8,
    pub stride: isize,
}

/// A run that is written.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "said at `Run`")]
pub struct RunMut {
    pub ptr: *mut u8,
    pub stride: isize,
}

/// A loop with the operands it is called on.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    each: Loop,
    level: Isa,
    operands: [Operand; 2],
    result: Operand,
}

impl Call {
    pub(super) fn new(each: &Loop, operands: [Operand; 2], result: Operand) -> Call {
        Call { each: *each, level: isa(), operands, result }
    }

    /// The same call on the path of one instruction set.
    pub(crate) fn at_level(mut self, level: Isa) -> Call {
        self.level = level;
        self
    }

    /// Computes `count` elements.
    ///
    /// # Safety
    /// Element `i < count` of each run can be read, or written, at any alignment. No written byte is one
    /// that is read, unless an operand and the result are the same run, of elements of one size. Any
    /// bytes are valid elements.
    #[inline]
    pub unsafe fn run(&self, dst: RunMut, src: [Run; 2], count: usize) {
        let src = src.map(|run| Plane { ptr: run.ptr, strides: [0, run.stride] });
        let dst = PlaneMut { ptr: dst.ptr, strides: [0, dst.stride] };
        // SAFETY: the caller's contract; there is one row.
        unsafe { self.planes(dst, src, [1, count]) };
    }

    /// Computes a block of `shape` elements; each pointer comes with a stride for each axis.
    ///
    /// # Safety
    /// As for [`Call::run`], for each element within `shape`.
    pub unsafe fn run_block(
        &self,
        dst: (*mut u8, [isize; 2]),
        src: [(*const u8, [isize; 2]); 2],
        shape: [usize; 2],
    ) {
        let src = src.map(|(ptr, strides)| Plane { ptr, strides });
        let dst = PlaneMut { ptr: dst.0, strides: dst.1 };
        // SAFETY: the caller's contract, unchanged.
        unsafe { self.planes(dst, src, shape) };
    }

    /// # Safety
    /// As for [`Call::run_block`].
    unsafe fn planes(&self, dst: PlaneMut, src: [Plane; 2], shape: [usize; 2]) {
        if shape.contains(&0) {
            return;
        }
        let one = src[1].strides[1] == 0 && (src[1].strides[0] == 0 || shape[0] == 1);
        if let (Some(kernel), true) = (self.each.by_scalar, one) {
            let mut scalar = [MaybeUninit::<u8>::uninit(); 16];
            let ptr = scalar.as_mut_ptr().cast::<u8>();
            // SAFETY: the element is the caller's; 16 bytes hold any number.
            unsafe { self.loader(1).run(ptr, 0, src[1].ptr, 0, 1) };
            let each = Loop { kernel, by_scalar: None, in_place: None, arity: 1, ..self.each };
            let src = [src[0], Plane { ptr, strides: [0, 0] }];
            // SAFETY: the caller's contract; the kernel takes the one element where it is now.
            return unsafe { Call { each, ..*self }.planes(dst, src, shape) };
        }
        let whole = |strides: [isize; 2], size: usize| {
            strides[1] == size as isize
                && (shape[0] == 1 || strides[0] == size as isize * shape[1] as isize)
        };
        let sizes = self.each.computed.map(NumberType::itemsize);
        let total = shape[0] * shape[1];
        let is_ready = |k: usize| {
            self.is_direct(k)
                && whole(src[k].strides, sizes[k])
                && self.reads_beside(k, src[k].ptr, dst.ptr)
        };
        let is_one = |k: usize| src[k].strides[1] == 0 && (src[k].strides[0] == 0 || shape[0] == 1);
        let ready = [is_ready(0), self.each.arity < 2 || is_ready(1)];
        let direct = self.stores_direct() && whole(dst.strides, sizes[2]);
        if direct && total * sizes[2] < STREAM_FROM {
            let ptrs = src.map(|plane| plane.ptr);
            if ready == [true; 2] {
                // SAFETY: each run is contiguous, of the kernel's type, and disjoint from the result, or
                // the first operand, which is then changed.
                return unsafe { self.kernel(dst.ptr, ptrs, total) };
            }
            if (0..2).all(|k| ready[k] || is_one(k)) {
                // SAFETY: as above, or there is one element.
                return unsafe { self.with_repeated(dst.ptr, ptrs, ready, total) };
            }
        }
        let streaming = direct && total * sizes[2] >= STREAM_FROM;
        let buffers = Buffers::new();
        let mut tiles = Tiles {
            call: self,
            sizes,
            streaming,
            whole_rows: false,
            one_row: shape[0] == 1,
            buffers,
            kept: [None; 2],
        };
        // SAFETY: the caller's contract.
        unsafe { tiles.run(dst, src, shape) };
    }

    /// The loop over runs that lie as the kernel takes them, with operands that are not `ready` but one
    /// element, which is repeated.
    ///
    /// # Safety
    /// The contract of [`Kernel`](super::loops::Kernel) for `count` elements of what is ready; the first
    /// operand may be the destination if the loop changes it.
    unsafe fn with_repeated(
        &self,
        dst: *mut u8,
        src: [*const u8; 2],
        ready: [bool; 2],
        count: usize,
    ) {
        let sizes = self.each.computed.map(NumberType::itemsize);
        let room = BUFFER / sizes.into_iter().max().unwrap_or(16);
        let mut blocks = [const { MaybeUninit::<Block>::uninit() }; 2];
        let mut inputs = src;
        for k in 0..self.each.arity {
            if !ready[k] {
                let block = blocks[k].as_mut_ptr().cast::<u8>();
                inputs[k] = block;
                // SAFETY: the operand is one element; the block has room for the tile.
                unsafe { self.repeat(k, block, src[k], count.min(room)) };
            }
        }
        for first in (0..count).step_by(room) {
            let part = [0, 1].map(|k| {
                if ready[k] { inputs[k].wrapping_add(first * sizes[k]) } else { inputs[k] }
            });
            let dst = dst.wrapping_add(first * sizes[2]);
            // SAFETY: a part of the runs, or the element in a block that is as long.
            unsafe { self.kernel(dst, part, room.min(count - first)) };
        }
    }

    /// One element of an operand, converted once and repeated.
    ///
    /// # Safety
    /// The element can be read at `src`, and `count` of the kernel's type be written at `dst`.
    unsafe fn repeat(&self, operand: usize, dst: *mut u8, src: *const u8, count: usize) {
        let itemsize = self.each.computed[operand].itemsize();
        let size = itemsize as isize;
        let mut one = [MaybeUninit::<u8>::uninit(); 16];
        let one = one.as_mut_ptr().cast::<u8>();
        // SAFETY: the element is the caller's; 16 bytes hold any number.
        unsafe { self.loader(operand).run(one, size, src, 0, 1) };
        // SAFETY: the caller has room for as many.
        unsafe { copy_run_at(self.level, dst, size, one, 0, count, itemsize) };
    }

    /// Whether the kernel takes an operand as its bytes are.
    fn is_direct(&self, operand: usize) -> bool {
        let Operand { number, swapped } = self.operands[operand];
        number == self.each.computed[operand] && !(swapped && number.swap_unit() > 1)
    }

    /// Whether the kernel's result is what the caller asked for.
    fn stores_direct(&self) -> bool {
        let Operand { number, swapped } = self.result;
        number == self.each.computed[2] && !(swapped && number.swap_unit() > 1)
    }

    /// Whether an operand can be read while results are written at `dst`: not what is written there, unless
    /// the loop changes it.
    fn reads_beside(&self, operand: usize, src: *const u8, dst: *mut u8) -> bool {
        src != dst.cast_const() || (operand == 0 && self.each.in_place.is_some())
    }

    fn loader(&self, operand: usize) -> Converter {
        let Operand { number, swapped } = self.operands[operand];
        let swapped = Swapped { source: swapped, destination: false };
        Converter::new(number, self.each.computed[operand]).at_level(self.level).swapped(swapped)
    }

    fn storer(&self) -> Converter {
        let swapped = Swapped { source: false, destination: self.result.swapped };
        Converter::new(self.each.computed[2], self.result.number)
            .at_level(self.level)
            .swapped(swapped)
    }

    /// # Safety
    /// The contract of [`Kernel`](super::loops::Kernel), for `count` elements; the first operand may be
    /// the destination if the loop changes it.
    #[inline]
    unsafe fn kernel(&self, dst: *mut u8, src: [*const u8; 2], count: usize) {
        let kernel = match self.each.in_place {
            Some(change_first) if src[0] == dst.cast_const() => change_first,
            _ => self.each.kernel,
        };
        // SAFETY: the caller's contract; an element is `lanes` of the kernel's values.
        unsafe { kernel(self.level, dst, src, count * self.each.lanes) };
    }
}

#[derive(Clone, Copy)]
struct Plane {
    ptr: *const u8,
    strides: [isize; 2],
}

#[derive(Clone, Copy)]
struct PlaneMut {
    ptr: *mut u8,
    strides: [isize; 2],
}

impl Plane {
    fn from(self, i: usize, j: usize) -> Plane {
        Plane { ptr: at(at(self.ptr, self.strides[0], i), self.strides[1], j), ..self }
    }
}

impl PlaneMut {
    fn from(self, i: usize, j: usize) -> PlaneMut {
        PlaneMut { ptr: at_mut(at_mut(self.ptr, self.strides[0], i), self.strides[1], j), ..self }
    }
}

/// The state of a call that goes tile by tile.
struct Tiles<'a> {
    call: &'a Call,
    sizes: [usize; 3],
    streaming: bool,
    /// Whether a tile is as wide as the block.
    whole_rows: bool,
    /// Whether the block has one row.
    one_row: bool,
    buffers: Buffers,
    /// The shape for which a buffer holds an operand that is the same in every tile.
    kept: [Option<[usize; 2]>; 2],
}

impl Tiles<'_> {
    /// # Safety
    /// As for [`Call::run_block`].
    unsafe fn run(&mut self, dst: PlaneMut, src: [Plane; 2], shape: [usize; 2]) {
        let call = self.call;
        let outer = call.operands.map(|operand| operand.number.itemsize());
        let widest = self.sizes.into_iter().chain(outer).max().unwrap_or(16);
        let room = BUFFER / widest.max(call.result.number.itemsize());
        let crosses = |[s0, s1]: [isize; 2]| s0 != 0 && s0.unsigned_abs() < s1.unsigned_abs();
        let crossing = shape[0] >= 8
            && (src[..call.each.arity].iter().any(|plane| crosses(plane.strides))
                || crosses(dst.strides));
        let width = shape[1].min(if crossing { CROSSING } else { room });
        let height = (room / width).clamp(1, shape[0]);
        self.whole_rows = width == shape[1];
        self.streaming &= self.whole_rows || height == 1;
        for i in (0..shape[0]).step_by(height) {
            for j in (0..shape[1]).step_by(width) {
                let tile = [height.min(shape[0] - i), width.min(shape[1] - j)];
                let inputs = [src[0].from(i, j), src[1].from(i, j)];
                // SAFETY: the tile lies within the shape.
                unsafe { self.tile(dst.from(i, j), inputs, tile) };
            }
        }
    }

    /// # Safety
    /// As for [`Call::run_block`], for a shape that fits the buffers.
    unsafe fn tile(&mut self, dst: PlaneMut, src: [Plane; 2], shape: [usize; 2]) {
        let call = self.call;
        let size = self.sizes[2] as isize;
        let direct = call.stores_direct() && dst.strides[1] == size && !self.streaming;
        let mut inputs = src;
        for k in 0..call.each.arity {
            let beside = !direct || call.reads_beside(k, src[k].ptr, dst.ptr);
            // SAFETY: operand `k` of this tile.
            inputs[k] = unsafe { self.load(k, src[k], beside, shape) };
        }
        let pitch = shape[1] as isize * size;
        let out = if direct {
            dst
        } else {
            PlaneMut { ptr: self.buffers.place(2), strides: [pitch, size] }
        };
        let packed = |strides: [isize; 2], size: usize| strides[0] == (shape[1] * size) as isize;
        let one_run = packed(out.strides, self.sizes[2])
            && (0..call.each.arity).all(|k| packed(inputs[k].strides, self.sizes[k]));
        if one_run || shape[0] == 1 {
            // SAFETY: every operand of the tile is contiguous, in place or in a buffer.
            unsafe { call.kernel(out.ptr, inputs.map(|plane| plane.ptr), shape[0] * shape[1]) };
        } else {
            for i in 0..shape[0] {
                let row = [inputs[0].from(i, 0).ptr, inputs[1].from(i, 0).ptr];
                // SAFETY: row `i` of every operand is contiguous.
                unsafe { call.kernel(out.from(i, 0).ptr, row, shape[1]) };
            }
        }
        if !direct {
            // SAFETY: the buffer holds the tile's results.
            unsafe { self.store(out.ptr, dst, shape) };
        }
    }

    /// Where the kernel finds operand `k`: rows that are contiguous, at some pitch; in a buffer unless
    /// they can be read `beside` the results.
    ///
    /// # Safety
    /// As for [`Call::run_block`].
    unsafe fn load(&mut self, k: usize, src: Plane, beside: bool, shape: [usize; 2]) -> Plane {
        let call = self.call;
        let size = self.sizes[k] as isize;
        let [s0, s1] = src.strides;
        let direct = call.is_direct(k);
        if direct && beside && s1 == size && (s0 != 0 || shape[0] == 1) {
            return src;
        }
        let buffer = self.buffers.place(k);
        let loaded = Plane { ptr: buffer, strides: [shape[1] as isize * size, size] };
        let same = s1 == 0 && (s0 == 0 || self.one_row);
        if same && self.kept[k].is_some_and(|kept| kept[0] * kept[1] >= shape[0] * shape[1]) {
            return loaded;
        }
        let [rows, columns] = shape;
        let count = rows * columns;
        if same {
            // SAFETY: the element is the caller's; the buffer holds a tile of the kernel's type.
            unsafe { call.repeat(k, buffer, src.ptr, count) };
            self.kept[k] = Some(shape);
            return loaded;
        }
        // Rows that repeat are the same in every tile.
        let repeats = s0 == 0 && self.whole_rows;
        if repeats && self.kept[k].is_some_and(|kept| kept[1] == columns && kept[0] >= rows) {
            return loaded;
        }
        self.kept[k] = repeats.then_some(shape);
        if rows == 1 {
            let loader = call.loader(k);
            // SAFETY: the row is the caller's; the buffer holds it.
            unsafe { loader.run(buffer, size, src.ptr, s1, columns) };
            return loaded;
        }
        let outer = call.operands[k].number.itemsize();
        let pitch = (columns * outer) as isize;
        let raw = if direct { buffer } else { self.buffers.place(3) };
        // SAFETY: the tile is the caller's; the buffer holds it.
        unsafe { copy_block(raw, [pitch, outer as isize], src.ptr, src.strides, shape, outer) };
        if !direct {
            let loader = call.loader(k);
            // SAFETY: one buffer holds the tile as it lay, the other as the kernel wants it.
            unsafe { loader.run(buffer, size, raw, outer as isize, count) };
        }
        loaded
    }

    /// Brings the results of a tile from the buffer to where they belong.
    ///
    /// # Safety
    /// As for [`Call::run_block`]; the buffer holds the results.
    unsafe fn store(&mut self, buffer: *mut u8, dst: PlaneMut, shape: [usize; 2]) {
        let call = self.call;
        let [rows, columns] = shape;
        let size = self.sizes[2] as isize;
        let count = rows * columns;
        if self.streaming {
            // SAFETY: a streamed result is contiguous over whole tiles.
            return unsafe { stream_bytes(call.level, dst.ptr, buffer, count * self.sizes[2]) };
        }
        if rows == 1 {
            // SAFETY: the row is the caller's.
            return unsafe { call.storer().run(dst.ptr, dst.strides[1], buffer, size, columns) };
        }
        let outer = call.result.number.itemsize();
        let mut raw = buffer;
        if !call.stores_direct() {
            raw = self.buffers.place(3);
            // SAFETY: one buffer holds the tile as computed, the other as it is to lie.
            unsafe { call.storer().run(raw, outer as isize, buffer, size, count) };
        }
        let strides = [(columns * outer) as isize, outer as isize];
        // SAFETY: the tile is the caller's; the buffer holds it.
        unsafe { copy_block(dst.ptr, dst.strides, raw, strides, shape, outer) };
    }
}

/// A tile of each operand, of the result, and of one that is on its way.
struct Buffers {
    // Not blocks of uninitialised bytes, which the compiler would fill for each copy of the first.
    blocks: [MaybeUninit<Block>; 4],
}

#[repr(align(64))]
struct Block(#[expect(dead_code, reason = "room that is written through pointers")] [u8; BUFFER]);

impl Buffers {
    fn new() -> Buffers {
        Buffers { blocks: [const { MaybeUninit::uninit() }; 4] }
    }

    fn place(&mut self, k: usize) -> *mut u8 {
        self.blocks[k].as_mut_ptr().cast()
    }
}
