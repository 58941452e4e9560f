//! Any bytes as a compressed table: an array or an error, within the limits, and the same count of rows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_text::{
    Encoding, GenFromTxt, Limits, LoadTxt, Source, count_rows, genfromtxt, loadtxt,
};

const MOST: u64 = 1 << 20;

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let name = ["a.gz", "a.bz2", "a.xz", "a.lzma"][usize::from(kind) % 4];
    let source = || {
        let reader = std::io::Cursor::new(bytes.to_vec());
        let limits = Limits::default().max_decompressed(MOST).max_dictionary(1 << 24);
        Source::named(name, reader, Encoding::Latin1).map(|source| source.limits(limits))
    };
    let Ok(first) = source() else { return };
    if let Ok(array) = loadtxt(first, &LoadTxt::default().ndmin(2)) {
        assert!(array.size() as u64 <= MOST);
        let Ok(again) = source() else { return };
        let n_rows = count_rows(again, &LoadTxt::default());
        assert_eq!(n_rows.ok(), array.shape().first().copied());
    }
    if let Ok(last) = source() {
        let _ = genfromtxt(last, &GenFromTxt::default().infer_dtype());
    }
});
