//! Commands that only look: info, show, eval, tour and what describes them.

use std::process::{Command, Stdio};

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;
use ndstrata_npy::{CreateOptions, MemMap};

use crate::{folder, out, refusal, save, table};

#[test]
fn info_has_the_keys_that_were_promised() {
    let dir = folder("info");
    save(&dir, "a.npy", &table());
    ndstrata_npy::savez(dir.join("z.npz"), &[("x", table().view().t())]).unwrap();
    assert_eq!(
        out(&dir, &["info", "--json", "a.npy", "z.npz"]),
        concat!(
            r#"[{"path":"a.npy","member":null,"version":[1,0],"descr":"<f8","shape":[3,4],"#,
            r#""fortran_order":false,"itemsize":8,"nbytes":96,"data_offset":128,"method":null},"#,
            r#"{"path":"z.npz","member":"x","version":[1,0],"descr":"<f8","shape":[4,3],"#,
            r#""fortran_order":true,"itemsize":8,"nbytes":96,"data_offset":128,"#,
            r#""method":"stored"}]"#,
            "\n"
        )
    );
    assert!(out(&dir, &["info", "z.npz::x"]).contains("stored, 224 of 224 bytes"));
}

#[cfg(unix)]
#[test]
fn names_of_files_need_not_be_text() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;
    let dir = folder("names");
    let name = OsStr::from_bytes(b"n\xff=.npy");
    save(&dir, "a.npy", &table());
    std::fs::rename(dir.join("a.npy"), dir.join(name)).unwrap();
    let mut named = OsString::from("x=");
    named.push(name);
    assert_eq!(out(&dir, &[OsStr::new("eval"), OsStr::new("x[0, :2]"), &named]), "[0. 1.]\n");
    assert_eq!(out(&dir, &[OsStr::new("show"), name]).lines().count(), 3);
}

#[test]
fn show_prints_as_numpy() {
    let dir = folder("show");
    save(&dir, "a.npy", &table());
    let shown = out(&dir, &["show", "a.npy", "--index", "::-2, ..., [0, 2]"]);
    assert_eq!(shown, "[[ 8. 10.]\n [ 0.  2.]]\n");
    let shown = out(&dir, &["show", "a.npy", "--index", "-1, None", "--repr"]);
    assert_eq!(shown, "array([[ 8.,  9., 10., 11.]])\n");
    assert_eq!(out(&dir, &["show", "a.npy", "--index", "1, 2", "--repr"]), "np.float64(6.0)\n");
    let shown = out(&dir, &["show", "a.npy", "--threshold", "3", "--linewidth", "12"]);
    assert_eq!(shown, "[[ 0.  1.\n   2.  3.]\n [ 4.  5.\n   6.  7.]\n [ 8.  9.\n  10. 11.]]\n");
    save(&dir, "small.npy", &DynArray::from_vec(vec![1e-9, 1.23456]));
    let options = ["show", "small.npy", "--suppress", "--precision", "2"];
    assert_eq!(out(&dir, &options), "[0.   1.23]\n");
}

/// Eight gigabytes of which nothing is read but what is shown.
#[test]
fn numbers_are_drawn() {
    let folder = folder("plot");
    std::fs::write(folder.join("line.csv"), "# x,y\n0,0\n1,1\n2,nan\n3,3\n").unwrap();
    let size = ["--width", "4", "--height", "2"];
    let args = [&["plot", "line.csv"][..], &size].concat();
    assert_eq!(out(&folder, &args), "3 ┤⠀⠀⠀⠈\n0 ┤⡀⠂\n  └────\n   0  3\n");
    let args = [&["plot", "line.csv", "--index", "1:, 0"][..], &size].concat();
    assert!(out(&folder, &args).starts_with("3 ┤"));
    save(&folder, "table.npy", &table());
    assert!(refusal(&folder, &["plot", "table.npy"]).contains("choose a"));
    let nothing = refusal(&folder, &["plot", "line.csv", "--index", "2:2, 0"]);
    assert!(nothing.contains("no finite number"), "{nothing}");
}

