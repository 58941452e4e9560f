//! Eigenvalues of a symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift
//! (Golub & Van Loan, §8.3; Bowdler, Martin, Reinsch & Wilkinson, *tql2*).

use super::NoConvergence;
use super::rotations::{Turned, ascending};

/// Steps allowed for each eigenvalue, as LAPACK allows.
const MAX_STEPS: usize = 30;

/// Replaces the diagonal `d` by the eigenvalues in ascending order and turns the columns of `z` into the eigenvectors;
/// gives the order in which these are to be taken. `e[i]` stands beside `d[i]` and `d[i + 1]`; it has as many elements
/// as `d`, the last of them unused.
pub(crate) fn diagonalize(
    d: &mut [f64],
    e: &mut [f64],
    z: &mut Turned,
) -> Result<Vec<usize>, NoConvergence> {
    let n = d.len();
    if let Some(last) = e.last_mut() {
        *last = 0.0;
    }
    let nothing = nothing_beside(d, e);
    let mut steps_left = MAX_STEPS * n;
    for l in 0..n {
        loop {
            let m = (l..n - 1)
                .find(|&m| {
                    e[m].abs() <= f64::EPSILON * 0.5 * (d[m].abs() * d[m + 1].abs()).sqrt()
                        || e[m].abs() < nothing
                })
                .unwrap_or(n - 1);
            if m == l {
                break;
            }
            if steps_left == 0 {
                return Err(NoConvergence);
            }
            steps_left -= 1;
            step(l, m, d, e, z);
        }
    }
    if d.iter().any(|x| x.is_nan()) {
        return Err(NoConvergence);
    }
    let order = ascending(d);
    d.sort_by(f64::total_cmp);
    Ok(order)
}

/// What is as good as zero beside the largest element, however small its neighbours are: steps that begin at the small end
/// of a graded matrix would not end.
fn nothing_beside(d: &[f64], e: &[f64]) -> f64 {
    let largest = d.iter().chain(e).fold(0.0_f64, |most, x| most.max(x.abs()));
    (f64::EPSILON * f64::EPSILON * largest).max(f64::MIN_POSITIVE)
}

fn step(l: usize, m: usize, d: &mut [f64], e: &mut [f64], z: &mut Turned) {
    let half = (d[l + 1] - d[l]) / (2.0 * e[l]);
    let length = half.hypot(1.0);
    let mut g = d[m] - d[l] + e[l] / (half + length.copysign(half));
    let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
    for i in (l..m).rev() {
        let (f, b) = (s * e[i], c * e[i]);
        let r = hypotenuse(f, g);
        e[i + 1] = r;
        if r == 0.0 {
            // The matrix split; what is left of the step belongs to the next.
            d[i + 1] -= p;
            e[m] = 0.0;
            return;
        }
        (s, c) = (f / r, g / r);
        g = d[i + 1] - p;
        let t = (d[i] - g) * s + 2.0 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        z.turn(i, i + 1, c, -s);
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0.0;
}

/// √(f² + g²), by the slow way only where a square would leave the range.
#[inline(always)]
pub(super) fn hypotenuse(f: f64, g: f64) -> f64 {
    let root = (f * f + g * g).sqrt();
    if root > 1e-150 && root < 1e150 { root } else { f.hypot(g) }
}

/// Replaces the diagonal `d` by the eigenvalues in ascending order, without the vectors and so without
/// a root in each step (Pal, Walker & Kahan, in Parlett, *The Symmetric Eigenvalue Problem*, §8.15).
/// `e` is overwritten.
pub(crate) fn eigenvalues(d: &mut [f64], e: &mut [f64]) -> Result<(), NoConvergence> {
    let n = d.len();
    if let Some(last) = e.last_mut() {
        *last = 0.0;
    }
    let nothing = nothing_beside(d, e);
    let nothing = (nothing * nothing).max(f64::MIN_POSITIVE);
    e.iter_mut().for_each(|e| *e *= *e);
    let eps = f64::EPSILON * 0.5;
    let mut steps_left = MAX_STEPS * n;
    for l in 0..n {
        loop {
            let m = (l..n - 1)
                .find(|&m| e[m] <= eps * eps * (d[m] * d[m + 1]).abs() || e[m] < nothing)
                .unwrap_or(n - 1);
            if m < n - 1 {
                e[m] = 0.0;
            }
            if m == l {
                break;
            }
            if steps_left == 0 {
                return Err(NoConvergence);
            }
            steps_left -= 1;
            rootless_step(l, m, d, e);
        }
    }
    if d.iter().any(|x| x.is_nan()) {
        return Err(NoConvergence);
    }
    d.sort_by(f64::total_cmp);
    Ok(())
}

/// One QL step on rows l..=m; `e` holds squares.
fn rootless_step(l: usize, m: usize, d: &mut [f64], e: &mut [f64]) {
    let root = e[l].sqrt();
    let half = (d[l + 1] - d[l]) / (2.0 * root);
    let sigma = d[l] - root / (half + hypotenuse(half, 1.0).copysign(half));
    let (mut c, mut s) = (1.0, 0.0);
    let mut gamma = d[m] - sigma;
    let mut p = gamma * gamma;
    for i in (l..m).rev() {
        let (below, r) = (e[i], p + e[i]);
        if i + 1 != m {
            e[i + 1] = s * r;
        }
        let old_c = c;
        (c, s) = (p / r, below / r);
        let (old_gamma, alpha) = (gamma, d[i]);
        gamma = c * (alpha - sigma) - s * old_gamma;
        d[i + 1] = old_gamma + (alpha - gamma);
        p = if c == 0.0 { old_c * below } else { gamma * gamma / c };
    }
    e[l] = s * p;
    d[l] = sigma + gamma;
}
