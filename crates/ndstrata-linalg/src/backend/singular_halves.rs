//! Singular vectors of bidiagonal matrices: the rows above and below one row are solved on their own and put together again by a
//! secular equation (Gu & Eisenstat 1995).

use super::NoConvergence;
use super::rotations::{Turned, ascending};
use super::secular::{SquaresOf, exact_roots_of_weights, roots};
use super::svd::rotate_to_diagonal;
use super::symmetric_halves::{Rows, combine, turn};
use super::update::Block;

/// Up to this many rows are solved by QR steps.
const LEAF: usize = 24;

/// Beside 1, to which the whole is scaled, this is nothing, and products of four such numbers still are normal.
const VANISHING: f64 = 1e-70;

/// Replaces the diagonal `d` by the singular values in descending order and makes the vectors the columns of `u` and `v`.
/// `e[i]` stands right of `d[i]`.
pub(super) fn vectors(
    d: &mut [f64],
    e: &mut [f64],
    u: &mut [f64],
    v: &mut [f64],
) -> Result<(), NoConvergence> {
    let n = d.len();
    u.fill(0.0);
    v.fill(0.0);
    // Squares are not to overflow, and what is small is measured against 1.
    let largest = d.iter().chain(&e[..n - 1]).fold(0.0_f64, |most, x| most.max(x.abs()));
    if largest == 0.0 {
        for vectors in [u, v] {
            vectors.iter_mut().step_by(n + 1).for_each(|x| *x = 1.0);
        }
        return Ok(());
    }
    let exponent = largest.log2().floor() as i32;
    let factor = 2_f64.powi(exponent.clamp(-1000, 1000).saturating_neg());
    for x in d.iter_mut().chain(&mut *e) {
        *x *= factor;
        if x.abs() < VANISHING {
            *x = 0.0;
        }
    }
    let mut whole = Whole { d, e, u, v, n, spare: Vec::new(), turned: Default::default() };
    whole.solve([0, n], false)?;
    let mut places = ascending(whole.d);
    places.reverse();
    let values = whole.d.to_vec();
    let mut spare = std::mem::take(&mut whole.spare);
    for vectors in [u, v] {
        spare.clear();
        spare.extend_from_slice(vectors);
        for (to, &from) in vectors.chunks_exact_mut(n).zip(&places) {
            to.copy_from_slice(&spare[from * n..(from + 1) * n]);
        }
    }
    d.iter_mut().zip(&places).for_each(|(to, &from)| *to = values[from] / factor);
    Ok(())
}

struct Whole<'a> {
    d: &'a mut [f64],
    e: &'a mut [f64],
    u: &'a mut [f64],
    v: &'a mut [f64],
    n: usize,
    spare: Vec<f64>,
    turned: [Turned; 2],
}

