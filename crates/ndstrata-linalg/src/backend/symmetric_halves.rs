//! Eigenvectors of symmetric tridiagonal matrices: halves are solved on their own and put together again by a secular equation (Cuppen
//! 1981; Gu & Eisenstat 1995).

use super::NoConvergence;
use super::rotations::{Turned, ascending};
use super::secular::{Numbers, exact_roots_of_weights, roots};
use super::tridiagonal::diagonalize;
use super::update::{Block, Factor, Target, product_into};

/// Up to this many rows are solved by QL steps.
const LEAF: usize = 24;

/// Beside 1, to which the whole is scaled, this is nothing, and its square is normal.
const VANISHING: f64 = 1e-140;

/// Replaces the diagonal `d` by the eigenvalues in ascending order and makes the vectors the columns of `q`. `e[i]` stands
/// beside `d[i]` and `d[i + 1]`.
pub(super) fn vectors(d: &mut [f64], e: &mut [f64], q: &mut [f64]) -> Result<(), NoConvergence> {
    let n = d.len();
    q.fill(0.0);
    let mut memory = Memory { spare: vec![0.0; n * n], turned: Turned::default() };
    // What is small is measured against 1.
    let largest = d.iter().chain(&e[..n - 1]).fold(0.0_f64, |most, x| most.max(x.abs()));
    let exponent = if largest == 0.0 { 0 } else { largest.log2().floor() as i32 };
    let factor = 2_f64.powi(exponent.clamp(-1000, 1000).saturating_neg());
    d.iter_mut().chain(&mut *e).for_each(|x| *x *= factor);
    solve(d, e, q, n, [0, n], &mut memory)?;
    d.iter_mut().for_each(|x| *x /= factor);
    Ok(())
}

struct Memory {
    spare: Vec<f64>,
    turned: Turned,
}

/// Rows and columns `low..high`.
fn solve(
    d: &mut [f64],
    e: &mut [f64],
    q: &mut [f64],
    n: usize,
    [low, high]: [usize; 2],
    memory: &mut Memory,
) -> Result<(), NoConvergence> {
    let size = high - low;
    if size <= LEAF {
        memory.turned.reset(size, true);
        let (d, e) = (&mut d[low..high], &mut e[low..high]);
        let order = diagonalize(d, e, &mut memory.turned)?;
        let small = &mut memory.spare[..size * size];
        memory.turned.write(&order, &vec![false; size], size, small);
        for (j, from) in small.chunks_exact(size).enumerate() {
            let at = (low + j) * n + low;
            q[at..at + size].copy_from_slice(from);
        }
        return Ok(());
    }
    let middle = low + size / 2;
    let beside = e[middle - 1];
    d[middle - 1] -= beside.abs();
    d[middle] -= beside.abs();
    solve(d, e, q, n, [low, middle], memory)?;
    solve(d, e, q, n, [middle, high], memory)?;
    merge(&mut d[low..high], beside, q, n, [low, middle, high], &mut memory.spare);
    Ok(())
}

/// In which half of the rows a column has elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Upper,
    Lower,
    Both,
}

/// Adds what stands beside the halves to their product, which is diagonal but for a matrix of rank one.
fn merge(
    d: &mut [f64],
    beside: f64,
    q: &mut [f64],
    n: usize,
    [low, middle, high]: [usize; 3],
    spare: &mut [f64],
) {
    let (size, upper) = (high - low, middle - low);
    // The last row of the first half and the first of the second, of length 1 together.
    let half = 0.5_f64.sqrt();
    let mut z: Vec<f64> = (0..size)
        .map(|j| {
            let column = &q[(low + j) * n..];
            if j < upper {
                column[middle - 1] * half
            } else {
                (column[middle] * half).copysign(column[middle] * beside)
            }
        })
        .collect();
    let rho = 2.0 * beside.abs();
    let mut rows: Vec<Rows> =
        (0..size).map(|j| if j < upper { Rows::Upper } else { Rows::Lower }).collect();
    let most = |values: &[f64]| values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let tolerance = (8.0 * f64::EPSILON * most(d).max(rho * most(&z))).max(VANISHING);
    // Columns that the sum leaves as they are, and those that it mixes.
    let (mut settled, mut mixed) = (Vec::new(), Vec::<usize>::new());
    for j in ascending(d) {
        if rho * z[j].abs() <= tolerance {
            settled.push(j);
            continue;
        }
        let Some(&before) = mixed.last() else {
            mixed.push(j);
            continue;
        };
        let length = z[j].hypot(z[before]);
        let (c, s) = (z[j] / length, -z[before] / length);
        let gap = d[j] - d[before];
        if (gap * c * s).abs() > tolerance {
            mixed.push(j);
            continue;
        }
        // Equal values: the first of the two is turned out of the sum.
        (z[j], z[before]) = (length, 0.0);
        if rows[j] != rows[before] {
            (rows[j], rows[before]) = (Rows::Both, Rows::Both);
        }
        let (x, y) = (d[before], d[j]);
        (d[before], d[j]) = (x * c * c + y * s * s, x * s * s + y * c * c);
        turn(q, n, [low + before, low + j], [low, high], c, s);
        settled.push(before);
        if let Some(last) = mixed.last_mut() {
            *last = j;
        }
    }
    let k = mixed.len();
    let mut values: Vec<f64> = Vec::with_capacity(size);
    let made = &mut spare[..size * size];
    if k > 0 {
        let poles: Vec<f64> = mixed.iter().map(|&j| d[j]).collect();
        let weights: Vec<f64> = mixed.iter().map(|&j| rho * z[j] * z[j]).collect();
        let signs: Vec<f64> = mixed.iter().map(|&j| z[j]).collect();
        let mut inner = vec![0.0; k * k];
        let found = roots(Numbers(&poles), &weights, &mut inner);
        values.extend(found.iter().map(|root| poles[root.origin] + root.beyond));
        let mut exact = vec![0.0; k];
        exact_roots_of_weights(Numbers(&poles), &inner, &signs, &mut exact);
        for column in inner.chunks_exact_mut(k) {
            column.iter_mut().zip(&exact).for_each(|(x, z)| *x = z / *x);
            let length = column.iter().map(|x| x * x).sum::<f64>().sqrt();
            column.iter_mut().for_each(|x| *x /= length);
        }
        for (absent, [from, to]) in [(Rows::Lower, [low, middle]), (Rows::Upper, [middle, high])] {
            let present: Vec<usize> = (0..k).filter(|&i| rows[mixed[i]] != absent).collect();
            let columns: Vec<f64> = present
                .iter()
                .map(|&i| (low + mixed[i]) * n)
                .flat_map(|at| &q[at + from..at + to])
                .copied()
                .collect();
            let block = Block { row: from - low, column: 0, rows: to - from, columns: k };
            combine(&columns, &inner, &present, made, size, block);
        }
    }
    for (&j, to) in settled.iter().zip(made.chunks_exact_mut(size).skip(k)) {
        let at = (low + j) * n;
        to.copy_from_slice(&q[at + low..at + high]);
        values.push(d[j]);
    }
    for (to, from) in ascending(&values).into_iter().enumerate() {
        d[to] = values[from];
        let at = (low + to) * n;
        q[at + low..at + high].copy_from_slice(&made[from * size..(from + 1) * size]);
    }
}

