//! The order of text of fixed width.
//!
//! Leading characters are packed into numbers, and those are sorted; only where they are equal do
//! further characters count, packed the same way (a radix sort whose digits are whole numbers, from
//! the most significant one). Characters take a byte of the number where all of them fit, and two or
//! four bytes elsewhere.
#![cfg_attr(test, expect(unsafe_code, reason = "asks for the order that comparisons have"))]

use core::cmp::Ordering;
use std::collections::TryReserveError;

use super::arg::{argsort_keyed, fill_with_indices};
use super::lex::IndexOrder;
use super::machine::Machine;
use super::merge::merge_sort;
use crate::search::{Side, searchsorted, searchsorted_by};
use crate::strings::{TextUnit, begins, less_text};
use crate::versions::{Body, run_wide};

/// Packed items of text in the machine's byte order, or of raw bytes, which have the same order.
#[derive(Clone, Copy, Debug)]
pub struct TextColumn<'a> {
    bytes: &'a [u8],
    itemsize: usize,
    unit: TextUnit,
    len: usize,
}

impl<'a> TextColumn<'a> {
    /// `len` items of a size, one after the other; as many as there are bytes for.
    pub fn new(bytes: &'a [u8], itemsize: usize, unit: TextUnit, len: usize) -> TextColumn<'a> {
        let len = bytes.len().checked_div(itemsize).map_or(len, |n| n.min(len));
        TextColumn { bytes, itemsize, unit, len }
    }

    /// Some of the items.
    pub fn part(&self, start: usize, len: usize) -> TextColumn<'a> {
        let start = start.min(self.len);
        let bytes = &self.bytes[start * self.itemsize..];
        TextColumn { bytes, len: len.min(self.len - start), ..*self }
    }

    /// The first item that none is less than, or greater than.
    pub fn first_extreme(&self, wanted: Ordering) -> usize {
        (1..self.len).fold(0, |best, i| if self.order(i, best) == wanted { i } else { best })
    }

    fn order(&self, a: usize, b: usize) -> Ordering {
        self.order_from(a, b, 0)
    }

    /// The order by the bytes from a place on.
    fn order_from(&self, a: usize, b: usize, from: usize) -> Ordering {
        let (a, b) = (&self.item(a)[from..], &self.item(b)[from..]);
        match (less_text(self.unit, a, b), less_text(self.unit, b, a)) {
            (true, _) => Ordering::Less,
            (_, true) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }

    #[inline(always)]
    fn item(&self, i: usize) -> &'a [u8] {
        &self.bytes[i * self.itemsize..][..self.itemsize]
    }

    fn packing(&self) -> Packing {
        match self.unit {
            TextUnit::Byte => Packing { bytes: 8, width: CharWidth::One },
            _ => run_wide(Greatest { bytes: &self.bytes[..self.len * self.itemsize] }),
        }
    }
}

/// How characters share a number.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packing {
    /// Bytes of an item that one number stands for.
    bytes: usize,
    width: CharWidth,
}

/// Bytes of a character in the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CharWidth {
    /// Of items that consist of bytes.
    One,
    OneOfFour,
    TwoOfFour,
    Four,
}

impl Packing {
    fn of_code_points(greatest: u32) -> Packing {
        match greatest {
            ..0x100 => Packing { bytes: 32, width: CharWidth::OneOfFour },
            0x100..0x1_0000 => Packing { bytes: 16, width: CharWidth::TwoOfFour },
            _ => Packing { bytes: 8, width: CharWidth::Four },
        }
    }

    /// One that holds the characters of both.
    fn with(self, other: Packing) -> Packing {
        if other.width > self.width { other } else { self }
    }

