//! Any text as a Python literal: an error or a value, and what is printed reads back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_dtype::literal::Literal;

fuzz_target!(|text: &str| {
    let Ok(value) = text.parse::<Literal>() else { return };
    let printed = value.to_string();
    // Python's syntax has no negative zero as the real part of a sum: `-7j` prints as `(-0-7j)`,
    // which reads as `-7j` without the sign.
    if printed.contains('j') {
        return;
    }
    // Infinities and NaN print as names, which are no literals, as in Python.
    if let Ok(again) = printed.parse::<Literal>() {
        assert_eq!(again.to_string(), printed);
    }
});
