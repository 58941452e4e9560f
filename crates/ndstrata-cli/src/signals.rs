//! What the system would end the command for.
#![expect(unsafe_code, reason = "the standard library has no call for it")]

/// Makes a write past the limit of a file's size an error of that write, rather than the command's end.
pub(crate) fn ignore_file_size() {
    // SAFETY: ignoring a signal installs no code that could run; no other thread exists yet.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}
