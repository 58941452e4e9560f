//! Eigenvalues and vectors of a real matrix: Francis' QR steps with a double shift on a Hessenberg
//! matrix, then back-substitution (Golub & Van Loan, §7.5; Peters & Wilkinson, *hqr2*; Ahues &
//! Tisseur 1997 on when an element is negligible).

use num_complex::Complex64;

use super::NoConvergence;
use super::balance::balance;
use super::deflation::first_of_block;
use super::grid::Grid;
use super::hessenberg::hessenberg;

pub(super) use super::schur_complex::eigen_complex;

/// Eigenvalues, and eigenvectors of length 1 as columns, or none.
pub(crate) struct Eigen {
    pub(crate) values: Vec<Complex64>,
    pub(crate) vectors: Vec<Complex64>,
}

/// From this many rows on the backend is faster with vectors.
pub(super) const LARGE: usize = 80;
/// From this many rows on the backend is faster for the eigenvalues of real matrices alone.
const LARGE_VALUES: usize = 160;

/// As [`Field::eigen`](super::Field::eigen).
pub(super) fn eigen_real(
    a: &mut [f64],
    n: usize,
    wants_vectors: bool,
) -> Result<Eigen, NoConvergence> {
    let scale = super::scale(a);
    if n >= if wants_vectors { LARGE } else { LARGE_VALUES } {
        let mut found = super::faer::eigen_real(a, n, wants_vectors)?;
        found.values.iter_mut().for_each(|x| *x /= scale);
        found.vectors.chunks_exact_mut(n.max(1)).for_each(normalize);
        return Ok(found);
    }
    let mut h = Grid::new(a, n);
    let balance = balance(&mut h);
    let mut q = hessenberg(&mut h, balance.lo, balance.hi, wants_vectors);
    let mut z = wants_vectors.then(|| Grid::new(&mut q, n));
    let (mut re, mut im) = (vec![0.0; n], vec![0.0; n]);
    let bounds = (balance.lo, balance.hi);
    schur(&mut h, z.as_mut().map(Grid::reborrow), bounds, &mut re, &mut im)?;
    let values = re.iter().zip(&im).map(|(&re, &im)| Complex64::new(re, im) / scale).collect();
    let Some(mut z) = z else { return Ok(Eigen { values, vectors: Vec::new() }) };
    back_substitute(&mut h, &re, &im);
    multiply(&mut z, &h);
    balance.undo(&mut z);
    Ok(Eigen { values, vectors: to_complex(z.elements(), &im, n) })
}

/// Makes H quasi-triangular and multiplies Z by what does it; the eigenvalues go to `re` and `im`.
fn schur(
    h: &mut Grid<'_, f64>,
    mut z: Option<Grid<'_, f64>>,
    (lo, hi): (usize, usize),
    re: &mut [f64],
    im: &mut [f64],
) -> Result<(), NoConvergence> {
    let n = h.n();
    for i in (0..lo).chain(hi..n) {
        re[i] = h[(i, i)];
    }
    let mut end = hi;
    let mut n_steps = 0;
    let most_steps = 30 * (hi - lo).max(10);
    let mut total = 0;
    while end > lo {
        let start = first_of_block(h, lo, hi, end);
        if start > lo {
            h[(start, start - 1)] = 0.0;
        }
        if start + 1 == end {
            re[end - 1] = h[(end - 1, end - 1)];
            (end, n_steps) = (end - 1, 0);
        } else if start + 2 == end {
            split(h, z.as_mut(), start, re, im);
            (end, n_steps) = (end - 2, 0);
        } else {
            if total == most_steps {
                return Err(NoConvergence);
            }
            (total, n_steps) = (total + 1, n_steps + 1);
            francis_step(h, z.as_mut(), start, end, shifts(h, start, end, n_steps));
        }
    }
    Ok(())
}

