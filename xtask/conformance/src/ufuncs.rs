//! Calls of ufuncs and their methods, the types they resolve, and NumPy's own validation values.

use std::collections::HashMap;
use std::path::Path;

use ndstrata_array::{DynArray, Order};
use ndstrata_eval::{ArrayRef, Value, registry};
use serde_json::Value as Json;

use crate::compare::{Tolerance, has_class, same_array};
use crate::neutral::{Blobs, Reader, dtype};
use crate::report::{Outcome, Report};

type Arrays = HashMap<String, DynArray>;

pub(crate) fn replay_cases(
    corpus: &str,
    json: &Json,
    arrays: &Path,
    blobs: &Blobs,
    report: &mut Report,
) -> Result<(), String> {
    let arrays = crate::archive::arrays(arrays)?;
    let ufunc = json["ufunc"].as_str().unwrap_or_default();
    for case in json["cases"].as_array().into_iter().flatten() {
        let method = case["method"].as_str().unwrap_or_default();
        let function = match method {
            "call" => format!("np.{ufunc}"),
            method => format!("np.{ufunc}.{method}"),
        };
        if report.wants(&function) {
            let id = format!(
                "{} ({})",
                case["id"].as_str().unwrap_or_default(),
                case["tag"].as_str().unwrap_or_default()
            );
            report.add(corpus, &function, &id, replay_case(&function, case, &arrays, blobs));
        }
    }
    Ok(())
}

fn replay_case(function: &str, case: &Json, arrays: &Arrays, blobs: &Blobs) -> Outcome {
    if !registry::contains(function) {
        return Outcome::NotSupported("no such function".to_owned());
    }
    let mut reader = Reader::new(blobs);
    let mut args = Vec::new();
    for argument in case["args"].as_array().into_iter().flatten() {
        match operand(argument, arrays, &mut reader) {
            Ok(value) => args.push(value),
            Err(why) => return Outcome::NotSupported(why),
        }
    }
    let mut kwargs = Vec::new();
    for (name, argument) in case["kwargs"].as_object().into_iter().flatten() {
        match operand(argument, arrays, &mut reader) {
            Ok(value) => kwargs.push((name.clone(), value)),
            Err(why) => return Outcome::NotSupported(why),
        }
    }
    let first = args.first().cloned();
    let found = registry::call(function, args, kwargs);
    match (found, case.get("err")) {
        (Err(error), Some(err)) if has_class(err, error.class()) => Outcome::Agreed,
        (Err(error), None) if matches!(error.class(), "AttributeError" | "NotImplementedError") => {
            Outcome::NotSupported(error.to_string())
        }
        (Err(error), expected) => {
            Outcome::Disagreed(format!("raised {error}, expected {expected:?}"))
        }
        (Ok(_), Some(err)) => Outcome::Disagreed(format!("gave a value, expected {err}")),
        (Ok(value), None) => {
            let value = if function.ends_with(".at") { first.unwrap_or(value) } else { value };
            match same_outputs(case, &value, arrays) {
                Ok(()) => Outcome::Agreed,
                Err(why) => Outcome::Disagreed(why),
            }
        }
    }
}

/// An operand: a value, or a view of a copy of a stored array.
fn operand(json: &Json, arrays: &Arrays, reader: &mut Reader<'_>) -> Result<Value, String> {
    let Some(name) = json["arr"].as_str() else {
        return operand_value(&json["value"], arrays, reader);
    };
    let stored = arrays.get(name).ok_or_else(|| format!("array {name}"))?;
    let text = |error: ndstrata_array::Error| error.to_string();
    let mut array = stored.copy(Order::K).map_err(text)?;
    if let Some(shape) = json["reshape"].as_array() {
        let shape: Vec<isize> = shape.iter().filter_map(Json::as_i64).map(|n| n as isize).collect();
        array = array.copy(Order::C).map_err(text)?.reshape_view(&shape, Order::C).map_err(text)?;
    }
    let mut value = Value::Array(ArrayRef::new(array));
    if let Some(index) = json.get("index") {
        let index = reader.value(index)?;
        value =
            registry::call("getitem", vec![value, index], Vec::new()).map_err(|e| e.to_string())?;
    }
    match value {
        Value::Array(array) if json["T"].as_bool() == Some(true) => {
            Ok(Value::Array(array.derive(array.get().t())))
        }
        value => Ok(value),
    }
}

