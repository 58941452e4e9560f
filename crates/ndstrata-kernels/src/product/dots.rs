//! Products of rows with one vector, all contiguous: sums along the lanes.
#![expect(unsafe_code, reason = "reads and writes matrices through pointers")]
#![expect(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a sum is one run of vector operations under one contract"
)]
#![expect(clippy::needless_range_loop, reason = "indices count rows and vectors of several arrays")]

use super::vector::Vector;

/// Rows times a vector. Strides are in bytes.
#[derive(Clone, Copy)]
pub(super) struct Dots {
    pub(super) rows: usize,
    pub(super) length: usize,
    pub(super) a: *const u8,
    pub(super) a_row: isize,
    pub(super) x: *const u8,
    pub(super) y: *mut u8,
    pub(super) y_step: isize,
    pub(super) conjugate: [bool; 2],
}

/// # Safety
///
/// `rows` rows of `length` contiguous elements at `a`, and `length` at `x`, can be read; `rows` elements
/// at `y` can be written. The machine has the loop's instruction set.
pub(super) type DotsFn = unsafe fn(&Dots);

/// # Safety
/// That of [`DotsFn`].
#[inline(always)]
pub(super) unsafe fn real<V: Vector>(call: &Dots) {
    let mut i = 0;
    while i < call.rows {
        let a = call.a.wrapping_offset(call.a_row.wrapping_mul(i as isize));
        let y = call.y.wrapping_offset(call.y_step.wrapping_mul(i as isize));
        // SAFETY: the caller's contract; rows `i` on.
        unsafe {
            if i + 4 <= call.rows {
                real_rows::<V, 4, 2>(call, a, y);
                i += 4;
            } else {
                real_rows::<V, 1, 8>(call, a, y);
                i += 1;
            }
        }
    }
}

/// # Safety
/// That of [`DotsFn`], for `ROWS` rows from `a` on.
#[inline(always)]
unsafe fn real_rows<V: Vector, const ROWS: usize, const UNROLL: usize>(
    call: &Dots,
    a: *const u8,
    y: *mut u8,
) {
    let rows: [*const V::Lane; ROWS] =
        std::array::from_fn(|i| a.wrapping_offset(call.a_row.wrapping_mul(i as isize)).cast());
    let x = call.x.cast::<V::Lane>();
    // SAFETY: the caller's contract.
    unsafe {
        let mut sums = [[V::zero(); UNROLL]; ROWS];
        let mut k = 0;
        while k + UNROLL * V::LANES <= call.length {
            for u in 0..UNROLL {
                let at = k + u * V::LANES;
                let b = V::load(x.wrapping_add(at));
                for i in 0..ROWS {
                    sums[i][u] = V::load(rows[i].wrapping_add(at)).mul_add(b, sums[i][u]);
                }
            }
            k += UNROLL * V::LANES;
        }
        while k < call.length {
            let n = V::LANES.min(call.length - k);
            let b = V::load_first(x.wrapping_add(k), n);
            for i in 0..ROWS {
                sums[i][0] = V::load_first(rows[i].wrapping_add(k), n).mul_add(b, sums[i][0]);
            }
            k += n;
        }
        for (i, sums) in sums.iter().enumerate() {
            let to = y.wrapping_offset(call.y_step.wrapping_mul(i as isize)).cast::<V::Lane>();
            to.write_unaligned(all(sums).total());
        }
    }
}

/// # Safety
/// That of [`DotsFn`], for complex numbers.
#[inline(always)]
pub(super) unsafe fn complex<V: Vector>(call: &Dots) {
    let mut i = 0;
    while i < call.rows {
        let a = call.a.wrapping_offset(call.a_row.wrapping_mul(i as isize));
        let y = call.y.wrapping_offset(call.y_step.wrapping_mul(i as isize));
        // SAFETY: the caller's contract; rows `i` on.
        unsafe {
            if i + 4 <= call.rows {
                complex_rows::<V, 4, 1>(call, a, y);
                i += 4;
            } else {
                complex_rows::<V, 1, 4>(call, a, y);
                i += 1;
            }
        }
    }
}

/// # Safety
/// That of [`DotsFn`], for `ROWS` rows from `a` on.
#[inline(always)]
unsafe fn complex_rows<V: Vector, const ROWS: usize, const UNROLL: usize>(
    call: &Dots,
    a: *const u8,
    y: *mut u8,
) {
    let length = 2 * call.length;
    let rows: [*const V::Lane; ROWS] =
        std::array::from_fn(|i| a.wrapping_offset(call.a_row.wrapping_mul(i as isize)).cast());
    let x = call.x.cast::<V::Lane>();
    // SAFETY: the caller's contract.
    unsafe {
        let mut same = [[V::zero(); UNROLL]; ROWS];
        let mut crossed = [[V::zero(); UNROLL]; ROWS];
        let mut k = 0;
        while k + UNROLL * V::LANES <= length {
            for u in 0..UNROLL {
                let at = k + u * V::LANES;
                let b = V::load(x.wrapping_add(at));
                let exchanged = b.exchanged();
                for i in 0..ROWS {
                    let a = V::load(rows[i].wrapping_add(at));
                    same[i][u] = a.mul_add(b, same[i][u]);
                    crossed[i][u] = a.mul_add(exchanged, crossed[i][u]);
                }
            }
            k += UNROLL * V::LANES;
        }
        while k < length {
            let n = V::LANES.min(length - k);
            let b = V::load_first(x.wrapping_add(k), n);
            let exchanged = b.exchanged();
            for i in 0..ROWS {
                let a = V::load_first(rows[i].wrapping_add(k), n);
                same[i][0] = a.mul_add(b, same[i][0]);
                crossed[i][0] = a.mul_add(exchanged, crossed[i][0]);
            }
            k += n;
        }
        let [conjugate_a, conjugate_b] = call.conjugate;
        for i in 0..ROWS {
            // Lanes of `same`: re·re, im·im; of `crossed`: re·im, im·re.
            let (mut same, mut crossed) = (all(&same[i]), all(&crossed[i]));
            if conjugate_a == conjugate_b {
                same = same.odd_negated();
            }
            match (conjugate_a, conjugate_b) {
                (true, false) => crossed = crossed.odd_negated(),
                (false, true) => crossed = crossed.even_negated(),
                (true, true) => crossed = crossed.even_negated().odd_negated(),
                (false, false) => {}
            }
            let to = y.wrapping_offset(call.y_step.wrapping_mul(i as isize)).cast::<V::Lane>();
            to.write_unaligned(same.total());
            to.wrapping_add(1).write_unaligned(crossed.total());
        }
    }
}

/// The sum of some vectors.
///
/// # Safety
/// That of [`Vector`].
#[inline(always)]
unsafe fn all<V: Vector, const N: usize>(vectors: &[V; N]) -> V {
    let mut sum = vectors[0];
    for vector in &vectors[1..] {
        // SAFETY: the caller's contract.
        sum = unsafe { sum.add(*vector) };
    }
    sum
}
