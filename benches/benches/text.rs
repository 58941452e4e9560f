//! Reading and writing tables of text: rows of numbers, words and dates, whole and in parts.
//!
//! NumPy's twin is `numpy/text.py`. Files lie in the folder for temporary files and stay in the page cache;
//! both sides write theirs by `savetxt`, whose bytes are the same.

use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use ndstrata_array::DynArray;
use ndstrata_benches::{bench, digest, shape_and_digest};
use ndstrata_dtype::DType;
use ndstrata_text::{
    Converter, Delimiter, Encoding, GenFromTxt, Item, LoadTxt, SaveTxt, Source, genfromtxt,
    loadtxt, savetxt,
};

criterion_group!(benches, loads, by_csv, saves, gaps);
criterion_main!(benches);

const N_ROWS: usize = 100_000;

/// The same numbers on both sides, from -0.5 to 0.5.
fn spread(i: usize) -> f64 {
    let bits = (i as u64).wrapping_mul(2_654_435_761) % (1 << 32);
    bits as f64 / 4_294_967_296.0 - 0.5
}

fn floats(n_rows: usize, n_columns: isize) -> DynArray {
    let n = n_rows * n_columns as usize;
    let values = (0..n).map(|i| spread(i) * 10f64.powi((i % 7) as i32)).collect::<Vec<_>>();
    DynArray::from_vec(values).reshape([-1, n_columns]).expect("its size")
}

fn integers(n_columns: isize) -> DynArray {
    let n = N_ROWS * n_columns as usize;
    let values = (0..n).map(|i| (spread(i) * 200_000.0) as i64).collect::<Vec<_>>();
    DynArray::from_vec(values).reshape([-1, n_columns]).expect("its size")
}

fn written(array: &DynArray, options: &SaveTxt) -> Vec<u8> {
    let mut out = Vec::new();
    savetxt(&mut out, array, options).expect("memory");
    out
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("ndstrata-bench-ours-{name}.txt"));
    std::fs::write(&path, bytes).expect("room for it");
    path
}

fn records() -> Vec<u8> {
    let line = |i: usize| {
        let (month, day) = (i % 12 + 1, i % 28 + 1);
        format!("{i},{:.3},name{},2020-{month:02}-{day:02}\n", spread(i) * 100.0, i % 97)
    };
    (0..N_ROWS).map(line).collect::<String>().into_bytes()
}

fn quoted() -> Vec<u8> {
    let number = |i: usize| format!("\"{:.4}\"", spread(i) * 100.0);
    let line =
        |row: usize| (0..10).map(|c| number(row * 10 + c)).collect::<Vec<_>>().join(",") + "\n";
    (0..N_ROWS).map(line).collect::<String>().into_bytes()
}

fn with_gaps() -> Vec<u8> {
    let number = |i: usize| match i % 11 {
        0 => String::new(),
        _ => format!("{:.4}", spread(i) * 100.0),
    };
    let line =
        |row: usize| (0..10).map(|c| number(row * 10 + c)).collect::<Vec<_>>().join(",") + "\n";
    (0..N_ROWS).map(line).collect::<String>().into_bytes()
}

fn loads(criterion: &mut Criterion) {
    let spaced = LoadTxt::default();
    let comma = || LoadTxt::default().delimiter(",");
    let dtype = |text: &str| text.parse::<DType>().expect("a type");
    let save = |format: &str| SaveTxt::default().fmt(format);
    let twice = Converter::new(|text| text.parse().ok().map(|x: f64| Item::Float(x * 2.0)));
    let doubling = comma().column_converter(0, twice.clone()).column_converter(1, twice);
    type Make = Box<dyn Fn() -> Vec<u8>>;
    let cases: Vec<(&str, Make, LoadTxt)> = vec![
        (
            "f17_space",
            Box::new(move || written(&floats(N_ROWS, 10), &save("%.16e"))),
            spaced.clone(),
        ),
        (
            "f17_comma",
            Box::new(move || written(&floats(N_ROWS, 10), &save("%.16e").delimiter(","))),
            comma(),
        ),
        ("f4_space", Box::new(move || written(&floats(N_ROWS, 10), &save("%.4f"))), spaced.clone()),
        (
            "f4_comma",
            Box::new(move || written(&floats(N_ROWS, 10), &save("%.4f").delimiter(","))),
            comma(),
        ),
        (
            "ints",
            Box::new(move || written(&integers(10), &save("%d").delimiter(","))),
            comma().dtype(&dtype("i8")),
        ),
        ("records", Box::new(records), comma().dtype(&dtype("i8,f8,U8,M8[D]"))),
        ("quoted", Box::new(quoted), comma().quotechar('"')),
        (
            "usecols",
            Box::new(move || written(&floats(20_000, 50), &save("%.6f").delimiter(","))),
            comma().usecols([3, 40]),
        ),
        ("line", Box::new(move || written(&floats(1, 100_000), &save("%.6f"))), spaced.clone()),
        ("words", Box::new(records), comma().dtype(&dtype("U"))),
        (
            "converters",
            Box::new(move || written(&floats(20_000, 2), &save("%.4f").delimiter(","))),
            doubling,
        ),
        ("tiny", Box::new(|| b"1.5 2.5 3.5\n".to_vec()), spaced),
    ];
    for (case, make, options) in cases {
        bench(
            criterion,
            &format!("text/loadtxt/{case}/ndstrata"),
            || file(case, &make()),
            |path| {
                let source = Source::path(path, Encoding::Utf8).expect("the file");
                loadtxt(source, &options).expect("the table")
            },
            |array| shape_and_digest(&array.view()),
        );
    }
}

