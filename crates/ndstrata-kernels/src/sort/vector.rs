//! What the vector sorts need of a register: the order of lanes, three shuffles, one split.
//!
//! The sorts in [`super::network`] and [`super::quick`] are written once over [`Vector`]; a width and
//! instruction set is one implementation (`avx512.rs`, `avx2.rs`). A value of a vector type exists
//! only where its instructions do: the constructors are unsafe and ask for that, so the arithmetic
//! on existing values is safe.

#![cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only x86-64 has vectors"))]
#![expect(unsafe_code, reason = "declares what needs instructions and pointers")]

/// A key that vectors hold. Floats come without NaN: the callers move those away first.
pub(crate) trait Key: Copy + PartialOrd + Send + Sync + 'static {
    /// A key that no key is greater than; it fills unused lanes.
    const LAST: Self;
}

macro_rules! keys {
    ($($key:ty: $last:expr),* $(,)?) => { $(impl Key for $key { const LAST: $key = $last; })* };
}

keys!(i16: i16::MAX, u16: u16::MAX, i32: i32::MAX, u32: u32::MAX, i64: i64::MAX, u64: u64::MAX, f32: f32::INFINITY, f64: f64::INFINITY);

/// A register of `LANES` keys, split at a pivot.
pub(super) trait Lanes: Copy {
    type Key: Key;

    const LANES: usize;

    /// All lanes `key`.
    ///
    /// # Safety
    /// The machine has this vector's instructions. The same holds for every constructor below.
    unsafe fn splat(key: Self::Key) -> Self;

    /// The `LANES` keys at `from`.
    ///
    /// # Safety
    /// `from` is readable for `LANES` keys.
    unsafe fn load(from: *const Self::Key) -> Self;

    /// The first `count` keys at `from`, then `LAST`.
    ///
    /// # Safety
    /// `from` is readable for `count <= LANES` keys.
    unsafe fn load_first(from: *const Self::Key, count: usize) -> Self;

    /// Asks for a vector to be brought near; any address will do.
    fn prefetch(from: *const Self::Key);

    /// Writes the lanes below the pivot (or equal to it, with `EQUAL`) from `left` upwards, the others
    /// up to `right`, and returns how many went left. May write other lanes between the two.
    ///
    /// # Safety
    /// `left .. left + LANES` and `right - LANES .. right` are writable. They are disjoint or the same.
    unsafe fn split<const EQUAL: bool>(
        self,
        pivot: Self,
        left: *mut Self::Key,
        right: *mut Self::Key,
    ) -> usize;

    /// [`split`](Vector::split) of the first `count` lanes only, writing exactly those.
    ///
    /// # Safety
    /// The keys that go left fit at `left`, the others below `right`.
    unsafe fn split_first<const EQUAL: bool>(
        self,
        count: usize,
        pivot: Self,
        left: *mut Self::Key,
        right: *mut Self::Key,
    ) -> usize;
}

/// Keys that are sorted in registers.
///
/// Orderings exchange lanes, they never duplicate one: of two equal keys with different bits (`-0.0`
/// and `0.0`) both survive.
pub(super) trait Vector: Lanes {
    /// What the shuffles keep in registers.
    type Shuffles: Copy;

    /// The rows of the largest matrix that is sorted in registers: 16 or 32.
    const MAX_ROWS: usize;

    /// # Safety
    /// The machine has this vector's instructions.
    unsafe fn shuffles() -> Self::Shuffles;

    /// Writes all lanes.
    ///
    /// # Safety
    /// `to` is writable for `LANES` keys.
    unsafe fn store(self, to: *mut Self::Key);

    /// Writes the first `count` lanes.
    ///
    /// # Safety
    /// `to` is writable for `count <= LANES` keys.
    unsafe fn store_first(self, to: *mut Self::Key, count: usize);

    /// The smaller and the larger of each lane.
    fn order(self, other: Self) -> (Self, Self);

    /// Lanes in reverse order within each group of `G`.
    fn mirror<const G: usize>(self, shuffles: &Self::Shuffles) -> Self;

    /// Orders lane `l` with lane `G - 1 - l` in each group of `G`.
    fn order_mirrored<const G: usize>(self, shuffles: &Self::Shuffles) -> Self;

    /// Orders lane `l` with lane `l + D` in each group of `2 * D`.
    fn order_distant<const D: usize>(self, shuffles: &Self::Shuffles) -> Self;

    /// [`sort_matrix`](super::network::sort_matrix), compiled with the vector's instructions. A
    /// function for each number of rows, so that a build without optimisation, which gives every
    /// register a place on the stack, needs the stack of one.
    ///
    /// # Safety
    /// As for the function, and the machine has the instructions.
    unsafe fn sort_matrix<const R: usize>(base: *mut Self::Key, len: usize);
}
