//! Where the largest and the smallest are. A NaN is both, and the first of equals is named.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use num_complex::Complex;

use crate::convert::{Converter, Number, NumberType, Swapped, Truth};
use crate::elementwise::operations::{Maximum, MaximumFirst, Minimum, MinimumFirst, Ordered};
use crate::elementwise::{Operand, Run};
use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, elements, load, places, store};
use crate::reduce::fold::{Fold, InLanes, InOrder};
use crate::versions::{Body, run_at};

/// Elements that are converted at a time.
const BLOCK: usize = 1024;

/// Elements whose extreme is found before any of them is looked at alone.
const CHUNK: usize = 4096;

/// Puts the extreme of what is so far at the place and `count` elements into the place; answers where
/// among these it lies, if it is new. A position of `count` says it is not.
type Kernel = unsafe fn(Isa, *mut u8, *const u8, usize) -> usize;

/// Writes the position among rows for each column: positions, source, bytes from row to row, rows and
/// columns.
type RowsKernel = unsafe fn(Isa, *mut i64, *const u8, isize, [usize; 2]);

/// Writes the position within each line: positions, source, bytes from line to line, lines and elements
/// of each.
type LinesKernel = unsafe fn(Isa, *mut i64, *const u8, isize, [usize; 2]);

/// A search for a position, with the operand it is made on.
#[derive(Clone, Copy, Debug)]
pub struct PositionCall {
    kernel: Kernel,
    rows: RowsKernel,
    lines: LinesKernel,
    level: Isa,
    operand: Operand,
    computed: NumberType,
}

/// The position of the largest element.
pub fn position_of_maximum(operand: Operand) -> PositionCall {
    use NumberType::*;
    let (kernel, rows, lines, computed): (Kernel, RowsKernel, LinesKernel, NumberType) =
        match operand.number {
            Bool => (first_that_is::<true>, rows::<true, Truth>, lines::<true, Truth>, Bool),
            I8 => (improve::<InOrder<Maximum, i8>, i8>, rows::<true, i8>, lines::<true, i8>, I8),
            I16 => {
                (improve::<InOrder<Maximum, i16>, i16>, rows::<true, i16>, lines::<true, i16>, I16)
            }
            I32 => {
                (improve::<InOrder<Maximum, i32>, i32>, rows::<true, i32>, lines::<true, i32>, I32)
            }
            I64 => {
                (improve::<InOrder<Maximum, i64>, i64>, rows::<true, i64>, lines::<true, i64>, I64)
            }
            U8 => (improve::<InOrder<Maximum, u8>, u8>, rows::<true, u8>, lines::<true, u8>, U8),
            U16 => {
                (improve::<InOrder<Maximum, u16>, u16>, rows::<true, u16>, lines::<true, u16>, U16)
            }
            U32 => {
                (improve::<InOrder<Maximum, u32>, u32>, rows::<true, u32>, lines::<true, u32>, U32)
            }
            U64 => {
                (improve::<InOrder<Maximum, u64>, u64>, rows::<true, u64>, lines::<true, u64>, U64)
            }
            F16 | F32 => {
                (improve::<InLanes<Maximum>, f32>, rows::<true, f32>, lines::<true, f32>, F32)
            }
            F64 => (improve::<InLanes<Maximum>, f64>, rows::<true, f64>, lines::<true, f64>, F64),
            Complex64 => (
                improve::<InLanes<MaximumFirst>, Complex<f32>>,
                rows::<true, Complex<f32>>,
                lines::<true, Complex<f32>>,
                Complex64,
            ),
            Complex128 => (
                improve::<InLanes<MaximumFirst>, Complex<f64>>,
                rows::<true, Complex<f64>>,
                lines::<true, Complex<f64>>,
                Complex128,
            ),
        };
    PositionCall { kernel, rows, lines, level: isa(), operand, computed }
}