/// The double shift, as (h₂₂, h₁₁, h₁₂ h₂₁) of a 2 × 2 matrix that has it for eigenvalues.
fn shifts(h: &Grid<'_, f64>, start: usize, end: usize, n_steps: usize) -> (f64, f64, f64) {
    let last = end - 1;
    if n_steps.is_multiple_of(20) {
        let s = h[(last, last - 1)].abs() + h[(last - 1, last - 2)].abs();
        let x = 0.75 * s + h[(last, last)];
        return (x, x, -0.4375 * s * s);
    }
    if n_steps.is_multiple_of(10) {
        let s = h[(start + 1, start)].abs() + h[(start + 2, start + 1)].abs();
        let x = 0.75 * s + h[(start, start)];
        return (x, x, -0.4375 * s * s);
    }
    let (x, y) = (h[(last, last)], h[(last - 1, last - 1)]);
    let w = h[(last, last - 1)] * h[(last - 1, last)];
    let half = (y - x) / 2.0;
    let discriminant = half * half + w;
    if discriminant < 0.0 {
        return (x, y, w);
    }
    // Both are real: the one nearer to the corner, twice.
    let (middle, root) = (f64::midpoint(x, y), discriminant.sqrt());
    let (one, other) = (middle + root, middle - root);
    let near = if (one - x).abs() <= (other - x).abs() { one } else { other };
    (near, near, 0.0)
}

fn francis_step(
    h: &mut Grid<'_, f64>,
    mut z: Option<&mut Grid<'_, f64>>,
    start: usize,
    end: usize,
    (x, y, w): (f64, f64, f64),
) {
    let n = h.n();
    // Two small subdiagonal elements in a row let the step begin further down.
    let mut first = end - 3;
    let mut v;
    loop {
        let corner = h[(first, first)];
        let (r, s) = (x - corner, y - corner);
        v = [
            (r * s - w) / h[(first + 1, first)] + h[(first, first + 1)],
            h[(first + 1, first + 1)] - corner - r - s,
            h[(first + 2, first + 1)],
        ];
        let size: f64 = v.iter().map(|x| x.abs()).sum();
        if size > 0.0 {
            v = v.map(|x| x / size);
        }
        if first == start {
            break;
        }
        let around =
            h[(first - 1, first - 1)].abs() + corner.abs() + h[(first + 1, first + 1)].abs();
        let left = h[(first, first - 1)].abs() * (v[1].abs() + v[2].abs());
        if left <= f64::EPSILON * v[0].abs() * around {
            break;
        }
        first -= 1;
    }
    for k in first..end - 1 {
        let has_third = k + 2 < end;
        let mut size = 1.0;
        if k > first {
            v = [h[(k, k - 1)], h[(k + 1, k - 1)], if has_third { h[(k + 2, k - 1)] } else { 0.0 }];
            size = v.iter().map(|x| x.abs()).sum();
            if size == 0.0 {
                continue;
            }
            v = v.map(|x| x / size);
        } else if !has_third {
            v[2] = 0.0;
        }
        let [p, q, r] = v;
        let s = (p * p + q * q + r * r).sqrt().copysign(p);
        if s == 0.0 {
            continue;
        }
        if k > first {
            h[(k, k - 1)] = -s * size;
            h[(k + 1, k - 1)] = 0.0;
            if has_third {
                h[(k + 2, k - 1)] = 0.0;
            }
        } else if first > start {
            h[(k, k - 1)] = -h[(k, k - 1)];
        }
        let p = p + s;
        let ([x, y, z_], [q, r]) = ([p / s, q / s, r / s], [q / p, r / p]);
        for j in k..n {
            let column = h.column(j);
            let mut sum = column[k] + q * column[k + 1];
            if has_third {
                sum += r * column[k + 2];
                column[k + 2] -= sum * z_;
            }
            column[k] -= sum * x;
            column[k + 1] -= sum * y;
        }
        turn_columns(h, k, (k + 4).min(end), has_third, [x, y, z_], [q, r]);
        if let Some(z) = z.as_deref_mut() {
            turn_columns(z, k, n, has_third, [x, y, z_], [q, r]);
        }
    }
}

