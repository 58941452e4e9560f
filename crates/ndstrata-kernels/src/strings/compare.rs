//! Equality and order of fixed-width `S` and `U` items, which are padded with zeros.
//!
//! Bytes compare as unsigned, characters as code points of either byte order; trailing zeros do not
//! count, so items of different widths compare as if the shorter were padded.
#![expect(unsafe_code, reason = "reads and writes through raw runs")]

use std::cmp::Ordering;

use super::unit::begins;
use crate::packed::{at, elements, store};

/// What one item of a run of strings is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextUnit {
    /// `S`: bytes.
    Byte,
    /// `U` in native byte order: code points of four bytes.
    CodePoint,
    /// `U` in the other byte order.
    SwappedCodePoint,
}

/// A run of fixed-width strings.
#[derive(Clone, Copy, Debug)]
pub struct TextRun {
    /// The first item.
    pub ptr: *const u8,
    /// Bytes from one item to the next.
    pub stride: isize,
    /// Bytes of one item.
    pub itemsize: usize,
    /// What an item is made of.
    pub unit: TextUnit,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named for its operation")]
pub enum Relation {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Relation {
    /// Whether two items in this order satisfy the comparison.
    #[inline]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::NotEqual => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::LessEqual => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::GreaterEqual => order.is_ge(),
        }
    }
}

/// Writes, for each of `count` pairs of items, 1 where the comparison holds and 0 elsewhere.
///
/// # Safety
/// Items `i < count` of both runs can be read and bytes `dst + i * dst_stride` written, and no written
/// byte is one that is read.
pub unsafe fn compare_text_run(
    dst: *mut u8,
    dst_stride: isize,
    relation: Relation,
    lhs: TextRun,
    rhs: TextRun,
    count: usize,
) {
    // The others are these two with operands exchanged or truth reversed.
    let (is_equality, is_swapped, flip) = match relation {
        Relation::Equal => (true, false, 0),
        Relation::NotEqual => (true, false, 1),
        Relation::Less => (false, false, 0),
        Relation::GreaterEqual => (false, false, 1),
        Relation::Greater => (false, true, 0),
        Relation::LessEqual => (false, true, 1),
    };
    let (first, second) = if is_swapped { (rhs, lhs) } else { (lhs, rhs) };
    let pairs = Pairs { first, second, count, flip };
    match (first.unit, second.unit, is_equality) {
        // SAFETY: the caller's contract.
        (TextUnit::Byte, TextUnit::Byte, true) => unsafe {
            pairs.write(dst, dst_stride, equal::<u8>)
        },
        // SAFETY: the caller's contract.
        (TextUnit::Byte, TextUnit::Byte, false) => unsafe {
            pairs.write(dst, dst_stride, less::<u8>)
        },
        // Equality asks no byte order.
        // SAFETY: the caller's contract.
        (a, b, true) if a == b => unsafe { pairs.write(dst, dst_stride, equal::<u32>) },
        // SAFETY: the caller's contract.
        (TextUnit::CodePoint, TextUnit::CodePoint, false) => unsafe {
            pairs.write(dst, dst_stride, less::<u32>)
        },
        _ => {
            for i in 0..count {
                // SAFETY: item `i < count` of both runs.
                let order = unsafe { compare_text(lhs, i, rhs, i) };
                // SAFETY: place `i < count`.
                unsafe { store(dst, dst_stride, i, u8::from(relation.holds(order))) };
            }
        }
    }
}

/// Pairs of items of one kind.
struct Pairs {
    first: TextRun,
    second: TextRun,
    count: usize,
    /// 1 to write the opposite.
    flip: u8,
}

