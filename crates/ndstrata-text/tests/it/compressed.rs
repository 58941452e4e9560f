//! Compressed files that are whole, joined, cut off, damaged or none, with Python's complaints.

use std::io::Cursor;

use ndstrata_array::DynArray;
use ndstrata_text::{
    Encoding, GenFromTxt, Limits, LoadTxt, SaveTxt, Source, genfromtxt, loadtxt, savetxt_path,
};

const CUT: &str = "EOFError: Compressed file ended before the end-of-stream marker was reached";

/// The numbers 1 and 2 in a file with this ending.
fn file(ending: &str) -> Vec<u8> {
    file_of(ending, 2)
}

/// Single digits, one a line.
fn file_of(ending: &str, n: usize) -> Vec<u8> {
    let name = format!("ndstrata-compressed-{}-{n}.txt.{ending}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let numbers: Vec<f64> = (0..n).map(|i| (i % 9 + 1) as f64).collect();
    savetxt_path(&path, &DynArray::from_vec(numbers), &SaveTxt::default().fmt("%d")).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    bytes
}

fn source(ending: &str, bytes: &[u8]) -> Source {
    let name = format!("a.txt.{ending}");
    Source::named(name, Cursor::new(bytes.to_vec()), Encoding::Utf8).unwrap()
}

/// What a file reads as, or what is said of it.
fn read(ending: &str, bytes: &[u8]) -> String {
    match loadtxt(source(ending, bytes), &LoadTxt::default()) {
        Ok(array) => array.to_string(),
        Err(error) => format!("{}: {error}", error.numpy_class()),
    }
}

#[test]
fn streams_are_read_one_after_the_other() {
    for ending in ["gz", "bz2", "xz"] {
        let bytes = file(ending);
        assert_eq!(read(ending, &[&bytes[..], &bytes].concat()), "[1. 2. 1. 2.]", "{ending}");
        assert_eq!(read(ending, &[&bytes[..], &[0; 512]].concat()), "[1. 2.]", "{ending}");
        let joined = [&bytes[..], &bytes[..bytes.len() - 3]].concat();
        assert_eq!(read(ending, &joined), CUT, "{ending}");
    }
}

#[test]
fn what_follows_the_last_stream_matters_to_gzip_only() {
    for (ending, expected) in
        [("gz", "BadGzipFile: Not a gzipped file (b'ju')"), ("bz2", "[1. 2.]"), ("xz", "[1. 2.]")]
    {
        assert_eq!(read(ending, &[&file(ending)[..], b"junk"].concat()), expected);
    }
}

#[test]
fn every_cut_is_noticed() {
    for ending in ["gz", "bz2", "xz"] {
        let bytes = file(ending);
        for n in 2..bytes.len() {
            assert_eq!(read(ending, &bytes[..n]), CUT, "{ending} of {n} bytes");
        }
    }
    assert_eq!(read("gz", b""), "[]");
    assert_eq!(read("gz", b"\x1f"), "BadGzipFile: Not a gzipped file (b'\\x1f')");
    assert_eq!((read("bz2", b""), read("xz", b"")), (CUT.to_owned(), CUT.to_owned()));
}

#[test]
fn other_files_and_damage_are_told_in_pythons_words() {
    let damaged = |ending: &str, at_end: usize| {
        let mut bytes = file(ending);
        let at = bytes.len() - at_end;
        bytes[at] ^= 0x55;
        read(ending, &bytes)
    };
    for (found, expected) in [
        (read("gz", b"1 2\n"), "BadGzipFile: Not a gzipped file (b'1 ')"),
        (read("gz", b"\x1f\x8b\x07\0\0\0\0\0\0\0"), "BadGzipFile: Unknown compression method"),
        (read("bz2", b"1 2\n"), "OSError: Invalid data stream"),
        (read("xz", b"# no table\n1 2\n"), "LZMAError: Input format not supported by decoder"),
        (damaged("gz", 3), "BadGzipFile: Incorrect length of data produced"),
        (damaged("bz2", 12), "OSError: Invalid data stream"),
        (damaged("xz", 24), "LZMAError: Corrupt input data"),
    ] {
        assert_eq!(found, expected);
    }
    assert!(damaged("gz", 8).starts_with("BadGzipFile: CRC check failed 0x"));
}

/// What `lzma.compress(b"1 2\n", format=lzma.FORMAT_ALONE)` gives.
#[test]
fn the_older_format_of_lzma_is_read() {
    let bytes =
        b"]\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0\x18\x88\x02\xa6\xc3iK\xff\xff\xfb\xa5\xa0\0";
    assert_eq!(read("lzma", bytes), "[1. 2.]");
    assert_eq!(read("xz", bytes), "[1. 2.]");
    for n in 0..bytes.len() {
        assert_eq!(read("lzma", &bytes[..n]), CUT, "{n} bytes");
    }
    assert_eq!(read("lzma", &[&bytes[..], bytes].concat()), "[[1. 2.]\n [1. 2.]]");
    assert_eq!(read("lzma", &[&bytes[..], &bytes[..bytes.len() - 3]].concat()), CUT);
    assert_eq!(read("lzma", &[&bytes[..], b"junk and more of it"].concat()), "[1. 2.]");
}

/// NumPy looks at 50,000 characters at a time, and at none of them where there are fewer before the cut.
#[test]
fn a_cut_is_told_once_it_is_met() {
    let column = LoadTxt::default().usecols([1]);
    let told = |n: usize| {
        let bytes = file_of("gz", n);
        let cut = &bytes[..bytes.len() - 8];
        assert_eq!(read("gz", cut), CUT);
        let error = genfromtxt(source("gz", cut), &GenFromTxt::default()).unwrap_err();
        assert_eq!(error.numpy_class(), "EOFError");
        loadtxt(source("gz", cut), &column).unwrap_err().to_string()
    };
    assert_eq!(format!("EOFError: {}", told(24_999)), CUT);
    assert_eq!(told(25_000), "invalid column index 1 at row 1 with 1 columns");
}

/// Whatever the bytes are, the answer is a table or an error.
#[test]
fn damaged_files_are_tables_or_errors() {
    let limits = Limits::default().max_decompressed(1 << 20).max_dictionary(1 << 24);
    let alone = b"]\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0\x18\x88\x02\xa6\xc3iK\xff\xff\xfb\xa5\xa0\0";
    let mut state = 1u32;
    let mut random = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % n
    };
    for (ending, bytes) in [
        ("gz", file_of("gz", 300)),
        ("bz2", file_of("bz2", 300)),
        ("xz", file_of("xz", 300)),
        ("lzma", alone.to_vec()),
    ] {
        let n_rounds = if ending == "bz2" { 150 } else { 600 };
        for _ in 0..n_rounds {
            let mut bytes = bytes.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                bytes[at] = match random(3) {
                    0 => 0,
                    1 => 0xff,
                    _ => random(256) as u8,
                };
            }
            bytes.truncate(bytes.len() - if random(4) == 0 { random(bytes.len()) } else { 0 });
            let source = source(ending, &bytes).limits(limits);
            let _ = loadtxt(source, &LoadTxt::default()).map(|array| array.size());
        }
    }
}
