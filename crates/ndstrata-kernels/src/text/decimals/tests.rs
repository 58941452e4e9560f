//! Every level against numbers read digit by digit.

use super::*;
use crate::versions::levels;

/// Digit by digit.
fn slowly(field: &str) -> Option<Decimal> {
    let unsigned = field.strip_prefix(['+', '-']).unwrap_or(field);
    let (digits, power) = match unsigned.find(['e', 'E']) {
        None => (unsigned, None),
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(&all) {
        return None;
    }
    let mut exponent = -(fraction.len() as i32);
    if let Some(power) = power {
        let size = power.strip_prefix(['+', '-']).unwrap_or(power);
        if !is_digits(size) || size.len() > 4 {
            return None;
        }
        let size: i32 = size.parse().ok()?;
        exponent += if power.starts_with('-') { -size } else { size };
    }
    let mantissa = all.parse::<u64>().ok().filter(|&n| n < 10_000_000_000_000_000_000)?;
    let is_integer = power.is_none() && !digits.contains('.');
    Some(Decimal { is_negative: field.starts_with('-'), mantissa, exponent, is_integer })
}

impl Sink for Option<Decimal> {
    fn take(&mut self, decimal: Decimal) -> bool {
        *self = Some(decimal);
        true
    }
}

/// Fields after commas, behind some bytes, and where each begins and ends.
fn joined(fields: &[String], pad: usize) -> (String, Vec<u32>, Vec<u32>) {
    let mut text = "7".repeat(pad);
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for field in fields {
        text.push(',');
        starts.push(text.len() as u32);
        text.push_str(field);
        ends.push(text.len() as u32);
    }
    (text, starts, ends)
}

fn check(fields: &[String], pad: usize) -> Result<(), String> {
    let (text, starts, ends) = joined(fields, pad);
    for level in levels() {
        for (i, field) in fields.iter().enumerate() {
            let mut found = None;
            let column = Column {
                text: text.as_bytes(),
                starts: &starts,
                ends: &ends,
                first: i,
                step: 1,
                count: 1,
                strips: false,
            };
            let n = decimals_at(level, column, &mut found);
            let expected = slowly(field);
            if found != expected || n != usize::from(found.is_some()) {
                return Err(format!("{level:?} {field:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    Ok(())
}

/// All that is read of a column, `None` where a field is empty.
#[derive(Debug, Default, PartialEq)]
struct Read(Vec<Option<Decimal>>);

impl Sink for Read {
    fn take(&mut self, decimal: Decimal) -> bool {
        self.0.push(Some(decimal));
        true
    }

    fn take_nothing(&mut self) -> bool {
        self.0.push(None);
        true
    }
}

/// A number as C writes it.
fn scientific(x: f64, n_digits: usize) -> String {
    let text = format!("{x:.n_digits$e}");
    let (digits, power) = text.split_once('e').unwrap_or_default();
    format!("{digits}e{:+03}", power.parse::<i32>().unwrap_or_default())
}

/// Fields side by side, every `step`th of them.
fn check_columns(fields: &[String], pad: usize, step: usize) -> Result<(), String> {
    let (text, starts, ends) = joined(fields, pad);
    for strips in [false, true] {
        let slowly = |field: &String| match strips && !field.is_empty() {
            true => slowly(field.trim_matches(' ')),
            false => slowly(field),
        };
        let column = fields.iter().step_by(step);
        let read = column.take_while(|field| field.is_empty() || slowly(field).is_some());
        let expected = Read(read.map(slowly).collect());
        for level in levels() {
            let (text, first) = (text.as_bytes(), 0);
            let (starts, ends, count) = (&starts[..], &ends[..], fields.len().div_ceil(step));
            let column = Column { text, starts, ends, first, step, count, strips };
            let mut found = Read::default();
            let n = decimals_at(level, column, &mut found);
            // What some read, others may leave.
            if found.0[..] != expected.0[..n.min(expected.0.len())] || n > expected.0.len() {
                return Err(format!("{level:?} {fields:?}: {found:?}, not {expected:?}"));
            }
            let is_plain = |field: &&String| field.len() < 24 && !field.contains('E');
            let n_plain = fields.iter().step_by(step).take_while(is_plain).count();
            if n < n_plain.min(expected.0.len()) {
                return Err(format!("{level:?} {fields:?}: only {n}"));
            }
        }
    }
    Ok(())
}

#[test]
fn numbers_of_every_form() {
    let fields = [
        "0",
        "-1",
        "+2.5",
        "1.",
        ".5",
        "-.5",
        "1e5",
        "1E-400",
        "1.5e+00",
        "1e",
        "e5",
        "",
        ".",
        "-",
        "+",
        "--1",
        "1.2.3",
        "1-2",
        "1e5.5",
        "1e5e5",
        "12345678",
        "123456789",
        "1234567890123456",
        "12345678901234567",
        "1234567890123456789",
        "9999999999999999999",
        "12345678901234567890",
        "0.1234567890123456789",
        "0.00000000000001234567890123456",
        "-1.2345678901234567e+00",
        "-1.2345678901234567e-308",
        "1.234567890123456789e+00",
        "1e99999",
        "nan",
        "inf",
        "0x10",
        "1_0",
        " 1",
        "1 ",
        "1e+",
        "1e-",
        "1.e5",
        ".e5",
        "1:2",
        "1/2",
        "é",
        "123456789012345.",
        ".123456789012345",
        "1234567890123e10",
        "1e+5",
        "00000000000000000000000000000001",
    ]
    .map(str::to_owned);
    for pad in [0, 1, 20, 40, 70] {
        check(&fields, pad).unwrap();
    }
}

proptest::proptest! {
    #[test]
    fn every_level_reads_what_is_read_slowly(
        floats in proptest::collection::vec((proptest::num::f64::ANY, 0..20usize), 1..20),
        picks in proptest::collection::vec(proptest::collection::vec(0..16usize, 0..24), 1..20),
        pad in 0..80usize,
    ) {
        const BYTES: &[u8; 16] = b"0123456789.e+-E ";
        let mut fields: Vec<String> = floats.iter().flat_map(|(x, n)| {
            [format!("{x:.n$e}"), format!("{x}"), format!("{:.n$}", x.abs().sqrt().min(1e15))]
        }).collect();
        fields.extend(picks.iter().map(|picks| picks.iter().map(|&i| char::from(BYTES[i])).collect()));
        proptest::prop_assert_eq!(check(&fields, pad), Ok(()));
    }

    #[test]
    fn columns_are_read_as_field_by_field(
        numbers in proptest::collection::vec((proptest::num::f64::NORMAL, 0..9usize, 0..8usize), 30..60),
        odd in proptest::option::of((0..60usize, proptest::collection::vec(0..16usize, 0..9))),
        form in 0..8usize,
        pad in 60..80usize,
        step in 1..4usize,
    ) {
        const BYTES: &[u8; 16] = b"0123456789.e+-E ";
        let mut fields: Vec<String> = numbers.iter().map(|&(x, n, any)| match form {
            0 => format!("{}", x.to_bits() as i64 >> (8 * any)),
            1 => format!("{:.n$}", (x.to_bits() as u32 as i32 >> any) as f64 / 1e3),
            2 => scientific(x.to_bits() as i32 as f64 * 1e-20, any + n),
            3 => scientific(x.to_bits() as i64 as f64 / 1e10, 16 + n / 3),
            4 => format!("{:>n$}", x.to_bits() as u8 as f64 / 8.0),
            5 => ["", "1", "-2.5", "17", "", "+3.", ".5", "0"][any].to_owned(),
            6 => format!("{}", x.to_bits() as f64 * 1e-19),
            _ => format!("{:+.n$e}", x.to_bits() as u16),
        }).collect();
        if let Some((at, picks)) = odd && at < fields.len() {
            fields[at] = picks.iter().map(|&i| char::from(BYTES[i])).collect();
        }
        proptest::prop_assert_eq!(check_columns(&fields, pad, step), Ok(()));
    }
}
