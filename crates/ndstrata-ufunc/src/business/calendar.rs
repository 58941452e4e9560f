//! Which days of the week are business days, and which dates are holidays.
//!
//! Whole weeks are counted at once, holidays by their places in a sorted list.

use super::NOT_A_DAY;
use crate::error::{Error, Result};

/// The business days of a week, and holidays.
///
/// NumPy: [numpy.busdaycalendar](https://numpy.org/doc/stable/reference/generated/numpy.busdaycalendar.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessCalendar {
    weekmask: [bool; 7],
    holidays: Vec<i64>,
}

/// Monday to Friday, without holidays.
impl Default for BusinessCalendar {
    fn default() -> BusinessCalendar {
        BusinessCalendar {
            weekmask: [true, true, true, true, true, false, false],
            holidays: Vec::new(),
        }
    }
}

/// Where a date that is no business day goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Roll {
    /// Nowhere: it is an error.
    #[default]
    Raise,
    /// It becomes NaT.
    Nat,
    /// To the next business day.
    Forward,
    /// To the last one before.
    Backward,
    /// Forward, unless that is in another month: then backward.
    ModifiedFollowing,
    /// Backward, unless that is in another month: then forward.
    ModifiedPreceding,
}

impl std::str::FromStr for Roll {
    type Err = Error;

    fn from_str(name: &str) -> Result<Roll> {
        Ok(match name {
            "raise" => Roll::Raise,
            "nat" => Roll::Nat,
            "forward" | "following" => Roll::Forward,
            "backward" | "preceding" => Roll::Backward,
            "modifiedfollowing" => Roll::ModifiedFollowing,
            "modifiedpreceding" => Roll::ModifiedPreceding,
            _ => {
                return Err(Error::value(format!(
                    "Invalid business day roll parameter \"{name}\""
                )));
            }
        })
    }
}

impl BusinessCalendar {
    /// A calendar of the days of the week, Monday first, and holidays in days since 1970.
    ///
    /// # Errors
    ///
    /// A week without business days.
    pub fn new(weekmask: [bool; 7], holidays: &[i64]) -> Result<BusinessCalendar> {
        if weekmask == [false; 7] {
            return Err(Error::value(
                "the business day weekmask must have at least one valid business day",
            ));
        }
        let mut calendar = BusinessCalendar { weekmask, holidays: Vec::new() };
        let counts = |&&day: &&i64| day != NOT_A_DAY && calendar.is_weekday(day);
        let mut holidays: Vec<i64> = holidays.iter().filter(counts).copied().collect();
        holidays.sort_unstable();
        holidays.dedup();
        calendar.holidays = holidays;
        Ok(calendar)
    }

