//! Any text as what stands between the brackets of an index: an error or elements, read and written.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_array::{DynArray, Order};
use ndstrata_eval::{ArrayRef, Scope, Value, evaluate, index_value};

fuzz_target!(|text: &str| {
    // Functions may rightly ask for more memory than a fuzzer has.
    if text.contains("np") || index_value(text).is_err() {
        return;
    }
    let cube = DynArray::from_vec((0..24).collect::<Vec<i32>>());
    let cube = cube.reshape_view(&[2, 3, 4], Order::C).expect("its size");
    let mut scope = Scope::new();
    scope.set("a", Value::Array(ArrayRef::new(cube)));
    let _ = evaluate(&format!("a[{text}]"), &mut scope);
    let _ = evaluate(&format!("a[{text}] = 7"), &mut scope);
});
