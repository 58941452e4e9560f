//! `cargo xtask bench`: the areas of the `benches/` workspace, alone or against NumPy.
//!
//! An area is a benchmark binary of its own, or a table of `benches/cases/`, which all share one.
//! Ids are `area/op/case/implementation`. With `--compare` each case is run here and in NumPy in
//! turn, for several rounds, so that both meet the same machine; the answers must be equal, and a case
//! whose are not is named in place of a ratio.

mod criterion;
mod numpy;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pico_args::Arguments;
use serde_json::Value;

use self::criterion::Binary;
use self::numpy::Numpy;
use crate::process::{Result, finish, root};

struct Options {
    compare: bool,
    /// Only cases whose id contains this.
    filter: String,
    /// Threads for both sides; all of the machine's when none is given.
    threads: Option<usize>,
    rounds: usize,
    /// How long either side is measured in a round of a case.
    seconds: f64,
}

/// One case's time by implementation, and what each computed.
struct Measured {
    case: String,
    nanoseconds: BTreeMap<String, f64>,
}

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let options = Options {
        compare: args.contains("--compare"),
        filter: args.opt_value_from_str("--filter")?.unwrap_or_default(),
        threads: args.opt_value_from_str("--threads")?,
        rounds: args.opt_value_from_str("--rounds")?.unwrap_or(3).max(1),
        seconds: args.opt_value_from_str("--seconds")?.unwrap_or(0.8),
    };
    let mut areas = Vec::new();
    while let Some(area) = args.opt_free_from_str::<String>()? {
        areas.push(area);
    }
    finish(args)?;
    let known = known_areas()?;
    if let Some(unknown) = areas.iter().find(|area| !known.contains(area)) {
        return Err(format!("no area `{unknown}`; there are {known:?}").into());
    }
    if areas.is_empty() {
        areas = known;
    }
    let mut differences = Vec::new();
    for area in &areas {
        let measured = measure(area, &options, &mut differences)?;
        print!("{}", table::render(area, &measured));
    }
    // Files of a benchmark can be large.
    std::fs::remove_dir_all(temporary_files())?;
    match differences.is_empty() {
        true => Ok(()),
        false => Err(differences.join("\n").into()),
    }
}

/// Both sides' folder for temporary files.
fn temporary_files() -> PathBuf {
    root().join("target/bench/files")
}

fn measure(area: &str, options: &Options, differences: &mut Vec<String>) -> Result<Vec<Measured>> {
    let answers = root().join("target/bench/answers");
    std::fs::create_dir_all(temporary_files())?;
    if options.compare {
        // Told before a release build, not after.
        crate::oracle::python()?;
    }
    let binary = Binary::build(area, options.threads, options.seconds, &answers)?;
    let mut numpy = match options.compare {
        true => Some(Numpy::start(area, options.threads, options.seconds)?),
        false => None,
    };
    let mut measured = Vec::new();
    for case in binary.cases()?.iter().filter(|case| case.contains(&options.filter)) {
        eprintln!("{case}");
        match compare(case, &binary, numpy.as_mut(), options.rounds, &answers) {
            Ok(nanoseconds) => measured.push(Measured { case: case.clone(), nanoseconds }),
            Err(difference) => {
                eprintln!("{difference}");
                differences.push(difference.to_string());
            }
        }
    }
    Ok(measured)
}

/// The median of each implementation of a case over the rounds.
fn compare(
    case: &str,
    binary: &Binary,
    mut numpy: Option<&mut Numpy>,
    rounds: usize,
    answers: &Path,
) -> Result<BTreeMap<String, f64>> {
    let mut samples: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        for (implementation, time) in binary.run(case)? {
            samples.entry(implementation).or_default().push(time);
        }
        if let Some(numpy) = &mut numpy {
            let reply = numpy.run(case)?;
            samples.entry(numpy::NAME.into()).or_default().push(reply.nanoseconds);
            let is_python = |name: &String| {
                name == numpy::NAME || reply.peers.iter().any(|(peer, _)| peer == name)
            };
            let implementations = samples.keys().filter(|name| !is_python(name));
            same_answers(answers, case, implementations, &reply.answer)?;
            for (peer, time) in reply.peers {
                samples.entry(peer).or_default().push(time);
            }
        }
    }
    Ok(samples.into_iter().map(|(name, times)| (name, median(times))).collect())
}

/// The binary, and NumPy's script, of the areas that are tables.
const TABLES: &str = "cases";

/// What runs an area: the name of a binary and of NumPy's script.
fn runner(area: &str) -> &str {
    match root().join(format!("benches/cases/{area}.txt")).exists() {
        true => TABLES,
        false => area,
    }
}

fn known_areas() -> Result<Vec<String>> {
    let mut areas = Vec::new();
    for (folder, extension) in [("benches/benches", "rs"), ("benches/cases", "txt")] {
        for entry in std::fs::read_dir(root().join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|found| found == extension) {
                areas.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
            }
        }
    }
    areas.retain(|area| area != TABLES);
    areas.sort();
    Ok(areas)
}

/// A ratio between different computations means nothing, so a difference is an error.
fn same_answers<'a>(
    folder: &Path,
    case: &str,
    implementations: impl Iterator<Item = &'a String>,
    expected: &Value,
) -> Result<()> {
    for implementation in implementations {
        let id = format!("{case}/{implementation}");
        let path: PathBuf = folder.join(format!("{}.json", id.replace('/', "+")));
        let text = std::fs::read_to_string(&path).map_err(|_| format!("{id} gave no answer"))?;
        let found: Value = serde_json::from_str(&text)?;
        if !agree(&found, expected) {
            return Err(format!("{id} answers {found}, NumPy {expected}").into());
        }
    }
    Ok(())
}

/// Integers and texts are equal; floats agree to nine digits, as sums may run in another order. An object holds
/// the `sum` of a result's elements, and `within` what two correct ones may differ.
fn agree(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| agree(a, b))
        }
        (Value::Number(a), Value::Number(b)) if !(a.is_i64() && b.is_i64()) => {
            let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) else { return false };
            a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
        }
        (Value::Object(found), Value::Object(expected)) => {
            let within = expected["within"].as_f64().unwrap_or(0.0);
            let sums = [&found["sum"], &expected["sum"]];
            let near = (0..2).all(|part| match sums.map(|sum| sum[part].as_f64()) {
                [Some(a), Some(b)] => (a - b).abs() <= within,
                _ => false,
            });
            near && ["shape", "finite"].iter().all(|key| found[*key] == expected[*key])
        }
        (found, expected) => found == expected,
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_equal_where_they_can_be() {
        assert!(agree(&json!([3, "crc:1"]), &json!([3, "crc:1"])));
        assert!(!agree(&json!([3]), &json!([4])));
        assert!(!agree(&json!([3]), &json!([3, 3])));
        assert!(agree(&json!(1.000_000_000_000_1), &json!(1.0)));
        assert!(!agree(&json!(1.000_001), &json!(1.0)));
        let sum = |sum: f64| json!({"shape": [2], "finite": 2, "sum": [sum, 0.0], "within": 0.1});
        assert!(agree(&sum(3.05), &sum(3.0)));
        assert!(!agree(&sum(3.2), &sum(3.0)));
    }

    #[test]
    fn the_median_of_rounds() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
    }
}
