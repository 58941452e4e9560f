//! The quick reader beside the slow one, on tables as people and machines garble them; and both beside a parser
//! so plain that it is obviously right.

use ndstrata_array::DynArray;
use ndstrata_text::{Encoding, LoadTxt, Source, chunks, loadtxt};
use proptest::prelude::*;

const FIELDS: [&str; 28] = [
    "0",
    "-1",
    "+2.5",
    "1e5",
    "1E-400",
    "nan",
    "-inf",
    ".5",
    "5.",
    "12345678",
    "123456789",
    "1234567890123456789",
    "12345678901234567890",
    "0.1234567890123456789",
    "",
    " ",
    "x",
    "1_0",
    "1.5x",
    "\"2\"",
    "\"3",
    "\"\"",
    "# c",
    "é",
    "255",
    "-129",
    "1 2",
    "\u{a0}7",
];
const DTYPES: [&str; 12] =
    ["f8", "f8", "i8", "f4", "u1", "U3", "U", "S2", "c16", ">i4", "i4,f8", "f8,U2"];
const ENDS: [&str; 6] = ["\n", "\n", "\n", "\r\n", "\r", "\n\n"];

fn tables() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<f64>().prop_map(|x| format!("{x}")),
        any::<f64>().prop_map(|x| format!("{x:e}")),
        any::<i64>().prop_map(|x| x.to_string()),
        (0..1000u32).prop_map(|x| x.to_string()),
    ];
    let field =
        prop_oneof![6 => number, 1 => prop::sample::select(&FIELDS[..]).prop_map(str::to_owned)];
    let row =
        (prop::collection::vec(field, 0..5), prop::sample::select(&[",", " ", ", ", "\t"][..]));
    let line = (row, prop::sample::select(&ENDS[..]));
    prop::collection::vec(line, 0..8)
        .prop_map(|lines| lines.iter().map(|((fields, sep), end)| fields.join(sep) + end).collect())
}

fn options() -> impl Strategy<Value = LoadTxt> {
    let usecols = prop_oneof![Just(None), prop::collection::vec(-3..4isize, 1..3).prop_map(Some),];
    let quote = prop::option::of(Just('"'));
    // Some may stand in numbers, too.
    let delimiter =
        prop::option::of(prop::sample::select(&[',', ',', ' ', '\t', '1', '-', 'e'][..]));
    let counts = (0..3usize, prop::option::of(0..6usize));
    (prop::sample::select(&DTYPES[..]), usecols, quote, delimiter, counts).prop_map(
        |(dtype, usecols, quote, delimiter, (skiprows, max_rows))| {
            let mut options = LoadTxt::default().dtype(&dtype.parse().unwrap()).skiprows(skiprows);
            if let Some(columns) = usecols {
                options = options.usecols(columns);
            }
            if let Some(quote) = quote {
                options = options.quotechar(quote);
            }
            if let Some(delimiter) = delimiter {
                options = options.delimiter(delimiter);
            }
            if let Some(rows) = max_rows {
                options = options.max_rows(rows);
            }
            options
        },
    )
}

fn outcome(found: ndstrata_text::Result<DynArray>) -> String {
    match found {
        Ok(array) => format!("{} {:?} {:?}", array.dtype(), array.shape(), array.packed_bytes()),
        Err(error) => error.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 3000 } else { 300_000 }))]

    #[test]
    fn every_way_of_reading_gives_the_same(text in tables(), options in options()) {
        let whole = outcome(loadtxt(Source::text(text.as_str()), &options));
        let reader = std::io::Cursor::new(text.clone().into_bytes());
        let read = Source::reader(reader, Encoding::Utf8).and_then(|source| loadtxt(source, &options));
        prop_assert_eq!(&whole, &outcome(read));
        if !text.contains('#') {
            // A comment that is no single byte keeps the quick reader out.
            let slow = outcome(loadtxt(Source::text(text.as_str()), &options.clone().comments(["€"])));
            prop_assert_eq!(&whole, &slow);
        }
        if let Ok(parts) = chunks(Source::text(text.as_str()), &options, 2) {
            let is_error = parts.into_iter().any(|part| part.is_err());
            let same = loadtxt(Source::text(text.as_str()), &options);
            prop_assert_eq!(is_error, same.is_err());
        }
    }

    #[test]
    fn numbers_are_what_a_plain_parser_makes_of_them(
        rows in prop::collection::vec([any::<f64>(), any::<f64>(), any::<f64>()], 1..20),
        digits in 0..20usize,
    ) {
        let text: String = rows.iter().map(|[a, b, c]| format!("{a:.digits$e},{b:e},{c}\n")).collect();
        let plain: Vec<f64> = text
            .lines()
            .flat_map(|line| line.split(','))
            .map(|field| field.parse().unwrap())
            .collect();
        let options = LoadTxt::default().delimiter(',').ndmin(2);
        let array = loadtxt(Source::text(text.as_str()), &options).unwrap();
        let found = array.to_vec::<f64>().unwrap();
        let bits = |x: &f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
        prop_assert_eq!(found.iter().map(bits).collect::<Vec<_>>(), plain.iter().map(bits).collect::<Vec<_>>());
    }
}
