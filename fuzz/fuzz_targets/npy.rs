//! Any bytes as a `.npy` file: an error or an array, and what is written of it reads back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_array::DynArray;
use ndstrata_npy::{Chunks, Limits, ReadOptions, WriteOptions, read, write};

fn bytes(array: &DynArray) -> Vec<u8> {
    let mut bytes = Vec::new();
    array.for_each_element(|element| bytes.extend_from_slice(element));
    bytes
}

fuzz_target!(|file: &[u8]| {
    let options = ReadOptions::new().limits(Limits::new().max_bytes(1 << 20));
    let mut rest = file;
    let Ok(array) = read(&mut rest, &options) else { return };
    // Elements without bytes may be more than can be counted.
    if array.size() > 1 << 20 {
        return;
    }
    let mut again = Vec::new();
    write(&mut again, &array, &WriteOptions::new()).expect("what was read can be written");
    let back = read(&mut &again[..], &options).expect("what was written can be read");
    assert_eq!(
        (array.shape(), array.dtype(), bytes(&array)),
        (back.shape(), back.dtype(), bytes(&back))
    );
    let chunks = Chunks::new(file, &options).expect("the header was read before");
    let axis = chunks.axis();
    let rows: usize = chunks
        .rows(3)
        .map(|chunk| {
            let chunk = chunk.expect("the elements were read before");
            chunk.shape().get(axis).copied().unwrap_or(1)
        })
        .sum();
    assert_eq!(rows, array.shape().get(axis).copied().unwrap_or(1));
});
