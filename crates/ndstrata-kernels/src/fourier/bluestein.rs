//! Bluestein's algorithm: a transform of any length as a convolution, of a length of small factors.

use num_complex::Complex64;

use super::roots::roots_of_unity;
use super::{Direction, Fourier};

pub(super) struct Bluestein {
    /// `exp(πi k² / n)`
    chirp: Vec<Complex64>,
    /// The transform of the chirp on both sides of zero, divided by the length of the convolution.
    spectrum: Vec<Complex64>,
    inner: Fourier,
}

impl Bluestein {
    pub(super) fn new(n: usize) -> Option<Bluestein> {
        let length = smooth_from(n.checked_mul(2)? - 1)?;
        let roots = roots_of_unity(n.checked_mul(2)?)?;
        let mut chirp = reserved(n)?;
        let mut square = 0;
        for k in 0..n {
            // The next square is two more than twice its root away.
            chirp.push(roots[square]);
            square = (square + 2 * k + 1) % (2 * n);
        }
        let inner = Fourier::new(length)?;
        let mut spectrum = reserved(length)?;
        spectrum.resize(length, Complex64::ZERO);
        let scale = 1.0 / length as f64;
        for (k, &turn) in chirp.iter().enumerate() {
            spectrum[k] = turn * scale;
            spectrum[(length - k) % length] = turn * scale;
        }
        let mut scratch = reserved(inner.scratch_len())?;
        scratch.resize(inner.scratch_len(), Complex64::ZERO);
        inner.transform(&mut spectrum, &mut scratch, Direction::Forward);
        Some(Bluestein { chirp, spectrum, inner })
    }

    pub(super) fn scratch_len(&self) -> usize {
        self.spectrum.len() + self.inner.scratch_len()
    }

    pub(super) fn transform(
        &self,
        data: &mut [Complex64],
        scratch: &mut [Complex64],
        direction: Direction,
    ) {
        // A transform backwards is one forwards of the conjugates.
        let directed = |x: Complex64| match direction {
            Direction::Forward => x,
            Direction::Backward => x.conj(),
        };
        let (padded, scratch) = scratch.split_at_mut(self.spectrum.len());
        padded.fill(Complex64::ZERO);
        for ((to, &x), turn) in padded.iter_mut().zip(&*data).zip(&self.chirp) {
            *to = directed(x) * turn.conj();
        }
        self.inner.transform(padded, scratch, Direction::Forward);
        for (x, factor) in padded.iter_mut().zip(&self.spectrum) {
            *x *= factor;
        }
        self.inner.transform(padded, scratch, Direction::Backward);
        for ((to, &x), turn) in data.iter_mut().zip(&*padded).zip(&self.chirp) {
            *to = directed(x * turn.conj());
        }
    }
}

fn reserved(n: usize) -> Option<Vec<Complex64>> {
    let mut values = Vec::new();
    values.try_reserve_exact(n).ok()?;
    Some(values)
}

/// The least number from `n` on without other prime factors than 2, 3 and 5.
fn smooth_from(n: usize) -> Option<usize> {
    let mut best = n.checked_next_power_of_two()?;
    let mut fives = 1_usize;
    while fives < best {
        let mut odd = fives;
        while odd < best {
            let twos = n.div_ceil(odd).checked_next_power_of_two()?;
            if let Some(found) = odd.checked_mul(twos) {
                best = best.min(found);
            }
            odd = odd.checked_mul(3)?;
        }
        fives = fives.checked_mul(5)?;
    }
    Some(best)
}
