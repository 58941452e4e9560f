//! [`DateTime64`] and [`TimeDelta64`]: counts whose unit is part of the Rust type.
#![expect(unsafe_code, reason = "`Element` is a promise about the layout of a Rust type")]

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use super::units::Unit;
use super::{DateOrDelta, DateTimeFields, DateTimeUnit, NAT, UnitConversion};
use crate::{DType, Element, Error, Result};

/// An instant: a count of `U` since 1970-01-01T00:00:00, or NaT.
///
/// NumPy: [numpy.datetime64](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.datetime64).
/// NaT is unequal to all, itself too. Arithmetic out of range wraps, as NumPy's.
///
/// # Example
/// ```
/// use ndstrata_dtype::datetime::{DateTime64, TimeDelta64, units::{Day, Month}};
/// let day: DateTime64<Day> = "2024-02-28".parse()?;
/// assert_eq!((day + TimeDelta64::from_count(2)).to_string(), "2024-03-01");
/// assert_eq!(day.convert::<Month>(), "2024-02".parse().ok());
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct DateTime64<U>(i64, PhantomData<U>);

/// A duration: a count of `U`, or NaT.
///
/// NumPy: [numpy.timedelta64](https://numpy.org/doc/stable/reference/arrays.scalars.html#numpy.timedelta64).
/// NaT is unequal to all, itself too. Arithmetic out of range wraps, as NumPy's.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct TimeDelta64<U>(i64, PhantomData<U>);

macro_rules! count_type {
    ($name:ident, $kind:expr, $dtype:path, $format:expr) => {
        impl<U: Unit> $name<U> {
            /// "Not a time".
            pub const NAT: Self = Self(NAT, PhantomData);

            /// Of a count of the unit; [`NAT`] is NaT.
            pub const fn from_count(count: i64) -> Self {
                Self(count, PhantomData)
            }

            /// The count, [`NAT`] for NaT.
            pub const fn count(self) -> i64 {
                self.0
            }

            /// Is it "not a time"?
            pub const fn is_nat(self) -> bool {
                self.0 == NAT
            }

            /// In another unit, cut towards the past; `None` where it does not fit.
            pub fn convert<V: Unit>(self) -> Option<$name<V>> {
                let conversion = UnitConversion::new(U::UNIT, V::UNIT, $kind).ok()?;
                conversion.checked(self.0).map($name::from_count)
            }
        }

        // SAFETY: transparent over an `i64`, which is what this dtype describes in native order;
        // no padding, and each pattern of bits is a count or NaT.
        unsafe impl<U: Unit> Element for $name<U> {
            const HAS_PADDING: bool = false;
            const ANY_BITS: bool = true;

            fn dtype() -> DType {
                $dtype(U::UNIT)
            }

            fn is_valid(_bytes: &[u8]) -> bool {
                true
            }
        }

        impl<U: Unit> PartialEq for $name<U> {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 && !self.is_nat()
            }
        }

        impl<U: Unit> PartialOrd for $name<U> {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                (!self.is_nat() && !other.is_nat()).then(|| self.0.cmp(&other.0))
            }
        }

        /// As NumPy's `str`.
        impl<U: Unit> fmt::Display for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let format: fn(DateTimeUnit, i64) -> String = $format;
                f.pad(&format(U::UNIT, self.0))
            }
        }

        impl<U: Unit> fmt::Debug for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self}, {})", stringify!($name), U::UNIT.code())
            }
        }
    };
}

// A count without a unit has no date; its number is shown.
count_type!(DateTime64, DateOrDelta::Date, DType::datetime64, |unit, count| {
    unit.format_datetime(count).unwrap_or_else(|_| count.to_string())
});
count_type!(TimeDelta64, DateOrDelta::Delta, DType::timedelta64, DateTimeUnit::format_timedelta);

/// The sum, or NaT if either is.
fn add(a: i64, b: i64) -> i64 {
    if a == NAT || b == NAT { NAT } else { a.wrapping_add(b) }
}

impl<U: Unit> DateTime64<U> {
    /// Of a date; what the unit cannot hold is cut.
    ///
    /// # Errors
    ///
    /// Fields that are no date; a generic unit.
    pub fn from_fields(fields: DateTimeFields) -> Result<Self> {
        U::UNIT.from_fields(fields).map(Self::from_count)
    }

    /// The date; `None` for NaT and without a unit.
    pub fn fields(self) -> Option<DateTimeFields> {
        U::UNIT.to_fields(self.0).ok().flatten()
    }