/// A neutral value, in which operands may stand (as in `out=(array, None)`).
fn operand_value(json: &Json, arrays: &Arrays, reader: &mut Reader<'_>) -> Result<Value, String> {
    let items = |json: &Json, reader: &mut Reader<'_>| -> Result<Vec<Value>, String> {
        let items = json.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .map(|item| match item.get("arr").or(item.get("value")) {
                Some(_) => operand(item, arrays, reader),
                None => operand_value(item, arrays, reader),
            })
            .collect()
    };
    match json["t"].as_str() {
        Some("tuple") => Ok(Value::Tuple(items(&json["v"], reader)?)),
        _ if json.is_array() => Ok(Value::List(items(json, reader)?)),
        _ => reader.value(json),
    }
}

fn same_outputs(case: &Json, value: &Value, arrays: &Arrays) -> Result<(), String> {
    let names = case["out"].as_array().map(Vec::as_slice).unwrap_or_default();
    let reference = case["ref"].as_array().map(Vec::as_slice).unwrap_or_default();
    let values = match value {
        Value::Tuple(values) => values.clone(),
        value => vec![value.clone()],
    };
    if values.len() != names.len() {
        return Err(format!("gave {} outputs, expected {}", values.len(), names.len()));
    }
    let tolerance = match case["tol_ulp"].as_f64() {
        Some(n) if n > 0.0 => Tolerance::Ulp(n),
        _ => Tolerance::Exact,
    };
    for (k, (name, value)) in names.iter().zip(&values).enumerate() {
        let find = |name: &Json| {
            name.as_str().and_then(|name| arrays.get(name)).ok_or_else(|| format!("array {name}"))
        };
        let expected = find(name)?;
        let (found, is_scalar) = match value {
            Value::Array(array) => (array.get(), false),
            Value::Scalar(scalar) => (scalar.to_array().map_err(|e| e.to_string())?, true),
            other => return Err(format!("gave a {}", other.type_name())),
        };
        if case["scalar"]
            .as_bool()
            .is_some_and(|wanted| wanted != is_scalar && case["method"] != "at")
        {
            return Err(format!(
                "gave {}, expected otherwise",
                if is_scalar { "a scalar" } else { "an array" }
            ));
        }
        let direct = same_array(expected, &found, tolerance);
        let against_reference = match reference.get(k) {
            Some(name) => same_array(find(name)?, &found, tolerance),
            None => Err(String::new()),
        };
        if against_reference.is_err() {
            direct.map_err(|why| format!("output {k}: {why}"))?;
        }
    }
    Ok(())
}

/// The dtypes that ufuncs choose for operands.
pub(crate) fn replay_dispatch(
    corpus: &str,
    json: &Json,
    report: &mut Report,
) -> Result<(), String> {
    for (ufunc, rows) in json["ufuncs"].as_object().into_iter().flatten() {
        let function = format!("np.{ufunc}.resolve_dtypes");
        if !report.wants(&function) {
            continue;
        }
        for (operands, expected) in rows.as_object().into_iter().flatten() {
            let outcome = resolve(&function, operands, expected);
            report.add(corpus, &function, operands, outcome);
        }
    }
    Ok(())
}

