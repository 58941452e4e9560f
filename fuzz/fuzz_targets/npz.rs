//! Any bytes as a `.npz` archive: no member panics, whatever its directory claims.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_npy::{Limits, Npz, ReadOptions};

fuzz_target!(|file: &[u8]| {
    let limits = Limits::new().max_bytes(1 << 20).max_members(100).max_ratio(100);
    let Ok(npz) = Npz::from_bytes(file, &ReadOptions::new().limits(limits)) else { return };
    for name in npz.names() {
        let _ = npz.is_array(name);
        let header = npz.header(name);
        if let Ok(array) = npz.get(name) {
            assert_eq!(header.expect("an array has a header").shape(), array.shape());
        }
        let _ = npz.bytes(name);
    }
});
