//! Roots of unity, each computed from an angle below an eighth of a turn.

use std::f64::consts::FRAC_PI_2;

use num_complex::Complex64;

/// `exp(2πi k / n)` for each `k` below `n`, or `None` without memory for them.
pub(super) fn roots_of_unity(n: usize) -> Option<Vec<Complex64>> {
    let mut roots = Vec::new();
    roots.try_reserve_exact(n).ok()?;
    roots.extend((0..n).map(|k| root(k, n)));
    Some(roots)
}

/// `exp(2πi k / n)` of `k` below `n`.
fn root(k: usize, n: usize) -> Complex64 {
    // In quarters of a turn and what is left of one; the angle is taken from its nearer end.
    let (k, n) = (k as u128, n as u128);
    let (quarter, rest) = (4 * k / n, 4 * k % n);
    let (turned, rest) = if 2 * rest > n { (true, n - rest) } else { (false, rest) };
    let (sin, cos) = (FRAC_PI_2 * (rest as f64 / n as f64)).sin_cos();
    let first = if turned { Complex64::new(sin, cos) } else { Complex64::new(cos, sin) };
    match quarter {
        0 => first,
        1 => Complex64::new(-first.im, first.re),
        2 => -first,
        _ => Complex64::new(first.im, -first.re),
    }
}