/// A bidiagonal matrix of rows `low..high` with a column more than rows, or not.
impl Whole<'_> {
    fn solve(&mut self, [low, high]: [usize; 2], is_wide: bool) -> Result<(), NoConvergence> {
        if high - low <= LEAF {
            return self.leaf([low, high], is_wide);
        }
        let middle = low + (high - low) / 2;
        let (alpha, beta) = (self.d[middle], self.e[middle]);
        self.solve([low, middle], true)?;
        self.solve([middle + 1, high], is_wide)?;
        self.merge([low, middle, high], is_wide, [alpha, beta]);
        Ok(())
    }

    fn leaf(&mut self, [low, high]: [usize; 2], is_wide: bool) -> Result<(), NoConvergence> {
        let (rows, n) = (high - low, self.n);
        let size = rows + usize::from(is_wide);
        let (mut d, mut e) = (vec![0.0; size], vec![0.0; size]);
        d[..rows].copy_from_slice(&self.d[low..high]);
        // The column more makes the matrix square with a row of zeros.
        e[..size - 1].copy_from_slice(&self.e[low..low + size - 1]);
        let [u, v] = &mut self.turned;
        u.reset(size, true);
        v.reset(size, true);
        rotate_to_diagonal(&mut d, &mut e, u, v)?;
        let is_negative: Vec<bool> = d.iter().map(|x| x.is_sign_negative()).collect();
        let order: Vec<usize> = (0..size).collect();
        self.spare.resize((size * size).max(self.spare.len()), 0.0);
        let small = &mut self.spare[..size * size];
        u.write(&order, &vec![false; size], size, small);
        for (j, from) in small.chunks_exact(size).enumerate().take(rows) {
            let at = (low + j) * n + low;
            self.u[at..at + rows].copy_from_slice(&from[..rows]);
        }
        v.write(&order, &is_negative, size, small);
        for (j, from) in small.chunks_exact(size).enumerate() {
            let at = (low + j) * n + low;
            self.v[at..at + size].copy_from_slice(from);
        }
        self.d[low..high].iter_mut().zip(&d).for_each(|(to, from)| *to = from.abs());
        Ok(())
    }

    /// Puts the row `middle` between what is done: with the vectors of both it becomes the first row of a matrix that
    /// else is diagonal.
    fn merge(&mut self, [low, middle, high]: [usize; 3], is_wide: bool, [alpha, beta]: [f64; 2]) {
        let n = self.n;
        let (end, size) = (high + usize::from(is_wide), high - low);
        // What the middle row holds beside each column; its own place stands for the columns that have no value.
        let mut z: Vec<f64> = (low..high)
            .map(|j| match j <= middle {
                true => alpha * self.v[j * n + middle],
                false => beta * self.v[j * n + middle + 1],
            })
            .collect();
        let free = if is_wide { beta * self.v[high * n + middle + 1] } else { 0.0 };
        let special = middle - low;
        let length = z[special].hypot(free);
        let most = |values: &[f64]| values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        self.d[middle] = 0.0;
        let largest = most(&self.d[low..high]).max(alpha.abs()).max(beta.abs());
        let tolerance = (8.0 * f64::EPSILON * largest).max(VANISHING);
        let (c, s) = match length > tolerance {
            true => (z[special] / length, free / length),
            false => (1.0, 0.0),
        };
        z[special] = length.max(tolerance);
        if is_wide {
            turn(self.v, n, [middle, high], [low, end], c, s);
        } else if c < 0.0 {
            self.v[middle * n + low..middle * n + end].iter_mut().for_each(|x| *x = -*x);
        }
        let mut rows: Vec<Rows> =
            (low..high).map(|j| if j <= middle { Rows::Upper } else { Rows::Lower }).collect();
        let (mut settled, mut mixed) = (Vec::new(), vec![special]);
        let order = ascending(&self.d[low..high]);
        for j in order.into_iter().filter(|&j| j != special) {
            if z[j].abs() <= tolerance {
                settled.push(j);
                continue;
            }
            let before = mixed[mixed.len() - 1];
            if mixed.len() == 1 || self.d[low + j] - self.d[low + before] > tolerance {
                mixed.push(j);
                continue;
            }
            // Equal values: the first of the two is turned out of the row.
            let length = z[j].hypot(z[before]);
            let (c, s) = (z[j] / length, -z[before] / length);
            (z[j], z[before]) = (length, 0.0);
            if rows[j] != rows[before] {
                (rows[j], rows[before]) = (Rows::Both, Rows::Both);
            }
            turn(self.u, n, [low + before, low + j], [low, high], c, s);
            turn(self.v, n, [low + before, low + j], [low, end], c, s);
            settled.push(before);
            let last = mixed.len() - 1;
            mixed[last] = j;
        }
        let k = mixed.len();
        let mut poles: Vec<f64> = mixed.iter().map(|&j| self.d[low + j]).collect();
        if let Some(second) = poles.get_mut(1) {
            *second = second.max(0.5 * tolerance);
        }
        let [left, right, mut values] = inner_vectors(&poles, &mixed, &z);
        let height = end - low;
        self.spare.resize((2 * height * height).max(self.spare.len()), 0.0);
        let (made_u, made_v) = self.spare.split_at_mut(height * height);
        for (absent, [from, to]) in
            [(Rows::Lower, [low, middle]), (Rows::Upper, [middle + 1, high])]
        {
            let is_present = |&i: &usize| i > 0 && rows[mixed[i]] != absent;
            let present: Vec<usize> = (0..k).filter(is_present).collect();
            let columns = gathered(self.u, n, low, &mixed, &present, [from, to]);
            let block = Block { row: from - low, column: 0, rows: to - from, columns: k };
            combine(&columns, &left, &present, made_u, height, block);
        }
        // The middle row is a vector of its own.
        for (column, left) in made_u.chunks_exact_mut(height).zip(left.chunks_exact(k)) {
            column[special] = left[0];
        }
        for (absent, [from, to]) in
            [(Rows::Lower, [low, middle + 1]), (Rows::Upper, [middle + 1, end])]
        {
            let is_present = |&i: &usize| i == 0 || rows[mixed[i]] != absent;
            let present: Vec<usize> = (0..k).filter(is_present).collect();
            let columns = gathered(self.v, n, low, &mixed, &present, [from, to]);
            let block = Block { row: from - low, column: 0, rows: to - from, columns: k };
            combine(&columns, &right, &present, made_v, height, block);
        }
        for (i, &j) in settled.iter().enumerate() {
            let (from, to) = ((low + j) * n, (k + i) * height);
            made_u[to..to + size].copy_from_slice(&self.u[from + low..from + high]);
            made_v[to..to + height].copy_from_slice(&self.v[from + low..from + end]);
            values.push(self.d[low + j]);
        }
        for (j, value) in values.into_iter().enumerate() {
            let at = (low + j) * n;
            let made = j * height;
            self.u[at + low..at + high].copy_from_slice(&made_u[made..made + size]);
            self.v[at + low..at + end].copy_from_slice(&made_v[made..made + height]);
            self.d[low + j] = value;
        }
    }
}

