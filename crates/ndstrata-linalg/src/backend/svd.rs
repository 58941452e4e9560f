//! A = U S Vᴴ: reflections to bidiagonal form, then implicit QR steps (Golub & Reinsch 1970; Golub &
//! Van Loan, §8.6; the cases of a step as in LINPACK's *dsvdc*).

use ndstrata_kernels::{Body, run_wide};

use super::NoConvergence;
use super::field::Field;
use super::householder::{apply, reflect};
use super::qr::multiply_by_q_from;
use super::quotients::singular_values;
use super::rotations::{Turned, ascending};
use super::singular_halves;
use super::tridiagonal::hypotenuse;
use super::update::{Block, Factor, Target, product_into};
use super::vector::{dot, subtract, subtract_two};

/// From this length of the shorter side on vectors are found by halves.
const HALVED: usize = 32;
/// From this length on reflections are gathered in panels.
const BLOCKED: usize = 32;
/// Reflections of a panel.
const PANEL: usize = 12;
/// Steps allowed for each singular value.
const MAX_STEPS: usize = 75;

/// Memory for one matrix after another.
#[derive(Default)]
pub(crate) struct SvdWork<T> {
    adjoint: Vec<T>,
    taus: Vec<T>,
    row: Vec<T>,
    column: Vec<T>,
    e: Vec<f64>,
    rows: Vec<T>,
    u: Turned,
    v: Turned,
    halves: Vec<f64>,
}

/// Decomposes an `m` × `n` matrix, which is overwritten. The min(m, n) singular values go to `s` in
/// descending order; as many columns of U and V as there is room for (none, min(m, n), or all) go to
/// `u` and `v`.
pub(crate) fn svd<T: Field>(
    a: &mut [T],
    [m, n]: [usize; 2],
    u: &mut [T],
    s: &mut [f64],
    v: &mut [T],
    memory: &mut SvdWork<T>,
) -> Result<(), NoConvergence> {
    if m < n {
        let mut adjoint = std::mem::take(&mut memory.adjoint);
        adjoint.resize(m * n, T::ZERO);
        transpose_into(a, m, &mut adjoint);
        let found = svd(&mut adjoint, [n, m], v, s, u, memory);
        memory.adjoint = adjoint;
        return found;
    }
    if !super::is_finite(a) {
        // A NaN ends no iteration; infinities alone make every value NaN, as LAPACK's scaling does.
        if a.iter().any(|x| x.re().is_nan() || x.im().is_nan()) {
            return Err(NoConvergence);
        }
        s.fill(f64::NAN);
        for (vectors, rows) in [(u, m), (v, n)] {
            vectors.fill(T::ZERO);
            vectors.iter_mut().step_by(rows + 1).for_each(|x| *x = T::ONE);
        }
        return Ok(());
    }
    if n == 0 {
        u.fill(T::ZERO);
        u.iter_mut().step_by(m + 1).for_each(|x| *x = T::ONE);
        return Ok(());
    }
    let scale = super::scale(a);
    let wants_vectors = !u.is_empty() || !v.is_empty();
    let SvdWork { taus, row, column, e, rows, u: small_u, v: small_v, halves, .. } = memory;
    e.clear();
    e.resize(n, 0.0);
    taus.clear();
    taus.resize(2 * n, T::ZERO);
    row.resize(n, T::ZERO);
    column.resize(m, T::ZERO);
    let (left, right) = taus.split_at_mut(n);
    let (values, reflections) = ([&mut *s, &mut *e], [&mut *left, &mut *right]);
    run_wide(Bidiagonalize { a, shape: [m, n], values, reflections, work: [row, column] });
    let is_halved = n >= HALVED && !u.is_empty() && !v.is_empty();
    if is_halved {
        halves.resize(2 * n * n, 0.0);
        let (small_u, small_v) = halves.split_at_mut(n * n);
        singular_halves::vectors(s, e, small_u, small_v)?;
        for (to, from) in u.chunks_exact_mut(m).zip(small_u.chunks_exact(n)) {
            to.iter_mut().zip(from).for_each(|(to, &from)| *to = T::from_real(from));
            to[n..].fill(T::ZERO);
        }
        v.iter_mut().zip(&*small_v).for_each(|(to, &from)| *to = T::from_real(from));
    } else if wants_vectors || !singular_values(s, e) {
        small_u.reset(n, !u.is_empty());
        small_v.reset(n, !v.is_empty());
        let order = diagonalize(s, e, small_u, small_v)?;
        u.fill(T::ZERO);
        if !u.is_empty() {
            small_u.write(&order.places, &vec![false; n], m, u);
        }
        if !v.is_empty() {
            small_v.write(&order.places, &order.is_negative, n, v);
        }
    }
    s.iter_mut().for_each(|x| *x /= scale);
    if !u.is_empty() {
        for (j, column) in u.chunks_exact_mut(m).enumerate().skip(n) {
            column.fill(T::ZERO);
            column[j] = T::ONE;
        }
        multiply_by_q_from(a, m, left, u, 0);
    }
    if !v.is_empty() {
        rows.clear();
        rows.resize(n * n, T::ZERO);
        // The reflections from the right lie in rows.
        for (j, column) in a.chunks_exact(m).enumerate() {
            for (k, &x) in column.iter().enumerate().take(j.saturating_sub(1)) {
                rows[k * n + j] = x;
            }
        }
        multiply_by_q_from(rows, n, &right[..n - 1], v, 1);
    }
    Ok(())
}

