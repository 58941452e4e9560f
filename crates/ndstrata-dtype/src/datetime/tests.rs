//! NumPy's answers, by tables: each row a case, an error as `!Class: message`.

use ndstrata_testkit::golden;
use proptest::prelude::*;

use super::*;
use crate::{Casting, DType, Result};

const CASTINGS: [Casting; 5] =
    [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];

/// The rows of one of the tables.
fn table(name: &str) -> Vec<Vec<String>> {
    serde_json::from_value(golden("dates")[name].take()).unwrap()
}

fn printed<T>(result: Result<T>, print: impl Fn(T) -> String) -> String {
    match result {
        Ok(value) => print(value),
        Err(error) => format!("!{}: {error}", error.numpy_class()),
    }
}

/// Collects what differs, so that one run shows all of it.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn check(&mut self, case: &[&str], expected: &str, found: String) {
        if found != expected {
            self.0.push(format!("{case:?}: expected {expected}, found {found}"));
        }
    }

    fn report(self) {
        assert!(self.0.is_empty(), "{} differ\n{}", self.0.len(), self.0.join("\n"));
    }
}

fn unit_text(unit: DateTimeUnit) -> String {
    format!("{} {}", unit.multiple, unit.base.code())
}

#[test]
fn metadata_is_read() {
    let mut differences = Differences::default();
    for row in table("metadata") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let found = printed(DateTimeUnit::from_metadata(row[0]), unit_text);
        differences.check(&row, row[1], found);
    }
    differences.report();
}

#[test]
fn what_numpy_gets_wrong_in_divisors_is_refused() {
    for text in ["[s/0]", "[s/-10]", "[W/11]", "[2147483647s/10]"] {
        assert!(DateTimeUnit::from_metadata(text).is_err(), "{text}");
    }
}

#[test]
fn units_relate_as_in_numpy() {
    use DateOrDelta::{Date, Delta};
    let mut differences = Differences::default();
    for row in table("relations") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let [a, b] = [row[0], row[1]].map(|text| DateTimeUnit::from_metadata(text).unwrap());
        for (rank, kind) in [Date, Date, Date, Delta].into_iter().enumerate() {
            let found = printed(a.common(b, kind), unit_text);
            let types = ["MM", "Mm", "mM", "mm"][rank];
            differences.check(&[row[0], row[1], types], row[2 + rank], found);
        }
        for (rank, kind) in [Date, Delta].into_iter().enumerate() {
            let flag = |&casting: &Casting| if a.can_cast(b, kind, casting) { '1' } else { '0' };
            let found = CASTINGS.iter().map(flag).collect();
            differences.check(&[row[0], row[1], ["M", "m"][rank]], row[6 + rank], found);
        }
    }
    differences.report();
}

fn counts(text: &str) -> Vec<i64> {
    text.split(' ').filter_map(|count| count.parse().ok()).collect()
}

#[test]
fn counts_are_converted_as_in_numpy() {
    let mut differences = Differences::default();
    for row in table("conversions") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let [from, to] = [row[0], row[1]].map(|text| DateTimeUnit::from_metadata(text).unwrap());
        let kind = if row[2] == "M" { DateOrDelta::Date } else { DateOrDelta::Delta };
        let found = printed(UnitConversion::new(from, to, kind), |conversion| {
            let converted =
                counts(row[3]).into_iter().map(|count| conversion.apply(count).to_string());
            converted.collect::<Vec<_>>().join(" ")
        });
        differences.check(&row[..4], row[4], found);
    }
    differences.report();
}

#[test]
fn dates_are_read() {
    let mut differences = Differences::default();
    for row in table("parsing") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let read = || match row[1] {
            "" => DateTimeUnit::infer_datetime(row[0]),
            unit => {
                let unit: DateTimeUnit = unit.parse()?;
                Ok((unit.parse_datetime(row[0])?, unit))
            }
        };
        let found = printed(read(), |(count, unit)| format!("{count} {}", unit_text(unit)));
        differences.check(&row[..2], row[2], found);
    }
    differences.report();
}

#[test]
fn durations_are_read() {
    let mut differences = Differences::default();
    for row in table("deltas") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let found = printed(DateTimeUnit::parse_timedelta(row[0]), |count| count.to_string());
        differences.check(&row[..1], row[1], found);
    }
    differences.report();
}

#[test]
fn dates_and_durations_are_printed() {
    let mut differences = Differences::default();
    for row in table("formatting") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let unit = DateTimeUnit::from_metadata(row[0]).unwrap();
        let value: i64 = row[1].parse().unwrap();
        if !row[2].is_empty() {
            differences.check(&row[..2], row[2], printed(unit.format_datetime(value), |text| text));
            differences.check(&row[..2], row[3], printed(unit.repr_datetime(value), |text| text));
        }
        differences.check(&row[..2], row[4], unit.format_timedelta(value));
        differences.check(&row[..2], row[5], unit.repr_timedelta(value));
    }
    differences.report();
}

fn format_unit(text: &str) -> FormatUnit {
    if text.is_empty() { FormatUnit::Own } else { text.parse().unwrap() }
}

fn casting(name: &str) -> Casting {
    CASTINGS.into_iter().find(|casting| casting.name() == name).unwrap()
}