fn resolve(function: &str, operands: &str, expected: &Json) -> Outcome {
    if !registry::contains(function) {
        return Outcome::NotSupported("no such function".to_owned());
    }
    let mut types = Vec::new();
    for name in operands.split(',') {
        types.push(match name {
            "int" | "float" | "complex" => Value::Type(name.to_owned()),
            name => match name.parse() {
                Ok(dtype) => Value::DType(dtype),
                Err(_) => return Outcome::NotSupported(format!("operand {name}")),
            },
        });
    }
    let ufunc = Value::Function(function.trim_end_matches(".resolve_dtypes").to_owned());
    let n_operands = match registry::call("ufunc.nargs", vec![ufunc], Vec::new()) {
        Ok(Value::Int(n)) => usize::try_from(&n).unwrap_or(types.len()),
        _ => expected.as_array().map_or(types.len(), Vec::len),
    };
    types.resize(n_operands.max(types.len()), Value::None);
    match (registry::call(function, vec![Value::Tuple(types)], Vec::new()), expected.get("err")) {
        (Err(error), Some(_)) if has_class(expected, error.class()) => Outcome::Agreed,
        (Err(error), None) if matches!(error.class(), "AttributeError" | "NotImplementedError") => {
            Outcome::NotSupported(error.to_string())
        }
        (Err(error), _) => Outcome::Disagreed(format!("raised {error}, expected {expected}")),
        (Ok(_), Some(_)) => Outcome::Disagreed(format!("gave types, expected {expected}")),
        (Ok(Value::Tuple(found)), None) => {
            let wanted: Result<Vec<_>, String> =
                expected.as_array().into_iter().flatten().map(dtype).collect();
            let same = wanted.is_ok_and(|wanted| {
                wanted.len() == found.len()
                    && wanted
                        .iter()
                        .zip(&found)
                        .all(|(a, b)| matches!(b, Value::DType(b) if a == b))
            });
            if same {
                Outcome::Agreed
            } else {
                let found: Vec<String> = found.iter().map(crate::compare::show).collect();
                Outcome::Disagreed(format!("gave {found:?}, expected {expected}"))
            }
        }
        (Ok(_), None) => Outcome::Disagreed("gave no tuple of types".to_owned()),
    }
}

/// NumPy's own tables of values with a bound in units in the last place.
pub(crate) fn replay_validation(
    corpus: &str,
    json: &Json,
    arrays: &Path,
    report: &mut Report,
) -> Result<(), String> {
    let rows = json.as_array().ok_or_else(|| format!("{corpus} has a form that is not known"))?;
    let arrays = crate::archive::arrays(arrays)?;
    for row in rows {
        let (name, width) =
            (row["func"].as_str().unwrap_or_default(), row["dtype"].as_str().unwrap_or_default());
        let function = format!("np.{name}");
        let key = |part: &str| arrays.get(&format!("{name}_{width}_{part}"));
        let (Some(input), Some(expected)) = (key("input"), key("expected")) else {
            return Err(format!("{corpus}: no values for {name} {width}"));
        };
        let bound = row["maxulp"].as_f64().unwrap_or(0.0);
        let found =
            registry::call(&function, vec![Value::Array(ArrayRef::new(input.clone()))], Vec::new());
        for i in 0..input.size() as isize {
            let outcome = match &found {
                Err(error) => Outcome::NotSupported(error.to_string()),
                Ok(Value::Array(found)) => compare_one(expected, &found.get(), i, bound),
                Ok(_) => Outcome::Disagreed("gave no array".to_owned()),
            };
            report.add(corpus, &function, &format!("{width} row {i}"), outcome);
        }
    }
    Ok(())
}

fn compare_one(expected: &DynArray, found: &DynArray, i: isize, bound: f64) -> Outcome {
    let pick = |array: &DynArray| array.clone().index_axis(0, i).map_err(|e| e.to_string());
    let tolerance = if bound > 0.0 { Tolerance::Ulp(bound) } else { Tolerance::Exact };
    let compared =
        pick(expected).and_then(|e| pick(found).and_then(|f| same_array(&e, &f, tolerance)));
    compared.map_or_else(Outcome::Disagreed, |()| Outcome::Agreed)
}
