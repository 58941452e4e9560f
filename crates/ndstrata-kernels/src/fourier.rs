//! The discrete Fourier transform of one run of complex numbers.
//!
//! Lengths of small factors go through passes of mixed radix, each factor a pass over the whole run
//! (Cooley and Tukey, in Stockham's self-sorting order); lengths with a large prime factor become a convolution
//! of a length without one (Bluestein). Normalisation, types and axes are left to the layers above.

mod bluestein;
mod pass;
mod roots;

use num_complex::Complex64;

use bluestein::Bluestein;
use pass::pass;
use roots::roots_of_unity;

/// The sign of the exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `exp(-2πi jk / n)`
    Forward,
    /// `exp(2πi jk / n)`
    Backward,
}

/// The largest prime factor that has a pass of its own.
const LARGEST_PRIME: usize = 31;

/// How a length is transformed: its factors and its roots of unity.
pub struct Fourier {
    n: usize,
    method: Method,
}

enum Method {
    Passes { factors: Vec<usize>, roots: Vec<Complex64> },
    Convolution(Box<Bluestein>),
}

impl Fourier {
    /// The transform of `n` elements, at least one; `None` where there is no memory for its tables, which
    /// hold as many numbers as the run, or up to six times as many where `n` has a large prime factor.
    ///
    /// ```
    /// use ndstrata_kernels::fourier::{Direction, Fourier};
    /// use num_complex::Complex64;
    /// let mut data = [1.0, 2.0, 3.0].map(Complex64::from);
    /// let plan = Fourier::new(3).unwrap();
    /// plan.transform(&mut data, &mut vec![Complex64::ZERO; plan.scratch_len()], Direction::Forward);
    /// assert_eq!(data[0], Complex64::from(6.0));
    /// assert!((data[1] - Complex64::new(-1.5, 0.75_f64.sqrt())).norm() < 1e-15);
    /// ```
    pub fn new(n: usize) -> Option<Fourier> {
        let n = n.max(1);
        let factors = factors(n);
        let method = match factors.iter().any(|&factor| factor > LARGEST_PRIME) {
            true => Method::Convolution(Box::new(Bluestein::new(n)?)),
            false => Method::Passes { factors, roots: roots_of_unity(n)? },
        };
        Some(Fourier { n, method })
    }

    /// How many numbers [`transform`](Fourier::transform) needs besides the run.
    pub fn scratch_len(&self) -> usize {
        match &self.method {
            Method::Passes { .. } => self.n,
            Method::Convolution(bluestein) => bluestein.scratch_len(),
        }
    }

    /// Transforms `data` in place, without a factor. Where either slice is shorter than the plan says,
    /// nothing happens.
    pub fn transform(
        &self,
        data: &mut [Complex64],
        scratch: &mut [Complex64],
        direction: Direction,
    ) {
        let Some(scratch) = scratch.get_mut(..self.scratch_len()) else { return };
        let Some(data) = data.get_mut(..self.n) else { return };
        match &self.method {
            Method::Passes { factors, roots } => {
                let (mut from, mut to) = (data, scratch);
                let mut done = 1;
                for &factor in factors {
                    pass(factor, done, roots, direction, from, to);
                    (from, to) = (to, from);
                    done *= factor;
                }
                // After an odd number of passes the result lies in what was scratch.
                if factors.len() % 2 == 1 {
                    to.copy_from_slice(from);
                }
            }
            Method::Convolution(bluestein) => bluestein.transform(data, scratch, direction),
        }
    }
}

/// The factors of a length: fours, twos, and odd primes.
fn factors(mut n: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for small in [4, 2] {
        while n.is_multiple_of(small) {
            found.push(small);
            n /= small;
        }
    }
    let mut odd = 3;
    while odd * odd <= n {
        while n.is_multiple_of(odd) {
            found.push(odd);
            n /= odd;
        }
        odd += 2;
    }
    if n > 1 {
        found.push(n);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums as they are defined.
    fn by_definition(data: &[Complex64], sign: f64) -> Vec<Complex64> {
        let n = data.len();
        let root = |k: usize| {
            Complex64::from_polar(1.0, sign * std::f64::consts::TAU * (k % n) as f64 / n as f64)
        };
        (0..n).map(|k| data.iter().enumerate().map(|(j, x)| x * root(j * k)).sum()).collect()
    }

    #[test]
    fn every_length_is_the_sum_that_defines_it() {
        for n in (1..=130).chain([169, 211, 256, 257, 330, 343, 1009]) {
            let data: Vec<Complex64> = (0..n)
                .map(|i| Complex64::new((i * i % 17) as f64 - 8.0, (i * 7 % 13) as f64 - 6.0))
                .collect();
            for (direction, sign) in [(Direction::Forward, -1.0), (Direction::Backward, 1.0)] {
                let plan = Fourier::new(n).unwrap();
                let mut found = data.clone();
                plan.transform(
                    &mut found,
                    &mut vec![Complex64::ZERO; plan.scratch_len()],
                    direction,
                );
                for (found, wanted) in found.iter().zip(by_definition(&data, sign)) {
                    let size = 10.0 * n as f64;
                    assert!((found - wanted).norm() < 1e-13 * size, "{n}: {found}, not {wanted}");
                }
            }
        }
    }

    #[test]
    fn slices_that_are_too_short_are_left_alone() {
        let plan = Fourier::new(4).unwrap();
        let mut data = [Complex64::ONE; 3];
        plan.transform(&mut data, &mut [Complex64::ZERO; 4], Direction::Forward);
        assert_eq!(data, [Complex64::ONE; 3]);
    }
}
