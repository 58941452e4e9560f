//! Every spelling of a dtype, every attribute, and the way back, as NumPy has them.

use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Error, Spec};
use ndstrata_testkit::golden;
use serde_json::{Value, json};

/// A specification as the goldens write it: a Python literal in which a set of one text stands for a
/// type object.
fn spec(text: &str) -> Spec {
    fn with_types(literal: Literal) -> Spec {
        match literal {
            Literal::Set(items) => Spec::type_object(items[0].as_str().unwrap()),
            Literal::Tuple(items) => Spec::Tuple(items.into_iter().map(with_types).collect()),
            Literal::List(items) => Spec::List(items.into_iter().map(with_types).collect()),
            Literal::Dict(entries) => {
                let entries = entries.into_iter();
                Spec::Dict(entries.map(|(k, v)| (with_types(k), with_types(v))).collect())
            }
            plain => plain.into(),
        }
    }
    with_types(text.parse().unwrap())
}

/// An error as the goldens write it; the wording of Python's syntax errors is not compared.
fn failure(error: &Error) -> String {
    match error.numpy_class() {
        "SyntaxError" => "!SyntaxError: ".to_owned(),
        class => format!("!{class}: {error}"),
    }
}

fn outcome<T: ToString>(result: Result<T, Error>) -> String {
    result.map_or_else(|error| failure(&error), |value| value.to_string())
}

fn answers(dtype: &DType) -> Value {
    json!({
        "repr": format!("{dtype:?}"), "str": dtype.to_string(), "code": dtype.str_code(), "name": dtype.name(),
        "char": dtype.char().to_string(), "num": dtype.num(), "byteorder": dtype.byteorder().to_string(),
        "itemsize": dtype.itemsize(), "alignment": dtype.alignment(), "flags": dtype.flags(), "isnative": dtype.isnative(),
        "isalignedstruct": dtype.is_aligned_struct(), "hasobject": dtype.has_object(), "isbuiltin": i32::from(dtype.is_builtin()),
        "type": dtype.scalar_type(), "shape": dtype.shape(), "names": dtype.names(),
        "descr": outcome(dtype.descr()), "npy": outcome(dtype.to_descr()),
    })
}

/// Specifications on which this crate differs from NumPy on purpose, and its answer.
const DIFFERENCES: &[(&str, &str)] = &[
    ("'T'", "!NotImplementedError: data type 'T' (StringDType) is not supported"),
    ("'<T'", "!NotImplementedError: data type 'T' (StringDType) is not supported"),
    ("'>T'", "!NotImplementedError: data type 'T' (StringDType) is not supported"),
    ("'=T'", "!NotImplementedError: data type 'T' (StringDType) is not supported"),
    ("'|T'", "!NotImplementedError: data type 'T' (StringDType) is not supported"),
];

#[test]
fn specifications_give_what_numpy_gives() {
    let table = golden("spellings");
    let mut bad = Vec::new();
    for row in table["specs"].as_array().unwrap() {
        let text = row[0].as_str().unwrap();
        let spec = spec(text);
        let found = match DType::from_spec(&spec, row[1].as_bool().unwrap()) {
            Err(error) => Value::from(failure(&error)),
            Ok(dtype) => answers(&dtype),
        };
        if let Some((_, ours)) = DIFFERENCES.iter().find(|(spec, _)| *spec == text) {
            assert_eq!(found, *ours, "{text}");
            continue;
        }
        if found.is_string() || row[2].is_string() {
            if found != row[2] {
                bad.push(format!("{text} align={}: {found}, expected {}", row[1], row[2]));
            }
            continue;
        }
        for (key, expected) in row[2].as_object().unwrap() {
            if found[key] != *expected {
                bad.push(format!(
                    "{text} align={}: {key} {}, expected {expected}",
                    row[1], found[key]
                ));
            }
        }
    }
    assert!(bad.is_empty(), "{} differ\n{}", bad.len(), bad.join("\n"));
}

