//! [`Progress`]: a bar on standard error, where that is a terminal and the work is long; [`Watched`]: a file
//! with one.

use std::io::{IsTerminal, Read, Write};

use indicatif::{ProgressBar, ProgressStyle};

/// Less work than this is done before anybody could read a bar.
const LONG: u64 = 256 << 20;

pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for so many bytes.
    pub(crate) fn new(bytes: u64) -> Progress {
        if bytes < LONG || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new(bytes);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
        {
            bar.set_style(style);
        }
        Progress(Some(bar))
    }

    /// So many more bytes are done.
    pub(crate) fn add(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Bytes that are written at a time, so that the bar moves.
const PART: usize = 16 << 20;

/// A file whose bytes move a bar as they are read or written.
pub(crate) struct Watched<F> {
    file: F,
    progress: Progress,
}

impl<F> Watched<F> {
    /// With a bar for so many bytes.
    pub(crate) fn new(file: F, bytes: u64) -> Watched<F> {
        Watched { file, progress: Progress::new(bytes) }
    }
}

impl<F: Read> Read for Watched<F> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.file.read(out)?;
        self.progress.add(n as u64);
        Ok(n)
    }
}

impl<F: Write> Write for Watched<F> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.file.write(&bytes[..bytes.len().min(PART)])?;
        self.progress.add(n as u64);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watched_files_take_and_give_every_byte() {
        let bytes: Vec<u8> = (0..PART + 5).map(|i| i as u8).collect();
        let mut written = Watched::new(Vec::new(), u64::MAX);
        written.write_all(&bytes).unwrap();
        assert_eq!(written.file, bytes);
        let mut read = Vec::new();
        Watched::new(&bytes[..], 0).read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }
}
