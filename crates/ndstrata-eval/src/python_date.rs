//! Dates, times and durations of Python's `datetime`: what elements of `M8` and `m8` are to Python.

use ndstrata_array::Scalar;
use ndstrata_dtype::datetime::{
    DateOrDelta, DateTimeBase, DateTimeFields, DateTimeUnit, UnitConversion,
};
use ndstrata_dtype::{DType, TypeClass};

use crate::error::{Error, Result};
use crate::value::Value;

const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// The most days that a duration of Python's has.
const MAX_DAYS: i64 = 999_999_999;

/// A count of a unit as Python's own date, time or duration; as an integer where Python has none of it.
///
/// # Errors
///
/// A unit that cannot be converted; a duration of more microseconds than 64 bits count.
pub(crate) fn moment(count: i64, unit: DateTimeUnit, kind: DateOrDelta) -> Result<Value> {
    let base = match kind {
        DateOrDelta::Date if unit.base <= DateTimeBase::Day => DateTimeBase::Day,
        _ => DateTimeBase::Microsecond,
    };
    let target = DateTimeUnit::new(base);
    let fine = UnitConversion::new(unit, target, kind)?.checked(count);
    let is_within = |fine: i64| match kind {
        DateOrDelta::Date => target
            .to_fields(fine)
            .is_ok_and(|fields| fields.is_some_and(|fields| (1..=9999).contains(&fields.year))),
        DateOrDelta::Delta => fine.div_euclid(DAY_MICROSECONDS).abs() <= MAX_DAYS,
    };
    match fine.filter(|&fine| is_within(fine)) {
        Some(fine) => {
            let dtype = match kind {
                DateOrDelta::Date => DType::datetime64(target),
                DateOrDelta::Delta => DType::timedelta64(target),
            };
            Ok(Value::Moment(Scalar::from_bytes(&dtype, &fine.to_ne_bytes())?))
        }
        None => Ok(count.into()),
    }
}

/// The class of Python's that a moment is of.
pub(crate) fn class(moment: &Scalar) -> &'static str {
    match moment.dtype().class() {
        TypeClass::TimeDelta64(_) => "datetime.timedelta",
        TypeClass::DateTime64(unit) if unit.base == DateTimeBase::Day => "datetime.date",
        _ => "datetime.datetime",
    }
}

/// A duration of Python's is none in months or years.
///
/// # Errors
///
/// Such a unit, told with the coarsest one that leaves nothing of the duration out.
pub(crate) fn check_unit(moment: &Scalar, dtype: &DType) -> Result<()> {
    let TypeClass::TimeDelta64(unit) = dtype.class() else { return Ok(()) };
    if !matches!(unit.base, DateTimeBase::Year | DateTimeBase::Month) {
        return Ok(());
    }
    let Parts::Delta { days, seconds, micro } = parts(moment) else { return Ok(()) };
    let coarsest = match () {
        () if micro % 1000 != 0 => "us",
        () if micro != 0 => "ms",
        () if seconds % 60 != 0 => "s",
        () if seconds % 3600 != 0 => "m",
        () if seconds != 0 => "h",
        () if days % 7 != 0 => "D",
        () => "W",
    };
    Err(Error::type_error(format!(
        "Cannot cast datetime.timedelta object from metadata [{coarsest}] to [{unit}] according to the \
         rule 'same_kind'"
    )))
}

