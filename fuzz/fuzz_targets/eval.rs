//! Any text as an expression: a value that can be shown, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_array::{DynArray, Order};
use ndstrata_eval::{Scope, Value, evaluate};

/// Functions that look at files or make them, or show the machine.
const EXCLUDED: &[&str] =
    &["load", "save", "file", "memmap", "regex", "fromtxt", "DataSource", "open", "show_config"];

fuzz_target!(|text: &str| {
    if !asks_for_little(text) || EXCLUDED.iter().any(|name| text.contains(name)) {
        return;
    }
    let mut scope = Scope::new();
    let a = DynArray::from_vec((0..12).collect::<Vec<i32>>());
    scope.set("a", a.reshape_view(&[3, 4], Order::F).expect("its size").into());
    scope.set("x", DynArray::from_vec(vec![0.5, f64::NAN, -0.0, 2.0]).into());
    if let Ok(value) = evaluate(text, &mut scope) {
        let _ = value.to_repr(&Default::default());
    }
    let _ = evaluate("repr(a), repr(x)", &mut scope).map(|shown: Value| shown.is_none());
});

/// Numbers that are large, or made large, may rightly ask for more memory or time than a fuzzer has.
fn asks_for_little(text: &str) -> bool {
    let is_power = |pair: &[u8]| pair == b"**" || pair == b"<<";
    let bytes = text.as_bytes();
    let exponent = |three: &[u8]| {
        three[0].is_ascii_digit() && matches!(three[1], b'e' | b'E' | b'_' | b'x' | b'o' | b'b')
    };
    text.len() <= 200
        && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() <= 24
        && !bytes.windows(3).any(|run| run.iter().all(u8::is_ascii_digit) || exponent(run))
        && bytes.windows(2).filter(|pair| is_power(pair)).count() <= 1
        && !["inf", "max", "min", "power", "e10", "shift"].iter().any(|word| text.contains(word))
        && bytes.iter().filter(|&&byte| byte == b'*').count() <= 3
}
