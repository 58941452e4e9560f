//! Expressions over every function, against what NumPy showed of their values.

use ndstrata_eval::{Scope, evaluate};
use ndstrata_testkit::golden;

/// The last digits of numbers may differ where NumPy's own depend on its build: sums by matrix products
/// and decompositions. Text between numbers must be the same.
const TOLERANCE: f64 = 1e-6;

#[test]
fn expressions_show_what_numpy_showed() {
    let golden = golden("expressions");
    let given: Vec<&str> =
        golden["given"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
    let given = given.join("\n");
    let mut wrong = Vec::new();
    let rows = golden["rows"].as_array().unwrap();
    for row in rows {
        let (expression, expected) = (row[1].as_str().unwrap(), row[2].as_str().unwrap());
        let mut scope = Scope::new();
        evaluate(&given, &mut scope).unwrap();
        let found = evaluate(expression, &mut scope)
            .and_then(|value| value.to_repr(&Default::default()))
            .unwrap_or_else(|error| error.to_string());
        if !alike(&found, expected) {
            wrong.push(format!("{expression}\n  gives    {found}\n  expected {expected}"));
        }
    }
    assert!(rows.len() > 500, "the golden was cut short");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Whether two texts are the same but for digits past the tolerance. Of errors, the class is: the message may
/// name more than NumPy's does.
fn alike(found: &str, expected: &str) -> bool {
    let class = |text: &str| text.split_once(": ").map(|(class, _)| class.to_owned());
    let error = class(expected).filter(|class| class.ends_with("Error"));
    if found == expected || error.is_some_and(|error| class(found) == Some(error)) {
        return true;
    }
    let (found, expected) = (pieces(found), pieces(expected));
    found.len() == expected.len()
        && found.iter().zip(&expected).all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() <= TOLERANCE * b.abs().max(1.0),
            _ => a == b,
        })
}

/// Numbers and the words between them; blanks only separate, as columns widen with digits.
fn pieces(text: &str) -> Vec<&str> {
    let is_number = |c: char| c.is_ascii_alphanumeric() || "+-._".contains(c);
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match is_number(first) {
            true => rest.find(|c| !is_number(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        pieces.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    pieces
}
