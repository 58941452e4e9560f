//! A vector times a matrix of contiguous rows: rows are scaled and added, several in one pass.
#![expect(unsafe_code, reason = "reads and writes matrices through pointers")]
#![expect(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a pass is one run of vector operations under one contract"
)]

use super::vector::Vector;

/// `y = x·b`. Strides are in bytes.
#[derive(Clone, Copy)]
pub(super) struct Combine {
    /// Rows of `b`, and elements of `x`.
    pub(super) rows: usize,
    /// Columns of `b`, contiguous, and elements of `y`, too.
    pub(super) columns: usize,
    pub(super) x: *const u8,
    pub(super) x_step: isize,
    pub(super) b: *const u8,
    pub(super) b_row: isize,
    pub(super) y: *mut u8,
    pub(super) conjugate: [bool; 2],
}

/// # Safety
///
/// `rows` elements of `x`, `rows` by `columns` of `b` can be read; `columns` of `y` can be read and
/// written. The machine has the loop's instruction set.
pub(super) type CombineFn = unsafe fn(&Combine);

/// Bytes of `y` that stay in the nearest cache while rows pass.
const CHUNK: usize = 16 << 10;

/// # Safety
/// That of [`CombineFn`].
#[inline(always)]
pub(super) unsafe fn real<V: Vector>(call: &Combine) {
    // SAFETY: the caller's contract.
    unsafe { chunks::<V, false>(call, call.columns) };
}

/// # Safety
/// That of [`CombineFn`], for complex numbers.
#[inline(always)]
pub(super) unsafe fn complex<V: Vector>(call: &Combine) {
    // SAFETY: the caller's contract; a complex number has two lanes.
    unsafe { chunks::<V, true>(call, 2 * call.columns) };
}

/// # Safety
/// That of [`CombineFn`]; there are `n` lanes.
#[inline(always)]
unsafe fn chunks<V: Vector, const COMPLEX: bool>(call: &Combine, n: usize) {
    let chunk = CHUNK / size_of::<V::Lane>();
    let mut start = 0;
    while start < n {
        let end = (start + chunk).min(n);
        let mut row = 0;
        // SAFETY: the caller's contract; lanes `start..end` of rows that there are.
        unsafe {
            while row + 8 <= call.rows {
                pass::<V, 8, COMPLEX>(call, row, start, end);
                row += 8;
            }
            while row < call.rows {
                pass::<V, 1, COMPLEX>(call, row, start, end);
                row += 1;
            }
        }
        start = end;
    }
}

/// # Safety
/// As for [`chunks`], for `ROWS` rows from `row` on.
#[inline(always)]
unsafe fn pass<V: Vector, const ROWS: usize, const COMPLEX: bool>(
    call: &Combine,
    row: usize,
    start: usize,
    end: usize,
) {
    let rows: [*const V::Lane; ROWS] = std::array::from_fn(|i| {
        call.b.wrapping_offset(call.b_row.wrapping_mul((row + i) as isize)).cast()
    });
    let y = call.y.cast::<V::Lane>();
    let number = |i: usize| {
        call.x.wrapping_offset(call.x_step.wrapping_mul((row + i) as isize)).cast::<V::Lane>()
    };
    let [conjugate_x, conjugate_b] = call.conjugate;
    // SAFETY: the caller's contract.
    unsafe {
        let re: [V; ROWS] = std::array::from_fn(|i| V::splat(number(i)));
        let im: [V; ROWS] = match COMPLEX {
            true => std::array::from_fn(|i| V::splat(number(i).wrapping_add(1))),
            false => [V::zero(); ROWS],
        };
        let mut k = start;
        while k < end {
            let n = V::LANES.min(end - k);
            let is_whole = n == V::LANES;
            let read =
                |at: *const V::Lane| if is_whole { V::load(at) } else { V::load_first(at, n) };
            let mut sum = V::zero();
            let mut by_imaginary = V::zero();
            for i in 0..ROWS {
                let b = read(rows[i].wrapping_add(k));
                sum = re[i].mul_add(b, sum);
                if COMPLEX {
                    by_imaginary = im[i].mul_add(b, by_imaginary);
                }
            }
            if COMPLEX {
                // i·(x + iy) = −y + ix; x·conj(b) is the conjugate of conj(x)·b.
                let turned = by_imaginary.exchanged();
                sum = sum.add(if conjugate_x == conjugate_b {
                    turned.even_negated()
                } else {
                    turned.odd_negated()
                });
                sum = if conjugate_b { sum.odd_negated() } else { sum };
            }
            if row > 0 {
                sum = read(y.wrapping_add(k)).add(sum);
            }
            if is_whole {
                sum.store(y.wrapping_add(k));
            } else {
                sum.store_first(y.wrapping_add(k), n);
            }
            k += n;
        }
    }
}
