//! Sorts of complex numbers: by real part, then by imaginary part.
//!
//! Numbers without NaN are sorted as indices, by packed keys; those with one are set apart and
//! compared. A sort moves the elements once, from a copy; without memory for copy and indices it
//! compares in place.

#![expect(unsafe_code, reason = "complex numbers are looked at as their parts")]

use core::cmp::Ordering;
use core::ptr;

use num_complex::Complex;

use super::arg::{argsort_keyed, fill_with_indices};
use super::floats::{Float, compare_floats};
use super::key::Keyed;
use super::machine::Machine;
use super::merge::merge_sort;

/// NumPy's order: a NaN in the imaginary part after none, in the real part after that, in both last.
pub(super) fn compare_complex<T: Float>(a: &Complex<T>, b: &Complex<T>) -> Ordering {
    let class = |z: &Complex<T>| (z.re.is_nan(), z.im.is_nan());
    class(a)
        .cmp(&class(b))
        .then_with(|| compare_floats(a.re, b.re))
        .then_with(|| compare_floats(a.im, b.im))
}

/// Sorts, equal elements in their order.
pub(super) fn sort_complex<T: Float + Keyed>(machine: Machine, values: &mut [Complex<T>]) {
    if values.is_sorted_by(in_order) {
        return;
    }
    if values.is_sorted_by(|a, b| in_order(b, a) && !in_order(a, b)) {
        return values.reverse();
    }
    let mut order: Vec<i64> = Vec::new();
    let mut copy = Vec::new();
    let fits = order.try_reserve_exact(values.len()).is_ok()
        && copy.try_reserve_exact(values.len()).is_ok();
    if !fits || values.len() < 32 {
        return merge_sort(values, compare_complex);
    }
    copy.extend_from_slice(values);
    order.resize(values.len(), 0);
    fill_with_indices(&mut order);
    argsort_complex(machine, &copy, &mut order);
    for (value, index) in values.iter_mut().zip(order) {
        *value = copy[index as usize];
    }
}

/// Whether one number may come before another; of those with NaN nothing is known.
#[inline(always)]
fn in_order<T: Float>(a: &Complex<T>, b: &Complex<T>) -> bool {
    (a.re < b.re) | ((a.re == b.re) & (a.im <= b.im))
}

/// Sorts indices, given in ascending order, equal ones keeping theirs.
pub(super) fn argsort_complex<T: Float + Keyed>(
    machine: Machine,
    values: &[Complex<T>],
    order: &mut [i64],
) {
    let at = |index: i64| &values[index as usize];
    if order.is_sorted_by(|a, b| in_order(at(*a), at(*b))) {
        return;
    }
    if order.is_sorted_by(|a, b| !in_order(at(*a), at(*b)) && in_order(at(*b), at(*a))) {
        return order.reverse();
    }
    let has_nan = |index: i64| at(index).re.is_nan() || at(index).im.is_nan();
    if order.iter().any(|index| has_nan(*index)) {
        merge_sort(order, |a, b| has_nan(*a).cmp(&has_nan(*b)));
    }
    let n_numbers = order.partition_point(|index| !has_nan(*index));
    let (numbers, others) = order.split_at_mut(n_numbers);
    merge_sort(others, |a, b| compare_complex(at(*a), at(*b)));

    argsort_keyed(machine, as_real_parts(values), numbers);
    let mut start = 0;
    for end in 1..=numbers.len() {
        if end == numbers.len() || at(numbers[start]).re != at(numbers[end]).re {
            if end - start > 1 {
                argsort_keyed(machine, as_imaginary_parts(values), &mut numbers[start..end]);
            }
            start = end;
        }
    }
}

/// A complex number that orders as its real part.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct RealPart<T>(Complex<T>);

/// A complex number that orders as its imaginary part.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct ImaginaryPart<T>(Complex<T>);

impl<T: Keyed> Keyed for RealPart<T> {
    #[inline(always)]
    fn to_key(self) -> u64 {
        self.0.re.to_key()
    }
}

impl<T: Keyed> Keyed for ImaginaryPart<T> {
    #[inline(always)]
    fn to_key(self) -> u64 {
        self.0.im.to_key()
    }
}

fn as_real_parts<T>(values: &[Complex<T>]) -> &[RealPart<T>] {
    // SAFETY: `RealPart` is transparent.
    unsafe { &*(ptr::from_ref(values) as *const [RealPart<T>]) }
}

fn as_imaginary_parts<T>(values: &[Complex<T>]) -> &[ImaginaryPart<T>] {
    // SAFETY: `ImaginaryPart` is transparent.
    unsafe { &*(ptr::from_ref(values) as *const [ImaginaryPart<T>]) }
}
