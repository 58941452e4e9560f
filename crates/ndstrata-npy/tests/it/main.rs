//! The formats from outside: streams, files, archives, and files that mean harm.

mod archive;
mod damage;
mod grow;
mod hostile;
mod map;
mod stream;
mod typed;

use std::path::PathBuf;

use ndstrata_array::{DynArray, DynView};

/// A name in a folder of the test's own.
fn scratch(test: &str, name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("npy").join(test);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// Shape, type and elements in C order.
fn content(view: &DynView<'_>) -> (Vec<usize>, String, Vec<u8>) {
    let mut bytes = Vec::new();
    view.for_each_element(|element| bytes.extend_from_slice(element));
    (view.shape().to_vec(), view.dtype().to_string(), bytes)
}

#[track_caller]
fn assert_same(left: &DynArray, right: &DynArray) {
    assert_eq!(content(&left.view()), content(&right.view()));
}