    /// The number of a whole stretch of `self.bytes`.
    #[inline(always)]
    fn number(self, stretch: &[u8]) -> u64 {
        match self.width {
            CharWidth::One => u64::from_be_bytes(*stretch.first_chunk().unwrap_or(&[0; 8])),
            CharWidth::OneOfFour => {
                let stretch: &[u8; 32] = stretch.first_chunk().unwrap_or(&[0; 32]);
                let points = stretch.as_chunks::<4>().0;
                let mut word = [0; 8];
                for (byte, point) in word.iter_mut().zip(points) {
                    *byte = u32::from_ne_bytes(*point) as u8;
                }
                u64::from_be_bytes(word)
            }
            CharWidth::TwoOfFour => {
                let points = stretch.as_chunks::<4>().0.iter().take(4);
                points.fold(0, |n, p| n << 16 | u64::from(u32::from_ne_bytes(*p)))
            }
            CharWidth::Four => {
                let points = stretch.as_chunks::<4>().0.iter().take(2);
                points.fold(0, |n, p| n << 32 | u64::from(u32::from_ne_bytes(*p)))
            }
        }
    }

    /// Bits of a byte of an item.
    fn bits(self, n_bytes: usize) -> u32 {
        (n_bytes * 64 / self.bytes) as u32
    }

    /// Writes the characters of a number to an item, which has no others.
    #[inline(always)]
    fn unpack(self, number: u64, item: &mut [u8]) {
        match self.width {
            CharWidth::One => {
                let bytes = number.to_be_bytes();
                match item.first_chunk_mut::<8>() {
                    Some(item) => *item = bytes,
                    None => item.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte),
                }
            }
            width => {
                let bits = match width {
                    CharWidth::OneOfFour => 8,
                    CharWidth::TwoOfFour => 16,
                    _ => 32,
                };
                let mut rest = number;
                for point in item.as_chunks_mut::<4>().0 {
                    *point = ((rest >> (64 - bits)) as u32).to_ne_bytes();
                    rest <<= bits;
                }
            }
        }
    }
}

/// How the greatest of native code points is packed.
struct Greatest<'a> {
    bytes: &'a [u8],
}

impl Body for Greatest<'_> {
    type Output = Packing;
    #[inline(always)]
    fn run(self) -> Packing {
        let points = self.bytes.as_chunks::<4>().0.iter();
        Packing::of_code_points(points.fold(0, |all, point| all | u32::from_ne_bytes(*point)))
    }
}

/// The numbers of the characters of items from a byte on.
struct Numbers<'a, I> {
    column: TextColumn<'a>,
    packing: Packing,
    from: usize,
    items: I,
    numbers: &'a mut Vec<u64>,
}

impl<I: Iterator<Item = usize>> Body for Numbers<'_, I> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Numbers { column, packing, from, items, numbers } = self;
        let itemsize = column.itemsize;
        let n = packing.bytes.min(itemsize - from);
        // What is read behind the item is shifted out, and NULs come in.
        let spare = 64 - packing.bits(n);
        numbers.extend(items.map(|i| {
            let start = i * itemsize + from;
            let number = match column.bytes.get(start..start + packing.bytes) {
                Some(stretch) => packing.number(stretch),
                None => {
                    let mut stretch = [0; 32];
                    stretch[..n].copy_from_slice(&column.bytes[start..start + n]);
                    packing.number(&stretch)
                }
            };
            number >> spare << spare
        }));
    }
}

impl IndexOrder for TextColumn<'_> {
    fn sort_indices(&self, order: &mut [i64]) {
        if order.len() <= SHORT || self.itemsize == 0 || self.sort_by_numbers(order).is_err() {
            merge_sort(order, |a, b| self.order(*a as usize, *b as usize));
        }
    }

    fn compare(&self, a: i64, b: i64) -> Ordering {
        self.order(a as usize, b as usize)
    }

    fn len(&self) -> usize {
        self.len
    }
}

/// Parts up to which items are compared whole.
const SHORT: usize = 16;