/// Replaces the columns of `b`, of max(m, n) elements, by the shortest x that comes nearest to A x = b (the first `n`
/// elements), where every singular value is above `least` of the largest. Else, and where the values do not settle, the
/// answer is no and `b` is lost. The singular values go to `s`; A is overwritten.
pub(crate) fn solve_of_full_rank<T: Field>(
    a: &mut [T],
    [m, n]: [usize; 2],
    b: &mut [T],
    s: &mut [f64],
    least: f64,
) -> bool {
    let (long, short) = (m.max(n), m.min(n));
    if short == 0 {
        return false;
    }
    let scale = super::scale(a);
    let mut adjoint = Vec::new();
    let tall = match m < n {
        true => {
            adjoint.resize(m * n, T::ZERO);
            transpose_into(a, m, &mut adjoint);
            &mut adjoint[..]
        }
        false => a,
    };
    let mut taus = vec![T::ZERO; 2 * short];
    let (left, right) = taus.split_at_mut(short);
    let (mut d, mut e) = (vec![0.0; short], vec![0.0; short]);
    let (mut row, mut column) = (vec![T::ZERO; short], vec![T::ZERO; long]);
    run_wide(Bidiagonalize {
        a: tall,
        shape: [long, short],
        values: [&mut d, &mut e],
        reflections: [&mut *left, &mut *right],
        work: [&mut row, &mut column],
    });
    s.copy_from_slice(&d);
    if !singular_values(s, &e) || !(s[short - 1] > least * s[0]) {
        return false;
    }
    s.iter_mut().for_each(|x| *x /= scale);
    let rows_of = |k: usize, tail: &mut [T]| {
        for (i, x) in tail.iter_mut().enumerate() {
            *x = tall[(k + 2 + i) * long + k];
        }
    };
    for x in b.chunks_exact_mut(long) {
        if m < n {
            // A = P Bᵀ Qᴴ: x = Q B⁻ᵀ Pᴴ b.
            for k in 0..short - 1 {
                let tail = &mut row[..short - k - 2];
                rows_of(k, tail);
                apply(tail, right[k].conj(), &mut x[k + 1..short]);
            }
            let mut before = T::ZERO;
            for i in 0..short {
                let beside = if i > 0 { before.scale(e[i - 1]) } else { T::ZERO };
                before = (x[i] - beside).scale(1.0 / d[i]);
                x[i] = before;
            }
            x[short..].fill(T::ZERO);
            for k in (0..short).rev() {
                apply(&tall[k * long + k + 1..(k + 1) * long], left[k], &mut x[k..]);
            }
        } else {
            // A = Q B Pᴴ: x = P B⁻¹ Qᴴ b.
            for k in 0..short {
                apply(&tall[k * long + k + 1..(k + 1) * long], left[k].conj(), &mut x[k..]);
            }
            let mut after = T::ZERO;
            for i in (0..short).rev() {
                let beside = if i + 1 < short { after.scale(e[i]) } else { T::ZERO };
                after = (x[i] - beside).scale(1.0 / d[i]);
                x[i] = after;
            }
            for k in (0..short - 1).rev() {
                let tail = &mut row[..short - k - 2];
                rows_of(k, tail);
                apply(tail, right[k], &mut x[k + 1..short]);
            }
        }
        x[..n].iter_mut().for_each(|x| *x = x.scale(scale));
    }
    true
}

