//! Running results, each from first to last.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Converter, NumberType, Swapped};
use crate::elementwise::{Chain, Loop, Operand, Run, RunMut};
use crate::packed::{at, at_mut};

/// Elements that are converted at a time.
const BLOCK: usize = 512;

/// A running operation in one type, with the operand and the result it is called on.
#[derive(Clone, Copy, Debug)]
pub struct ScanCall {
    chain: Chain,
    computed: NumberType,
    operand: Operand,
    result: Operand,
}

impl Loop {
    /// The running results of this operation, if its result can be its first operand.
    pub fn scan(&self, operand: Operand, result: Operand) -> Option<ScanCall> {
        let computed = self.result();
        self.chain.map(|chain| ScanCall { chain, computed, operand, result })
    }
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
            unsafe { (self.chain)(out, from, part, carry) };
            if !direct {
                // SAFETY: the buffer holds `part` results.
                unsafe { storer.run(to.ptr, to.stride, buffer, size, part) };
            }
        }
    }
}