/// The reflection of a step, on the first `rows` elements of columns k, k + 1 and k + 2.
fn turn_columns(
    a: &mut Grid<'_, f64>,
    k: usize,
    rows: usize,
    has_third: bool,
    [x, y, z]: [f64; 3],
    [q, r]: [f64; 2],
) {
    for i in 0..rows {
        let mut sum = x * a[(i, k)] + y * a[(i, k + 1)];
        if has_third {
            sum += z * a[(i, k + 2)];
            a[(i, k + 2)] -= sum * r;
        }
        a[(i, k)] -= sum;
        a[(i, k + 1)] -= sum * q;
    }
}

/// The eigenvalues of the block of rows k and k + 1: two real ones make it triangular, a pair makes
/// its diagonal constant.
fn split(
    h: &mut Grid<'_, f64>,
    z: Option<&mut Grid<'_, f64>>,
    k: usize,
    re: &mut [f64],
    im: &mut [f64],
) {
    let n = h.n();
    let block = [h[(k, k)], h[(k, k + 1)], h[(k + 1, k)], h[(k + 1, k + 1)]];
    let ([a, b, c, d], [cs, sn]) = standard_form(block);
    (re[k], re[k + 1]) = (a, d);
    if c != 0.0 {
        let root = b.abs().sqrt() * c.abs().sqrt();
        (im[k], im[k + 1]) = (root, -root);
    }
    for j in k + 2..n {
        let column = h.column(j);
        let (x, y) = (column[k], column[k + 1]);
        (column[k], column[k + 1]) = (cs * x + sn * y, cs * y - sn * x);
    }
    let turn = |a: &mut Grid<'_, f64>, rows: usize| {
        let (left, right) = a.columns(k, k + 1);
        for (x, y) in left[..rows].iter_mut().zip(&mut right[..rows]) {
            (*x, *y) = (cs * *x + sn * *y, cs * *y - sn * *x);
        }
    };
    turn(h, k);
    (h[(k, k)], h[(k, k + 1)], h[(k + 1, k)], h[(k + 1, k + 1)]) = (a, b, c, d);
    if let Some(z) = z {
        turn(z, n);
    }
}

/// The standard form of a 2 × 2 block (a b; c d), and the cosine and sine that lead to it: c is 0, or
/// a equals d and b and c have different signs (Bai & Demmel 1993).
fn standard_form([mut a, mut b, mut c, mut d]: [f64; 4]) -> ([f64; 4], [f64; 2]) {
    if c == 0.0 {
        return ([a, b, c, d], [1.0, 0.0]);
    }
    if b == 0.0 {
        return ([d, -c, 0.0, a], [0.0, 1.0]);
    }
    if a == d && b.is_sign_negative() != c.is_sign_negative() {
        return ([a, b, c, d], [1.0, 0.0]);
    }
    let p = (a - d) / 2.0;
    let most = b.abs().max(c.abs());
    let least = b.abs().min(c.abs()) * 1_f64.copysign(b) * 1_f64.copysign(c);
    let scale = p.abs().max(most);
    let discriminant = p / scale * p + most / scale * least;
    if discriminant >= 4.0 * f64::EPSILON {
        let z = p + (scale.sqrt() * discriminant.sqrt()).copysign(p);
        (a, d) = (d + z, d - most / z * least);
        let length = c.hypot(z);
        return ([a, b - c, 0.0, d], [z / length, c / length]);
    }
    // A pair, or two that are nearly one: the diagonal is made constant first.
    let sigma = b + c;
    let length = sigma.hypot(a - d);
    let cs = (0.5 * (1.0 + sigma.abs() / length)).sqrt();
    let sn = -(p / (length * cs)) * 1_f64.copysign(sigma);
    let (aa, bb, cc, dd) = (a * cs + b * sn, b * cs - a * sn, c * cs + d * sn, d * cs - c * sn);
    (a, b, c, d) = (aa * cs + cc * sn, bb * cs + dd * sn, cc * cs - aa * sn, dd * cs - bb * sn);
    let middle = f64::midpoint(a, d);
    if c == 0.0 || (b != 0.0 && b.is_sign_negative() != c.is_sign_negative()) {
        return ([middle, b, c, middle], [cs, sn]);
    }
    if b == 0.0 {
        return ([middle, -c, 0.0, middle], [-sn, cs]);
    }
    let (root_b, root_c) = (b.abs().sqrt(), c.abs().sqrt());
    let p = (root_b * root_c).copysign(c);
    let tau = 1.0 / (b + c).abs().sqrt();
    let (cs1, sn1) = (root_b * tau, root_c * tau);
    ([middle + p, b - c, 0.0, middle - p], [cs * cs1 - sn * sn1, cs * sn1 + sn * cs1])
}

