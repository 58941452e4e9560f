//! Conversions, and that nothing is left of one that fails.

use ndstrata_array::Order;
use ndstrata_npy::{Header, Limits, ReadOptions, Version, load};

use crate::{command, folder, out, refusal, save, table};

#[test]
fn arrays_go_through_every_format_and_back() {
    let dir = folder("formats");
    save(&dir, "a.npy", &table());
    let first = std::fs::read(dir.join("a.npy")).unwrap();
    for steps in [
        &[&["a.npy", "b.bin"][..], &["b.bin", "c.npy", "--dtype", "f8", "--shape", "-1,4"]][..],
        &[&["a.npy", "b.npz::x", "--compress", "9"], &["b.npz::x", "c.npy"]],
        &[&["a.npy", "b.npz"], &["b.npz", "d.npz", "--compress", "1"], &["d.npz", "c.npy"]],
        &[&["a.npy", "b.npy", "--order", "F"], &["b.npy", "c.npy", "--order", "C"]],
        // A raw file of an array in Fortran order is in C order, as it cannot say which it has.
        &[
            &["a.npy", "f.npy", "--order", "F"],
            &["f.npy", "b.bin"],
            &["b.bin", "c.npy", "--dtype", "f8", "--shape", "3,4"],
        ],
        &[&["a.npy", "b.npy", "--index", ":1", "--order", "F"], &["a.npy", "c.npy"]],
        &[&["a.npy", "b.npy", "--dtype", ">f4"], &["b.npy", "c.npy", "--dtype", "<f8"]],
        &[&["a.npy", "a.npy", "--version", "3"], &["a.npy", "c.npy", "--version", "1"]],
    ] {
        for step in steps {
            out(&dir, &[&["convert"], *step].concat());
        }
        assert_eq!(std::fs::read(dir.join("c.npy")).unwrap(), first, "{steps:?}");
    }
}

#[test]
fn parts_types_orders_and_versions_are_as_asked() {
    let dir = folder("parts");
    save(&dir, "a.npy", &table());
    let args = ["convert", "a.npy", "b.npy", "--index", "1:, ::2", "--dtype", "i2"];
    out(&dir, &[&args[..], &["--order", "F", "--version", "2"]].concat());
    let bytes = std::fs::read(dir.join("b.npy")).unwrap();
    let header = Header::read(&mut &bytes[..], &Limits::new()).unwrap();
    assert_eq!(
        (header.version(), header.order(), header.shape()),
        (Version::V2, Order::F, &[2, 2][..])
    );
    let b = load(dir.join("b.npy"), &ReadOptions::new()).unwrap();
    assert_eq!(b.to_string(), "[[ 4  6]\n [ 8 10]]");
    out(&dir, &["convert", "b.npy", "c.npy", "--dtype", "U"]);
    assert_eq!(out(&dir, &["show", "c.npy", "--index", "0"]), "['4' '6']\n");
    let raw = ["convert", "d.bin", "d.npy", "--dtype", "<u2", "--offset", "1", "--index", "::-1"];
    std::fs::write(dir.join("d.bin"), [9, 1, 0, 2, 0]).unwrap();
    out(&dir, &raw);
    assert_eq!(out(&dir, &["show", "d.npy"]), "[2 1]\n");
}

#[test]
fn what_fails_leaves_the_old_file_and_no_other() {
    let dir = folder("atomic");
    save(&dir, "a.npy", &table());
    std::fs::write(dir.join("old.npy"), b"old").unwrap();
    std::fs::write(dir.join("raw.bin"), [0; 12]).unwrap();
    ndstrata_npy::savez(dir.join("z.npz"), &[("x", table().view()), ("y", table().view())])
        .unwrap();
    let n_files = std::fs::read_dir(&dir).unwrap().count();
    for (args, words) in [
        (&["a.npy", "old.npy", "--dtype", "U3", "--casting", "safe"][..], "according to the rule"),
        (&["a.npy", "old.npy", "--index", "7"], "IndexError: index 7 is out of bounds"),
        (&["a.npy", "old.npy", "--field", "x"], "a.npy: "),
        (&["a.npy", "old.npy", "--compress", "3"], "--compress is for archives"),
        (&["a.npy", "old.npy", "--shape", "3"], "--shape is for raw input"),
        (&["a.npy", "old.xyz"], "the ending of the name"),
        (&["a.npy", "none/old.npy"], "none/old.npy: "),
        (&["z.npz", "old.npy"], "an archive of 2 members; name one as FILE::MEMBER (x, y)"),
        (&["z.npz::w", "old.npy"], "w is not a file in the archive"),
        (&["raw.bin", "old.npy"], "needs --dtype"),
        (&["raw.bin", "old.npy", "--dtype", "f8"], "12 bytes are not a whole number of 8"),
        (&["raw.bin", "old.npy", "--dtype", "f4", "--shape", "4"], "16 bytes are needed"),
        (&["raw.bin", "old.npy", "--dtype", "f4", "--offset", "99"], "past the end"),
        (&["raw.bin", "old.npy", "--dtype", "f4", "--shape", "-1,-1"], "only one length"),
        (&["raw.bin", "old.npy", "--dtype", "V0"], "take no bytes"),
        (&["raw.bin", "old.npy", "--dtype", "O", "--shape", "1"], "bject"),
    ] {
        let line = refusal(&dir, &[&["convert"], args].concat());
        assert!(line.contains(words), "{args:?}: {line}");
        assert_eq!(std::fs::read(dir.join("old.npy")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), n_files, "{args:?}");
    }
}

