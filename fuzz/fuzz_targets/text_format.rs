//! Any format for any number: what the quick printer prints is what the slow one prints.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_array::DynArray;
use ndstrata_text::{LoadTxt, SaveTxt, Source, loadtxt, percent_format, savetxt};

fuzz_target!(|input: (u64, &str)| {
    let (bits, format) = input;
    // A width of a million is right, and slow.
    let digits = format.bytes().filter(u8::is_ascii_digit).count();
    if digits > 4 {
        return;
    }
    let (float, integer) = (f64::from_bits(bits), bits as i64);
    for array in [
        DynArray::from_vec(vec![float]),
        DynArray::from_vec(vec![integer]),
        DynArray::from_vec(vec![float as f32]),
        DynArray::from_vec(vec![integer as u8]),
    ] {
        let mut out = Vec::new();
        let options = SaveTxt::default().fmt(format).encoding(ndstrata_text::Encoding::Utf8);
        let quick = savetxt(&mut out, &array, &options);
        // A format with one conversion is filled the same way, element by element.
        if quick.is_ok() {
            let slow = percent_format(format, &array.view()).map(|text| text + "\n");
            assert_eq!(slow.ok().as_deref(), std::str::from_utf8(&out).ok(), "{format}");
        }
    }
    if !float.is_nan() {
        for options in [SaveTxt::default(), SaveTxt::default().shortest()] {
            let mut out = Vec::new();
            let saved = savetxt(&mut out, &DynArray::from_vec(vec![float]), &options);
            assert!(saved.is_ok());
            let text = String::from_utf8(out).expect("ASCII");
            let back = loadtxt(Source::text(text), &LoadTxt::default()).expect("a number");
            assert_eq!(back.packed_bytes(), Some(&float.to_ne_bytes()[..]));
        }
    }
});