/// Writes columns, of which the rows `present` of `inner` (which is square) say the parts, to a block of `made`.
pub(super) fn combine(
    columns: &[f64],
    inner: &[f64],
    present: &[usize],
    made: &mut [f64],
    step: usize,
    block: Block,
) {
    let (k, depth) = (block.columns, present.len());
    if depth == 0 {
        for column in made.chunks_exact_mut(step).skip(block.column).take(k) {
            column[block.row..block.row + block.rows].fill(0.0);
        }
        return;
    }
    let mut parts = vec![0.0; depth * k];
    for (to, column) in parts.chunks_exact_mut(depth).zip(inner.chunks_exact(k)) {
        to.iter_mut().zip(present).for_each(|(to, &i)| *to = column[i]);
    }
    let columns = Factor::packed(columns, block.rows, depth);
    let parts = Factor::packed(&parts, depth, k);
    product_into(Target::Replace, columns, parts, made, step, block);
}

/// Columns `i` and `j` become `c i + s j` and `c j - s i`, in some rows.
pub(super) fn turn(
    q: &mut [f64],
    n: usize,
    [i, j]: [usize; 2],
    [low, high]: [usize; 2],
    c: f64,
    s: f64,
) {
    for row in low..high {
        let (x, y) = (q[i * n + row], q[j * n + row]);
        q[i * n + row] = c * x + s * y;
        q[j * n + row] = c * y - s * x;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(d: &[f64], e: &[f64]) {
        let n = d.len();
        let (mut values, mut beside, mut q) = (d.to_vec(), e.to_vec(), vec![0.0; n * n]);
        vectors(&mut values, &mut beside, &mut q).expect("settles");
        let size = d.iter().chain(e).fold(1e-300_f64, |most, x| most.max(x.abs()));
        let tolerance = 1e-15 * (n as f64 + 10.0);
        assert!(values.is_sorted());
        for (j, q_j) in q.chunks_exact(n).enumerate() {
            for i in 0..n {
                let before = if i > 0 { e[i - 1] * q_j[i - 1] } else { 0.0 };
                let after = if i + 1 < n { e[i] * q_j[i + 1] } else { 0.0 };
                let off = before + d[i] * q_j[i] + after - values[j] * q_j[i];
                assert!(off.abs() <= tolerance * size * 4.0, "{n} row {i} of {j}: {off}");
            }
            for (i, q_i) in q.chunks_exact(n).enumerate() {
                let product: f64 = q_i.iter().zip(q_j).map(|(x, y)| x * y).sum();
                let off = product - if i == j { 1.0 } else { 0.0 };
                assert!(off.abs() <= tolerance * 4.0, "{n} columns {i} and {j}: {off}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn vectors_are_orthonormal_and_leave_no_residual(
            rows in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64, -9..1_i32), 1..120),
            is_graded in any::<bool>(),
        ) {
            let scale = |k: i32| if is_graded { 10_f64.powi(k) } else { 1.0 };
            let d: Vec<f64> = rows.iter().map(|row| row.0 * scale(row.2)).collect();
            let e: Vec<f64> = rows.iter().map(|row| row.1 * scale(row.2)).collect();
            check(&d, &e);
        }
    }

    #[test]
    fn clusters_and_zeros() {
        for n in [1, 25, 60, 101] {
            check(&vec![2.0; n], &vec![-1.0; n]);
            check(&vec![1.0; n], &vec![0.0; n]);
            check(&vec![0.0; n], &vec![1.0; n]);
            check(&vec![1.0; n], &vec![1e-9; n]);
            for base in [1e-16_f64, 1e-9, 1e-40] {
                let d: Vec<f64> = (0..n).map(|i| base.powi(i as i32)).collect();
                check(&d, &d);
            }
            // Wilkinson's matrix, whose values come in pairs.
            let d: Vec<f64> = (0..n).map(|i| (i as f64 - n as f64 / 2.0).abs()).collect();
            check(&d, &vec![1.0; n]);
            let e: Vec<f64> = (0..n).map(|i| if i % 7 == 3 { 1e-17 } else { 1.0 }).collect();
            check(&d, &e);
        }
    }
}
