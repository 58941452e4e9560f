//! Where text comes from: compressed, encoded, in chunks, broken.

use std::io::{Error, Read};

use ndstrata_array::{DynArray, Order, PrintOptions, array_repr};
use ndstrata_dtype::DType;
use ndstrata_text::{
    Encoding, Limits, LoadTxt, SaveTxt, Source, chunks, loadtxt, records, savetxt, savetxt_path,
};

fn shown(array: &DynArray) -> String {
    array_repr(&array.view(), &PrintOptions::default()).unwrap()
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("ndstrata-text-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn compressed_files_are_written_and_read_by_name() {
    let dir = folder("compressed");
    let array = DynArray::from_vec(vec![0.5, 1.5, -2.0]);
    for name in ["a.txt", "a.txt.gz", "a.txt.bz2", "a.txt.xz", "a.txt.lzma"] {
        let path = dir.join(name);
        savetxt_path(&path, &array, &SaveTxt::default().header("x")).unwrap();
        let source = Source::path(&path, Encoding::Utf8).unwrap();
        assert_eq!(
            shown(&loadtxt(source, &LoadTxt::default()).unwrap()),
            "array([ 0.5,  1.5, -2. ])"
        );
        // A file that is cut off is an error, not a shorter table.
        let bytes = std::fs::read(&path).unwrap();
        if name != "a.txt" {
            let cut = std::io::Cursor::new(bytes[..bytes.len() - 9].to_vec());
            let source = Source::named(name, cut, Encoding::Utf8).unwrap();
            assert!(loadtxt(source, &LoadTxt::default()).is_err(), "{name}");
        }
    }
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 5);
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_table_that_cannot_be_written_leaves_the_old_file() {
    let dir = folder("atomic");
    let path = dir.join("a.txt");
    std::fs::write(&path, "old").unwrap();
    let array = DynArray::from_vec(vec![0.5]);
    let wrong = SaveTxt::default().fmt("%q");
    assert!(savetxt_path(&path, &array, &wrong).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn encodings_by_pythons_names() {
    let options = LoadTxt::default().dtype(&DType::str(0));
    for (name, bytes, expected) in [
        ("latin-1", &b"\xe9"[..], "array('é', dtype='<U1')"),
        ("cp1252", b"\x80", "array('€', dtype='<U1')"),
        ("utf-16-le", b"a\0 \0b\0", "array(['a', 'b'], dtype='<U1')"),
        ("shift_jis", b"\x83\x41", "array('ア', dtype='<U1')"),
        ("utf-8-sig", b"\xef\xbb\xbfa", "array('a', dtype='<U1')"),
        ("ascii", b"a", "array('a', dtype='<U1')"),
    ] {
        let encoding = Encoding::named(name).unwrap();
        let source = Source::reader(std::io::Cursor::new(bytes.to_vec()), encoding).unwrap();
        assert_eq!(shown(&loadtxt(source, &options).unwrap()), expected, "{name}");
    }
    assert_eq!(Encoding::named("klingon").unwrap_err().to_string(), "unknown encoding: klingon");
    for (name, bytes, expected) in [
        (
            "utf-8",
            &b"1\xff"[..],
            "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
        ),
        (
            "utf-8",
            b"1\xc3(",
            "'utf-8' codec can't decode byte 0xc3 in position 1: invalid continuation byte",
        ),
        (
            "utf-8",
            b"1\xe6\xbc",
            "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data",
        ),
        (
            "ascii",
            b"1\xe9",
            "'ascii' codec can't decode byte 0xe9 in position 1: ordinal not in range(128)",
        ),
    ] {
        let encoding = Encoding::named(name).unwrap();
        let error = encoding.decode(bytes.to_vec()).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.numpy_class(), "UnicodeDecodeError");
    }
    let euro = DynArray::from_vec(vec![1.0]);
    let mut out = Vec::new();
    let encoding = Encoding::named("cp1252").unwrap();
    savetxt(&mut out, &euro, &SaveTxt::default().fmt("%g").header("€").encoding(encoding)).unwrap();
    assert_eq!(out, b"# \x80\n1\n");
}

/// Gives one byte at a time, and in the end fails if it is told to.
struct Dripping(std::vec::IntoIter<u8>, bool);

impl Read for Dripping {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.next() {
            Some(byte) => {
                out[0] = byte;
                Ok(1)
            }
            None if self.1 => Err(Error::other("the disk is gone")),
            None => Ok(0),
        }
    }
}

#[test]
fn readers_may_drip_and_break() {
    let drip = |text: &str, breaks| {
        let reader = Dripping(text.as_bytes().to_vec().into_iter(), breaks);
        loadtxt(Source::reader(reader, Encoding::Utf8).unwrap(), &LoadTxt::default())
    };
    assert_eq!(shown(&drip("1 2\r\n3 4", false).unwrap()), "array([[1., 2.],\n       [3., 4.]])");
    let broken = drip("1 2\n", true).unwrap_err();
    assert_eq!(
        (broken.numpy_class(), broken.to_string().as_str()),
        ("OSError", "the disk is gone")
    );
}

#[test]
fn chunks_are_the_parts_of_the_whole() {
    let text: String = (0..10_000).map(|i| format!("{i},{}\n", i * 2)).collect();
    let options = LoadTxt::default().delimiter(",").dtype(&"i8".parse().unwrap());
    let whole = loadtxt(Source::text(text.as_str()), &options).unwrap();
    for n in [1, 7, 9999, 10_000, 20_000] {
        let reader = std::io::Cursor::new(text.clone().into_bytes());
        let source = Source::reader(reader, Encoding::Utf8).unwrap();
        let mut bytes = Vec::new();
        for chunk in chunks(source, &options, n).unwrap() {
            let chunk = chunk.unwrap();
            assert!(chunk.shape()[0] <= n && chunk.shape()[1] == 2);
            bytes.extend_from_slice(chunk.packed_bytes().unwrap());
        }
        assert_eq!(bytes, whole.packed_bytes().unwrap(), "{n}");
    }
    let mut broken = chunks(Source::text("1\n2\nx\n4\n"), &LoadTxt::default(), 2).unwrap();
    assert!(broken.next().unwrap().is_ok());
    let error = broken.next().unwrap().unwrap_err().to_string();
    assert_eq!(error, "could not convert string 'x' to float64 at row 2, column 1.");
    assert!(broken.next().is_none());
}

#[test]
fn rows_become_values() {
    let rows: Vec<f32> = records(Source::text("1.5\n2.5\n"), &LoadTxt::default())
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(rows, [1.5, 2.5]);
}

/// Blank lines, comments, and a mistake far from the start: as one thread would tell of it.
#[test]
fn long_tables_are_read_by_all_threads_as_by_one() {
    let line = |i: usize| match i % 1000 {
        7 => "\n".to_owned(),
        8 => "# a comment, 1, 2\n".to_owned(),
        _ => format!("{}.25,{},-{i}e-3 # {i}\n", i, i % 17),
    };
    let text: String = (0..60_000).map(line).collect();
    let options = LoadTxt::default().delimiter(",");
    let whole = loadtxt(Source::text(text.as_str()), &options).unwrap();
    let lines = loadtxt(Source::stream(&text), &options).unwrap();
    assert_eq!(whole.shape(), [59_880, 3]);
    assert_eq!(whole.packed_bytes(), lines.packed_bytes());
    let words = LoadTxt::default().delimiter(",").dtype(&DType::str(0));
    let whole = loadtxt(Source::text(text.as_str()), &words).unwrap();
    let lines = loadtxt(Source::stream(&text), &words).unwrap();
    assert_eq!((whole.dtype(), whole.packed_bytes()), (lines.dtype(), lines.packed_bytes()));
    let broken = text.replace("55555.25", "5x");
    for source in [Source::text(broken.as_str()), Source::stream(&broken)] {
        let error = loadtxt(source, &options).unwrap_err().to_string();
        assert_eq!(error, "could not convert string '5x' to float64 at row 55443, column 1.");
    }
    let offset = broken.find("5x").unwrap();
    let reader = std::io::Cursor::new(broken.clone().into_bytes());
    for source in [Source::text(broken), Source::reader(reader, Encoding::Utf8).unwrap()] {
        let place = loadtxt(source, &options).unwrap_err().place().unwrap();
        assert_eq!((place.line, place.offset), (55_556, offset));
    }
    let mut once = Vec::new();
    let back = loadtxt(Source::text(text.as_str()), &options).unwrap();
    savetxt(&mut once, &back, &SaveTxt::default()).unwrap();
    let again =
        loadtxt(Source::text(String::from_utf8(once).unwrap()), &LoadTxt::default()).unwrap();
    assert_eq!(again.packed_bytes(), back.packed_bytes());
}

#[test]
fn sources_keep_within_their_limits() {
    let refusal = |source: Source| loadtxt(source, &LoadTxt::default()).unwrap_err().to_string();
    let line = "1 ".repeat(5 << 20);
    let endless = Source::reader(std::io::Cursor::new(line), Encoding::Utf8).unwrap();
    let refused = refusal(endless.limits(Limits::default().max_row(1000)));
    assert_eq!(refused, "a row of more than 1000 bytes of text");

    let path = folder("limits").join("zeros.txt.gz");
    let zeros = DynArray::zeros(&[5000], &DType::of::<f64>(), Order::C).unwrap();
    savetxt_path(&path, &zeros, &SaveTxt::default()).unwrap();
    let file = || Source::path(&path, Encoding::Utf8).unwrap();
    let refused = refusal(file().limits(Limits::default().max_decompressed(1000)));
    assert_eq!(refused, "the file decompresses to more than 1000 bytes");
    assert_eq!(loadtxt(file(), &LoadTxt::default()).unwrap().shape(), [5000]);

    let path = path.with_extension("xz");
    savetxt_path(&path, &zeros, &SaveTxt::default()).unwrap();
    let file = || Source::path(&path, Encoding::Utf8).unwrap();
    let refused = refusal(file().limits(Limits::default().max_dictionary(1000)));
    assert_eq!(refused, "the file needs 8388608 bytes to be decompressed with; 1000 are allowed");
    assert_eq!(loadtxt(file(), &LoadTxt::default()).unwrap().shape(), [5000]);
}
