//! Files that claim what they do not hold: an error each, and no memory for the claim.

use ndstrata_npy::{ErrorKind, Limits, ReadOptions, load_any_bytes, read};
use proptest::prelude::*;

fn file(descr: &str, shape: &str) -> Vec<u8> {
    let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}");
    let mut bytes = b"\x93NUMPY\x01\0".to_vec();
    bytes.extend_from_slice(&(text.len() as u16).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

#[test]
fn claims_are_not_believed() {
    for (descr, shape) in [
        ("'<f8'", "(1099511627776,)"),
        ("'<f8'", "(536870912,)"),
        ("'<f8'", "(2305843009213693952,)"),
        ("'<f8'", "(9223372036854775807, 9223372036854775807)"),
        ("'<f8'", "(0, 9223372036854775807)"),
        ("'|S2147483647'", "(1000000,)"),
        ("('<i2', (2,))", "(3,)"),
        ("'|O'", "(2,)"),
    ] {
        let error = read(&mut &file(descr, shape)[..], &ReadOptions::new()).unwrap_err();
        assert_eq!(error.numpy_class(), "ValueError", "{descr} {shape}: {error}");
    }
}

#[test]
fn elements_without_bytes_cost_nothing() {
    let array = read(&mut &file("'|V0'", "(1000000000000,)")[..], &ReadOptions::new()).unwrap();
    assert_eq!((array.size(), array.nbytes()), (1_000_000_000_000, 0));
}

#[test]
fn a_limit_of_bytes_comes_before_their_memory() {
    let options = ReadOptions::new().limits(Limits::new().max_bytes(1 << 20));
    let error = read(&mut &file("'|u1'", "(1048577,)")[..], &options).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooManyBytes { bytes: 1_048_577, .. }));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), start in 0..4_usize) {
        let prefix: [&[u8]; 4] =
            [b"", b"\x93NUMPY\x01\0v\0", b"\x93NUMPY\x03\0v\0\0\0", b"PK\x05\x06"];
        let file = [prefix[start], &bytes].concat();
        let _ = load_any_bytes(file, &ReadOptions::new());
    }

    #[test]
    fn no_change_of_a_good_file_panics(at in 0..200_usize, byte in any::<u8>()) {
        let mut bytes = file("[('a', '<i2'), ('', '|V2'), ('b', '<U3', (2,))]", "(2, 3)");
        bytes.resize(bytes.len() + 6 * 28, 7);
        let at = at % bytes.len();
        bytes[at] = byte;
        let options = ReadOptions::new().limits(Limits::new().max_bytes(1 << 24));
        let _ = read(&mut &bytes[..], &options);
    }
}