impl TextColumn<'_> {
    /// Without memory for the numbers, the order is that of a part of the characters.
    fn sort_by_numbers(&self, order: &mut [i64]) -> Result<(), TryReserveError> {
        let packing = self.packing();
        let machine = Machine::for_elements(order.len());
        let (mut numbers, mut places, mut before) = (Vec::new(), Vec::new(), Vec::new());
        numbers.try_reserve_exact(order.len())?;
        places.try_reserve_exact(order.len())?;
        before.try_reserve_exact(order.len())?;
        let mut parts = vec![(0, order.len(), 0)];
        while let Some((start, end, from)) = parts.pop() {
            let part = &mut order[start..end];
            if part.len() <= SHORT {
                merge_sort(part, |a, b| self.order_from(*a as usize, *b as usize, from));
                continue;
            }
            numbers.clear();
            let column = *self;
            if part.len() == self.len {
                let items = 0..self.len;
                run_wide(Numbers { column, packing, from, items, numbers: &mut numbers });
            } else {
                let items = part.iter().map(|i| *i as usize);
                run_wide(Numbers { column, packing, from, items, numbers: &mut numbers });
            }
            let is_last = from + packing.bytes >= self.itemsize;
            if !numbers.is_sorted() {
                places.clear();
                places.resize(part.len(), 0);
                fill_with_indices(&mut places);
                argsort_keyed(machine, &numbers, &mut places);
                before.clear();
                before.extend_from_slice(part);
                for (index, place) in part.iter_mut().zip(&places) {
                    *index = before[*place as usize];
                }
                if !is_last {
                    before.clear();
                    before.extend(places.iter().map(|place| numbers[*place as usize] as i64));
                    numbers.clear();
                    numbers.extend(before.iter().map(|number| *number as u64));
                }
            }
            if is_last {
                continue;
            }
            let mut first = 0;
            for run in numbers.chunk_by(|a, b| a == b) {
                if run.len() > 1 {
                    let from = from + packing.bytes;
                    parts.push((start + first, start + first + run.len(), from));
                }
                first += run.len();
            }
        }
        Ok(())
    }
}

/// Sorts packed items of text in the machine's byte order.
///
/// The scratch buffers hold a number for each item, or three and a copy of the items where they are
/// longer than a number.
///
/// NumPy: [numpy.sort](https://numpy.org/doc/stable/reference/generated/numpy.sort.html).
///
/// # Errors
/// Memory for the scratch buffers that is not there; the items are unchanged then.
///
/// ```
/// use ndstrata_kernels::TextUnit;
/// use ndstrata_kernels::sort::sort_text;
///
/// let mut items = *b"bca\0ab";
/// sort_text(&mut items, 2, TextUnit::Byte)?;
/// assert_eq!(&items, b"a\0abbc");
/// # Ok::<(), std::collections::TryReserveError>(())
/// ```
pub fn sort_text(bytes: &mut [u8], itemsize: usize, unit: TextUnit) -> Result<(), TryReserveError> {
    let column = TextColumn::new(bytes, itemsize, unit, 0);
    let column = TextColumn { len: bytes.len().checked_div(itemsize).unwrap_or(0), ..column };
    if column.len < 2 {
        return Ok(());
    }
    let packing = column.packing();
    if itemsize <= packing.bytes {
        let mut numbers = Vec::new();
        numbers.try_reserve_exact(column.len)?;
        let items = 0..column.len;
        run_wide(Numbers { column, packing, from: 0, items, numbers: &mut numbers });
        if !numbers.is_sorted() {
            super::sort(&mut numbers);
            run_wide(Unpack { packing, numbers: &numbers, bytes, itemsize });
        }
        return Ok(());
    }
    let (mut order, mut sorted) = (Vec::new(), Vec::new());
    order.try_reserve_exact(column.len)?;
    sorted.try_reserve_exact(bytes.len())?;
    order.resize(column.len, 0);
    fill_with_indices(&mut order);
    column.sort_indices(&mut order);
    order.iter().for_each(|i| sorted.extend_from_slice(column.item(*i as usize)));
    bytes[..sorted.len()].copy_from_slice(&sorted);
    Ok(())
}

struct Unpack<'a> {
    packing: Packing,
    numbers: &'a [u64],
    bytes: &'a mut [u8],
    itemsize: usize,
}

impl Body for Unpack<'_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (item, number) in self.bytes.chunks_exact_mut(self.itemsize).zip(self.numbers) {
            self.packing.unpack(*number, item);
        }
    }
}

