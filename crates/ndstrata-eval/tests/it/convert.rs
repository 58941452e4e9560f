//! Arrays made of Python values, and converted, against NumPy's.

use ndstrata_eval::{Scope, evaluate};
use ndstrata_testkit::golden;

/// Values of Python's for which NumPy makes an object array.
const OBJECT: &str = "!object";

#[test]
fn expressions_give_what_numpy_gives() {
    let mut bad = Vec::new();
    for row in golden("convert").as_array().unwrap() {
        let (text, wanted) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let found = match evaluate(text, &mut Scope::new())
            .and_then(|value| value.to_repr(&Default::default()))
        {
            Ok(shown) => shown,
            Err(error) if error.class() == "NotImplementedError" => OBJECT.to_owned(),
            Err(error) => format!("!{}", error.class()),
        };
        let class = match found.as_str() {
            "!AxisError" => "!ValueError",
            "!DTypePromotionError" | "!UFuncTypeError" => "!TypeError",
            found => found,
        };
        if class != wanted {
            bad.push(format!("{text}: {found}, expected {wanted}"));
        }
    }
    assert!(bad.is_empty(), "{} differ\n{}", bad.len(), bad.join("\n"));
}
