//! atan of `f64`: atan x = atan c + atan((x - c)/(1 + x c)) with one of 16 short numbers c, two for each power of two
//! from 1/8 to 16; zero below, infinity above. The quotient is at most 1/8.

use crate::math::lanes::Doubles;

const CENTRES: [f64; 16] = [
    2.40625, 3.421875, 4.75, 6.8125, 9.5625, 13.6875, 1.0, 0.0, 0.140625, 0.203125, 0.296875,
    0.421875, 0.609375, 0.859375, 1.21875, 1.71875,
];
/// Zero for the infinite c, where the quotient is -1/x.
const FINITE: [f64; 16] =
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
/// atan c, and what its rounding left.
const ANGLES: [f64; 16] = [
    1.1769277160585352,
    1.2864762709309971,
    1.3633001003596938,
    1.4250482000864593,
    1.466599891532263,
    1.4978665402661109,
    std::f64::consts::FRAC_PI_2,
    0.0,
    0.13970887428916365,
    0.2003985538258785,
    0.2885873618940774,
    0.39922076957525254,
    0.5472843809874369,
    0.7099116184635249,
    0.8836721166534575,
    1.043853099605467,
];
const ANGLES_TAIL: [f64; 16] = [
    2.5125341696236084e-17,
    7.993088949123846e-17,
    1.0932461715269362e-16,
    1.785449137074671e-17,
    -7.142959434917808e-17,
    1.0399284773545835e-17,
    6.123233995736766e-17,
    0.0,
    -2.9579864247315813e-18,
    3.1399542871844493e-18,
    -1.428369957377257e-17,
    2.246598105617042e-17,
    4.923709671396255e-17,
    -4.597166450584887e-17,
    1.9644781804160354e-17,
    6.365899035424811e-17,
];
/// atan t = t + t^3 p(t^2) on |t| <= 1/8: 2^-59.
const CURVE: [f64; 6] = [
    -0.33333333333332565,
    0.19999999999044343,
    -0.14285713889150786,
    0.11111035401004034,
    -0.09083588004035133,
    0.07342381778413642,
];

/// `numpy.arctan`.
#[inline(always)]
pub(in crate::math) fn atan<V: Doubles>(x: V) -> V {
    // Beyond 1e300 the reciprocal no longer matters.
    let size = V::splat(1e300).min(x.abs());
    // Exponent and first bit of the fraction name the interval.
    let interval = V::splat(0.1).max(V::splat(20.0).min(size)).bits_shr::<51>();
    let (c, finite) = (interval.lookup(&CENTRES), interval.lookup(&FINITE));
    let q = size.mul_add(finite, -c) / size.mul_add(c, finite);
    let square = q * q;
    let (sum, lost) = interval.lookup(&ANGLES).fast_two_sum(q);
    let lost = lost + interval.lookup(&ANGLES_TAIL);
    (sum + (square * q).mul_add(square.polynomial(&CURVE), lost)).copysign(x)
}
