//! NumPy's answers, by tables: each line a case, an error as `!Class: message`.

use super::*;
use crate::{Casting, Result};

const CASTINGS: [Casting; 5] =
    [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../ndstrata-testkit/testdata/datetime/", $name, ".tsv"))
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>())
    };
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
    for row in table!("metadata") {
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
    for row in table!("relations") {
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