    /// The instant of a clock, cut; `None` where it does not fit.
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let (since, negative) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => (since.as_nanos(), false),
            Err(before) => (before.duration().as_nanos(), true),
        };
        let nanoseconds = i64::try_from(since).ok()?;
        let signed = if negative { -nanoseconds } else { nanoseconds };
        DateTime64::<super::units::Nanosecond>::from_count(signed).convert()
    }

    /// The instant as a clock's; `None` for NaT or where it does not fit.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let count = self.convert::<super::units::Nanosecond>().filter(|date| !date.is_nat())?.0;
        let distance = Duration::from_nanos(count.unsigned_abs());
        match count < 0 {
            true => SystemTime::UNIX_EPOCH.checked_sub(distance),
            false => SystemTime::UNIX_EPOCH.checked_add(distance),
        }
    }
}

/// As NumPy's constructor with this unit.
impl<U: Unit> FromStr for DateTime64<U> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        U::UNIT.parse_datetime(text).map(Self::from_count)
    }
}

impl<U: Unit> Add<TimeDelta64<U>> for DateTime64<U> {
    type Output = Self;

    fn add(self, rhs: TimeDelta64<U>) -> Self {
        Self::from_count(add(self.0, rhs.0))
    }
}

impl<U: Unit> Sub<TimeDelta64<U>> for DateTime64<U> {
    type Output = Self;

    fn sub(self, rhs: TimeDelta64<U>) -> Self {
        self + -rhs
    }
}

impl<U: Unit> Sub for DateTime64<U> {
    type Output = TimeDelta64<U>;

    fn sub(self, rhs: Self) -> TimeDelta64<U> {
        TimeDelta64::from_count(self.0) - TimeDelta64::from_count(rhs.0)
    }
}

impl<U: Unit> TimeDelta64<U> {
    /// A duration of Rust's, cut; `None` where it does not fit.
    pub fn from_duration(duration: Duration) -> Option<Self> {
        let nanoseconds = i64::try_from(duration.as_nanos()).ok()?;
        TimeDelta64::<super::units::Nanosecond>::from_count(nanoseconds).convert()
    }

    /// As a duration of Rust's; `None` for NaT, below 0, or where it does not fit.
    pub fn to_duration(self) -> Option<Duration> {
        let count = self.convert::<super::units::Nanosecond>().filter(|delta| !delta.is_nat())?.0;
        u64::try_from(count).ok().map(Duration::from_nanos)
    }
}

impl<U: Unit> Add for TimeDelta64<U> {
    type Output = Self;

    fn add(self, rhs: Self) -> Self {
        Self::from_count(add(self.0, rhs.0))
    }
}

impl<U: Unit> Neg for TimeDelta64<U> {
    type Output = Self;

    fn neg(self) -> Self {
        Self::from_count(self.0.wrapping_neg())
    }
}

impl<U: Unit> Sub for TimeDelta64<U> {
    type Output = Self;

    fn sub(self, rhs: Self) -> Self {
        self + -rhs
    }
}

#[cfg(test)]
mod tests {
    use super::super::units::{Day, Generic, Hour, Millisecond, Nanosecond, Year};
    use super::*;

    #[test]
    fn the_unit_is_in_the_dtype() {
        assert_eq!(DType::of::<DateTime64<Nanosecond>>().str_code(), "<M8[ns]");
        assert_eq!(DType::of::<TimeDelta64<Day>>().name(), "timedelta64[D]");
        assert_eq!(format!("{:?}", TimeDelta64::<Day>::from_count(3)), "TimeDelta64(3 days, D)");
    }

    #[test]
    fn nat_is_unequal_and_spreads() {
        let nat = DateTime64::<Day>::NAT;
        assert!(nat != nat && nat.partial_cmp(&nat).is_none());
        assert!((nat + TimeDelta64::from_count(1)).is_nat());
        assert!((DateTime64::<Day>::from_count(0) - nat).is_nat());
        assert_eq!(nat.to_string(), "NaT");
        assert_eq!((nat.to_system_time(), nat.fields()), (None, None));
        assert_eq!(DateTime64::<Generic>::from_count(7).to_string(), "7");
    }

    #[test]
    fn the_clock_comes_and_goes() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
        let date = DateTime64::<Hour>::from_system_time(before).unwrap();
        assert_eq!(date.to_string(), "1969-12-31T23");
        let date = DateTime64::<Millisecond>::from_system_time(before).unwrap();
        assert_eq!(date.to_system_time(), Some(before));
        let delta = TimeDelta64::<Hour>::from_duration(Duration::from_secs(7300)).unwrap();
        assert_eq!((delta.count(), delta.to_duration()), (2, Some(Duration::from_secs(7200))));
        assert_eq!((-delta).to_duration(), None);
        assert_eq!(DateTime64::<Year>::from_count(1000).to_system_time(), None);
    }
}
