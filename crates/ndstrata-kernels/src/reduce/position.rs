//! Where the largest and the smallest are. A NaN is both, and the first of equals is named.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::mem::MaybeUninit;

use num_complex::Complex;

use crate::convert::{Converter, NumberType, Swapped, Truth};
use crate::elementwise::operations::{
    BitwiseOr, Maximum, MaximumFirst, Minimum, MinimumFirst, Ordered,
};
use crate::elementwise::{Binary, Operand, Run};
use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, elements, load, store};
use crate::reduce::extreme::{Bound, Bounding};
use crate::reduce::fold::{Fold, InLanes, InOrder};
use crate::reduce::positions::{SHORT, lines, rows};
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
    position::<true, Maximum, MaximumFirst>(operand)
}

/// The position of the smallest element.
pub fn position_of_minimum(operand: Operand) -> PositionCall {
    position::<false, Minimum, MinimumFirst>(operand)
}

/// `First` takes the first of equal complex numbers.
fn position<const LARGEST: bool, Op, First>(operand: Operand) -> PositionCall
where
    Op: Binary<i8, Output = i8> + Binary<i16, Output = i16> + Binary<i32, Output = i32>,
    Op: Binary<i64, Output = i64> + Binary<u8, Output = u8> + Binary<u16, Output = u16>,
    Op: Binary<u32, Output = u32> + Binary<u64, Output = u64> + Binary<f32, Output = f32>,
    Op: Binary<f64, Output = f64> + Bound,
    First: Binary<Complex<f32>, Output = Complex<f32>>,
    First: Binary<Complex<f64>, Output = Complex<f64>>,
{
    use NumberType::*;
    match operand.number {
        Bool => PositionCall {
            kernel: first_that_is::<LARGEST>,
            ..PositionCall::new::<LARGEST, InLanes<BitwiseOr>, Truth>(operand)
        },
        I8 => PositionCall::new::<LARGEST, InOrder<Op, i8>, i8>(operand),
        I16 => PositionCall::new::<LARGEST, InOrder<Op, i16>, i16>(operand),
        I32 => PositionCall::new::<LARGEST, InOrder<Op, i32>, i32>(operand),
        I64 => PositionCall::new::<LARGEST, InOrder<Op, i64>, i64>(operand),
        U8 => PositionCall::new::<LARGEST, InOrder<Op, u8>, u8>(operand),
        U16 => PositionCall::new::<LARGEST, InOrder<Op, u16>, u16>(operand),
        U32 => PositionCall::new::<LARGEST, InOrder<Op, u32>, u32>(operand),
        U64 => PositionCall::new::<LARGEST, InOrder<Op, u64>, u64>(operand),
        F16 | F32 => PositionCall::new::<LARGEST, Bounding<Op>, f32>(operand),
        F64 => PositionCall::new::<LARGEST, Bounding<Op>, f64>(operand),
        Complex64 => PositionCall::new::<LARGEST, InLanes<First>, Complex<f32>>(operand),
        Complex128 => PositionCall::new::<LARGEST, InLanes<First>, Complex<f64>>(operand),
    }
}

impl PositionCall {
    /// By `F`, computed on `T`.
    fn new<const LARGEST: bool, F, T>(operand: Operand) -> PositionCall
    where
        F: Fold<T, Accumulator = T>,
        T: Ordered,
    {
        PositionCall {
            kernel: improve::<F, T>,
            rows: rows::<LARGEST, T>,
            lines: lines::<LARGEST, T>,
            level: isa(),
            operand,
            computed: T::TYPE,
        }
    }

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
    let (mut extreme, mut chunk) = (start, None);
    for (k, values) in values.chunks(CHUNK).enumerate() {
        let all = F::fold_at(level, extreme, values);
        let same = all.eq(extreme) | (all.is_nan() & extreme.is_nan());
        if !same {
            (extreme, chunk) = (all, Some(k * CHUNK));
        }
    }
    let found = match chunk {
        Some(first) => first + run_at(level, FirstEqual(&values[first..], extreme)),
        None => values.len(),
    };
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

/// How many bytes lie in the chunks before the first that has one.
#[inline(always)]
fn skipped<const TRUTH: bool, const CHUNK: usize>(values: &[Packed<u8>]) -> usize {
    let mut skipped = 0;
    let (chunks, _) = values.as_chunks::<CHUNK>();
    for chunk in chunks {
        let mut any = false;
        for value in chunk {
            any |= (value.0 != 0) == TRUTH;
        }
        if any {
            break;
        }
        skipped += CHUNK;
    }
    skipped
}

struct First<'a, const TRUTH: bool>(&'a [Packed<u8>]);

impl<const TRUTH: bool> Body for First<'_, TRUTH> {
    type Output = usize;
    #[inline(always)]
    fn run(self) -> usize {
        let mut first = skipped::<TRUTH, 256>(self.0);
        first += skipped::<TRUTH, 16>(&self.0[first..]);
        for value in &self.0[first..] {
            if (value.0 != 0) == TRUTH {
                break;
            }
            first += 1;
        }
        first
    }
}

/// The place of the first element that equals another, or is NaN as that is.
struct FirstEqual<'a, T: Copy>(&'a [Packed<T>], T);

impl<T: Ordered> Body for FirstEqual<'_, T> {
    type Output = usize;
    #[inline(always)]
    fn run(self) -> usize {
        let FirstEqual(values, wanted) = self;
        // Whole vectors first, then within the one that has it.
        let mut first = 0;
        let (chunks, _) = values.as_chunks::<64>();
        for chunk in chunks {
            let mut any = false;
            if wanted.is_nan() {
                for value in chunk {
                    any |= value.0.is_nan();
                }
            } else {
                for value in chunk {
                    any |= value.0.eq(wanted);
                }
            }
            if any {
                break;
            }
            first += 64;
        }
        for value in &values[first..] {
            if value.0.eq(wanted) | (wanted.is_nan() & value.0.is_nan()) {
                break;
            }
            first += 1;
        }
        first
    }
}