/// The position of the smallest element.
pub fn position_of_minimum(operand: Operand) -> PositionCall {
    use NumberType::*;
    let (kernel, rows, lines, computed): (Kernel, RowsKernel, LinesKernel, NumberType) =
        match operand.number {
            Bool => (first_that_is::<false>, rows::<false, Truth>, lines::<false, Truth>, Bool),
            I8 => (improve::<InOrder<Minimum, i8>, i8>, rows::<false, i8>, lines::<false, i8>, I8),
            I16 => (
                improve::<InOrder<Minimum, i16>, i16>,
                rows::<false, i16>,
                lines::<false, i16>,
                I16,
            ),
            I32 => (
                improve::<InOrder<Minimum, i32>, i32>,
                rows::<false, i32>,
                lines::<false, i32>,
                I32,
            ),
            I64 => (
                improve::<InOrder<Minimum, i64>, i64>,
                rows::<false, i64>,
                lines::<false, i64>,
                I64,
            ),
            U8 => (improve::<InOrder<Minimum, u8>, u8>, rows::<false, u8>, lines::<false, u8>, U8),
            U16 => (
                improve::<InOrder<Minimum, u16>, u16>,
                rows::<false, u16>,
                lines::<false, u16>,
                U16,
            ),
            U32 => (
                improve::<InOrder<Minimum, u32>, u32>,
                rows::<false, u32>,
                lines::<false, u32>,
                U32,
            ),
            U64 => (
                improve::<InOrder<Minimum, u64>, u64>,
                rows::<false, u64>,
                lines::<false, u64>,
                U64,
            ),
            F16 | F32 => {
                (improve::<InLanes<Minimum>, f32>, rows::<false, f32>, lines::<false, f32>, F32)
            }
            F64 => (improve::<InLanes<Minimum>, f64>, rows::<false, f64>, lines::<false, f64>, F64),
            Complex64 => (
                improve::<InLanes<MinimumFirst>, Complex<f32>>,
                rows::<false, Complex<f32>>,
                lines::<false, Complex<f32>>,
                Complex64,
            ),
            Complex128 => (
                improve::<InLanes<MinimumFirst>, Complex<f64>>,
                rows::<false, Complex<f64>>,
                lines::<false, Complex<f64>>,
                Complex128,
            ),
        };
    PositionCall { kernel, rows, lines, level: isa(), operand, computed }
}

impl PositionCall {
    /// The same call on the path of one instruction set.
    #[cfg(test)]
    pub(crate) fn at_level(mut self, level: Isa) -> PositionCall {
        self.level = level;
        self
    }

    /// Writes for each column of a block the position among its rows, of which there is one at least.
    /// Answers whether it did: it takes rows of contiguous elements in the machine's byte order.
    ///
    /// # Safety
    /// Element `(i, j)` within `shape` can be read at `src + i * strides[0] + j * strides[1]`, and
    /// `shape[1]` positions be written.
    pub unsafe fn run_rows(
        &self,
        positions: *mut i64,
        src: *const u8,
        strides: [isize; 2],
        shape: [usize; 2],
    ) -> bool {
        let Operand { number, swapped } = self.operand;
        let direct = number == self.computed
            && !(swapped && number.swap_unit() > 1)
            && strides[1] == number.itemsize() as isize
            && u32::try_from(shape[0]).is_ok();
        if direct && shape[0] > 0 {
            // SAFETY: the caller's contract, for contiguous rows of the kernel's type.
            unsafe { (self.rows)(self.level, positions, src, strides[0], shape) };
        }
        direct && shape[0] > 0
    }

    /// Writes the position within each of some short lines, of one element at least. Answers whether it
    /// did: it takes lines of contiguous elements in the machine's byte order.
    ///
    /// # Safety
    /// Element `(i, j)` within `shape` can be read at `src + i * strides[0] + j * strides[1]`, and
    /// `shape[0]` positions be written.
    pub unsafe fn run_lines(
        &self,
        positions: *mut i64,
        src: *const u8,
        strides: [isize; 2],
        shape: [usize; 2],
    ) -> bool {
        let Operand { number, swapped } = self.operand;
        let direct = number == self.computed
            && !(swapped && number.swap_unit() > 1)
            && strides[1] == number.itemsize() as isize
            && (1..=SHORT).contains(&shape[1]);
        if direct {
            // SAFETY: the caller's contract, for lines of the kernel's type.
            unsafe { (self.lines)(self.level, positions, src, strides[0], shape) };
        }
        direct
    }