#[test]
fn datetime_as_string_agrees() {
    let mut differences = Differences::default();
    for row in table("as_string") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let options = DateTimeFormat::new()
            .unit(format_unit(row[2]))
            .timezone(row[3].parse().unwrap())
            .casting(casting(row[4]));
        let unit: DateTimeUnit = row[1].parse().unwrap();
        let found = printed(options.format(row[0].parse().unwrap(), unit), |text| text);
        differences.check(&row[..5], row[5], found);
    }
    for row in table("offsets") {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let options = DateTimeFormat::new()
            .unit(format_unit(row[2]))
            .timezone(TimeZone::Offset(row[1].parse().unwrap()))
            .casting(casting(row[3]));
        let unit: DateTimeUnit = "ms".parse().unwrap();
        let found = printed(options.format(row[0].parse().unwrap(), unit), |text| text);
        differences.check(&row[..4], row[4], found);
    }
    differences.report();
}

#[test]
fn options_that_numpy_does_not_know_are_refused() {
    let error = "25s".parse::<FormatUnit>().unwrap_err();
    assert_eq!(error.to_string(), "Invalid datetime unit \"25s\" in metadata");
    let error = "x".parse::<TimeZone>().unwrap_err();
    assert_eq!(error.to_string(), "Unsupported timezone input string \"x\"");
}

#[test]
fn today_and_now_are_dates() {
    let (today, unit) = DateTimeUnit::infer_datetime("Today").unwrap();
    assert_eq!(unit, DateTimeUnit::new(DateTimeBase::Day));
    let (now, unit) = DateTimeUnit::infer_datetime("now").unwrap();
    assert_eq!(unit, DateTimeUnit::new(DateTimeBase::Second));
    assert!(today > 19_000 && (now.div_euclid(86_400) - today).abs() <= 1);
}

#[test]
fn checked_conversions_do_not_wrap() {
    let convert = |from: &str, to: &str, kind, count| {
        let unit = |text: &str| text.parse::<DateTimeUnit>().unwrap();
        UnitConversion::new(unit(from), unit(to), kind).unwrap().checked(count)
    };
    let (date, delta) = (DateOrDelta::Date, DateOrDelta::Delta);
    assert_eq!(convert("D", "ns", date, 106_751), Some(9_223_286_400_000_000_000));
    assert_eq!(convert("D", "ns", date, 106_752), None);
    assert_eq!(convert("D", "ns", delta, -106_752), None);
    assert_eq!(convert("h", "D", delta, -1), Some(-1));
    assert_eq!(convert("Y", "D", delta, i64::MAX), None);
    assert_eq!(convert("Y", "M", date, i64::MAX / 12), Some(i64::MAX / 12 * 12));
    assert_eq!(convert("Y", "M", date, i64::MAX / 12 + 1), None);
    assert_eq!(convert("Y", "ns", date, 292), Some(9_214_646_400_000_000_000));
    assert_eq!(convert("Y", "ns", date, 293), None);
    assert_eq!(convert("ns", "Y", date, i64::MAX), Some(292));
    assert_eq!(convert("D", "M", date, 40), Some(1));
    assert_eq!(convert("D", "M", date, NAT), Some(NAT));
}

#[test]
fn datetime_data_is_of_dates() {
    let dtype: DType = "m8[25us]".parse().unwrap();
    assert_eq!(datetime_data(&dtype).unwrap().code(), "25us");
    let error = datetime_data(&DType::FLOAT64).unwrap_err();
    assert_eq!(error.to_string(), "cannot get datetime metadata from non-datetime type");
}

fn units() -> impl Strategy<Value = DateTimeUnit> {
    let bases = proptest::sample::select(&DateTimeBase::ALL[..13]);
    (bases, 0..i32::MAX as u32).prop_map(|(base, multiple)| DateTimeUnit { base, multiple })
}

proptest! {
    #[test]
    fn a_printed_date_is_read_back(count in any::<i64>(), base in 0usize..13) {
        let unit = DateTimeUnit::new(DateTimeBase::ALL[base]);
        // Weeks are days first, and years count from 0: both wrap before the limit.
        let count = if unit.base <= DateTimeBase::Week { count / 8 } else { count };
        let text = unit.format_datetime(count).unwrap();
        prop_assert_eq!(unit.parse_datetime(&text).unwrap(), count, "{}", text);
    }

    #[test]
    fn no_count_and_unit_panics(count in any::<i64>(), a in units(), b in units()) {
        let _ = (a.format_datetime(count), a.repr_datetime(count), a.format_timedelta(count));
        let _ = DateTimeFormat::new().timezone(TimeZone::Offset(i32::MIN)).format(count, a);
        for kind in [DateOrDelta::Date, DateOrDelta::Delta] {
            let _ = a.common(b, kind);
            let _ = CASTINGS.map(|casting| a.can_cast(b, kind, casting));
            if let Ok(conversion) = UnitConversion::new(a, b, kind) {
                let _ = (conversion.apply(count), conversion.checked(count));
            }
        }
    }

    #[test]
    fn no_text_panics(text in "[-+0-9T:Z .]{0,40}|\\PC*", unit in units()) {
        let _ = (unit.parse_datetime(&text), DateTimeUnit::infer_datetime(&text));
        let _ = (DateTimeUnit::parse_timedelta(&text), DateTimeUnit::from_metadata(&text));
    }
}
