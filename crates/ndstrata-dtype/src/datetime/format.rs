//! Dates and durations as text.

use std::fmt::Write;
use std::str::FromStr;

use super::relation::can_cast_base;
use super::{DateOrDelta, DateTimeBase, DateTimeErrorKind, DateTimeFields, DateTimeUnit, NAT};
use crate::{Casting, Error, Result};

/// How precise the text of a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FormatUnit {
    /// As the date's unit.
    #[default]
    Own,
    /// As far as there is something to show; never less than a day, never hours without minutes.
    Auto,
    /// To this unit.
    Base(DateTimeBase),
}

/// As the argument `unit` of NumPy's function: `auto`, or a base such as `ms`.
impl FromStr for FormatUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<FormatUnit> {
        let unit = || DateTimeErrorKind::Unit { text: text.to_owned(), bracketed: false };
        match text {
            "auto" => Ok(FormatUnit::Auto),
            code => Ok(FormatUnit::Base(DateTimeBase::from_code(code).ok_or_else(unit)?)),
        }
    }
}

/// What is said about the time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TimeZone {
    /// Nothing.
    #[default]
    Naive,
    /// `Z` after a time.
    Utc,
    /// The time so many minutes east of UTC, with `+0100` or the like after it.
    Offset(i32),
}

/// As the argument `timezone` of NumPy's function: `naive` or `UTC`.
impl FromStr for TimeZone {
    type Err = Error;

    fn from_str(text: &str) -> Result<TimeZone> {
        match text {
            "naive" => Ok(TimeZone::Naive),
            "UTC" => Ok(TimeZone::Utc),
            name => Err(DateTimeErrorKind::TimeZone { name: name.to_owned() }.into()),
        }
    }
}

/// The options of [`datetime_as_string`](https://numpy.org/doc/stable/reference/generated/numpy.datetime_as_string.html).
///
/// NumPy: [numpy.datetime_as_string](https://numpy.org/doc/stable/reference/generated/numpy.datetime_as_string.html).
/// Differs: the machine's own time zone (`'local'`) is not offered; a zone's offset is.
///
/// # Example
/// ```
/// use ndstrata_dtype::datetime::{DateTimeFormat, DateTimeUnit, FormatUnit, TimeZone};
/// let nanoseconds: DateTimeUnit = "ns".parse()?;
/// let options = DateTimeFormat::new().unit(FormatUnit::Auto).timezone(TimeZone::Utc);
/// assert_eq!(options.format(1_500_000_000, nanoseconds)?, "1970-01-01T00:00:01.500Z");
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeFormat {
    unit: FormatUnit,
    timezone: TimeZone,
    casting: Casting,
}

impl Default for DateTimeFormat {
    fn default() -> Self {
        DateTimeFormat {
            unit: FormatUnit::Own,
            timezone: TimeZone::Naive,
            casting: Casting::SameKind,
        }
    }
}

impl DateTimeFormat {
    /// NumPy's defaults: the date's unit, no time zone, `same_kind`.
    pub fn new() -> DateTimeFormat {
        DateTimeFormat::default()
    }

    /// How precise.
    pub fn unit(mut self, unit: FormatUnit) -> DateTimeFormat {
        self.unit = unit;
        self
    }

    /// In which zone.
    pub fn timezone(mut self, timezone: TimeZone) -> DateTimeFormat {
        self.timezone = timezone;
        self
    }

    /// What may be cut.
    pub fn casting(mut self, casting: Casting) -> DateTimeFormat {
        self.casting = casting;
        self
    }

