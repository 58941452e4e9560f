//! Conversions of whole arrays between types.

use std::path::Path;

use ndstrata_dtype::DType;
use ndstrata_eval::{ArrayRef, Value, registry};
use serde_json::Value as Json;

use crate::compare::{Tolerance, has_class, same_array};
use crate::neutral::dtype;
use crate::report::{Outcome, Report};

pub(crate) fn replay(
    corpus: &str,
    json: &Json,
    arrays: &Path,
    report: &mut Report,
) -> Result<(), String> {
    let arrays = crate::archive::arrays(arrays)?;
    for (k, case) in json["cases"].as_array().into_iter().flatten().enumerate() {
        let outcome = replay_one(case, &arrays);
        let id = format!("{k} {} to {} {}", case["src"], case["to"], case["casting"]);
        report.add(corpus, "ndarray.astype", &id, outcome);
    }
    Ok(())
}

type Arrays = std::collections::HashMap<String, ndstrata_array::DynArray>;

fn replay_one(case: &Json, arrays: &Arrays) -> Outcome {
    let name = |key: &str| case[key].as_str().unwrap_or_default();
    let Some(source) = arrays.get(name("from")) else {
        return Outcome::NotSupported(format!("array {}", case["from"]));
    };
    let to = match dtype(&case["to"]) {
        Ok(to) => to,
        Err(why) => return Outcome::NotSupported(why),
    };
    let args = vec![Value::Array(ArrayRef::new(source.clone())), Value::DType(to)];
    let kwargs = vec![("casting".to_owned(), name("casting").into())];
    let found = registry::call("ndarray.astype", args, kwargs);
    match (found, case.get("err")) {
        (Err(error), Some(err)) if has_class(err, error.class()) => Outcome::Agreed,
        (Err(error), None) if matches!(error.class(), "AttributeError" | "NotImplementedError") => {
            Outcome::NotSupported(error.to_string())
        }
        (Err(error), _) => Outcome::Disagreed(format!("raised {error}")),
        (Ok(_), Some(err)) => Outcome::Disagreed(format!("gave an array, expected {err}")),
        (Ok(Value::Array(found)), None) => {
            let Some(expected) = arrays.get(name("out")) else {
                return Outcome::NotSupported(format!("array {}", case["out"]));
            };
            let undefined = case["ub"].as_str().and_then(|ub| arrays.get(ub));
            match same_where_defined(expected, &found.get(), undefined) {
                Ok(()) => Outcome::Agreed,
                Err(why) => Outcome::Disagreed(why),
            }
        }
        (Ok(_), None) => Outcome::Disagreed("gave no array".to_owned()),
    }
}

/// Compares what C defines; the elements that it leaves open are made alike first.
fn same_where_defined(
    expected: &ndstrata_array::DynArray,
    found: &ndstrata_array::DynArray,
    undefined: Option<&ndstrata_array::DynArray>,
) -> Result<(), String> {
    let Some(undefined) = undefined.filter(|_| expected.shape() == found.shape()) else {
        return same_array(expected, found, Tolerance::Exact);
    };
    let text = |error: ndstrata_array::Error| error.to_string();
    let mask = undefined.astype(&DType::BOOL).map_err(text)?;
    let (mut expected, mut found) = (expected.clone(), found.clone());
    let zero = ndstrata_array::Scalar::new(false);
    for array in [&mut expected, &mut found] {
        array.set(&[mask.clone().into()], &zero.view().map_err(text)?).map_err(text)?;
    }
    same_array(&expected, &found, Tolerance::Exact)
}
