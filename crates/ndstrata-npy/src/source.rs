//! [`Source`]: bytes that can be read at any place, without moving anything.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Bytes at the start of a file that are read at once when it is opened: the header, and all of a small
/// array.
const START: u64 = 4096;

/// Bytes that can be read at any place, by several at once.
#[derive(Clone)]
pub(crate) enum Source {
    File(Arc<OpenFile>),
    Bytes(Arc<[u8]>),
}

/// A file that can be read at any place, and what was at its start when it was opened.
pub(crate) struct OpenFile {
    pub(crate) file: File,
    pub(crate) length: u64,
    start: Vec<u8>,
}

impl Source {
    /// A file that can be read at any place; one that cannot, such as a pipe, is read to its end.
    pub(crate) fn open(path: &Path) -> io::Result<Source> {
        Source::of(File::open(path)?)
    }

    /// As [`open`](Source::open), of a file that is open for reading.
    pub(crate) fn of(mut file: File) -> io::Result<Source> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            return Ok(Source::Bytes(bytes.into()));
        }
        let length = metadata.len();
        let mut start = vec![0; length.min(START) as usize];
        let n = read_file_at(&file, &mut start, 0)?;
        start.truncate(n);
        Ok(Source::File(Arc::new(OpenFile { file, length, start })))
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Source::File(open) => open.length,
            Source::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// Reads at most as many bytes as `buffer` has room for.
    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let bytes = match self {
            Source::File(open) if offset >= open.start.len() as u64 => {
                return read_file_at(&open.file, buffer, offset);
            }
            Source::File(open) => &open.start[..],
            Source::Bytes(bytes) => bytes,
        };
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        (&bytes[start..]).read(buffer)
    }

    /// A reader of the bytes from `offset` on.
    pub(crate) fn reader(&self, offset: u64, length: u64) -> SourceReader<'_> {
        SourceReader { source: self, offset, left: length }
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_file_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
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
