//! Statements whose values and errors are NumPy's to the letter.

use ndstrata_eval::{Scope, evaluate};
use ndstrata_testkit::golden;

#[test]
fn values_and_messages_are_those_of_numpy() {
    let golden = golden("exact");
    let mut wrong = Vec::new();
    let rows = golden.as_array().unwrap();
    for row in rows {
        let (statements, expected) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let found = evaluate(statements, &mut Scope::new())
            .and_then(|value| value.to_repr(&Default::default()))
            .unwrap_or_else(|error| error.to_string());
        if found != expected {
            wrong.push(format!("{statements}\n  gives    {found}\n  expected {expected}"));
        }
    }
    assert!(rows.len() > 100, "the golden was cut short");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
