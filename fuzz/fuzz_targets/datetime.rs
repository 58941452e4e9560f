//! Any text as a date, a duration or a unit: an error, or a value whose print reads back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_dtype::datetime::DateTimeUnit;

fuzz_target!(|text: &str| {
    // These two are the time at which they are read.
    let clock = ["now", "today"].contains(&text.to_ascii_lowercase().as_str());
    if let Ok((value, unit)) = DateTimeUnit::infer_datetime(text)
        && !clock
        && let Ok(printed) = unit.format_datetime(value)
    {
        assert_eq!(unit.parse_datetime(&printed).ok(), Some(value), "{printed}");
    }
    let _ = DateTimeUnit::parse_timedelta(text);
    if let Ok(unit) = DateTimeUnit::from_metadata(text) {
        for value in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
            let _ = (unit.format_datetime(value), unit.format_timedelta(value));
            let _ = unit.to_fields(value);
        }
    }
});
