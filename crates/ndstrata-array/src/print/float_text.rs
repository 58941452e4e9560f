//! One floating-point number as text: [`format_float_positional`] and [`format_float_scientific`].
//!
//! Places the point, trims, pads and signs the digits that `digits` makes, as the options of
//! `number_options` say.

use super::digits::{Count, Digits, Places};
use super::error::{PrintError, Result};
use super::number_options::{Positional, Scientific, Trim};
use super::real::Real;

/// The text of a number without an exponent.
///
/// NumPy: [numpy.format_float_positional](https://numpy.org/doc/stable/reference/generated/numpy.format_float_positional.html).
///
/// # Errors
///
/// When `unique` is off and no precision is given, when the digits asked for contradict each other,
/// and when the text would be longer than 16,383 characters.
///
/// # Example
/// ```
/// use ndstrata_array::{Positional, format_float_positional};
/// assert_eq!(format_float_positional(std::f32::consts::PI, Positional::default())?, "3.1415927");
/// let exact = Positional::default().unique(false).precision(10);
/// assert_eq!(format_float_positional(0.3f32, exact)?, "0.3000000119");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn format_float_positional(x: impl Into<Real>, options: Positional) -> crate::Result<String> {
    if !options.fractional && options.precision == Some(0) {
        return Err(PrintError::NoSignificantDigits.into());
    }
    options.validate()?;
    let mut out = String::new();
    write_positional(&mut out, x.into(), &options)?;
    Ok(out)
}

/// The text of a number with an exponent.
///
/// NumPy: [numpy.format_float_scientific](https://numpy.org/doc/stable/reference/generated/numpy.format_float_scientific.html).
/// Differs: a text longer than 16,383 characters is an error, where NumPy cuts it.
///
/// # Errors
///
/// As [`format_float_positional`].
///
/// # Example
/// ```
/// use ndstrata_array::{Scientific, format_float_scientific};
/// let four = Scientific::default().exp_digits(4);
/// assert_eq!(format_float_scientific(1.23e24f32, four)?, "1.23e+0024");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn format_float_scientific(x: impl Into<Real>, options: Scientific) -> crate::Result<String> {
    options.validate()?;
    let mut out = String::new();
    write_scientific(&mut out, x.into(), &options)?;
    Ok(out)
}

/// The longest text that NumPy's buffer holds.
const LONGEST: usize = 16_383;

/// A precision past any number of digits says the same as the largest that fits.
fn places(n: Option<usize>) -> Option<i32> {
    n.map(|n| i32::try_from(n).unwrap_or(i32::MAX))
}

fn sign_of(x: f64, plus: bool) -> &'static str {
    match x.is_sign_negative() {
        true => "-",
        false if plus => "+",
        false => "",
    }
}

fn non_finite(x: f64, plus: bool) -> (&'static str, &'static str) {
    if x.is_nan() { ("", "nan") } else { (sign_of(x, plus), "inf") }
}

fn repeat(out: &mut String, c: char, n: usize) {
    for _ in 0..n {
        out.push(c);
    }
}

