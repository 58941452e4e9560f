//! [`ElementFormat`]: how the elements of one array are written, chosen once by type and values.
//!
//! Numbers are for `float_format`, records for `record_format`.

use std::fmt::Write;

use ndstrata_dtype::datetime::NAT;
use ndstrata_dtype::literal::{repr_bytes, repr_code_points};
use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::datum::Datum;
use super::elements::Elements;
use super::error::{PrintError, Result};
use super::float_format::FloatFormat;
use super::options::{FloatMode, Formatter, FormatterKey, PrintOptions, Sign};
use super::real::Real;
use super::record_format::RecordFormat;
use super::scalar::{Release, datetime_text, write_real, write_str};

/// Writes elements of one type so that they stand in columns.
pub(super) struct ElementFormat<'a> {
    dtype: &'a DType,
    style: Style<'a>,
}

enum Style<'a> {
    /// `True` gets a space where it stands among others.
    Bool {
        padded: bool,
    },
    /// Right-aligned.
    Int {
        sign: Sign,
        width: usize,
    },
    Float(FloatFormat),
    /// As a scalar is shown: in a record by itself.
    LoneFloat(Release),
    Complex {
        re: FloatFormat,
        im: FloatFormat,
    },
    /// Dates in quotes and durations, right-aligned.
    Time {
        width: usize,
    },
    /// Quoted text and bytes.
    Quoted,
    Void,
    Record(RecordFormat<'a>),
    /// A function of the user's.
    Custom(Formatter),
}

/// What the format of a type depends on, besides the elements.
#[derive(Clone, Copy)]
pub(super) struct Setting<'o> {
    pub(super) options: &'o PrintOptions,
    /// Floats are written as scalars: what NumPy does in a record by itself.
    pub(super) lone: bool,
}

impl<'a> ElementFormat<'a> {
    pub(super) fn dtype(&self) -> &'a DType {
        self.dtype
    }

    /// The format for the elements that are looked at.
    ///
    /// # Errors
    ///
    /// For types that cannot be read, and float options that cannot be met.
    pub(super) fn new(elements: &Elements<'a>, setting: Setting<'_>) -> Result<Self> {
        let dtype = elements.dtype();
        let options = setting.options;
        let custom = formatter_key(dtype).and_then(|key| options.formatter_for(key));
        if let Some(formatter) = custom {
            return Ok(ElementFormat { dtype, style: Style::Custom(formatter.clone()) });
        }
        let style = match dtype.class() {
            TypeClass::Record(record) => {
                Style::Record(RecordFormat::new(elements, record, setting)?)
            }
            TypeClass::Object | TypeClass::LongDouble | TypeClass::ComplexLongDouble => {
                return Err(PrintError::Unreadable { dtype: dtype.to_string() });
            }
            TypeClass::Element(ElementType::Bool) => {
                Style::Bool { padded: !elements.shape().is_empty() }
            }
            TypeClass::Element(
                ElementType::Float16 | ElementType::Float32 | ElementType::Float64,
            ) if setting.lone => Style::LoneFloat(options.legacy),
            TypeClass::Element(
                ElementType::Float16 | ElementType::Float32 | ElementType::Float64,
            ) => {
                // Release 1.13 left room for a sign in every array.
                let has_room = options.is_oldest() && !elements.shape().is_empty();
                let sign = match options.sign {
                    Sign::Minus if has_room => Sign::Space,
                    sign => sign,
                };
                Style::Float(FloatFormat::new(&reals(elements, false), options, sign)?)
            }
            TypeClass::Element(ElementType::Complex64 | ElementType::Complex128)
                if options.is_oldest() =>
            {
                let sign = match options.sign {
                    Sign::Minus if !elements.shape().is_empty() => Sign::Space,
                    sign => sign,
                };
                let real = options.clone().floatmode(FloatMode::MaxPrecEqual);
                let imaginary = options.clone().floatmode(FloatMode::MaxPrec);
                Style::Complex {
                    re: FloatFormat::new(&reals(elements, false), &real, sign)?,
                    im: FloatFormat::new(&reals(elements, true), &imaginary, Sign::Plus)?,
                }
            }
            TypeClass::Element(ElementType::Complex64 | ElementType::Complex128) => {
                Style::Complex {
                    re: FloatFormat::new(&reals(elements, false), options, options.sign)?,
                    im: FloatFormat::new(&reals(elements, true), options, Sign::Plus)?,
                }
            }
            TypeClass::Element(_) => integer_style(elements, options.sign),
            TypeClass::DateTime64(_) if options.is_oldest() => Style::Time { width: 0 },
            TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => time_style(elements)?,
            TypeClass::Bytes(_) | TypeClass::Str(_) => Style::Quoted,
            _ => Style::Void,
        };
        Ok(ElementFormat { dtype, style })
    }

    /// Appends one element.
    pub(super) fn write(&self, out: &mut String, bytes: &'a [u8]) -> Result<()> {
        if let Style::Record(format) = &self.style {
            return format.write(out, bytes);
        }
        let datum = Datum::read(self.dtype, bytes)?;
        // Writing to a String cannot fail.
        let _ = match (&self.style, &datum) {
            (Style::Custom(formatter), _) => {
                out.push_str(&(formatter.0)(&datum));
                Ok(())
            }
            (Style::Bool { padded: true }, Datum::Bool(true)) => write!(out, " True"),
            (Style::Int { sign, width }, Datum::Int(value)) => {
                write_integer(out, *value < 0, value.unsigned_abs(), *sign, *width)
            }
            (Style::Int { sign, width }, Datum::UInt(value)) => {
                write_integer(out, false, *value, *sign, *width)
            }
            (Style::Float(format), Datum::Float(x)) => return format.write(out, *x),
            (Style::LoneFloat(release), Datum::Float(x)) => return write_real(out, *x, *release),
            (Style::Complex { re, im }, Datum::Complex { re: x, im: y }) => {
                re.write(out, *x)?;
                im.write(out, *y)?;
                // The `j` belongs to the number, not to the spaces that pad it.
                let end = out.trim_end_matches(' ').len();
                out.insert(end, 'j');
                Ok(())
            }
            (Style::Time { width }, time) => write!(out, "{:>width$}", time_text(time)?),
            (Style::Quoted, Datum::Bytes(bytes)) => write!(out, "{}", repr_bytes(bytes)),
            (Style::Quoted, Datum::Str(code_points)) => {
                write!(out, "{}", repr_code_points(code_points.iter().copied()))
            }
            _ => return write_str(out, &datum, None),
        };
        Ok(())
    }
}

