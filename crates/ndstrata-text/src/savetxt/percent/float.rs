//! C's `%e`, `%f` and `%g` of numbers that are not negative. Digits are exact for every precision, since Rust's own
//! formatting is.

/// No float has more digits that are not 0.
const EXACT: usize = 1100;

/// Adds zeros.
pub(super) fn zeros(text: &mut String, n: usize) {
    text.extend(std::iter::repeat_n('0', n));
}

/// C's `%f`.
pub(super) fn fixed(size: f64, precision: usize, has_point: bool) -> String {
    let exact = precision.min(EXACT);
    let mut text = format!("{size:.exact$}");
    zeros(&mut text, precision - exact);
    if precision == 0 && has_point {
        text.push('.');
    }
    text
}

/// C's `%e`.
pub(super) fn scientific(size: f64, precision: usize, has_point: bool) -> String {
    let (mut digits, exponent) = decimal(size, precision);
    if precision == 0 && has_point {
        digits.push('.');
    }
    with_exponent(digits, exponent)
}

/// Digits with a point after the first, and the power of ten.
fn decimal(size: f64, precision: usize) -> (String, i32) {
    let exact = precision.min(EXACT);
    let text = format!("{size:.exact$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits = digits.to_owned();
    zeros(&mut digits, precision - exact);
    (digits, exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: String, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

/// C's `%g`: the shorter of both forms, without zeros at the end unless the alternative form is asked.
pub(super) fn general(size: f64, precision: usize, is_alternative: bool) -> String {
    let (digits, exponent) = decimal(size, precision - 1);
    let is_fixed = exponent >= -4 && i64::from(exponent) < precision as i64;
    let mut text = if is_fixed {
        let places = precision as i64 - 1 - i64::from(exponent);
        fixed(size, usize::try_from(places).unwrap_or(0), is_alternative)
    } else {
        digits
    };
    if is_alternative {
        if !text.contains('.') {
            text.push('.');
        }
    } else if text.contains('.') {
        let end = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(end);
    }
    if is_fixed { text } else { with_exponent(text, exponent) }
}