#[test]
fn files_larger_than_memory_are_looked_into() {
    let dir = folder("large");
    let shape = [1 << 20, 1 << 10];
    drop(MemMap::create(dir.join("big.npy"), &DType::FLOAT64, &shape, &CreateOptions::new()));
    assert!(out(&dir, &["info", "big.npy"]).contains("8589934592"));
    assert_eq!(out(&dir, &["show", "big.npy", "--index", "-1, ::512"]), "[0. 0.]\n");
    assert!(out(&dir, &["show", "big.npy"]).starts_with("[[0. 0. 0. ... 0. 0. 0.]\n"));
    assert_eq!(out(&dir, &["eval", "x[7, :2]", "x=big.npy", "--json"]), "[0.0,0.0]\n");
    out(&dir, &["convert", "big.npy", "row.npy", "--index", "5"]);
    assert!(out(&dir, &["info", "row.npy"]).contains("(1024,)"));
    std::fs::remove_file(dir.join("big.npy")).unwrap();
}

#[test]
fn expressions_print_or_write() {
    let dir = folder("eval");
    save(&dir, "a.npy", &table());
    ndstrata_npy::savez(dir.join("z.npz"), &[("x", table().view())]).unwrap();
    assert_eq!(out(&dir, &["eval", "a[1:, 0]", "a=a.npy"]), "[4. 8.]\n");
    assert_eq!(out(&dir, &["eval", "z['x'][0, 1]", "z=z.npz", "--repr"]), "np.float64(1.0)\n");
    assert_eq!(
        out(&dir, &["eval", "a[::2, 1:3]", "a=z.npz::x", "--json"]),
        "[[1.0,2.0],[9.0,10.0]]\n"
    );
    assert_eq!(out(&dir, &["eval", "a[0] = 5; a[:2, 0]", "a=a.npy"]), "[5. 4.]\n");
    assert_eq!(out(&dir, &["show", "a.npy", "--index", "0, 0"]), "0.0\n");
    assert_eq!(out(&dir, &["eval", "a[0].astype('i2')", "a=a.npy", "-o", "b.npy"]), "");
    assert_eq!(out(&dir, &["show", "b.npy", "--repr"]), "array([0, 1, 2, 3], dtype=int16)\n");
    for (expression, line) in [
        ("a[9]", "IndexError: index 9 is out of bounds for axis 0 with size 3"),
        ("np.zeros(-1)", "ValueError: negative dimensions are not allowed"),
        ("b", "NameError: name 'b' is not defined"),
        ("a[", "SyntaxError: invalid syntax at line 1, column 3"),
    ] {
        assert_eq!(refusal(&dir, &["eval", expression, "a=a.npy", "-o", "no.npy"]), line);
    }
    assert!(!dir.join("no.npy").exists());
}

#[test]
fn the_tour_needs_nothing_and_leaves_its_files() {
    let dir = folder("tour");
    let text = out(&dir, &["tour", "data"]);
    assert!(text.contains("MemMap::open") && text.contains("expected 30000 bytes got 14904"));
    assert!(out(&dir, &["show", "data/readings.npz::celsius"]).starts_with("[4. "));
    assert_eq!(
        out(&dir, &["show", "data/readings.npy", "--field", "station", "--index", "::500"]),
        "[ 7 40 12  7]\n"
    );
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let dir = folder("pipe");
    save(&dir, "a.npy", &DynArray::from_vec((0..200_000).collect::<Vec<i64>>()));
    let mut child = Command::new(env!("CARGO_BIN_EXE_ndstrata"))
        .args(["show", "a.npy", "--threshold", "1000000"])
        .current_dir(&dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
}

#[test]
fn shells_and_readers_are_told_of_every_command() {
    let dir = folder("generate");
    for command in ["tour", "info", "show", "plot", "convert", "diff", "eval", "stats"] {
        for text in [out(&dir, &["completions", "bash"]), out(&dir, &["man"])] {
            assert!(text.contains(command), "{command}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_tour_makes_a_new_folder_of_its_users_own() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder("own");
    for n in 1..=2 {
        let output = Command::new(env!("CARGO_BIN_EXE_ndstrata")).env("TMPDIR", &dir).output();
        assert!(output.unwrap().status.success());
        let made: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap()).collect();
        assert_eq!(made.len(), n);
        assert!(made.iter().all(|e| e.metadata().unwrap().permissions().mode() & 0o777 == 0o700));
    }
}
