//! Matrices to decompose, and how far a product of factors is from one.

use ndarray::Array2;
use num_complex::Complex64;

/// A generator of numbers in -1..1, the same in every run.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    pub(crate) fn real(&mut self, m: usize, n: usize) -> Array2<f64> {
        Array2::from_shape_simple_fn((m, n), || self.next())
    }

    pub(crate) fn complex(&mut self, m: usize, n: usize) -> Array2<Complex64> {
        Array2::from_shape_simple_fn((m, n), || Complex64::new(self.next(), self.next()))
    }
}

/// The product, as complex numbers.
pub(crate) fn product(a: &Array2<Complex64>, b: &Array2<Complex64>) -> Array2<Complex64> {
    Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).map(|k| a[(i, k)] * b[(k, j)]).sum()
    })
}

pub(crate) fn adjoint(a: &Array2<Complex64>) -> Array2<Complex64> {
    a.t().mapv(|x| x.conj())
}

/// The largest distance of two elements.
pub(crate) fn distance(a: &Array2<Complex64>, b: &Array2<Complex64>) -> f64 {
    assert_eq!(a.shape(), b.shape());
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).norm())
        .fold(0.0, |m, x| if x > m || x.is_nan() { x } else { m })
}

/// Two vectors to multiply with, so that a check costs no product of matrices.
pub(crate) fn probe(n: usize) -> Array2<Complex64> {
    Numbers::new(5).complex(n, 2)
}

/// The product of matrices with [`probe`].
pub(crate) fn applied(factors: &[&Array2<Complex64>]) -> Array2<Complex64> {
    let start = probe(factors.last().map_or(0, |last| last.ncols()));
    factors.iter().rev().fold(start, |vectors, factor| product(factor, &vectors))
}

/// How far the columns are from orthonormal.
pub(crate) fn skewness(q: &Array2<Complex64>) -> f64 {
    distance(&applied(&[&adjoint(q), q]), &probe(q.ncols()))
}
