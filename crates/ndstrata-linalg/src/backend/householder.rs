//! Elementary reflections H = 1 - τ v vᴴ with v₀ = 1, in LAPACK's convention: Hᴴ x = β e₀ with β
//! real (Golub & Van Loan, §5.1; LAPACK Working Note 72 on the choice for complex numbers).

use super::field::Field;
use super::vector::{dot, subtract};

/// Makes the reflection that maps x to β e₀: x₀ becomes β, the rest becomes that of v. Gives τ, which
/// is 0 where there is nothing to do.
#[inline(always)]
pub(crate) fn reflect<T: Field>(x: &mut [T]) -> T {
    let Some((head, tail)) = x.split_first_mut() else { return T::ZERO };
    let mut norm = norm(tail);
    if norm == 0.0 && head.im() == 0.0 {
        return T::ZERO;
    }
    let mut alpha = *head;
    let mut beta = length(alpha, norm);
    // Lengths below this lose digits when they are squared or inverted.
    let (mut n_scalings, tiny) = (0, f64::MIN_POSITIVE / f64::EPSILON);
    while beta.abs() < tiny && n_scalings < 20 {
        n_scalings += 1;
        tail.iter_mut().for_each(|x| *x = x.scale(1.0 / tiny));
        alpha = alpha.scale(1.0 / tiny);
        norm = self::norm(tail);
        beta = length(alpha, norm);
    }
    let tau = (T::from_real(beta) - alpha).scale(1.0 / beta);
    let factor = T::ONE.over(alpha - T::from_real(beta));
    tail.iter_mut().for_each(|x| *x *= factor);
    for _ in 0..n_scalings {
        beta *= tiny;
    }
    *head = T::from_real(beta);
    tau
}

/// β: the length of (α, tail), with the sign that α's real part has not.
#[inline(always)]
fn length<T: Field>(alpha: T, norm: f64) -> f64 {
    let length =
        if alpha.im() == 0.0 { alpha.re().hypot(norm) } else { alpha.modulus().hypot(norm) };
    if alpha.re().is_sign_negative() { length } else { -length }
}

/// The Euclidean length, without overflow on the way.
#[inline(always)]
pub(crate) fn norm<T: Field>(x: &[T]) -> f64 {
    let sum = dot(x, x).re();
    // Within these bounds no square overflowed, and none that mattered became subnormal.
    if sum > 1e-280 && sum < 1e300 {
        return sum.sqrt();
    }
    let largest = x.iter().map(|x| x.re().abs().max(x.im().abs())).fold(0.0, f64::max);
    if largest == 0.0 || !largest.is_finite() {
        return if sum.is_nan() { sum } else { largest };
    }
    // The reciprocal of a subnormal number would overflow.
    let up = if largest < 1e-290 { 2_f64.powi(600) } else { 1.0 };
    let inverse = 1.0 / (largest * up);
    largest * x.iter().map(|x| x.scale(up).scale(inverse).square()).sum::<f64>().sqrt()
}

/// Replaces `x` by (1 - τ v vᴴ) x, where v is 1 and then `tail`.
#[inline(always)]
pub(crate) fn apply<T: Field>(tail: &[T], tau: T, x: &mut [T]) {
    let Some((head, rest)) = x.split_first_mut() else { return };
    let product = (*head + dot(tail, rest)) * tau;
    *head -= product;
    subtract(product, tail, rest);
}