/// Replaces the quasi-triangular H by its eigenvectors: a pair's real and imaginary parts in two
/// columns.
fn back_substitute(h: &mut Grid<'_, f64>, re: &[f64], im: &[f64]) {
    let n = h.n();
    let norm: f64 = (0..n).map(|j| h.column(j).iter().map(|x| x.abs()).sum::<f64>()).sum();
    let smallest = (f64::EPSILON * norm).max(f64::MIN_POSITIVE);
    for k in (0..n).rev() {
        if im[k] == 0.0 {
            real_vector(h, k, re, im, smallest);
        } else if im[k] < 0.0 && k > 0 {
            complex_vector(h, k, re, im, smallest);
        }
    }
}

fn real_vector(h: &mut Grid<'_, f64>, k: usize, re: &[f64], im: &[f64], smallest: f64) {
    let p = re[k];
    let mut vector = vec![0.0; k + 1];
    vector[k] = 1.0;
    let mut i = k;
    while i > 0 {
        i -= 1;
        let product = |row: usize, from: usize, vector: &[f64]| -> f64 {
            (from..=k).map(|j| h[(row, j)] * vector[j]).sum()
        };
        if im[i] < 0.0 && i > 0 {
            // Rows i - 1 and i are coupled: two equations.
            let (r, s) = (product(i - 1, i + 1, &vector), product(i, i + 1, &vector));
            let (a, b) = (h[(i - 1, i - 1)] - p, h[(i - 1, i)]);
            let (c, d) = (h[(i, i - 1)], h[(i, i)] - p);
            let q = (re[i] - p) * (re[i] - p) + im[i] * im[i];
            let q = if q == 0.0 { smallest } else { q };
            vector[i - 1] = (b * s - d * r) / q;
            vector[i] = (c * r - a * s) / q;
            i -= 1;
        } else {
            let w = h[(i, i)] - p;
            let w = if w.abs() < smallest { smallest } else { w };
            vector[i] = -product(i, i + 1, &vector) / w;
        }
        shrink(&mut [&mut vector]);
    }
    let column = h.column(k);
    column[..=k].copy_from_slice(&vector);
    column[k + 1..].fill(0.0);
}

