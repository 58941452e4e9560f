//! ISO 8601 as NumPy's `datetime64` reads it.

use std::time::SystemTime;

use super::calendar::days_in_month;
use super::relation::can_cast_base;
use super::unit::leading_integer;
use super::{DateOrDelta, DateTimeBase, DateTimeErrorKind, DateTimeFields, DateTimeUnit, NAT};
use crate::{Casting, Result};

/// A date read from text, before a unit is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDateTime {
    /// The date, in UTC where a time zone was given; `None` for NaT.
    pub fields: Option<DateTimeFields>,
    /// The base that holds what was written: a day for `2005-02-03`; generic for NaT.
    pub base: DateTimeBase,
    /// Was there a time zone (`Z`, `+0100`)? NumPy warns that it is not kept.
    pub has_timezone: bool,
}

impl ParsedDateTime {
    /// Reads `2005`, `2005-02`, `2005-02-03`, `2005-02-03T10:11:12.5`, `NaT`, `today` or `now`.
    ///
    /// NumPy: [numpy.datetime64](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.datetime64).
    /// Differs: `today` is the date in UTC, not in the machine's time zone.
    ///
    /// # Errors
    ///
    /// Any other text; a month, day, hour… that does not exist.
    pub fn parse(text: &str) -> Result<ParsedDateTime> {
        let special = |fields, base| Ok(ParsedDateTime { fields, base, has_timezone: false });
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        match text {
            _ if is_nat(text) => special(None, DateTimeBase::Generic),
            _ if is("today") => special(now(DateTimeBase::Day)?, DateTimeBase::Day),
            _ if is("now") => special(now(DateTimeBase::Second)?, DateTimeBase::Second),
            _ => Reader { text, at: 0 }.date(),
        }
    }

    /// The count of the date in a unit.
    ///
    /// # Errors
    ///
    /// `text`, which the message quotes, was more precise than the unit and `casting` forbids to
    /// cut it; no unit.
    pub fn value(&self, text: &str, unit: DateTimeUnit, casting: Casting) -> Result<i64> {
        let Some(fields) = self.fields else { return Ok(NAT) };
        if !can_cast_base(self.base, unit.base, DateOrDelta::Date, casting) && !unit.is_generic() {
            let (text, base) = (text.to_owned(), unit.base);
            return Err(DateTimeErrorKind::ParseCasting { text, base, casting }.into());
        }
        unit.from_fields(fields)
    }
}

impl DateTimeUnit {
    /// Reads a date and counts it in this unit, as `datetime64(text, unit)` does.
    ///
    /// # Errors
    ///
    /// As [`ParsedDateTime::parse`]; no unit.
    ///
    /// # Example
    /// ```
    /// use ndstrata_dtype::datetime::{DateTimeUnit, NAT};
    /// let hours: DateTimeUnit = "h".parse()?;
    /// assert_eq!(hours.parse_datetime("1970-01-02T03:45")?, 27);
    /// assert_eq!(hours.parse_datetime("NaT")?, NAT);
    /// # Ok::<(), ndstrata_dtype::Error>(())
    /// ```
    pub fn parse_datetime(self, text: &str) -> Result<i64> {
        match ParsedDateTime::parse(text) {
            // Without a unit NumPy does not look further than for NaT.
            Err(_) if self.is_generic() => Err(DateTimeErrorKind::GenericDate.into()),
            parsed => parsed?.value(text, self, Casting::SameKind),
        }
    }

    /// Reads a date and chooses the unit that holds what was written, as `datetime64(text)` does.
    ///
    /// # Errors
    ///
    /// As [`ParsedDateTime::parse`].
    pub fn infer_datetime(text: &str) -> Result<(i64, DateTimeUnit)> {
        let parsed = ParsedDateTime::parse(text)?;
        let unit = DateTimeUnit::new(parsed.base);
        Ok((parsed.value(text, unit, Casting::SameKind)?, unit))
    }

    /// Reads a duration: an integer or NaT, as `timedelta64(text)` does.
    ///
    /// # Errors
    ///
    /// Any other text.
    pub fn parse_timedelta(text: &str) -> Result<i64> {
        match leading_integer(text) {
            _ if is_nat(text) => Ok(NAT),
            Some((count, "")) => Ok(count),
            _ => Err(DateTimeErrorKind::ParseDelta.into()),
        }
    }
}

fn is_nat(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("nat")
}

