//! Where the largest and the smallest are. A NaN is both, and the first of equals is named.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::mem::MaybeUninit;

use num_complex::Complex;

use crate::convert::{Converter, Number, NumberType, Swapped, Truth};
use crate::elementwise::operations::{Maximum, MaximumFirst, Minimum, MinimumFirst, Ordered};
use crate::elementwise::{Binary, Operand, Run};
use crate::isa::{Isa, isa};
use crate::packed::{Packed, at, elements, load, store};
use crate::reduce::fold::{Fold, InLanes};
use crate::versions::{Body, run_at};

/// Elements whose extreme is found before any of them is looked at alone.
const BLOCK: usize = 512;

/// Puts the extreme of what is so far at the place and `count` elements into the place; answers where
/// among these it lies, if it is new. A position of `count` says it is not.
type Kernel = unsafe fn(Isa, *mut u8, *const u8, usize) -> usize;

/// A search for a position, with the operand it is made on.
#[derive(Clone, Copy, Debug)]
pub struct PositionCall {
    kernel: Kernel,
    level: Isa,
    operand: Operand,
    computed: NumberType,
}

/// The position of the largest element.
pub fn position_of_maximum(operand: Operand) -> PositionCall {
    use NumberType::*;
    let (kernel, computed): (Kernel, NumberType) = match operand.number {
        Bool => (improve::<MaximumFirst, Truth>, Bool),
        I8 => (improve::<Maximum, i8>, I8),
        I16 => (improve::<Maximum, i16>, I16),
        I32 => (improve::<Maximum, i32>, I32),
        I64 => (improve::<Maximum, i64>, I64),
        U8 => (improve::<Maximum, u8>, U8),
        U16 => (improve::<Maximum, u16>, U16),
        U32 => (improve::<Maximum, u32>, U32),
        U64 => (improve::<Maximum, u64>, U64),
        F16 | F32 => (improve::<Maximum, f32>, F32),
        F64 => (improve::<Maximum, f64>, F64),
        Complex64 => (improve::<MaximumFirst, Complex<f32>>, Complex64),
        Complex128 => (improve::<MaximumFirst, Complex<f64>>, Complex128),
    };
    PositionCall { kernel, level: isa(), operand, computed }
}

/// The position of the smallest element.
pub fn position_of_minimum(operand: Operand) -> PositionCall {
    use NumberType::*;
    let (kernel, computed): (Kernel, NumberType) = match operand.number {
        Bool => (improve::<MinimumFirst, Truth>, Bool),
        I8 => (improve::<Minimum, i8>, I8),
        I16 => (improve::<Minimum, i16>, I16),
        I32 => (improve::<Minimum, i32>, I32),
        I64 => (improve::<Minimum, i64>, I64),
        U8 => (improve::<Minimum, u8>, U8),
        U16 => (improve::<Minimum, u16>, U16),
        U32 => (improve::<Minimum, u32>, U32),
        U64 => (improve::<Minimum, u64>, U64),
        F16 | F32 => (improve::<Minimum, f32>, F32),
        F64 => (improve::<Minimum, f64>, F64),
        Complex64 => (improve::<MinimumFirst, Complex<f32>>, Complex64),
        Complex128 => (improve::<MinimumFirst, Complex<f64>>, Complex128),
    };
    PositionCall { kernel, level: isa(), operand, computed }
}

impl PositionCall {
    /// The same call on the path of one instruction set.
    #[cfg(test)]
    pub(crate) fn at_level(mut self, level: Isa) -> PositionCall {
        self.level = level;
        self
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
unsafe fn improve<Op, T>(level: Isa, best: *mut u8, src: *const u8, count: usize) -> usize
where
    Op: Binary<T, Output = T>,
    T: Ordered,
{
    // SAFETY: the caller's contract.
    let start: T = unsafe { load(best, 0, 0) };
    // SAFETY: the caller's contract.
    let values = unsafe { elements::<T>(src, count) };
    let (extreme, found) =
        run_at(level, Improve::<Op, T> { start, values, op: std::marker::PhantomData });
    // SAFETY: the caller's contract.
    unsafe { store(best, 0, 0, extreme) };
    found
}

struct Improve<'a, Op, T: Number> {
    start: T,
    values: &'a [Packed<T>],
    op: std::marker::PhantomData<Op>,
}

impl<Op: Binary<T, Output = T>, T: Ordered> Body for Improve<'_, Op, T> {
    type Output = (T, usize);
    #[inline(always)]
    fn run(self) -> (T, usize) {
        let (mut best, mut block) = (self.start, None);
        for (k, values) in self.values.chunks(BLOCK).enumerate() {
            let all = <InLanes<Op> as Fold<T>>::fold(best, values);
            let same = all.eq(best) | (all.is_nan() & best.is_nan());
            if !same {
                (best, block) = (all, Some(k * BLOCK));
            }
        }
        let Some(first) = block else { return (best, self.values.len()) };
        let is_best = |value: &Packed<T>| {
            let value = value.0;
            if best.is_nan() { value.is_nan() } else { value.eq(best) }
        };
        let within = self.values[first..].iter().position(is_best);
        (best, first + within.unwrap_or(0))
    }
}
