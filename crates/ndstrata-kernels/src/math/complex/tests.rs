//! Complex functions against values computed with 400 bits, and special values.

use super::*;
use crate::math::tests::golden;

type Slices = fn(&[Complex<f64>], &mut [Complex<f64>]) -> Flags;

const FUNCTIONS: [(&str, Slices); 20] = [
    ("csqrt", sqrt),
    ("cexp", exp),
    ("cexp2", exp2),
    ("cexpm1", expm1),
    ("clog", log),
    ("clog2", log2),
    ("clog10", log10),
    ("clog1p", log1p),
    ("csin", sin),
    ("ccos", cos),
    ("ctan", tan),
    ("csinh", sinh),
    ("ccosh", cosh),
    ("ctanh", tanh),
    ("casin", asin),
    ("cacos", acos),
    ("catan", atan),
    ("casinh", asinh),
    ("cacosh", acosh),
    ("catanh", atanh),
];

fn function(name: &str) -> Slices {
    FUNCTIONS.iter().find(|(known, _)| *known == name).expect("a function of the table").1
}

fn one(name: &str, re: f64, im: f64) -> (Complex<f64>, Flags) {
    let mut w = [Complex::default()];
    let flags = function(name)(&[Complex::new(re, im)], &mut w);
    (w[0], flags)
}

#[test]
fn values_are_within_eight_units_of_their_magnitude() {
    let mut seen = 0;
    for (name, values) in golden() {
        let [re, im, expected_re, expected_im] = values[..] else { continue };
        let (w, _) = one(name, re, im);
        let expected = Complex::new(expected_re, expected_im);
        let error = (w - expected).norm() / expected.norm();
        assert!(
            error <= 8.0 * f64::EPSILON / 2.0,
            "{name}({re:e}, {im:e}) = {w:e}, not {expected:e}"
        );
        seen += 1;
    }
    assert!(seen > 100);
}

#[test]
fn special_values_are_those_of_annex_g() {
    use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    // As NumPy gives them.
    let table: &[(&str, [f64; 2], [f64; 2], Flags)] = &[
        ("csqrt", [-0.0, 0.0], [0.0, 0.0], Flags::NONE),
        ("csqrt", [-4.0, -0.0], [0.0, -2.0], Flags::NONE),
        ("csqrt", [NAN, INF], [INF, INF], Flags::NONE),
        ("csqrt", [-INF, 1.0], [0.0, INF], Flags::NONE),
        ("csqrt", [1e308, 1e308], [1.0986841134678098e154, 4.550898605622274e153], Flags::NONE),
        ("cexp", [-INF, NAN], [0.0, 0.0], Flags::NONE),
        ("cexp", [INF, 0.0], [INF, 0.0], Flags::NONE),
        ("cexp", [INF, INF], [INF, NAN], Flags::INVALID),
        ("cexp", [NAN, 0.0], [NAN, 0.0], Flags::NONE),
        ("cexp", [800.0, 0.0], [INF, 0.0], Flags::OVER),
        ("clog", [0.0, 0.0], [-INF, 0.0], Flags::DIVIDE),
        ("clog", [-0.0, 0.0], [-INF, PI], Flags::DIVIDE),
        ("clog", [NAN, INF], [INF, NAN], Flags::NONE),
        ("clog", [5e-324, 0.0], [-744.4400719213813, 0.0], Flags::NONE),
        ("csinh", [INF, INF], [INF, NAN], Flags::INVALID),
        ("csinh", [0.0, NAN], [0.0, NAN], Flags::NONE),
        ("ccosh", [INF, 0.0], [INF, 0.0], Flags::NONE),
        ("ccos", [0.0, INF], [INF, -0.0], Flags::NONE),
        ("ctanh", [INF, NAN], [1.0, 0.0], Flags::NONE),
        ("ctan", [0.0, INF], [0.0, 1.0], Flags::NONE),
        ("casin", [0.0, 0.0], [0.0, 0.0], Flags::NONE),
        ("cacos", [1.0, 0.0], [0.0, -0.0], Flags::NONE),
        ("cacos", [-INF, INF], [3.0 * FRAC_PI_4, -INF], Flags::NONE),
        ("casinh", [INF, 1.0], [INF, 0.0], Flags::NONE),
        ("cacosh", [-1.0, 0.0], [0.0, PI], Flags::NONE),
        ("catanh", [1.0, 0.0], [INF, 0.0], Flags::DIVIDE),
        ("catanh", [INF, -INF], [0.0, -FRAC_PI_2], Flags::NONE),
    ];
    for &(name, [re, im], expected, flags) in table {
        let (w, raised) = one(name, re, im);
        for (part, expected) in [w.re, w.im].into_iter().zip(expected) {
            let near = (part - expected).abs() <= 4.0 * f64::EPSILON * expected.abs();
            let same = part.to_bits() == expected.to_bits() || (part.is_nan() && expected.is_nan());
            assert!(same || (near && expected != 0.0), "{name}({re:e}, {im:e}) = {w:e}");
        }
        assert_eq!(raised, flags, "{name}({re:e}, {im:e})");
    }
}