/// What `repr` shows of a moment.
pub(crate) fn repr(moment: &Scalar) -> String {
    let class = class(moment);
    let fields = match parts(moment) {
        Parts::Date(date) if class == "datetime.date" => {
            vec![date.year.to_string(), date.month.to_string(), date.day.to_string()]
        }
        Parts::Date(date) => {
            let micro = microseconds(&date);
            let mut fields = vec![
                date.year,
                date.month.into(),
                date.day.into(),
                date.hour.into(),
                date.minute.into(),
            ];
            if date.second != 0 || micro != 0 {
                fields.push(date.second.into());
            }
            if micro != 0 {
                fields.push(micro);
            }
            fields.iter().map(i64::to_string).collect()
        }
        Parts::Delta { days: 0, seconds: 0, micro: 0 } => vec!["0".to_owned()],
        Parts::Delta { days, seconds, micro } => {
            [("days", days), ("seconds", seconds), ("microseconds", micro)]
                .iter()
                .filter(|(_, n)| *n != 0)
                .map(|(name, n)| format!("{name}={n}"))
                .collect()
        }
    };
    format!("{class}({})", fields.join(", "))
}

/// What `str` shows of a moment.
pub(crate) fn text(moment: &Scalar) -> String {
    let fraction = |micro: i64| match micro {
        0 => String::new(),
        micro => format!(".{micro:06}"),
    };
    match parts(moment) {
        Parts::Date(date) => {
            let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
            match class(moment) {
                "datetime.date" => day,
                _ => format!(
                    "{day} {:02}:{:02}:{:02}{}",
                    date.hour,
                    date.minute,
                    date.second,
                    fraction(microseconds(&date))
                ),
            }
        }
        Parts::Delta { days, seconds, micro } => {
            let days = match days {
                0 => String::new(),
                1 | -1 => format!("{days} day, "),
                _ => format!("{days} days, "),
            };
            format!(
                "{days}{}:{:02}:{:02}{}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                fraction(micro)
            )
        }
    }
}

enum Parts {
    Date(DateTimeFields),
    Delta { days: i64, seconds: i64, micro: i64 },
}

fn parts(moment: &Scalar) -> Parts {
    let count = i64::from_ne_bytes(moment.bytes().first_chunk().copied().unwrap_or_default());
    match moment.dtype().class() {
        TypeClass::DateTime64(unit) => {
            let fields = unit.to_fields(count).ok().flatten();
            Parts::Date(fields.unwrap_or(DateTimeFields::date(1970, 1, 1)))
        }
        _ => {
            let of_day = count.rem_euclid(DAY_MICROSECONDS);
            Parts::Delta {
                days: count.div_euclid(DAY_MICROSECONDS),
                seconds: of_day / 1_000_000,
                micro: of_day % 1_000_000,
            }
        }
    }
}

fn microseconds(date: &DateTimeFields) -> i64 {
    (date.attosecond / 1_000_000_000_000) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(count: i64, code: &str) -> String {
        let dtype: DType = code.parse().unwrap();
        let item = crate::python::item(&dtype, &count.to_ne_bytes()).unwrap();
        let options = Default::default();
        format!("{} {}", item.to_repr(&options).unwrap(), item.to_text(&options).unwrap())
    }

    #[test]
    fn elements_are_what_python_shows() {
        assert_eq!(shown(8000, "M8[Y]"), "datetime.date(9970, 1, 1) 9970-01-01");
        assert_eq!(shown(9000, "M8[Y]"), "9000 9000");
        assert_eq!(shown(-99_999, "M8[D]"), "datetime.date(1696, 3, 18) 1696-03-18");
        assert_eq!(
            shown(5, "M8[us]"),
            "datetime.datetime(1970, 1, 1, 0, 0, 0, 5) 1970-01-01 00:00:00.000005"
        );
        assert_eq!(shown(0, "M8[h]"), "datetime.datetime(1970, 1, 1, 0, 0) 1970-01-01 00:00:00");
        assert_eq!(shown(0, "m8[W]"), "datetime.timedelta(0) 0:00:00");
        assert_eq!(
            shown(-1, "m8[us]"),
            "datetime.timedelta(days=-1, seconds=86399, microseconds=999999) -1 day, 23:59:59.999999"
        );
        assert_eq!(shown(1_000_000_000, "m8[D]"), "1000000000 1000000000");
        assert_eq!(shown(3, "m8[M]"), "3 3");
        assert_eq!(shown(3, "m8"), "3 3");
    }
}
