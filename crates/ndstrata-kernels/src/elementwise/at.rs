//! Elements at positions changed in place, one after the other.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::elementwise::call::{Run, RunMut};
use crate::elementwise::chain::Chain;
use crate::elementwise::loops::Loop;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut};

/// An operation of which the first operand and the result have one type.
#[derive(Clone, Copy, Debug)]
pub struct AtCall {
    change: Change,
    level: Isa,
    size: usize,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    /// By another operand.
    Two(Chain),
    One(Loop),
}

impl Loop {
    /// The operation in place, for elements of its own type as the kernel computes it.
    pub fn at(&self) -> Option<AtCall> {
        let change = match (self.arity, self.chain) {
            (2, Some(chain)) => Change::Two(chain),
            (1, _) if self.types == self.computed && self.types[0] == self.types[2] => {
                Change::One(*self)
            }
            _ => return None,
        };
        Some(AtCall { change, level: isa(), size: self.result().itemsize() })
    }
}

impl AtCall {
    /// Changes the element at each position by the operand of that number.
    ///
    /// # Safety
    /// Each position is of an element of the target, to be read and written, and as many operands can be
    /// read; an operation on one element reads none.
    pub unsafe fn run(&self, target: RunMut, positions: impl Iterator<Item = usize>, by: Run) {
        let mut spare = [MaybeUninit::<u8>::uninit(); 16];
        let spare = spare.as_mut_ptr().cast::<u8>();
        for (k, position) in positions.enumerate() {
            let place = at_mut(target.ptr, target.stride, position);
            match &self.change {
                Change::Two(chain) => {
                    let by = Run { ptr: at(by.ptr, by.stride, k), stride: 0 };
                    // SAFETY: one element of the target, which is the result so far, and one operand.
                    unsafe { chain(RunMut { ptr: place, stride: 0 }, by, 1, place) };
                }
                Change::One(each) => {
                    let src = [place.cast_const(); 2];
                    // SAFETY: one element of the target; the spare holds any result, of as many values.
                    unsafe { (each.kernel)(self.level, spare, src, each.lanes) };
                    // SAFETY: the result, for its place.
                    unsafe { std::ptr::copy_nonoverlapping(spare, place, self.size) };
                }
            }
        }
    }
}
