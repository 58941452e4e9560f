//! Where the extremes of many lines are: of short ones one after the other, of columns row by row.
#![expect(unsafe_code, reason = "reads through raw runs")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::elementwise::operations::Ordered;
use crate::isa::Isa;
use crate::packed::{Packed, at, elements, places};
use crate::versions::{Body, run_at};

/// # Safety
/// In each of `rows` rows, `pitch` bytes apart, `columns` elements can be read, and as many positions be
/// written. There is a row, and there are not more than `u32` counts. The machine has `level`.
pub(super) unsafe fn rows<const LARGEST: bool, T: Ordered>(
    level: Isa,
    positions: *mut i64,
    src: *const u8,
    pitch: isize,
    [rows, columns]: [usize; 2],
) {
    for first in (0..columns).step_by(COLUMNS) {
        let count = COLUMNS.min(columns - first);
        let src = src.wrapping_add(first * size_of::<T>());
        let place = positions.wrapping_add(first).cast::<u8>();
        // SAFETY: `count` positions, which nobody else touches meanwhile.
        let positions = unsafe { places::<i64>(place, count) };
        run_at(level, Columns::<LARGEST, T> { positions, src, pitch, rows, is: PhantomData });
    }
}

/// Lines that are gone through together, if they are short.
const TOGETHER: usize = 8;

/// Elements of a line that are looked at one by one.
pub(super) const SHORT: usize = 24;

/// # Safety
/// In each of the lines, `pitch` bytes apart, as many elements as told and one at least can be read, and
/// a position be written for each. The machine has `level`.
pub(super) unsafe fn lines<const LARGEST: bool, T: Ordered>(
    level: Isa,
    positions: *mut i64,
    src: *const u8,
    pitch: isize,
    [count, length]: [usize; 2],
) {
    // SAFETY: as many positions as lines, which nobody else touches meanwhile.
    let positions = unsafe { places::<i64>(positions.cast(), count) };
    run_at(level, Lines::<LARGEST, T> { positions, src, pitch, length, is: PhantomData });
}

struct Lines<'a, const LARGEST: bool, T> {
    positions: &'a mut [MaybeUninit<Packed<i64>>],
    src: *const u8,
    pitch: isize,
    length: usize,
    is: PhantomData<T>,
}

impl<const LARGEST: bool, T: Ordered> Body for Lines<'_, LARGEST, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let line = |i: usize| {
            // SAFETY: `length` elements of line `i`, which the caller of `lines` vouches for.
            unsafe { elements::<T>(at(self.src, self.pitch, i), self.length) }
        };
        let whole = self.positions.len() / TOGETHER * TOGETHER;
        let (together, others) = self.positions.split_at_mut(whole);
        for (group, places) in together.chunks_exact_mut(TOGETHER).enumerate() {
            let lines: [_; TOGETHER] = std::array::from_fn(|i| line(group * TOGETHER + i));
            let mut best = lines.map(|line| line[0].0);
            let mut found = [0_u32; TOGETHER];
            for k in 1..self.length {
                let values = lines.map(|line| line[k].0);
                for i in 0..TOGETHER {
                    improve::<LARGEST, T, u32>(&mut best[i], &mut found[i], values[i], k as u32);
                }
            }
            for (place, found) in places.iter_mut().zip(found) {
                place.write(Packed(i64::from(found)));
            }
        }
        for (i, place) in others.iter_mut().enumerate() {
            place.write(Packed(one_by_one::<LARGEST, T>(line(whole + i)) as i64));
        }
    }
}

/// Takes the value and its place instead of the best so far, if it is better.
#[inline(always)]
fn improve<const LARGEST: bool, T: Ordered, P: Copy>(
    best: &mut T,
    found: &mut P,
    value: T,
    place: P,
) {
    let beyond = if LARGEST { best.lt(value) } else { value.lt(*best) };
    let better = (beyond | value.is_nan()) & !best.is_nan();
    *best = if better { value } else { *best };
    *found = if better { place } else { *found };
}

/// The place of the extreme of some elements, of which there is one at least.
#[inline(always)]
fn one_by_one<const LARGEST: bool, T: Ordered>(line: &[Packed<T>]) -> usize {
    let (mut best, mut found) = (line[0].0, 0);
    for (k, value) in line.iter().enumerate() {
        improve::<LARGEST, T, usize>(&mut best, &mut found, value.0, k);
    }
    found
}

/// Columns whose extremes stay in the first-level cache while the rows go by.
const COLUMNS: usize = 256;

struct Columns<'a, const LARGEST: bool, T> {
    positions: &'a mut [MaybeUninit<Packed<i64>>],
    src: *const u8,
    pitch: isize,
    rows: usize,
    is: PhantomData<T>,
}

impl<const LARGEST: bool, T: Ordered> Body for Columns<'_, LARGEST, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let count = self.positions.len();
        let row = |i: usize| {
            // SAFETY: `count` elements of row `i`, which the caller of `rows` vouches for.
            unsafe { elements::<T>(at(self.src, self.pitch, i), count) }
        };
        let Some(first) = row(0).first() else { return };
        let mut best = [first.0; COLUMNS];
        let mut found = [0_u32; COLUMNS];
        let (best, found) = (&mut best[..count], &mut found[..count]);
        best.iter_mut().zip(row(0)).for_each(|(best, value)| *best = value.0);
        for i in 1..self.rows {
            for ((best, found), value) in best.iter_mut().zip(found.iter_mut()).zip(row(i)) {
                improve::<LARGEST, T, u32>(best, found, value.0, i as u32);
            }
        }
        for (place, found) in self.positions.iter_mut().zip(found) {
            place.write(Packed(i64::from(*found)));
        }
    }
}
