//! Running a chain of loops over strided, unaligned or byte-swapped runs, block by block.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::loops::Rows;
use crate::convert::number::{Number, NumberType};
use crate::convert::steps::Steps;
use crate::copy::swap_run_at;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut};

/// Elements that a block holds, in buffers that fit the first-level cache.
const BLOCK: usize = 512;

/// Bytes of the widest number.
const WIDEST: usize = 16;

/// Which sides of a conversion hold the byte order that is not the machine's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swapped {
    /// The elements read.
    pub source: bool,
    /// The elements written.
    pub destination: bool,
}

/// A conversion between two number types, chosen once and run over many runs.
#[derive(Clone, Copy, Debug)]
pub struct Converter {
    level: Isa,
    from: NumberType,
    to: NumberType,
    swapped: Swapped,
    steps: Steps,
}

impl Converter {
    /// The conversion from one type to another, in native byte order.
    pub fn new(from: NumberType, to: NumberType) -> Converter {
        let steps = Steps::between(from, to);
        Converter { level: isa(), from, to, swapped: Swapped::default(), steps }
    }

    /// The same conversion for other byte orders.
    pub fn swapped(mut self, swapped: Swapped) -> Converter {
        self.swapped = Swapped {
            source: swapped.source && self.from.swap_unit() > 1,
            destination: swapped.destination && self.to.swap_unit() > 1,
        };
        self
    }

    /// The same conversion on the path of one instruction set.
    pub(crate) fn at_level(mut self, level: Isa) -> Converter {
        self.level = level;
        self
    }

    /// Converts `count` elements.
    ///
    /// # Safety
    /// Element `i < count` can be read at `src + i * src_stride` and written at
    /// `dst + i * dst_stride`, at any alignment, and no written byte is one that is read. Any bytes
    /// are valid elements; a `bool` is true unless 0.
    pub unsafe fn run(
        &self,
        dst: *mut u8,
        dst_stride: isize,
        src: *const u8,
        src_stride: isize,
        count: usize,
    ) {
        // SAFETY: the caller's contract.
        unsafe { self.run_rows((dst, [0, dst_stride]), (src, [0, src_stride]), [1, count]) };
    }

    /// Converts rows of elements, whose strides are from row to row and from element to element.
    ///
    /// # Safety
    /// As for [`run`](Converter::run), for each of the rows.
    pub unsafe fn run_rows(
        &self,
        (dst, [dst_row, dst_stride]): (*mut u8, [isize; 2]),
        (src, [src_row, src_stride]): (*const u8, [isize; 2]),
        [rows, count]: [usize; 2],
    ) {
        let mut steps = self.steps.iter();
        let (first, second) = (steps.next(), steps.next());
        let whole = Rows { dst, dst_row, src, src_row, rows, count };
        let Some(first) = first else {
            let swap = self.swapped.source != self.swapped.destination;
            let item = (self.to.itemsize(), if swap { self.to.swap_unit() } else { 1 });
            for (dst, src) in whole.each() {
                // SAFETY: the caller's contract; both types have the same size.
                unsafe { swap_run_at(self.level, dst, dst_stride, src, src_stride, count, item) };
            }
            return;
        };
        if second.is_none() && self.reads_direct(src_stride) && self.writes_direct(dst_stride) {
            // SAFETY: all rows are contiguous and native, which is what a loop asks.
            return unsafe { first(self.level, whole) };
        }
        let mut buffers = Buffers::new();
        let together = (BLOCK / count.max(1)).max(1);
        for row in (0..rows).step_by(together) {
            let mut done = 0;
            while done < count {
                let part = Rows {
                    dst: at_mut(at_mut(dst, dst_row, row), dst_stride, done),
                    src: at(at(src, src_row, row), src_stride, done),
                    rows: together.min(rows - row),
                    count: BLOCK.min(count - done),
                    ..whole
                };
                // SAFETY: a part of the rows, of at most a block.
                unsafe { self.block(&mut buffers, part, dst_stride, src_stride) };
                done += part.count;
            }
        }
    }

    fn reads_direct(&self, src_stride: isize) -> bool {
        src_stride == self.from.itemsize() as isize && !self.swapped.source
    }

    fn writes_direct(&self, dst_stride: isize) -> bool {
        dst_stride == self.to.itemsize() as isize && !self.swapped.destination
    }

    /// Converts at most [`BLOCK`] elements through the buffers, in which rows follow each other.
    ///
    /// # Safety
    /// As for [`Converter::run_rows`].
    unsafe fn block(
        &self,
        buffers: &mut Buffers,
        whole: Rows,
        dst_stride: isize,
        src_stride: isize,
    ) {
        let (from, to, count) = (self.from.itemsize(), self.to.itemsize(), whole.count);
        let (mut src, mut src_row) = (whole.src, whole.src_row);
        if !self.reads_direct(src_stride) {
            let item = (from, if self.swapped.source { self.from.swap_unit() } else { 1 });
            let next = buffers.next();
            let packed = Rows { dst: next, dst_row: (count * from) as isize, ..whole };
            for (dst, src) in packed.each() {
                // SAFETY: the source is the caller's; a buffer holds a block of any type.
                unsafe {
                    swap_run_at(self.level, dst, from as isize, src, src_stride, count, item);
                }
            }
            (src, src_row) = (next, packed.dst_row);
        }
        let mut steps = self.steps.iter().peekable();
        while let Some(step) = steps.next() {
            let part = match steps.peek().is_none() && self.writes_direct(dst_stride) {
                true => Rows { src, src_row, ..whole },
                // Room for the widest numbers, whatever the step makes.
                false => {
                    let dst_row = (count * WIDEST) as isize;
                    Rows { dst: buffers.next(), dst_row, src, src_row, ..whole }
                }
            };
            // SAFETY: the source is contiguous and native here, and is not the buffer written.
            unsafe { step(self.level, part) };
            (src, src_row) = (part.dst, part.dst_row);
        }
        if !self.writes_direct(dst_stride) {
            let item = (to, if self.swapped.destination { self.to.swap_unit() } else { 1 });
            for (dst, src) in (Rows { src, src_row, ..whole }).each() {
                // SAFETY: the last buffer holds the rows; the destination is the caller's.
                unsafe {
                    swap_run_at(self.level, dst, dst_stride, src, to as isize, count, item);
                }
            }
        }
    }
}

/// Two blocks written in turn, each step reading the one before.
struct Buffers {
    // Not blocks of uninitialised bytes, which the compiler would fill for each copy of the first.
    blocks: [MaybeUninit<Block>; 2],
    turn: usize,
}

#[repr(align(64))]
struct Block(
    #[expect(dead_code, reason = "room that is written through pointers")] [u8; BLOCK * WIDEST],
);

impl Buffers {
    fn new() -> Buffers {
        Buffers { blocks: [const { MaybeUninit::uninit() }; 2], turn: 0 }
    }

    fn next(&mut self) -> *mut u8 {
        self.turn ^= 1;
        self.blocks[self.turn].as_mut_ptr().cast()
    }
}

/// Converts `count` elements `S` to `D`.
///
/// # Safety
/// As for [`Converter::run`].
pub unsafe fn convert_run<S: Number, D: Number>(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
    swapped: Swapped,
) {
    let converter = Converter::new(S::TYPE, D::TYPE).swapped(swapped);
    // SAFETY: the caller's contract, unchanged.
    unsafe { converter.run(dst, dst_stride, src, src_stride, count) }
}
