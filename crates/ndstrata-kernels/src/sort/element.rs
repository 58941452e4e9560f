//! The element types that have NumPy's order, and how each is sorted.

#![expect(unsafe_code, reason = "dates are sorted in place as their keys")]

use core::cmp::Ordering;
use core::ptr;

use half::f16;
use half::slice::HalfFloatSliceExt;
use num_complex::Complex;

use super::arg::{argselect_keyed, argsort_keyed};
use super::complex::{argsort_complex, compare_complex, sort_complex};
use super::counting::{select_words, sort_bools, sort_bytes, sort_words};
use super::floats::{Float, compare_floats, move_nans_last, sort_floats, sort_floats_stable};
use super::key::Keyed;
use super::machine::Machine;
use super::quick::{quickselect, quicksort};
use super::steps::SortKey;
use crate::versions::{Body, run_at};

/// An element type that has NumPy's order: numbers, booleans, complex numbers, dates.
///
/// NaN comes last; complex numbers compare by real part, then by imaginary part, those with a NaN in
/// the imaginary part after all others, those with a NaN in the real part after these.
pub trait Sortable: Machinery {}

impl<T: Machinery> Sortable for T {}

/// How an element type is sorted; sealed by being out of reach.
pub trait Machinery: Copy + Send + Sync + 'static {
    /// NumPy's order, in which all NaN are equal.
    fn compare(&self, other: &Self) -> Ordering;

    /// Whether it comes before the other: the same order, without a branch where that can be.
    fn less(&self, other: &Self) -> bool;

    /// Whether it is NaN in any part, or NaT.
    fn is_nan(&self) -> bool;

    /// Sorts, equal elements in any order, but the same on every machine.
    fn sort_on(machine: Machine, values: &mut [Self]);

    /// Sorts, equal elements in their order.
    fn sort_stable_on(machine: Machine, values: &mut [Self]);

    /// Puts the element in place that a sort would put at `kth`, none greater before it and none less
    /// after it.
    fn select_on(machine: Machine, values: &mut [Self], kth: usize);

    /// Sorts indices, given in ascending order, by the elements they name, equal ones in their order.
    fn argsort_on(machine: Machine, values: &[Self], order: &mut [i64]);

    /// Words in the order of the elements, if the elements are words but are slow to compare.
    fn word_keys(_: Machine, _: &[Self]) -> Option<Vec<u16>> {
        None
    }

    /// Orders the indices of all elements as [`select_on`](Machinery::select_on) does the elements.
    fn argselect_on(machine: Machine, values: &[Self], order: &mut [i64], kth: usize);
}

/// A date or a duration as NumPy stores it: an `i64` whose least value is NaT, which comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct NatLast(pub i64);

impl NatLast {
    /// Not a time.
    pub const NAT: NatLast = NatLast(i64::MIN);

    /// The counts of dates, NaT among them.
    pub fn as_counts(dates: &[NatLast]) -> &[i64] {
        // SAFETY: a date is an i64 in all but name.
        unsafe { &*(ptr::from_ref(dates) as *const [i64]) }
    }

    /// A number that orders as the date does.
    pub(super) fn to_key(self) -> u64 {
        (self.0 as u64).wrapping_sub(i64::MIN as u64 + 1)
    }

    fn from_key(key: u64) -> NatLast {
        NatLast(key.wrapping_add(i64::MIN as u64 + 1) as i64)
    }
}

