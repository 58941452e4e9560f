//! Each mode of a map by name: what reaches the file, and what is refused.

use std::path::PathBuf;

use crate::{Scope, evaluate};

/// A scope that knows the path of an unused file as `f`.
fn scope(name: &str) -> (Scope, PathBuf) {
    let path = std::env::temp_dir().join(format!("ndstrata-maps-{}-{name}", std::process::id()));
    let mut scope = Scope::new();
    scope.set("f", path.to_string_lossy().into_owned().into());
    (scope, path)
}

fn shown(expression: &str, scope: &mut Scope) -> String {
    match evaluate(&format!("repr({expression})"), scope) {
        Ok(value) => value.as_str().unwrap_or_default().to_owned(),
        Err(error) => format!("{}: {}", error.class(), error.message()),
    }
}

#[test]
fn what_is_written_through_a_map_is_in_the_file() -> crate::Result<()> {
    let (mut scope, path) = scope("written.npy");
    evaluate("m = np.lib.format.open_memmap(f, 'w+', 'i4', (2, 3))", &mut scope)?;
    evaluate("m[:] = np.arange(6).reshape(2, 3); row = m[1]; row += 10", &mut scope)?;
    assert_eq!(
        shown("np.load(f)", &mut scope),
        "array([[ 0,  1,  2],\n       [13, 14, 15]], dtype=int32)"
    );
    // What is read while it is written, and operators that read what they write.
    evaluate("m[1:] = m[:1]; m += m; m.shape = (3, 2); m[0] = -1; m.flush()", &mut scope)?;
    evaluate("np.add(m, m[::-1], out=m)", &mut scope)?;
    assert_eq!(
        shown("m", &mut scope),
        "array([[1, 3],\n       [8, 0],\n       [1, 3]], dtype=int32)"
    );
    assert_eq!(
        shown("np.load(f)", &mut scope),
        "array([[1, 3, 8],\n       [0, 1, 3]], dtype=int32)"
    );
    std::fs::remove_file(path).ok();
    Ok(())
}

#[test]
fn each_mode_writes_where_numpy_does() -> crate::Result<()> {
    let (mut scope, path) = scope("modes.npy");
    evaluate("np.save(f, [1, 2, 3]); r = np.load(f, mmap_mode='r')", &mut scope)?;
    for write in ["r[0] = 9", "r[1:][0] = 9", "r += 1", "np.add(r, 1, out=r)", "r.sort()"] {
        let error = evaluate(write, &mut scope).err().map(|error| error.class());
        assert_eq!(error, Some("ValueError"), "{write}");
    }
    assert_eq!(shown("r.flags['WRITEABLE']", &mut scope), "False");
    evaluate("c = np.load(f, mmap_mode='c'); c[0] = 9", &mut scope)?;
    assert_eq!(
        shown("(c, r, np.load(f))", &mut scope),
        "(array([9, 2, 3]), array([1, 2, 3]), array([1, 2, 3]))"
    );
    evaluate("r = 0; c = 0; w = np.load(f, mmap_mode='r+'); w[-1] = 9", &mut scope)?;
    assert_eq!(shown("(np.load(f), w.flags['WRITEABLE'])", &mut scope), "(array([1, 2, 9]), True)");
    assert_eq!(
        shown("w.resize((5,))", &mut scope),
        "ValueError: cannot resize this array: it does not own its data"
    );
    std::fs::remove_file(path).ok();
    Ok(())
}

#[test]
fn raw_files_are_mapped() -> crate::Result<()> {
    let (mut scope, path) = scope("raw.bin");
    evaluate("m = np.memmap(f, '<i2', 'w+', 2, (2, 2), 'F'); m[0] = 1; m[:, 1] += 1", &mut scope)?;
    assert_eq!(std::fs::read(&path).unwrap_or_default(), [0, 0, 1, 0, 0, 0, 2, 0, 1, 0]);
    evaluate("m = 0", &mut scope)?;
    assert_eq!(shown("np.memmap(f, 'i2', 'r')", &mut scope), "array([0, 1, 0, 2, 1], dtype=int16)");
    assert_eq!(
        shown("np.memmap(f, '<i2', 'r+', shape=6)[-2:]", &mut scope),
        "array([1, 0], dtype=int16)"
    );
    std::fs::remove_file(path).ok();
    Ok(())
}

#[test]
fn a_header_of_any_length_is_made() -> crate::Result<()> {
    let (mut scope, path) = scope("long.npy");
    evaluate("d = np.dtype([('a' * 5000, 'i4'), ('b' * 70000, 'i4')])", &mut scope)?;
    evaluate("m = np.lib.format.open_memmap(f, 'w+', d, (2,)); m[1] = (3, 4)", &mut scope)?;
    assert_eq!(shown("np.load(f, max_header_size=80000)[1]", &mut scope)[..15], *"np.void((3, 4),");
    std::fs::remove_file(path).ok();
    Ok(())
}

#[test]
fn mistakes_have_the_errors_of_numpy() {
    let (mut scope, path) = scope("mistakes.bin");
    std::fs::write(&path, [0; 7]).ok();
    for (call, error) in [
        (
            "np.memmap(f, 'i2')",
            "ValueError: Size of available data is not a multiple of the data-type size.",
        ),
        ("np.memmap(f, mode='w+')", "ValueError: shape must be given if mode == 'w+'"),
        (
            "np.memmap(f, mode='x')",
            "ValueError: mode must be one of ['r', 'c', 'r+', 'w+', 'readonly', 'copyonwrite', 'readwrite', 'write'] (got 'x')",
        ),
        (
            "np.memmap(f, mode='r', offset=-1)",
            "OverflowError: memory mapped offset must be positive",
        ),
        (
            "np.memmap(f, mode='r', shape=(-1,))",
            "OverflowError: memory mapped length must be positive",
        ),
        (
            "np.memmap(f, mode='r', shape=3, order='Z')",
            "ValueError: order must be one of 'C', 'F', 'A', or 'K' (got 'Z')",
        ),
        ("np.memmap(3)", "TypeError: expected str, bytes or os.PathLike object, not int"),
        ("np.lib.format.open_memmap(f, 'w+')", "TypeError: object of type 'NoneType' has no len()"),
        (
            "np.lib.format.open_memmap(f, 'w+', 'i4', 3)",
            "TypeError: object of type 'int' has no len()",
        ),
        (
            "np.lib.format.open_memmap(f, 'w+', 'O', (3,))",
            "ValueError: Array can't be memory-mapped: Python objects in dtype.",
        ),
        (
            "np.lib.format.open_memmap(f, 'w+', 'i4', (3, -1))",
            "ValueError: negative dimensions are not allowed",
        ),
    ] {
        assert_eq!(shown(call, &mut scope), error, "{call}");
    }
    assert_eq!(std::fs::read(&path).unwrap_or_default(), [0; 7]);
    std::fs::remove_file(path).ok();
}

#[test]
fn views_without_elements_keep_nothing_from_the_file() -> crate::Result<()> {
    let (mut scope, path) = scope("empty-view.npy");
    evaluate("m = np.lib.format.open_memmap(f, 'w+', 'f8', (4,)); k = m[:0]", &mut scope)?;
    evaluate("m[0] = 7; m.flush()", &mut scope)?;
    assert_eq!(shown("np.load(f)", &mut scope), "array([7., 0., 0., 0.])");
    std::fs::remove_file(path).ok();
    Ok(())
}
