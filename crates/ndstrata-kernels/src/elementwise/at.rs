//! Elements at positions changed in place, one after the other.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::Number;
use crate::elementwise::call::{Run, RunMut};
use crate::elementwise::loops::{Binary, Loop};
use crate::isa::{Isa, isa};
use crate::packed::{at_mut, load, store};

/// Changes the element of the target, of so many, at each position by the operand of that number.
///
/// Its contract is that of [`AtCall::run`].
pub(crate) type AtKernel = unsafe fn(RunMut, usize, &[i64], Run);

/// # Safety
/// The contract of [`AtKernel`]. A result is an operand: `L` and the output have one type of number.
pub(super) unsafe fn change_each<Op: Binary<L, R>, L: Number, R: Number>(
    target: RunMut,
    length: usize,
    positions: &[i64],
    by: Run,
) {
    for (k, &position) in positions.iter().enumerate() {
        let place = at_mut(target.ptr, target.stride, from_start(position, length));
        // SAFETY: an element of the target.
        let before: L = unsafe { load(place, 0, 0) };
        // SAFETY: there is an operand for each position.
        let after = Op::apply(before, unsafe { load(by.ptr, by.stride, k) });
        // SAFETY: an element of the target, of the result's size.
        unsafe { store(place, 0, 0, after) };
    }
}

/// A position that counts from the end if it is negative.
#[inline(always)]
fn from_start(position: i64, length: usize) -> usize {
    (if position < 0 { position.wrapping_add(length as i64) } else { position }) as usize
}

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
    Two(AtKernel),
    One(Loop),
}

impl Loop {
    /// The operation in place, for elements of its own type as the kernel computes it.
    pub fn at(&self) -> Option<AtCall> {
        let change = match (self.arity, self.at) {
            (2, Some(kernel)) => Change::Two(kernel),
            (1, _) if self.types == self.computed && self.types[0] == self.types[2] => {
                Change::One(*self)
            }
            _ => return None,
        };
        Some(AtCall { change, level: isa(), size: self.result().itemsize() })
    }
}

impl AtCall {
    /// Changes the element at each position by the operand of that number. Negative positions count from
    /// the end of the target.
    ///
    /// # Safety
    /// The target has `length` elements, to be read and written, and each position lies within them. As many
    /// operands as positions can be read, apart from the target; an operation on one element reads none.
    pub unsafe fn run(&self, target: RunMut, length: usize, positions: &[i64], by: Run) {
        let each = match &self.change {
            // SAFETY: the caller's contract, unchanged.
            Change::Two(kernel) => return unsafe { kernel(target, length, positions, by) },
            Change::One(each) => each,
        };
        let mut spare = [MaybeUninit::<u8>::uninit(); 16];
        let spare = spare.as_mut_ptr().cast::<u8>();
        for &position in positions {
            let place = at_mut(target.ptr, target.stride, from_start(position, length));
            // SAFETY: one element of the target; the spare holds any result, of as many values.
            unsafe { (each.kernel)(self.level, spare, [place.cast_const(); 2], each.lanes) };
            // SAFETY: the result, for its place.
            unsafe { std::ptr::copy_nonoverlapping(spare, place, self.size) };
        }
    }
}
