//! Tables of text: read, written, looked into; and what is refused.

use crate::{folder, out, refusal, save, table};

#[test]
fn tables_go_through_every_ending_and_back() {
    let dir = folder("text-formats");
    save(&dir, "a.npy", &table());
    let first = std::fs::read(dir.join("a.npy")).unwrap();
    for name in
        ["b.txt", "b.csv", "b.tsv", "b.dat", "b.csv.gz", "b.txt.bz2", "b.tsv.xz", "b.csv.lzma"]
    {
        out(&dir, &["convert", "a.npy", name]);
        out(&dir, &["convert", name, "c.npy"]);
        assert_eq!(std::fs::read(dir.join("c.npy")).unwrap(), first, "{name}");
    }
    assert_eq!(
        std::fs::read(dir.join("b.csv")).unwrap(),
        b"0.0,1.0,2.0,3.0\n4.0,5.0,6.0,7.0\n8.0,9.0,10.0,11.0\n"
    );
    let formats = [
        "--fmt",
        "%d",
        "--header",
        "x",
        "--footer",
        "y",
        "--comments",
        "; ",
        "--newline",
        "\\r\\n",
    ];
    out(
        &dir,
        &[&["convert", "a.npy", "d.txt", "--index", ":2, :2", "--delimiter", "|"], &formats[..]]
            .concat(),
    );
    assert_eq!(std::fs::read(dir.join("d.txt")).unwrap(), b"; x\r\n0|1\r\n4|5\r\n; y\r\n");
    let reading = [
        "--delimiter",
        "|",
        "--comments",
        ";",
        "--dtype",
        "i4",
        "--usecols",
        "-1",
        "--skiprows",
        "1",
    ];
    out(
        &dir,
        &[&["convert", "d.txt", "e.npy", "--max-rows", "2", "--ndmin", "2"], &reading[..]].concat(),
    );
    assert_eq!(out(&dir, &["show", "e.npy", "--repr"]), "array([[1],\n       [5]], dtype=int32)\n");
}

#[test]
fn messy_tables_are_inferred() {
    let dir = folder("text-infer");
    std::fs::write(dir.join("a.csv"), "# id, when ,deg C\n1,2024-01-02,2.5\n2,2024-01-03,n/a\n")
        .unwrap();
    let args = [
        "convert",
        "a.csv",
        "a.npy",
        "--infer",
        "--names",
        "true",
        "--autostrip",
        "--missing",
        "n/a",
        "--filling",
        "-1",
    ];
    out(&dir, &args);
    assert_eq!(
        out(&dir, &["show", "a.npy", "--repr"]),
        "array([(1, '2024-01-02',  2.5), (2, '2024-01-03', -1. )],\n      \
         dtype=[('id', '<i8'), ('when', '<U10'), ('deg_C', '<f8')])\n"
    );
    std::fs::write(dir.join("w.txt"), "11223\n44  6\n").unwrap();
    out(&dir, &["convert", "w.txt", "w.npy", "--infer", "--widths", "2,2,1"]);
    assert_eq!(out(&dir, &["show", "w.npy"]), "[[11 22  3]\n [44 -1  6]]\n");
    std::fs::write(dir.join("l.txt"), b"\xe9 1\n").unwrap();
    out(&dir, &["convert", "l.txt", "l.npy", "--dtype", "U3", "--encoding", "latin1"]);
    assert_eq!(out(&dir, &["show", "l.npy"]), "['é' '1']\n");
}

