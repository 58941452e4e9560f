//! Room on the disk taken before a large file is written, which the standard library cannot do.
#![expect(unsafe_code, reason = "a system call that the standard library lacks")]

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

/// Makes a new file `length` bytes long, with blocks for all of them. A file system that cannot does
/// nothing.
pub(super) fn reserve(file: &File, length: u64) -> io::Result<()> {
    let Ok(length) = libc::off_t::try_from(length) else {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    };
    // SAFETY: the descriptor is open.
    let status = unsafe { libc::fallocate(file.as_raw_fd(), 0, 0, length) };
    let error = io::Error::last_os_error();
    match error.raw_os_error() {
        // Told before anything is written.
        Some(libc::ENOSPC | libc::EDQUOT | libc::EFBIG) if status != 0 => Err(error),
        _ => Ok(()),
    }
}