/// The conjugate transpose of a matrix of `m` rows.
fn transpose_into<T: Field>(a: &[T], m: usize, adjoint: &mut [T]) {
    let n = a.len() / m.max(1);
    for (j, column) in a.chunks_exact(m.max(1)).enumerate() {
        for (i, &x) in column.iter().enumerate() {
            adjoint[i * n + j] = x.conj();
        }
    }
}

/// Reflections from the left below the diagonal, from the right beyond the superdiagonal (the vector
/// of row k in that row); their τ from the left and from the right, the diagonal and the superdiagonal.
struct Bidiagonalize<'a, T> {
    a: &'a mut [T],
    shape: [usize; 2],
    values: [&'a mut [f64]; 2],
    reflections: [&'a mut [T]; 2],
    work: [&'a mut [T]; 2],
}

impl<T: Field> Body for Bidiagonalize<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        bidiagonalize(self.a, self.shape, self.values, self.reflections, self.work);
    }
}

/// As [`Bidiagonalize`].
#[inline(always)]
fn bidiagonalize<T: Field>(
    a: &mut [T],
    [m, n]: [usize; 2],
    [d, e]: [&mut [f64]; 2],
    [left, right]: [&mut [T]; 2],
    [row, products]: [&mut [T]; 2],
) {
    let reflections = [&mut *left, &mut *right];
    let done = match n >= BLOCKED {
        true => bidiagonalize_panels(a, [m, n], [&mut *d, &mut *e], reflections, [row, products]),
        false => 0,
    };
    for k in done..n {
        let (done, rest) = a.split_at_mut((k + 1) * m);
        let column = &mut done[k * m + k..];
        left[k] = reflect(column);
        d[k] = column[0].re();
        for other in rest.chunks_exact_mut(m) {
            apply(&column[1..], left[k].conj(), &mut other[k..]);
        }
        if k + 1 == n {
            break;
        }
        let row = &mut row[..n - k - 1];
        for (x, other) in row.iter_mut().zip(rest.chunks_exact(m)) {
            *x = other[k].conj();
        }
        right[k] = reflect(row);
        e[k] = row[0].re();
        row[0] = T::ONE;
        // A (1 - τ v vᴴ) for the rows below: first A v, then the update.
        let products = &mut products[..m - k - 1];
        products.fill(T::ZERO);
        for (other, &v) in rest.chunks_exact(m).zip(row.iter()) {
            subtract(-v, &other[k + 1..], products);
        }
        for (other, &v) in rest.chunks_exact_mut(m).zip(row.iter()) {
            other[k] = v;
            let factor = right[k] * v.conj();
            subtract(factor, products, &mut other[k + 1..]);
        }
    }
}