    /// The position among `count` elements; 0 of none.
    ///
    /// # Safety
    /// Element `i < count` can be read at `src.ptr + i * src.stride`, at any alignment.
    pub unsafe fn run(&self, src: Run, count: usize) -> usize {
        if count == 0 {
            return 0;
        }
        let Operand { number, swapped } = self.operand;
        let swapped = Swapped { source: swapped && number.swap_unit() > 1, destination: false };
        let loader = Converter::new(number, self.computed).at_level(self.level).swapped(swapped);
        let size = self.computed.itemsize() as isize;
        let mut best = [MaybeUninit::<u8>::uninit(); 16];
        let best = best.as_mut_ptr().cast::<u8>();
        // SAFETY: the first element; 16 bytes hold any number.
        unsafe { loader.run(best, size, src.ptr, 0, 1) };
        let mut position = 0;
        if number == self.computed && !swapped.source && src.stride == size {
            // SAFETY: the elements are contiguous and of the kernel's type.
            let found = unsafe { (self.kernel)(self.level, best, src.ptr, count) };
            return if found < count { found } else { position };
        }
        let mut buffer = [MaybeUninit::<u8>::uninit(); BLOCK * 16];
        let buffer = buffer.as_mut_ptr().cast::<u8>();
        for done in (0..count).step_by(BLOCK) {
            let part = BLOCK.min(count - done);
            // SAFETY: `part` elements of the run; the buffer holds them.
            unsafe { loader.run(buffer, size, at(src.ptr, src.stride, done), src.stride, part) };
            // SAFETY: the buffer holds `part` elements of the kernel's type.
            let found = unsafe { (self.kernel)(self.level, best, buffer, part) };
            if found < part {
                position = done + found;
            }
        }
        position
    }
}

/// # Safety
/// A number can be read and written at `best`, and `count` read at `src`. The machine has `level`.
unsafe fn improve<F, T>(level: Isa, best: *mut u8, src: *const u8, count: usize) -> usize
where
    F: Fold<T, Accumulator = T>,
    T: Ordered,
{
    // SAFETY: the caller's contract.
    let start: T = unsafe { load(best, 0, 0) };
    // SAFETY: the caller's contract.
    let values = unsafe { elements::<T>(src, count) };
    let (extreme, found) = run_at(level, Improve::<F, T> { start, values, fold: PhantomData });
    // SAFETY: the caller's contract.
    unsafe { store(best, 0, 0, extreme) };
    found
}

/// # Safety
/// As for [`improve`], for truth values.
unsafe fn first_that_is<const TRUTH: bool>(
    level: Isa,
    best: *mut u8,
    src: *const u8,
    count: usize,
) -> usize {
    // SAFETY: the caller's contract.
    let start: u8 = unsafe { load(best, 0, 0) };
    if (start != 0) == TRUTH {
        return count;
    }
    // SAFETY: the caller's contract.
    let first = unsafe { first_byte::<TRUTH>(level, src, count) };
    if first < count {
        // SAFETY: the caller's contract.
        unsafe { store(best, 0, 0, u8::from(TRUTH)) };
    }
    first
}

/// The place of the first byte that is not zero, or of the first that is; `count` of none.
///
/// # Safety
/// `count` bytes can be read at `src`. The machine has `level`.
pub(super) unsafe fn first_byte<const TRUTH: bool>(
    level: Isa,
    src: *const u8,
    count: usize,
) -> usize {
    // SAFETY: the caller's contract.
    run_at(level, First::<TRUTH>(unsafe { elements::<u8>(src, count) }))
}

struct First<'a, const TRUTH: bool>(&'a [Packed<u8>]);

impl<const TRUTH: bool> Body for First<'_, TRUTH> {
    type Output = usize;
    #[inline(always)]
    fn run(self) -> usize {
        let mut first = 0;
        let (chunks, _) = self.0.as_chunks::<256>();
        for chunk in chunks {
            let mut any = false;
            for value in chunk {
                any |= (value.0 != 0) == TRUTH;
            }
            if any {
                break;
            }
            first += 256;
        }
        for value in &self.0[first..] {
            if (value.0 != 0) == TRUTH {
                break;
            }
            first += 1;
        }
        first
    }
}

struct Improve<'a, F, T: Number> {
    start: T,
    values: &'a [Packed<T>],
    fold: PhantomData<F>,
}

impl<F: Fold<T, Accumulator = T>, T: Ordered> Body for Improve<'_, F, T> {
    type Output = (T, usize);
    #[inline(always)]
    fn run(self) -> (T, usize) {
        let (mut best, mut block) = (self.start, None);
        for (k, values) in self.values.chunks(CHUNK).enumerate() {
            let all = F::fold(best, values);
            let same = all.eq(best) | (all.is_nan() & best.is_nan());
            if !same {
                (best, block) = (all, Some(k * CHUNK));
            }
        }
        let Some(first) = block else { return (best, self.values.len()) };
        // Whole vectors first, then within the one that has it.
        let mut first = first;
        let (chunks, _) = self.values[first..].as_chunks::<64>();
        for chunk in chunks {
            let mut any = false;
            if best.is_nan() {
                for value in chunk {
                    any |= value.0.is_nan();
                }
            } else {
                for value in chunk {
                    any |= value.0.eq(best);
                }
            }
            if any {
                break;
            }
            first += 64;
        }
        for value in &self.values[first..] {
            if value.0.eq(best) | (best.is_nan() & value.0.is_nan()) {
                break;
            }
            first += 1;
        }
        (best, first)
    }
}

