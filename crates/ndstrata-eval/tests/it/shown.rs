//! Statements, and what Python shows of the last, or the error.

use ndstrata_eval::{Scope, evaluate};

/// Each statement shows what NumPy printed.
pub(crate) fn assert_shown(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let shown =
            evaluate(text, &mut Scope::new()).and_then(|value| value.to_repr(&Default::default()));
        let shown = shown.unwrap_or_else(|error| error.to_string());
        assert_eq!(shown, *expected, "{text}");
    }
}