    /// The days of the week as NumPy writes them: `1111100` or `Mon Tue Wed`.
    ///
    /// # Errors
    ///
    /// Text in neither form.
    pub fn parse_weekmask(text: &str) -> Result<[bool; 7]> {
        const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let wrong = || Error::value(format!("Invalid business day weekmask string \"{text}\""));
        let mut mask = [false; 7];
        if text.len() == 7 && text.bytes().all(|digit| matches!(digit, b'0' | b'1')) {
            mask.iter_mut().zip(text.bytes()).for_each(|(day, digit)| *day = digit == b'1');
            return Ok(mask);
        }
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let day = NAMES.iter().position(|name| rest.starts_with(name)).ok_or_else(wrong)?;
            mask[day] = true;
            rest = rest[3..].trim_start();
        }
        Ok(mask)
    }

    /// Whether each day of the week is a business day, Monday first.
    pub fn weekmask(&self) -> [bool; 7] {
        self.weekmask
    }

    /// The holidays that fall on business days of the week, in order.
    pub fn holidays(&self) -> &[i64] {
        &self.holidays
    }

    pub(super) fn contains(&self, day: i64) -> bool {
        day != NOT_A_DAY && self.is_weekday(day) && !self.is_holiday(day)
    }

    #[inline]
    fn is_holiday(&self, day: i64) -> bool {
        !self.holidays.is_empty() && self.holidays.binary_search(&day).is_ok()
    }

    #[inline]
    fn is_weekday(&self, day: i64) -> bool {
        self.weekmask[weekday(day)]
    }

    fn days_a_week(&self) -> i64 {
        self.weekmask.iter().filter(|&&is_one| is_one).count() as i64
    }

    /// What so many business days on means.
    pub(super) fn steps(&self, n: i64) -> Steps {
        let a_week = self.days_a_week();
        let (weeks, left) = (n / a_week, n % a_week);
        Steps { n, days: weeks.wrapping_mul(7), left }
    }

    /// How many holidays there are before a day.
    fn holidays_before(&self, day: i64) -> i64 {
        self.holidays.partition_point(|&holiday| holiday < day) as i64
    }

    pub(super) fn count(&self, begin: i64, end: i64) -> Result<i64> {
        if begin == NOT_A_DAY || end == NOT_A_DAY {
            return Err(Error::value(
                "Cannot compute a business day count with a NaT (not-a-time) date",
            ));
        }
        let (from, to, sign) = if begin <= end {
            (begin, end, 1)
        } else {
            // The second date is never counted, also where it is the earlier one.
            (end.wrapping_add(1), begin.wrapping_add(1), -1)
        };
        let days = to.wrapping_sub(from);
        let weeks = days / 7;
        let mut n = weeks.wrapping_mul(self.days_a_week());
        n += (0..days % 7).filter(|&i| self.is_weekday(from.wrapping_add(i))).count() as i64;
        n -= self.holidays_before(to) - self.holidays_before(from);
        Ok(sign * n)
    }

    /// A business day, or NaT.
    fn rolled(&self, day: i64, roll: Roll) -> Result<i64> {
        if day == NOT_A_DAY {
            return match roll {
                Roll::Raise => Err(Error::value("NaT input in busday_offset")),
                _ => Ok(NOT_A_DAY),
            };
        }
        if self.contains(day) {
            return Ok(day);
        }
        let next = |step: i64| {
            let mut day = day;
            while !self.contains(day) && day != NOT_A_DAY {
                day = day.wrapping_add(step);
            }
            day
        };
        let within_month = |first: i64, other: i64| {
            let moved = next(first);
            if month_of(moved) == month_of(day) { moved } else { next(other) }
        };
        Ok(match roll {
            Roll::Raise => return Err(Error::value("Non-business day date in busday_offset")),
            Roll::Nat => NOT_A_DAY,
            Roll::Forward => next(1),
            Roll::Backward => next(-1),
            Roll::ModifiedFollowing => within_month(1, -1),
            Roll::ModifiedPreceding => within_month(-1, 1),
        })
    }

    pub(super) fn offset(&self, day: i64, steps: &Steps, roll: Roll) -> Result<i64> {
        let start = self.rolled(day, roll)?;
        if start == NOT_A_DAY || steps.n == 0 {
            return Ok(start);
        }
        let mut day = start.wrapping_add(steps.days);
        let mut left = steps.left;
        let step = steps.n.signum();
        if !self.holidays.is_empty() {
            // Each holiday that was passed over is a day more to go.
            let passed = match step {
                1 => self.holidays_before(day.wrapping_add(1)) - self.holidays_before(start),
                _ => self.holidays_before(start.wrapping_add(1)) - self.holidays_before(day),
            };
            left += step * passed.max(0);
        }
        if left == 0 {
            return Ok(day);
        }
        let mut of_week = weekday(day);
        while left != 0 {
            day = day.wrapping_add(step);
            of_week = match step {
                1 if of_week == 6 => 0,
                1 => of_week + 1,
                _ if of_week == 0 => 6,
                _ => of_week - 1,
            };
            if day == NOT_A_DAY {
                break;
            }
            if self.weekmask[of_week] && !self.is_holiday(day) {
                left -= step;
            }
        }
        Ok(day)
    }
}

/// So many business days on, as days that are counted at once and others.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    n: i64,
    days: i64,
    left: i64,
}

/// The day of the week, Monday first.
#[inline]
fn weekday(day: i64) -> usize {
    // The first day of 1970 was a Thursday.
    day.wrapping_add(3).rem_euclid(7) as usize
}

/// The month of a day, counted on through the years: Howard Hinnant's algorithm `civil_from_days`.
fn month_of(day: i64) -> i64 {
    let days = day.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    // Years begin in March here, which does not matter for telling months apart.
    (era * 400 + year) * 12 + month
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekmasks_in_both_forms() {
        let friday = [false, false, false, false, true, false, false];
        assert_eq!(BusinessCalendar::parse_weekmask("0000100").ok(), Some(friday));
        assert_eq!(BusinessCalendar::parse_weekmask(" Fri ").ok(), Some(friday));
        assert!(BusinessCalendar::parse_weekmask("Mon Foo").is_err());
        assert!(BusinessCalendar::new([false; 7], &[]).is_err());
    }

    #[test]
    fn holidays_are_passed_over() {
        let calendar = BusinessCalendar::new([true, true, true, true, true, false, false], &[4, 5]);
        let calendar = calendar.unwrap();
        // From Thursday 1970-01-01: Friday, then Wednesday, as Monday and Tuesday are holidays.
        assert_eq!(calendar.offset(0, &calendar.steps(2), Roll::Raise).ok(), Some(6));
        assert_eq!(calendar.offset(6, &calendar.steps(-2), Roll::Raise).ok(), Some(0));
        assert_eq!(calendar.count(0, 7).ok(), Some(3));
        assert_eq!(calendar.count(7, 0).ok(), Some(-3));
    }
}