#[test]
fn what_is_printed_is_read_back() {
    let table = golden("spellings");
    for row in table["specs"].as_array().unwrap() {
        let text = row[0].as_str().unwrap();
        // What is printed does not tell the alignment of records within others.
        if row[1] == true || text.contains("aligned") {
            continue;
        }
        let Ok(dtype) = DType::from_spec(&spec(text), false) else { continue };
        let printed = dtype.to_string();
        // A name that is empty gets another one when it is read from a list.
        if printed.contains("('',") {
            continue;
        }
        let literal =
            if printed.starts_with(['[', '{', '(']) { printed } else { format!("'{printed}'") };
        if let Ok(literal) = literal.parse::<Literal>() {
            let read = DType::from_spec(&Spec::from(literal), false);
            assert_eq!(read.as_ref(), Ok(&dtype), "{text}");
        }
        if let Ok(descr) = dtype.to_descr() {
            let read = DType::from_descr(&descr);
            // A block loses its shape in a header.
            let is_block = dtype.sub_array().is_some();
            assert!(
                is_block || read.as_ref() == Ok(&dtype),
                "{text}: {descr} was read as {read:?}"
            );
        }
    }
}

#[test]
fn header_descriptions_are_read_as_numpy_reads_them() {
    let table = golden("spellings");
    for row in table["descrs"].as_array().unwrap() {
        let descr: Literal = row[0].as_str().unwrap().parse().unwrap();
        let found = DType::from_descr(&descr);
        let found = found.map_or_else(|e| failure(&e), |dtype| format!("{dtype:?}"));
        assert_eq!(found, row[1].as_str().unwrap(), "{descr}");
    }
}

#[test]
fn fields_are_found_chosen_and_renamed() {
    let table = golden("spellings");
    let record: Literal = table["record"].as_str().unwrap().parse().unwrap();
    let dtype = DType::from_spec(&Spec::from(record), false).unwrap();
    for row in table["access"].as_array().unwrap() {
        let names: Vec<&str> =
            row[1].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
        let text = row[1].as_str().unwrap_or_default();
        let result = match row[0].as_str().unwrap() {
            "getitem" => match row[1].as_i64() {
                Some(index) => dtype.field_at(index),
                None => dtype.field(text),
            }
            .map(|field| field.dtype.clone()),
            "select" => dtype.select(&names),
            "newbyteorder" => dtype.newbyteorder(text),
            _ => dtype.with_names(&names),
        };
        let found = result.map_or_else(|e| failure(&e), |dtype| format!("{dtype:?}"));
        // Of an unknown name among several NumPy gives the name alone, as a key.
        let expected = match row[2].as_str().unwrap() {
            "!KeyError: x" => "!KeyError: 'x'",
            expected => expected,
        };
        assert_eq!(found, expected, "{row}");
    }
}

#[test]
fn equality_is_numpys() {
    let table = golden("spellings");
    let rows = table["equal"].as_array().unwrap();
    let dtypes: Vec<DType> = rows
        .iter()
        .map(|row| DType::from_spec(&spec(row[0].as_str().unwrap()), false).unwrap())
        .collect();
    for (dtype, row) in dtypes.iter().zip(rows) {
        let equal = dtypes.iter().enumerate().filter(|(_, other)| *other == dtype);
        let equal: Vec<usize> = equal.map(|(index, _)| index).collect();
        assert_eq!(json!(equal), row[1], "{dtype:?}");
    }
}

#[test]
fn errors_of_texts_show_the_place() {
    let shown = |text: &str| format!("{:#}", text.parse::<DType>().unwrap_err());
    assert_eq!(shown("i4, (2,)f9"), "data type 'f9' not understood\n    i4, (2,)f9\n            ^");
    assert_eq!(
        shown("f8;i4, u1"),
        "format number 1 of \"f8;i4, u1\" is not recognized\n    f8;i4, u1\n      ^"
    );
    assert_eq!(
        shown(">M8[3parsec]"),
        "Invalid datetime unit in metadata string \"[3parsec]\"\n    >M8[3parsec]\n       ^"
    );
    let long = format!("{}f9", "i4,".repeat(100));
    assert!(shown(&long).lines().all(|line| line.len() < 90));
}

#[test]
fn a_title_of_none_is_no_title() {
    // NumPy agrees, but for `descr`, which shows it.
    let dtype = DType::from_spec(&spec("[((None, 'a'), 'i4')]"), false).unwrap();
    assert_eq!(dtype.to_descr().unwrap().to_string(), "[('a', '<i4')]");
}

#[test]
fn what_numpy_has_and_this_crate_has_not_is_refused_by_name() {
    for text in ["('i4', [('a', 'i2'), ('b', 'i2')])", "[((1, 'a'), 'i4')]", "('O', [('a', 'O')])"]
    {
        let error = DType::from_spec(&spec(text), false).unwrap_err();
        assert_eq!(error.numpy_class(), "NotImplementedError", "{text}");
    }
}
