//! Large arrays straight from a file: into memory that nobody zeroed, by several threads at once.
#![expect(unsafe_code, reason = "reads a file into uninitialised memory")]

use std::fs::File;
use std::io;
use std::num::NonZero;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicUsize, Ordering};

use ndstrata_array::DynArray;

use crate::{Error, ErrorKind, Header, Result};

/// Bytes that a thread takes at a time, so that one that is held up leaves the rest to the others.
const PART: usize = 4 << 20;

/// The memory that is filled, part by part.
struct Target {
    start: *mut u8,
    length: usize,
    offset: u64,
    next_part: AtomicUsize,
}

// SAFETY: each part is written by the one thread that took its number, and parts do not overlap.
unsafe impl Sync for Target {}

/// Reads the elements of a header from `offset` of a file that is long enough for them.
pub(crate) fn read_from_file(file: &File, offset: u64, header: &Header) -> Result<DynArray> {
    let length = header.nbytes()?;
    // SAFETY: every byte is written below, or the array is dropped unread.
    let mut array = unsafe { DynArray::uninit(header.shape(), header.dtype(), header.order()) }?;
    let start = array.view_mut()?.as_mut_ptr();
    let target = Target { start, length, offset, next_part: AtomicUsize::new(0) };
    let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let n_helpers = n_threads.min(length.div_ceil(PART)).saturating_sub(1);
    let found = std::thread::scope(|scope| {
        let fill = || target.fill(file);
        let helpers: Vec<_> = (0..n_helpers).map(|_| scope.spawn(fill)).collect();
        let mut total = fill()?;
        for helper in helpers {
            match helper.join() {
                Ok(found) => total += found?,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<_, io::Error>(total)
    })?;
    if found < length {
        let (expected, found) = (length as u64, found as u64);
        return Err(Error::new(ErrorKind::Eof { reading: "array data", expected, found }));
    }
    Ok(array)
}

impl Target {
    /// Fills one part after the other until none is left; gives the number of bytes that the file had
    /// for them.
    fn fill(&self, file: &File) -> io::Result<usize> {
        let mut total = 0;
        loop {
            let part = self.next_part.fetch_add(1, Ordering::Relaxed);
            let Some(start) = part.checked_mul(PART).filter(|&start| start < self.length) else {
                return Ok(total);
            };
            total += self.fill_part(file, start, PART.min(self.length - start))?;
        }
    }

    fn fill_part(&self, file: &File, start: usize, length: usize) -> io::Result<usize> {
        let mut done = 0;
        while done < length {
            let at = start + done;
            // The place lies within the memory, as `at` is less than its length.
            let place = self.start.wrapping_add(at).cast();
            let offset = libc::off_t::try_from(self.offset + at as u64)
                .map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
            // SAFETY: the descriptor is open; `length - done` bytes may be written from `place` on, as
            // this thread alone took the part.
            let n = unsafe { libc::pread(file.as_raw_fd(), place, length - done, offset) };
            match usize::try_from(n) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(_) => {
                    let error = io::Error::last_os_error();
                    if error.kind() != io::ErrorKind::Interrupted {
                        return Err(error);
                    }
                }
            }
        }
        Ok(done)
    }
}