fn formatter_key(dtype: &DType) -> Option<FormatterKey> {
    Some(match dtype.class() {
        TypeClass::Element(ElementType::Bool) => FormatterKey::Bool,
        TypeClass::Element(ElementType::Float16 | ElementType::Float32 | ElementType::Float64) => {
            FormatterKey::Float
        }
        TypeClass::Element(ElementType::Complex64 | ElementType::Complex128) => {
            FormatterKey::Complex
        }
        TypeClass::Element(_) => FormatterKey::Int,
        TypeClass::Bytes(_) | TypeClass::Str(_) => FormatterKey::Str,
        TypeClass::DateTime64(_) => FormatterKey::DateTime,
        TypeClass::TimeDelta64(_) => FormatterKey::TimeDelta,
        TypeClass::Void(_) => FormatterKey::Void,
        _ => return None,
    })
}

/// A loop over the numbers, or over their imaginary parts.
fn reals<'e>(elements: &'e Elements<'_>, imaginary: bool) -> impl Fn(&mut dyn FnMut(Real)) + 'e {
    move |f| {
        elements.for_each(&mut |bytes| match Datum::read(elements.dtype(), bytes) {
            Ok(Datum::Float(x)) => f(x),
            Ok(Datum::Complex { re, im }) => f(if imaginary { im } else { re }),
            _ => {}
        });
    }
}

fn integer_style<'a>(elements: &Elements<'_>, sign: Sign) -> Style<'a> {
    let mut range: Option<(i128, i128)> = None;
    elements.for_each(&mut |bytes| {
        let value = match Datum::read(elements.dtype(), bytes) {
            Ok(Datum::Int(value)) => i128::from(value),
            Ok(Datum::UInt(value)) => i128::from(value),
            _ => return,
        };
        let (least, most) = range.get_or_insert((value, value));
        *least = value.min(*least);
        *most = value.max(*most);
    });
    let Some((least, most)) = range else { return Style::Int { sign, width: 0 } };
    let sign = if sign == Sign::Space && least < 0 { Sign::Minus } else { sign };
    let signed = usize::from(most >= 0 && sign != Sign::Minus);
    let width = (most.to_string().len() + signed).max(least.to_string().len());
    Style::Int { sign, width }
}

fn write_integer(
    out: &mut String,
    negative: bool,
    magnitude: u64,
    sign: Sign,
    width: usize,
) -> std::fmt::Result {
    let sign = match (negative, sign) {
        (true, _) => "-",
        (false, Sign::Plus) => "+",
        (false, Sign::Space) => " ",
        (false, Sign::Minus) => "",
    };
    let n_digits = magnitude.checked_ilog10().map_or(1, |log| log as usize + 1);
    let spaces = width.saturating_sub(sign.len() + n_digits);
    out.extend(std::iter::repeat_n(' ', spaces));
    write!(out, "{sign}{magnitude}")
}

/// The width of the first and the last time, and of `'NaT'` if there is one.
fn time_style<'a>(elements: &Elements<'_>) -> Result<Style<'a>> {
    let mut range: Option<(Datum<'_>, Datum<'_>)> = None;
    let mut width = 0;
    let ticks = |time: &Datum<'_>| match time {
        Datum::DateTime(ticks, _) | Datum::TimeDelta(ticks, _) => *ticks,
        _ => NAT,
    };
    elements.for_each(&mut |bytes| {
        let Ok(time) = Datum::read(elements.dtype(), bytes) else { return };
        if ticks(&time) == NAT {
            width = "'NaT'".len();
            return;
        }
        let (first, last) = range.get_or_insert_with(|| (time.clone(), time.clone()));
        if ticks(&time) < ticks(first) {
            *first = time;
        } else if ticks(&time) > ticks(last) {
            *last = time;
        }
    });
    if let Some((first, last)) = range {
        width = width.max(time_text(&first)?.len()).max(time_text(&last)?.len());
    }
    Ok(Style::Time { width })
}

/// A time as it stands in an array: a date in quotes, a duration as its count.
fn time_text(time: &Datum<'_>) -> Result<String> {
    Ok(match time {
        Datum::DateTime(ticks, unit) if *ticks != NAT => {
            format!("'{}'", datetime_text(*ticks, *unit)?)
        }
        Datum::TimeDelta(ticks, _) if *ticks != NAT => ticks.to_string(),
        _ => "'NaT'".to_owned(),
    })
}