#[test]
fn other_commands_take_tables_too() {
    let dir = folder("text-look");
    std::fs::write(dir.join("a.csv"), "1,2\n3,4\n").unwrap();
    std::fs::write(dir.join("b.csv"), "name,x\nfoo,1.5\nbar,2.5\n").unwrap();
    assert_eq!(out(&dir, &["show", "a.csv", "--index", ":, 1"]), "[2. 4.]\n");
    assert_eq!(out(&dir, &["eval", "a.sum()", "a=a.csv"]), "10.0\n");
    assert_eq!(out(&dir, &["eval", "b['x'].max()", "b=b.csv"]), "2.5\n");
    assert!(out(&dir, &["stats", "a.csv"]).lines().count() > 2);
    out(&dir, &["eval", "a * 2", "a=a.csv", "-o", "c.tsv"]);
    assert_eq!(std::fs::read(dir.join("c.tsv")).unwrap(), b"2.0\t4.0\n6.0\t8.0\n");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let dir = folder("text-wrong");
    save(&dir, "a.npy", &table());
    std::fs::write(dir.join("bad.csv"), "1,2\n3,x\n").unwrap();
    std::fs::write(dir.join("gz.csv.gz"), b"no gzip").unwrap();
    std::fs::write(dir.join("late.csv"), "1,2\n3,4,5\n").unwrap();
    for (args, words) in [
        (
            &["bad.csv", "c.npy"][..],
            "bad.csv: could not convert string 'x' to float64 at row 1, column 2.",
        ),
        (&["gz.csv.gz", "c.npy"], "gz.csv.gz: Not a gzipped file (b'no')"),
        (
            &["late.csv", "c.npy", "--infer"],
            "late.csv: Some errors were detected ! Line #2 (got 3 columns instead of 2)",
        ),
        (&["late.csv", "c.npy"], "usecols` to select a subset and avoid this error (--infer finds"),
        (&["bad.csv", "c.npy", "--ndmin", "3"], "Illegal value of ndmin keyword: 3"),
        (&["none.csv", "c.npy"], "none.csv: "),
        (&["a.npy", "c.npy", "--fmt", "%d"], "--fmt is for writing tables of text only"),
        (&["a.npy", "c.csv", "--skiprows", "1"], "--skiprows is for reading tables of text only"),
        (&["a.npy", "c.csv", "--fmt", "%q"], "unsupported format character"),
        (&["bad.csv", "c.npy", "--encoding", "klingon"], "unknown encoding: klingon"),
        (&["bad.csv", "c.npy", "--usecols", "x"], "--usecols: 'x' is no number"),
    ] {
        let line = refusal(&dir, &[&["convert"], args].concat());
        assert!(line.contains(words), "{line}");
        assert!(!dir.join("c.npy").exists() && !dir.join("c.csv").exists());
    }
}

#[test]
fn what_separates_may_change_on_the_way() {
    let dir = folder("text-delimiters");
    std::fs::write(dir.join("a.txt"), "1;2\n3;4\n").unwrap();
    let given = ["--delimiter", ";", "--out-delimiter", "\\t|", "--fmt", "%d"];
    out(&dir, &[&["convert", "a.txt", "b.csv"], &given[..]].concat());
    assert_eq!(std::fs::read(dir.join("b.csv")).unwrap(), b"1\t|2\n3\t|4\n");
}

#[test]
fn fields_of_one_width_or_of_several() {
    let dir = folder("text-widths");
    std::fs::write(dir.join("a.txt"), "  1  2  3\n456 78  9\n").unwrap();
    for (widths, expected) in
        [("3", "[[  1   2   3]\n [456  78   9]]\n"), ("3,3", "[[  1   2]\n [456  78]]\n")]
    {
        out(&dir, &["convert", "a.txt", "b.npy", "--infer", "--widths", widths]);
        assert_eq!(out(&dir, &["show", "b.npy"]), expected);
    }
}

#[test]
fn expressions_read_and_write_files_by_path_and_in_memory() {
    let dir = folder("text-eval");
    for (expression, expected) in [
        ("np.loadtxt(io.StringIO('1 2'))", "[1. 2.]\n"),
        ("np.genfromtxt(BytesIO(b'1,2'), delimiter=',', dtype=int)", "[1 2]\n"),
        ("s = StringIO(); np.savetxt(s, [1, 2], fmt='%d'); s.getvalue()", "1\n2\n\n"),
        ("np.genfromtxt(['1,,3'], delimiter=',', usemask=True)", "[1.0 -- 3.0]\n"),
        (
            "np.genfromtxt(['1,a', 'n,b'], delimiter=',', dtype=None, missing_values='n', usemask=True)",
            "[(1, 'a') (--, 'b')]\n",
        ),
        ("np.arange(3).tofile('a.txt', sep=';')", ""),
        ("np.fromfile('a.txt', sep=';')", "[0. 1. 2.]\n"),
        ("np.arange(3).tofile('a.bin'); np.fromfile('a.bin', int, offset=8)", "[1 2]\n"),
    ] {
        assert_eq!(out(&dir, &["eval", expression]), expected, "{expression}");
    }
    for (expression, words) in [
        ("np.loadtxt('none.txt')", "FileNotFoundError: none.txt not found."),
        (
            "np.fromfile('none.txt')",
            "FileNotFoundError: [Errno 2] No such file or directory: 'none.txt'",
        ),
        (
            "np.fromfile('a.txt', sep=';', offset=1)",
            "TypeError: 'offset' argument only permitted for binary files",
        ),
        ("np.savetxt('a.txt', [1], '%.70000q')", "ValueError: unsupported format character 'q'"),
    ] {
        let line = refusal(&dir, &["eval", expression]);
        assert!(line.contains(words), "{line}");
    }
}