impl Pairs {
    /// Writes what `holds` says of the bytes of each pair.
    ///
    /// # Safety
    /// As for [`compare_text_run`].
    #[inline(always)]
    unsafe fn write(self, dst: *mut u8, dst_stride: isize, holds: impl Fn(&[u8], &[u8]) -> bool) {
        let Pairs { first, second, count, flip } = self;
        let (mut p, mut q, mut to) = (first.ptr, second.ptr, dst);
        for _ in 0..count {
            // SAFETY: an item of the run, as fewer than `count` were passed.
            let a = unsafe { item(p, first.itemsize) };
            // SAFETY: as above.
            let b = unsafe { item(q, second.itemsize) };
            // SAFETY: a place of the run, as above.
            unsafe { to.write(u8::from(holds(a, b)) ^ flip) };
            p = p.wrapping_offset(first.stride);
            q = q.wrapping_offset(second.stride);
            to = to.wrapping_offset(dst_stride);
        }
    }
}

/// Whether one item comes before another of its kind, in the machine's byte order.
#[inline]
pub(crate) fn less_text(unit: TextUnit, a: &[u8], b: &[u8]) -> bool {
    match unit {
        TextUnit::Byte => less::<u8>(a, b),
        _ => less::<u32>(a, b),
    }
}

/// Whether two items are equal. Most that are not differ in their first character.
#[inline(always)]
fn equal<U: Character>(a: &[u8], b: &[u8]) -> bool {
    let common = a.len().min(b.len());
    if let (Some(x), Some(y)) = (U::first(a), U::first(b))
        && x != y
    {
        return false;
    }
    let ((a, a_rest), (b, b_rest)) = (a.split_at(common), b.split_at(common));
    begins(a, b)
        && (a_rest.is_empty() || !is_longer(a_rest))
        && (b_rest.is_empty() || !is_longer(b_rest))
}

/// Whether one item comes before another.
#[inline(always)]
fn less<U: Character>(a: &[u8], b: &[u8]) -> bool {
    if let (Some(p), Some(q)) = (U::first(a), U::first(b))
        && p != q
    {
        return p < q;
    }
    let common = a.len().min(b.len());
    let (mut x, mut y) = (&a[..common], &b[..common]);
    while let (Some((p, p_rest)), Some((q, q_rest))) =
        (x.split_first_chunk::<8>(), y.split_first_chunk::<8>())
        && p == q
    {
        (x, y) = (p_rest, q_rest);
    }
    while let (Some(p), Some(q)) = (U::first(x), U::first(y)) {
        if p != q {
            return p < q;
        }
        (x, y) = (&x[size_of::<U>()..], &y[size_of::<U>()..]);
    }
    b.len() > common && is_longer(&b[common..])
}

/// Whether what one item has more than another is text.
fn is_longer(rest: &[u8]) -> bool {
    rest.iter().any(|&byte| byte != 0)
}

/// A character within bytes at any address.
trait Character: Copy + Ord {
    fn first(bytes: &[u8]) -> Option<Self>;
}

impl Character for u8 {
    #[inline(always)]
    fn first(bytes: &[u8]) -> Option<u8> {
        bytes.first().copied()
    }
}

impl Character for u32 {
    #[inline(always)]
    fn first(bytes: &[u8]) -> Option<u32> {
        bytes.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))
    }
}

/// How item `i` of one run compares with item `j` of another.
///
/// # Safety
/// Both items can be read.
pub unsafe fn compare_text(lhs: TextRun, i: usize, rhs: TextRun, j: usize) -> Ordering {
    let (a, b) = (at(lhs.ptr, lhs.stride, i), at(rhs.ptr, rhs.stride, j));
    match (lhs.unit, rhs.unit) {
        (TextUnit::Byte, TextUnit::Byte) => {
            // SAFETY: an item, the caller's to read.
            let a = unsafe { item(a, lhs.itemsize) };
            // SAFETY: an item, the caller's to read.
            let b = unsafe { item(b, rhs.itemsize) };
            bytes(a, b)
        }
        (TextUnit::CodePoint, TextUnit::CodePoint) => {
            // SAFETY: an item, the caller's to read.
            let a = unsafe { item(a, lhs.itemsize) };
            // SAFETY: an item, the caller's to read.
            let b = unsafe { item(b, rhs.itemsize) };
            code_points(a, b)
        }
        (first, second) => {
            // SAFETY: an item, the caller's to read.
            let a = unsafe { units(a, lhs.itemsize, first) };
            // SAFETY: an item, the caller's to read.
            let b = unsafe { units(b, rhs.itemsize, second) };
            padded(a, b)
        }
    }
}

