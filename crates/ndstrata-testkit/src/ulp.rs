//! Distances in units of the last place, and assertions that bound them.
//!
//! The distance is the number of representable values between two floats, so that it does not
//! depend on magnitude; both zeros are one place.

use std::fmt::Debug;

use half::f16;
use num_complex::Complex;

/// A number with a distance in units of the last place.
pub trait Ulp: Copy + Debug {
    /// How many representable values lie between the two; 0 for two NaNs, `u64::MAX` for one.
    /// Of complex numbers, the larger of both parts.
    fn ulp_distance(self, other: Self) -> u64;
}

/// Fails when the two are more than `bound` units of the last place apart.
///
/// # Panics
///
/// That is how a test fails.
#[track_caller]
pub fn assert_ulp<T: Ulp>(found: T, expected: T, bound: u64) {
    let distance = found.ulp_distance(expected);
    assert!(
        distance <= bound,
        "{found:?} is {distance} ULP from {expected:?}, the bound is {bound}"
    );
}

/// [`assert_ulp`] for every pair; tells the worst place.
///
/// # Panics
///
/// Also when the lengths differ.
#[track_caller]
pub fn assert_ulp_slice<T: Ulp>(found: &[T], expected: &[T], bound: u64) {
    assert_eq!(found.len(), expected.len(), "the lengths differ");
    let distances = found.iter().zip(expected).map(|(a, b)| a.ulp_distance(*b));
    if let Some((at, distance)) = distances.enumerate().max_by_key(|(_, distance)| *distance) {
        let (a, b) = (found[at], expected[at]);
        assert!(
            distance <= bound,
            "[{at}]: {a:?} is {distance} ULP from {b:?}, the bound is {bound}"
        );
    }
}

impl Ulp for f16 {
    fn ulp_distance(self, other: f16) -> u64 {
        distance([self.is_nan(), other.is_nan()], [self.to_bits(), other.to_bits()], 16)
    }
}

impl Ulp for f32 {
    fn ulp_distance(self, other: f32) -> u64 {
        distance([self.is_nan(), other.is_nan()], [self.to_bits(), other.to_bits()], 32)
    }
}

impl Ulp for f64 {
    fn ulp_distance(self, other: f64) -> u64 {
        distance([self.is_nan(), other.is_nan()], [self.to_bits(), other.to_bits()], 64)
    }
}

impl<T: Ulp> Ulp for Complex<T> {
    fn ulp_distance(self, other: Complex<T>) -> u64 {
        self.re.ulp_distance(other.re).max(self.im.ulp_distance(other.im))
    }
}

fn distance<B: Into<u64>>(nan: [bool; 2], bits: [B; 2], width: u32) -> u64 {
    match nan {
        [false, false] => {
            let [a, b] = bits.map(|bits| on_one_line(bits.into(), width));
            // Two finite floats of opposite sign are less than 2^64 apart.
            u64::try_from(a.abs_diff(b)).unwrap_or(u64::MAX)
        }
        [true, true] => 0,
        _ => u64::MAX,
    }
}

/// Sign and magnitude to one line of integers with one zero.
fn on_one_line(bits: u64, width: u32) -> i128 {
    let sign = 1_u64 << (width - 1);
    let magnitude = i128::from(bits & !sign);
    if bits & sign == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::golden;

    fn pairs<T: Ulp>(rows: &Value, from_bits: impl Fn(u64) -> T) {
        let rows = rows.as_array().unwrap();
        assert!(rows.len() > 100);
        for row in rows {
            let bits = |at: usize| u64::from_str_radix(row[at].as_str().unwrap(), 16).unwrap();
            let expected: u64 = row[2].as_str().unwrap().parse().unwrap();
            let (a, b) = (from_bits(bits(0)), from_bits(bits(1)));
            assert_eq!(a.ulp_distance(b), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn distances_are_those_of_numpy_testing() {
        let golden = golden("ulp");
        pairs(&golden["float16"], |bits| f16::from_bits(u16::try_from(bits).unwrap()));
        pairs(&golden["float32"], |bits| f32::from_bits(u32::try_from(bits).unwrap()));
        pairs(&golden["float64"], f64::from_bits);
    }

    #[test]
    fn nan_is_near_nan_alone() {
        assert_eq!(f64::NAN.ulp_distance(-f64::NAN), 0);
        assert_eq!(f64::NAN.ulp_distance(f64::INFINITY), u64::MAX);
    }

    #[test]
    fn complex_numbers_count_the_worse_part() {
        let a = Complex::new(1.0_f32, 0.0);
        let b = Complex::new(1.0_f32.next_up(), -0.0);
        assert_eq!(a.ulp_distance(b), 1);
        assert_ulp_slice(&[a, b], &[b, b], 1);
    }
}
