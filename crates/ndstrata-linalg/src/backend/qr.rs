//! A = Q R by Householder reflections (Golub & Van Loan, §5.2), R's diagonal signed as LAPACK's. Large
//! matrices are done in panels, whose reflections are applied together (Schreiber & Van Loan 1989).

use ndstrata_kernels::{Body, run_wide};

use super::field::Field;
use super::householder::{apply, reflect};
use super::update::{Block as Part, Factor, Target, product_into};
use super::vector::dot;

/// Columns of a panel.
const PANEL: usize = 16;
/// From this many reflections on panels are faster.
const LARGE: usize = 32;

/// Replaces an `m` × `n` matrix by R on and above the diagonal and the reflections below it; gives
/// their τ in `taus`, of which there are min(m, n).
pub(crate) fn qr<T: Field>(a: &mut [T], m: usize, taus: &mut [T]) {
    if taus.len() < LARGE || !super::is_finite(a) {
        return run_wide(Columns { a, m, first: 0, taus });
    }
    let mut block = Block::new(m);
    for (k, taus) in taus.chunks_mut(PANEL).enumerate().map(|(i, taus)| (i * PANEL, taus)) {
        let (panel, rest) = a[k * m..].split_at_mut(taus.len() * m);
        run_wide(Columns { a: &mut *panel, m, first: k, taus: &mut *taus });
        if !rest.is_empty() {
            block.load(panel, m, k, taus);
            block.apply(rest, m, k, Direction::Adjoint);
        }
    }
}

struct Columns<'a, T> {
    a: &'a mut [T],
    m: usize,
    first: usize,
    taus: &'a mut [T],
}

impl<T: Field> Body for Columns<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        reflect_columns(self.a, self.m, self.first, self.taus);
    }
}

/// Column j is reflected from row `first + j` on.
#[inline(always)]
fn reflect_columns<T: Field>(a: &mut [T], m: usize, first: usize, taus: &mut [T]) {
    for (j, tau) in taus.iter_mut().enumerate() {
        let (done, rest) = a.split_at_mut((j + 1) * m);
        let column = &mut done[j * m + first + j..];
        *tau = reflect(column);
        if *tau == T::ZERO {
            continue;
        }
        for other in rest.chunks_exact_mut(m) {
            apply(&column[1..], tau.conj(), &mut other[first + j..]);
        }
    }
}

/// Replaces the columns of `b` (each of `m` elements) by Q b.
pub(crate) fn multiply_by_q<T: Field>(reflections: &[T], m: usize, taus: &[T], b: &mut [T]) {
    multiply_by_q_from(reflections, m, taus, b, 0);
}

/// As [`multiply_by_q`], where the reflection of column `k` begins in row `k + offset`.
pub(super) fn multiply_by_q_from<T: Field>(
    reflections: &[T],
    m: usize,
    taus: &[T],
    b: &mut [T],
    offset: usize,
) {
    if taus.len() >= LARGE && super::is_finite(reflections) && super::is_finite(b) {
        let mut block = Block::new(m);
        for (i, taus) in taus.chunks(PANEL).enumerate().rev() {
            let k = i * PANEL;
            block.load(&reflections[k * m..], m, k + offset, taus);
            block.apply(b, m, k + offset, Direction::Plain);
        }
        return;
    }
    for (k, &tau) in taus.iter().enumerate().rev() {
        if tau == T::ZERO {
            continue;
        }
        let first = k + offset;
        let tail = &reflections[k * m + first + 1..(k + 1) * m];
        for column in b.chunks_exact_mut(m) {
            apply(tail, tau, &mut column[first..]);
        }
    }
}

/// Replaces the columns of `b` (each of `m` elements) by Qᴴ b.
pub(crate) fn multiply_by_q_adjoint<T: Field>(
    reflections: &[T],
    m: usize,
    taus: &[T],
    b: &mut [T],
) {
    if taus.len() >= LARGE && super::is_finite(reflections) && super::is_finite(b) {
        let mut block = Block::new(m);
        for (i, taus) in taus.chunks(PANEL).enumerate() {
            let k = i * PANEL;
            block.load(&reflections[k * m..], m, k, taus);
            block.apply(b, m, k, Direction::Adjoint);
        }
        return;
    }
    for (k, &tau) in taus.iter().enumerate().filter(|(_, tau)| **tau != T::ZERO) {
        let tail = &reflections[k * m + k + 1..(k + 1) * m];
        for column in b.chunks_exact_mut(m) {
            apply(tail, tau.conj(), &mut column[k..]);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Plain,
    Adjoint,
}

/// A panel's reflections as 1 - V T Vᴴ with T upper triangular.
struct Block<T> {
    /// Unit lower trapezoidal, packed by columns.
    v: Vec<T>,
    /// `size` × `size`, packed by columns.
    t: Vec<T>,
    size: usize,
    products: Vec<T>,
    scaled: Vec<T>,
}

impl<T: Field> Block<T> {
    fn new(m: usize) -> Block<T> {
        let (v, t) = (Vec::with_capacity(m * PANEL), Vec::with_capacity(PANEL * PANEL));
        Block { v, t, size: 0, products: Vec::new(), scaled: Vec::new() }
    }

    /// Takes the reflections of the columns of `panel`, the first of which begins in row `k`.
    fn load(&mut self, panel: &[T], m: usize, k: usize, taus: &[T]) {
        let (rows, size) = (m - k, taus.len());
        self.size = size;
        self.v.clear();
        self.v.resize(rows * size, T::ZERO);
        for (j, (to, from)) in self.v.chunks_exact_mut(rows).zip(panel.chunks_exact(m)).enumerate()
        {
            to[j] = T::ONE;
            to[j + 1..].copy_from_slice(&from[k + j + 1..]);
        }
        self.t.clear();
        self.t.resize(size * size, T::ZERO);
        let mut products = [T::ZERO; PANEL];
        for (j, &tau) in taus.iter().enumerate() {
            let column = &self.v[j * rows + j..(j + 1) * rows];
            for (i, product) in products[..j].iter_mut().enumerate() {
                *product = dot(&self.v[i * rows + j..(i + 1) * rows], column) * -tau;
            }
            for i in 0..j {
                let sum = (i..j).fold(T::ZERO, |sum, l| sum + self.t[l * size + i] * products[l]);
                self.t[j * size + i] = sum;
            }
            self.t[j * size + j] = tau;
        }
    }

    /// Replaces the columns of `c` (of `m` elements, from row `k` on) by (1 - V T Vᴴ) c, or its
    /// adjoint.
    fn apply(&mut self, c: &mut [T], m: usize, k: usize, direction: Direction) {
        let (rows, size, n) = (m - k, self.size, c.len() / m);
        self.products.resize(size * n, T::ZERO);
        self.scaled.resize(size * n, T::ZERO);
        let v = Factor::packed(&self.v, rows, size);
        let t = Factor::packed(&self.t, size, size);
        let t = if direction == Direction::Adjoint { t.adjoint() } else { t };
        let (below, small) = (Part { row: k, column: 0, rows, columns: n }, Part::whole(size, n));
        let place = Factor::part(c, m, below);
        product_into(Target::Replace, v.adjoint(), place, &mut self.products, size, small);
        let products = Factor::packed(&self.products[..size * n], size, n);
        product_into(Target::Replace, t, products, &mut self.scaled, size, small);
        let scaled = Factor::packed(&self.scaled[..size * n], size, n);
        product_into(Target::Subtract, v, scaled, c, m, below);
    }
}
