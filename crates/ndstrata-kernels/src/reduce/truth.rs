//! Whether any or all of the elements are true, looked at no further than it takes to know.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Converter, NumberType, Swapped};
use crate::elementwise::{Operand, Run};
use crate::gather::count_true;
use crate::isa;
use crate::packed::at;
use crate::reduce::position::first_byte;

/// Elements looked at before it is asked whether that is enough.
const BLOCK: usize = 4096;

/// Whether any of `count` elements is true: not zero.
///
/// # Safety
/// Element `i < count` can be read at `src.ptr + i * src.stride`, at any alignment.
pub unsafe fn any_run(operand: Operand, src: Run, count: usize) -> bool {
    if operand.number == NumberType::Bool && src.stride == 1 && count > 0 {
        // SAFETY: the run is contiguous bytes.
        return unsafe { first_byte::<true>(isa(), src.ptr, count) } < count;
    }
    // SAFETY: the caller's contract.
    !unsafe { blocks(operand, src, count, |trues, _| trues == 0) }
}

/// Whether all of `count` elements are true: not zero.
///
/// # Safety
/// As for [`any_run`].
pub unsafe fn all_run(operand: Operand, src: Run, count: usize) -> bool {
    if operand.number == NumberType::Bool && src.stride == 1 && count > 0 {
        // SAFETY: the run is contiguous bytes.
        return unsafe { first_byte::<false>(isa(), src.ptr, count) } == count;
    }
    // SAFETY: the caller's contract.
    unsafe { blocks(operand, src, count, |trues, count| trues == count) }
}

/// How many of `count` elements are true: not zero.
///
/// # Safety
/// As for [`any_run`].
pub unsafe fn count_run(operand: Operand, src: Run, count: usize) -> usize {
    if operand.number == NumberType::Bool && src.stride == 1 && count > 0 {
        // SAFETY: the run is contiguous bytes.
        return count_true(unsafe { std::slice::from_raw_parts(src.ptr, count) });
    }
    let mut all = 0;
    let mut add = |trues, _| {
        all += trues;
        true
    };
    // SAFETY: the caller's contract.
    unsafe { blocks(operand, src, count, &mut add) };
    all
}

/// Whether `goes_on` holds of the number of trues in every block.
///
/// # Safety
/// As for [`any_run`].
unsafe fn blocks(
    operand: Operand,
    src: Run,
    count: usize,
    mut goes_on: impl FnMut(usize, usize) -> bool,
) -> bool {
    let swapped = Swapped { source: operand.swapped, destination: false };
    let converter = Converter::new(operand.number, NumberType::Bool).swapped(swapped);
    let mut truths = [MaybeUninit::<u8>::uninit(); BLOCK];
    let truths = truths.as_mut_ptr().cast::<u8>();
    let mut done = 0;
    // The answer is often near the start.
    let mut block = 64;
    while done < count {
        let part = block.min(count - done);
        // SAFETY: `part` elements of the run; the buffer holds them.
        unsafe { converter.run(truths, 1, at(src.ptr, src.stride, done), src.stride, part) };
        // SAFETY: `part` bytes have been written.
        let written = unsafe { std::slice::from_raw_parts(truths, part) };
        if !goes_on(count_true(written), part) {
            return false;
        }
        done += part;
        block = BLOCK.min(4 * block);
    }
    true
}
