//! One element by itself: NumPy's `str` and `repr` of scalars.

use std::fmt::Write;

use ndstrata_dtype::datetime::{DateTimeBase, DateTimeFormat, DateTimeUnit, NAT};
use ndstrata_dtype::literal::{repr_bytes, repr_code_points};
use ndstrata_dtype::{DType, ElementType};

use super::datum::Datum;
use super::error::{PrintError, Result};
use super::float_text::{write_positional, write_scientific};
use super::number_options::{Positional, Scientific, Trim};
use super::options::Legacy;
use super::real::Real;

/// How scalars are shown in a release: today's if none is named.
pub(super) type Release = Option<Legacy>;

/// Whether `repr` names the type: `np.float64(1.5)`.
pub(super) fn names_types(release: Release) -> bool {
    release.is_none_or(|release| release > Legacy::V1_25)
}

/// Appends a real number as NumPy's scalars are shown: `1.0`, `1e+16`, `nan`.
pub(super) fn write_real(out: &mut String, x: Real, release: Release) -> Result<()> {
    write_float(out, x, release, Trim::LeaveOneZero, false)
}

fn write_float(out: &mut String, x: Real, release: Release, trim: Trim, sign: bool) -> Result<()> {
    let large = match x {
        Real::F16(_) if release.is_none() => 1e3,
        Real::F32(_) if release.is_none() => 1e6,
        _ => 1e16,
    };
    let magnitude = x.to_f64().abs();
    if magnitude == 0.0 || (1e-4..large).contains(&magnitude) {
        write_positional(out, x, &Positional::default().trim(trim).sign(sign))
    } else {
        let bare = Trim::ZerosAndPoint;
        write_scientific(out, x, &Scientific::default().trim(bare).sign(sign))
    }
}

/// Appends a complex number without brackets: `1+2j`, `-0-1j`, and `2j` where the real part is zero.
/// Tells whether it is such a lone imaginary part.
fn write_complex(out: &mut String, re: Real, im: Real, release: Release) -> Result<bool> {
    let value = re.to_f64();
    let alone = value == 0.0 && value.is_sign_positive();
    if !alone {
        write_float(out, re, release, Trim::ZerosAndPoint, false)?;
        if im.to_f64().is_nan() {
            // A NaN has no sign of its own.
            out.push('+');
        }
    }
    write_float(out, im, release, Trim::ZerosAndPoint, !alone)?;
    out.push('j');
    Ok(alone)
}

/// Raw bytes in NumPy's form, which escapes all of them.
pub(super) fn write_void(out: &mut String, bytes: &[u8]) {
    out.push_str("b'");
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\x{byte:02X}");
    }
    out.push('\'');
}

/// Text as it is; what is no Unicode character becomes the replacement character.
fn text(code_points: &[u32]) -> String {
    let char = |&c: &u32| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
    code_points.iter().map(char).collect()
}

fn unit_words(unit: DateTimeUnit) -> &'static str {
    match unit.base {
        DateTimeBase::Year => "years",
        DateTimeBase::Month => "months",
        DateTimeBase::Week => "weeks",
        DateTimeBase::Day => "days",
        DateTimeBase::Hour => "hours",
        DateTimeBase::Minute => "minutes",
        DateTimeBase::Second => "seconds",
        DateTimeBase::Millisecond => "milliseconds",
        DateTimeBase::Microsecond => "microseconds",
        DateTimeBase::Nanosecond => "nanoseconds",
        DateTimeBase::Picosecond => "picoseconds",
        DateTimeBase::Femtosecond => "femtoseconds",
        DateTimeBase::Attosecond => "attoseconds",
        DateTimeBase::Generic => "generic time units",
    }
}

/// An instant in ISO 8601, to the precision of its unit.
pub(super) fn datetime_text(ticks: i64, unit: DateTimeUnit) -> Result<String> {
    DateTimeFormat::new().format(ticks, unit).map_err(PrintError::DateTime)
}

/// A unit as an argument: `'s'`, `'25s'`.
fn unit_argument(unit: DateTimeUnit) -> String {
    match unit.multiple {
        1 => format!("'{}'", unit.base.code()),
        n => format!("'{n}{}'", unit.base.code()),
    }
}

