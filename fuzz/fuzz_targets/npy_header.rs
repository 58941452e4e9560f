//! Any bytes as the start of a `.npy` file: an error or a header, which is written as one that says
//! the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndstrata_npy::{Header, Limits};

fuzz_target!(|file: &[u8]| {
    let mut rest = file;
    let Ok(header) = Header::read(&mut rest, &Limits::new()) else { return };
    assert_eq!(header.data_offset(), file.len() - rest.len());
    if let Ok(layout) = header.layout() {
        assert_eq!(layout.shape(), header.shape());
    }
    let _ = header.nbytes();
    let Ok(bytes) = header.to_bytes() else { return };
    let again = Header::read(&mut &bytes[..], &Limits::new()).expect("what was written is a header");
    assert_eq!(
        (again.dtype(), again.shape(), again.fortran_order()),
        (header.dtype(), header.shape(), header.fortran_order())
    );
});