/// The vector of the eigenvalue with the positive imaginary part; columns k - 1 and k.
fn complex_vector(h: &mut Grid<'_, f64>, k: usize, re: &[f64], im: &[f64], smallest: f64) {
    let value = Complex64::new(re[k], -im[k]);
    let mut vector = vec![Complex64::default(); k + 1];
    let (a, b) = (h[(k - 1, k)], h[(k, k - 1)]);
    if a.abs() >= b.abs() {
        vector[k - 1] = Complex64::new(1.0, 0.0);
        vector[k] = (value - h[(k - 1, k - 1)]) / a;
    } else {
        vector[k] = Complex64::new(0.0, 1.0);
        vector[k - 1] = (value - h[(k, k)]) * vector[k] / b;
    }
    let mut i = k - 1;
    while i > 0 {
        i -= 1;
        let product = |row: usize, vector: &[Complex64]| -> Complex64 {
            (i + 1..=k).map(|j| vector[j] * h[(row, j)]).sum()
        };
        if im[i] < 0.0 && i > 0 {
            let (r, s) = (product(i - 1, &vector), product(i, &vector));
            let (a, b) = (h[(i - 1, i - 1)] - value, h[(i - 1, i)]);
            let (c, d) = (h[(i, i - 1)], h[(i, i)] - value);
            let mut determinant = a * d - b * c;
            if determinant.norm() < smallest * smallest {
                determinant = (smallest * smallest).max(f64::MIN_POSITIVE).into();
            }
            vector[i - 1] = (s * b - d * r) / determinant;
            vector[i] = (r * c - a * s) / determinant;
            i -= 1;
        } else {
            let mut w = h[(i, i)] - value;
            if w.norm() < smallest {
                w = smallest.into();
            }
            vector[i] = -product(i, &vector) / w;
        }
        let largest = vector.iter().map(|x| x.norm()).fold(0.0, f64::max);
        if largest > 1e100 {
            vector.iter_mut().for_each(|x| *x /= largest);
        }
    }
    for (j, part) in [(k - 1, true), (k, false)] {
        let column = h.column(j);
        for (to, from) in column.iter_mut().zip(&vector) {
            *to = if part { from.re } else { from.im };
        }
        column[k + 1..].fill(0.0);
    }
}

/// Keeps a growing vector from overflowing.
fn shrink(vectors: &mut [&mut Vec<f64>]) {
    let largest = vectors.iter().flat_map(|v| v.iter()).fold(0.0_f64, |m, x| m.max(x.abs()));
    if largest > 1e100 {
        vectors.iter_mut().for_each(|v| v.iter_mut().for_each(|x| *x /= largest));
    }
}

/// Z becomes Z H.
fn multiply(z: &mut Grid<'_, f64>, h: &Grid<'_, f64>) {
    let n = z.n();
    let mut product = vec![0.0; n * n];
    super::matmul(z.elements(), h.elements(), [n; 3], &mut product);
    (0..n).for_each(|j| z.column(j).copy_from_slice(&product[j * n..(j + 1) * n]));
}

fn to_complex(vectors: &[f64], im: &[f64], n: usize) -> Vec<Complex64> {
    let mut found = vec![Complex64::default(); n * n];
    let mut j = 0;
    while j < n {
        let (re, rest) = vectors[j * n..].split_at(n);
        if im[j] > 0.0 && j + 1 < n {
            let (pair, _) = found[j * n..].split_at_mut(2 * n);
            let (one, other) = pair.split_at_mut(n);
            for ((x, &re), &im) in one.iter_mut().zip(re).zip(rest) {
                *x = Complex64::new(re, im);
            }
            normalize(one);
            one.iter().zip(other).for_each(|(x, y)| *y = x.conj());
            j += 2;
        } else {
            let length = super::householder::norm(re);
            let one = &mut found[j * n..(j + 1) * n];
            one.iter_mut().zip(re).for_each(|(x, &re)| *x = (re / length).into());
            j += 1;
        }
    }
    found
}

/// Length 1, and the first of the largest elements real.
pub(super) fn normalize(vector: &mut [Complex64]) {
    let length = super::householder::norm(vector);
    if length == 0.0 || !length.is_finite() {
        return;
    }
    vector.iter_mut().for_each(|x| *x /= length);
    let mut largest = 0;
    for i in 1..vector.len() {
        if vector[i].norm_sqr() > vector[largest].norm_sqr() {
            largest = i;
        }
    }
    let pivot = vector[largest];
    if pivot.im == 0.0 {
        return;
    }
    // The sign of the real part stays, as a plane rotation leaves it.
    let turn = pivot.conj() / pivot.norm().copysign(pivot.re);
    vector.iter_mut().for_each(|x| *x *= turn);
    vector[largest].im = 0.0;
}
