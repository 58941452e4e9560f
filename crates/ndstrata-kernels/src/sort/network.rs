//! Sorts up to 32 registers of keys without a branch.
//!
//! The registers are rows of a matrix. A sorting network over the rows sorts every column; then
//! neighbouring columns are merged, two to one, until the matrix is sorted in row order. A merge is
//! bitonic: rows are compared with mirrored rows from far to near, then lanes within each row
//! (Blacher, Giesen, Peterson, Wassenberg: "Vectorized and performance-portable Quicksort", 2022).

#![cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only x86-64 has vectors"))]
#![expect(unsafe_code, reason = "loads and stores of registers through pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "a load and its pointer")]

use super::vector::{Key, Vector};

/// Compares and exchanges pairs of rows in turn, counted from a first row. Pairs that reach beyond
/// the last row are left out: rows there would hold the last of all keys and stay as they are.
macro_rules! exchange {
    ($rows:ident[$first:tt..]: $($low:literal-$high:literal)*) => {
        {$( if $first + $high < R {
            let (low, high) = ($first + $low, $first + $high);
            ($rows[low], $rows[high]) = $rows[low].order($rows[high]);
        } )*}
    };
}

/// Sorts each column of 1, 2, 4, 8, 12, 16, 24 or 32 rows.
///
/// The networks are the smallest known: of 1, 5 and 19 exchanges up to eight rows, of 60 for 16
/// (Green, 1969) and of 185 for 32 (two of these and Batcher's merge).
#[inline(always)]
fn sort_columns<V: Vector, const R: usize>(rows: &mut [V; R]) {
    match R {
        2 => exchange!(rows[0..]: 0-1),
        4 => exchange!(rows[0..]: 0-2 1-3  0-1 2-3  1-2),
        8 => sort_8_rows(rows, 0),
        12 | 16 => sort_16_rows(rows, 0),
        24 | 32 => {
            sort_16_rows(rows, 0);
            if R == 24 {
                sort_8_rows(rows, 16);
            } else {
                sort_16_rows(rows, 16);
            }
            exchange!(rows[0..]:
                0-16 1-17 2-18 3-19 4-20 5-21 6-22 7-23 8-24 9-25 10-26 11-27 12-28 13-29 14-30 15-31
                8-16 9-17 10-18 11-19 12-20 13-21 14-22 15-23
                4-8 5-9 6-10 7-11 12-16 13-17 14-18 15-19 20-24 21-25 22-26 23-27
                2-4 3-5 6-8 7-9 10-12 11-13 14-16 15-17 18-20 19-21 22-24 23-25 26-28 27-29
                1-2 3-4 5-6 7-8 9-10 11-12 13-14 15-16 17-18 19-20 21-22 23-24 25-26 27-28 29-30);
        }
        _ => {}
    }
}

#[inline(always)]
fn sort_8_rows<V: Vector, const R: usize>(rows: &mut [V; R], first: usize) {
    exchange!(rows[first..]:
        0-2 1-3 4-6 5-7
        0-4 1-5 2-6 3-7
        0-1 2-3 4-5 6-7
        2-4 3-5
        1-4 3-6
        1-2 3-4 5-6);
}

#[inline(always)]
fn sort_16_rows<V: Vector, const R: usize>(rows: &mut [V; R], first: usize) {
    exchange!(rows[first..]:
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
}

/// One step of a merge over rows: row `i` against mirrored row `SPAN - 1 - i`, in each `SPAN` rows.
#[inline(always)]
fn order_rows<V: Vector, const R: usize, const G: usize, const SPAN: usize>(
    rows: &mut [V; R],
    shuffles: &V::Shuffles,
) {
    if SPAN > R.next_power_of_two() {
        return;
    }
    let mut start = 0;
    while start < R {
        let mut i = 0;
        while i < SPAN / 2 {
            let (near, far) = (start + i, start + SPAN - 1 - i);
            if far < R {
                (rows[near], rows[far]) = rows[near].order(rows[far].mirror::<G>(shuffles));
            }
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

/// Sorts up to `R` rows of keys.
///
/// # Safety
/// `base` is valid for `len` keys, which fill more than half of the rows (or some of the only one),
/// and the machine has the vector's instructions.
#[inline(always)]
pub(super) unsafe fn sort_matrix<V: Vector, const R: usize>(base: *mut V::Key, len: usize) {
    let n_full = R.next_power_of_two() / 2;
    debug_assert!(n_full * V::LANES <= len && len <= R * V::LANES);
    // SAFETY: the caller vouches for the instructions.
    let mut rows = [unsafe { V::splat(V::Key::LAST) }; R];
    let mut r = 0;
    while r < n_full {
        // SAFETY: the caller vouches for the keys of these rows.
        rows[r] = unsafe { V::load(base.add(r * V::LANES)) };
        r += 1;
    }
    while r < R {
        let start = (r * V::LANES).min(len);
        // SAFETY: `start` is at most `len`, and so is the end of what is read.
        rows[r] = unsafe { V::load_first(base.add(start), (len - start).min(V::LANES)) };
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
    while r < n_full {
        // SAFETY: as for the loads.
        unsafe { rows[r].store(base.add(r * V::LANES)) };
        r += 1;
    }
    while r < R {
        let start = (r * V::LANES).min(len);
        // SAFETY: as for the loads.
        unsafe { rows[r].store_first(base.add(start), (len - start).min(V::LANES)) };
        r += 1;
    }
}

/// Sorts a short run: at most `MAX_ROWS * LANES` keys.
///
/// # Safety
/// `base` is valid for `len` keys, and the machine has the vector's instructions.
pub(super) unsafe fn sort_short<V: Vector>(base: *mut V::Key, len: usize) {
    debug_assert!(len <= V::MAX_ROWS * V::LANES);
    // SAFETY: each arm passes the caller's promises on; the arm's rows hold `len` keys.
    unsafe {
        match len.div_ceil(V::LANES) {
            0..=1 => V::sort_matrix::<1>(base, len),
            2 => V::sort_matrix::<2>(base, len),
            3..=4 => V::sort_matrix::<4>(base, len),
            5..=8 => V::sort_matrix::<8>(base, len),
            9..=12 => V::sort_matrix::<12>(base, len),
            17..=24 if V::MAX_ROWS == 32 => V::sort_matrix::<24>(base, len),
            25.. if V::MAX_ROWS == 32 => V::sort_matrix::<32>(base, len),
            _ => V::sort_matrix::<16>(base, len),
        }
    }
}