/// As [`bidiagonalize`], for all columns but the last few; gives how many. What the reflections of a panel do
/// to the rest is done at its end, by products: A becomes A - V Yᴴ - X Uᴴ (Dongarra, Hammarling & Sorensen
/// 1989).
#[inline(always)]
fn bidiagonalize_panels<T: Field>(
    a: &mut [T],
    [m, n]: [usize; 2],
    [d, e]: [&mut [f64]; 2],
    [left, right]: [&mut [T]; 2],
    [row, products]: [&mut [T]; 2],
) -> usize {
    // V and X beside each other, and Y and U.
    let (mut tall, mut wide) = (vec![T::ZERO; 2 * m * PANEL], vec![T::ZERO; 2 * n * PANEL]);
    let mut start = 0;
    while n - start >= BLOCKED {
        let ((v, x), (y, u)) = (tall.split_at_mut(m * PANEL), wide.split_at_mut(n * PANEL));
        for p in 0..PANEL {
            let k = start + p;
            for q in 0..p {
                let (by_v, by_x) = (y[q * n + k].conj(), u[q * n + k].conj());
                let columns = [&v[q * m + k..(q + 1) * m], &x[q * m + k..(q + 1) * m]];
                subtract_two([by_v, by_x], columns, &mut a[k * m + k..(k + 1) * m]);
            }
            let column = &mut a[k * m + k..(k + 1) * m];
            left[k] = reflect(column);
            d[k] = column[0].re();
            v[p * m..p * m + k].fill(T::ZERO);
            v[p * m + k] = T::ONE;
            v[p * m + k + 1..(p + 1) * m].copy_from_slice(&column[1..]);
            let (rows, columns) = (m - k, n - k - 1);
            let reflection = &v[p * m + k..(p + 1) * m];
            // y = τ (A - V Yᴴ - X Uᴴ)ᴴ v.
            let inner = Block { row: k, column: k + 1, rows, columns };
            let (matrix, vector) = (Factor::part(a, m, inner), Factor::packed(reflection, rows, 1));
            let (before, rest) = y.split_at_mut(p * n);
            rest[..=k].fill(T::ZERO);
            let sum = &mut rest[k + 1..n];
            let whole = Block::whole(columns, 1);
            product_into(Target::Replace, matrix.adjoint(), vector, sum, columns, whole);
            for q in 0..p {
                let by = [&*v, &*x].map(|z| dot(&z[q * m + k..(q + 1) * m], reflection));
                let columns = [&before[q * n + k + 1..(q + 1) * n], &u[q * n + k + 1..(q + 1) * n]];
                subtract_two(by, columns, sum);
            }
            sum.iter_mut().for_each(|x| *x *= left[k]);
            // The row, conjugated, after all of that.
            let row = &mut row[..columns];
            for (j, to) in row.iter_mut().enumerate() {
                *to = a[(k + 1 + j) * m + k].conj();
            }
            for q in 0..=p {
                let by = [v[q * m + k].conj(), if q < p { x[q * m + k].conj() } else { T::ZERO }];
                let columns = [&y[q * n + k + 1..(q + 1) * n], &u[q * n + k + 1..(q + 1) * n]];
                subtract_two(by, columns, row);
            }
            right[k] = reflect(row);
            e[k] = row[0].re();
            row[0] = T::ONE;
            for (j, &from) in row.iter().enumerate() {
                a[(k + 1 + j) * m + k] = from;
            }
            u[p * n..=p * n + k].fill(T::ZERO);
            u[p * n + k + 1..(p + 1) * n].copy_from_slice(row);
            // x = τ (A - V Yᴴ - X Uᴴ) u.
            let rows = m - k - 1;
            let sum = &mut products[..rows];
            let inner = Block { row: k + 1, column: k + 1, rows, columns };
            let (matrix, vector) = (Factor::part(a, m, inner), Factor::packed(row, columns, 1));
            product_into(Target::Replace, matrix, vector, sum, rows, Block::whole(rows, 1));
            for q in 0..=p {
                let by_v = dot(&y[q * n + k + 1..(q + 1) * n], row);
                let by_x = if q < p { dot(&u[q * n + k + 1..(q + 1) * n], row) } else { T::ZERO };
                let columns = [&v[q * m + k + 1..(q + 1) * m], &x[q * m + k + 1..(q + 1) * m]];
                subtract_two([by_v, by_x], columns, sum);
            }
            sum.iter_mut().for_each(|x| *x *= right[k]);
            x[p * m..=p * m + k].fill(T::ZERO);
            x[p * m + k + 1..(p + 1) * m].copy_from_slice(sum);
        }
        start += PANEL;
        let (rows, columns) = (m - start, n - start);
        let inner = Block { row: start, column: start, rows, columns };
        let tall =
            Factor::part(&tall, m, Block { row: start, column: 0, rows, columns: 2 * PANEL });
        let below = Block { row: start, column: 0, rows: columns, columns: 2 * PANEL };
        let wide = Factor::part(&wide, n, below).adjoint();
        product_into(Target::Subtract, tall, wide, a, m, inner);
    }
    start
}

/// In which order the vectors are to be taken, and which of those from the right change their sign.
#[derive(Default)]
struct Order {
    places: Vec<usize>,
    is_negative: Vec<bool>,
}

/// Replaces the diagonal by the singular values in descending order and turns the columns of `u` and `v` into the
/// vectors. `e[i]` stands right of `d[i]`.
fn diagonalize(
    d: &mut [f64],
    e: &mut [f64],
    u: &mut Turned,
    v: &mut Turned,
) -> Result<Order, NoConvergence> {
    rotate_to_diagonal(d, e, u, v)?;
    let is_negative: Vec<bool> = d.iter().map(|x| x.is_sign_negative()).collect();
    d.iter_mut().for_each(|x| *x = x.abs());
    let mut places = ascending(d);
    places.reverse();
    d.sort_by(|a, b| b.total_cmp(a));
    let is_negative = places.iter().map(|&place| is_negative[place]).collect();
    Ok(Order { places, is_negative })
}

