//! [`DateTimeFields`]: a date as people read it, and its way to and from a count of ticks.

use super::calendar::{civil_from_days, days_from_civil, days_in_month};
use super::{DateTimeBase, DateTimeErrorKind, DateTimeUnit, NAT};
use crate::Result;

/// A date and time in the proleptic Gregorian calendar, without time zone and leap seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTimeFields {
    /// The year; 0 is the one before 1.
    pub year: i64,
    /// From 1 to 12.
    pub month: u8,
    /// From 1 on.
    pub day: u8,
    /// Below 24.
    pub hour: u8,
    /// Below 60.
    pub minute: u8,
    /// Below 60.
    pub second: u8,
    /// The fraction of the second, below 10¹⁸.
    pub attosecond: u64,
}

const DAY_SECONDS: i64 = 86_400;
const SECOND_ATTOSECONDS: u64 = 1_000_000_000_000_000_000;

impl DateTimeFields {
    /// Midnight of a day.
    pub const fn date(year: i64, month: u8, day: u8) -> DateTimeFields {
        DateTimeFields { year, month, day, hour: 0, minute: 0, second: 0, attosecond: 0 }
    }

    /// The name of the first field that is out of range.
    fn invalid(&self) -> Option<&'static str> {
        let fields = [
            ("month", !(1..=12).contains(&self.month)),
            ("day", self.day < 1 || self.day > days_in_month(self.year, self.month)),
            ("hour", self.hour >= 24),
            ("minute", self.minute >= 60),
            ("second", self.second >= 60),
            ("attosecond", self.attosecond >= SECOND_ATTOSECONDS),
        ];
        fields.into_iter().find(|(_, wrong)| *wrong).map(|(part, _)| part)
    }

    /// The date some minutes later.
    pub(super) fn plus_minutes(self, minutes: i64) -> DateTimeFields {
        let total = i64::from(self.hour) * 60 + i64::from(self.minute) + minutes;
        let days = days_from_civil(self.year, self.month, self.day);
        let (year, month, day) = civil_from_days(days.wrapping_add(total.div_euclid(1440)));
        let of_day = total.rem_euclid(1440);
        DateTimeFields {
            year,
            month,
            day,
            hour: (of_day / 60) as u8,
            minute: (of_day % 60) as u8,
            ..self
        }
    }

    /// The coarsest base in which nothing of the date is lost.
    pub(super) fn lossless_base(&self) -> DateTimeBase {
        use DateTimeBase as B;
        let fractions = [
            (B::Attosecond, 1),
            (B::Femtosecond, 1_000),
            (B::Picosecond, 1_000_000),
            (B::Nanosecond, 1_000_000_000),
            (B::Microsecond, 1_000_000_000_000),
            (B::Millisecond, 1_000_000_000_000_000),
        ];
        let fraction =
            fractions.into_iter().rev().find(|(_, ticks)| self.attosecond.is_multiple_of(*ticks));
        match self {
            _ if self.attosecond != 0 => fraction.map_or(B::Attosecond, |(base, _)| base),
            _ if self.second != 0 => B::Second,
            _ if self.minute != 0 => B::Minute,
            _ if self.hour != 0 => B::Hour,
            _ if self.day != 1 => B::Day,
            _ if self.month != 1 => B::Month,
            _ => B::Year,
        }
    }
}

