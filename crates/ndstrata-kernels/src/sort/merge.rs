//! A stable merge sort by a comparator, for elements of any kind.
//!
//! Runs that are in order already are taken as they are. The scratch buffer holds half the elements;
//! without memory for it, runs are merged by rotation, more slowly. A comparator that contradicts
//! itself gives some order, never a panic.

use core::cmp::Ordering;

/// Runs shorter than this are grown by insertion.
const MIN_RUN: usize = 16;

/// Sorts by `compare`, equal elements in their order.
pub(crate) fn merge_sort<T: Copy>(values: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let is_less = &mut |a: &T, b: &T| compare(a, b) == Ordering::Less;
    if values.len() <= MIN_RUN {
        return insertion_sort(values, 1, is_less);
    }
    let mut scratch = Vec::new();
    // Whether it worked shows in the capacity, which `merge` asks.
    let _ = scratch.try_reserve_exact(values.len() / 2);
    // Ends of runs yet to be merged, each at least twice as long as the next: few at any time.
    let mut runs: Vec<(usize, usize)> = Vec::with_capacity(usize::BITS as usize);
    let mut start = 0;
    while start < values.len() {
        let end = start + take_run(&mut values[start..], is_less);
        let mut begin = start;
        while let Some(&(before, middle)) = runs.last()
            && (middle - before < 2 * (end - begin) || end == values.len())
        {
            runs.pop();
            merge(&mut values[before..end], middle - before, &mut scratch, is_less);
            begin = before;
        }
        runs.push((begin, end));
        start = end;
    }
}

/// Finds or makes a run at the front; returns its length.
fn take_run<T: Copy>(values: &mut [T], is_less: &mut impl FnMut(&T, &T) -> bool) -> usize {
    if values.len() < 2 {
        return values.len();
    }
    let descends = is_less(&values[1], &values[0]);
    let mut len = 2;
    while len < values.len() && is_less(&values[len], &values[len - 1]) == descends {
        len += 1;
    }
    if descends {
        values[..len].reverse();
    }
    if len < MIN_RUN {
        let wanted = MIN_RUN.min(values.len());
        insertion_sort(&mut values[..wanted], len, is_less);
        len = wanted;
    }
    len
}

/// Sorts `values`, of which the first `sorted` are in order.
fn insertion_sort<T: Copy>(
    values: &mut [T],
    sorted: usize,
    is_less: &mut impl FnMut(&T, &T) -> bool,
) {
    for i in sorted..values.len() {
        let value = values[i];
        let mut place = i;
        while place > 0 && is_less(&value, &values[place - 1]) {
            values[place] = values[place - 1];
            place -= 1;
        }
        values[place] = value;
    }
}

/// Merges `values[..middle]` and `values[middle..]`.
fn merge<T: Copy>(
    values: &mut [T],
    middle: usize,
    scratch: &mut Vec<T>,
    is_less: &mut impl FnMut(&T, &T) -> bool,
) {
    let len = values.len();
    if middle == 0 || middle == len || !is_less(&values[middle], &values[middle - 1]) {
        return;
    }
    if middle.min(len - middle) > scratch.capacity() {
        return merge_in_place(values, middle, is_less);
    }
    scratch.clear();
    if middle <= len - middle {
        scratch.extend_from_slice(&values[..middle]);
        let (mut left, mut right, mut to) = (0, middle, 0);
        while left < scratch.len() && right < len {
            let take_right = is_less(&values[right], &scratch[left]);
            values[to] = if take_right { values[right] } else { scratch[left] };
            right += usize::from(take_right);
            left += usize::from(!take_right);
            to += 1;
        }
        let rest = scratch.len() - left;
        values[to..to + rest].copy_from_slice(&scratch[left..]);
    } else {
        scratch.extend_from_slice(&values[middle..]);
        let (mut left, mut right, mut to) = (middle, scratch.len(), len);
        while left > 0 && right > 0 {
            let take_left = is_less(&scratch[right - 1], &values[left - 1]);
            to -= 1;
            values[to] = if take_left { values[left - 1] } else { scratch[right - 1] };
            left -= usize::from(take_left);
            right -= usize::from(!take_left);
        }
        values[to - right..to].copy_from_slice(&scratch[..right]);
    }
}

/// Merges by splitting both runs around a common middle and rotating the inner parts.
fn merge_in_place<T: Copy>(
    values: &mut [T],
    middle: usize,
    is_less: &mut impl FnMut(&T, &T) -> bool,
) {
    let len = values.len();
    if middle == 0 || middle == len {
        return;
    }
    if len == 2 {
        if is_less(&values[1], &values[0]) {
            values.swap(0, 1);
        }
        return;
    }
    let (cut_left, cut_right);
    if middle > len - middle {
        cut_left = middle / 2;
        let pivot = values[cut_left];
        cut_right = middle + values[middle..].partition_point(|value| is_less(value, &pivot));
    } else {
        cut_right = middle + (len - middle) / 2;
        let pivot = values[cut_right];
        cut_left = values[..middle].partition_point(|value| !is_less(&pivot, value));
    }
    values[cut_left..cut_right].rotate_left(middle - cut_left);
    let new_middle = cut_left + (cut_right - middle);
    // Each part holds at most three quarters of the elements, so the depth is logarithmic.
    let (before, after) = values.split_at_mut(new_middle);
    merge_in_place(before, cut_left, is_less);
    merge_in_place(after, middle - cut_left, is_less);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_merge_without_scratch() {
        let by_key = |a: &(u8, usize), b: &(u8, usize)| a.0 < b.0;
        for middle in [1, 2, 7, 50, 99] {
            let key = |i: usize| (i * 37 % 11) as u8;
            let mut values: Vec<(u8, usize)> = (0..100).map(|i| (key(i), i)).collect();
            values[..middle].sort();
            values[middle..].sort();
            let mut expected = values.clone();
            expected.sort();
            merge_in_place(&mut values, middle, &mut { by_key });
            assert_eq!(values, expected);
        }
    }

    #[test]
    fn a_comparator_that_contradicts_itself_does_no_harm() {
        let mut values: Vec<u32> = (0..1000).map(|i| i * 7919 % 1000).collect();
        let mut turn = 0;
        merge_sort(&mut values, |_, _| {
            turn += 1;
            if turn % 3 == 0 { Ordering::Less } else { Ordering::Greater }
        });
        values.sort();
        assert!(values.into_iter().eq(0..1000));
    }
}
