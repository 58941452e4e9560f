//! Tables with gaps, garbled: an array or an error, and the same by the pass that makes no list of fields as by
//! the one that does (a mask asks for it).

use ndstrata_dtype::DType;
use ndstrata_text::{
    ColumnKey, Delimiter, ForColumns, GenFromTxt, Item, Names, Source, genfromtxt,
};
use proptest::prelude::*;

/// One of the reader's options.
type Choice = fn(GenFromTxt) -> GenFromTxt;

const FIELDS: [&str; 20] = [
    "",
    " ",
    "1",
    "-2",
    "3.5",
    "1e400",
    "nan",
    "x",
    "N/A",
    "True",
    "1j",
    "é",
    "#c",
    "12345678901234567890",
    "0x10",
    "1_0",
    " 7 ",
    "\"",
    "a b",
    "\u{a0}",
];
const DTYPES: [&str; 8] = ["f8", "i8", "i4", "U2", "S1", "c16", "i4,f8", "?"];

fn tables() -> impl Strategy<Value = String> {
    let field = prop::sample::select(&FIELDS[..]);
    let sep = prop::sample::select(&[",", " ", "\t", ", "][..]);
    let end = prop::sample::select(&["\n", "\n", "\r\n", "\n\n"][..]);
    let line = (prop::collection::vec(field, 0..5), sep, end);
    prop::collection::vec(line, 0..6)
        .prop_map(|lines| lines.iter().map(|(fields, sep, end)| fields.join(sep) + end).collect())
}

fn options() -> impl Strategy<Value = (GenFromTxt, bool)> {
    let dtype = prop::option::of(prop::sample::select(&DTYPES[..]));
    let delimiter = prop::sample::select(vec![
        Delimiter::Blanks,
        Delimiter::Text(",".to_owned()),
        Delimiter::Text(", ".to_owned()),
        Delimiter::Width(2),
        Delimiter::Widths(vec![1, 0, 3]),
    ]);
    let counts = (0..3usize, 0..3usize, prop::option::of(1..4usize));
    let usecols = prop::option::of(prop::collection::vec(-3..4isize, 1..3));
    (dtype, delimiter, counts, usecols, any::<[bool; 5]>()).prop_map(
        |(dtype, delimiter, (header, footer, rows), usecols, flags)| {
            let [strips, loose, raises, has_names, fills] = flags;
            let mut options = GenFromTxt::default().delimiter(delimiter).skip_header(header);
            let choices: [(bool, Choice); 3] = [
                (strips, GenFromTxt::autostrip),
                (!loose, GenFromTxt::strict),
                (!raises, GenFromTxt::drop_invalid),
            ];
            for (is_chosen, choose) in choices {
                if is_chosen {
                    options = choose(options);
                }
            }
            options = match dtype {
                Some(dtype) => options.dtype(&dtype.parse::<DType>().unwrap()),
                None => options.infer_dtype(),
            };
            options = match rows {
                Some(rows) => options.max_rows(rows),
                None => options.skip_footer(footer),
            };
            if has_names {
                options = options.names(Names::FirstLine);
            }
            if fills {
                options = options
                    .filling_values(ForColumns::All(Item::Int(-9)))
                    .missing_values(ForColumns::All(vec!["N/A".to_owned()]));
            }
            if let Some(columns) = usecols {
                let keys = columns.into_iter().map(ColumnKey::Index).collect::<Vec<_>>();
                options = options.usecols(keys);
            }
            // Masks of records have complaints of their own.
            (options, dtype != Some("i4,f8"))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_mask_changes_no_value(text in tables(), (options, is_plain) in options()) {
        let outcome = |options: &GenFromTxt| match genfromtxt(Source::text(text.as_str()), options) {
            Ok(table) => (format!("{} {:?} {:?}", table.data.dtype(), table.data.shape(), table.data.packed_bytes()), false),
            Err(error) => (error.to_string(), true),
        };
        let (plain, masked) = (outcome(&options), outcome(&options.clone().usemask()));
        if is_plain && !masked.1 {
            prop_assert_eq!(plain, masked);
        }
    }
}