/// Some rows of the columns of `vectors` that stand for what is present.
fn gathered(
    vectors: &[f64],
    n: usize,
    low: usize,
    mixed: &[usize],
    present: &[usize],
    [from, to]: [usize; 2],
) -> Vec<f64> {
    let starts = present.iter().map(|&i| (low + mixed[i]) * n);
    starts.flat_map(|at| &vectors[at + from..at + to]).copied().collect()
}

/// The vectors from the left and from the right of a matrix that has z in its first row and is diagonal else, and the
/// values.
fn inner_vectors(poles: &[f64], mixed: &[usize], z: &[f64]) -> [Vec<f64>; 3] {
    let k = poles.len();
    let signs: Vec<f64> = mixed.iter().map(|&j| z[j]).collect();
    let weights: Vec<f64> = signs.iter().map(|z| z * z).collect();
    let mut right = vec![0.0; k * k];
    let found = roots(SquaresOf(poles), &weights, &mut right);
    let values = found.iter().map(|root| {
        let pole = poles[root.origin];
        (pole * pole + root.beyond).sqrt()
    });
    let values = values.collect();
    let mut exact = vec![0.0; k];
    exact_roots_of_weights(SquaresOf(poles), &right, &signs, &mut exact);
    let mut left = vec![0.0; k * k];
    let normalize = |column: &mut [f64]| {
        let length = column.iter().map(|x| x * x).sum::<f64>().sqrt();
        column.iter_mut().for_each(|x| *x /= length);
    };
    for (left, right) in left.chunks_exact_mut(k).zip(right.chunks_exact_mut(k)) {
        for (((left, right), z), pole) in left.iter_mut().zip(&mut *right).zip(&exact).zip(poles) {
            *right = z / *right;
            *left = pole * *right;
        }
        left[0] = -1.0;
        normalize(left);
        normalize(right);
    }
    [left, right, values]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(d: &[f64], e: &[f64]) {
        let n = d.len();
        let (mut values, mut beside) = (d.to_vec(), e.to_vec());
        let (mut u, mut v) = (vec![0.0; n * n], vec![0.0; n * n]);
        vectors(&mut values, &mut beside, &mut u, &mut v).expect("settles");
        let size = d.iter().chain(&e[..n - 1]).fold(1e-300_f64, |most, x| most.max(x.abs()));
        let tolerance = 4e-15 * (n as f64 + 10.0);
        assert!(values.iter().rev().is_sorted() && values[n - 1] >= 0.0, "{values:?}");
        for j in 0..n {
            let (u_j, v_j) = (&u[j * n..(j + 1) * n], &v[j * n..(j + 1) * n]);
            for i in 0..n {
                let after = if i + 1 < n { e[i] * v_j[i + 1] } else { 0.0 };
                let off = d[i] * v_j[i] + after - values[j] * u_j[i];
                assert!(off.abs() <= tolerance * size, "{n} row {i} of {j}: {off}");
            }
            for i in 0..n {
                for vectors in [&u, &v] {
                    let pairs =
                        vectors[i * n..(i + 1) * n].iter().zip(&vectors[j * n..(j + 1) * n]);
                    let product: f64 = pairs.map(|(x, y)| x * y).sum();
                    let off = product - if i == j { 1.0 } else { 0.0 };
                    assert!(off.abs() <= tolerance, "{n} columns {i} and {j}: {off}");
                }
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
            check(&vec![1e-170; n], &vec![1e-170; n]);
            check(&vec![1e150; n], &vec![1e150; n]);
            let d: Vec<f64> = (0..n).map(|i| (i as f64 - n as f64 / 2.0).abs()).collect();
            check(&d, &vec![1.0; n]);
            let e: Vec<f64> = (0..n).map(|i| if i % 7 == 3 { 0.0 } else { 1.0 }).collect();
            let d: Vec<f64> = (0..n).map(|i| if i % 5 == 2 { 0.0 } else { 1.0 }).collect();
            check(&d, &e);
            check(&vec![0.0; n], &vec![0.0; n]);
            // What reflections leave of a matrix of rank one.
            for base in [1e-16_f64, 1e-9, 1e-40] {
                let d: Vec<f64> = (0..n).map(|i| base.powi(i as i32)).collect();
                check(&d, &d);
                let e: Vec<f64> = (0..n).map(|i| base.powi(i as i32 + 1)).collect();
                check(&d, &e);
            }
        }
    }
}
