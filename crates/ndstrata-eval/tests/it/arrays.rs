//! Functions on arrays: creation, shapes, positions and masks, joining, splitting.

use ndstrata_eval::{Scope, evaluate};
use ndstrata_testkit::golden;

/// What Python shows of the last statement, or `!` and the class of the error.
fn answer(text: &str) -> String {
    let shown =
        evaluate(text, &mut Scope::new()).and_then(|value| value.to_repr(&Default::default()));
    shown.unwrap_or_else(|error| format!("!{}: {}", error.class(), error.message()))
}

/// Whether the answers are the same; of errors, the class is one of NumPy's.
fn agree(found: &str, expected: &str) -> bool {
    match (found.strip_prefix('!'), expected.strip_prefix('!')) {
        (Some(found), Some(expected)) => {
            let class = found.split(':').next().unwrap_or_default();
            expected.split('|').any(|known| known == class)
        }
        _ => found == expected,
    }
}

/// The cases of a golden file whose answers differ.
pub(crate) fn disagreements(name: &str) -> Vec<String> {
    let cases = golden(name);
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let (text, expected) = (case[0].as_str().unwrap(), case[1].as_str().unwrap());
        let found = answer(text);
        if !agree(&found, expected) {
            wrong.push(format!("{text}\n  NumPy: {expected}\n  here:  {found}"));
        }
    }
    wrong
}

#[test]
fn numpy_gives_the_same_answers() {
    let wrong = disagreements("arrays");
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}
