//! Running sums and products, each from first to last.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use num_complex::Complex;

use crate::convert::{Converter, Number, NumberType, Swapped};
use crate::elementwise::operations::{Add, HalfBits, Multiply};
use crate::elementwise::{Binary, Operand, Run, RunMut};
use crate::packed::{at, at_mut, load, store};

/// Elements that are converted at a time.
const BLOCK: usize = 512;

/// Destination, source, count, and the result so far.
type Kernel = unsafe fn(RunMut, Run, usize, *mut u8);

/// A running operation in one type, with the operand and the result it is called on.
#[derive(Clone, Copy, Debug)]
pub struct ScanCall {
    kernel: Kernel,
    computed: NumberType,
    operand: Operand,
    result: Operand,
}

macro_rules! by_type {
    ($number:expr, $op:ty) => {
        match $number {
            NumberType::Bool | NumberType::I8 | NumberType::U8 => scan::<$op, u8>,
            NumberType::I16 | NumberType::U16 => scan::<$op, u16>,
            NumberType::I32 | NumberType::U32 => scan::<$op, u32>,
            NumberType::I64 | NumberType::U64 => scan::<$op, u64>,
            NumberType::F16 => scan::<$op, HalfBits>,
            NumberType::F32 => scan::<$op, f32>,
            NumberType::F64 => scan::<$op, f64>,
            NumberType::Complex64 => scan::<$op, Complex<f32>>,
            NumberType::Complex128 => scan::<$op, Complex<f64>>,
        }
    };
}

/// Running sums, computed in the type `computed`.
pub fn running_sum(computed: NumberType, operand: Operand, result: Operand) -> ScanCall {
    ScanCall { kernel: by_type!(computed, Add), computed, operand, result }
}

/// Running products, computed in the type `computed`.
pub fn running_product(computed: NumberType, operand: Operand, result: Operand) -> ScanCall {
    ScanCall { kernel: by_type!(computed, Multiply), computed, operand, result }
}

impl ScanCall {
    /// Writes the running results of `count` elements.
    ///
    /// # Safety
    /// Element `i < count` of each run can be read, or written, at any alignment. No written byte is one
    /// that is read, unless both are the same run, of elements of one size.
    pub unsafe fn run(&self, dst: RunMut, src: Run, count: usize) {
        if count == 0 {
            return;
        }
        let loads = Swapped { source: self.operand.swapped, destination: false };
        let stores = Swapped { source: false, destination: self.result.swapped };
        let loader = Converter::new(self.operand.number, self.computed).swapped(loads);
        let storer = Converter::new(self.computed, self.result.number).swapped(stores);
        let native = Operand::native(self.computed);
        let size = self.computed.itemsize() as isize;
        let mut carry = [MaybeUninit::<u8>::uninit(); 16];
        let carry = carry.as_mut_ptr().cast::<u8>();
        let mut buffer = [MaybeUninit::<u8>::uninit(); BLOCK * 16];
        let buffer = buffer.as_mut_ptr().cast::<u8>();
        // SAFETY: the first element; 16 bytes hold any number.
        unsafe { loader.run(carry, size, src.ptr, 0, 1) };
        // SAFETY: the first place.
        unsafe { storer.run(dst.ptr, 0, carry, 0, 1) };
        let step = if self.operand == native && self.result == native { count } else { BLOCK };
        for done in (1..count).step_by(step) {
            let part = step.min(count - done);
            let mut from = Run { ptr: at(src.ptr, src.stride, done), ..src };
            let to = RunMut { ptr: at_mut(dst.ptr, dst.stride, done), ..dst };
            if self.operand != native {
                // SAFETY: `part` elements of the run; the buffer holds them.
                unsafe { loader.run(buffer, size, from.ptr, from.stride, part) };
                from = Run { ptr: buffer, stride: size };
            }
            let direct = self.result == native;
            let out = if direct { to } else { RunMut { ptr: buffer, stride: size } };
            // SAFETY: `part` elements each, the same run or disjoint.
            unsafe { (self.kernel)(out, from, part, carry) };
            if !direct {
                // SAFETY: the buffer holds `part` results.
                unsafe { storer.run(to.ptr, to.stride, buffer, size, part) };
            }
        }
    }
}

/// # Safety
/// Element `i < count` of each run can be read, or written; the runs are the same or disjoint. One
/// number can be read and written at `carry`, which is apart from both.
unsafe fn scan<Op: Binary<T, Output = T>, T: Number>(
    dst: RunMut,
    src: Run,
    count: usize,
    carry: *mut u8,
) {
    // SAFETY: the caller's contract.
    let mut all: T = unsafe { load(carry, 0, 0) };
    for i in 0..count {
        // SAFETY: `i < count`.
        all = Op::apply(all, unsafe { load(src.ptr, src.stride, i) });
        // SAFETY: `i < count`.
        unsafe { store(dst.ptr, dst.stride, i, all) };
    }
    // SAFETY: the caller's contract.
    unsafe { store(carry, 0, 0, all) };
}