/// Moves the first of each run of equal items to the front; returns how many those are.
pub fn compact_text(bytes: &mut [u8], itemsize: usize) -> usize {
    let n = bytes.len().checked_div(itemsize).unwrap_or(0);
    let mut n_kept = n.min(1);
    for i in 1..n {
        let (kept, rest) = bytes.split_at_mut(i * itemsize);
        let item = &rest[..itemsize];
        if !begins(&kept[(n_kept - 1) * itemsize..][..itemsize], item) {
            if n_kept < i {
                kept[n_kept * itemsize..][..itemsize].copy_from_slice(item);
            }
            n_kept += 1;
        }
    }
    n_kept
}

/// Sorted items up to which, for each key, all of them are worth a number.
const NUMBERED: usize = 16;

/// Writes where each key belongs among the sorted items. Of two lengths that differ (keys and `out`),
/// the smaller counts.
///
/// NumPy: [numpy.searchsorted](https://numpy.org/doc/stable/reference/generated/numpy.searchsorted.html).
pub fn searchsorted_text(
    sorted: TextColumn<'_>,
    keys: TextColumn<'_>,
    side: Side,
    out: &mut [i64],
) {
    let is_worth_it = keys.len.saturating_mul(NUMBERED) >= sorted.len && keys.len > 4;
    let is_done = is_worth_it && search_numbers(sorted, keys, side, out).is_ok();
    if !is_done {
        for (k, place) in out.iter_mut().enumerate().take(keys.len) {
            *place = search_between(sorted, 0, sorted.len, keys.item(k), side) as i64;
        }
    }
}

/// Where a key belongs among the items of a range.
fn search_between(
    sorted: TextColumn<'_>,
    start: usize,
    end: usize,
    key: &[u8],
    side: Side,
) -> usize {
    let unit = sorted.unit;
    start
        + searchsorted_by(end - start, side, |i| {
            let item = sorted.item(start + i);
            let is_before = match side {
                Side::Left => less_text(unit, item, key),
                Side::Right => !less_text(unit, key, item),
            };
            if is_before { Ordering::Less } else { Ordering::Greater }
        })
}

