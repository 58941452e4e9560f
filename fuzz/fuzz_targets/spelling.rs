//! Any text as a dtype: as NumPy's text, and where it is a Python literal, as a specification and as
//! a `.npy` header's description. What was understood prints a text or description that means the
//! same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Spec};

fuzz_target!(|text: &str| {
    if let Ok(dtype) = text.parse::<DType>() {
        check(&dtype);
    }
    let Ok(literal) = text.parse::<Literal>() else { return };
    if let Ok(dtype) = DType::from_descr(&literal) {
        check(&dtype);
    }
    for align in [false, true] {
        if let Ok(dtype) = DType::from_spec(&Spec::from(&literal), align) {
            check(&dtype);
        }
    }
});

fn check(dtype: &DType) {
    assert!(dtype.itemsize() <= i32::MAX as usize);
    assert_eq!(&dtype.swap_byte_order().swap_byte_order(), dtype);
    let _ = format!("{dtype} {dtype:?} {} {}", dtype.name(), dtype.flags());
    let Ok(descr) = dtype.to_descr() else { return };
    // A block loses its shape in a header, and a field without a name is taken for padding.
    if dtype.sub_array().is_none() && !has_nameless_field(dtype) {
        let again = DType::from_descr(&descr).expect("our own description is understood");
        assert_eq!(&again, dtype);
    }
}

fn has_nameless_field(dtype: &DType) -> bool {
    match dtype.sub_array() {
        Some(block) => has_nameless_field(block.base()),
        None => dtype.fields().iter().any(|f| f.name.is_empty() || has_nameless_field(&f.dtype)),
    }
}