#[test]
fn powers_follow_numpy() {
    let i = Complex::new(0.0, 1.0);
    let mut w = [Complex::default(); 5];
    let bases = [i, i, Complex::new(0.0, 0.0), Complex::new(1.0, 2.0), Complex::new(1.0, 2.0)];
    let exponents = [
        Complex::new(2.0, 0.0),
        i,
        Complex::new(0.0, 0.0),
        Complex::new(-2.0, 0.0),
        Complex::new(0.5, 0.5),
    ];
    pow(&bases, &exponents, &mut w);
    let expected = [
        Complex::new(-1.0, 0.0),
        Complex::new(0.20787957635076193, 0.0),
        Complex::new(1.0, 0.0),
        Complex::new(-0.12, -0.16),
        Complex::new(0.4958933099972861, 0.7022180709459005),
    ];
    for (w, expected) in w.iter().zip(expected) {
        assert!((w - expected).norm() <= 1e-15, "{w:e} {expected:e}");
    }
}

#[test]
fn infinite_powers_and_sines_are_those_of_the_c_library() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    for (z, w, expected) in [
        ((0.0, 1.0), (INF, INF), (0.0, 0.0)),
        ((INF, -2.5), (-1.0, NAN), (0.0, 0.0)),
        ((-3.0, 3.0), (NAN, -INF), (INF, NAN)),
        ((-INF, NAN), (1.0, -1.0), (INF, NAN)),
        ((INF, -INF), (1.5, 0.0), (INF, NAN)),
        ((NAN, 1.0), (1.5, 0.0), (NAN, NAN)),
        ((INF, INF), (INF, INF), (NAN, NAN)),
        ((0.5, 0.0), (INF, 1.0), (0.0, 0.0)),
    ] {
        let mut found = [Complex::default()];
        pow(&[Complex::new(z.0, z.1)], &[Complex::new(w.0, w.1)], &mut found);
        let same =
            |found: f64, expected: f64| found == expected || found.is_nan() && expected.is_nan();
        let [power] = found;
        assert!(same(power.re, expected.0) && same(power.im, expected.1), "{z:?} {w:?} {power}");
    }
    let mut found = [Complex::default()];
    sinh(&[Complex::new(-INF, INF)], &mut found);
    assert!(found[0].re == INF && found[0].im.is_nan());
}

#[test]
fn absolute_values_and_angles_are_taken_of_strided_numbers() {
    let z = [Complex::new(3.0f32, 4.0), Complex::new(-1.0, 0.0)];
    let mut sizes = [0.0; 2];
    assert!(abs(&z, &mut sizes).is_empty());
    assert_eq!(sizes, [5.0, 1.0]);
    let mut angles = [0.0; 2];
    arg(&z, &mut angles);
    assert_eq!(angles, [0.9272952, std::f32::consts::PI]);
}
