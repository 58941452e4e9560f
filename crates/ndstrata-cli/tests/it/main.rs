//! The built command, run as a shell runs it.

mod compare;
mod convert;
mod hostile;
mod look;
mod text;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ndstrata_array::DynArray;
use ndstrata_npy::WriteOptions;

/// A new folder of the test's own.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    // Left by an earlier run, or not there.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn command<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ndstrata"));
    command.args(args).current_dir(folder).output().unwrap()
}

/// What a command that must succeed prints.
#[track_caller]
fn out<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> String {
    let output = command(folder, args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*errors), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

/// The one line that a command prints which must refuse.
#[track_caller]
fn refusal<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> String {
    let output = command(folder, args);
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().count(), 1, "{errors}");
    errors.trim_end().to_owned()
}

fn save(folder: &Path, name: &str, array: &DynArray) {
    ndstrata_npy::save(folder.join(name), array, &WriteOptions::new()).unwrap();
}

/// `np.arange(12.).reshape(3, 4)`
fn table() -> DynArray {
    let values: Vec<f64> = (0..12).map(f64::from).collect();
    DynArray::from_vec(values).reshape_view(&[3, 4], ndstrata_array::Order::C).unwrap()
}
