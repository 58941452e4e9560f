//! Reading and writing `.npy`: what a file costs, what a small stream costs.
//!
//! NumPy's twin is `numpy/npy.py`; `ndarray-npy` and `npyz` are measured where they do the same. Files
//! lie in the folder for temporary files and stay in the page cache.

use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array1, Array2, ShapeBuilder};
use ndstrata_array::{DynArray, Order};
use ndstrata_benches::{bench, digest, shape_and_digest};
use ndstrata_dtype::DType;
use ndstrata_npy::{ReadOptions, WriteOptions, load, read, save, write};
use serde_json::{Value, json};

criterion_group!(benches, loads, saves, streams);
criterion_main!(benches);

fn loads(criterion: &mut Criterion) {
    for (name, n) in [("8B", 1), ("80MB", 10_000_000), ("800MB", 100_000_000)] {
        load_case(criterion, &format!("f8_{name}"), || halves(n));
        let id = format!("npy/load/f8_{name}/ndarray-npy");
        let file = || saved("peer", &halves(n));
        let typed = |path: &mut PathBuf| -> Array1<f64> {
            ndarray_npy::read_npy(path).expect("the file that was saved")
        };
        bench(criterion, &id, file, typed, |a| answer(a.shape(), a.iter()));
        let id = format!("npy/load/f8_{name}/npyz");
        let values = |path: &mut PathBuf| -> Vec<f64> {
            let file = std::fs::File::open(path).expect("the file that was saved");
            let npy = npyz::NpyFile::new(std::io::BufReader::new(file)).expect("its header");
            npy.into_vec().expect("its values")
        };
        bench(criterion, &id, file, values, |a| answer(&[a.len()], a.iter()));
    }
    load_case(criterion, "f8_80MB_fortran", fortran);
    load_case(criterion, "big_endian_80MB", || {
        halves(10_000_000).astype(&DType::FLOAT64.swap_byte_order()).expect("memory")
    });
}

fn saves(criterion: &mut Criterion) {
    for (name, n) in [("8B", 1), ("80MB", 10_000_000)] {
        for (case, keep_file) in [("over", true), ("new", false)] {
            let id = format!("npy/save/{case}_{name}/ndstrata");
            let prepare = || (file("ours"), halves(n));
            let operation = |(path, array): &mut (PathBuf, DynArray)| {
                if !keep_file {
                    let _ = std::fs::remove_file(&*path);
                }
                save(&*path, array, &WriteOptions::new()).expect("room for it");
                path.clone()
            };
            bench(criterion, &id, prepare, operation, |path| values_in(path, n));
            let id = format!("npy/save/{case}_{name}/ndarray-npy");
            let prepare = || (file("peer"), Array1::from_vec(numbers(n)));
            let operation = |(path, array): &mut (PathBuf, Array1<f64>)| {
                if !keep_file {
                    let _ = std::fs::remove_file(&*path);
                }
                ndarray_npy::write_npy(&*path, array).expect("room for it");
                path.clone()
            };
            bench(criterion, &id, prepare, operation, |path| values_in(path, n));
        }
    }
}

/// Ten elements from memory and into memory.
fn streams(criterion: &mut Criterion) {
    let bytes = || {
        let mut bytes = Vec::new();
        write(&mut bytes, &halves(10), &WriteOptions::new()).expect("memory");
        bytes
    };
    bench(
        criterion,
        "npy/stream/read_10/ndstrata",
        bytes,
        |bytes| read(&mut bytes.as_slice(), &ReadOptions::new()).expect("what was written"),
        |a| shape_and_digest(&a.view()),
    );
    bench(
        criterion,
        "npy/stream/write_10/ndstrata",
        || halves(10),
        |array| {
            let mut bytes = Vec::new();
            write(&mut bytes, array, &WriteOptions::new()).expect("memory");
            bytes
        },
        |bytes| digest(bytes),
    );
}

fn load_case(criterion: &mut Criterion, case: &str, make: impl Fn() -> DynArray) {
    let id = format!("npy/load/{case}/ndstrata");
    bench(
        criterion,
        &id,
        || saved("ours", &make()),
        |path| load(path, &ReadOptions::new()).expect("the file that was saved"),
        |a| shape_and_digest(&a.astype(&a.dtype().to_native()).expect("memory").view()),
    );
}

/// One file a process, so that a run leaves little behind.
fn file(side: &str) -> PathBuf {
    std::env::temp_dir().join(format!("ndstrata-bench-{side}.npy"))
}

fn saved(side: &str, array: &DynArray) -> PathBuf {
    let path = file(side);
    save(&path, array, &WriteOptions::new()).expect("room for it");
    path
}

/// Of a file's last `n` values: headers are padded differently by different libraries.
fn values_in(path: &PathBuf, n: usize) -> Value {
    let bytes = std::fs::read(path).expect("the file that was saved");
    digest(&bytes[bytes.len() - 8 * n..])
}

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64 * 0.5).collect()
}

fn halves(n: usize) -> DynArray {
    DynArray::from_vec(numbers(n))
}

fn fortran() -> DynArray {
    let typed = Array2::from_shape_vec((2500, 4000).f(), numbers(10_000_000)).expect("its size");
    DynArray::from(typed).copy(Order::K).expect("memory")
}

fn answer<'a>(shape: &[usize], items: impl Iterator<Item = &'a f64>) -> Value {
    let bytes: Vec<u8> = items.flat_map(|item| item.to_ne_bytes()).collect();
    json!([shape, digest(&bytes)])
}