/// The crates `csv` and `serde`, row by row into tuples of a type known when compiling.
fn by_csv(criterion: &mut Criterion) {
    let id = |case: &str| format!("text/loadtxt/{case}/csv");
    for (case, format) in [("f17_comma", "%.16e"), ("f4_comma", "%.4f")] {
        let save = SaveTxt::default().fmt(format).delimiter(",");
        let make = || file(&format!("csv-{case}"), &written(&floats(N_ROWS, 10), &save));
        bench(
            criterion,
            &id(case),
            make,
            |path| rows_by_csv::<f64>(path),
            |rows| rows_and_digest(rows),
        );
    }
    let save = SaveTxt::default().fmt("%d").delimiter(",");
    let make = || file("csv-ints", &written(&integers(10), &save));
    bench(
        criterion,
        &id("ints"),
        make,
        |path| rows_by_csv::<i64>(path),
        |rows| rows_and_digest(rows),
    );
}

fn rows_by_csv<T: serde::de::DeserializeOwned>(path: &std::path::Path) -> Vec<[T; 10]> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_path(path);
    reader.expect("the file").deserialize().map(|row| row.expect("ten numbers")).collect()
}

/// What the rows hold, as an array of them shows it.
fn rows_and_digest<T: ndstrata_dtype::Element>(rows: &[[T; 10]]) -> serde_json::Value {
    let numbers = DynArray::from_vec(rows.as_flattened().to_vec());
    shape_and_digest(&numbers.reshape([-1, 10]).expect("its size").view())
}

fn saves(criterion: &mut Criterion) {
    for (case, format) in [("e18", "%.18e"), ("f4", "%.4f"), ("g", "%g"), ("d", "%d")] {
        bench(
            criterion,
            &format!("text/savetxt/{case}/ndstrata"),
            || if case == "d" { integers(10) } else { floats(N_ROWS, 10) },
            |array| written(array, &SaveTxt::default().fmt(format)),
            |bytes| digest(bytes),
        );
    }
}

fn gaps(criterion: &mut Criterion) {
    let comma = || GenFromTxt::default().delimiter(Delimiter::Text(",".to_owned()));
    let ints = || written(&integers(10), &SaveTxt::default().fmt("%d").delimiter(","));
    let cases: [(&str, fn() -> Vec<u8>, GenFromTxt); 4] = [
        ("missing", with_gaps, comma()),
        ("infer_missing", with_gaps, comma().infer_dtype()),
        ("infer_records", records, comma().infer_dtype()),
        ("floats", || written(&floats(N_ROWS, 10), &SaveTxt::default().delimiter(",")), comma()),
    ];
    let all = cases
        .into_iter()
        .map(|(case, make, options)| (case, Box::new(make) as Box<dyn Fn() -> Vec<u8>>, options));
    let more = std::iter::once((
        "infer_ints",
        Box::new(ints) as Box<dyn Fn() -> Vec<u8>>,
        comma().infer_dtype(),
    ));
    for (case, make, options) in all.chain(more) {
        bench(
            criterion,
            &format!("text/genfromtxt/{case}/ndstrata"),
            || file(case, &make()),
            |path| {
                let source = Source::path(path, Encoding::Utf8).expect("the file");
                genfromtxt(source, &options).expect("the table").data
            },
            |array| shape_and_digest(&array.view()),
        );
    }
}
