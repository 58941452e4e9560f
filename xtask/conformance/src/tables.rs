//! The tables of promotion, casting and limits between types.

use ndstrata_dtype::{Casting, DType, Operand, can_cast, promote_types, result_type};
use ndstrata_eval::{Value, registry};
use serde_json::Value as Json;

use crate::compare::{Tolerance, has_class, same};
use crate::neutral::{Blobs, Reader, dtype};
use crate::report::{Outcome, Report};

pub(crate) fn replay(corpus: &str, json: &Json, report: &mut Report) -> Result<(), String> {
    let dtypes = list(&json["dtypes"])?;
    let structs = list(&json["struct_dtypes"])?;
    pairs(corpus, report, "np.promote_types", json, "promote_types", &dtypes, |a, b| {
        promote_types(a, b)
    });
    pairs(corpus, report, "np.result_type", json, "result_type", &dtypes, |a, b| {
        result_type(&[Operand::from(a), Operand::from(b)])
    });
    pairs(
        corpus,
        report,
        "np.promote_types (records)",
        json,
        "struct_promote_types",
        &structs,
        promote_types,
    );
    for (table, from, to) in [
        ("can_cast", &dtypes, &dtypes),
        ("struct_can_cast", &structs, &structs),
        ("struct_can_cast_plain", &structs, &dtypes),
        ("plain_can_cast_struct", &dtypes, &structs),
    ] {
        for (casting, rows) in json[table].as_object().into_iter().flatten() {
            let Ok(rule) = casting.parse::<Casting>() else {
                report.add(corpus, "np.can_cast", casting, Outcome::NotSupported(casting.clone()));
                continue;
            };
            each_pair(from, to, rows, |id, a, b, expected| {
                let found = can_cast(a, b, rule);
                let outcome = if expected.as_bool() == Some(found) {
                    Outcome::Agreed
                } else {
                    Outcome::Disagreed(format!(
                        "{a:?} to {b:?} by {casting}: {found}, expected {expected}"
                    ))
                };
                report.add(corpus, "np.can_cast", &format!("{table} {casting} {id}"), outcome);
            });
        }
    }
    each_pair(&structs, &structs, &json["struct_equal"], |id, a, b, expected| {
        let outcome = if expected.as_bool() == Some(a == b) {
            Outcome::Agreed
        } else {
            Outcome::Disagreed(format!("{a:?} == {b:?} is {}", a == b))
        };
        report.add(corpus, "dtype.__eq__ (records)", &id, outcome);
    });
    python_scalars(corpus, json, &dtypes, report)?;
    three(corpus, json, report)?;
    limits(corpus, json, report);
    Ok(())
}

fn list(json: &Json) -> Result<Vec<DType>, String> {
    json.as_array().ok_or("a list of dtypes is missing")?.iter().map(dtype).collect()
}

fn each_pair<'a>(
    from: &'a [DType],
    to: &'a [DType],
    rows: &Json,
    mut visit: impl FnMut(String, &'a DType, &'a DType, &Json),
) {
    for (i, a) in from.iter().enumerate() {
        for (j, b) in to.iter().enumerate() {
            visit(format!("{i},{j}"), a, b, &rows[i][j]);
        }
    }
}

fn pairs(
    corpus: &str,
    report: &mut Report,
    function: &str,
    json: &Json,
    key: &str,
    dtypes: &[DType],
    call: impl Fn(&DType, &DType) -> ndstrata_dtype::Result<DType>,
) {
    each_pair(dtypes, dtypes, &json[key], |id, a, b, expected| {
        let outcome = judge(expected, call(a, b), &format!("{a:?}, {b:?}"));
        report.add(corpus, function, &id, outcome);
    });
}

fn judge(expected: &Json, found: ndstrata_dtype::Result<DType>, call: &str) -> Outcome {
    let is_error = expected.get("err").is_some();
    match found {
        Ok(found) if !is_error && dtype(expected).as_ref() == Ok(&found) => Outcome::Agreed,
        Err(error) if is_error && has_class(expected, error.numpy_class()) => Outcome::Agreed,
        Ok(found) => Outcome::Disagreed(format!("{call}: {found:?}, expected {expected}")),
        Err(error) => Outcome::Disagreed(format!("{call}: {error}, expected {expected}")),
    }
}