#[test]
fn a_member_is_put_beside_those_that_are_there() {
    let dir = folder("beside");
    save(&dir, "a.npy", &table());
    out(&dir, &["convert", "a.npy", "z.npz::x"]);
    out(&dir, &["convert", "a.npy", "z.npz::y", "--dtype", "i4", "--compress", "6"]);
    out(&dir, &["eval", "a[0]", "a=a.npy", "-o", "z.npz::x"]);
    assert_eq!(out(&dir, &["eval", "z['y'].dtype", "z=z.npz"]), "int32\n");
    assert_eq!(out(&dir, &["show", "z.npz::x"]), "[0. 1. 2. 3.]\n");
    // A whole archive takes the old one's place.
    out(&dir, &["convert", "a.npy", "z.npz"]);
    assert_eq!(out(&dir, &["show", "z.npz", "--index", "0"]), "[0. 1. 2. 3.]\n");
    std::fs::write(dir.join("bad.npz"), "text").unwrap();
    for args in [&["convert", "a.npy", "bad.npz::x"][..], &["eval", "1", "-o", "bad.npz::x"]] {
        assert!(refusal(&dir, args).contains("bad.npz::x: "));
        assert_eq!(std::fs::read_to_string(dir.join("bad.npz")).unwrap(), "text");
    }
}

#[test]
fn a_damaged_member_is_refused_by_all_that_read_it() {
    let dir = folder("damaged");
    let array = ndstrata_array::DynArray::from_vec((0..1000).map(f64::from).collect());
    ndstrata_npy::savez(dir.join("x.npz"), &[("a", array.view())]).unwrap();
    let mut bytes = std::fs::read(dir.join("x.npz")).unwrap();
    bytes[1000] ^= 1;
    std::fs::write(dir.join("x.npz"), bytes).unwrap();
    for args in [
        &["convert", "x.npz", "y.npz"][..],
        &["convert", "x.npz", "y.npz", "--compress", "6"],
        &["convert", "x.npz::a", "y.npy"],
        &["stats", "x.npz"],
        &["diff", "x.npz", "x.npz"],
        &["show", "x.npz"],
        &["eval", "x", "x=x.npz"],
    ] {
        let line = refusal(&dir, args);
        assert!(line.ends_with("Bad CRC-32 for file 'a.npy'"), "{args:?}: {line}");
    }
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
}

#[test]
fn what_info_prints_is_a_type_and_members_have_versions() {
    let dir = folder("spelled");
    std::fs::write(dir.join("r.bin"), [0; 26]).unwrap();
    let dtype = "[('a','<i4'),('b','<f8')]";
    let output = command(
        &dir,
        &["convert", "r.bin", "r.npz", "--dtype", dtype, "--shape", "2", "--version", "3"],
    );
    assert_eq!(
        (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
        (Some(0), "ndstrata: r.bin: 2 bytes behind the shape are left out\n")
    );
    let told = out(&dir, &["info", "r.npz"]);
    assert!(told.contains(".npy 3.0") && told.contains("[('a', '<i4'), ('b', '<f8')]"), "{told}");
}

#[test]
fn short_files_and_objects_are_refused_in_numpys_words() {
    let dir = folder("short");
    save(&dir, "a.npy", &table());
    let bytes = std::fs::read(dir.join("a.npy")).unwrap();
    std::fs::write(dir.join("a.npy"), &bytes[..bytes.len() - 4]).unwrap();
    assert_eq!(
        refusal(&dir, &["show", "a.npy"]),
        "ndstrata: a.npy: Failed to read all data for array. Expected (3, 4) = 12 elements, could only \
         read 11 elements. (file seems not fully written?)"
    );
    // Of several files, those that can be are told of.
    save(&dir, "b.npy", &table());
    std::fs::write(dir.join("c.npy"), "text").unwrap();
    let output = command(&dir, &["info", "c.npy", "b.npy"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("b.npy\n"));
}

#[test]
fn members_and_files_of_odd_names_are_found() {
    let dir = folder("odd");
    ndstrata_npy::savez(dir.join("z.npz"), &[("a::b", table().view()), ("e\x1b", table().view())])
        .unwrap();
    assert!(out(&dir, &["show", "z.npz::a::b", "--index", "0"]).starts_with("[0. 1."));
    assert!(out(&dir, &["info", "z.npz"]).contains("z.npz::e\\u{1b}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"\xff.npy");
        std::fs::write(dir.join(name), std::fs::read(dir.join("z.npz")).unwrap()).unwrap();
        let args = [std::ffi::OsStr::new("info"), name];
        assert_eq!(command(&dir, &args).status.code(), Some(0));
    }
}
