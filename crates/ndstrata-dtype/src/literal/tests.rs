//! Texts and what Python makes of them.

use ndstrata_testkit::golden;
use proptest::prelude::*;

use super::*;

fn printed(text: &str) -> String {
    match text.parse::<Literal>() {
        Ok(value) => value.to_string(),
        Err(error) => format!("{}: {}", error.numpy_class(), error.kind()),
    }
}

/// Each row: the text, and what `repr(ast.literal_eval(text))` printed, or `!` and the
/// class of the exception. Of several errors CPython reports those of syntax first; here the first
/// in the text is reported, so the classes are not compared.
#[test]
fn as_python_reads_it() {
    let table = golden("literals");
    let mut bad = Vec::new();
    for row in table.as_array().unwrap() {
        let [text, expected] = [0, 1].map(|column| row[column].as_str().unwrap());
        let found = match text.parse::<Literal>() {
            Ok(value) => value.to_string(),
            Err(error) => format!("!{}", error.numpy_class()),
        };
        let both_fail = found.starts_with('!') && expected.starts_with('!');
        if !both_fail && found != expected {
            bad.push(format!("{text:?}: expected {expected}, found {found}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn errors_point_at_the_place() {
    let error = "{'a': 1,\n 'b': [1, 2}".parse::<Literal>().unwrap_err();
    assert_eq!((error.offset(), error.line(), error.column()), (20, 2, 12));
    assert_eq!(
        error.to_string(),
        "closing parenthesis '}' does not match opening parenthesis '[' (line 2, column 12)\n     \
         'b': [1, 2}\n               ^"
    );
    assert_eq!(printed("(1, 2"), "SyntaxError: '(' was never closed");
    assert_eq!(printed("'a"), "SyntaxError: unterminated string literal (detected at line 1)");
    assert_eq!(printed("open('x')"), "ValueError: malformed node or string on line 1");
    assert_eq!(printed("{[]: 1}"), "TypeError: unhashable type: 'list'");
    let long = format!("({} ?)", "1, ".repeat(1000));
    let shown = long.parse::<Literal>().unwrap_err().to_string();
    assert!(shown.lines().all(|line| line.len() < 90), "{shown}");
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(nested(200).parse::<Literal>().is_ok());
    assert_eq!(printed(&nested(201)), "SyntaxError: too many nested parentheses");
    assert_eq!(printed(&"(".repeat(1_000_000)), "SyntaxError: too many nested parentheses");
    assert_eq!(printed(&"-".repeat(1_000_000)), "ValueError: malformed node or string on line 1");
}

#[test]
fn surrogates_stay_code_points() {
    let value: Literal = r"'\ud83d\ude00'".parse().unwrap();
    let text = value.as_py_str().unwrap();
    assert_eq!((text.len(), text.as_str()), (2, None));
    assert_eq!(value.to_string(), r"'\ud83d\ude00'");
    assert_eq!(text.to_string(), "\u{fffd}\u{fffd}");
}

#[test]
fn the_long_suffix_is_an_option() {
    assert_eq!(printed("10L"), "SyntaxError: invalid decimal literal");
    let options = LiteralOptions::new().long_suffix(true);
    assert_eq!(options.parse("(10L, 0x1fL, 2.5)").unwrap().to_string(), "(10, 31, 2.5)");
    assert!(options.parse("10LL").is_err());
    assert!(options.parse("1.5L").is_err());
}

#[test]
fn equal_keys_are_one() {
    assert_eq!(printed("{1: 'a', 2: 'b', True: 'c', 1.0: 'd'}"), "{1: 'd', 2: 'b'}");
    assert_eq!(
        printed("{1, 1.0, 1+0j, (1, 2), (True, 2.0), 9007199254740993}").matches(',').count(),
        3
    );
}

fn literals() -> impl Strategy<Value = Literal> {
    let leaf = prop_oneof![
        Just(Literal::None),
        any::<bool>().prop_map(Literal::Bool),
        any::<i64>().prop_map(Literal::from),
        any::<f64>().prop_filter("printed as a name", |x| x.is_finite()).prop_map(Literal::Float),
        ".*".prop_map(Literal::from),
        proptest::collection::vec(0u32..0x11_0000, 0..8)
            .prop_map(|points| Literal::Str(PyStr::from_code_points(points))),
        proptest::collection::vec(any::<u8>(), 0..8).prop_map(Literal::Bytes),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let items = proptest::collection::vec(inner.clone(), 0..4);
        let named = proptest::collection::btree_map(".*", inner, 0..4);
        prop_oneof![
            items.clone().prop_map(Literal::Tuple),
            items.prop_map(Literal::List),
            named.prop_map(|map| {
                Literal::Dict(map.into_iter().map(|(k, v)| (k.into(), v)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(value in literals()) {
        let text = value.to_string();
        prop_assert_eq!(text.parse::<Literal>().unwrap().to_string(), text);
    }

    #[test]
    fn no_text_panics(text in "[\\[\\](){}'\"\\\\a-z0-9+\\-_.,: \n#jLxNuU]*") {
        let _ = LiteralOptions::new().long_suffix(true).parse(&text);
    }

    #[test]
    fn no_text_of_any_characters_panics(text in ".*") {
        if let Err(error) = text.parse::<Literal>() {
            prop_assert!(error.offset() <= text.len());
            let _ = error.to_string();
        }
    }
}
