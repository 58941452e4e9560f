//! What is special about sorting floats: NaN last, and two zeros that are equal.
//!
//! The sorts of [`super::quick`] know neither. NaN are moved away before, and the zeros are put in
//! order after: the negative ones first, or as they stood for a stable sort. All other equal floats
//! have equal bits, so that nothing else is needed for stability.

use core::cmp::Ordering;

use half::f16;

/// A float that a sort handles.
pub(crate) trait Float: Copy + PartialOrd + Send + Sync + 'static {
    const ZERO: Self;
    const NEGATIVE_ZERO: Self;
    fn is_nan(self) -> bool;
    fn is_sign_negative(self) -> bool;
}

macro_rules! floats {
    ($($float:ty, $zero:expr, $negative:expr);* $(;)?) => { $(
        impl Float for $float {
            const ZERO: $float = $zero;
            const NEGATIVE_ZERO: $float = $negative;
            #[inline]
            fn is_nan(self) -> bool {
                self.is_nan()
            }
            #[inline]
            fn is_sign_negative(self) -> bool {
                self.is_sign_negative()
            }
        }
    )* };
}

floats! {
    f16, f16::ZERO, f16::NEG_ZERO;
    f32, 0.0, -0.0;
    f64, 0.0, -0.0;
}

/// NumPy's order, in which all NaN are equal.
#[inline]
pub(super) fn compare_floats<T: Float>(a: T, b: T) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// Sorts floats with a sort of numbers, equal ones in an order that depends on nothing but the input.
pub(crate) fn sort_floats<T: Float>(values: &mut [T], sort_numbers: impl FnOnce(&mut [T])) {
    let n_numbers = move_nans_last(values);
    let numbers = &mut values[..n_numbers];
    sort_numbers(numbers);
    let zeros = zeros_of(numbers);
    let n_negative = zeros.iter().filter(|zero| zero.is_sign_negative()).count();
    zeros[..n_negative].fill(T::NEGATIVE_ZERO);
    zeros[n_negative..].fill(T::ZERO);
}

/// Sorts floats with a sort of numbers, equal ones in their order.
pub(crate) fn sort_floats_stable<T: Float>(values: &mut [T], sort_numbers: impl FnOnce(&mut [T])) {
    let n_numbers = move_nans_last(values);
    let numbers = &mut values[..n_numbers];
    let is_negative_zero = |value: &T| (*value == T::ZERO) & value.is_sign_negative();
    // Whole chunks at once, which vectors do.
    let has_one =
        |chunk: &[T]| chunk.iter().fold(false, |any, value| any | is_negative_zero(value));
    if !numbers.chunks(1024).any(has_one) {
        return sort_numbers(numbers);
    }
    let n_zeros = numbers.iter().filter(|value| **value == T::ZERO).count();
    let mut in_order = Vec::new();
    if in_order.try_reserve_exact(n_zeros).is_err() {
        return super::merge::merge_sort(numbers, |a, b| compare_floats(*a, *b));
    }
    in_order.extend(numbers.iter().copied().filter(|value| *value == T::ZERO));
    sort_numbers(numbers);
    zeros_of(numbers).copy_from_slice(&in_order);
}

/// Moves the NaN behind the numbers, each in their order; returns how many numbers there are.
pub(crate) fn move_nans_last<T: Float>(values: &mut [T]) -> usize {
    let clean = values
        .chunks(1024)
        .take_while(|chunk| !chunk.iter().fold(false, |found, value| found | value.is_nan()))
        .map(<[T]>::len)
        .sum::<usize>();
    if clean == values.len() {
        return clean;
    }
    let n_nans = values[clean..].iter().filter(|value| value.is_nan()).count();
    let mut nans = Vec::new();
    let mut n_numbers = clean;
    if nans.try_reserve_exact(n_nans + 1).is_err() {
        // Without memory for them the NaN keep their number, the last one standing for all.
        let mut last_nan = values[clean];
        for i in clean..values.len() {
            let value = values[i];
            if value.is_nan() {
                last_nan = value;
            } else {
                values[n_numbers] = value;
                n_numbers += 1;
            }
        }
        values[n_numbers..].fill(last_nan);
        return n_numbers;
    }
    // Each value is written to both ends, and stays at one: no branch that is hard to foretell.
    nans.resize(n_nans + 1, T::ZERO);
    let mut n_found = 0;
    for i in clean..values.len() {
        let value = values[i];
        values[n_numbers] = value;
        nans[n_found] = value;
        n_numbers += usize::from(!value.is_nan());
        n_found += usize::from(value.is_nan());
    }
    values[n_numbers..].copy_from_slice(&nans[..n_nans]);
    n_numbers
}

/// The zeros of sorted numbers.
fn zeros_of<T: Float>(numbers: &mut [T]) -> &mut [T] {
    let start = numbers.partition_point(|value| *value < T::ZERO);
    let end = numbers.partition_point(|value| *value <= T::ZERO);
    &mut numbers[start..end]
}
