//! Files without a name, which are gone when the program ends before they were given one.
#![expect(unsafe_code, reason = "a system call that the standard library lacks")]

use std::ffi::CString;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Where the system shows open files, by which they are given names.
const OPEN_FILES: &str = "/proc/self/fd";

/// A new file in the folder of `path`; `None` where the system has none without a name.
pub(super) fn create(path: &Path) -> Option<File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut options = OpenOptions::new();
    options.read(true).write(true).custom_flags(libc::O_TMPFILE);
    let is_shown = Path::new(OPEN_FILES).is_dir();
    is_shown.then(|| options.open(folder.unwrap_or(Path::new("."))).ok())?
}

/// Gives such a file a name that nothing has yet.
pub(super) fn name(file: &File, path: &Path) -> io::Result<()> {
    let shown = CString::new(format!("{OPEN_FILES}/{}", file.as_raw_fd()))?;
    let path = CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: both are C strings that live across the call.
    let status = unsafe {
        libc::linkat(
            libc::AT_FDCWD,
            shown.as_ptr(),
            libc::AT_FDCWD,
            path.as_ptr(),
            libc::AT_SYMLINK_FOLLOW,
        )
    };
    if status == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
