//! Sums of products in several accumulators, which a processor can add at once, and the other loops over
//! columns. Long ones run on the widest vectors that the machine has.

use ndstrata_kernels::{Body, run_wide};

use super::field::Field;

/// From this many elements on wide vectors pay for the call.
const WIDE: usize = 16;

/// Σ āᵢ bᵢ over the shorter of the two.
#[inline(always)]
pub(crate) fn dot<T: Field>(a: &[T], b: &[T]) -> T {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    if n < 8 {
        let mut sum = T::ZERO;
        for (&a, &b) in a.iter().zip(b) {
            sum += a.conj() * b;
        }
        return sum;
    }
    if n < WIDE { (Dot { a, b }).run() } else { run_wide(Dot { a, b }) }
}

struct Dot<'a, T> {
    a: &'a [T],
    b: &'a [T],
}

impl<T: Field> Body for Dot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run(self) -> T {
        let mut sum = T::ZERO;
        let (a_long, b_long) = (self.a.chunks_exact(32), self.b.chunks_exact(32));
        let (a_rest, b_rest) = (a_long.remainder(), b_long.remainder());
        let mut sums = [T::ZERO; 8];
        if self.a.len() >= 32 {
            let mut many = [T::ZERO; 32];
            for (a, b) in a_long.zip(b_long) {
                for i in 0..32 {
                    many[i] += a[i].conj() * b[i];
                }
            }
            for i in 0..8 {
                sums[i] = (many[i] + many[i + 8]) + (many[i + 16] + many[i + 24]);
            }
        }
        let (a_blocks, b_blocks) = (a_rest.chunks_exact(8), b_rest.chunks_exact(8));
        for (&a, &b) in a_blocks.remainder().iter().zip(b_blocks.remainder()) {
            sum += a.conj() * b;
        }
        for (a, b) in a_blocks.zip(b_blocks) {
            for i in 0..8 {
                sums[i] += a[i].conj() * b[i];
            }
        }
        sums.into_iter().fold(sum, |total, part| total + part)
    }
}

/// y becomes y - a x.
#[inline(always)]
pub(super) fn subtract<T: Field>(a: T, x: &[T], y: &mut [T]) {
    let n = x.len().min(y.len());
    let body = Subtract { a, x: &x[..n], y: &mut y[..n] };
    if n < WIDE { body.run() } else { run_wide(body) }
}

struct Subtract<'a, T> {
    a: T,
    x: &'a [T],
    y: &'a mut [T],
}

impl<T: Field> Body for Subtract<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut y = self.y.chunks_exact_mut(8);
        let x = self.x.chunks_exact(8);
        let x_rest = x.remainder();
        for (y, x) in y.by_ref().zip(x) {
            for i in 0..8 {
                y[i] -= x[i] * self.a;
            }
        }
        for (y, &x) in y.into_remainder().iter_mut().zip(x_rest) {
            *y -= x * self.a;
        }
    }
}

/// y becomes y - a v - b x.
#[inline(always)]
pub(super) fn subtract_two<T: Field>([a, b]: [T; 2], [v, x]: [&[T]; 2], y: &mut [T]) {
    let n = y.len().min(v.len()).min(x.len());
    let body = SubtractTwo { a, b, v: &v[..n], x: &x[..n], y: &mut y[..n] };
    if n < WIDE { body.run() } else { run_wide(body) }
}

struct SubtractTwo<'a, T> {
    a: T,
    b: T,
    v: &'a [T],
    x: &'a [T],
    y: &'a mut [T],
}

impl<T: Field> Body for SubtractTwo<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for ((y, &v), &x) in self.y.iter_mut().zip(self.v).zip(self.x) {
            *y -= v * self.a + x * self.b;
        }
    }
}