fn now(base: DateTimeBase) -> Result<Option<DateTimeFields>> {
    let seconds = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64),
    };
    let second = DateTimeUnit::new(DateTimeBase::Second);
    let fields = second.to_fields(seconds)?;
    Ok(fields.map(|fields| match base {
        DateTimeBase::Day => DateTimeFields::date(fields.year, fields.month, fields.day),
        _ => fields,
    }))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(digit - b'0')
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| is_space(char::from(byte))) {
            self.at += 1;
        }
    }

    #[cold]
    fn error(&self) -> crate::Error {
        DateTimeErrorKind::Parse { text: self.text.to_owned(), position: self.at }.into()
    }

    /// Two digits, within bounds.
    fn two(&mut self, part: &'static str, low: u8, high: u8) -> Result<u8> {
        let start = self.at;
        let (Some(tens), Some(ones)) = (self.digit(), self.digit()) else {
            self.at = start;
            return Err(self.error());
        };
        match 10 * tens + ones {
            value if (low..=high).contains(&value) => Ok(value),
            _ => {
                let text = self.text.to_owned();
                Err(DateTimeErrorKind::OutOfRange { part, text }.into())
            }
        }
    }

    fn date(mut self) -> Result<ParsedDateTime> {
        self.skip_space();
        if !self.eat(b'-') {
            self.eat(b'+');
        }
        if self.peek().is_none() {
            return Err(self.error());
        }
        let mut year = 0i64;
        while let Some(digit) = self.digit() {
            year = year.wrapping_mul(10).wrapping_add(i64::from(digit));
        }
        // NumPy looks for the sign before the spaces it skips.
        let year = if self.text.starts_with('-') { year.wrapping_neg() } else { year };
        let mut fields = DateTimeFields::date(year, 1, 1);
        let base = self.after_year(&mut fields)?;
        let (fields, has_timezone) = match base {
            DateTimeBase::Year | DateTimeBase::Month | DateTimeBase::Day => (fields, false),
            _ => self.timezone(fields)?,
        };
        Ok(ParsedDateTime { fields: Some(fields), base, has_timezone })
    }

    /// Reads month, day and time, as far as there are any, and says how far that was.
    fn after_year(&mut self, fields: &mut DateTimeFields) -> Result<DateTimeBase> {
        if self.peek().is_none() {
            return Ok(DateTimeBase::Year);
        }
        if !self.eat(b'-') {
            return Err(self.error());
        }
        fields.month = self.two("Month", 1, 12)?;
        if self.peek().is_none() {
            return Ok(DateTimeBase::Month);
        }
        if !self.eat(b'-') {
            return Err(self.error());
        }
        fields.day = self.two("Day", 1, days_in_month(fields.year, fields.month))?;
        if self.peek().is_none() {
            return Ok(DateTimeBase::Day);
        }
        if !self.eat(b'T') && !self.eat(b' ') {
            return Err(self.error());
        }
        fields.hour = self.two("Hours", 0, 23)?;
        if !self.eat(b':') {
            return Ok(DateTimeBase::Hour);
        }
        fields.minute = self.two("Minutes", 0, 59)?;
        if !self.eat(b':') {
            return Ok(DateTimeBase::Minute);
        }
        fields.second = self.two("Seconds", 0, 59)?;
        if !self.eat(b'.') {
            return Ok(DateTimeBase::Second);
        }
        Ok(self.fraction(fields))
    }

    /// Up to 18 digits; each three of them make the base smaller.
    fn fraction(&mut self, fields: &mut DateTimeFields) -> DateTimeBase {
        let mut n_digits = 0;
        while n_digits < 18
            && let Some(digit) = self.digit()
        {
            fields.attosecond = fields.attosecond * 10 + u64::from(digit);
            n_digits += 1;
        }
        fields.attosecond *= 10u64.pow(18 - n_digits);
        match n_digits {
            0..=3 => DateTimeBase::Millisecond,
            4..=6 => DateTimeBase::Microsecond,
            7..=9 => DateTimeBase::Nanosecond,
            10..=12 => DateTimeBase::Picosecond,
            13..=15 => DateTimeBase::Femtosecond,
            _ => DateTimeBase::Attosecond,
        }
    }

    fn timezone(&mut self, fields: DateTimeFields) -> Result<(DateTimeFields, bool)> {
        let has_timezone = self.peek().is_some();
        let mut fields = fields;
        let sign = self.peek();
        if !self.eat(b'Z') && (self.eat(b'-') || self.eat(b'+')) {
            let hours = self.two("Timezone hours offset", 0, 23)?;
            let mut minutes = 0;
            if self.peek().is_some() {
                self.eat(b':');
                minutes = self.two("Timezone minutes offset", 0, 59)?;
            }
            let offset = 60 * i64::from(hours) + i64::from(minutes);
            fields = fields.plus_minutes(if sign == Some(b'-') { offset } else { -offset });
        }
        self.skip_space();
        match self.peek() {
            None => Ok((fields, has_timezone)),
            Some(_) => Err(self.error()),
        }
    }
}