macro_rules! integers {
    ($($element:ty: $sort:ident, $select:ident, $is_nat:expr);* $(;)?) => { $(
        impl Machinery for $element {
            #[inline]
            fn compare(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
            #[inline(always)]
            fn less(&self, other: &Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn is_nan(&self) -> bool {
                let is_nat: fn(&$element) -> bool = $is_nat;
                is_nat(self)
            }
            fn sort_on(machine: Machine, values: &mut [Self]) {
                $sort(machine, values);
            }
            fn sort_stable_on(machine: Machine, values: &mut [Self]) {
                $sort(machine, values);
            }
            fn select_on(machine: Machine, values: &mut [Self], kth: usize) {
                $select(machine, values, kth);
            }
            fn argsort_on(machine: Machine, values: &[Self], order: &mut [i64]) {
                argsort_keyed(machine, values, order);
            }
            fn argselect_on(machine: Machine, values: &[Self], order: &mut [i64], kth: usize) {
                argselect_keyed(machine, values, order, kth);
            }
        }
    )* };
}

integers! {
    bool: sort_bools, select_by_sorting, |_| false;
    i8: sort_bytes, select_by_sorting, |_| false;
    u8: sort_bytes, select_by_sorting, |_| false;
    i16: sort_words, select_words, |_| false;
    u16: sort_words, select_words, |_| false;
    i32: sort_keys, select_keys, |_| false;
    u32: sort_keys, select_keys, |_| false;
    i64: sort_keys, select_keys, |_| false;
    u64: sort_keys, select_keys, |_| false;
    NatLast: sort_dates, select_dates, |date| *date == NatLast::NAT;
}

impl PartialOrd for NatLast {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NatLast {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_key().cmp(&other.to_key())
    }
}

macro_rules! floats {
    ($($element:ty: $sort:ident, $select:ident, $less:expr, $words:expr);* $(;)?) => { $(
        impl Machinery for $element {
            #[inline]
            fn compare(&self, other: &Self) -> Ordering {
                compare_floats(*self, *other)
            }
            #[inline(always)]
            fn less(&self, other: &Self) -> bool {
                let less: fn($element, $element) -> bool = $less;
                less(*self, *other)
            }
            #[inline(always)]
            fn is_nan(&self) -> bool {
                Float::is_nan(*self)
            }
            fn sort_on(machine: Machine, values: &mut [Self]) {
                sort_floats(values, |numbers| $sort(machine, numbers));
            }
            fn sort_stable_on(machine: Machine, values: &mut [Self]) {
                sort_floats_stable(values, |numbers| $sort(machine, numbers));
            }
            fn select_on(machine: Machine, values: &mut [Self], kth: usize) {
                let n_numbers = move_nans_last(values);
                if kth < n_numbers {
                    $select(machine, &mut values[..n_numbers], kth);
                }
            }
            fn argsort_on(machine: Machine, values: &[Self], order: &mut [i64]) {
                argsort_keyed(machine, values, order);
            }
            fn word_keys(machine: Machine, values: &[Self]) -> Option<Vec<u16>> {
                let words: fn(Machine, &[$element]) -> Option<Vec<u16>> = $words;
                words(machine, values)
            }
            fn argselect_on(machine: Machine, values: &[Self], order: &mut [i64], kth: usize) {
                argselect_keyed(machine, values, order, kth);
            }
        }
    )* };
}

floats! {
    // Halves are compared as integers, which takes no conversion.
    f16: sort_halves, select_halves, |a, b| a.to_key() < b.to_key(), half_words;
    f32: sort_keys, select_keys, |a, b| (a < b) | (!Float::is_nan(a) & Float::is_nan(b)), |_, _| None;
    f64: sort_keys, select_keys, |a, b| (a < b) | (!Float::is_nan(a) & Float::is_nan(b)), |_, _| None;
}

macro_rules! complexes {
    ($($part:ty),*) => { $(
        impl Machinery for Complex<$part> {
            #[inline]
            fn compare(&self, other: &Self) -> Ordering {
                compare_complex(self, other)
            }
            #[inline]
            fn less(&self, other: &Self) -> bool {
                compare_complex(self, other).is_lt()
            }
            #[inline]
            fn is_nan(&self) -> bool {
                self.re.is_nan() || self.im.is_nan()
            }
            fn sort_on(machine: Machine, values: &mut [Self]) {
                sort_complex(machine, values);
            }
            fn sort_stable_on(machine: Machine, values: &mut [Self]) {
                sort_complex(machine, values);
            }
            fn select_on(_: Machine, values: &mut [Self], kth: usize) {
                values.select_nth_unstable_by(kth, compare_complex);
            }
            fn argsort_on(machine: Machine, values: &[Self], order: &mut [i64]) {
                argsort_complex(machine, values, order);
            }
            fn argselect_on(_: Machine, values: &[Self], order: &mut [i64], kth: usize) {
                order.select_nth_unstable_by(kth, |a, b| {
                    compare_complex(&values[*a as usize], &values[*b as usize])
                });
            }
        }
    )* };
}

complexes!(f32, f64);

fn sort_keys<K: SortKey>(machine: Machine, keys: &mut [K]) {
    quicksort(K::steps(machine.isa), keys, machine);
}

fn select_keys<K: SortKey>(machine: Machine, keys: &mut [K], kth: usize) {
    if kth < keys.len() {
        quickselect(K::steps(machine.isa), keys, kth, machine);
    }
}

/// Counting bytes is as fast as any selection.
fn select_by_sorting<T: Machinery>(machine: Machine, values: &mut [T], _: usize) {
    T::sort_on(machine, values);
}

fn sort_halves(machine: Machine, values: &mut [f16]) {
    with_half_keys(machine, values, |keys| sort_words(machine, keys));
}

fn select_halves(machine: Machine, values: &mut [f16], kth: usize) {
    with_half_keys(machine, values, |keys| select_words(machine, keys, kth));
}

/// Floats in place as keys of the same width, and back.
fn with_half_keys(machine: Machine, values: &mut [f16], order: impl FnOnce(&mut [u16])) {
    let bits = values.reinterpret_cast_mut();
    run_at(machine.isa, Replace { words: bits, by: half_to_key });
    order(bits);
    run_at(machine.isa, Replace { words: bits, by: half_from_key });
}

/// The keys of halves, in which all NaN are equal and both zeros are.
fn half_words(machine: Machine, values: &[f16]) -> Option<Vec<u16>> {
    let mut words = Vec::new();
    words.try_reserve_exact(values.len()).ok()?;
    words.extend_from_slice(values.reinterpret_cast());
    let key = |bits: u16| f16::from_bits(bits).to_key() as u16;
    run_at(machine.isa, Replace { words: &mut words, by: key });
    Some(words)
}

struct Replace<'a, F> {
    words: &'a mut [u16],
    by: F,
}

impl<F: Fn(u16) -> u16> Body for Replace<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        self.words.iter_mut().for_each(|word| *word = (self.by)(*word));
    }
}

/// Negative numbers with all bits flipped, then the others.
pub(super) fn half_to_key(bits: u16) -> u16 {
    bits ^ if bits >> 15 == 1 { 0xFFFF } else { 0x8000 }
}

fn half_from_key(key: u16) -> u16 {
    key ^ if key >> 15 == 1 { 0x8000 } else { 0xFFFF }
}

fn sort_dates(machine: Machine, dates: &mut [NatLast]) {
    with_date_keys(dates, |keys| sort_keys(machine, keys));
}

fn select_dates(machine: Machine, dates: &mut [NatLast], kth: usize) {
    with_date_keys(dates, |keys| select_keys(machine, keys, kth));
}

/// Dates in place as keys of the same width, and back.
fn with_date_keys(dates: &mut [NatLast], order: impl FnOnce(&mut [u64])) {
    dates.iter_mut().for_each(|date| *date = NatLast(date.to_key() as i64));
    // SAFETY: a date is an i64 in all but name; u64 has its size, alignment and freedom of values.
    order(unsafe { &mut *(ptr::from_mut(dates) as *mut [u64]) });
    dates.iter_mut().for_each(|date| *date = NatLast::from_key(date.0 as u64));
}
