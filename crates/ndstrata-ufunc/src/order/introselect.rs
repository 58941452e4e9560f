//! Selection that leaves elements where NumPy's does, for types that NumPy selects without vectors.
//!
//! Hoare's selection with the median of three as pivot, by plain selection for the first few places,
//! and by a heap's worth of steps at most (Musser's introselect); pivots of one place bound the next.

use std::ops::Range;

/// Elements that are compared and swapped by their places.
pub(super) trait Places {
    /// Whether the element at one place comes before that at another.
    fn less(&self, a: usize, b: usize) -> bool;
    /// Swaps two elements.
    fn swap(&mut self, a: usize, b: usize);
    /// How many there are.
    fn len(&self) -> usize;
    /// Swaps elements after `left` that do not come before the one at `low` with elements before
    /// `right` that do not come after it, until both meet; where they end up. Elements on either side
    /// stop both scans.
    fn split(&mut self, low: usize, left: usize, right: usize) -> (usize, usize);
}

/// Values compared by a function.
pub(super) struct Values<'a, T, F> {
    pub(super) values: &'a mut [T],
    pub(super) less: F,
}

impl<T: Copy, F: Fn(&T, &T) -> bool> Places for Values<'_, T, F> {
    #[inline(always)]
    fn less(&self, a: usize, b: usize) -> bool {
        (self.less)(&self.values[a], &self.values[b])
    }

    #[inline(always)]
    fn swap(&mut self, a: usize, b: usize) {
        self.values.swap(a, b);
    }

    fn len(&self) -> usize {
        self.values.len()
    }

    #[inline]
    fn split(&mut self, low: usize, mut left: usize, mut right: usize) -> (usize, usize) {
        let (values, less) = (&mut *self.values, &self.less);
        let pivot = values[low];
        loop {
            left += 1;
            while less(&values[left], &pivot) {
                left += 1;
            }
            right -= 1;
            while less(&pivot, &values[right]) {
                right -= 1;
            }
            if right < left {
                return (left, right);
            }
            (values[left], values[right]) = (values[right], values[left]);
        }
    }
}

/// Puts the elements of these places, given in ascending order, where a sort would put them.
pub(super) fn select_all(elements: &mut impl Places, kths: &[usize], knows_nan: bool) {
    let mut pivots = Vec::new();
    let all = 0..elements.len();
    for &kth in kths {
        select(elements, all.clone(), kth, Some(&mut pivots), knows_nan);
    }
}

/// Pivots kept from one place for the next.
const MOST_PIVOTS: usize = 50;

fn store(pivot: usize, kth: usize, pivots: Option<&mut Vec<usize>>) {
    let Some(pivots) = pivots else { return };
    if pivot == kth && pivots.len() == MOST_PIVOTS {
        if let Some(last) = pivots.last_mut() {
            *last = pivot;
        }
    } else if pivot >= kth && pivots.len() < MOST_PIVOTS {
        pivots.push(pivot);
    }
}

fn select(
    elements: &mut impl Places,
    range: Range<usize>,
    kth: usize,
    mut pivots: Option<&mut Vec<usize>>,
    knows_nan: bool,
) {
    if !range.contains(&kth) {
        return;
    }
    let (mut low, mut high) = (range.start, range.end - 1);
    while let Some(pivots) = pivots.as_deref_mut()
        && let Some(&pivot) = pivots.last()
    {
        if pivot > kth {
            high = pivot - 1;
            break;
        }
        if pivot == kth {
            return;
        }
        low = pivot + 1;
        pivots.pop();
    }
    if kth - low < 3 {
        for place in low..=kth {
            let least = (place + 1..=high)
                .fold(place, |least, k| if elements.less(k, least) { k } else { least });
            elements.swap(place, least);
        }
        return store(kth, kth, pivots);
    }
    if knows_nan && kth == range.end - 1 {
        let most =
            (low + 1..range.end).fold(low, |most, k| if elements.less(k, most) { most } else { k });
        return elements.swap(kth, most);
    }
    let mut steps_left = 2 * range.len().ilog2() as isize;
    while low + 1 < high {
        let (mut left, mut right) = (low + 1, high);
        if steps_left > 0 || right - left < 5 {
            median_of_three(elements, low, high);
        } else {
            let middle = left + median_of_fives(elements, left, right - left, knows_nan);
            elements.swap(middle, low);
            left -= 1;
            right += 1;
        }
        steps_left -= 1;
        (left, right) = elements.split(low, left, right);
        elements.swap(low, right);
        if right != kth {
            store(right, kth, pivots.as_deref_mut());
        }
        if right >= kth {
            high = right.saturating_sub(1);
        }
        if right <= kth {
            low = left;
        }
    }
    if high == low + 1 && elements.less(high, low) {
        elements.swap(high, low);
    }
    store(kth, kth, pivots);
}

