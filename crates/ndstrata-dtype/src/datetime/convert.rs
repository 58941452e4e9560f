//! [`UnitConversion`]: counts of one unit as counts of another.

use super::calendar::{civil_from_days, days_from_civil};
use super::relation::{factor, gcd};
use super::{DateOrDelta, DateTimeBase, DateTimeErrorKind, DateTimeUnit, NAT};
use crate::Result;

/// How counts of one unit become counts of another; made once, applied to each.
///
/// What a coarser unit cannot hold is cut towards the past. Counts out of range wrap silently, as
/// in NumPy; [`checked`](UnitConversion::checked) tells.
///
/// # Example
/// ```
/// use ndstrata_dtype::datetime::{DateOrDelta, DateTimeUnit, UnitConversion};
/// let (days, months): (DateTimeUnit, DateTimeUnit) = ("D".parse()?, "M".parse()?);
/// let conversion = UnitConversion::new(days, months, DateOrDelta::Date)?;
/// assert_eq!(conversion.apply(-1), -1); // 1969-12-31 lies in 1969-12
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitConversion(Method);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Scale {
        num: i64,
        denom: i64,
    },
    /// By dates, since years or months are involved; `day_ticks` are those of the other unit.
    Calendar {
        from: DateTimeUnit,
        to: DateTimeUnit,
        day_ticks: i64,
    },
}

/// The mean Gregorian year: this many days are 400 years.
const DAYS_OF_400_YEARS: u64 = 146_097;

impl UnitConversion {
    /// The conversion between two units.
    ///
    /// Months and years of durations count with their mean lengths.
    ///
    /// # Errors
    ///
    /// A factor that does not fit, from a unit to none, a multiple of 0.
    pub fn new(from: DateTimeUnit, to: DateTimeUnit, kind: DateOrDelta) -> Result<UnitConversion> {
        let is_calendar = |unit: DateTimeUnit| unit.base <= DateTimeBase::Month;
        let (num, denom) = ratio(from, to)?;
        let by_date = kind == DateOrDelta::Date && (is_calendar(from) || is_calendar(to));
        if !by_date || from == to || from.is_generic() {
            return Ok(UnitConversion(Method::Scale { num, denom }));
        }
        // It fits, as it is a part of the factor above; weeks are no part of a day.
        let smaller = from.base.max(to.base).max(DateTimeBase::Day);
        let day_ticks = factor(DateTimeBase::Day, smaller).unwrap_or(1) as i64;
        Ok(UnitConversion(Method::Calendar { from, to, day_ticks }))
    }

    /// Whether each count stays as it is.
    pub fn is_identity(&self) -> bool {
        match self.0 {
            Method::Scale { num, denom } => num == denom,
            Method::Calendar { .. } => false,
        }
    }

    /// The count in the other unit; NaT stays NaT.
    pub fn apply(&self, value: i64) -> i64 {
        match self.0 {
            _ if value == NAT => NAT,
            Method::Scale { num, denom } => {
                let scaled = value.wrapping_mul(num);
                if denom == 1 {
                    return scaled;
                }
                // Rounds down; NumPy looks at the sign before it scales, which only differs once
                // the product has wrapped.
                let down = if value < 0 { denom.wrapping_sub(1) } else { 0 };
                scaled.wrapping_sub(down).wrapping_div(denom)
            }
            Method::Calendar { from, to, day_ticks } => calendar(from, to, day_ticks, value),
        }
    }

    /// The count in the other unit, exactly, or `None` where it does not fit.
    pub fn checked(&self, value: i64) -> Option<i64> {
        match self.0 {
            _ if value == NAT => Some(NAT),
            Method::Scale { num, denom } => {
                let wide = i128::from(value) * i128::from(num);
                i64::try_from(wide.div_euclid(i128::from(denom))).ok().filter(|&v| v != NAT)
            }
            Method::Calendar { from, to, .. } => calendar_checked(from, to, value),
        }
    }
}

