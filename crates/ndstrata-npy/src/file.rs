//! Files: read at a place without moving anything, and made beside the one they replace.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that can be read at any place, by several at once.
#[derive(Clone)]
pub(crate) enum Source {
    File(Arc<File>, u64),
    Bytes(Arc<[u8]>),
}

impl Source {
    /// A file that can be read at any place.
    pub(crate) fn open(path: &Path) -> io::Result<Source> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Source::File(Arc::new(file), length))
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Source::File(_, length) => *length,
            Source::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// Reads at most as many bytes as `buffer` has room for.
    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Source::File(file, _) => read_file_at(file, buffer, offset),
            Source::Bytes(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[start..]).read(buffer)
            }
        }
    }

    /// A reader of the bytes from `offset` on.
    pub(crate) fn reader(&self, offset: u64, length: u64) -> SourceReader<'_> {
        SourceReader { source: self, offset, left: length }
    }
}

#[cfg(unix)]
pub(crate) fn read_file_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
pub(crate) fn read_file_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// A part of a [`Source`], in order.
pub(crate) struct SourceReader<'a> {
    source: &'a Source,
    offset: u64,
    left: u64,
}

impl Read for SourceReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let n = self.source.read_at(&mut buffer[..most], self.offset)?;
        self.offset += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}

/// Makes the file of a path with what `fill` writes. It appears complete or not at all: until then, a
/// file that had the name stays as it was.
///
/// NumPy: none.
///
/// # Errors
///
/// Those of `fill`; a file that cannot be made or renamed.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    let (mut file, temporary) = create_beside(path)?;
    let done = fill(&mut file).and_then(|()| Ok(std::fs::rename(&temporary, path)?));
    if done.is_err() {
        // The first error is the one to report.
        let _ = std::fs::remove_file(&temporary);
    }
    done
}

/// A new file of an unused name in the same folder.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().ok_or_else(|| io::Error::from(ErrorKind::IsADirectory))?;
    for attempt in 0..u32::MAX {
        let mut temporary = name.to_owned();
        temporary.push(format!(".{}-{attempt}.tmp", std::process::id()));
        let temporary = path.with_file_name(temporary);
        match File::create_new(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(ErrorKind::AlreadyExists))
}
