//! Any bytes as a table, with any options: an array or an error, and the same through every door.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use ndstrata_text::{Encoding, LoadTxt, Source, chunks, loadtxt};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    dtype: u8,
    delimiter: Option<u8>,
    quote: Option<u8>,
    comment: u8,
    skiprows: u8,
    max_rows: Option<u8>,
    usecols: Option<Vec<i8>>,
    ndmin: u8,
    text: &'a [u8],
}

const DTYPES: [&str; 18] = [
    "f8", "i8", "f4", "i1", "u2", "?", "c16", "f2", ">f8", "U3", "S3", "M8[D]", "i4,f8", "U2,(2,)i2",
    "U", "M8", "g", ">G",
];

fn options(input: &Input<'_>) -> Option<LoadTxt> {
    let dtype = DTYPES[usize::from(input.dtype) % DTYPES.len()].parse().ok()?;
    let mut options = LoadTxt::default()
        .dtype(&dtype)
        .skiprows(usize::from(input.skiprows % 4))
        .ndmin(i64::from(input.ndmin % 3));
    if let Some(delimiter) = input.delimiter {
        options = options.delimiter(char::from(delimiter));
    }
    if let Some(quote) = input.quote {
        options = options.quotechar(char::from(quote));
    }
    if let Some(rows) = input.max_rows {
        options = options.max_rows(usize::from(rows % 8));
    }
    if let Some(columns) = &input.usecols {
        options = options.usecols(columns.iter().map(|&c| isize::from(c % 5)).collect::<Vec<_>>());
    }
    Some(options)
}

fn outcome(source: ndstrata_text::Result<Source>, options: &LoadTxt) -> String {
    match source.and_then(|source| loadtxt(source, options)) {
        Ok(array) => {
            format!("{} {:?} {:?}", array.dtype(), array.shape(), array.packed_bytes())
        }
        Err(error) => error.to_string(),
    }
}

fuzz_target!(|input: Input<'_>| {
    let Some(options) = options(&input) else { return };
    let bytes = input.text.to_vec();
    let Ok(text) = String::from_utf8(bytes.clone()) else {
        let _ = outcome(Source::bytes(bytes.clone(), Encoding::Latin1), &options);
        let reader = std::io::Cursor::new(bytes);
        let _ = outcome(Source::reader(reader, Encoding::Utf8), &options);
        return;
    };
    let plain = match input.comment % 3 {
        0 => options.clone().comments(["#"]),
        1 => options.clone().comments(["#", "//"]),
        _ => options.clone().comments(Vec::<String>::new()),
    };
    let whole = outcome(Ok(Source::text(text.as_str())), &plain);
    let reader = std::io::Cursor::new(bytes);
    assert_eq!(whole, outcome(Source::reader(reader, Encoding::Utf8), &plain));
    // A comment that is no single byte keeps the quick reader out.
    if !text.contains(['#', '€']) && input.comment % 3 == 0 && input.delimiter != Some(b'#') && input.quote != Some(b'#') {
        let slow = options.comments(["€"]);
        assert_eq!(whole, outcome(Ok(Source::text(text.as_str())), &slow));
    }
    if let Ok(parts) = chunks(Source::text(text.as_str()), &plain, 2) {
        for part in parts {
            let _ = part;
        }
    }
});
