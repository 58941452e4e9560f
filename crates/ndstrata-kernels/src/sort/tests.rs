//! Every path of every sort against the standard library's, on patterns that break quicksorts.

use core::cmp::Ordering;
use core::fmt::Debug;

use half::f16;
use num_complex::Complex;
use proptest::prelude::*;

use super::element::Machinery;
use super::{Column, IndexOrder, Machine, NatLast, OrderBy, lexsort};
use crate::versions::levels;

pub(crate) fn machines() -> impl Iterator<Item = Machine> {
    levels().flat_map(|isa| [false, true].map(|parallel| Machine { isa, parallel }))
}

/// Marsaglia's xorshift, for reproducible noise.
pub(crate) fn noise(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// Patterns of `n` numbers: random, constant, sorted, reversed, pipes, saws, few values, nearly
/// sorted, and the sequence that makes the median of fixed places the least element again and again.
pub(crate) fn patterns(n: usize) -> Vec<Vec<u64>> {
    let mut random = noise(n as u64 + 1);
    let m = n as u64;
    let mut nearly: Vec<u64> = (0..m).collect();
    for _ in 0..n / 50 {
        let (a, b) = (random() as usize % n, random() as usize % n);
        nearly.swap(a, b);
    }
    vec![
        (0..m).map(|_| random()).collect(),
        vec![7; n],
        (0..m).collect(),
        (0..m).rev().collect(),
        (0..m).map(|i| i.min(m - i)).collect(),
        (0..m).map(|i| i.max(m - i)).collect(),
        (0..m).map(|i| i % 17).collect(),
        (0..m).map(|_| random() % 3).collect(),
        (0..m).map(|_| random() % 2 * u64::MAX).collect(),
        nearly,
        (0..m).map(|i| if i % 2 == 0 { i / 2 } else { m - i }).collect(),
        (0..m).map(|i| if i * 16 % m.max(1) < 16 { 0 } else { i ^ 0x55 }).collect(),
    ]
}

/// Around the lengths at which a sort takes another path. The longest is for the threads.
const SIZES: [usize; 15] = [0, 1, 2, 7, 9, 31, 33, 64, 129, 255, 257, 383, 513, 1500, 40_000];

/// Sorts every pattern on every machine and compares bits with a stable sort by the order.
fn check<T: Machinery + Debug>(from: impl Fn(u64) -> T, bits: impl Fn(&T) -> u128) {
    for n in SIZES {
        // Long ones are slow to check in a debug build: down to two patterns.
        for pattern in patterns(n).into_iter().step_by((n / 250).clamp(1, 11)) {
            let values: Vec<T> = pattern.into_iter().map(&from).collect();
            let mut expected = values.clone();
            expected.sort_by(T::compare);
            let mut unstable: Option<Vec<u128>> = None;
            for machine in machines().filter(|machine| n > 20_000 || !machine.parallel) {
                let mut sorted = values.clone();
                T::sort_on(machine, &mut sorted);
                let equal = |(a, b): (&T, &T)| a.compare(b) == Ordering::Equal;
                assert!(sorted.iter().zip(&expected).all(equal), "{machine:?} {n}");
                let found: Vec<u128> = sorted.iter().map(&bits).collect();
                let first = unstable.get_or_insert_with(|| {
                    let mut multiset: Vec<u128> = expected.iter().map(&bits).collect();
                    let mut others = found.clone();
                    multiset.sort_unstable();
                    others.sort_unstable();
                    assert_eq!(multiset, others, "{machine:?} {n}");
                    found.clone()
                });
                assert_eq!(*first, found, "{machine:?} {n}");

                let mut stable = values.clone();
                T::sort_stable_on(machine, &mut stable);
                let wanted: Vec<u128> = expected.iter().map(&bits).collect();
                let found: Vec<u128> = stable.iter().map(&bits).collect();
                assert_eq!(wanted, found, "{machine:?} {n}");

                let mut order: Vec<i64> = (0..n as i64).collect();
                let mut wanted = order.clone();
                wanted.sort_by(|a, b| values[*a as usize].compare(&values[*b as usize]));
                T::argsort_on(machine, &values, &mut order);
                assert_eq!(order, wanted, "{machine:?} {n}");

                for kth in [n / 3].into_iter().filter(|kth| *kth < n) {
                    let mut parts = values.clone();
                    T::select_on(machine, &mut parts, kth);
                    let pivot = parts[kth];
                    assert_eq!(pivot.compare(&expected[kth]), Ordering::Equal);
                    assert!(parts[..kth].iter().all(|x| x.compare(&pivot).is_le()));
                    assert!(parts[kth..].iter().all(|x| x.compare(&pivot).is_ge()));

                    let mut order: Vec<i64> = (0..n as i64).collect();
                    T::argselect_on(machine, &values, &mut order, kth);
                    let at = |i: usize| values[order[i] as usize];
                    assert_eq!(at(kth).compare(&expected[kth]), Ordering::Equal);
                    assert!((0..kth).all(|i| at(i).compare(&pivot).is_le()));
                    assert!((kth..n).all(|i| at(i).compare(&pivot).is_ge()));
                    order.sort();
                    assert!(order.iter().copied().eq(0..n as i64));
                }
            }
        }
    }
}

#[test]
fn integers_sort_on_every_machine() {
    check(|x| x as i32, |x| *x as u32 as u128);
    check(|x| x as u32, |x| *x as u128);
    check(|x| x as i64, |x| *x as u64 as u128);
    check(|x| x, |x| *x as u128);
}

#[test]
fn narrow_elements_sort_on_every_machine() {
    check(|x| x % 2 == 1, |x| *x as u128);
    check(|x| x as i8, |x| *x as u8 as u128);
    check(|x| x as u8, |x| *x as u128);
    check(|x| x as i16, |x| *x as u16 as u128);
    check(|x| x as u16, |x| *x as u128);
}

#[test]
fn floats_sort_on_every_machine() {
    check(|x| f32::from_bits(x as u32), |x| x.to_bits() as u128);
    check(f64::from_bits, |x| x.to_bits() as u128);
    check(|x| f16::from_bits(x as u16), |x| x.to_bits() as u128);
    check(|x| x as f32, |x| x.to_bits() as u128);
    check(
        |x| [0.0, -0.0, f64::NAN, 1.0, -f64::NAN, f64::INFINITY][x as usize % 6],
        |x| x.to_bits() as u128,
    );
    check(|x| [0.0, -0.0, f32::NAN, -1.0][x as usize % 4], |x| x.to_bits() as u128);
}

#[test]
fn complex_numbers_sort_on_every_machine() {
    let parts = [0.0, -0.0, f64::NAN, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY];
    check(
        |x| Complex::new(parts[x as usize % 7], parts[(x / 7) as usize % 7]),
        |z| (z.re.to_bits() as u128) << 64 | z.im.to_bits() as u128,
    );
}

#[test]
fn complex_numbers_with_nan_come_in_classes() {
    let nan = f64::NAN;
    let mut values = [
        Complex::new(nan, nan),
        Complex::new(nan, 2.0),
        Complex::new(nan, 1.0),
        Complex::new(1.0, nan),
        Complex::new(0.0, nan),
        Complex::new(1.0, 0.0),
        Complex::new(0.0, 5.0),
    ];
    super::sort(&mut values);
    let shown = format!("{values:?}");
    let expected = [
        Complex::new(0.0, 5.0),
        Complex::new(1.0, 0.0),
        Complex::new(0.0, nan),
        Complex::new(1.0, nan),
        Complex::new(nan, 1.0),
        Complex::new(nan, 2.0),
        Complex::new(nan, nan),
    ];
    assert_eq!(shown, format!("{expected:?}"));
}

#[test]
fn dates_sort_with_nat_last() {
    check(|x| NatLast(x as i64), |x| x.0 as u64 as u128);
    let mut dates = [NatLast(3), NatLast::NAT, NatLast(-7), NatLast(i64::MAX)];
    super::sort(&mut dates);
    assert_eq!(dates, [NatLast(-7), NatLast(3), NatLast(i64::MAX), NatLast::NAT]);
}

#[test]
fn keys_that_differ_only_in_low_bits_are_told_apart() {
    for n in [30, 1000, 30_000] {
        let mut random = noise(n as u64);
        for distinct in [2, 5, 1000] {
            // A few clusters far apart, each of close keys, many of them equal.
            let values: Vec<i64> = (0..n)
                .map(|_| (random() % 3) as i64 * (i64::MAX / 3) + (random() % distinct) as i64)
                .collect();
            let mut wanted: Vec<i64> = (0..n as i64).collect();
            wanted.sort_by_key(|i| values[*i as usize]);
            for machine in machines() {
                let mut order: Vec<i64> = (0..n as i64).collect();
                i64::argsort_on(machine, &values, &mut order);
                assert_eq!(order, wanted);
                for kth in [0, n / 2, n - 1] {
                    let mut order: Vec<i64> = (0..n as i64).collect();
                    i64::argselect_on(machine, &values, &mut order, kth);
                    let pivot = values[wanted[kth] as usize];
                    assert_eq!(values[order[kth] as usize], pivot);
                    assert!(order[..kth].iter().all(|i| values[*i as usize] <= pivot));
                    assert!(order[kth..].iter().all(|i| values[*i as usize] >= pivot));
                }
            }
        }
    }
}

#[test]
fn partition_takes_several_places() {
    let mut random = noise(3);
    let values: Vec<i32> = (0..2000).map(|_| random() as i32 % 500).collect();
    let mut expected = values.clone();
    expected.sort();
    let kths = [1500, 3, 3, 0, 999, 1000, 5000];
    let mut parts = values.clone();
    super::partition(&mut parts, &kths);
    let mut order = vec![0; values.len()];
    super::argpartition(&values, &kths, &mut order);
    for kth in kths.into_iter().filter(|kth| *kth < values.len()) {
        assert_eq!(parts[kth], expected[kth]);
        assert!(parts[..kth].iter().all(|x| *x <= expected[kth]));
        assert!(parts[kth..].iter().all(|x| *x >= expected[kth]));
        assert_eq!(values[order[kth] as usize], expected[kth]);
    }
}

#[test]
fn lexsort_takes_columns_and_comparators() {
    let mut random = noise(9);
    let n = 3000;
    let small: Vec<u8> = (0..n).map(|_| random() as u8 % 4).collect();
    let floats: Vec<f64> =
        (0..n).map(|_| [0.0, -0.0, f64::NAN, 2.0][random() as usize % 4]).collect();
    let words: Vec<String> = (0..n).map(|_| format!("{}", random() % 5)).collect();
    let by_word = OrderBy { len: n, compare: |a: usize, b: usize| words[a].cmp(&words[b]) };
    let mut order = vec![0; n];
    lexsort(&[&by_word, &Column(&small), &Column(&floats)], &mut order);
    let mut wanted: Vec<i64> = (0..n as i64).collect();
    wanted.sort_by(|a, b| {
        let (a, b) = (*a as usize, *b as usize);
        floats[a].compare(&floats[b]).then(small[a].cmp(&small[b])).then(words[a].cmp(&words[b]))
    });
    assert_eq!(order, wanted);
    let many: Vec<&dyn IndexOrder> = (0..200).map(|_| &by_word as &dyn IndexOrder).collect();
    lexsort(&many, &mut order);
    wanted.sort();
    wanted.sort_by_key(|i| &words[*i as usize]);
    assert_eq!(order, wanted);
}

proptest! {
    #[test]
    fn any_items_sort_by_comparator(values in prop::collection::vec(0..40_u8, 0..600)) {
        let mut order = vec![0; values.len()];
        super::argsort_by(&mut order, |a, b| values[a].cmp(&values[b]));
        let mut wanted: Vec<i64> = (0..values.len() as i64).collect();
        wanted.sort_by_key(|i| values[*i as usize]);
        prop_assert_eq!(order, wanted);
    }

    #[test]
    fn any_floats_sort(values in prop::collection::vec(any::<f64>(), 0..700)) {
        let mut expected = values.clone();
        expected.sort_by(Machinery::compare);
        for isa in levels() {
            let mut sorted = values.clone();
            f64::sort_stable_on(Machine::one_thread(isa), &mut sorted);
            let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&sorted), bits(&expected));
        }
    }

    #[test]
    fn any_integers_sort(values in prop::collection::vec(-50..50_i32, 0..3000)) {
        let mut expected = values.clone();
        expected.sort();
        for isa in levels() {
            let mut sorted = values.clone();
            i32::sort_on(Machine::one_thread(isa), &mut sorted);
            prop_assert_eq!(&sorted, &expected);
        }
    }
}
