//! Sorts up to 32 registers of keys without a branch.
//!
//! The registers are rows of a matrix. A sorting network over the rows sorts every column; then
//! neighbouring columns are merged, two to one, until the matrix is sorted in row order. A merge is
//! bitonic: rows are compared with mirrored rows from far to near, then lanes within each row
//! (Blacher, Giesen, Peterson, Wassenberg: "Vectorized and performance-portable Quicksort", 2022).

#![expect(unsafe_code, reason = "loads and stores of registers through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "a load and its pointer")]

use super::vector::{Key, Vector};

/// Compares and exchanges the pairs of rows in turn.
macro_rules! exchange {
    ($rows:ident: $($low:literal-$high:literal)*) => {
        {$( ($rows[$low], $rows[$high]) = $rows[$low].order($rows[$high]); )*}
    };
}

/// Sorts each column of 1, 2, 4, 8, 16 or 32 rows, by the smallest networks known (1, 5, 19, 60 and
/// 185 exchanges; that of 16 by Green, 1969, that of 32 twice that and Batcher's merge).
#[inline(always)]
fn sort_columns<V: Vector, const R: usize>(rows: &mut [V; R]) {
    match R {
        2 => exchange!(rows: 0-1),
        4 => exchange!(rows: 0-2 1-3  0-1 2-3  1-2),
        8 => exchange!(rows:
            0-2 1-3 4-6 5-7
            0-4 1-5 2-6 3-7
            0-1 2-3 4-5 6-7
            2-4 3-5
            1-4 3-6
            1-2 3-4 5-6),
        16 => exchange!(rows:
            0-13 1-12 2-15 3-14 4-8 5-6 7-11 9-10
            0-5 1-7 2-9 3-4 6-13 8-14 10-15 11-12
            0-1 2-3 4-5 6-8 7-9 10-11 12-13 14-15
            0-2 1-3 4-10 5-11 6-7 8-9 12-14 13-15
            1-2 3-12 4-6 5-7 8-10 9-11 13-14
            1-4 2-6 5-8 7-10 9-13 11-14
            2-4 3-6 9-12 11-13
            3-5 6-8 7-9 10-12
            3-4 5-6 7-8 9-10 11-12
            6-7 8-9),
        32 => {
            exchange!(rows:
                0-13 1-12 2-15 3-14 4-8 5-6 7-11 9-10
                0-5 1-7 2-9 3-4 6-13 8-14 10-15 11-12
                0-1 2-3 4-5 6-8 7-9 10-11 12-13 14-15
                0-2 1-3 4-10 5-11 6-7 8-9 12-14 13-15
                1-2 3-12 4-6 5-7 8-10 9-11 13-14
                1-4 2-6 5-8 7-10 9-13 11-14
                2-4 3-6 9-12 11-13
                3-5 6-8 7-9 10-12
                3-4 5-6 7-8 9-10 11-12
                6-7 8-9);
            exchange!(rows:
                16-29 17-28 18-31 19-30 20-24 21-22 23-27 25-26
                16-21 17-23 18-25 19-20 22-29 24-30 26-31 27-28
                16-17 18-19 20-21 22-24 23-25 26-27 28-29 30-31
                16-18 17-19 20-26 21-27 22-23 24-25 28-30 29-31
                17-18 19-28 20-22 21-23 24-26 25-27 29-30
                17-20 18-22 21-24 23-26 25-29 27-30
                18-20 19-22 25-28 27-29
                19-21 22-24 23-25 26-28
                19-20 21-22 23-24 25-26 27-28
                22-23 24-25);
            exchange!(rows:
                0-16 1-17 2-18 3-19 4-20 5-21 6-22 7-23 8-24 9-25 10-26 11-27 12-28 13-29 14-30 15-31
                8-16 9-17 10-18 11-19 12-20 13-21 14-22 15-23
                4-8 5-9 6-10 7-11 12-16 13-17 14-18 15-19 20-24 21-25 22-26 23-27
                2-4 3-5 6-8 7-9 10-12 11-13 14-16 15-17 18-20 19-21 22-24 23-25 26-28 27-29
                1-2 3-4 5-6 7-8 9-10 11-12 13-14 15-16 17-18 19-20 21-22 23-24 25-26 27-28 29-30);
        }
        _ => {}
    }
}

