//! Texts that NumPy printed.

use half::f16;

use super::*;

fn positional(x: impl Into<Real>, options: Positional) -> String {
    format_float_positional(x, options).unwrap_or_else(|error| error.to_string())
}

fn scientific(x: impl Into<Real>, options: Scientific) -> String {
    format_float_scientific(x, options).unwrap_or_else(|error| error.to_string())
}

#[test]
fn positional_texts() {
    let default = Positional::default();
    let exact = |n: usize| default.unique(false).precision(n);
    let cases = [
        (1.20004, default.precision(3), "1.200"),
        (1.1996, default.precision(3), "1.2"),
        (9.9996, default.precision(3), "10."),
        (0.0001, default.precision(2), "0.00"),
        (0.5, default.precision(0), "0."),
        (1.0, default.trim(Trim::ZerosAndPoint).pad_right(3), "1    "),
        (1.0, default.trim(Trim::ZerosAndPoint).pad_right(0), "1 "),
        (1.5, default.trim(Trim::ZerosAndPoint).pad_right(0), "1.5"),
        (10.0, exact(3).trim(Trim::ZerosAndPoint), "10"),
        (1.0, default.trim(Trim::LeaveOneZero), "1.0"),
        (-0.0, default.sign(true), "-0."),
        (0.0, exact(3), "0.000"),
        (0.0, exact(3).fractional(false), "0.00"),
        (0.01, default.fractional(false).min_digits(4), "0.01000"),
        (1e23, default.fractional(false).min_digits(3), "100000000000000000000000."),
        (123456.0, default.precision(3).fractional(false), "123000."),
        (0.00999, exact(2).fractional(false), "0.01"),
        (1.0, default.precision(0).min_digits(3), "1.000"),
        (
            123456.0,
            default.precision(3).fractional(false).pad_left(10).pad_right(3),
            "    123000.   ",
        ),
        (f64::INFINITY, default.sign(true).pad_left(8), "+inf"),
        (-f64::NAN, default.sign(true), "nan"),
    ];
    for (x, options, text) in cases {
        assert_eq!(positional(x, options), text, "{x} {options:?}");
    }
    assert_eq!(positional(f16::PI, default), "3.14");
    assert_eq!(positional(f16::from_f64(0.3), exact(10)), "0.3000488281");
}

#[test]
fn scientific_texts() {
    let default = Scientific::default();
    let cases = [
        (1e23, default.min_digits(20), "9.99999999999999916114e+22"),
        (1e23, default.precision(0), "1.e+23"),
        (1e100, default.exp_digits(0), "1.e+100"),
        (1e100, default.exp_digits(9), "1.e+00100"),
        (0.0, default.exp_digits(0), "0.e+"),
        (1.5e100, default.trim(Trim::ZerosAndPoint), "1.5e+100"),
        (1.0, default.trim(Trim::ZerosAndPoint).unique(false).precision(3), "1e+00"),
        (1.25, default.precision(0).min_digits(3), "1.000e+00"),
        (-f64::INFINITY, default.pad_left(8), "-inf"),
    ];
    for (x, options, text) in cases {
        assert_eq!(scientific(x, options), text, "{x} {options:?}");
    }
}

#[test]
fn requests_that_cannot_be_met_are_errors() {
    let default = Positional::default();
    let failure = |options| match format_float_positional(1.0, options).unwrap_err().kind() {
        crate::ErrorKind::Print(why) => why.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(failure(default.unique(false)), PrintError::PrecisionMissing);
    assert_eq!(failure(default.precision(2).min_digits(3)), PrintError::MinDigitsAbovePrecision);
    assert_eq!(failure(default.precision(0).fractional(false)), PrintError::NoSignificantDigits);
    for huge in [16_382, 1 << 40, usize::MAX] {
        assert_eq!(failure(default.unique(false).precision(huge)), PrintError::TooLong);
        assert_eq!(failure(default.min_digits(huge)), PrintError::TooLong);
        assert_eq!(failure(default.pad_right(huge)), PrintError::TooLong);
        assert_eq!(positional(1.0, default.precision(huge)), "1.");
    }
    assert_eq!(positional(1.0, default.unique(false).precision(16_381)).len(), 16_383);
}
