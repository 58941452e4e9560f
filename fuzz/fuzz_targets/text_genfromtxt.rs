//! Any text as a table with gaps, with any options: an array or an error.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use ndstrata_text::{
    ColumnKey, Delimiter, ForColumns, GenFromTxt, Item, Names, Source, genfromtxt,
};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    dtype: u8,
    delimiter: u8,
    widths: [u8; 3],
    comments: u8,
    names: u8,
    skip: (u8, u8),
    max_rows: Option<u8>,
    usecols: Option<Vec<i8>>,
    missing: Option<&'a str>,
    filling: Option<i8>,
    flags: u8,
    replace_space: Option<&'a str>,
    defaultfmt: Option<&'a str>,
    text: &'a str,
}

const DTYPES: [&str; 9] = ["f8", "i8", "i4", "U3", "S2", "i4,f8", "?", "c16", "U2,(2,)f4"];

fuzz_target!(|input: Input<'_>| {
    let flag = |n: u8| input.flags >> n & 1 == 1;
    let mut options = GenFromTxt::default()
        .skip_header(usize::from(input.skip.0 % 4))
        .skip_footer(usize::from(input.skip.1 % 4))
        .ndmin(i64::from(input.flags >> 6));
    let choices: [fn(GenFromTxt) -> GenFromTxt; 4] = [
        GenFromTxt::autostrip,
        GenFromTxt::usemask,
        GenFromTxt::strict,
        GenFromTxt::drop_invalid,
    ];
    for (n, choose) in (0..).zip(choices) {
        if flag(n) {
            options = choose(options);
        }
    }
    options = match DTYPES.get(usize::from(input.dtype % 12)).map(|name| name.parse()) {
        Some(Ok(dtype)) => options.dtype(&dtype),
        _ => options.infer_dtype(),
    };
    options = options.delimiter(match input.delimiter % 6 {
        0 => Delimiter::Blanks,
        1 => Delimiter::Text(",".to_owned()),
        2 => Delimiter::Text("ab".to_owned()),
        3 => Delimiter::Width(usize::from(input.widths[0])),
        4 => Delimiter::Text(String::new()),
        _ => Delimiter::Widths(input.widths.iter().map(|&width| usize::from(width % 8)).collect()),
    });
    options = options.comments([Some("#"), None, Some("//"), Some("")][usize::from(input.comments % 4)]);
    options = match input.names % 4 {
        0 => options,
        1 => options.names(Names::FirstLine),
        2 => options.names(Names::Given(vec!["a".to_owned(), "a".to_owned()])),
        _ => options.names(Names::Given(Vec::new())),
    };
    if let Some(rows) = input.max_rows {
        options = options.max_rows(usize::from(rows % 5));
    }
    if let Some(columns) = &input.usecols {
        let key = |&c: &i8| match c {
            100.. => ColumnKey::Name("a".to_owned()),
            c => ColumnKey::Index(isize::from(c % 5)),
        };
        options = options.usecols(columns.iter().map(key).collect::<Vec<_>>());
    }
    if let Some(missing) = input.missing {
        options = options.missing_values(ForColumns::All(vec![missing.to_owned()]));
    }
    if let Some(filling) = input.filling {
        let pair = (Some(ColumnKey::Index(isize::from(filling % 3))), Item::Int(filling.into()));
        options = options.filling_values(ForColumns::By(vec![pair]));
    }
    if let Some(text) = input.replace_space {
        options = options.replace_space(text);
    }
    if let Some(format) = input.defaultfmt.filter(|format| format.len() < 6) {
        options = options.defaultfmt(format);
    }
    let _ = genfromtxt(Source::text(input.text), &options);
});
