//! Files that mean harm, and usage that makes no sense: status 2 and one line, never a backtrace.

use ndstrata_npy::Header;

use crate::{command, folder, refusal, save, table};

#[test]
fn no_file_makes_a_command_panic() {
    let dir = folder("hostile");
    save(&dir, "good.npy", &table());
    let good = std::fs::read(dir.join("good.npy")).unwrap();
    let header = |text: &str| {
        let length = (text.len() as u16).to_le_bytes();
        [&b"\x93NUMPY\x01\x00"[..], &length, text.as_bytes()].concat()
    };
    let dict = |descr: &str, shape: &str| {
        header(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n"))
    };
    let huge = Header::new(&ndstrata_dtype::DType::UINT8, &[1 << 40], false, None).unwrap();
    for (name, bytes) in [
        ("empty.npy", Vec::new()),
        ("text.npy", b"hello, world".to_vec()),
        ("magic.npy", good[..6].to_vec()),
        ("header.npy", good[..60].to_vec()),
        ("cut.npy", good[..good.len() - 1].to_vec()),
        ("version.npy", [&good[..6], &[9, 9], &good[8..]].concat()),
        ("deep.npy", dict(&"[".repeat(5000), "(1,)")),
        ("product.npy", dict("'<f8'", "(4294967296, 4294967296)")),
        ("negative.npy", dict("'<f8'", "(-1,)")),
        ("axes.npy", dict("'<f8'", &format!("({})", "1,".repeat(65)))),
        ("object.npy", dict("'|O'", "(1,)")),
        ("descr.npy", dict("'<q9'", "(1,)")),
        ("huge.npy", huge.to_bytes().unwrap()),
        ("zip.npz", b"PK\x03\x04 and no more".to_vec()),
        ("directory.npz", [&b"PK\x05\x06"[..], &[0xff; 18]].concat()),
        ("pickle.npy", b"\x80\x04cos\nsystem\n(S'true'\ntR.".to_vec()),
    ] {
        std::fs::write(dir.join(name), bytes).unwrap();
        for args in [
            &["show", name][..],
            &["show", name, "--index", "0"],
            &["stats", name],
            &["diff", "good.npy", name],
            &["convert", name, "out.npy"],
            &["eval", "x", &format!("x={name}")],
        ] {
            let line = refusal(&dir, args);
            assert!(line.contains(name), "{args:?}: {line}");
        }
        let output = command(&dir, &["info", name]);
        assert!(matches!(output.status.code(), Some(0 | 2)));
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
        assert!(!dir.join("out.npy").exists());
    }
}

#[test]
fn usage_that_makes_no_sense_is_refused() {
    let dir = folder("usage");
    save(&dir, "a.npy", &table());
    for args in [
        &["frobnicate"][..],
        &["show"],
        &["show", "a.npy", "--precision", "x"],
        &["convert", "a.npy"],
        &["convert", "a.npy", "b.npy", "--dtype", "<q9"],
        &["convert", "a.npy", "b.npy", "--version", "4"],
        &["eval", "x", "1x=a.npy"],
        &["eval", "x", "x"],
    ] {
        let output = command(&dir, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
    for index in ["", "[", "1:2:3:4", "x", "9, 9", "0, 0, 0", "__import__('os')"] {
        let line = refusal(&dir, &["show", "a.npy", "--index", index]);
        assert!(line.starts_with("ndstrata: a.npy: "), "{line}");
    }
}