/// The median of the first, middle and last element becomes the first, the least of them the second.
fn median_of_three(elements: &mut impl Places, low: usize, high: usize) {
    let middle = low + (high - low) / 2;
    if elements.less(high, middle) {
        elements.swap(high, middle);
    }
    if elements.less(high, low) {
        elements.swap(high, low);
    }
    if elements.less(low, middle) {
        elements.swap(low, middle);
    }
    elements.swap(middle, low + 1);
}

/// The place, counted from `start`, of the median of the medians of groups of five.
fn median_of_fives(elements: &mut impl Places, start: usize, n: usize, knows_nan: bool) -> usize {
    let n_groups = n / 5;
    for group in 0..n_groups {
        let first = start + 5 * group;
        let median = median_of_five(elements, first);
        elements.swap(median, start + group);
    }
    if n_groups > 2 {
        let medians = start..start + n_groups;
        select(elements, medians, start + n_groups / 2, None, knows_nan);
    }
    n_groups / 2
}

/// The place of the median of five elements, of which some pairs are put in order.
fn median_of_five(elements: &mut impl Places, first: usize) -> usize {
    for (a, b) in [(0, 1), (3, 4), (0, 3), (1, 4), (1, 2)] {
        if elements.less(first + b, first + a) {
            elements.swap(first + b, first + a);
        }
    }
    if !elements.less(first + 3, first + 2) {
        return first + 2;
    }
    first + if elements.less(first + 3, first + 1) { 1 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_holds_what_a_sort_puts_there() {
        for n in 1..60_usize {
            let values: Vec<usize> = (0..n).map(|k| k * 7919 % 31).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable();
            for kth in 0..n {
                let mut parted = values.clone();
                let mut places = Values { values: &mut parted, less: |a: &usize, b: &usize| a < b };
                select_all(&mut places, &[kth / 2, kth], false);
                assert_eq!(parted[kth], sorted[kth]);
                assert_eq!(parted[kth / 2], sorted[kth / 2]);
                assert!(parted[..kth].iter().all(|x| *x <= parted[kth]));
            }
        }
    }

    /// Length, place, and the sum of elements times places of `np.partition` of complex numbers.
    const GOLDEN: [(usize, usize, i64); 7] = [
        (250, 10, 5229110),
        (250, 125, 5224372),
        (251, 7, 5291992),
        (100, 10, 337091),
        (3000, 10, 8989334386),
        (10000, 10, 332813882822),
        (10000, 5000, 333358349997),
    ];

    #[test]
    fn elements_in_reverse_end_up_where_numpy_has_them() {
        for (n, kth, expected) in GOLDEN {
            let mut values: Vec<i64> = (1..=n as i64).rev().collect();
            select_all(
                &mut Values { values: &mut values, less: |a: &i64, b: &i64| a < b },
                &[kth],
                false,
            );
            let sum: i64 = values.iter().zip(1..).map(|(value, place)| value * place).sum();
            assert_eq!(sum, expected, "{n} {kth}");
        }
    }
}
