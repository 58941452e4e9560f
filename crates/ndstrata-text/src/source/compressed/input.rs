//! [`Input`]: compressed bytes, of which some can be looked at before they are read.

use std::io::{BufRead, Read, Result};

/// Bytes asked for at a time.
const BLOCK: usize = 1 << 16;

pub(super) struct Input {
    inner: Box<dyn Read + Send>,
    bytes: Vec<u8>,
    start: usize,
}

impl Input {
    pub(super) fn new(inner: Box<dyn Read + Send>) -> Input {
        Input { inner, bytes: Vec::new(), start: 0 }
    }

    /// The next `n` bytes, or all where there are fewer.
    pub(super) fn peek(&mut self, n: usize) -> Result<&[u8]> {
        while self.bytes.len() - self.start < n && self.read_more()? > 0 {}
        let rest = &self.bytes[self.start..];
        Ok(&rest[..n.min(rest.len())])
    }

    /// Passes over zeros.
    #[cfg(any(feature = "gzip", feature = "xz"))]
    pub(super) fn skip_zeros(&mut self) -> Result<()> {
        loop {
            let bytes = self.fill_buf()?;
            let n = bytes.iter().take_while(|&&byte| byte == 0).count();
            if n == 0 {
                return Ok(());
            }
            self.consume(n);
        }
    }

    fn read_more(&mut self) -> Result<usize> {
        self.bytes.drain(..self.start);
        self.start = 0;
        let n = self.bytes.len();
        self.bytes.resize(n + BLOCK, 0);
        let read = loop {
            match self.inner.read(&mut self.bytes[n..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.bytes.truncate(n + *read.as_ref().unwrap_or(&0));
        read
    }
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let bytes = self.fill_buf()?;
        let n = bytes.len().min(out.len());
        out[..n].copy_from_slice(&bytes[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.start == self.bytes.len() {
            self.read_more()?;
        }
        Ok(&self.bytes[self.start..])
    }

    fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.bytes.len());
    }
}
