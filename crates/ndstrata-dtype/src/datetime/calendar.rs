//! The proleptic Gregorian calendar on counts of days: Howard Hinnant's algorithms
//! (`chrono`-Compatible Low-Level Date Algorithms).
//!
//! Arithmetic wraps, as NumPy's does, for years of more than sixteen digits.

/// Days of an era of 400 years.
const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01, where eras begin, to 1970-01-01: four eras and a rest.
const EPOCH_ERAS: i64 = 4;
const EPOCH_REST: i64 = 719_468 - EPOCH_ERAS * ERA_DAYS;

/// Days from 1970-01-01 to 2000-01-01.
const DAYS_TO_2000: i64 = 10_957;

/// The days from 1970-01-01 to a date of valid month and day.
pub(super) fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    // Years begin in March, so that the leap day is their last.
    let year = if month <= 2 { year.wrapping_sub(1) } else { year };
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let eras = year.div_euclid(400) - EPOCH_ERAS;
    eras.wrapping_mul(ERA_DAYS).wrapping_add(day_of_era - EPOCH_REST)
}

/// The year, month and day that lie some days after 1970-01-01.
pub(super) fn civil_from_days(days: i64) -> (i64, u8, u8) {
    // NumPy counts from 2000, to which the first days that there are wrap around.
    let days = days.wrapping_sub(DAYS_TO_2000);
    let eras = days.div_euclid(ERA_DAYS);
    // Below 2^19: 32 bits are enough from here on, and divide faster.
    let day_of_era = days.wrapping_sub(eras.wrapping_mul(ERA_DAYS));
    let shifted = (day_of_era + EPOCH_REST + DAYS_TO_2000) as u32;
    let (carry, day_of_era) = (shifted / ERA_DAYS as u32, shifted % ERA_DAYS as u32);
    let leap_corrected =
        day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / (ERA_DAYS as u32 - 1);
    let year_of_era = leap_corrected / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let era = eras + EPOCH_ERAS + i64::from(carry);
    let year = era * 400 + i64::from(year_of_era) + i64::from(month <= 2);
    // Both are below 32.
    (year, month as u8, day as u8)
}

/// How many days a valid month has.
pub(super) fn days_in_month(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2000, 2, 29), 11_016);
        assert_eq!(civil_from_days(-719_528), (0, 1, 1));
        assert_eq!(civil_from_days(i64::MAX), (25_252_734_927_768_524, 7, 27));
        assert_eq!(civil_from_days(-i64::MAX), (25_252_734_927_768_524, 7, 29));
        assert_eq!(civil_from_days(i64::MIN + 10_956), (25_252_734_927_768_554, 7, 27));
        assert_eq!(civil_from_days(i64::MIN + 10_957), (-25_252_734_927_764_555, 6, 6));
    }

    proptest! {
        #[test]
        fn days_come_back(days in any::<i64>()) {
            let (year, month, day) = civil_from_days(days);
            prop_assert!((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day));
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
