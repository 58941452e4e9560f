//! Corpora of one call a line.

use ndstrata_eval::{Value, registry};
use serde_json::Value as Json;

use crate::compare::{Tolerance, judge, same, same_array};
use crate::neutral::{Blobs, Reader};
use crate::report::{Outcome, Report};

mod info;

pub(crate) fn replay(
    corpus: &str,
    text: &str,
    blobs: &Blobs,
    rtol: Option<f64>,
    report: &mut Report,
) -> Result<(), String> {
    for (number, line) in text.lines().enumerate() {
        let record: Json = serde_json::from_str(line)
            .map_err(|e| format!("{corpus}, line {}: {e}", number + 1))?;
        let function = record["fn"].as_str().unwrap_or_default();
        if report.wants(function) {
            let tolerance =
                rtol.map_or_else(|| usual_tolerance(corpus, function), Tolerance::Relative);
            let outcome = replay_one(function, &record, blobs, tolerance);
            report.add(corpus, function, record["id"].as_str().unwrap_or_default(), outcome);
        }
    }
    Ok(())
}

/// Functions outside `np.linalg` that stand on its decompositions.
const ITERATIVE: &[&str] = &["np.roots", "np.poly", "np.polyfit"];

/// How far floats of a call may be apart when nothing else is asked for.
fn usual_tolerance(corpus: &str, function: &str) -> Tolerance {
    match corpus {
        // Floats of these are NumPy's own rounding.
        "stat" | "linalg" | "fft" | "ufunc_calls" | "operator" | "method" => {
            Tolerance::Relative(1e-6)
        }
        // Their last digits depend on the order of additions inside LAPACK and pocketfft.
        _ if function.starts_with("np.linalg.")
            || function.starts_with("np.fft.")
            || ITERATIVE.contains(&function) =>
        {
            Tolerance::Relative(1e-6)
        }
        _ => Tolerance::Exact,
    }
}

fn replay_one(function: &str, record: &Json, blobs: &Blobs, tolerance: Tolerance) -> Outcome {
    if !registry::contains(function) {
        return Outcome::NotSupported("no such function".to_owned());
    }
    let mut reader = Reader::new(blobs);
    let (args, kwargs) = match arguments(record, &mut reader) {
        Ok(arguments) => arguments,
        Err(why) => return Outcome::NotSupported(why),
    };
    let found = registry::with_context(&context(record), || registry::call(function, args, kwargs));
    match judge(record, &found, &mut reader, tolerance) {
        Outcome::Agreed => {}
        other => return other,
    }
    match check_effects(record, &found.ok(), &mut reader, tolerance) {
        Ok(()) => Outcome::Agreed,
        Err(why) => Outcome::Disagreed(why),
    }
}

type Arguments = (Vec<Value>, Vec<(String, Value)>);

fn arguments(record: &Json, reader: &mut Reader<'_>) -> Result<Arguments, String> {
    let args = record["args"].as_array().map(Vec::as_slice).unwrap_or_default();
    let args = reader.values(args)?;
    let mut kwargs = Vec::new();
    for (name, value) in record["kwargs"].as_object().into_iter().flatten() {
        kwargs.push((name.clone(), reader.value(value)?));
    }
    Ok((args, kwargs))
}

/// Print options and floating-point error state in force.
fn context(record: &Json) -> registry::Context {
    let mut context = registry::Context::default();
    let empty = serde_json::Map::new();
    let options = |key: &str| record["ctx"][key].as_object().unwrap_or(&empty).clone();
    let blobs = Blobs::new(std::path::Path::new("."));
    let mut reader = Reader::new(&blobs);
    for (name, value) in options("printoptions") {
        if let Ok(value) = reader.value(&value) {
            context.print_options.push((name, value));
        }
    }
    for (name, value) in options("errstate") {
        if let Some(value) = value.as_str() {
            context.error_state.push((name, value.to_owned()));
        }
    }
    context
}

/// What the call changed: arrays in place, files written, attributes of a dtype.
fn check_effects(
    record: &Json,
    found: &Option<Value>,
    reader: &mut Reader<'_>,
    tolerance: Tolerance,
) -> Result<(), String> {
    for change in record["after"].as_array().into_iter().flatten() {
        let k = change[0].as_u64().unwrap_or(u64::MAX) as usize;
        let array = reader.arrays().get(k).cloned().ok_or("an argument that is not there")?;
        same_array(&reader.array(&change[1])?, &array.get(), tolerance)
            .map_err(|why| format!("after the call, argument array {k}: {why}"))?;
    }
    if let Some(written) = record.get("written") {
        let file = reader.sinks().first().ok_or("nothing was written")?;
        let expected = reader.payload(written, "b64")?;
        same_file(&expected, &file.bytes())?;
    }
    if let (Some(info), Some(Value::DType(dtype))) = (record.get("info"), found) {
        for (name, value) in info::attributes(dtype) {
            let Some(expected) = info.get(name) else { continue };
            match value {
                Ok(value) => same_attribute(expected, &value, reader)
                    .map_err(|why| format!("attribute {name}: {why}"))?,
                Err(_) if expected["t"] == "error" => {}
                Err(error) => return Err(format!("attribute {name}: {error}")),
            }
        }
    }
    Ok(())
}

/// As [`same`], but that dtypes stand here without a tag, alone or with a shape.
fn same_attribute(expected: &Json, found: &Value, reader: &mut Reader<'_>) -> Result<(), String> {
    match found {
        Value::DType(found) if crate::neutral::dtype(expected).as_ref() == Ok(found) => Ok(()),
        Value::DType(found) => Err(format!("{found:?}, expected {expected}")),
        Value::Tuple(pair) if pair.len() == 2 => {
            same_attribute(&expected[0], &pair[0], reader)?;
            same_attribute(&expected[1], &pair[1], reader)
        }
        found => same(expected, found, reader, Tolerance::Exact),
    }
}

fn same_file(expected: &[u8], found: &[u8]) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    if expected.starts_with(b"PK") && found.starts_with(b"PK") {
        return crate::archive::same_members(expected, found);
    }
    let at = expected
        .iter()
        .zip(found)
        .position(|(a, b)| a != b)
        .unwrap_or(expected.len().min(found.len()));
    let show = |bytes: &[u8]| {
        let start = at.saturating_sub(20).min(bytes.len());
        String::from_utf8_lossy(&bytes[start..(at + 40).min(bytes.len())]).into_owned()
    };
    Err(format!(
        "wrote {} bytes, expected {}; they differ from byte {at} on: {:?}, expected {:?}",
        found.len(),
        expected.len(),
        show(found),
        show(expected)
    ))
}