/// Appends what Python's `str` shows of an element that is a number or a date.
pub(crate) fn write_scalar(out: &mut String, dtype: &DType, bytes: &[u8]) -> Result<()> {
    write_str(out, &Datum::read(dtype, bytes)?, None)
}

/// Appends what Python's `str` shows of a NumPy scalar that is no record.
pub(super) fn write_str(out: &mut String, datum: &Datum<'_>, release: Release) -> Result<()> {
    // Writing to a String cannot fail.
    let _ = match datum {
        Datum::Bool(value) => write!(out, "{}", if *value { "True" } else { "False" }),
        Datum::Int(value) => write!(out, "{value}"),
        Datum::UInt(value) => write!(out, "{value}"),
        Datum::Float(x) => return write_real(out, *x, release),
        Datum::Complex { re, im } => {
            let mut number = String::new();
            let alone = write_complex(&mut number, *re, *im, release)?;
            if alone { write!(out, "{number}") } else { write!(out, "({number})") }
        }
        Datum::Bytes(bytes) => write!(out, "{}", repr_bytes(bytes)),
        Datum::Str(code_points) => write!(out, "{}", text(code_points)),
        Datum::Void(bytes) => {
            write_void(out, bytes);
            Ok(())
        }
        Datum::DateTime(NAT, _) | Datum::TimeDelta(NAT, _) => write!(out, "NaT"),
        Datum::DateTime(ticks, unit) => write!(out, "{}", datetime_text(*ticks, *unit)?),
        Datum::TimeDelta(ticks, unit) => {
            let total = ticks.wrapping_mul(i64::from(unit.multiple));
            write!(out, "{total} {}", unit_words(*unit))
        }
    };
    Ok(())
}

/// Appends what Python's `repr` shows of a NumPy scalar that is no record, such as `np.int64(3)`.
pub(super) fn write_repr(
    out: &mut String,
    datum: &Datum<'_>,
    dtype: &DType,
    release: Release,
) -> Result<()> {
    if !names_types(release) {
        match datum {
            Datum::DateTime(..) | Datum::TimeDelta(..) => out.push_str("numpy."),
            Datum::Str(code_points) => {
                out.push_str(&repr_code_points(code_points.iter().copied()));
                return Ok(());
            }
            Datum::Void(_) => {}
            _ => return write_str(out, datum, release),
        }
    } else {
        out.push_str("np.");
    }
    let name = match dtype.element_type() {
        Some(ElementType::Bool) => {
            out.push_str(if *datum == Datum::Bool(true) { "True_" } else { "False_" });
            return Ok(());
        }
        Some(element) => element.name(),
        None => match datum {
            Datum::Bytes(_) => "bytes_",
            Datum::Str(_) => "str_",
            Datum::DateTime(..) => "datetime64",
            Datum::TimeDelta(..) => "timedelta64",
            _ => "void",
        },
    };
    out.push_str(name);
    out.push('(');
    match datum {
        Datum::Complex { re, im } => {
            write_complex(out, *re, *im, release)?;
        }
        Datum::Str(code_points) => out.push_str(&repr_code_points(code_points.iter().copied())),
        Datum::DateTime(NAT, unit) => {
            out.push_str("'NaT',");
            out.push_str(&unit_argument(*unit));
        }
        Datum::DateTime(ticks, unit) => {
            out.push('\'');
            out.push_str(&datetime_text(*ticks, *unit)?);
            out.push('\'');
            // The text alone would be read as minutes.
            if unit.multiple != 1 || unit.base == DateTimeBase::Hour {
                out.push(',');
                out.push_str(&unit_argument(*unit));
            }
        }
        Datum::TimeDelta(ticks, unit) => {
            match *ticks {
                NAT => out.push_str("'NaT'"),
                ticks => out.push_str(&ticks.to_string()),
            }
            if unit.base != DateTimeBase::Generic {
                out.push(',');
                out.push_str(&unit_argument(*unit));
            }
        }
        _ => write_str(out, datum, release)?,
    }
    out.push(')');
    Ok(())
}
