//! Digits of floats by a format's code, and digits in groups.

use super::spec::FormatSpec;
use super::{shortest, unknown_code};
use crate::error::{Error, Result};

/// A number's text: digits before the point, and all that follows.
pub(super) struct Digits {
    pub(super) whole: String,
    pub(super) rest: String,
}

/// More digits than a float has are zeros; so many of them nobody means.
const MAX_PRECISION: usize = 1 << 16;

/// The text of a number that is not negative.
pub(super) fn float_digits(x: f64, spec: &FormatSpec, type_name: &str) -> Result<Digits> {
    let precision = spec.precision.unwrap_or(6);
    if precision > MAX_PRECISION {
        return Err(Error::value_error("precision too big"));
    }
    if let Some(code) = spec.code.filter(|&code| !"eEfFgGn%".contains(code)) {
        return Err(unknown_code(code, type_name));
    }
    let text = match spec.code {
        _ if !x.is_finite() => {
            let text = if x.is_nan() { "nan" } else { "inf" };
            text.to_owned() + if spec.code == Some('%') { "%" } else { "" }
        }
        Some('f' | 'F') => fixed(x, precision, spec.alternate),
        Some('%') => fixed(x * 100.0, precision, spec.alternate) + "%",
        Some('e' | 'E') => scientific(x, precision, spec.alternate),
        Some('g' | 'G' | 'n') => general(x, precision, spec.alternate),
        _ if spec.precision.is_some() => with_point(x, precision, spec.alternate),
        _ if spec.alternate => keeping_point(shortest(x)),
        _ => shortest(x),
    };
    let text = match spec.code {
        Some('E' | 'F' | 'G') => text.to_uppercase(),
        _ => text,
    };
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = if x.is_finite() { text.split_at(end) } else { (text.as_str(), "") };
    Ok(Digits { whole: whole.to_owned(), rest: rest.to_owned() })
}

fn fixed(x: f64, precision: usize, keeps_point: bool) -> String {
    let point = if precision == 0 && keeps_point { "." } else { "" };
    format!("{x:.precision$}{point}")
}

/// Mantissa and exponent.
fn split(x: f64, precision: usize) -> (String, i32) {
    let text = format!("{x:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.to_owned(), exponent.parse().unwrap_or(0))
}

fn with_exponent(mantissa: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

fn scientific(x: f64, precision: usize, keeps_point: bool) -> String {
    let (mut mantissa, exponent) = split(x, precision);
    if precision == 0 && keeps_point {
        mantissa.push('.');
    }
    with_exponent(&mantissa, exponent)
}

/// Significant digits, with an exponent where the number is small or large.
fn general(x: f64, precision: usize, keeps_zeros: bool) -> String {
    let precision = precision.max(1);
    let (mantissa, exponent) = split(x, precision - 1);
    let is_fixed = (-4..precision as i32).contains(&exponent);
    let digits = if is_fixed {
        format!("{x:.*}", (precision as i32 - 1 - exponent).max(0) as usize)
    } else {
        mantissa
    };
    let digits = match (keeps_zeros, digits.contains('.')) {
        (false, true) => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        (true, false) => digits + ".",
        _ => digits,
    };
    if is_fixed { digits } else { with_exponent(&digits, exponent) }
}

/// A mantissa without a point gets one.
fn keeping_point(text: String) -> String {
    match (text.contains('.'), text.split_once('e')) {
        (false, Some((mantissa, exponent))) => format!("{mantissa}.e{exponent}"),
        _ => text,
    }
}

/// As `g`, but with a digit after the point, or an exponent one digit earlier.
fn with_point(x: f64, precision: usize, keeps_zeros: bool) -> String {
    let precision = precision.max(1);
    let (mantissa, exponent) = split(x, precision - 1);
    if (-4..precision as i32 - 1).contains(&exponent) {
        let text = general(x, precision, keeps_zeros);
        return if text.contains('.') { text } else { text + ".0" };
    }
    if keeps_zeros {
        let point = if mantissa.contains('.') { "" } else { "." };
        return with_exponent(&format!("{mantissa}{point}"), exponent);
    }
    let mantissa = match mantissa.contains('.') {
        true => mantissa.trim_end_matches('0').trim_end_matches('.'),
        false => &mantissa,
    };
    with_exponent(mantissa, exponent)
}

/// Digits in groups, with zeros before them up to `room` characters.
pub(super) fn group(digits: &str, separator: char, size: usize, room: usize) -> String {
    let mut reversed = String::new();
    let mut n = 0;
    let mut remaining = digits.chars().rev();
    loop {
        let next = remaining.next();
        if next.is_none() && reversed.len() >= room {
            break;
        }
        if n > 0 && n % size == 0 {
            reversed.push(separator);
        }
        reversed.push(next.unwrap_or('0'));
        n += 1;
    }
    reversed.chars().rev().collect()
}