/// As [`format_float_positional`], appended to `out`, for options known to be consistent.
pub(super) fn write_positional(out: &mut String, x: Real, options: &Positional) -> Result<()> {
    let value = x.to_f64();
    if !value.is_finite() {
        let (sign, word) = non_finite(value, options.sign);
        out.push_str(sign);
        out.push_str(word);
        return Ok(());
    }
    let count = if options.fractional { Count::Fraction } else { Count::Significant };
    let keep = options.trim == Trim::Keep;
    let digits = Digits::of(
        x,
        Places {
            unique: options.unique,
            count,
            most: places(options.precision),
            least: places(options.min_digits),
            exact_zeros: keep && !options.fractional,
        },
    );
    let text = digits.as_str();
    let n_whole = usize::try_from(digits.exponent + 1).unwrap_or(0);
    let whole_zeros = n_whole.saturating_sub(text.len());
    let (whole, fraction) = text.split_at(n_whole.min(text.len()));
    let n_whole = n_whole.max(1);
    let leading_zeros = usize::try_from(-1 - digits.exponent).unwrap_or(0);
    let fraction = if keep { fraction } else { fraction.trim_end_matches('0') };
    let leading_zeros = if fraction.is_empty() && !keep { 0 } else { leading_zeros };
    let mut n_fraction = if fraction.is_empty() { 0 } else { leading_zeros + fraction.len() };

    let asked = if options.unique { options.min_digits } else { options.precision };
    let fraction_asked = match count {
        Count::Fraction => asked.unwrap_or(0),
        Count::Significant => asked.unwrap_or(0).saturating_sub(n_whole),
    };
    let trailing_zeros = match options.trim {
        Trim::Keep => fraction_asked.saturating_sub(n_fraction),
        Trim::LeaveOneZero if n_fraction == 0 => 1,
        _ => 0,
    };
    let sign = sign_of(value, options.sign);
    let left_spaces = options.pad_left.saturating_sub(n_whole + sign.len());
    let after_point = n_fraction.saturating_add(trailing_zeros).max(options.pad_right.unwrap_or(0));
    let before_point = left_spaces.saturating_add(sign.len() + n_whole);
    if before_point.saturating_add(1).saturating_add(after_point) > LONGEST {
        return Err(PrintError::TooLong);
    }

    repeat(out, ' ', left_spaces);
    out.push_str(sign);
    out.push_str(if whole.is_empty() { "0" } else { whole });
    repeat(out, '0', whole_zeros);
    let bare = options.trim == Trim::ZerosAndPoint && n_fraction == 0;
    if !bare {
        out.push('.');
    }
    if n_fraction > 0 {
        repeat(out, '0', leading_zeros);
        out.push_str(fraction);
    }
    repeat(out, '0', trailing_zeros);
    n_fraction += trailing_zeros;
    if let Some(width) = options.pad_right.filter(|&width| width >= n_fraction) {
        // A space stands where the point would be.
        repeat(out, ' ', width - n_fraction + usize::from(bare));
    }
    Ok(())
}

/// As [`format_float_scientific`], appended to `out`, for options known to be consistent.
pub(super) fn write_scientific(out: &mut String, x: Real, options: &Scientific) -> Result<()> {
    let value = x.to_f64();
    if !value.is_finite() {
        let (sign, word) = non_finite(value, options.sign);
        out.push_str(sign);
        out.push_str(word);
        return Ok(());
    }
    let after_first = |n: Option<i32>| n.map(|n| n.saturating_add(1));
    let digits = Digits::of(
        x,
        Places {
            unique: options.unique,
            count: Count::Significant,
            most: after_first(places(options.precision)),
            least: after_first(places(options.min_digits)),
            // A point stands where a fraction was, even if all of it is trimmed.
            exact_zeros: options.trim == Trim::ZerosAndPoint,
        },
    );
    let (first, fraction) = digits.as_str().split_at(1);
    let keep = options.trim == Trim::Keep;
    let fraction = if keep { fraction } else { fraction.trim_end_matches('0') };
    let asked = if options.unique { options.min_digits } else { options.precision };
    let trailing_zeros = match options.trim {
        Trim::Keep => asked.unwrap_or(0).saturating_sub(fraction.len()),
        Trim::LeaveOneZero if fraction.is_empty() => 1,
        _ => 0,
    };
    let sign = sign_of(value, options.sign);
    let left_spaces = options.pad_left.saturating_sub(1 + sign.len());
    let least = sign.len() + "1.e+300".len() + fraction.len();
    if left_spaces.saturating_add(trailing_zeros).saturating_add(least) > LONGEST {
        return Err(PrintError::TooLong);
    }

    repeat(out, ' ', left_spaces);
    out.push_str(sign);
    out.push_str(first);
    if options.trim != Trim::ZerosAndPoint || digits.len() > 1 {
        out.push('.');
    }
    out.push_str(fraction);
    repeat(out, '0', trailing_zeros);
    write_exponent(out, digits.exponent, options.exp_digits.unwrap_or(2));
    Ok(())
}

fn write_exponent(out: &mut String, exponent: i32, least_digits: usize) {
    out.push('e');
    out.push(if exponent < 0 { '-' } else { '+' });
    let magnitude = exponent.unsigned_abs();
    let mut divisor = 10_000;
    for n_left in (1..=5).rev() {
        if n_left <= least_digits || magnitude >= divisor {
            out.push(char::from(b'0' + (magnitude / divisor % 10) as u8));
        }
        divisor /= 10;
    }
}

#[cfg(test)]
mod tests;
