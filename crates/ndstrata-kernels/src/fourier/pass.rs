//! One factor of a length: the transforms of as many elements as the factor, and their turns.

use num_complex::Complex64;

use super::{Direction, LARGEST_PRIME};

/// The root turned by, which is conjugate forwards.
#[inline(always)]
fn directed<const FORWARD: bool>(root: Complex64) -> Complex64 {
    if FORWARD { root.conj() } else { root }
}

/// A quarter of a turn.
#[inline(always)]
fn quarter<const FORWARD: bool>(x: Complex64) -> Complex64 {
    if FORWARD { Complex64::new(x.im, -x.re) } else { Complex64::new(-x.im, x.re) }
}

#[inline(always)]
fn product(a: Complex64, b: Complex64) -> Complex64 {
    Complex64::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/// Does the pass of a factor, after passes whose factors have the product `done`.
///
/// `from` is read as `[done][factor][rest]` and `to` written as `[factor][done][rest]`.
pub(super) fn pass(
    factor: usize,
    done: usize,
    roots: &[Complex64],
    direction: Direction,
    from: &[Complex64],
    to: &mut [Complex64],
) {
    match direction {
        Direction::Forward => directed_pass::<true>(factor, done, roots, from, to),
        Direction::Backward => directed_pass::<false>(factor, done, roots, from, to),
    }
}

fn directed_pass<const FORWARD: bool>(
    factor: usize,
    done: usize,
    roots: &[Complex64],
    from: &[Complex64],
    to: &mut [Complex64],
) {
    match factor {
        2 => fixed::<2, FORWARD>(done, roots, from, to, |[a, b]| [a + b, a - b]),
        3 => fixed::<3, FORWARD>(done, roots, from, to, three::<FORWARD>),
        4 => fixed::<4, FORWARD>(done, roots, from, to, four::<FORWARD>),
        5 => fixed::<5, FORWARD>(done, roots, from, to, five::<FORWARD>),
        _ => odd::<FORWARD>(factor, done, roots, from, to),
    }
}

/// A pass whose transforms are written out.
#[inline(always)]
fn fixed<const P: usize, const FORWARD: bool>(
    done: usize,
    roots: &[Complex64],
    from: &[Complex64],
    to: &mut [Complex64],
    transform: impl Fn([Complex64; P]) -> [Complex64; P],
) {
    let rest = roots.len() / (P * done);
    for k in 0..done {
        let inputs: [&[Complex64]; P] =
            std::array::from_fn(|j| &from[rest * (j + P * k)..][..rest]);
        for i in 0..rest {
            let results = transform(std::array::from_fn(|j| inputs[j][i]));
            to[i + rest * k] = results[0];
            for m in 1..P {
                let turn = directed::<FORWARD>(roots[m * done * i]);
                to[i + rest * (k + done * m)] = product(results[m], turn);
            }
        }
    }
}

#[inline(always)]
fn three<const FORWARD: bool>([a, b, c]: [Complex64; 3]) -> [Complex64; 3] {
    // The sine of a third of a turn.
    const SINE: f64 = 0.866_025_403_784_438_6;
    let (sum, difference) = (b + c, quarter::<FORWARD>(b - c) * SINE);
    let middle = a - sum * 0.5;
    [a + sum, middle + difference, middle - difference]
}

#[inline(always)]
fn four<const FORWARD: bool>([a, b, c, d]: [Complex64; 4]) -> [Complex64; 4] {
    let (even, odd) = (a + c, b + d);
    let (across, turned) = (a - c, quarter::<FORWARD>(b - d));
    [even + odd, across + turned, even - odd, across - turned]
}

#[inline(always)]
fn five<const FORWARD: bool>([a, b, c, d, e]: [Complex64; 5]) -> [Complex64; 5] {
    // Cosines and sines of one and two fifths of a turn.
    const COSINES: [f64; 2] = [0.309_016_994_374_947_45, -0.809_016_994_374_947_5];
    const SINES: [f64; 2] = [0.951_056_516_295_153_5, 0.587_785_252_292_473_1];
    let (be, cd) = (b + e, c + d);
    let (b_e, c_d) = (b - e, c - d);
    let first = a + be * COSINES[0] + cd * COSINES[1];
    let second = a + be * COSINES[1] + cd * COSINES[0];
    let turn = quarter::<FORWARD>;
    let first_turn = turn(b_e * SINES[0] + c_d * SINES[1]);
    let second_turn = turn(b_e * SINES[1] - c_d * SINES[0]);
    [
        a + be + cd,
        first + first_turn,
        second + second_turn,
        second - second_turn,
        first - first_turn,
    ]
}

/// A pass of another odd factor, by sums and differences of the elements that mirror each other.
fn odd<const FORWARD: bool>(
    factor: usize,
    done: usize,
    roots: &[Complex64],
    from: &[Complex64],
    to: &mut [Complex64],
) {
    let n = roots.len();
    let rest = n / (factor * done);
    let half = factor / 2;
    let mut sums = [Complex64::ZERO; LARGEST_PRIME / 2 + 1];
    let mut differences = [Complex64::ZERO; LARGEST_PRIME / 2 + 1];
    for k in 0..done {
        for i in 0..rest {
            let input = |j: usize| from[i + rest * (j + factor * k)];
            let first = input(0);
            let mut all = first;
            for j in 1..=half {
                let (a, b) = (input(j), input(factor - j));
                (sums[j], differences[j]) = (a + b, a - b);
                all += sums[j];
            }
            to[i + rest * k] = all;
            for m in 1..=half {
                let (mut along, mut across) = (first, Complex64::ZERO);
                for j in 1..=half {
                    let root = roots[n / factor * (j * m % factor)];
                    along += sums[j] * root.re;
                    across += differences[j] * root.im;
                }
                let across = quarter::<FORWARD>(across);
                for (m, result) in [(m, along + across), (factor - m, along - across)] {
                    let turn = directed::<FORWARD>(roots[m * done * i]);
                    to[i + rest * (k + done * m)] = product(result, turn);
                }
            }
        }
    }
}
