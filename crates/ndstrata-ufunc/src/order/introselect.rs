//! Selection that leaves elements where NumPy's does, for types that NumPy selects without vectors.
//!
//! Hoare's selection with the median of three as pivot, by plain selection for the first few places,
//! and by a heap's worth of steps at most (Musser's introselect); pivots of one place bound the next.

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
    for &kth in kths {
        select(elements, kth, &mut pivots, knows_nan);
    }
}

/// Pivots kept from one place for the next.
const MOST_PIVOTS: usize = 50;

fn store(pivot: usize, kth: usize, pivots: &mut Vec<usize>) {
    if pivot == kth && pivots.len() == MOST_PIVOTS {
        if let Some(last) = pivots.last_mut() {
            *last = pivot;
        }
    } else if pivot >= kth && pivots.len() < MOST_PIVOTS {
        pivots.push(pivot);
    }
}

fn select(elements: &mut impl Places, kth: usize, pivots: &mut Vec<usize>, knows_nan: bool) {
    let n = elements.len();
    if kth >= n {
        return;
    }
    let (mut low, mut high) = (0, n - 1);
    while let Some(&pivot) = pivots.last() {
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
    if knows_nan && kth == n - 1 {
        let most = (low + 1..n).fold(low, |most, k| if elements.less(k, most) { most } else { k });
        return elements.swap(kth, most);
    }
    let mut steps_left = 2 * n.ilog2() as isize;
    while low + 1 < high {
        let (mut left, mut right) = (low + 1, high);
        if steps_left > 0 || right - left < 5 {
            median_of_three(elements, low, high);
        } else {
            let middle = left + median_of_fives(elements, left, right - left);
            elements.swap(middle, low);
            left -= 1;
            right += 1;
        }
        steps_left -= 1;
        (left, right) = elements.split(low, left, right);
        elements.swap(low, right);
        if right != kth {
            store(right, kth, pivots);
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
fn median_of_fives(elements: &mut impl Places, start: usize, n: usize) -> usize {
    let n_groups = n / 5;
    for group in 0..n_groups {
        let first = start + 5 * group;
        for k in first + 1..first + 5 {
            let mut place = k;
            while place > first && elements.less(place, place - 1) {
                elements.swap(place, place - 1);
                place -= 1;
            }
        }
        elements.swap(first + 2, start + group);
    }
    if n_groups > 2 {
        let middle = n_groups / 2;
        for place in 0..=middle {
            let least = (place + 1..n_groups).fold(place, |least, k| {
                if elements.less(start + k, start + least) { k } else { least }
            });
            elements.swap(start + place, start + least);
        }
    }
    n_groups / 2
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
}