fn search_numbers(
    sorted: TextColumn<'_>,
    keys: TextColumn<'_>,
    side: Side,
    out: &mut [i64],
) -> Result<(), TryReserveError> {
    if sorted.itemsize == 0 || keys.itemsize == 0 || sorted.unit != keys.unit {
        out.iter_mut().enumerate().take(keys.len).for_each(|(k, place)| {
            *place = search_between(sorted, 0, sorted.len, keys.item(k), side) as i64;
        });
        return Ok(());
    }
    let packing = sorted.packing().with(keys.packing());
    let numbers_of = |column: TextColumn<'_>| {
        let mut numbers = Vec::new();
        numbers.try_reserve_exact(column.len)?;
        run_wide(Numbers { column, packing, from: 0, items: 0..column.len, numbers: &mut numbers });
        Ok::<_, TryReserveError>(numbers)
    };
    let (numbers, key_numbers) = (numbers_of(sorted)?, numbers_of(keys)?);
    if sorted.itemsize.max(keys.itemsize) <= packing.bytes {
        searchsorted(&numbers, &key_numbers, side, out);
        return Ok(());
    }
    let mut ends = Vec::new();
    ends.try_reserve_exact(keys.len)?;
    ends.resize(keys.len, 0);
    searchsorted(&numbers, &key_numbers, Side::Left, out);
    searchsorted(&numbers, &key_numbers, Side::Right, &mut ends);
    for (k, (place, end)) in out.iter_mut().zip(ends).enumerate() {
        *place = search_between(sorted, *place as usize, end as usize, keys.item(k), side) as i64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::noise;
    use super::*;
    use crate::strings::{TextRun, compare_text};

    fn columns() -> impl Iterator<Item = (Vec<u8>, usize, TextUnit)> {
        let mut random = noise(5);
        let mut all = Vec::new();
        for unit in [TextUnit::Byte, TextUnit::CodePoint] {
            for width in [1, 2, 5, 7, 8, 9, 16, 19, 33] {
                for greatest in [2, 0xff, 0x100, 0xffff, 0x11_0000, u32::MAX] {
                    for n in [0, 1, 2, 17, 40, 300] {
                        let mut bytes = Vec::new();
                        for _ in 0..n {
                            let used = random() as usize % (width + 1);
                            // Long common beginnings, and NULs within.
                            let same = random() as usize % (width + 1);
                            for k in 0..width {
                                let c = match k {
                                    k if k >= used => 0,
                                    k if k < same => 1,
                                    _ => random() as u32 % greatest,
                                };
                                match unit {
                                    TextUnit::Byte => bytes.push(c as u8),
                                    _ => bytes.extend(c.to_ne_bytes()),
                                }
                            }
                        }
                        let itemsize = width * if unit == TextUnit::Byte { 1 } else { 4 };
                        all.push((bytes, itemsize, unit));
                    }
                }
            }
        }
        all.into_iter()
    }

    fn order_of(
        bytes: &[u8],
        itemsize: usize,
        unit: TextUnit,
    ) -> impl Fn(usize, usize) -> Ordering {
        let run = TextRun { ptr: bytes.as_ptr(), stride: itemsize as isize, itemsize, unit };
        // SAFETY: the caller asks for items of the run only.
        move |a: usize, b: usize| unsafe { compare_text(run, a, run, b) }
    }

    #[test]
    fn indices_and_items_are_in_the_order_of_comparisons() {
        for (bytes, itemsize, unit) in columns() {
            let n = bytes.len() / itemsize;
            let order_of = order_of(&bytes, itemsize, unit);
            let mut expected: Vec<i64> = (0..n as i64).collect();
            expected.sort_by(|a, b| order_of(*a as usize, *b as usize));
            let column = TextColumn::new(&bytes, itemsize, unit, n);
            let mut order: Vec<i64> = (0..n as i64).collect();
            column.sort_indices(&mut order);
            assert_eq!(order, expected, "{itemsize} {unit:?} {n}");
            let mut some: Vec<i64> = (0..n as i64).filter(|i| i % 3 != 0).collect();
            column.sort_indices(&mut some);
            assert!(some.iter().eq(expected.iter().filter(|i| *i % 3 != 0)));
            let mut sorted = bytes.clone();
            sort_text(&mut sorted, itemsize, unit).unwrap();
            let items = |bytes: &[u8]| -> Vec<Vec<u8>> {
                bytes.chunks(itemsize).map(<[u8]>::to_vec).collect()
            };
            let picked: Vec<Vec<u8>> =
                expected.iter().map(|i| items(&bytes)[*i as usize].clone()).collect();
            assert_eq!(items(&sorted), picked, "{itemsize} {unit:?} {n}");
            let n_kept = compact_text(&mut sorted, itemsize);
            let mut different = picked.clone();
            different.dedup();
            assert_eq!(items(&sorted[..n_kept * itemsize]), different);
            if let Some(first) = expected.first() {
                assert_eq!(column.first_extreme(Ordering::Less), *first as usize);
            }
            assert_eq!(column.part(1, n).len(), n.saturating_sub(1));
        }
    }

    #[test]
    fn keys_are_found_where_comparisons_find_them() {
        for (bytes, itemsize, unit) in columns() {
            let n = bytes.len() / itemsize;
            let mut sorted = bytes.clone();
            sort_text(&mut sorted, itemsize, unit).unwrap();
            let n_sorted = n - n / 3;
            let column = TextColumn::new(&sorted, itemsize, unit, n_sorted);
            for n_keys in [n, n.min(3)] {
                let keys = TextColumn::new(&bytes, itemsize, unit, n_keys);
                let both = [&sorted[..n_sorted * itemsize], &bytes].concat();
                let order = order_of(&both, itemsize, unit);
                for side in [Side::Left, Side::Right] {
                    let mut found = vec![-1; n_keys];
                    searchsorted_text(column, keys, side, &mut found);
                    for (k, place) in found.into_iter().enumerate() {
                        let comes_before = |i: &usize| match side {
                            Side::Left => order(*i, n_sorted + k).is_lt(),
                            Side::Right => order(*i, n_sorted + k).is_le(),
                        };
                        assert_eq!(place as usize, (0..n_sorted).filter(comes_before).count());
                    }
                }
            }
        }
    }
}
