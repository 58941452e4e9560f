//! Whether any or all of the elements are true, looked at no further than it takes to know.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Converter, NumberType};
use crate::elementwise::Run;
use crate::gather::count_true;
use crate::packed::at;

/// Elements looked at before it is asked whether that is enough.
const BLOCK: usize = 4096;

/// Whether any of `count` elements is true: not zero, in either byte order.
///
/// # Safety
/// Element `i < count` can be read at `src.ptr + i * src.stride`, at any alignment.
pub unsafe fn any_run(number: NumberType, src: Run, count: usize) -> bool {
    // SAFETY: the caller's contract.
    !unsafe { blocks(number, src, count, |trues, _| trues == 0) }
}

/// Whether all of `count` elements are true: not zero, in either byte order.
///
/// # Safety
/// As for [`any_run`].
pub unsafe fn all_run(number: NumberType, src: Run, count: usize) -> bool {
    // SAFETY: the caller's contract.
    unsafe { blocks(number, src, count, |trues, count| trues == count) }
}

/// Whether `goes_on` holds of the number of trues in every block.
///
/// # Safety
/// As for [`any_run`].
unsafe fn blocks(
    number: NumberType,
    src: Run,
    count: usize,
    goes_on: impl Fn(usize, usize) -> bool,
) -> bool {
    let converter = Converter::new(number, NumberType::Bool);
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
