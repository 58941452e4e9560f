//! Input made to break things: it gets an error, never a panic or an overflowing stack.

use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Record, Spec};
use proptest::prelude::*;

#[test]
fn nesting_is_bounded() {
    let mut dtype = DType::INT8;
    let mut levels = 0;
    let error = loop {
        let next = match levels % 2 {
            0 => Record::builder().field("a", dtype.clone()).build().map(DType::record),
            _ => DType::sub_array_of(dtype.clone(), &[1]),
        };
        match next {
            Ok(next) => (dtype, levels) = (next, levels + 1),
            Err(error) => break error,
        }
    };
    assert_eq!((levels, error.numpy_class()), (DType::MAX_DEPTH, "RecursionError"));
    assert_eq!(dtype.swap_byte_order(), dtype);
    assert_eq!(dtype.to_string().matches('\'').count(), 2 * DType::MAX_DEPTH / 2 + 2);

    let deep = (0..190).fold(Literal::from("<f8"), |inner, _| {
        Literal::List(vec![Literal::Tuple(vec![Literal::from("a"), inner])])
    });
    assert_eq!(DType::from_descr(&deep).unwrap().itemsize(), 8);
    let spec = (0..1000).fold(Spec::from("<f8"), |inner, _| Spec::from([("a", inner)]));
    assert_eq!(DType::from_spec(&spec, false).unwrap_err().numpy_class(), "RecursionError");
}

#[test]
fn sizes_do_not_overflow() {
    let empty = DType::from_spec(&Spec::from(Vec::<Spec>::new()), false).unwrap();
    let huge = i32::MAX as usize;
    assert!(DType::sub_array_of(empty, &[huge, huge, huge, huge]).is_err());
    for text in ["V2147483647,V1", "2147483647V1,V1", "2147483647V2", "(65536,65536)i1"] {
        assert_eq!(text.parse::<DType>().unwrap_err().numpy_class(), "ValueError", "{text}");
    }
    let spec: Literal =
        "{'names': ['a'], 'formats': ['i8'], 'offsets': [2147483640]}".parse().unwrap();
    assert!(DType::from_spec(&Spec::from(spec), true).is_err());
    for text in ["9".repeat(100_000), " ".repeat(100_000), "<".repeat(100_000), "(".repeat(9999)] {
        assert!(text.parse::<DType>().is_err());
        assert!(format!("S{text}").parse::<DType>().is_err());
        let _ = format!("i4,{text}i4").parse::<DType>();
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "[-<>|=(){}\\[\\],.;0-9 a-zA-Z?é]{0,24}") {
        if let Ok(dtype) = text.parse::<DType>() {
            prop_assert!(dtype.itemsize() <= i32::MAX as usize);
            // A plain type's text is read as the same type.
            if dtype.names().is_none() && dtype.sub_array().is_none() {
                prop_assert_eq!(dtype.str_code().parse::<DType>(), Ok(dtype));
            }
        }
        let _ = DType::parse_aligned(&text);
    }

    #[test]
    fn no_literal_panics(text in "[\\[\\](){}'a0-9,: iVS<-]{0,32}") {
        if let Ok(literal) = text.parse::<Literal>() {
            let _ = DType::from_descr(&literal);
            let _ = DType::from_spec(&Spec::from(literal), true);
        }
    }
}