/// # Safety
/// `len` bytes can be read at `ptr` while the slice lives.
unsafe fn item<'a>(ptr: *const u8, len: usize) -> &'a [u8] {
    if len == 0 {
        return &[];
    }
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}

fn bytes(a: &[u8], b: &[u8]) -> Ordering {
    let common = a.len().min(b.len());
    let (a, a_rest) = a.split_at(common);
    let (b, b_rest) = b.split_at(common);
    let rest = || {
        let longer = |rest: &[u8]| rest.iter().any(|&byte| byte != 0);
        longer(a_rest).cmp(&longer(b_rest))
    };
    a.cmp(b).then_with(rest)
}

/// Compares native code points, four at a time while they are equal.
#[inline]
fn code_points(a: &[u8], b: &[u8]) -> Ordering {
    let common = a.len().min(b.len());
    let ((a, a_rest), (b, b_rest)) = (a.split_at(common), b.split_at(common));
    let ((a, a_tail), (b, b_tail)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    if let Some((a, b)) = a.iter().zip(b).find(|(a, b)| a != b) {
        return one_by_one(a, b);
    }
    one_by_one(a_tail, b_tail).then_with(|| {
        let longer = |rest: &[u8]| rest.iter().any(|&byte| byte != 0);
        longer(a_rest).cmp(&longer(b_rest))
    })
}

fn one_by_one(a: &[u8], b: &[u8]) -> Ordering {
    let ((a, _), (b, _)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let different = a.iter().zip(b).find(|(a, b)| a != b);
    different.map_or(Ordering::Equal, |(a, b)| u32::from_ne_bytes(*a).cmp(&u32::from_ne_bytes(*b)))
}

/// # Safety
/// `itemsize` bytes can be read at `ptr` while the iterator lives.
unsafe fn units<'a>(
    ptr: *const u8,
    itemsize: usize,
    unit: TextUnit,
) -> impl ExactSizeIterator<Item = u32> + 'a {
    let wide = unit != TextUnit::Byte;
    let count = if wide { itemsize / 4 } else { itemsize };
    // SAFETY: the whole characters of the item; any bytes are valid.
    let points = unsafe { elements::<u32>(ptr, if wide { count } else { 0 }) };
    // SAFETY: the bytes of the item.
    let narrow = unsafe { elements::<u8>(ptr, if wide { 0 } else { count }) };
    (0..count).map(move |k| match unit {
        TextUnit::Byte => u32::from(narrow[k].0),
        TextUnit::CodePoint => points[k].0,
        TextUnit::SwappedCodePoint => u32::swap_bytes(points[k].0),
    })
}

