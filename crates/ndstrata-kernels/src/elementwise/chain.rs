//! Each result of two from the one before it: running results, and folds of a line into one element.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use num_complex::Complex;

use crate::convert::{Number, half_to_single, single_to_half};
use crate::elementwise::call::{Run, RunMut};
use crate::elementwise::floating::HalfBits;
use crate::elementwise::loops::Binary;
use crate::packed::{load, store};

/// Destination, source, count, and the result so far. A destination of stride 0 keeps the last result.
///
/// Its contract: element `i < count` of the source can be read and of the destination be written, at
/// any alignment; each place is the element's own or none that is read. One result can be read and
/// written at the last pointer, which is apart from the source.
pub(crate) type Chain = unsafe fn(RunMut, Run, usize, *mut u8);

/// # Safety
/// The contract of [`Chain`]. A result is an operand: `L` and the output have one type of number.
pub(super) unsafe fn chain<Op: Binary<L, R>, L: Number, R: Number>(
    dst: RunMut,
    src: Run,
    count: usize,
    carry: *mut u8,
) {
    const { assert!(size_of::<L>() == size_of::<Op::Output>()) };
    // SAFETY: the caller's contract.
    let mut all: L = unsafe { load(carry, 0, 0) };
    let mut last = None;
    for i in 0..count {
        // SAFETY: `i < count`.
        let next = Op::apply(all, unsafe { load(src.ptr, src.stride, i) });
        // SAFETY: `i < count`.
        unsafe { store(dst.ptr, dst.stride, i, next) };
        // SAFETY: numbers of one type and size, of which any bytes are valid: truths are read as bytes.
        all = unsafe { std::mem::transmute_copy(&next) };
        last = Some(next);
    }
    if let Some(last) = last {
        // SAFETY: the caller's contract.
        unsafe { store(carry, 0, 0, last) };
    }
}

/// An operation on `f16`, computed as `f32` and rounded at each step.
pub(super) struct Halved<Op>(Op);

impl<Op: Binary<f32, Output = f32>> Binary<HalfBits> for Halved<Op> {
    type Output = HalfBits;
    #[inline(always)]
    fn apply(lhs: HalfBits, rhs: HalfBits) -> HalfBits {
        HalfBits(single_to_half(Op::apply(half_to_single(lhs.0), half_to_single(rhs.0))))
    }
}

/// An operation on complex numbers of which each part is computed alone.
pub(super) struct Paired<Op>(Op);

impl<Op: Binary<T, Output = T>, T> Binary<Complex<T>> for Paired<Op>
where
    Complex<T>: Number,
{
    type Output = Complex<T>;
    #[inline(always)]
    fn apply(lhs: Complex<T>, rhs: Complex<T>) -> Complex<T> {
        Complex { re: Op::apply(lhs.re, rhs.re), im: Op::apply(lhs.im, rhs.im) }
    }
}