/// # Safety
/// In each of `rows` rows, `pitch` bytes apart, `columns` elements can be read, and as many positions be
/// written. There is a row, and there are not more than `u32` counts. The machine has `level`.
unsafe fn rows<const LARGEST: bool, T: Ordered>(
    level: Isa,
    positions: *mut i64,
    src: *const u8,
    pitch: isize,
    [rows, columns]: [usize; 2],
) {
    for first in (0..columns).step_by(COLUMNS) {
        let count = COLUMNS.min(columns - first);
        let src = src.wrapping_add(first * size_of::<T>());
        let place = positions.wrapping_add(first).cast::<u8>();
        // SAFETY: `count` positions, which nobody else touches meanwhile.
        let positions = unsafe { places::<i64>(place, count) };
        run_at(level, Columns::<LARGEST, T> { positions, src, pitch, rows, is: PhantomData });
    }
}

/// Elements of a line that are looked at one by one.
const SHORT: usize = 24;

/// # Safety
/// In each of the lines, `pitch` bytes apart, as many elements as told and one at least can be read, and
/// a position be written for each. The machine has `level`.
unsafe fn lines<const LARGEST: bool, T: Ordered>(
    level: Isa,
    positions: *mut i64,
    src: *const u8,
    pitch: isize,
    [count, length]: [usize; 2],
) {
    // SAFETY: as many positions as lines, which nobody else touches meanwhile.
    let positions = unsafe { places::<i64>(positions.cast(), count) };
    run_at(level, Lines::<LARGEST, T> { positions, src, pitch, length, is: PhantomData });
}

struct Lines<'a, const LARGEST: bool, T> {
    positions: &'a mut [MaybeUninit<Packed<i64>>],
    src: *const u8,
    pitch: isize,
    length: usize,
    is: PhantomData<T>,
}

impl<const LARGEST: bool, T: Ordered> Body for Lines<'_, LARGEST, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (i, place) in self.positions.iter_mut().enumerate() {
            // SAFETY: `length` elements of line `i`, which the caller of `lines` vouches for.
            let line = unsafe { elements::<T>(at(self.src, self.pitch, i), self.length) };
            let (mut best, mut found) = (line[0].0, 0_i64);
            for (k, value) in line.iter().enumerate() {
                let value = value.0;
                let beyond = if LARGEST { best.lt(value) } else { value.lt(best) };
                let better = (beyond | value.is_nan()) & !best.is_nan();
                best = if better { value } else { best };
                found = if better { k as i64 } else { found };
            }
            place.write(Packed(found));
        }
    }
}

/// Columns whose extremes stay in the first-level cache while the rows go by.
const COLUMNS: usize = 256;

struct Columns<'a, const LARGEST: bool, T> {
    positions: &'a mut [MaybeUninit<Packed<i64>>],
    src: *const u8,
    pitch: isize,
    rows: usize,
    is: PhantomData<T>,
}

impl<const LARGEST: bool, T: Ordered> Body for Columns<'_, LARGEST, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let count = self.positions.len();
        let row = |i: usize| {
            // SAFETY: `count` elements of row `i`, which the caller of `rows` vouches for.
            unsafe { elements::<T>(at(self.src, self.pitch, i), count) }
        };
        let Some(first) = row(0).first() else { return };
        let mut best = [first.0; COLUMNS];
        let mut found = [0_u32; COLUMNS];
        let (best, found) = (&mut best[..count], &mut found[..count]);
        best.iter_mut().zip(row(0)).for_each(|(best, value)| *best = value.0);
        for i in 1..self.rows {
            for ((best, found), value) in best.iter_mut().zip(found.iter_mut()).zip(row(i)) {
                let value = value.0;
                let beyond = if LARGEST { best.lt(value) } else { value.lt(*best) };
                let better = (beyond | value.is_nan()) & !best.is_nan();
                *best = if better { value } else { *best };
                *found = if better { i as u32 } else { *found };
            }
        }
        for (place, found) in self.positions.iter_mut().zip(found) {
            place.write(Packed(i64::from(*found)));
        }
    }
}