/// Compares as if the shorter were padded with zeros.
fn padded(
    mut a: impl ExactSizeIterator<Item = u32>,
    mut b: impl ExactSizeIterator<Item = u32>,
) -> Ordering {
    for _ in 0..a.len().max(b.len()) {
        let (x, y) = (a.next().unwrap_or(0), b.next().unwrap_or(0));
        if x != y {
            return x.cmp(&y);
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(items: &[u8], itemsize: usize, unit: TextUnit) -> TextRun {
        TextRun { ptr: items.as_ptr(), stride: itemsize as isize, itemsize, unit }
    }

    fn points(text: &[u32], swapped: bool) -> Vec<u8> {
        let bytes = |point: &u32| if swapped { point.to_be_bytes() } else { point.to_le_bytes() };
        text.iter().flat_map(bytes).collect()
    }

    #[test]
    fn bytes_compare_as_if_padded() {
        let cases: [(&[u8], &[u8], Ordering); 8] = [
            (b"abc", b"abc", Ordering::Equal),
            (b"abc", b"abd", Ordering::Less),
            (b"ab\0", b"ab", Ordering::Equal),
            (b"ab\0\0\x01", b"ab", Ordering::Greater),
            (b"\xff", b"a", Ordering::Greater),
            (b"", b"", Ordering::Equal),
            (b"", b"\0\0", Ordering::Equal),
            (b"", b"a", Ordering::Less),
        ];
        for (a, b, expected) in cases {
            let (lhs, rhs) = (run(a, a.len(), TextUnit::Byte), run(b, b.len(), TextUnit::Byte));
            // SAFETY: each run has one item.
            assert_eq!(unsafe { compare_text(lhs, 0, rhs, 0) }, expected);
            // SAFETY: each run has one item.
            assert_eq!(unsafe { compare_text(rhs, 0, lhs, 0) }, expected.reverse());
        }
    }

    #[test]
    fn code_points_compare_in_either_byte_order() {
        let cases: [(&[u32], &[u32], Ordering); 5] = [
            (&[0x100], &[0x1], Ordering::Greater),
            (&[0xD800, 1], &[0xD800, 2], Ordering::Less),
            (&[0x61, 0], &[0x61], Ordering::Equal),
            (&[], &[0x11_0000], Ordering::Less),
            (&[0x10_FFFF], &[0xFFFF_FFFF], Ordering::Less),
        ];
        let units = [TextUnit::CodePoint, TextUnit::SwappedCodePoint];
        for (a, b, expected) in cases {
            for (first, second) in units.into_iter().flat_map(|u| units.map(|v| (u, v))) {
                let a = points(a, first == TextUnit::SwappedCodePoint);
                let b = points(b, second == TextUnit::SwappedCodePoint);
                let (lhs, rhs) = (run(&a, a.len(), first), run(&b, b.len(), second));
                // SAFETY: each run has one item.
                assert_eq!(unsafe { compare_text(lhs, 0, rhs, 0) }, expected);
            }
        }
    }

    #[test]
    fn long_code_points_compare_where_they_first_differ() {
        for (len, place) in [(8, 0), (8, 3), (8, 4), (8, 7), (7, 6), (40, 39)] {
            let (a, mut b) = (vec![0x61; len], vec![0x61; len]);
            b[place] = 0x100;
            let (a, b) = (points(&a, false), points(&b, false));
            let unit = TextUnit::CodePoint;
            let (lhs, rhs) = (run(&a, a.len(), unit), run(&b, b.len(), unit));
            // SAFETY: each run has one item.
            assert_eq!(unsafe { compare_text(lhs, 0, rhs, 0) }, Ordering::Less, "{len} {place}");
            let mut out = [9u8; 2];
            for (truth, rhs) in out.iter_mut().zip([lhs, rhs]) {
                // SAFETY: one item each, one place.
                unsafe { compare_text_run(truth, 1, Relation::Equal, lhs, rhs, 1) };
            }
            assert_eq!(out, [1, 0], "{len} {place}");
        }
    }

    #[test]
    fn relations_are_written_item_by_item() {
        let (lhs, rhs) = (b"a\0bbcc", b"abbba\0");
        let expected = [
            (Relation::Equal, [0, 1, 0]),
            (Relation::NotEqual, [1, 0, 1]),
            (Relation::Less, [1, 0, 0]),
            (Relation::LessEqual, [1, 1, 0]),
            (Relation::Greater, [0, 0, 1]),
            (Relation::GreaterEqual, [0, 1, 1]),
        ];
        for (relation, expected) in expected {
            let (a, b) = (run(lhs, 2, TextUnit::Byte), run(rhs, 2, TextUnit::Byte));
            let mut out = [9u8; 3];
            // SAFETY: three items each, three places.
            unsafe { compare_text_run(out.as_mut_ptr(), 1, relation, a, b, 3) };
            assert_eq!(out, expected, "{relation:?}");
        }
    }
}