/// Replaces the diagonal by the singular values in no order and of any sign, turning the columns of `u` and `v`.
pub(super) fn rotate_to_diagonal(
    d: &mut [f64],
    e: &mut [f64],
    u: &mut Turned,
    v: &mut Turned,
) -> Result<(), NoConvergence> {
    let n = d.len();
    let eps = f64::EPSILON;
    // What is nothing beside the largest would vanish on the way, and the steps not end.
    let largest = d.iter().chain(&*e).fold(0.0_f64, |most, x| most.max(x.abs()));
    let nothing = (eps * eps * eps * largest).max(f64::MIN_POSITIVE / eps);
    for x in d.iter_mut().chain(&mut *e).filter(|x| x.abs() < nothing) {
        *x = 0.0;
    }
    let mut steps_left = MAX_STEPS * n;
    let mut p = n;
    while p > 1 {
        if steps_left == 0 {
            return Err(NoConvergence);
        }
        steps_left -= 1;
        // The block that ends at p - 1 begins where a superdiagonal element is negligible.
        let mut k = p - 1;
        while k > 0 {
            if e[k - 1].abs() <= f64::MIN_POSITIVE + eps * (d[k - 1].abs() + d[k].abs()) {
                e[k - 1] = 0.0;
                break;
            }
            k -= 1;
        }
        if k == p - 1 {
            p -= 1;
            continue;
        }
        let negligible = (k..p).rev().find(|&i| {
            let right = if i + 1 < p { e[i].abs() } else { 0.0 };
            let above = if i > k { e[i - 1].abs() } else { 0.0 };
            d[i].abs() <= f64::MIN_POSITIVE + eps * (right + above)
        });
        match negligible {
            Some(i) if i + 1 == p => {
                // The last diagonal element vanishes: chase the one above it away through V.
                d[i] = 0.0;
                let mut f = e[p - 2];
                e[p - 2] = 0.0;
                for j in (k..p - 1).rev() {
                    let (c, s, r) = plane(d[j], f);
                    d[j] = r;
                    if j > k {
                        f = -s * e[j - 1];
                        e[j - 1] *= c;
                    }
                    v.turn(j, p - 1, c, s);
                }
            }
            Some(i) => {
                // A diagonal element inside vanishes: chase its right neighbour away through U.
                d[i] = 0.0;
                let mut f = e[i];
                e[i] = 0.0;
                for j in i + 1..p {
                    let (c, s, r) = plane(d[j], f);
                    d[j] = r;
                    if j + 1 < p {
                        f = -s * e[j];
                        e[j] *= c;
                    }
                    u.turn(i, j, c, -s);
                }
            }
            None => qr_step(
                d,
                e,
                k,
                p,
                |j, c, s| v.turn(j, j + 1, c, s),
                |j, c, s| u.turn(j, j + 1, c, s),
            ),
        }
    }
    if d.iter().any(|x| x.is_nan()) { Err(NoConvergence) } else { Ok(()) }
}

/// One step with the shift of the trailing 2 × 2 block, on rows k..p.
fn qr_step(
    d: &mut [f64],
    e: &mut [f64],
    k: usize,
    p: usize,
    mut turn_v: impl FnMut(usize, f64, f64),
    mut turn_u: impl FnMut(usize, f64, f64),
) {
    let scale =
        [d[p - 1], d[p - 2], e[p - 2], d[k], e[k]].iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    let [sp, sm, em, sk, ek] = [d[p - 1], d[p - 2], e[p - 2], d[k], e[k]].map(|x| x / scale);
    let b = ((sm + sp) * (sm - sp) + em * em) / 2.0;
    let c = (sp * em) * (sp * em);
    let mut shift = 0.0;
    if b != 0.0 || c != 0.0 {
        let root = (b * b + c).sqrt().copysign(b);
        shift = c / (b + root);
    }
    let mut f = (sk + sp) * (sk - sp) + shift;
    let mut g = sk * ek;
    for j in k..p - 1 {
        let (c, s, r) = plane(f, g);
        if j > k {
            e[j - 1] = r;
        }
        f = c * d[j] + s * e[j];
        e[j] = c * e[j] - s * d[j];
        g = s * d[j + 1];
        d[j + 1] *= c;
        turn_v(j, c, s);
        let (c, s, r) = plane(f, g);
        d[j] = r;
        f = c * e[j] + s * d[j + 1];
        d[j + 1] = c * d[j + 1] - s * e[j];
        if j + 2 < p {
            g = s * e[j + 1];
            e[j + 1] *= c;
        }
        turn_u(j, c, s);
    }
    e[p - 2] = f;
}

/// The rotation that turns (f, g) into (r, 0).
#[inline(always)]
fn plane(f: f64, g: f64) -> (f64, f64, f64) {
    let r = hypotenuse(f, g);
    if r == 0.0 { (1.0, 0.0, 0.0) } else { (f / r, g / r, r) }
}