/// As [`calendar`], where one of the units is years or months, without wrapping.
fn calendar_checked(from: DateTimeUnit, to: DateTimeUnit, value: i64) -> Option<i64> {
    use DateTimeBase as B;
    let count = value.checked_mul(i64::from(from.multiple))?;
    count.checked_mul(if from.base == B::Week { 7 } else { 1 })?;
    let fields = from.to_fields(value).ok()??;
    if from.base == B::Year && fields.year < count {
        return None;
    }
    if to.base <= B::Month {
        let years = fields.year.checked_sub(1970)?;
        if to.base == B::Month {
            years.checked_mul(12)?.checked_add(i64::from(fields.month) - 1)?;
        }
        return to.from_fields(fields).ok();
    }
    // Within these years the days of a date fit.
    let fits = fields.year.unsigned_abs() <= 25_000_000_000_000_000;
    let days = DateTimeUnit::new(B::Day).from_fields(fields).ok().filter(|_| fits)?;
    let ticks = match to.base {
        B::Week => i128::from(days.div_euclid(7)),
        base => i128::from(days) * i128::from(factor(B::Day, base)?),
    };
    let converted = i64::try_from(ticks.div_euclid(i128::from(to.multiple))).ok();
    converted.filter(|&count| count != NAT)
}

/// Through year, month and day alone; whole fields would take twice the time.
fn calendar(from: DateTimeUnit, to: DateTimeUnit, day_ticks: i64, value: i64) -> i64 {
    use DateTimeBase as B;
    let count = value.wrapping_mul(i64::from(from.multiple));
    let (year, month, _) = match from.base {
        B::Year => (count.wrapping_add(1970), 1, 1),
        B::Month => (count.div_euclid(12) + 1970, count.rem_euclid(12) as u8 + 1, 1),
        B::Week => civil_from_days(count.wrapping_mul(7)),
        _ => civil_from_days(quotient(count, day_ticks)),
    };
    let ticks = match to.base {
        B::Year => year.wrapping_sub(1970),
        B::Month => year.wrapping_sub(1970).wrapping_mul(12).wrapping_add(i64::from(month) - 1),
        B::Week => days_from_civil(year, month, 1).div_euclid(7),
        _ => days_from_civil(year, month, 1).wrapping_mul(day_ticks),
    };
    // A multiple of 0 was refused when the conversion was made.
    quotient(ticks, i64::from(to.multiple.max(1)))
}

/// The quotient rounded down. Most divisors are 1, and a division costs more than all the rest.
#[inline]
fn quotient(ticks: i64, divisor: i64) -> i64 {
    if divisor == 1 { ticks } else { ticks.div_euclid(divisor) }
}

/// The factor from one unit to another as a reduced fraction.
fn ratio(from: DateTimeUnit, to: DateTimeUnit) -> Result<(i64, i64)> {
    use DateTimeBase as B;
    if from.is_generic() {
        return Ok((1, 1));
    }
    if to.is_generic() {
        return Err(DateTimeErrorKind::ToGeneric.into());
    }
    if from.multiple == 0 || to.multiple == 0 {
        return Err(DateTimeErrorKind::ZeroMultiple.into());
    }
    let swapped = from.base > to.base;
    let (large, small) = if swapped { (to.base, from.base) } else { (from.base, to.base) };
    let days = || factor(B::Day, small).map(|factor| factor.wrapping_mul(DAYS_OF_400_YEARS));
    let found = match (large, small) {
        (a, b) if a == b => Some((1, 1)),
        (B::Year, B::Month) => Some((12, 1)),
        (B::Year, B::Week) => Some((DAYS_OF_400_YEARS, 400 * 7)),
        (B::Month, B::Week) => Some((DAYS_OF_400_YEARS, 400 * 12 * 7)),
        (B::Year, _) => days().map(|num| (num, 400)),
        (B::Month, _) => days().map(|num| (num, 400 * 12)),
        (a, b) => factor(a, b).map(|num| (num, 1)),
    };
    let (num, denom) = found.ok_or(DateTimeErrorKind::FactorOverflow { bases: [large, small] })?;
    let (num, denom) = if swapped { (denom, num) } else { (num, denom) };
    let num = num.wrapping_mul(u64::from(from.multiple));
    let denom = denom.wrapping_mul(u64::from(to.multiple));
    let common = gcd(num, denom).max(1);
    // NumPy takes the bits as a signed number; so it wraps where the multiples are huge.
    match ((num / common) as i64, (denom / common) as i64) {
        (_, 0) => Err(DateTimeErrorKind::FactorOverflow { bases: [large, small] }.into()),
        fraction => Ok(fraction),
    }
}