impl DateTimeUnit {
    /// The date of a count, or `None` for NaT.
    ///
    /// # Errors
    ///
    /// A date without a unit.
    ///
    /// # Example
    /// ```
    /// use ndstrata_dtype::datetime::{DateTimeFields, DateTimeUnit};
    /// let weeks: DateTimeUnit = "2W".parse()?;
    /// assert_eq!(weeks.to_fields(-1)?, Some(DateTimeFields::date(1969, 12, 18)));
    /// # Ok::<(), ndstrata_dtype::Error>(())
    /// ```
    pub fn to_fields(self, value: i64) -> Result<Option<DateTimeFields>> {
        if value == NAT {
            return Ok(None);
        }
        let count = value.wrapping_mul(i64::from(self.multiple));
        let fields = match self.base {
            DateTimeBase::Generic => return Err(DateTimeErrorKind::GenericValue.into()),
            DateTimeBase::Year => DateTimeFields::date(count.wrapping_add(1970), 1, 1),
            DateTimeBase::Month => {
                let year = count.div_euclid(12) + 1970;
                DateTimeFields::date(year, count.rem_euclid(12) as u8 + 1, 1)
            }
            DateTimeBase::Week => on_day(count.wrapping_mul(7), 0, 0),
            DateTimeBase::Day => on_day(count, 0, 0),
            base => match second_ticks(base) {
                Ok(ticks) => {
                    let (seconds, rest) = (count.div_euclid(ticks), count.rem_euclid(ticks));
                    let attosecond = rest as u64 * (SECOND_ATTOSECONDS / ticks as u64);
                    let of_day = seconds.rem_euclid(DAY_SECONDS);
                    on_day(seconds.div_euclid(DAY_SECONDS), of_day, attosecond)
                }
                Err(tick_seconds) => {
                    let per_day = DAY_SECONDS / tick_seconds;
                    on_day(count.div_euclid(per_day), count.rem_euclid(per_day) * tick_seconds, 0)
                }
            },
        };
        Ok(Some(fields))
    }

    /// The count of the tick in which a date lies; out of range it wraps, as NumPy's does.
    ///
    /// # Errors
    ///
    /// Fields that are no date; no unit.
    pub fn from_fields(self, fields: DateTimeFields) -> Result<i64> {
        if let Some(part) = fields.invalid() {
            return Err(DateTimeErrorKind::Fields { part }.into());
        }
        // A year that is as low as a count can be is none.
        if fields.year == NAT {
            return Ok(NAT);
        }
        let days = || days_from_civil(fields.year, fields.month, fields.day);
        let of_day = i64::from(fields.hour) * 3600
            + i64::from(fields.minute) * 60
            + i64::from(fields.second);
        let years = fields.year.wrapping_sub(1970);
        let count = match self.base {
            DateTimeBase::Generic => return Err(DateTimeErrorKind::GenericDate.into()),
            DateTimeBase::Year => years,
            DateTimeBase::Month => years.wrapping_mul(12).wrapping_add(i64::from(fields.month) - 1),
            DateTimeBase::Week => days().div_euclid(7),
            DateTimeBase::Day => days(),
            base => match second_ticks(base) {
                Ok(ticks) => {
                    let seconds = days().wrapping_mul(DAY_SECONDS).wrapping_add(of_day);
                    let rest = fields.attosecond / (SECOND_ATTOSECONDS / ticks as u64);
                    seconds.wrapping_mul(ticks).wrapping_add(rest as i64)
                }
                Err(tick_seconds) => {
                    let per_day = DAY_SECONDS / tick_seconds;
                    days().wrapping_mul(per_day).wrapping_add(of_day / tick_seconds)
                }
            },
        };
        match i64::from(self.multiple) {
            0 => Err(DateTimeErrorKind::ZeroMultiple.into()),
            multiple => Ok(count.div_euclid(multiple)),
        }
    }
}

/// For units below the day: the ticks in a second, or else the seconds in a tick.
fn second_ticks(base: DateTimeBase) -> std::result::Result<i64, i64> {
    match base {
        DateTimeBase::Hour => Err(3600),
        DateTimeBase::Minute => Err(60),
        DateTimeBase::Millisecond => Ok(1_000),
        DateTimeBase::Microsecond => Ok(1_000_000),
        DateTimeBase::Nanosecond => Ok(1_000_000_000),
        DateTimeBase::Picosecond => Ok(1_000_000_000_000),
        DateTimeBase::Femtosecond => Ok(1_000_000_000_000_000),
        DateTimeBase::Attosecond => Ok(1_000_000_000_000_000_000),
        _ => Ok(1),
    }
}

fn on_day(days: i64, of_day: i64, attosecond: u64) -> DateTimeFields {
    let (year, month, day) = civil_from_days(days);
    DateTimeFields {
        year,
        month,
        day,
        hour: (of_day / 3600) as u8,
        minute: (of_day / 60 % 60) as u8,
        second: (of_day % 60) as u8,
        attosecond,
    }
}