fn python_scalars(
    corpus: &str,
    json: &Json,
    dtypes: &[DType],
    report: &mut Report,
) -> Result<(), String> {
    let blobs = Blobs::new(std::path::Path::new("."));
    let scalars = json["python_scalars"].as_array().ok_or("no python_scalars")?;
    for (p, scalar) in scalars.iter().enumerate() {
        let value = Reader::new(&blobs).value(scalar)?;
        for (i, a) in dtypes.iter().enumerate() {
            let args = vec![Value::DType(a.clone()), value.clone()];
            let found = registry::call("np.result_type", args, Vec::new());
            let expected = &json["result_type_python_scalar"][i][p];
            let outcome = judge_value(expected, &found, &blobs);
            report.add(corpus, "np.result_type (Python scalars)", &format!("{i},{p}"), outcome);
        }
        for (key, function) in
            [("min_scalar_type", "np.min_scalar_type"), ("array_of_python_scalar", "np.asarray")]
        {
            let found = registry::call(function, vec![value.clone()], Vec::new());
            let found = found.map(|value| match value {
                Value::Array(array) => Value::DType(array.get().dtype().clone()),
                other => other,
            });
            report.add(
                corpus,
                &format!("{function} (Python scalars)"),
                &p.to_string(),
                judge_value(&json[key][p], &found, &blobs),
            );
        }
    }
    Ok(())
}

fn judge_value(
    expected: &Json,
    found: &Result<Value, ndstrata_eval::Error>,
    blobs: &Blobs,
) -> Outcome {
    let is_error = expected.get("err").is_some();
    match found {
        Err(error) if is_error && has_class(expected, error.class()) => Outcome::Agreed,
        Err(error) if matches!(error.class(), "AttributeError" | "NotImplementedError") => {
            Outcome::NotSupported(error.to_string())
        }
        Ok(Value::DType(found)) if !is_error && dtype(expected).as_ref() == Ok(found) => {
            Outcome::Agreed
        }
        Ok(Value::DType(found)) => Outcome::Disagreed(format!("{found:?}, expected {expected}")),
        Ok(found) => match same(expected, found, &mut Reader::new(blobs), Tolerance::Exact) {
            Ok(()) => Outcome::Agreed,
            Err(why) => Outcome::Disagreed(why),
        },
        Err(error) => Outcome::Disagreed(format!("raised {error}, expected {expected}")),
    }
}

fn three(corpus: &str, json: &Json, report: &mut Report) -> Result<(), String> {
    for (k, row) in json["result_type_three"].as_array().into_iter().flatten().enumerate() {
        let operands: Vec<Operand> =
            (0..3).map(|i| dtype(&row[i]).map(Operand::from)).collect::<Result<_, _>>()?;
        let outcome = judge(&row[3], result_type(&operands), &row.to_string());
        report.add(corpus, "np.result_type (three)", &k.to_string(), outcome);
    }
    Ok(())
}

fn as_double(value: &Value) -> Value {
    let double =
        || ndstrata_eval::as_array(value).ok()?.astype(&DType::FLOAT64).ok()?.get(&[]).ok();
    match value {
        Value::Scalar(_) => double().map_or(Value::None, Value::Float),
        value => value.clone(),
    }
}

/// `finfo` and `iinfo`: those attributes that are recorded.
fn limits(corpus: &str, json: &Json, report: &mut Report) {
    let blobs = Blobs::new(std::path::Path::new("."));
    for (function, key) in [("np.iinfo", "iinfo"), ("np.finfo", "finfo")] {
        for (name, expected) in json[key].as_object().into_iter().flatten() {
            let call = registry::call(function, vec![name.as_str().into()], Vec::new());
            let outcome = match call {
                Err(error) => Outcome::NotSupported(error.to_string()),
                Ok(Value::Dict(entries)) => {
                    let mut reader = Reader::new(&blobs);
                    let wrong = entries.iter().find_map(|(k, v)| {
                        let expected = expected.get(k.as_str()?)?;
                        // Numbers are recorded as the text that Python shows of a double.
                        let shown = as_double(v).to_repr(&Default::default()).ok();
                        if expected.is_string() && expected.as_str() == shown.as_deref() {
                            return None;
                        }
                        same(expected, v, &mut reader, Tolerance::Exact)
                            .err()
                            .map(|why| format!("{}: {why}", k.as_str().unwrap_or_default()))
                    });
                    wrong.map_or(Outcome::Agreed, Outcome::Disagreed)
                }
                Ok(_) => Outcome::Disagreed("no attributes".to_owned()),
            };
            report.add(corpus, function, name, outcome);
        }
    }
}
