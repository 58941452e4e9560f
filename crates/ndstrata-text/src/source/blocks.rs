//! [`Blocks`]: text that comes in parts, of which the reader says how much it has used.

use std::fs::File;
use std::io::Read;

use super::encoding::Decoder;
use super::{Encoding, Limits, compressed};
use crate::error::{Error, Result};

/// Bytes asked for at a time: enough for all threads, and for one what its cache holds.
fn block() -> usize {
    #[cfg(feature = "rayon")]
    if rayon::current_num_threads() > 1 {
        return 4 << 20;
    }
    256 << 10
}

/// NumPy asks for so many characters at a time, and looks at none of them where it does not get them.
const AT_ONCE: usize = 50_000;

pub(crate) struct Blocks {
    /// How the reader's bytes are compressed still, if they are.
    format: &'static str,
    limits: Limits,
    /// `None` where all was read.
    reader: Option<Box<dyn Read + Send>>,
    /// Why no more can be read, to be told once the text before is used up.
    failure: Option<Error>,
    is_begun: bool,
    decoder: Decoder,
    /// Bytes that begin a character whose end was not read yet.
    undecoded: Vec<u8>,
    text: String,
    /// Where the text begins that was not used yet.
    start: usize,
    wanted: usize,
    block: usize,
    /// Bytes of the file, where it is a plain one.
    n_bytes: Option<usize>,
}

impl Blocks {
    pub(crate) fn new(reader: Box<dyn Read + Send>, encoding: Encoding) -> Blocks {
        Blocks {
            format: "",
            limits: Limits::default(),
            reader: Some(reader),
            failure: None,
            is_begun: false,
            decoder: Decoder::of_stream(encoding),
            undecoded: Vec::new(),
            text: String::new(),
            start: 0,
            wanted: block(),
            block: block(),
            n_bytes: None,
        }
    }

    /// Bytes that are compressed.
    pub(crate) fn compressed(
        reader: Box<dyn Read + Send>,
        format: &'static str,
        encoding: Encoding,
    ) -> Blocks {
        Blocks { format, ..Blocks::new(reader, encoding) }
    }

    /// A file of so many bytes, as its folder says.
    pub(crate) fn of_file(file: File, n_bytes: usize, encoding: Encoding) -> Blocks {
        let blocks = Blocks::new(Box::new(file), encoding);
        Blocks { n_bytes: Some(n_bytes), ..blocks }
    }

    /// Bytes of text in all, where that is known.
    pub(crate) fn n_bytes(&self) -> Option<usize> {
        self.n_bytes.filter(|_| self.decoder.is_utf8())
    }

    pub(crate) fn limit(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Puts the decompressor before the reader, once the limits are known.
    fn open(&mut self) {
        let format = std::mem::take(&mut self.format);
        if !format.is_empty()
            && let Some(reader) = self.reader.take()
        {
            self.reader = Some(compressed::reader(format, reader, self.limits));
        }
    }

    /// One block, which is there.
    pub(crate) fn whole(text: String) -> Blocks {
        let reader: Box<dyn Read + Send> = Box::new(std::io::empty());
        Blocks { reader: None, text, ..Blocks::new(reader, Encoding::Utf8) }
    }

    /// The text that was not used yet, and whether it is all that is left. `n_used` is how much of the block
    /// before was used; where it was nothing, the next one is longer.
    pub(crate) fn next_block(&mut self, n_used: usize) -> Result<(&str, bool)> {
        let was_given = self.text.len() > self.start;
        self.start += n_used;
        let mut is_stuck = was_given && n_used == 0;
        let n_left = self.text.len() - self.start;
        if self.reader.is_some() && (n_left < self.block / 4 || is_stuck) {
            self.text.drain(..self.start);
            self.start = 0;
            if is_stuck {
                // The row is looked at from its beginning again, so not too often.
                self.wanted = self.wanted.saturating_mul(8).min(self.limits.row.saturating_add(1));
            } else {
                self.wanted = self.block;
            }
            if self.text.len() > self.limits.row {
                let reason = format!("a row of more than {} bytes of text", self.limits.row);
                return Err(Error::value(reason));
            }
            let is_first = !std::mem::replace(&mut self.is_begun, true);
            self.fill()?;
            is_stuck = false;
            if is_first
                && self.failure.is_some()
                && self.text.chars().nth(AT_ONCE - 1).is_none()
                && let Some(failure) = self.failure.take()
            {
                return Err(failure);
            }
        }
        if (is_stuck || self.start == self.text.len())
            && let Some(failure) = self.failure.take()
        {
            return Err(failure);
        }
        let is_last = self.reader.is_none() && self.failure.is_none();
        Ok((&self.text[self.start..], is_last))
    }

    /// Reads until there is as much text as is wanted, or no more.
    fn fill(&mut self) -> Result<()> {
        self.open();
        while self.text.len() < self.wanted
            && let Some(reader) = &mut self.reader
        {
            let n_wanted = self.wanted - self.text.len();
            // A short file is read at once, into no more than it needs.
            let n_room = self.n_bytes.map_or(n_wanted, |n| n.saturating_add(1).min(n_wanted));
            let n_known = if self.decoder.is_utf8() { self.text.len() } else { 0 };
            let mut bytes = match self.decoder.is_utf8() {
                true => std::mem::take(&mut self.text).into_bytes(),
                false => Vec::new(),
            };
            bytes.append(&mut self.undecoded);
            bytes.reserve_exact(n_room);
            let read = reader.take(n_wanted as u64).read_to_end(&mut bytes);
            let is_last = matches!(read, Ok(n_read) if n_read < n_wanted);
            if self.decoder.is_utf8() {
                (self.text, self.undecoded) = self.decoder.take_utf8(bytes, n_known, is_last)?;
            } else {
                let n = self.decoder.decode(&bytes, is_last, &mut self.text)?;
                self.undecoded = bytes.split_off(n);
            }
            if is_last || read.is_err() {
                self.reader = None;
            }
            self.failure = read.err().map(Error::from);
        }
        Ok(())
    }

    /// All that is left.
    pub(crate) fn into_text(mut self) -> Result<String> {
        self.open();
        self.text.drain(..self.start);
        self.wanted = usize::MAX;
        if let Some(mut reader) = self.reader.take() {
            let mut bytes = std::mem::take(&mut self.undecoded);
            let read = reader.read_to_end(&mut bytes);
            // Bytes that are no text are met before the end of those that there are.
            if self.text.is_empty() && self.decoder.is_utf8() {
                self.text = self.decoder.take_utf8(bytes, 0, read.is_ok())?.0;
            } else {
                self.decoder.decode(&bytes, read.is_ok(), &mut self.text)?;
            }
            read?;
        }
        self.failure.map_or(Ok(self.text), Err)
    }
}
