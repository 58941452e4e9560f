//! A conversion run over all elements of an array.
#![expect(unsafe_code, reason = "walks layouts that were checked against memory")]

use ndstrata_kernels::{copy_block, stream_items};

use super::conversion::Conversion;
use super::runs::Runs;
use crate::array::{DynView, DynViewMut};
use crate::error::Result;
use crate::layout::Plan;

/// Rows and columns of a tile that is gathered before it is converted.
const TILE: usize = 64;
/// Bytes of the widest element that is gathered.
const WIDEST: usize = 16;

/// Converts all elements of an array of the same shape. Where that can fail, they are converted in C
/// order, so that the error is that of the first.
///
/// # Errors
///
/// An element that does not convert; those before it are written.
pub(crate) fn convert(
    to: &mut DynViewMut<'_>,
    from: &DynView<'_>,
    conversion: &Conversion,
) -> Result<()> {
    debug_assert_eq!(to.shape(), from.shape());
    let (shape, strides) = (to.shape(), [to.strides(), from.strides()]);
    if conversion.is_infallible() {
        let plan = Plan::new(shape, strides);
        convert_blocks(to, from, conversion, &plan)
    } else {
        let plan = Plan::in_c_order(shape, strides);
        let ([dst_stride, src_stride], count) = (plan.inner_strides(), plan.inner_len());
        let (dst, src) = (to.as_mut_ptr(), from.as_ptr());
        let mut outcome = Ok(());
        plan.for_each_run(|[d, s]| {
            if outcome.is_ok() {
                let (dst, src) = (dst.wrapping_offset(d), src.wrapping_offset(s));
                let runs = Runs { dst, dst_stride, src, src_stride, count };
                // SAFETY: the plan's offsets lie within both layouts; a mutable borrow overlaps no
                // other.
                outcome = unsafe { conversion.run(runs) };
            }
        });
        outcome
    }
}

/// Converts block by block of the two innermost axes. Where the source runs across the target's rows,
/// tiles of it are turned first, which reads whole cache lines.
fn convert_blocks(
    to: &mut DynViewMut<'_>,
    from: &DynView<'_>,
    conversion: &Conversion,
    plan: &Plan<2>,
) -> Result<()> {
    let (itemsize, to_size) = (from.itemsize(), to.itemsize());
    let (dst, src) = (to.as_mut_ptr(), from.as_ptr());
    let mut outcome = Ok(());
    plan.for_each_block(|[d, s], [rows, columns], [[d0, s0], [d1, s1]]| {
        let (dst, src) = (dst.wrapping_offset(d), src.wrapping_offset(s));
        let across = s1.unsigned_abs() > s0.unsigned_abs() && s0 != 0;
        let is_turned = across && rows > 1 && itemsize <= WIDEST && itemsize > 0;
        let row = |row: usize| Runs {
            dst: dst.wrapping_offset(row as isize * d0),
            dst_stride: d1,
            src: src.wrapping_offset(row as isize * s0),
            src_stride: s1,
            count: columns,
        };
        if rows == 1 && d1 == to_size as isize && conversion.fills_memory() {
            // SAFETY: the one row of the plan's block, contiguous; a conversion that fills memory
            // initialises every byte of what it writes.
            outcome = unsafe { convert_packed(conversion, row(0), to_size) };
            return;
        }
        for first_row in (0..rows).step_by(TILE) {
            let n_rows = TILE.min(rows - first_row);
            if outcome.is_err() {
                return;
            }
            outcome = if is_turned {
                // SAFETY: rows of the plan's block.
                unsafe { convert_turned(conversion, row(first_row), (d0, s0), n_rows, itemsize) }
            } else {
                // SAFETY: rows of the plan's block, whose offsets lie within both layouts; a mutable
                // borrow overlaps no other.
                unsafe { conversion.run_rows(row(first_row), n_rows, [d0, s0]) }
            };
        }
    });
    outcome
}

/// Converts a row to contiguous elements of `to_size` bytes; past the caches, if they are many.
///
/// # Safety
///
/// As for [`Conversion::run`]; the conversion fills memory.
unsafe fn convert_packed(conversion: &Conversion, row: Runs, to_size: usize) -> Result<()> {
    let mut outcome = Ok(());
    let make = |place: *mut u8, first: usize, n: usize| {
        if outcome.is_ok() {
            let part = Runs { dst: place, ..row.part(first, n) };
            // SAFETY: part of the caller's source, and a place for as many elements.
            outcome = unsafe { conversion.run(part) };
        }
    };
    // SAFETY: the row's places are the caller's; a conversion that fills memory does not fail.
    unsafe { stream_items(row.dst, to_size, row.count, make) };
    outcome
}

/// Converts some rows through a buffer in which each row's elements follow each other.
///
/// # Safety
///
/// As for [`Conversion::run`], for each of `n_rows` (at most [`TILE`]) rows at these steps from the
/// first; elements have `itemsize` bytes, at most [`WIDEST`].
unsafe fn convert_turned(
    conversion: &Conversion,
    first: Runs,
    (d0, s0): (isize, isize),
    n_rows: usize,
    itemsize: usize,
) -> Result<()> {
    let mut tile = [0_u8; TILE * TILE * WIDEST];
    let step = itemsize as isize;
    for column in (0..first.count).step_by(TILE) {
        let part = first.part(column, TILE.min(first.count - column));
        let (width, shape) = (part.count as isize * step, [n_rows, part.count]);
        let strides = [s0, part.src_stride];
        // SAFETY: the tile has room for `TILE` rows of `TILE` elements and is our own.
        unsafe {
            copy_block(tile.as_mut_ptr(), [width, step], part.src, strides, shape, itemsize);
        }
        for row in 0..n_rows as isize {
            let runs = Runs {
                dst: part.dst.wrapping_offset(row * d0),
                src: tile.as_ptr().wrapping_offset(row * width),
                src_stride: step,
                ..part
            };
            // SAFETY: a row of the caller's target, and as many elements in the tile.
            unsafe { conversion.run(runs)? };
        }
    }
    Ok(())
}
