//! Any expression over any text: records or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_text::fromregex;

fuzz_target!(|input: (u8, &str, &str)| {
    let (dtype, regexp, text) = input;
    let dtype = ["i8,S3", "f8", "i4,U2,f2", "M8[D],i1"][usize::from(dtype % 4)];
    if let Ok(dtype) = dtype.parse() {
        let _ = fromregex(text, regexp, &dtype);
    }
});