    /// The text of a count in a unit.
    ///
    /// # Errors
    ///
    /// The casting rule forbids to cut the date; a day alone in an offset zone, unless `unsafe`; no
    /// unit.
    pub fn format(&self, value: i64, unit: DateTimeUnit) -> Result<String> {
        let casting = self.casting;
        if let FormatUnit::Base(base) = self.unit
            && !can_cast_base(unit.base, base, DateOrDelta::Date, casting)
        {
            return Err(DateTimeErrorKind::FormatCasting { base, from: unit.base, casting }.into());
        }
        let Some(fields) = unit.to_fields(value)? else { return Ok("NaT".to_owned()) };
        let is_offset = matches!(self.timezone, TimeZone::Offset(_));
        let base = match self.unit {
            FormatUnit::Own => unit.base,
            FormatUnit::Base(base) => base,
            FormatUnit::Auto => match fields.lossless_base() {
                base if base < DateTimeBase::Minute && is_offset => DateTimeBase::Minute,
                DateTimeBase::Hour => DateTimeBase::Minute,
                base => base.max(DateTimeBase::Day),
            },
        };
        if is_offset && base <= DateTimeBase::Day && casting != Casting::Unsafe {
            return Err(DateTimeErrorKind::LocalDate.into());
        }
        let shifted = match self.timezone {
            TimeZone::Offset(minutes) => fields.plus_minutes(i64::from(minutes)),
            TimeZone::Naive | TimeZone::Utc => fields,
        };
        let mut text = iso_8601(&shifted, base);
        if base > DateTimeBase::Day {
            match self.timezone {
                TimeZone::Naive => {}
                TimeZone::Utc => text.push('Z'),
                TimeZone::Offset(minutes) => {
                    let (sign, size) =
                        (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
                    // Writing to a String cannot fail.
                    let _ = write!(text, "{sign}{:02}{:02}", size / 60, size % 60);
                }
            }
        }
        Ok(text)
    }
}

impl DateTimeUnit {
    /// What `str(datetime64)` shows.
    ///
    /// # Errors
    ///
    /// A count other than NaT without a unit.
    pub fn format_datetime(self, value: i64) -> Result<String> {
        DateTimeFormat::default().format(value, self)
    }

    /// What `repr(datetime64)` shows.
    ///
    /// # Errors
    ///
    /// As [`format_datetime`](DateTimeUnit::format_datetime).
    pub fn repr_datetime(self, value: i64) -> Result<String> {
        let text = self.format_datetime(value)?;
        // The text alone gives the unit back, but for hours and multiples.
        let deduced = self.multiple == 1 && self.base != DateTimeBase::Hour && value != NAT;
        Ok(match deduced {
            true => format!("np.datetime64('{text}')"),
            false => format!("np.datetime64('{text}','{}')", self.code()),
        })
    }

    /// What `str(timedelta64)` shows, such as `5 days`.
    pub fn format_timedelta(self, value: i64) -> String {
        match value {
            NAT => "NaT".to_owned(),
            _ => {
                let count = value.wrapping_mul(i64::from(self.multiple));
                format!("{count} {}", self.base.plural())
            }
        }
    }

    /// What `repr(timedelta64)` shows.
    pub fn repr_timedelta(self, value: i64) -> String {
        let text = if value == NAT { "'NaT'".to_owned() } else { value.to_string() };
        match self.is_generic() {
            true => format!("np.timedelta64({text})"),
            false => format!("np.timedelta64({text},'{}')", self.code()),
        }
    }

    /// `25s` for `[25s]`; `generic` for none.
    pub fn code(self) -> String {
        match self.multiple {
            1 => self.base.code().to_owned(),
            multiple => format!("{multiple}{}", self.base.code()),
        }
    }
}

fn iso_8601(fields: &DateTimeFields, base: DateTimeBase) -> String {
    use DateTimeBase as B;
    // Longer only for years of more than ten digits.
    let mut text = String::with_capacity(40);
    match u64::try_from(fields.year) {
        Ok(year @ ..=9999) => push_digits(&mut text, year, 4),
        // The sign counts as one of the four places, as in C; writing to a String cannot fail.
        _ => drop(write!(text, "{:04}", fields.year)),
    }
    let parts = [
        (B::Month, '-', fields.month),
        (B::Week, '-', fields.day),
        (B::Hour, 'T', fields.hour),
        (B::Minute, ':', fields.minute),
        (B::Second, ':', fields.second),
    ];
    for (part, separator, value) in parts {
        if base < part {
            return text;
        }
        text.push(separator);
        push_digits(&mut text, u64::from(value), 2);
    }
    let n_digits = match base {
        B::Millisecond => 3,
        B::Microsecond => 6,
        B::Nanosecond => 9,
        B::Picosecond => 12,
        B::Femtosecond => 15,
        B::Attosecond => 18,
        _ => return text,
    };
    text.push('.');
    push_digits(&mut text, fields.attosecond / 10u64.pow(18 - n_digits as u32), n_digits);
    text
}

/// The last `n` digits, at most 18, with zeros before them: `write!` takes most of the time else.
fn push_digits(text: &mut String, value: u64, n: usize) {
    let mut digits = [b'0'; 18];
    let mut rest = value;
    for digit in digits[..n].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    text.extend(digits[..n].iter().map(|&digit| char::from(digit)));
}