/// One step of a merge over rows: row `i` against mirrored row `SPAN - 1 - i`, in each `SPAN` rows.
#[inline(always)]
fn order_rows<V: Vector, const R: usize, const G: usize, const SPAN: usize>(
    rows: &mut [V; R],
    shuffles: &V::Shuffles,
) {
    if SPAN > R {
        return;
    }
    let mut start = 0;
    while start < R {
        let mut i = 0;
        while i < SPAN / 2 {
            let (near, far) = (start + i, start + SPAN - 1 - i);
            (rows[near], rows[far]) = rows[near].order(rows[far].mirror::<G>(shuffles));
            i += 1;
        }
        start += SPAN;
    }
}

/// Merges columns of `G / 2` lanes to columns of `G` lanes.
#[inline(always)]
fn merge_columns<V: Vector, const R: usize, const G: usize>(
    rows: &mut [V; R],
    shuffles: &V::Shuffles,
) {
    if G > V::LANES {
        return;
    }
    order_rows::<V, R, G, 32>(rows, shuffles);
    order_rows::<V, R, G, 16>(rows, shuffles);
    order_rows::<V, R, G, 8>(rows, shuffles);
    order_rows::<V, R, G, 4>(rows, shuffles);
    order_rows::<V, R, G, 2>(rows, shuffles);
    let mut r = 0;
    while r < R {
        let mut row = rows[r].order_mirrored::<G>(shuffles);
        if G >= 16 {
            row = row.order_distant::<4>(shuffles);
        }
        if G >= 8 {
            row = row.order_distant::<2>(shuffles);
        }
        if G >= 4 {
            row = row.order_distant::<1>(shuffles);
        }
        rows[r] = row;
        r += 1;
    }
}

/// # Safety
/// `base` is valid for `len <= R * LANES` keys, and the machine has the vector's instructions.
#[inline(always)]
unsafe fn sort_matrix<V: Vector, const R: usize>(base: *mut V::Key, len: usize) {
    debug_assert!(len <= R * V::LANES);
    // SAFETY: the caller vouches for the instructions.
    let mut rows = [unsafe { V::splat(V::Key::LAST) }; R];
    let mut r = 0;
    while r < R {
        let start = (r * V::LANES).min(len);
        let count = (len - start).min(V::LANES);
        // SAFETY: start + count <= len, the length that the caller vouches for.
        rows[r] = unsafe { V::load_first(base.add(start), count) };
        r += 1;
    }
    // SAFETY: the caller vouches for the instructions.
    let shuffles = unsafe { V::shuffles() };
    sort_columns(&mut rows);
    merge_columns::<V, R, 2>(&mut rows, &shuffles);
    merge_columns::<V, R, 4>(&mut rows, &shuffles);
    merge_columns::<V, R, 8>(&mut rows, &shuffles);
    merge_columns::<V, R, 16>(&mut rows, &shuffles);
    let mut r = 0;
    while r < R {
        let start = (r * V::LANES).min(len);
        let count = (len - start).min(V::LANES);
        // SAFETY: as for the loads.
        unsafe { rows[r].store_first(base.add(start), count) };
        r += 1;
    }
}

/// Sorts a short run: at most `MAX_ROWS * LANES` keys.
///
/// # Safety
/// `base` is valid for `len` keys, and the machine has the vector's instructions.
#[inline(always)]
pub(super) unsafe fn sort_short<V: Vector>(base: *mut V::Key, len: usize) {
    debug_assert!(len <= V::MAX_ROWS * V::LANES);
    // SAFETY: each arm passes the caller's promises on; the arm's rows hold `len` keys.
    unsafe {
        match len.div_ceil(V::LANES) {
            0..=1 => sort_matrix::<V, 1>(base, len),
            2 => sort_matrix::<V, 2>(base, len),
            3..=4 => sort_matrix::<V, 4>(base, len),
            5..=8 => sort_matrix::<V, 8>(base, len),
            17.. if V::MAX_ROWS == 32 => sort_matrix::<V, 32>(base, len),
            _ => sort_matrix::<V, 16>(base, len),
        }
    }
}
